"""What one side did to the units of the base: kept, dropped, reworded, moved or added. Knows two rows of units."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

from execplan.edits.merging.align import matches
from execplan.edits.merging.unit import Unit
from execplan.plan import marks

_WORD = re.compile(r"\w+")
_MOST, _NEAR = 200, 50
"""Of one stretch: entries that are looked at, and how far ahead for each."""
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


def sides_of(base: Sequence[Unit], ours: Sequence[Unit], theirs: Sequence[Unit]) -> tuple[Side, Side]:
    """Both sides. What one of them wrote anew in place is known again on the other, where that has it as well."""
    one, other = _side(base, ours, {}), _side(base, theirs, {})
    news, others = _written_anew(base, one), _written_anew(base, other)
    if any(one.of[at] == -1 for at in others) or any(other.of[at] == -1 for at in news):
        return _side(base, ours, others), _side(base, theirs, news)
    return one, other


def _written_anew(base: Sequence[Unit], side: Side) -> dict[int, Hashable]:
    """By unit of the base the key it has now."""
    return {at: side.units[to].key for at, to in enumerate(side.of) if to != -1 and side.units[to].key != base[at].key}


def _side(base: Sequence[Unit], units: Sequence[Unit], known: Mapping[int, Hashable]) -> Side:
    of = matches([one.key for one in base], [one.key for one in units])
    kept = {to: at for at, to in enumerate(of) if to != -1}
    moves = _moves(base, units, of, kept)
    gone_to = set(moves.values())
    low = left = 0
    for at in range(len(base)):
        if of[at] != -1:
            gone = [one for one in range(left, at) if of[one] == -1 and one not in moves]
            came = [one for one in range(low, of[at]) if one not in gone_to]
            for old, new in _reworded(base, units, gone, came, known):
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


def _reworded(
    base: Sequence[Unit], units: Sequence[Unit], gone: list[int], came: list[int], known: Mapping[int, Hashable]
) -> list[tuple[int, int]]:
    """Entries, items and headings written anew in place."""
    there = {units[at].key: at for at in reversed(came)}
    again = {at: there[known[at]] for at in gone if at in known and known[at] in there}
    gone = [at for at in gone if at not in again]
    came = [at for at in came if at not in again.values()]
    classes: dict[tuple[object, ...], tuple[list[int], list[int]]] = {}
    for at in gone:
        if (shape := _shape(base[at])) is not None:
            classes.setdefault(shape, ([], []))[0].append(at)
    for at in came:
        if (shape := _shape(units[at])) is not None:
            classes.setdefault(shape, ([], []))[1].append(at)
    pairs = [pair for olds, news in classes.values() for pair in _paired(base, units, olds, news)]
    pairs += again.items()
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
        named = boxed or old.kind == "heading" or _alike(old.text, new.text)
        return [(olds[0], news[0])] if named else []
    pairs: list[tuple[int, int]] = []
    following = 0
    for old in olds[:_MOST]:
        for at in range(following, min(len(news), following + _NEAR)):
            if _alike(base[old].text, units[news[at]].text):
                pairs.append((old, news[at]))
                following = at + 1
                break
    taken = {new for _, new in pairs}
    labelled = {label: new for new in reversed(news[:_MOST]) if new not in taken and (label := _label(units[new]))}
    paired = {old for old, _ in pairs}
    return pairs + [
        (old, labelled.pop(label))
        for old in olds[:_MOST]
        if old not in paired and (label := _label(base[old])) and label in labelled
    ]


def _label(unit: Unit) -> str | None:
    """``Step 2``: what stays where a title is written anew."""
    return marks.read(unit.head.text).label if unit.head else None


def _alike(old: str, new: str) -> bool:
    one, other = set(_WORD.findall(old.casefold())), set(_WORD.findall(new.casefold()))
    return len(one & other) >= _ALIKE * max(len(one | other), 1)
