"""JSON texts with comments, trailing commas and any layout, as Hypothesis makes them."""

from __future__ import annotations

import json

from hypothesis import strategies as st

from execplan.workspace.clients.jsonc import parse

_LINES = st.sampled_from(["\n", "\r\n"])
_BLANKS = st.sampled_from(["", "", " ", "\n", "\n  ", "\r\n\t", "  "])
_COMMENTS = st.sampled_from(["// a, comment\n", "/* { */", "/* two\nlines */", '// "quoted": {}\r\n', "//\n"])
TRIVIA = st.lists(st.one_of(_BLANKS, _BLANKS, _COMMENTS), max_size=3).map("".join)
_KEYS = st.one_of(st.sampled_from(["a", "execplans", "mcp", "servers", "é", 'q"', "projects"]), st.text(max_size=4))
_SCALARS = st.one_of(
    st.sampled_from(["1.0", "-0", "1E5", "true", "false", "null", '"\\u0041 // no comment"', '"{,}"']),
    st.text(max_size=6).map(json.dumps),
)


@st.composite
def _objects(draw: st.DrawFn, values: st.SearchStrategy[str], least: int = 0) -> str:
    keys = draw(st.lists(_KEYS, min_size=least, max_size=3, unique=True))
    said = [f"{draw(TRIVIA)}{json.dumps(key)}{draw(TRIVIA)}:{draw(TRIVIA)}{draw(values)}{draw(TRIVIA)}" for key in keys]
    comma = draw(st.sampled_from(["", ","])) if said else ""
    return "{" + ",".join(said) + comma + draw(TRIVIA) + "}"


@st.composite
def _arrays(draw: st.DrawFn, values: st.SearchStrategy[str]) -> str:
    said = [f"{draw(TRIVIA)}{one}{draw(TRIVIA)}" for one in draw(st.lists(values, max_size=3))]
    comma = draw(st.sampled_from(["", ","])) if said else ""
    return "[" + ",".join(said) + comma + draw(TRIVIA) + "]"


VALUES = st.recursive(_SCALARS, lambda inner: st.one_of(_objects(inner), _arrays(inner)), max_leaves=6)


@st.composite
def documents(draw: st.DrawFn, *, filled: bool = False) -> str:
    """A text whose root is an object; some have the table that servers stand in, ``filled`` ones with another server."""
    inner = draw(_objects(VALUES, least=int(filled)))
    table = f'"mcpServers"{draw(TRIVIA)}:{draw(TRIVIA)}{inner}'
    others = draw(_objects(VALUES))
    if filled or draw(st.booleans()):
        at = others.index("{") + 1
        more = "," if _has_member(others) else draw(st.sampled_from(["", ","]))
        others = others[:at] + draw(TRIVIA) + table + draw(TRIVIA) + more + others[at:]
    return draw(TRIVIA) + others + draw(TRIVIA)


def _has_member(text: str) -> bool:
    node = parse(text)
    return bool(node and node.members)


@st.composite
def tomls(draw: st.DrawFn) -> str:
    """A TOML text with comments and other servers."""
    nl = draw(_LINES)
    lines = st.sampled_from(
        [
            "# a comment = [",
            "",
            "   ",
            "\t# indented",
        ]
    )
    root = st.sampled_from(
        [
            'model = "gpt" # why',
            "list = [ 1, # one\n  2,\n]",
            'text = """\n[mcp_servers.execplan]\n"""',
            "raw = '''\n# no comment ''\n'''",
            "inline = { a = 1, b = [{ c = ']' }] }",
            '"quoted.key" = 1979-05-27',
            "number = nan",
        ]
    )
    tables = st.sampled_from(
        [
            '[mcp_servers.other]\ncommand = "x"',
            "[mcp_servers.execplans]\nargs = ['[mcp_servers.execplan]']",
            '[mcp_servers.\'dotted.name\'.env]\nKEY = "\\""',
            "[[projects]]\npath = '/a'",
            "  [ z . y ]  # blanks\n  b = 1",
            "[mcp_servers]",
        ]
    )
    parts: list[str] = []
    for source in (root, tables):
        for one in draw(st.lists(source, max_size=3, unique=True)):
            parts += (*draw(st.lists(lines, max_size=2)), one)
    parts += draw(st.lists(lines, max_size=3))
    text = "\n".join(parts)
    return (text + draw(st.sampled_from(["", "\n"]))).replace("\n", nl)
