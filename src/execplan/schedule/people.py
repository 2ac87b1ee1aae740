"""Who is meant by an owner's words, and how people named in several places are one. Knows no plan.

A role that counts several (``2 senior backend``) is one person of count 2 as long as nothing needs to tell them apart.
As soon as the plan names one by number (``Backend Senior #1``), or all of them (``both backend seniors``, ``all hands``),
the role is replaced by that many people of count 1 (``senior backend #1``, ``#2``, or as the plan writes them): so an
owner always names somebody, and nobody is counted twice. Words are compared without order, plurals and capitals.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from execplan.schedule.model import Person
from execplan.schedule.words import without_remarks, words_of

_FILLER: frozenset[str] = frozenset(
    ["engineer", "eng", "developer", "dev", "level", "team", "person", "people", "both", "all", "the", "two", "three"]
)
_NUMBERED = re.compile(r"(?<=\S)\s*(?:#\s*|\s)(?P<number>\d{1,2})\s*\Z")
_EVERYONE = re.compile(
    r"(?:the\s+)?(?:everyone|everybody|all(?: hands| of (?:us|them)| together)?|(?:whole|entire|full) team|team)",
    re.IGNORECASE,
)
_EACH = re.compile(r"\s*(?:both|all(?: of)?(?: the)?|(?:the )?(?:two|three|four))\s+(?=\S)", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:[,;&+]|\band\b|\bund\b|\by\b(?=\s))\s*|\s+/\s+", re.IGNORECASE)
_LONGEST = 60
_MOST = 99
"""People of one role that are told apart."""


def parts_of(owner: str) -> tuple[str, ...]:
    """The people named by an owner's words: ``A, B``, ``A and B``, ``A + B``; remarks in parentheses are left out."""
    text = without_remarks(owner).strip(" @*_`.")
    if len(text) > 4 * _LONGEST:
        return (text[:_LONGEST],)
    parts = (part.strip(" @*_`.") for part in _BETWEEN.split(text))
    return tuple(part[:_LONGEST] for part in dict.fromkeys(parts) if part)


def is_everyone(part: str) -> bool:
    return _EVERYONE.fullmatch(part.strip()) is not None


def told_apart(people: Sequence[Person], owners: Iterable[str]) -> tuple[Person, ...]:
    """The people as one list, each once; roles replaced by their people where the plan tells them apart."""
    numbered: list[Person] = []
    each: list[str] = []
    for part in dict.fromkeys(part for owner in owners for part in parts_of(owner)):
        if is_everyone(part):
            each.append("")
        elif (every := _EACH.match(part)) is not None:
            each.append(part[every.end() :])
        elif _split(part)[1] is not None:
            numbered.append(Person(part))
    found = merged((*people, *(one for one in numbered if _counted_for(one, people))))
    return tuple(
        unit
        for one in found
        for unit in (_units(one, {}) if any(_bag(wanted) <= _own(one) for wanted in each) else (one,))
    )


def merged(people: Iterable[Person]) -> tuple[Person, ...]:
    """People named several times are one, the later value counting; numbered ones are those of their role."""
    first: list[Person] = []
    at: dict[object, int] = {}
    for one in people:
        base, number = _split(one.name)
        key = " ".join(one.name.casefold().split()) if number is None else (_bag(base), number)
        if key in at:
            first[at[key]] = replace(_joined(first[at[key]], one), name=first[at[key]].name)
        else:
            at[key] = len(first)
            first.append(one)
    members: dict[int, dict[int, Person]] = {}
    for index, one in enumerate(first):
        number = _split(one.name)[1]
        role = _role_of(one, first) if number is not None and one.count == 1 else None
        if number is not None and role is not None and role != index:
            members.setdefault(role, {})[number] = one
    taken = {id(unit) for units in members.values() for unit in units.values()}
    found: list[Person] = []
    for index, one in enumerate(first):
        if index in members:
            found += _units(one, members[index])
        elif id(one) not in taken:
            found.append(one)
    return tuple(found)


