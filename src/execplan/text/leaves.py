"""Paragraphs, tables and indented code: the leaves that the next line may go on. Knows no line that starts anything else."""

from __future__ import annotations

from collections.abc import Sequence

from execplan.text.growing import END, KIND, LEVEL, PARENT, START, Growing, Row
from execplan.text.shapes import DELIMITER, INTERRUPTS, UNDERLINE, columns, may_define, trimmed

_MOST_COLUMNS = 64
_MOST_ROWS = 1_000
"""Of a table that is scanned: far from as many empty cells as the parser gives up at."""


class UnsureError(Exception):
    """The line could be something that is not scanned."""


class Leaves(Growing):
    """The blocks so far, and the leaf that is open."""

    __slots__ = ("cells", "columns", "leaf", "lines", "table")

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__()
        self.lines = lines
        self.leaf: Row | None = None
        """Indented code ends with its last line, the other leaves before the line that does not go on."""
        self.table: int = 0
        self.columns: int = 0
        """Index and columns of the table that was opened last."""
        self.cells: int = 0
        """Of all tables."""

    def open_paragraph(self, number: int, line: str, indent: int) -> None:
        if line[indent] == "[" and may_define(line, indent):
            raise UnsureError
        self.leaf = self.open("paragraph", number)

    def end_leaf(self, line: int) -> None:
        if self.leaf is not None and self.leaf[KIND] != "code":
            self.leaf[END] = line

    def goes_on(self, number: int, leaf: Row, shape: str | None, indent: int) -> bool:
        """Whether it does. If it does not, the leaf is ended."""
        kind = leaf[KIND]
        if kind == "code":
            return self._is_code(number, leaf, shape, indent)
        if shape == "blank":
            goes_on = False
        elif kind == "table":
            goes_on = self._is_row(number, leaf, shape, indent)
        else:
            goes_on = shape == "text" or indent - self.inner > 3 or self._is_text(number, leaf, shape, indent)
        if not goes_on:
            leaf[END] = number
        return goes_on

    def _is_text(self, number: int, leaf: Row, shape: str | None, indent: int) -> bool:
        """Whether a line of that shape goes on with a paragraph, be it by making a heading of it, or a table."""
        line = self.lines[number]
        if shape == "item":
            return indent >= self.inner and (
                self._underlines(number, leaf, indent) or not INTERRUPTS.match(line, indent)
            )
        if shape in ("delimiter", "rule", "underline"):
            return (
                (self.is_delimiter(number, indent) and self._table(number, leaf, indent))
                or (indent >= self.inner and self._underlines(number, leaf, indent))
                or shape != "rule"
            )
        if shape == "html":
            raise UnsureError
        return False

    def _underlines(self, number: int, paragraph: Row, indent: int) -> bool:
        """Makes a heading of the paragraph, if the line is one of its underlines."""
        line = self.lines[number]
        underlines = bool(UNDERLINE.match(line, indent))
        if underlines:
            paragraph[KIND], paragraph[END], paragraph[LEVEL] = "heading", number + 1, 1 if line[indent] == "=" else 2
            self.leaf = None
        return underlines

    def _is_row(self, number: int, table: Row, shape: str | None, indent: int) -> bool:
        if not 0 <= indent - self.inner <= 3 or shape not in ("text", "delimiter", "underline"):
            return False
        if table[START] == number - _MOST_ROWS or not trimmed(self.lines[number]):
            raise UnsureError
        self._row(number)
        return True

    def _is_code(self, number: int, code: Row, shape: str | None, indent: int) -> bool:
        """Blank lines are code if more of it follows."""
        if shape == "blank":
            return True
        if indent - self.inner <= 3:
            return False
        code[END] = number + 1
        return True

    # --- tables ---------------------------------------------------------------------------------------

    def is_delimiter(self, number: int, indent: int) -> bool:
        """Whether the line could make a table's head of the one above it."""
        return number > 0 and "|" in self.lines[number - 1] and bool(DELIMITER.match(self.lines[number], indent))

    def _table(self, number: int, paragraph: Row, indent: int) -> bool:
        """Makes a table that the last line of the paragraph is the head of, if the line below has as many cells."""
        above = self.lines[number - 1]
        column = len(above) - len(above.lstrip(" "))
        if indent < self.inner or not 0 <= column - self.inner <= 3:
            raise UnsureError
        width = columns(above, self.lines[number])
        if not width:
            return False
        if width > _MOST_COLUMNS:
            raise UnsureError
        table = paragraph
        if paragraph[START] == number - 1:
            table[KIND] = "table"
        else:
            paragraph[END] = number - 1
            table = self.open("table", number - 1)
        self.leaf, self.table, self.columns = table, len(self.rows) - 1, width
        self._row(number - 1)
        return True

    def _row(self, number: int) -> None:
        self.open("row", number, number + 1)[PARENT] = self.table
        self.cells += self.columns
