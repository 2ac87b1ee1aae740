"""Our entry into a text and out of it: what must stay stays, what cannot be kept is refused."""

from __future__ import annotations

import json
import tomllib
from typing import Any

import pytest
from hypothesis import assume, given, settings
from tests.workspace.clients.texts import documents, tomls

from execplan.workspace.clients import jsonc_edit
from execplan.workspace.clients.entries import SHAPES, Shape, entry
from execplan.workspace.clients.jsonc import parse, tree
from execplan.workspace.clients.merging import holds, installed, uninstalled
from execplan.workspace.clients.spans import BrokenConfigError, line_of

JSON = SHAPES["claude-code"]
TOML = SHAPES["codex"]
COMMAND = ("/opt/a b/execplan",)
ENTRY = entry(JSON, COMMAND, "user")
TOML_ENTRY = entry(TOML, COMMAND, "user")
GIVEN = settings(max_examples=200, deadline=None)


def put(text: str, shape: Shape = JSON) -> str:
    return installed(text, shape, entry(shape, COMMAND, "user"))


def tried(text: str) -> str:
    """The text with our entry; what is refused for its table, which is no object or stands there twice, is left out."""
    try:
        return put(text)
    except BrokenConfigError as error:
        assume(error.code != "refused")
        raise


def members(text: str) -> dict[str, Any]:
    root = parse(text)
    return {} if root is None else dict(tree(root)[1])  # type: ignore[call-overload]


@GIVEN
@given(documents())
def test_put_in_and_taken_out_is_the_text_as_it_was(text: str) -> None:
    after = tried(text)
    assert holds(after, JSON)
    assert put(after) == after
    assert uninstalled(after, JSON, text) == text


@GIVEN
@given(documents(filled=True))
def test_beside_another_server_no_memory_is_needed(text: str) -> None:
    assume(text.count("mcpServers") == 1)
    assert uninstalled(put(text), JSON, None) == text


@GIVEN
@given(documents())
def test_the_other_members_say_what_they_said(text: str) -> None:
    after = tried(text)
    before, now = members(text), members(after)
    servers = dict(now.pop("mcpServers")[1])
    assert servers.pop("execplan")[0] == "object"
    assert servers == dict(before.pop("mcpServers", ("object", ()))[1])
    assert now == before
    left = uninstalled(after, JSON, None)
    rest = members(left or "{}")
    assert dict(rest.pop("mcpServers", ("object", ()))[1]) == servers
    assert rest == before


@GIVEN
@given(tomls())
def test_toml_put_in_and_taken_out_is_the_text_as_it_was(text: str) -> None:
    after = put(text, TOML)
    assert after.startswith(text)
    assert tomllib.loads(after)["mcp_servers"]["execplan"] == TOML_ENTRY
    assert put(after, TOML) == after
    left = uninstalled(after, TOML, None)
    assert left == text or (left is None and not text.strip())
    assert uninstalled(after, TOML, text) == text


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("", '{\n  "mcpServers": {\n    "execplan": E\n  }\n}\n'),
        ("{}", '{\n  "mcpServers": {\n    "execplan": E\n  }\n}'),
        ('{"a":1}', '{"a":1, "mcpServers": {"execplan": C}}'),
        ('{\r\n\t"a": 1 // one\r\n}', '{\r\n\t"a": 1, // one\r\n\t"mcpServers": {\r\n\t\t"execplan": E\r\n\t}\r\n}'),
        (
            '{\n    "mcpServers": {\n        "a": {}, // mine\n        // last\n    },\n}\n',
            '{\n    "mcpServers": {\n        "a": {}, // mine\n        "execplan": E,\n        // last\n    },\n}\n',
        ),
        ('{\n  "mcpServers": {} // none\n}', '{\n  "mcpServers": {\n    "execplan": E\n  } // none\n}'),
        ('{\n  "mcpServers": { "a": {} }\n}', '{\n  "mcpServers": { "a": {}, "execplan": C }\n}'),
        ("// only this", '// only this\n{\n  "mcpServers": {\n    "execplan": E\n  }\n}\n'),
    ],
)
def test_layout(text: str, after: str) -> None:
    compact = json.dumps(ENTRY)
    found = put(text)
    at = after.find("E")
    if at >= 0:
        line = after[:at].rsplit("\n", 1)[-1]
        indent = line[: len(line) - len(line.lstrip())]
        unit = {" ": "    " if len(indent) == 8 and text.startswith("{\n    ") else "  ", "\t": "\t"}[indent[:1]]
        nl = "\r\n" if "\r" in text else "\n"
        said = [f"{indent}{unit}{json.dumps(key)}: {json.dumps(value)}" for key, value in ENTRY.items()]
        after = after.replace("E", "{" + nl + f",{nl}".join(said) + nl + indent + "}")
    assert found == after.replace("C", compact)


def test_another_command_is_changed_in_its_place() -> None:
    text = '{"mcpServers": {"execplan": {"command": "old", /* mine */ "env": {"A": "1"}}, "z": 1}}'
    after = put(text)
    assert '/* mine */ "env": {"A": "1"}' in after
    root = jsonc_edit.get(after, ("mcpServers", "execplan"))
    assert root is not None
    assert json.loads(after.replace("/* mine */", ""))["mcpServers"] == {
        "execplan": {"env": {"A": "1"}, **ENTRY},
        "z": 1,
    }
    assert uninstalled(after, JSON, text) == '{"mcpServers": { "z": 1}}'


