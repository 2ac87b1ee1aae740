"""Which units of two sequences are the same: patience first, a small LCS between its anchors. Knows keys; knows no text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Sequence

Keys = Sequence[Hashable]
_Range = tuple[int, int, int, int]
_SMALL = 40_000
"""Pairs of units that are compared one by one; larger stretches without any unique unit are paired by occurrence."""


def matches(old: Keys, new: Keys) -> list[int]:
    """For each unit of ``old`` its index in ``new``, -1 where it is not there. Ascending, so no moves."""
    found = [-1] * len(old)
    waiting: list[_Range] = [(0, len(old), 0, len(new))]
    while waiting:
        left, right, low, high = waiting.pop()
        while left < right and low < high and old[left] == new[low]:
            found[left] = low
            left, low = left + 1, low + 1
        while left < right and low < high and old[right - 1] == new[high - 1]:
            right, high = right - 1, high - 1
            found[right] = high
        if left == right or low == high:
            continue
        anchors = _unique(old, new, (left, right, low, high))
        if anchors:
            for at, to in [*anchors, (right, high)]:
                waiting.append((left, at, low, to))
                if at < right:
                    found[at] = to
                left, low = at + 1, to + 1
        else:
            small = (right - left) * (high - low) <= _SMALL
            pairs = (_common if small else _by_occurrence)(old, new, (left, right, low, high))
            for at, to in pairs:
                found[at] = to
    return found


def _unique(old: Keys, new: Keys, within: _Range) -> list[tuple[int, int]]:
    """The longest ascending chain of units that stand exactly once on either side."""
    left, right, low, high = within
    first, second = _once(old, left, right), _once(new, low, high)
    return _ascending([(at, second[key]) for key, at in first.items() if key in second])


def _once(keys: Keys, start: int, end: int) -> dict[Hashable, int]:
    seen: dict[Hashable, int] = {}
    for at in range(start, end):
        seen[keys[at]] = -1 if keys[at] in seen else at
    return {key: at for key, at in seen.items() if at != -1}


def _ascending(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest chain that ascends on both sides; ``pairs`` ascend on the first."""
    ends: list[int] = []
    chain: list[int] = []
    before = [-1] * len(pairs)
    for index, (_, to) in enumerate(pairs):
        at = bisect_left(ends, to)
        before[index] = chain[at - 1] if at else -1
        if at == len(ends):
            ends.append(to)
            chain.append(index)
        else:
            ends[at], chain[at] = to, index
    found: list[tuple[int, int]] = []
    at = chain[-1] if chain else -1
    while at != -1:
        found.append(pairs[at])
        at = before[at]
    return found[::-1]


def _common(old: Keys, new: Keys, within: _Range) -> list[tuple[int, int]]:
    """The longest common subsequence of a small stretch; of several the one that stands first."""
    left, right, low, high = within
    width = high - low
    lengths = [[0] * (width + 1) for _ in range(right - left + 1)]
    for i in range(right - left - 1, -1, -1):
        row, below = lengths[i], lengths[i + 1]
        for j in range(width - 1, -1, -1):
            row[j] = below[j + 1] + 1 if old[left + i] == new[low + j] else max(below[j], row[j + 1])
    found: list[tuple[int, int]] = []
    i = j = 0
    while i < right - left and j < width:
        if old[left + i] == new[low + j]:
            found.append((left + i, low + j))
            i, j = i + 1, j + 1
        elif lengths[i + 1][j] >= lengths[i][j + 1]:
            i += 1
        else:
            j += 1
    return found


def _by_occurrence(old: Keys, new: Keys, within: _Range) -> list[tuple[int, int]]:
    """The n-th of a kind with the n-th of it, as far as they ascend."""
    left, right, low, high = within
    places: dict[Hashable, list[int]] = {}
    for at in range(high - 1, low - 1, -1):
        places.setdefault(new[at], []).append(at)
    pairs = [(at, places[old[at]].pop()) for at in range(left, right) if places.get(old[at])]
    return _ascending(pairs)
