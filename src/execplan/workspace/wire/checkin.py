"""What is answered about a time: a standup by person, a week by kind. Knows lines; knows no file and no form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, cast

from execplan.workspace.wire.answers import Answer

if TYPE_CHECKING:
    from execplan.views.checkin.period import Period
    from execplan.views.checkin.standup import Line, Person
    from execplan.views.checkin.weekly import Week
    from execplan.views.checkin.work import Work
    from execplan.workspace.checkins import Gathered

Kind = Literal[
    "done", "skipped", "resolved", "decided", "in_progress", "next", "blocked", "late", "risk", "alert", "ask"
]


class LineRow(Answer):
    """One thing to tell."""

    plan: str
    kind: Kind
    """``resolved``: a blocker; ``decided``: a decision; ``late``: past its day or twice its estimate; ``alert``: due."""
    id: str | None = None
    text: str
    """The step's name, or the record's own words."""
    people: list[str] | None = None
    """Whose it is; left out where nobody is named."""
    at: str | None = None
    """When, as precisely as it is known: of a step in progress since when."""
    percent: int | None = None
    about: str | None = None
    """What blocks a step, mitigates a risk, resolved a blocker, makes late, or is needed."""
    new: Literal[True] | None = None
    """It came in this time."""


class PlanRow(Answer):
    plan: str
    title: str
    done: int
    total: int


class PersonRow(Answer):
    name: str | None = None
    """Left out for what nobody is named for."""
    yesterday: list[LineRow]
    today: list[LineRow]
    blockers: list[LineRow]
    risk: list[LineRow]


class StandupAnswer(Answer):
    """Per person: what was done since, what is in hand, what is in the way, what may come late."""

    since: str
    """RFC 3339, UTC, as ``until``."""
    until: str
    plans: list[PlanRow]
    people: list[PersonRow]
    unread: list[str] | None = None
    """What could not be looked into, and why."""


class CheckinAnswer(Answer):
    """A week: what was done, is in hand, is blocked, may go wrong, comes next, is needed from others."""

    week: str
    """As ISO 8601 writes it: ``2026-W47``."""
    since: str
    until: str
    plans: list[PlanRow]
    completed: list[LineRow]
    in_progress: list[LineRow]
    blocked: list[LineRow]
    risks: list[LineRow]
    next: list[LineRow]
    asks: list[LineRow]
    unread: list[str] | None = None


def standup_answer(found: Gathered, period: Period, people: Sequence[Person]) -> StandupAnswer:
    return StandupAnswer(
        since=period.start.strftime(_FORM),
        until=period.end.strftime(_FORM),
        plans=[_plan(one) for one in found.works],
        people=[
            PersonRow(
                name=one.name or None,
                yesterday=_rows(one.yesterday),
                today=_rows(one.today),
                blockers=_rows(one.blockers),
                risk=_rows(one.risk),
            )
            for one in people
        ],
        unread=list(found.unread) or None,
    )


def checkin_answer(found: Gathered, period: Period, name: str, week: Week) -> CheckinAnswer:
    return CheckinAnswer(
        week=name,
        since=period.start.strftime(_FORM),
        until=period.end.strftime(_FORM),
        plans=[_plan(one) for one in found.works],
        completed=_rows(week.completed),
        in_progress=_rows(week.in_progress),
        blocked=_rows(week.blocked),
        risks=_rows(week.risks),
        next=_rows(week.next),
        asks=_rows(week.asks),
        unread=list(found.unread) or None,
    )


_FORM = "%Y-%m-%dT%H:%MZ"


def _plan(work: Work) -> PlanRow:
    return PlanRow(plan=work.name, title=work.title, done=work.progress.done, total=work.progress.total)


def _rows(lines: Sequence[Line]) -> list[LineRow]:
    return [
        LineRow(
            plan=one.plan,
            kind=cast("Kind", one.kind),
            id=one.item.id,
            text=one.item.text,
            people=list(one.item.people) or None,
            at=one.item.at,
            percent=one.item.percent,
            about=one.item.about or None,
            new=True if one.item.new else None,
        )
        for one in lines
    ]
