"""How many tokens a text costs a model, roughly, and cutting to a budget. Knows text only.

The estimate needs no tokenizer: it is tuned to o200k and errs on the high side.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import ceil

_PIECE = re.compile(r"[A-Za-z]+|[0-9]+|[ \t]+|[^\x00-\x7f]|[^A-Za-z0-9\s]+|\s")


def tokens(text: str) -> int:
    """An estimate of the tokens of ``text``."""
    return ceil(sum(_cost(piece[0]) for piece in _PIECE.finditer(text)))


def _cost(piece: str) -> float:
    first = piece[0]
    if first > "\x7f":
        return 0.4 if first < "\u0600" else 0.9  # European alphabets run together, other scripts hardly
    if first.isalpha():
        return 1 + max(0, len(piece) - 8) / 4
    if first.isdigit():
        return ceil(len(piece) / 3)
    if first.isspace():
        return 0.15 if len(piece) == 1 else 1
    return ceil(len(piece) / 3)


def cut(text: str, limit: int) -> str:
    """The text on one line; where that costs more than ``limit`` tokens, its beginning and ``+N``.

    N is the number of characters left out.
    """
    line = " ".join(text.split())
    if tokens(line) <= limit:
        return line
    room = float(max(limit - 3, 1))
    end = 0
    for piece in _PIECE.finditer(line):
        room -= _cost(piece[0])
        if room < 0:
            break
        end = piece.end()
    kept = line[: end or 6].rstrip()
    return f"{kept}… +{len(line) - len(kept)}"


def share(costs: Sequence[int], budget: int, least: int) -> int:
    """The largest common limit under which fields of these costs fit the budget together, never below ``least``.

    Short fields keep all they need and what they leave goes to the long ones.
    """
    rest, left = budget, sorted(costs)
    while left:
        limit = rest // len(left)
        if left[0] > limit:
            return max(limit, least)
        rest -= left.pop(0)
    return max(budget, least)
