"""One member of a JSON text put in, replaced or taken out; every other byte stays. Pure; knows no client.

Each function reads its own result again and holds it to what it was asked for. Taking out what was put in gives the
text back, but for an object that had no member: its blanks inside are not told from ours.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import cast

from execplan.workspace.clients.jsonc import Member, Node, Tree, comments, member, parse, tree
from execplan.workspace.clients.spans import (
    BrokenConfigError,
    Replacement,
    begins_line,
    indent_at,
    newline_of,
    replaced,
)

Path = Sequence[str]
_SAME_LINE_COMMENT = re.compile(r"[ \t]*(?://[^\r\n]*|/\*.*?\*/)", re.DOTALL)
_BLANKS = " \t\r\n"


def get(text: str, path: Path) -> Node | None:
    """The value at ``path``. Raises ``BrokenConfigError`` where an object is expected and something else stands."""
    root = parse(text)
    if root is None:
        return None
    chain = _chain(root, path)
    return chain[-1].value if len(chain) == len(path) else None


def put(text: str, path: Path, value: object) -> str:
    """The text with ``value`` at ``path``, with the objects on the way to it. Raises ``BrokenConfigError``."""
    root = parse(text)
    if root is None:
        nl = newline_of(text)
        lead = nl if text and not text.endswith("\n") else ""
        return _held(text, text + lead + _rendered(_nested(path, value), "", "  ", nl, True) + nl, path, value)
    chain = _chain(root, path)
    if len(chain) == len(path):
        found = chain[-1].value
        new = _rendered(value, indent_at(text, chain[-1].start), _unit(text, root), newline_of(text), False)
        changes = [Replacement(found.start, found.end, new)]
    else:
        inside = chain[-1].value if chain else root
        rest = path[len(chain) :]
        changes = _inserted(text, root, inside, rest[0], _nested(rest[1:], value))
    return _held(text, replaced(text, changes), path, value)


def take(text: str, path: Path) -> str:
    """The text without the member at ``path``; it is there. Raises ``BrokenConfigError``."""
    root = parse(text)
    if root is None or len(chain := _chain(root, path)) < len(path):
        return text
    inside = chain[-2].value if len(chain) > 1 else root
    return _held(text, replaced(text, _removed(text, inside, chain[-1])), path, None)


def bare(text: str, node: Node) -> bool:
    """Has the object neither member nor comment?"""
    return not node.members and not comments(text, node.start + 1, node.end - 1)


def _chain(root: Node, path: Path) -> list[Member]:
    found: list[Member] = []
    node, name = root, "the document"
    for key in path:
        if node.kind != "object":
            raise BrokenConfigError(f"{name} is no object", node.start, "refused")
        one = member(node, key)
        if one is None:
            break
        found.append(one)
        node, name = one.value, key
    return found


def _nested(path: Path, value: object) -> object:
    for key in reversed(path):
        value = {key: value}
    return value


def _unit(text: str, root: Node) -> str:
    for one in root.members:
        if begins_line(text, one.start):
            return indent_at(text, one.start).removeprefix(indent_at(text, root.start)) or "  "
    return "  "


def _rendered(value: object, indent: str, unit: str, nl: str, lines: bool) -> str:
    if not isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    said = cast("Mapping[str, object]", value).items()
    inner = indent + unit
    members = [f"{json.dumps(key)}: {_rendered(one, inner, unit, nl, lines)}" for key, one in said]
    if not lines:
        return "{" + ", ".join(members) + "}"
    return "{" + nl + ("," + nl).join(inner + one for one in members) + nl + indent + "}"


def _inserted(text: str, root: Node, inside: Node, key: str, value: object) -> list[Replacement]:
    """As the last member, in the layout of the one before it."""
    nl, unit = newline_of(text), _unit(text, root)
    indent = indent_at(text, inside.start)
    if not inside.members:
        found = comments(text, inside.start + 1, inside.end - 1)
        spot = found[-1][1] if found else inside.start + 1
        lines = bool(found) or "\n" in text[root.start : root.end] or not root.members
        said = f"{json.dumps(key)}: {_rendered(value, indent + unit, unit, nl, lines)}"
        if not lines:
            return [Replacement(spot, spot, said)]
        end = "" if "\n" in text[spot : inside.end - 1] else nl + indent
        return [Replacement(spot, spot, nl + indent + unit + said + end)]
    last = inside.members[-1]
    after = last.value.end if last.comma is None else last.comma + 1
    spot = after
    while found := _SAME_LINE_COMMENT.match(text, spot):
        spot = found.end()
    lines = begins_line(text, last.start) or "\n" in text[last.start : spot] or "//" in text[after:spot]
    indent = indent_at(text, last.start) if begins_line(text, last.start) else indent + unit
    said = f"{json.dumps(key)}: {_rendered(value, indent, unit, nl, lines)}"
    said = (nl + indent if lines else " ") + said + ("" if last.comma is None else ",")
    if last.comma is not None:
        return [Replacement(spot, spot, said)]
    if spot == after:
        return [Replacement(spot, spot, "," + said)]
    return [Replacement(after, after, ","), Replacement(spot, spot, said)]


def _removed(text: str, inside: Node, gone: Member) -> list[Replacement]:
    """With the blanks before it and the comma that it brought."""
    at = inside.members.index(gone)
    before = inside.members[at - 1] if at else None
    begun = inside.start + 1 if before is None else (before.comma or before.value.end) + 1
    end = gone.value.end if gone.comma is None else gone.comma + 1
    around = [*comments(text, begun, gone.start), *comments(text, end, inside.end - 1)]
    if len(inside.members) == 1 and not around:
        return [Replacement(inside.start + 1, inside.end - 1, "")]
    start = begun + len(text[begun : gone.start].rstrip(_BLANKS))
    said = comments(text, begun, gone.start)
    if said and text[said[-1][0] : said[-1][0] + 2] == "//" and text[end:].lstrip(" \t")[:1] not in ("\r", "\n"):
        # The line of that comment has to end before what follows.
        start, end = gone.start, end + len(text[end:]) - len(text[end:].lstrip(" \t"))
    changes = [Replacement(start, end, "")]
    if gone.comma is None and before is not None and before.comma is not None:
        changes.append(Replacement(before.comma, before.comma + 1, ""))
    return changes


def _held(before: str, after: str, path: Path, value: object) -> str:
    """``after``, when it says what ``before`` did but for the member at ``path``. Raises ``BrokenConfigError``."""
    root, old = parse(after), parse(before)
    found = get(after, path)
    wanted = None if value is None else parse(_rendered(value, "", "", "", False))
    same = (found and tree(found)) == (wanted and tree(wanted))
    nothing: Tree = ("object", ())
    if root is None or not same or _rest(tree(root), path) != (_rest(tree(old), path) if old else nothing):
        raise BrokenConfigError("cannot be changed without touching more than our entry", 0, "refused")
    return after


def _rest(said: Tree, path: Path) -> Tree:
    """Without the member at ``path``, and without the objects on the way that held nothing else."""
    kind, content = said
    if kind != "object":
        return said
    kept: list[tuple[str, Tree]] = []
    for key, value in cast("tuple[tuple[str, Tree], ...]", content):
        if key != path[0]:
            kept.append((key, value))
        elif len(path) > 1 and (inner := _rest(value, path[1:])) != ("object", ()):
            kept.append((key, inner))
    return "object", tuple(kept)
