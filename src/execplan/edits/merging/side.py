"""What one side did to the units of the base: kept, dropped, reworded, moved or added. Knows two rows of units."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from execplan.edits.merging.align import matches
from execplan.edits.merging.units import Unit

_WORD = re.compile(r"\w+")
_ALIKE = 0.5
"""The share of words that two wordings of one entry have in common, where more than one came and went."""


@dataclass(frozen=True, slots=True)
class Side:
    units: Sequence[Unit]
    of: tuple[int, ...]
    """For each unit of the base its index here, -1 where it is gone."""
    back: dict[int, int]
    """The other way round."""
    moved: frozenset[int]
    """Units of the base that stand elsewhere here."""
    added: tuple[tuple[int, ...], ...]
    """By unit of the base: what stands before it here and did not there, moved units included."""


def side_of(base: Sequence[Unit], units: Sequence[Unit]) -> Side:
    of = matches([one.key for one in base], [one.key for one in units])
    kept = {to: at for at, to in enumerate(of) if to != -1}
    moves = _moves(base, units, of, kept)
    gone_to = set(moves.values())
    low = left = 0
    for at in range(len(base)):
        if of[at] != -1:
            gone = [one for one in range(left, at) if of[one] == -1 and one not in moves]
            came = [one for one in range(low, of[at]) if one not in gone_to]
            for old, new in _reworded(base, units, gone, came):
                of[old] = new
                kept[new] = old
            left, low = at + 1, of[at] + 1
    added: list[list[int]] = [[] for _ in base]
    before = 0
    for at in range(len(units)):
        if at in kept:
            before = kept[at] + 1
        elif before < len(base):
            added[before].append(at)
    for old, new in moves.items():
        of[old] = new
        kept[new] = old
    return Side(units, tuple(of), kept, frozenset(moves), tuple(tuple(one) for one in added))


def _moves(base: Sequence[Unit], units: Sequence[Unit], of: Sequence[int], kept: dict[int, int]) -> dict[int, int]:
    """Entries that went from one place and came at another: each must be the only one that says this."""
    gone: dict[object, int] = {}
    for at, one in enumerate(base):
        if of[at] == -1 and one.kind == "entry":
            gone[one.key] = -1 if one.key in gone else at
    came: dict[object, int] = {}
    for at, one in enumerate(units):
        if at not in kept and one.kind == "entry":
            came[one.key] = -1 if one.key in came else at
    return {at: came[key] for key, at in gone.items() if at != -1 and came.get(key, -1) != -1}


def _reworded(base: Sequence[Unit], units: Sequence[Unit], gone: list[int], came: list[int]) -> list[tuple[int, int]]:
    """Entries, items and headings written anew in place."""
    classes: dict[tuple[object, ...], tuple[list[int], list[int]]] = {}
    for at in gone:
        if (shape := _shape(base[at])) is not None:
            classes.setdefault(shape, ([], []))[0].append(at)
    for at in came:
        if (shape := _shape(units[at])) is not None:
            classes.setdefault(shape, ([], []))[1].append(at)
    pairs = [pair for olds, news in classes.values() for pair in _paired(base, units, olds, news)]
    pairs.sort()
    ordered: list[tuple[int, int]] = []
    for pair in pairs:
        if not ordered or pair[1] > ordered[-1][1]:
            ordered.append(pair)
    return ordered


def _shape(unit: Unit) -> tuple[object, ...] | None:
    if unit.kind in ("text", "end") or unit.unset:
        return None
    boxed = unit.head is not None and bool(unit.head.box)
    return unit.kind, unit.level, boxed, unit.head is None


def _paired(base: Sequence[Unit], units: Sequence[Unit], olds: list[int], news: list[int]) -> list[tuple[int, int]]:
    if len(olds) == len(news) == 1:
        old, new = base[olds[0]], units[news[0]]
        boxed = old.head is not None and bool(old.head.box)
        return [(olds[0], news[0])] if boxed or _alike(old.text, new.text) else []
    pairs: list[tuple[int, int]] = []
    following = 0
    for old in olds[:200]:
        for at in range(following, min(len(news), following + 50)):
            if _alike(base[old].text, units[news[at]].text):
                pairs.append((old, news[at]))
                following = at + 1
                break
    return pairs


def _alike(old: str, new: str) -> bool:
    one, other = set(_WORD.findall(old.casefold())), set(_WORD.findall(new.casefold()))
    return len(one & other) >= _ALIKE * max(len(one | other), 1)
