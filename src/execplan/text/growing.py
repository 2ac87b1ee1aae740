"""Blocks while they are found, and the list items that are open. Knows how blocks lie in one another; knows no Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from execplan.text.block import Kind

KIND, START, END, PARENT, DEPTH, LEVEL, INFO = range(7)
Row = list[int | str]
"""A block whose end may not be known: the fields of ``Block``, in their order."""


class Item(NamedTuple):
    """A list item that is open."""

    content: int
    """The column at which what is in it stands."""
    row: int
    list: int
    sign: str
    """The last character of its marker: with another one, the next item starts another list."""


class Growing:
    """The blocks so far. The next one lies in the innermost open item."""

    __slots__ = ("inner", "items", "rows")

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.items: list[Item] = []
        self.inner = 0
        """The column at which what is in the innermost item stands."""

    def open(self, kind: Kind, start: int, end: int = -1) -> Row:
        items = self.items
        row: Row = [kind, start, end, items[-1].row if items else -1, len(items), 0, ""]
        self.rows.append(row)
        return row

    def open_item(self, start: int, marker: str, content: int, left: Item | None) -> None:
        """An item in the list of the one that was left, if it is one of that list, else in a new list."""
        sign = marker[-1]
        if left is not None and left.sign == sign:
            of = left.list
        else:
            self.end_list(left, start)
            of = len(self.rows)
            self.open("list", start)
        self.items.append(Item(content, len(self.rows), of, sign))
        self.rows.append(["item", start, -1, of, len(self.items) - 1, 0, marker])
        self.inner = content

    def leave(self, indent: int, line: int) -> Item | None:
        """Ends the items, and the lists in them, that a line stands left of.

        The list of the outermost of these items is still open: it goes on, or is for the caller to end.
        """
        items = self.items
        left = None
        while items and indent < items[-1].content:
            self.end_list(left, line)
            left = items.pop()
            self.rows[left.row][END] = line
        self.inner = items[-1].content if items else 0
        return left

    def end_list(self, left: Item | None, line: int) -> None:
        if left is not None:
            self.rows[left.list][END] = line

    def shift(self, lines: int) -> None:
        """Counts the lines from so many further up."""
        if lines:
            for row in self.rows:
                row[START] = int(row[START]) + lines
                row[END] = int(row[END]) + lines

    def adopt(self, rows: Sequence[Row]) -> None:
        """Makes blocks that were found by themselves those of the last block: it is the parent of all that had none, -1."""
        base = len(self.rows)
        for row in rows:
            row[PARENT] = base + int(row[PARENT])
        self.rows += rows
