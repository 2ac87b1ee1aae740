"""Which entry of one version of a plan is which of another. Knows two plans; knows nothing of what changed in them.

An id is made of an entry's words and of those it hangs below, so an entry that was reworded, or moved, has another one.
What ids do not pair is paired by equal words, then by equal labels, by words that are mostly the same, and at last by
its place: one for one between the same neighbours.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from execplan.plan.entries import Entry, lists, words
from execplan.plan.identity import normal
from execplan.plan.model import Criterion, Phase, Plan, Step

Pair = tuple[Entry, Entry]
_ALIKE = 0.6
"""How much of two texts must be equal for one to be the other one reworded."""
_COMPARED = 200
"""Characters of a text that are compared."""
_MANY = 40
"""Entries without a partner beyond which nobody looks for likeness: it takes the square of their number."""


@dataclass(frozen=True, slots=True)
class Paired:
    """The entries of one kind: those in both versions, those only in the new one, those only in the old one."""

    both: tuple[Pair, ...]
    """In the order of the new version."""
    came: tuple[Entry, ...]
    gone: tuple[Entry, ...]


def paired(before: Plan, after: Plan) -> dict[str, Paired]:
    """The entries of two versions of a plan, by kind."""
    old, new = lists(before), lists(after)
    return {kind: _pair(old[kind], new[kind]) for kind in old}


def _pair(old: Sequence[Entry], new: Sequence[Entry]) -> Paired:
    left, right = list(old), list(new)
    both = _by(left, right, lambda one: one.id)
    both += _by(left, right, lambda one: normal(words(one)))
    both += _by(left, right, _label)
    both += _by_likeness(left, right)
    both += _by_place(old, new, left, right, both)
    order = {one.id: index for index, one in enumerate(new)}
    both.sort(key=lambda pair: order[pair[1].id])
    return Paired(tuple(both), tuple(right), tuple(left))


def _by(left: list[Entry], right: list[Entry], key: Callable[[Entry], str]) -> list[Pair]:
    """Takes out of both what has the same key, twins in their order. An empty key pairs nothing."""
    waiting: defaultdict[str, list[Entry]] = defaultdict(list)
    for one in reversed(left):
        waiting[key(one)].append(one)
    waiting.pop("", None)
    pairs = [(waiting[name].pop(), one) for one in right if waiting.get(name := key(one))]
    return _taken(left, right, pairs)


def _label(entry: Entry) -> str:
    return (entry.label or "").casefold() if isinstance(entry, Step | Phase) else ""


def _by_likeness(left: list[Entry], right: list[Entry]) -> list[Pair]:
    """The most alike first; each entry once."""
    if len(left) > _MANY or len(right) > _MANY:
        return []
    likely: list[tuple[float, int, int]] = []
    matcher = SequenceMatcher(autojunk=False)
    for to, new in enumerate(right):
        matcher.set_seq2(normal(words(new))[:_COMPARED])
        for at, old in enumerate(left):
            matcher.set_seq1(normal(words(old))[:_COMPARED])
            if matcher.quick_ratio() >= _ALIKE and (ratio := matcher.ratio()) >= _ALIKE:
                likely.append((-ratio, at, to))
    pairs: list[Pair] = []
    used: set[tuple[int, int]] = set()
    for _, at, to in sorted(likely):
        if (0, at) not in used and (1, to) not in used:
            used |= {(0, at), (1, to)}
            pairs.append((left[at], right[to]))
    return _taken(left, right, pairs)


def _by_place(
    old: Sequence[Entry], new: Sequence[Entry], left: list[Entry], right: list[Entry], both: Sequence[Pair]
) -> list[Pair]:
    """A step, phase or criterion alone between the neighbours of another that is gone. Records are never replaced so."""
    left_at = _gaps(old, {one.id: one.id for one, _ in both})
    right_at = _gaps(new, {two.id: one.id for one, two in both})
    pairs = [(left_at[gap], one) for gap, one in right_at.items() if gap in left_at]
    return _taken(left, right, [pair for pair in pairs if isinstance(pair[0], Step | Phase | Criterion)])


def _gaps(entries: Sequence[Entry], known: dict[str, str]) -> dict[tuple[str, str], Entry]:
    """What stands alone between two known neighbours, by these; an edge of the document is one as well."""
    found: dict[tuple[str, str], Entry] = {}
    ids = ["", *(known.get(one.id, "?") for one in entries), ""]
    for before, own, after, one in zip(ids, ids[1:], ids[2:], entries, strict=False):
        if own == "?" and "?" not in (before, after):
            found[before, after] = one
    return found


def _taken(left: list[Entry], right: list[Entry], pairs: list[Pair]) -> list[Pair]:
    """The pairs, each entry once, taken out of both lists."""
    gone: set[str] = set()
    came: set[str] = set()
    kept: list[Pair] = []
    for old, new in pairs:
        if old.id not in gone and new.id not in came:
            gone.add(old.id)
            came.add(new.id)
            kept.append((old, new))
    left[:] = [one for one in left if one.id not in gone]
    right[:] = [one for one in right if one.id not in came]
    return kept
