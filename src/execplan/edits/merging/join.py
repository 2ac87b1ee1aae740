"""Joins two sides of one base, unit by unit. Knows units; what becomes of one that both changed, it asks.

Between two units that stay, everything that came is put together: entries as a set, ordered; prose only from one side.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from execplan.edits.merging.runs import Group, groups_of, joined_groups, without_lead
from execplan.edits.merging.side import Side, sides_of
from execplan.edits.merging.unit import Unit


@dataclass(frozen=True, slots=True)
class Written:
    """A unit of the result."""

    gap: str
    text: str
    key: object = None


class ClashError(Exception):
    """The same text was changed in two ways: where it stood in the base, and what either side made of it."""

    def __init__(self, line: int, ours: str, theirs: str) -> None:
        super().__init__(line, ours, theirs)
        self.line = line
        self.ours = ours
        self.theirs = theirs


Both = Callable[[Unit, Unit, Unit], str]
"""The text of a unit from base, ours and theirs. Raises ``ClashError``."""
Settle = Callable[[ClashError], str]
"""What is written where it clashes; may raise."""


def join(
    base: Sequence[Unit], ours: Sequence[Unit], theirs: Sequence[Unit], both: Both, settle: Settle
) -> list[Written]:
    """The units of the result. The last unit of each row is its end."""
    one, other = sides_of(base, ours, theirs)
    alive = _alive(base, one, other)
    descending = _descending(base)
    written: list[Written] = []

    def text_of(at: int) -> str:
        return _merged(base, one, other, at, both, settle)

    mine: list[int] = []
    yours: list[int] = []
    placed: set[int] = set()
    for at, unit in enumerate(base):
        mine += one.added[at]
        yours += other.added[at]
        if not alive[at] or at in one.moved or at in other.moved:
            continue
        written += _region(unit, at, one, other, mine, yours, text_of, settle, descending, placed)
        mine, yours = [], []
        gap = _gap(unit, one, other, at, bool(at) and alive[at - 1])
        written.append(Written(gap, text_of(at), unit.key))
    return written


def _merged(base: Sequence[Unit], one: Side, other: Side, at: int, both: Both, settle: Settle) -> str:
    unit = base[at]
    mine, yours = one.of[at], other.of[at]
    if mine == -1 or yours == -1:
        if mine == yours:
            return unit.text
        return one.units[mine].text if yours == -1 else other.units[yours].text
    left, right = one.units[mine], other.units[yours]
    if left.text == right.text or right.text == unit.text:
        return left.text
    if left.text == unit.text:
        return right.text
    try:
        return both(unit, left, right)
    except ClashError as clash:
        return settle(ClashError(unit.line, left.text, right.text) if clash.line == -1 else clash)


def _gap(unit: Unit, one: Side, other: Side, at: int, stays: bool) -> str:
    """The blank lines before a unit: the side that changed them wins, else the more of them.

    Where what stood above it ``stays``, a side that dropped that does not count.
    """
    gaps = [
        side.units[side.of[at]].gap
        for side in (one, other)
        if side.of[at] != -1 and not (stays and side.of[at - 1] == -1)
    ]
    changed = {gap for gap in gaps if gap != unit.gap}
    return max(changed, key=lambda gap: (len(gap), gap), default=unit.gap)


def _alive(base: Sequence[Unit], one: Side, other: Side) -> list[bool]:
    """What stays: what neither side dropped, what the other one changed, and what stands around such."""
    alive: list[bool] = []
    for at, unit in enumerate(base):
        mine, yours = one.of[at], other.of[at]
        if mine != -1 and yours != -1:
            alive.append(True)
        elif mine == yours:
            alive.append(False)
        else:
            kept = one.units[mine] if yours == -1 else other.units[yours]
            alive.append(kept.text != unit.text or at in (one.moved if yours == -1 else other.moved))
    for side, against in ((one, other), (other, one)):
        lives = {unit.parent for at, unit in enumerate(base) if against.of[at] != -1}
        for at in range(len(base)):
            if alive[at] and against.of[at] == -1 and side.of[at] != -1:
                _revive(base, alive, base[at].parent, against, lives)
        for added in side.added:
            for new in added:
                parent = side.back.get(side.units[new].parent)
                if parent is not None:
                    _revive(base, alive, parent, against, lives)
    return alive


def _revive(base: Sequence[Unit], alive: list[bool], at: int, against: Side, lives: set[int]) -> None:
    """What stood around it comes back, unless it went alone: a heading taken out of a text that stayed."""
    while at != -1 and against.of[at] == -1 and not alive[at] and at not in lives:
        alive[at] = True
        at = base[at].parent


def _descending(base: Sequence[Unit]) -> dict[int, bool]:
    """By parent: do its dated entries stand newest first?"""
    dated: dict[int, list[str]] = {}
    for unit in base:
        if unit.kind in ("entry", "heading") and unit.order[0]:
            dated.setdefault(unit.parent, []).append(unit.order[0])
    return {parent: found[0] > found[-1] for parent, found in dated.items()}


def _region(
    following: Unit,
    at: int,
    one: Side,
    other: Side,
    mine: list[int],
    yours: list[int],
    text_of: Callable[[int], str],
    settle: Settle,
    descending: dict[int, bool],
    placed: set[int],
) -> list[Written]:
    """What came between two units that stay."""
    if not mine and not yours:
        return []
    runs: list[list[Group]] = []
    for side, added in ((one, mine), (other, yours)):
        units: list[Unit] = []
        for new in added:
            origin = side.back.get(new)
            unit = side.units[new]
            if origin is not None:  # moved here
                if origin in placed:
                    continue
                against = other if side is one else one
                if origin in against.moved and against.of[origin] not in (yours if side is one else mine):
                    return [_clash(following, one, other, mine, yours, settle)]
                unit = replace(unit, text=text_of(origin))
            units.append(unit)
        placed.update(side.back[at] for at in added if at in side.back)
        newest_first = any(
            descending.get(side.back.get(side.units[at].parent, -1), False)
            for at in added
            if side.units[at].parent != -1
        )
        runs.append(groups_of(units, newest_first))
    took = [_took(side, added, following, at) for side, added in ((one, mine), (other, yours))]
    both_came = bool(runs[0] and runs[1])
    if both_came:
        runs = [run if gap is None else without_lead(run, gap) for run, gap in zip(runs, took, strict=True)]
    joined = joined_groups(runs[0], runs[1])
    if joined is None:
        return [_clash(following, one, other, mine, yours, settle)]
    if both_came and any(gap is not None for gap in took):
        joined[0] = (max(following.gap, joined[0][0], key=lambda gap: (len(gap), gap)), joined[0][1])
    return [Written(gap, unit.text, unit.key) for gap, unit in joined]


def _took(side: Side, added: list[int], following: Unit, at: int) -> str | None:
    """What came in at the top of a list took the blank lines of the entry that stood there: what that one has now."""
    if not added or side.of[at] == -1 or (gap := side.units[side.of[at]].gap) == following.gap:
        return None
    return gap if side.units[added[0]].gap == following.gap else None


def _clash(following: Unit, one: Side, other: Side, mine: list[int], yours: list[int], settle: Settle) -> Written:
    texts = [
        "".join((side.units[at].gap if number else "") + side.units[at].text for number, at in enumerate(added))
        for side, added in ((one, mine), (other, yours))
    ]
    gaps = [side.units[added[0]].gap if added else "" for side, added in ((one, mine), (other, yours))]
    return Written(max(gaps, key=lambda gap: (len(gap), gap)), settle(ClashError(following.line, texts[0], texts[1])))
