"""What both formats share: replacements by place, line ends, and what is wrong with a text. Pure; knows no format."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple


class Replacement(NamedTuple):
    """Put ``text`` where ``start`` to ``end`` was."""

    start: int
    end: int
    text: str


class BrokenConfigError(ValueError):
    """A configuration that is left alone: ``reason`` says why, ``at`` is the place, as an offset."""

    def __init__(self, reason: str, at: int = 0, code: Literal["unreadable", "refused"] = "unreadable") -> None:
        super().__init__(reason)
        self.reason = reason
        self.at = at
        self.code: Literal["unreadable", "refused"] = code


def replaced(text: str, changes: Iterable[Replacement]) -> str:
    """The text after disjoint replacements."""
    parts: list[str] = []
    done = 0
    for start, end, new in sorted(changes):
        parts += (text[done:start], new)
        done = end
    return "".join((*parts, text[done:]))


def newline_of(text: str) -> str:
    """The line end that the text uses first."""
    at = text.find("\n")
    return "\r\n" if at > 0 and text[at - 1] == "\r" else "\n"


def line_of(text: str, at: int) -> int:
    """The line of a place, counted from one."""
    return text.count("\n", 0, at) + 1


def indent_at(text: str, at: int) -> str:
    """The blanks that the line of ``at`` begins with."""
    start = text.rfind("\n", 0, at) + 1
    line = text[start:at]
    return line[: len(line) - len(line.lstrip(" \t"))]


def begins_line(text: str, at: int) -> bool:
    """Do only blanks stand before ``at`` on its line, and is it not the first line?"""
    start = text.rfind("\n", 0, at) + 1
    return start > 0 and not text[start:at].strip(" \t")
