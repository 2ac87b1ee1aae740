"""The blocks of ordinary Markdown, line by line: only what is certain, and only as the parser would have it.

Plans are made of headings, paragraphs, lists, fences, tables, rules, comments and an odd quote. Where a line could be
anything else (raw HTML, the definition of a link, a quote that goes on lazily, items eight deep), the scan gives up, and
the parser is asked. Knows nothing of the parser but its quirks.

What is open decides what a line is: the items around it, and the one leaf that it may go on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from execplan.text.block import Block
from execplan.text.costs import surely_beyond, surely_within
from execplan.text.growing import END, INFO, LEVEL, Item
from execplan.text.leaves import Leaves, UnsureError
from execplan.text.limits import WORK, TooDearError
from execplan.text.shapes import CLOSING, LINE, QUOTED, is_blank, lines_of

_MOST_ITEMS = 7
"""Items in one another that are scanned. The parser's work on what lies deeper than nine of them counts more."""


def scan(text: str, first: int = 0, work: int = WORK) -> tuple[Block, ...] | None:
    """The blocks of a text, its lines counted from ``first``. None when not all are certain, or the work for the parser.

    Raises ``TooDearError`` when the parser certainly needs more work than that. Takes time in proportion to the text.
    """
    if "\0" in text:
        return None
    raw = lines_of(text)
    scanning = _Scan([line.expandtabs(4) for line in raw] if "\t" in text else raw, raw)
    try:
        scanning.run()
    except UnsureError:
        return None
    if surely_within(work, scanning.rows, scanning.lines, scanning.cells):
        scanning.shift(first)
        return tuple(map(Block._make, scanning.rows))
    if surely_beyond(work, scanning.rows, scanning.cells):
        raise TooDearError
    return None


class _Scan(Leaves):
    """A scan of lines; ``raw`` are the same lines with their tabs."""

    __slots__ = ("quoted", "raw")

    def __init__(self, lines: Sequence[str], raw: Sequence[str], *, quoted: bool = False) -> None:
        super().__init__(lines)
        self.raw = raw
        self.quoted = quoted

    def run(self) -> None:
        number, last = 0, len(self.lines)
        while number < last:
            number = self._line(number)
        self.end_leaf(last)
        self.end_list(self.leave(-1, last), last)

    def _line(self, number: int) -> int:
        """Reads one line, or more; answers the next one."""
        line = self.lines[number]
        found = LINE.match(line)
        if found is None:  # which is no line: the last shape is any
            raise UnsureError
        shape, indent = found.lastgroup, found.end(1)
        leaf = self.leaf
        if leaf is not None:
            if self.goes_on(number, leaf, shape, indent):
                return number + 1
            self.leaf = None
        return number + 1 if shape == "blank" else self._start(number, line, found, indent)

    # --- a line that starts something -----------------------------------------------------------------

    def _start(self, number: int, line: str, found: re.Match[str], indent: int) -> int:
        """Opens the items that start on the line and what stands in the last of them."""
        left = None
        if indent < self.inner:
            left = self.leave(indent, number)
            if indent - self.inner > 3:
                raise UnsureError
        while found.lastgroup == "item" and indent - self.inner <= 3:
            found = self._item(number, line, found, left)
            indent, left = found.end(1), None
        self.end_list(left, number)
        if found.lastgroup == "blank":
            return number + 1
        if indent - self.inner > 3:
            self.leaf = self.open("code", number, number + 1)
            return number + 1
        shape = found.lastgroup
        if shape == "text":
            self.open_paragraph(number, line, indent)
        elif shape == "heading":
            self.open("heading", number, number + 1)[LEVEL] = found.end() - indent
        elif shape == "fence":
            return self._fence(number, line, indent, found.end() - indent)
        elif shape in ("delimiter", "rule", "underline"):
            if self.is_delimiter(number, indent):
                raise UnsureError
            if shape == "rule":
                self.open("rule", number, number + 1)
            else:
                self.open_paragraph(number, line, indent)
        elif shape == "comment":
            return self._comment(number, line)
        elif shape == "quote":
            return self._quote(number)
        elif shape == "html":
            raise UnsureError
        return number + 1

    # --- items ----------------------------------------------------------------------------------------

    def _item(self, number: int, line: str, found: re.Match[str], left: Item | None) -> re.Match[str]:
        """Opens an item; answers the shape of what stands in it."""
        after = found.end()
        inside = LINE.match(line, after)
        if inside is None or len(self.items) == _MOST_ITEMS:
            raise UnsureError
        empty = inside.lastgroup == "blank"
        if empty and number + 1 < len(self.lines) and is_blank(self.lines[number + 1]):
            raise UnsureError
        content = inside.end(1)
        if empty or content - after > 4:
            content = after + 1
        self.open_item(number, line[found.end(1) : after], content, left)
        return inside

    # --- what has an end of its own -------------------------------------------------------------------

    def _fence(self, number: int, line: str, indent: int, length: int) -> int:
        """A fence, up to the one that closes it, to the line that leaves the item it stands in, or to the end."""
        if "|" in line:
            raise UnsureError
        sign = line[indent]
        row = self.open("fence", number)
        row[INFO] = self.raw[number].partition(sign * length)[2].strip()
        end = self._fence_end(number + 1, sign, length)
        row[END] = end
        return end

    def _fence_end(self, start: int, sign: str, length: int) -> int:
        for number in range(start, len(self.lines)):
            line = self.lines[number].lstrip(" ")
            indent = len(self.lines[number]) - len(line) - self.inner
            if indent < 0 and line:
                return number
            if line.startswith(sign) and indent <= 3:
                closing = CLOSING.match(line)
                if closing and closing.end(1) >= length:
                    return number + 1
        return len(self.lines)

    def _comment(self, number: int, line: str) -> int:
        if self.items or "|" in line:
            raise UnsureError
        end = number
        while end < len(self.lines) and "-->" not in self.lines[end]:
            end += 1
        end = min(end + 1, len(self.lines))
        self.open("html", number, end)
        return end

    def _quote(self, number: int) -> int:
        """A quote that ends at a blank line and says nothing that goes on lazily: scanned by itself, and put in its place."""
        if self.items or self.quoted or self.lines is not self.raw:
            raise UnsureError
        within: list[str] = []
        end = number
        while end < len(self.lines) and (found := QUOTED.match(self.lines[end])):
            within.append(self.lines[end][found.end() :])
            end += 1
        if is_blank(within[-1]) or not (end == len(self.lines) or is_blank(self.lines[end])):
            raise UnsureError
        scanning = _Scan(within, within, quoted=True)
        scanning.run()
        self.open("quote", number, end)
        scanning.shift(number)
        self.adopt(scanning.rows)
        self.cells += scanning.cells
        return end
