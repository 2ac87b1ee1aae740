"""A standup: for each person what was done, what is in hand, what is in the way, what may come late. Knows works; no form."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from execplan.views.checkin.people import NOBODY, one_name_each
from execplan.views.checkin.work import Item, Work


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to tell, of one plan."""

    plan: str
    kind: str
    """What happened to it or what it is, as ``KINDS`` says; ``alert`` for what is due besides."""
    item: Item


@dataclass(frozen=True, slots=True)
class Person:
    """What one of them has to tell. ``name`` is empty for what nobody is named for."""

    name: str
    yesterday: tuple[Line, ...] = ()
    today: tuple[Line, ...] = ()
    blockers: tuple[Line, ...] = ()
    risk: tuple[Line, ...] = ()


def known_as(works: Sequence[Work]) -> tuple[Work, ...]:
    """The same, with one name for each person. Where there is one person only, all is theirs."""
    names = one_name_each(
        name for work in works for group in (work.authors, *(item.people for _, item in _items(work))) for name in group
    )

    known = set(names.values())
    alone = tuple(known) if len(known) == 1 else ()

    def said(items: tuple[Item, ...]) -> tuple[Item, ...]:
        return tuple(
            replace(one, people=tuple(dict.fromkeys(names[name] for name in one.people)) or alone) for one in items
        )

    return tuple(replace(work, **{name: said(getattr(work, name)) for name in dict(_groups(work))}) for work in works)


def standup(works: Sequence[Work]) -> tuple[Person, ...]:
    """Everybody who has something to tell, by name; at the end what nobody is named for."""
    yesterday = _by_person(works, ("completed", "skipped", "resolved", "decided"))
    today = _by_person(works, ("in_progress",))
    for work in works:
        busy = {name for item in work.in_progress for name in item.people or (NOBODY,)}
        for item in work.next:
            for name in item.people or (NOBODY,):
                if name not in busy:  # who has something in hand takes nothing new up
                    busy.add(name)
                    today.setdefault(name, []).append(Line(work.name, "next", item))
    blockers = _by_person(works, ("blocked",))
    risk = _by_person(works, ("late",))
    for name, lines in _by_person(works, ("risks",), lambda item: item.new).items():
        risk.setdefault(name, []).extend(lines)
    for work in works:
        for alert in work.alerts:
            risk.setdefault(NOBODY, []).append(Line(work.name, "alert", Item(alert)))
    names = sorted({*yesterday, *today, *blockers, *risk}, key=lambda name: (name == NOBODY, name.casefold(), name))
    return tuple(
        Person(name, *(tuple(part.get(name, ())) for part in (yesterday, today, blockers, risk))) for name in names
    )


KINDS = {
    "completed": "done", "skipped": "skipped", "resolved": "resolved", "decided": "decided",
    "in_progress": "in_progress", "blocked": "blocked", "next": "next", "late": "late", "risks": "risk", "asks": "ask",
}  # fmt: skip


def lines_of(work: Work, group: str) -> tuple[Line, ...]:
    """The items of one group, as lines of the plan."""
    return tuple(Line(work.name, KINDS[group], item) for item in dict(_groups(work))[group])


def _by_person(
    works: Sequence[Work], groups: Sequence[str], wanted: Callable[[Item], bool] = lambda _: True
) -> dict[str, list[Line]]:
    found: dict[str, list[Line]] = {}
    for work in works:
        for group in groups:
            for line in lines_of(work, group):
                if wanted(line.item):
                    for name in line.item.people or (NOBODY,):
                        found.setdefault(name, []).append(line)
    return found


def _groups(work: Work) -> Iterator[tuple[str, tuple[Item, ...]]]:
    yield "completed", work.completed
    yield "skipped", work.skipped
    yield "resolved", work.resolved
    yield "decided", work.decided
    yield "in_progress", work.in_progress
    yield "blocked", work.blocked
    yield "next", work.next
    yield "late", work.late
    yield "risks", work.risks
    yield "asks", work.asks


def _items(work: Work) -> Iterator[tuple[str, Item]]:
    return ((name, item) for name, items in _groups(work) for item in items)
