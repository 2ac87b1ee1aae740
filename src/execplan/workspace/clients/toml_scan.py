"""Where the statements of a TOML text stand: its headers and its keys. Pure; knows no client.

It relies on ``tomllib`` having read the text before, so it is tolerant: it only looks for where things end.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass

from execplan.workspace.clients.spans import BrokenConfigError

_KEY = re.compile(r"""[ \t]*("(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[A-Za-z0-9_-]+)[ \t]*""")
_SKIPPED = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_STRING = re.compile(
    r"""
    \"{3} (?:[^"\\] | \\. | "{1,2}(?!"))* "{3,5}
    | '{3} (?:[^'] | '{1,2}(?!'))* '{3,5}
    | " (?:[^"\\\n] | \\.)* "
    | ' [^'\n]* '
    """,
    re.DOTALL | re.VERBOSE,
)
_BLANKS = re.compile(r"[ \t]*")
_PLACE = re.compile(r"\(at (?:line (\d+), column (\d+)|end of document)\)")


@dataclass(frozen=True, slots=True)
class Statement:
    """A header or a key with its value. ``path`` is its full name, ``value`` where its value begins and ends."""

    path: tuple[str, ...]
    start: int
    """Where its line begins."""
    end: int
    """Where its line ends, the line end included."""
    value: tuple[int, int] | None = None
    """None for a header."""
    many: bool = False
    """Is it a header of an array of tables?"""


def load(text: str) -> dict[str, object]:
    """What the text says. Raises ``BrokenConfigError``."""
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise BrokenConfigError("nested too deeply") from None
    except tomllib.TOMLDecodeError as error:
        said = str(error)
        found = _PLACE.search(said)
        at = len(text)
        if found and found[1]:
            at = 0
            for _ in range(int(found[1]) - 1):
                at = text.find("\n", at) + 1
        reason = _PLACE.sub("", said).strip()
        raise BrokenConfigError(f"no TOML: {reason[:1].lower()}{reason[1:200]}", at) from None


def statements(text: str) -> Iterator[Statement]:
    """Every header and key of a valid text, in order."""
    table: tuple[str, ...] = ()
    at = _after(text, 0)
    while at < len(text):
        start = text.rfind("\n", 0, at) + 1
        if text[at] == "[":
            many = text.startswith("[[", at)
            table, at = _path(text, at + 1 + many)
            end = _line_end(text, at)
            yield Statement(table, start, end, many=many)
        else:
            path, at = _path(text, at)
            equals = _BLANKS.match(text, at + 1)
            begun = equals.end() if equals else at + 1
            over = _value_end(text, begun)
            end = _line_end(text, over)
            yield Statement((*table, *path), start, end, (begun, over))
        at = _after(text, end)


def _after(text: str, at: int) -> int:
    found = _SKIPPED.match(text, at)
    return found.end() if found else at


def _path(text: str, at: int) -> tuple[tuple[str, ...], int]:
    """A dotted key from ``at``, and where it ends."""
    parts: list[str] = []
    while found := _KEY.match(text, at):
        parts.append(found[1] if found[1][0] not in "\"'" else _unquoted(found[1]))
        at = found.end()
        if text[at : at + 1] != ".":
            return tuple(parts), at
        at += 1
    raise BrokenConfigError("no TOML that is understood here", at)


def _unquoted(raw: str) -> str:
    return str(tomllib.loads(f"key = {raw}")["key"])


def _value_end(text: str, at: int) -> int:
    """Where a value ends: strings are skipped, brackets counted, comments passed over inside of them."""
    depth, end = 0, at
    while at < len(text):
        char = text[at]
        if found := _STRING.match(text, at):
            at = end = found.end()
            continue
        if char == "#" or (char == "\n" and not depth):
            if not depth:
                break
            at = _line_end(text, at)
            continue
        depth += (char in "[{") - (char in "]}")
        at += 1
        if char not in " \t\r\n":
            end = at
    return end


def _line_end(text: str, at: int) -> int:
    found = text.find("\n", at)
    return len(text) if found < 0 else found + 1
