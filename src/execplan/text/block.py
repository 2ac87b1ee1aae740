"""What one block is. Knows neither of the two that find blocks, the scan and the parser."""

from __future__ import annotations

from typing import Literal, NamedTuple

Kind = Literal["heading", "paragraph", "list", "item", "fence", "code", "html", "table", "row", "quote", "rule"]


class Block(NamedTuple):
    """One CommonMark (or GFM table) block. ``start`` and ``end`` are 0-based lines, ``end`` not included.

    A tuple, as a plan has hundreds of them: a frozen dataclass takes four times as long to make.
    """

    kind: Kind
    start: int
    end: int
    parent: int
    depth: int
    """How many list items enclose it."""
    level: int = 0
    """Of a heading: 1 to 6."""
    info: str = ""
    """Of a fence: its info string; of a list item: its marker."""