def by_names(people: Sequence[Person]) -> dict[str, str]:
    """Everybody's name by how it is looked for."""
    return {one.name.casefold(): one.name for one in people}


def who(
    owner: str, people: Sequence[Person], names: Mapping[str, str] | None = None
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of those meant, and the words that name nobody known. ``names`` are ``by_names`` of the people."""
    known: dict[str, None] = {}
    unknown: list[str] = []
    by_name = by_names(people) if names is None else names
    whole = without_remarks(owner).strip(" @*_`.").casefold()
    for part in (by_name[whole],) if whole in by_name else parts_of(owner):
        if is_everyone(part) and people and part.casefold() not in by_name:
            known.update(dict.fromkeys(one.name for one in people))
            continue
        found = _meant(part, people, by_name)
        known.update(dict.fromkeys(found))
        unknown += [] if found else [part]
    return tuple(known), tuple(unknown)


def _meant(part: str, people: Sequence[Person], by_name: Mapping[str, str]) -> tuple[str, ...]:
    if part.casefold() in by_name:
        return (by_name[part.casefold()],)
    base, number = _split(_EACH.sub("", part, count=1))
    bag = _bag(base)
    if not bag:
        return ()
    if number is not None:
        exact = [one.name for one in people if _split(one.name)[1] == number and _base(one.name) == bag]
        return tuple(exact[:1]) or tuple(
            one.name for one in people if number == 1 and one.count == 1 and _bag(one.name) == bag
        )
    same = [one for one in people if _base(one.name) == bag]
    fitting = same or [one for one in people if bag <= _own(one)]
    single = [one.name for one in fitting if one.count == 1]
    return tuple(single) or tuple(one.name for one in fitting[:1])


def _units(one: Person, members: dict[int, Person]) -> tuple[Person, ...]:
    """A role's people, each by the name that the plan has for it."""
    if one.count == 1 and not members:
        return (one,)
    numbers = sorted({*range(1, min(one.count, _MOST) + 1), *members})
    base = _split(next(iter(members.values())).name)[0] if members else one.name
    units = {at: replace(one, name=f"{base} #{at}", role=one.role or one.name, count=1) for at in numbers}
    return tuple(_joined(units[at], members[at]) if at in members else units[at] for at in numbers)


def _joined(one: Person, other: Person) -> Person:
    return Person(
        other.name if one.count == 1 else one.name,
        other.role or one.role,
        max(one.count, other.count),
        other.share if other.share != 1.0 else one.share,
        other.available if other.available is not None else one.available,
        tuple(dict.fromkeys((*one.away, *other.away))),
    )


def _counted_for(one: Person, people: Sequence[Person]) -> bool:
    """Is there a role of which this numbered person is one?"""
    return _role_of(one, people) is not None


def _role_of(one: Person, people: Sequence[Person]) -> int | None:
    """The role that a numbered person belongs to: of the same words, else the only one whose words it has."""
    bag = _base(one.name)
    roles = [(index, _bag(other.name)) for index, other in enumerate(people) if _split(other.name)[1] is None]
    same = [index for index, words in roles if words == bag]
    wider = [index for index, words in roles if words and words < bag and people[index].count > 1]
    return same[0] if same else (wider[0] if len(wider) == 1 else None)


def _split(name: str) -> tuple[str, int | None]:
    match = _NUMBERED.search(name)
    return (name[: match.start()].strip(), int(match["number"])) if match else (name, None)


def _bag(text: str) -> frozenset[str]:
    words = words_of(text)
    return words.difference(_FILLER) or words


def _base(name: str) -> frozenset[str]:
    """The words of a name without its number."""
    return _bag(_split(name)[0])


def _own(one: Person) -> frozenset[str]:
    return _base(one.name) | _bag(one.role) if one.role else _base(one.name)
