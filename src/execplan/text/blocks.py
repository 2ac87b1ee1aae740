"""The Markdown blocks of a text, by line.

Only blocks are looked for: what stands inside a paragraph is never parsed here. They come flat, in document order, each
naming its parent by index, so that no reader needs recursion. Ordinary texts are scanned, the others parsed; which of
the two made the blocks cannot be told from them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from execplan.text.block import Block, Kind
from execplan.text.limits import MAX_NESTING, MOST_LINES, TooDearError
from execplan.text.scan import scan
from execplan.text.source import BOM, Source

__all__ = ["MAX_NESTING", "MOST_LINES", "Block", "Blocks", "Kind", "blocks_of", "front_matter_end", "plan_lines"]


@dataclass(frozen=True, slots=True)
class Blocks:
    """All blocks of the plan text, and which lines the plan text is (front matter and a wrapping fence left out)."""

    all: tuple[Block, ...]
    first: int
    last: int
    too_dear: bool = False
    """Whether there are none because the text is beyond the limits of lines or of work."""

    def children(self) -> dict[int, list[int]]:
        """Parent index (-1: the document) to the indices of its children, in order."""
        table: dict[int, list[int]] = {}
        for index, block in enumerate(self.all):
            table.setdefault(block.parent, []).append(index)
        return table


def blocks_of(source: Source) -> Blocks:
    """The blocks of the plan text of ``source``; of too many lines none. Never raises on any text."""
    if source.line_count > MOST_LINES:
        return Blocks((), 0, source.line_count, too_dear=True)
    return _blocks_of(source)


@lru_cache(maxsize=4)
def _blocks_of(source: Source) -> Blocks:
    """The last few are kept: a review and a change ask many times for those of one text, and parsing is most of their cost."""
    first, last = plan_lines(source)
    text = source.text[source.offset(first) : source.offset(last)]
    if first == 0 and text.startswith(BOM):
        text = text[1:]
    try:
        return Blocks(_found(text, first), first, last)
    except TooDearError:
        return Blocks((), first, last, too_dear=True)


def _found(text: str, first: int) -> tuple[Block, ...]:
    found = scan(text, first)
    if found is not None:
        return found
    from execplan.text.parser import parse  # when first needed: a cold start should not pay for it

    return parse(text, first)


# --- which lines are the plan ---------------------------------------------------------------------

_KEY = re.compile(r"""(?:[\w$.-][\w$. -]*|"[^"]*"|'[^']*')\s*:(?:\s|$)""")
_FENCE = re.compile(r"(`{3,}|~{3,})\s*([^`]*)$")


def plan_lines(source: Source) -> tuple[int, int]:
    """The half-open range of lines that hold the plan: after front matter, inside a fence that wraps it all."""
    first, last = front_matter_end(source), source.line_count
    top = _skip_blank_and_comments(source, first, last)
    bottom = last
    while bottom > top and not source.line(bottom - 1).strip():
        bottom -= 1
    if _wrapped(source, top, bottom):
        return top + 1, bottom - 1
    return first, last


def _wrapped(source: Source, top: int, bottom: int) -> bool:
    """Does one Markdown fence open on line ``top`` and close on the line before ``bottom``?

    Fences inside count as pairs even where CommonMark would let the first of them close the outer one.
    """
    opening = _FENCE.match(source.line(top).lstrip(BOM)) if top < bottom else None
    if not opening or opening[2].strip().lower() not in ("md", "markdown"):
        return False
    inner, doubtful, goes_on = "", False, False
    for line in range(top + 1, bottom - 1):
        text = source.line(line).strip()
        fence = _FENCE.match(text)
        if not fence or fence[1][0] != opening[1][0]:
            goes_on |= doubtful and not inner and text.startswith("##")
        elif inner:
            if not fence[2] and len(fence[1]) >= len(inner):
                inner = ""
        elif fence[2]:
            inner = fence[1]
        elif len(fence[1]) >= len(opening[1]):  # the end of the plan, unless it plainly goes on after a second one
            inner, doubtful = fence[1], True
    closing = _FENCE.match(source.line(bottom - 1).strip())
    closes = closing is not None and not closing[2] and closing[1].startswith(opening[1])
    return closes and top + 1 < bottom and not inner and (goes_on or not doubtful)


def front_matter_end(source: Source) -> int:
    """The line after the front matter, 0 where there is none. The block is opaque: only its shape is looked at."""
    count = source.line_count
    top = _skip_blank_and_comments(source, 0, count)
    if top >= count or source.line(top).lstrip(BOM).rstrip() != "---":
        return 0
    content = False
    for line in range(top + 1, count):
        text = source.line(line).rstrip()
        if text in ("---", "..."):
            return line + 1 if content else 0
        if not content and text and not text.startswith("#"):
            if not _KEY.match(text):
                return 0
            content = True
    return 0


def _skip_blank_and_comments(source: Source, line: int, last: int) -> int:
    while line < last:
        text = source.line(line).lstrip(BOM).strip()
        if not text:
            line += 1
        elif text.startswith("<!--"):
            while line < last and "-->" not in source.line(line):
                line += 1
            if line == last:
                return last
            if not source.line(line).rstrip().endswith("-->"):
                return line
            line += 1
        else:
            return line
    return line
