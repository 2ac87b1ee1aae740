"""How much work the parser would have with blocks that it is not asked for: so that the same texts are refused without it.

It makes two tokens of a block, a third of a text in it, and asks of every line where a block may start whether it is a
fence. Bounds from both sides, as what it asks of a line within a paragraph depends on more than the blocks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from execplan.text.block import Kind
from execplan.text.growing import KIND, Row

_TOKENS: dict[Kind, int] = {
    "heading": 4, "paragraph": 4, "list": 2, "item": 3, "fence": 2, "code": 1, "html": 2, "table": 4, "row": 2, "quote": 3,
    "rule": 2,
}  # fmt: skip
"""With the question at the start of a block, where there is one. That of a list is the one of its first item."""
_CELL = 3
_ASKED = 2
"""A line below one of a paragraph is asked twice: whether it ends a heading to be, and whether it ends the paragraph."""


def surely_within(work: int, rows: Sequence[Row], lines: Sequence[str], cells: int) -> bool:
    """Whether so much work is enough, were every line asked, and the one that ends a list once more.

    The lines of a table are asked once: that leaves room for the two tokens of its body.
    """
    most = _ASKED * len(lines) + _CELL * cells
    if most + max(_TOKENS.values()) * len(rows) <= work:
        return True
    lists = sum(row[KIND] == "list" for row in rows)
    return most + lists + _tokens(rows) <= work


def surely_beyond(work: int, rows: Sequence[Row], cells: int) -> bool:
    """Whether so much work is not enough, were no line asked but those at which a block starts."""
    return _tokens(rows) + _CELL * cells > work


def _tokens(rows: Iterable[Row]) -> int:
    counts = Counter(row[KIND] for row in rows)
    return sum(tokens * counts[kind] for kind, tokens in _TOKENS.items())
