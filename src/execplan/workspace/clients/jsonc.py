"""JSON with comments and trailing commas, read with the place of everything. Pure; knows no client.

Python has no maintained library that keeps comments and layout of such a text, so this reads it into nodes with
spans; what is to change is then replaced in the text itself (``jsonc_edit``).
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, cast

from execplan.workspace.clients.spans import BrokenConfigError

_TRIVIA = re.compile(r"(?:[ \t\r\n]+|//[^\r\n]*|/\*.*?\*/)*", re.DOTALL)
_COMMENT = re.compile(r"//[^\r\n]*|/\*.*?\*/", re.DOTALL)
_STRING = re.compile(r'"[^"\\\x00-\x1f]*(?:\\.[^"\\\x00-\x1f]*)*"')
_SCALAR = re.compile(r"true|false|null|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_DEEPEST = 200

Tree = tuple[str, object]
"""The value without its layout: kind and content; numbers as they are written, keys in their order."""


@dataclass(frozen=True, slots=True)
class Node:
    """A value and where it stands."""

    kind: Literal["object", "array", "string", "literal"]
    start: int
    end: int
    raw: str = ""
    members: tuple[Member, ...] = ()
    items: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Member:
    """A key and its value; ``comma`` is where the comma behind it stands, if there is one."""

    key: str
    start: int
    value: Node
    comma: int | None


@lru_cache(maxsize=4)  # one change asks for the same few texts again and again
def parse(text: str) -> Node | None:
    """The value of a text; None where there is none, only blanks and comments. Raises ``BrokenConfigError``."""
    at = after_trivia(text, 0)
    if at == len(text):
        return None
    root, at = _value(text, at, 0)
    at = after_trivia(text, at)
    if at < len(text):
        raise BrokenConfigError("no JSON: something stands after the end", at)
    return root


def after_trivia(text: str, at: int) -> int:
    """The first place from ``at`` that is neither blank nor comment."""
    found = _TRIVIA.match(text, at)
    return found.end() if found else at


def comments(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The comments of a stretch that holds nothing but blanks, comments and a comma."""
    return [found.span() for found in _COMMENT.finditer(text, start, end)]


def tree(node: Node) -> Tree:
    """What a node says, whatever its layout."""
    if node.kind == "object":
        return "object", tuple((one.key, tree(one.value)) for one in node.members)
    if node.kind == "array":
        return "array", tuple(map(tree, node.items))
    return node.kind, _said(node.raw) if node.kind == "string" else node.raw


def member(node: Node, key: str) -> Member | None:
    """The member of that name. Raises ``BrokenConfigError`` when it stands there twice: clients differ on which counts."""
    found = [one for one in node.members if one.key == key]
    if len(found) > 1:
        raise BrokenConfigError(f"{key} stands there twice", found[1].start, "refused")
    return found[0] if found else None


def _value(text: str, at: int, depth: int) -> tuple[Node, int]:
    if depth > _DEEPEST:
        raise BrokenConfigError("nested too deeply", at)
    first = text[at : at + 1]
    if first == "{":
        return _object(text, at, depth)
    if first == "[":
        return _array(text, at, depth)
    if first == '"':
        raw = _string(text, at)
        return Node("string", at, at + len(raw), raw), at + len(raw)
    found = _SCALAR.match(text, at)
    if found is None:
        raise BrokenConfigError("no JSON: a value is missing" if first else "no JSON: it ends too early", at)
    return Node("literal", at, found.end(), found[0]), found.end()


def _string(text: str, at: int) -> str:
    found = _STRING.match(text, at)
    if found is None:
        raise BrokenConfigError("no JSON: a string has no end or holds a control character", at)
    try:
        _said(found[0])
    except ValueError:
        raise BrokenConfigError("no JSON: a string holds an unknown escape", at) from None
    return found[0]


def _said(raw: str) -> str:
    """What a string in quotes says. Raises ``ValueError`` for an unknown escape."""
    return cast("str", json.loads(raw)) if "\\" in raw else raw[1:-1]


def _object(text: str, start: int, depth: int) -> tuple[Node, int]:
    members: list[Member] = []
    at = after_trivia(text, start + 1)
    while text[at : at + 1] != "}":
        if text[at : at + 1] != '"':
            raise BrokenConfigError(_missing(text, at, "a key in quotes or }"), at)
        begun = at
        raw = _string(text, at)
        at = after_trivia(text, at + len(raw))
        if text[at : at + 1] != ":":
            raise BrokenConfigError(_missing(text, at, "a colon"), at)
        value, at = _value(text, after_trivia(text, at + 1), depth + 1)
        at = after_trivia(text, at)
        comma = at if text[at : at + 1] == "," else None
        members.append(Member(_said(raw), begun, value, comma))
        if comma is not None:
            at = after_trivia(text, at + 1)
        elif text[at : at + 1] != "}":
            raise BrokenConfigError(_missing(text, at, "a comma or }"), at)
    return Node("object", start, at + 1, members=tuple(members)), at + 1


def _array(text: str, start: int, depth: int) -> tuple[Node, int]:
    items: list[Node] = []
    at = after_trivia(text, start + 1)
    while text[at : at + 1] != "]":
        item, at = _value(text, at, depth + 1)
        items.append(item)
        at = after_trivia(text, at)
        if text[at : at + 1] == ",":
            at = after_trivia(text, at + 1)
        elif text[at : at + 1] != "]":
            raise BrokenConfigError(_missing(text, at, "a comma or ]"), at)
    return Node("array", start, at + 1, items=tuple(items)), at + 1


def _missing(text: str, at: int, what: str) -> str:
    return f"no JSON: {what} is missing" if at < len(text) else "no JSON: it ends too early"