def test_another_toml_command_is_changed_in_its_place() -> None:
    text = "[mcp_servers.execplan]\r\ncommand = 'old' # mine\r\n[mcp_servers.execplan.env]\r\nA = '1'\r\n[z]\r\n"
    after = put(text, TOML)
    assert after == text.replace("'old'", '"/opt/a b/execplan"').replace(
        "execplan]\r\n", 'execplan]\r\nargs = ["mcp"]\r\n', 1
    )
    assert uninstalled(after, TOML, text) == "[z]\r\n"


@pytest.mark.parametrize(
    "text",
    [
        "[mcp_servers]\nexecplan.command = 'x'\nexecplan.args = []\nother.command = 'y'\n",
        "[mcp_servers]\nexecplan = { command = 'x', args = [\n] }\nother.command = 'y'\n",
        "mcp_servers.execplan.command = 'x'\nmcp_servers.other.command = 'y'\n",
        "[mcp_servers.other]\ncommand = 'y'\n\n[mcp_servers.execplan]\ncommand = 'x'\n\n[z]\n[mcp_servers.execplan.env]\n",
        "[mcp_servers.other]\ncommand = 'y'\n[mcp_servers.\"execplan\"]\ncommand = 'x'\n# of nobody\n",
    ],
)
def test_toml_written_otherwise_is_taken_out(text: str) -> None:
    left = uninstalled(text, TOML, None)
    assert left is not None
    assert tomllib.loads(left)["mcp_servers"] == {"other": {"command": "y"}}
    assert ("# of nobody" in left) == ("# of nobody" in text)


@pytest.mark.parametrize(
    ("text", "shape", "line", "reason"),
    [
        ('{\n  "a": 1\n  "b": 2\n}', JSON, 3, "no JSON: a comma or } is missing"),
        ('{\n"a": 1', JSON, 2, "no JSON: it ends too early"),
        ('{\n"a": "x\n"}', JSON, 2, "no JSON: a string has no end or holds a control character"),
        ('{"a": NaN}', JSON, 1, "no JSON: a value is missing"),
        ("{}\n{}", JSON, 2, "no JSON: something stands after the end"),
        ("{} /* open", JSON, 1, "no JSON: something stands after the end"),
        ('{"a": "\\x"}', JSON, 1, "no JSON: a string holds an unknown escape"),
        ("[" * 300 + "]" * 300, JSON, 1, "nested too deeply"),
        ("[]", JSON, 1, "the document is no object"),
        ('{\n"mcpServers": []}', JSON, 2, "mcpServers is no object"),
        ('{"mcpServers": {\n"execplan": 1}}', JSON, 2, "execplan is no object"),
        ('{"mcpServers": {},\n"mcpServers": {}}', JSON, 2, "mcpServers stands there twice"),
        ('{"mcpServers": {\n"execplan": {"url": "x"}}}', JSON, 2, "execplan there is a server over HTTP (url)"),
        ("a = 1\nb = \n", TOML, 2, "no TOML: invalid value"),
        ("a = 1\nmcp_servers = 1\n", TOML, 2, "mcp_servers is no table"),
        ("a = 1\n[mcp_servers]\nexecplan = 1\n", TOML, 3, "execplan is no table"),
        ("\n[mcp_servers.execplan]\nurl = 'x'\n", TOML, 2, "execplan there is a server over HTTP (url)"),
        ("\nmcp_servers = { a = { b = 1 } }\n", TOML, 2, "execplan cannot be changed without touching more"),
        ("\n[[mcp_servers]]\n", TOML, 2, "mcp_servers is no table"),
    ],
)
def test_what_is_refused(text: str, shape: Shape, line: int, reason: str) -> None:
    with pytest.raises(BrokenConfigError) as caught:
        put(text, shape)
    assert reason in caught.value.reason
    assert line_of(text, caught.value.at) == line


def test_a_file_made_for_us_goes_with_us_and_no_other() -> None:
    assert uninstalled(put(""), JSON, None) is None
    assert uninstalled(put("", TOML), TOML, None) is None
    assert uninstalled(put(""), JSON, "") == ""
    assert uninstalled(put("{}\n"), JSON, "{}\n") == "{}\n"
    assert uninstalled(put("// mine\n"), JSON, None) == "// mine\n{}\n"
    assert uninstalled(put('{"a": 1}'), JSON, None) == '{"a": 1}'


def test_what_stands_there_now_counts_more_than_what_stood_before() -> None:
    before = '{\n  "mcpServers": {}\n}\n'
    now = put(before).replace("{\n  ", '{\n  "theme": "dark",\n  ', 1)
    assert uninstalled(now, JSON, before) == '{\n  "theme": "dark",\n  "mcpServers": {}\n}\n'
    assert uninstalled(now, JSON, "{}") == '{\n  "theme": "dark"\n}\n'
    assert uninstalled(now, JSON, "{ broken") == '{\n  "theme": "dark"\n}\n'
    assert uninstalled(before, JSON, put(before)) == before


def test_the_line_of_a_comment_ends_before_what_follows() -> None:
    text = '{"mcpServers": {"a": 1, // mine\n"execplan": {}, "b": 2}}'
    assert uninstalled(text, JSON, None) == '{"mcpServers": {"a": 1, // mine\n"b": 2}}'


@pytest.mark.parametrize("client", SHAPES)
def test_every_client_round_trips(client: Any) -> None:
    shape = SHAPES[client]
    for scope in ("user", "project"):
        said = entry(shape, ("execplan",), scope)
        text = "# c\n" if shape.form == "toml" else '{\n  // c\n  "a": [1, 2,],\n}\n'
        assert uninstalled(installed(text, shape, said), shape, None) == text
