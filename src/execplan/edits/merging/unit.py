"""One unit of a document, as the merge sees it. Knows its parts; reads nothing but an entry's own text."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Literal

from execplan.plan import marks
from execplan.plan.model import Status

UnitKind = Literal["text", "item", "entry", "heading", "end"]
Piece = tuple[str, str]
"""What a piece of a line is (nothing, ``updated``, ``status``, ``bar``, ``count``) and its text."""


@dataclass(frozen=True, slots=True)
class Head:
    """The lines of an entry's own text: ``- [`` ``x`` ``] `` text, and what stands after it."""

    prefix: str
    box: str
    mid: str
    text: str
    tail: str

    @property
    def whole(self) -> str:
        return self.prefix + self.box + self.mid + self.text + self.tail


@dataclass(frozen=True, slots=True)
class Unit:
    key: Hashable
    kind: UnitKind
    line: int
    gap: str
    """The blank lines before it, as they are."""
    text: str
    """Its lines with their ends."""
    level: int = 0
    """Of a heading its level, else how far it is indented."""
    parent: int = -1
    """Index of the entry or heading it belongs to."""
    order: tuple[str, str] = ("", "")
    """Its stamp (empty: none) and its words."""
    head: Head | None = None
    rest: tuple[Unit, ...] = ()
    """Of an entry: the lines below its own text."""
    status: Status | None = None
    """Of a step, or of another entry with a box."""
    percent: int = 0
    pieces: tuple[Piece, ...] = ()
    """Of a single line: its text, parted where something in it follows from the rest of the plan."""
    state: bool = False
    """A line that says an entry's state: it goes with the box."""
    single: bool = False
    """A labelled line of which an entry has one."""
    unset: bool = False
    """Says nothing yet (``None yet.``)."""


def bare_title(text: str) -> tuple[marks.Marks, str]:
    """An entry's text without ``← CURRENT``, read, and the pointer."""
    pointer = marks.read(text).first("pointer")
    if pointer is None:
        return marks.read(text), ""
    return marks.read(text[: pointer.start] + text[pointer.end :]), text[pointer.start : pointer.end]
