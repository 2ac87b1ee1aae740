"""A weekly check-in: what all have done, have in hand, wait for, fear, will do and ask for. Knows works; knows no form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from execplan.views.checkin.standup import Line, lines_of
from execplan.views.checkin.work import Item, Work

_NEXT = 3
"""Steps that one plan's next week names besides those in hand."""


@dataclass(frozen=True, slots=True)
class Week:
    """The six parts, each in the order of the plans."""

    completed: tuple[Line, ...]
    in_progress: tuple[Line, ...]
    blocked: tuple[Line, ...]
    risks: tuple[Line, ...]
    """What is late and what else is due stands before what only may happen."""
    next: tuple[Line, ...]
    asks: tuple[Line, ...]


def weekly(works: Sequence[Work]) -> Week:
    def every(*groups: str) -> tuple[Line, ...]:
        return tuple(line for group in groups for work in works for line in lines_of(work, group))

    alerts = tuple(Line(work.name, "alert", Item(alert)) for work in works for alert in work.alerts)
    return Week(
        completed=every("completed", "skipped"),
        in_progress=every("in_progress"),
        blocked=every("blocked"),
        risks=(*every("late"), *alerts, *every("risks")),
        next=tuple(
            line for work in works for line in (*lines_of(work, "in_progress"), *lines_of(work, "next")[:_NEXT])
        ),
        asks=every("asks"),
    )


def only(week: Week, person: str) -> Week:
    """What is that person's of it. What is nobody's own (asks, alerts) stays out."""

    def own(lines: tuple[Line, ...]) -> tuple[Line, ...]:
        return tuple(one for one in lines if person in one.item.people)

    return Week(
        *(own(part) for part in (week.completed, week.in_progress, week.blocked, week.risks, week.next, week.asks))
    )
