"""What both sides put in one place: entries as a set, in an order that does not ask who came first. Knows units.

Two rows are joined as sorted lists are: of the first groups on either side the smaller one goes first. So each side's
own order stays, and joining is commutative and associative.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from execplan.edits.merging.unit import Unit
from execplan.plan import stamps

_Key = tuple[object, ...]
_Placed = tuple[str, Unit]
_LISTED = re.compile(r"\s*(?:(?:[-*+]|\d{1,9}[.)])\s|\|)")
_NEVER = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Group:
    """A unit that came and the units that belong to it: a heading with its section, an entry with what is below it."""

    head: Unit
    inner: tuple[Group, ...]
    key: _Key
    """Entries before prose before headings, deeper ones first; then by stamp, then by words."""

    def units(self) -> list[Unit]:
        found: list[Unit] = []
        waiting: list[Group] = [self]
        while waiting:
            group = waiting.pop()
            found.append(group.head)
            waiting += reversed(group.inner)
        return found


def groups_of(units: Sequence[Unit], newest_first: bool) -> list[Group]:
    """The groups of a run of units; nested as deep as headings and lists are."""
    inner: list[list[int]] = [[] for _ in units]
    top: list[int] = []
    chain: list[int] = []
    for at, unit in enumerate(units):
        while chain and not _belongs(unit, units[chain[-1]]):
            chain.pop()
        (inner[chain[-1]] if chain else top).append(at)
        if unit.kind != "text" or not chain or units[chain[-1]].kind != "text":
            chain.append(at)
    built: dict[int, Group] = {}
    for at in reversed(range(len(units))):
        built[at] = _group(units[at], tuple(built[one] for one in inner[at]), newest_first)
    return [built[at] for at in top]


def _belongs(unit: Unit, to: Unit) -> bool:
    if to.kind == "heading":
        return unit.kind != "heading" or unit.level > to.level
    if unit.kind == "heading":
        return False
    if to.kind == "text":
        return unit.kind == "text"
    return unit.level > to.level or (unit.kind == "text" and not unit.gap)


def _group(unit: Unit, inner: tuple[Group, ...], newest_first: bool) -> Group:
    return Group(unit, inner, (*_key(unit, newest_first), unit.text + "".join(_text(one) for one in inner)))


def _key(unit: Unit, newest_first: bool) -> _Key:
    stamp, words = unit.order
    if unit.kind == "text":
        return (1, 0, (), "")
    dated: tuple[object, ...] = (
        (0, *(-ord(char) if newest_first else ord(char) for char in stamp), 1) if stamp else (1,)
    )
    return (2 if unit.kind == "heading" else 0, -unit.level, dated, words, unit.text)


def joined_groups(ours: Sequence[Group], theirs: Sequence[Group]) -> list[_Placed] | None:
    """Both, each with the blank lines before it; None where both hold prose and not the same."""
    if not ours or not theirs:
        return [(unit.gap, unit) for group in (*ours, *theirs) for unit in group.units()]
    mine = [group for group in ours if group.head.kind == "text"]
    yours = [group for group in theirs if group.head.kind == "text"]
    if mine and yours and [_text(one) for one in mine] != [_text(one) for one in yours]:
        return None
    placed: list[_Placed] = []
    left, right = list(ours), list(theirs)
    known = _by_key(left), _by_key(right)
    i = j = 0
    done: set[object] = set()
    last: tuple[int, int] = (0, -1)
    while True:
        while (0, i) in done:
            i += 1
        while (1, j) in done:
            j += 1
        if i == len(left) and j == len(right):
            return placed
        mine_first = j == len(right) or (i < len(left) and left[i].key <= right[j].key)
        group, side, index = (left[i], 0, i) if mine_first else (right[j], 1, j)
        if mine_first:
            i += 1
        else:
            j += 1
        against, start = (right, j) if mine_first else (left, i)
        like = known[1 - side].get(group.head.key, [])
        twin = _twin(group, against, like, start)
        units = [(unit.gap, unit) for unit in group.units()]
        if twin is not None:
            done.add((1 - side, twin))
            like.remove(twin)
            both = _one_of(group, against[twin])
            if both is None:
                return None
            units = both
        if (side, index - 1) != last and placed and not units[0][0] and units[0][1].kind == "text":
            units[0] = (_newline(units[0][1]), units[0][1])
        last = (side, index)
        placed += units


def _newline(unit: Unit) -> str:
    body = unit.text.rstrip("\r\n")
    return unit.text[len(body) :][:2] if unit.text.endswith("\r\n") else unit.text[-1:]


def _text(group: Group) -> str:
    return "".join(unit.gap * bool(number) + unit.text for number, unit in enumerate(group.units()))


def _by_key(groups: Sequence[Group]) -> dict[object, list[int]]:
    found: dict[object, list[int]] = {}
    for at, group in enumerate(groups):
        found.setdefault(group.head.key, []).append(at)
    return found


def _twin(group: Group, others: Sequence[Group], like: Sequence[int], start: int) -> int | None:
    """The same group on the other side, among those that are called like it."""
    for at in like:
        if at >= start and (group.head.kind == "heading" or _one_of(group, others[at]) is not None):
            return at
    return None


def _joined_below(ours: Sequence[Group], theirs: Sequence[Group]) -> list[_Placed] | None:
    """What both put below one heading: the blank line there stands once, before whatever is first now."""
    lead = max((one[0].head.gap for one in (ours, theirs) if one), key=lambda gap: (len(gap), gap), default="")
    listed = [_LISTED.match(one[0].head.text) for one in (ours, theirs) if one]
    if not all(listed):
        return joined_groups(ours, theirs)
    inner = joined_groups(without_lead(ours, ""), without_lead(theirs, ""))
    return inner and [(lead, inner[0][1]), *inner[1:]]


def without_lead(groups: Sequence[Group], gap: str) -> list[Group]:
    """The groups, the first of them with other blank lines before it."""
    return [replace(one, head=replace(one.head, gap=gap)) if not at else one for at, one in enumerate(groups)]


def _lines(text: str) -> list[str]:
    """What a text says, whatever the order of its lines and its stamps."""
    return sorted(line.strip() for line in stamps.STAMP.sub("", text).splitlines() if line.strip())


def _one_of(group: Group, other: Group) -> list[_Placed] | None:
    """One of two groups that say the same; None where they do not."""
    if group.head.kind == "heading":
        head = min(group.head, other.head, key=lambda one: (one.text, one.gap))
        gap = max(group.head.gap, other.head.gap, key=lambda one: (len(one), one))
        inner = _joined_below(group.inner, other.inner)
        return None if inner is None else [(gap, head), *inner]
    mine, yours = _text(group), _text(other)
    if _lines(mine) != _lines(yours):
        return None
    first = group if (group.head.order[0] or _NEVER, mine) <= (other.head.order[0] or _NEVER, yours) else other
    units = [(unit.gap, unit) for unit in first.units()]
    units[0] = (max(group.head.gap, other.head.gap, key=lambda one: (len(one), one)), units[0][1])
    return units
