"""From a schedule to a short answer. Knows schedules; computes none.

Every list is capped and the rest counted: a long plan costs what a short one does. ``wire.schedule_document`` has all of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from execplan.views import timetable
from execplan.views.measure import cut, tokens
from execplan.workspace.wire.schedule_answers import (
    CriticalRow,
    DropRow,
    ForecastRow,
    MilestoneRow,
    PersonRow,
    ScheduleAnswer,
)
from execplan.workspace.wire.schedule_text import text

if TYPE_CHECKING:
    from execplan.schedule.velocity import Velocity
    from execplan.workspace.scheduling import Scheduled

_T = TypeVar("_T")
BUDGET = 330
"""Tokens of the text, estimated; counted they are at most 400."""


class _Caps(NamedTuple):
    path: int
    """Rows of the critical path."""
    rows: int
    """Rows of what may be acted on: people, cuts, what is due."""
    others: int
    """Rows of every other list."""
    ids: int
    """Ids of a stream."""
    room: int
    """Tokens of a title."""


_TIGHTER = (
    _Caps(12, 8, 6, 8, 10),
    _Caps(10, 6, 4, 6, 8),
    _Caps(8, 5, 3, 4, 7),
    _Caps(7, 4, 2, 3, 6),
    _Caps(6, 4, 2, 3, 5),
    _Caps(5, 3, 2, 3, 5),
    _Caps(4, 3, 1, 2, 5),
    _Caps(3, 2, 1, 2, 4),
    _Caps(2, 1, 1, 1, 3),
)
_SIGN = 2
"""Tokens of the sign that ``cut`` leaves for how much is missing, which is dropped here."""
_ROWS = {"critical": "path", "people": "rows", "drop": "rows", "due": "rows"}


def schedule_answer(found: Scheduled) -> ScheduleAnswer:
    """With as much detail as the budget has room for."""
    answer = _answer(found, _TIGHTER[0])
    for caps in _TIGHTER[1:]:
        if tokens(text(answer)) <= BUDGET:
            break
        answer = _answer(found, caps)
    return answer


def _answer(found: Scheduled, caps: _Caps) -> ScheduleAnswer:
    from execplan.plan.estimates import said as minutes

    schedule = found.schedule
    terms, state, hours = schedule.project.terms, timetable.state(schedule), timetable.fine(schedule)
    planned = state == "planned"
    band = _forecast(found, hours=hours) if planned else None
    more: dict[str, int] = {}

    def capped(name: str, every: Sequence[_T]) -> Sequence[_T]:
        most: int = getattr(caps, _ROWS.get(name, "others"))
        if len(every) > most:
            more[name] = len(every) - most
        return every[:most]

    def said(name: str, rooms: int = 1) -> str:
        return _short(name, caps.room * rooms)

    def ids(stream: tuple[str, ...]) -> list[str]:
        left = len(stream) - caps.ids
        return [*stream[: caps.ids], *([f"+{left}"] if left > 0 else [])]

    verdict = timetable.verdict(schedule)
    return ScheduleAnswer(
        plan=_short(found.handle.name, 16),
        revision=found.plan.revision[:8],
        state=state,
        steps=len(schedule.slots),
        method=schedule.method if planned else None,
        hint=found.hint,
        gap=round(schedule.gap * 100) or None,
        order="document" if planned and schedule.project.order == "document" else None,
        start=timetable.moment(schedule.start, hours=hours) if planned else None,
        finish=timetable.end(schedule.finish, hours=hours) if planned else None,
        deadline=terms.deadline.isoformat() if terms.deadline else None,
        flexible=True if terms.deadline and not terms.hard else None,
        late=schedule.late if verdict else None,
        late_work=schedule.late_work if verdict else None,
        buffer=round(schedule.buffer) if schedule.buffer is not None and planned else None,
        room=timetable.room(schedule),
        critical=[
            CriticalRow(id=one.task.id, title=said(one.task.name), finish=timetable.end(one.finish, hours=hours))
            for one in capped("critical", timetable.path(schedule))
        ]
        or None,
        nearly={one.task.id: minutes(one.slack) for one in capped("nearly", timetable.nearly(schedule))} or None,
        people=[
            PersonRow(name=said(one.person), percent=one.percent)
            for one in capped("people", timetable.heaviest(schedule))
        ]
        or None,
        drop=[
            DropRow(
                id=one.task.id,
                title=said(one.task.name),
                finish=timetable.end(one.finish, hours=hours),
                reason=None if one.reason == "should have" else said(one.reason, 2),
            )
            for one in capped("drop", schedule.drops)
        ]
        or None,
        enough=schedule.enough if schedule.drops else None,
        streams=[ids(one) for one in capped("streams", timetable.chains(schedule))] or None,
        milestones=[
            MilestoneRow(name=said(one.name), finish=timetable.end(one.finish, hours=hours))
            for one in capped("milestones", timetable.milestones(schedule))
        ]
        or None,
        forecast=band if isinstance(band, ForecastRow) else None,
        no_forecast=band if isinstance(band, str) else None,
        pace=pace(found.velocity),
        outside=[f"{task} for {said(what)}" for task, what in capped("outside", schedule.project.outside)] or None,
        no_estimate=timetable.assumed(schedule) or None,
        due=[said(one, 2) for one in capped("due", found.due)] or None,
        odd=[said(one, 2) for one in capped("odd", terms.odd)] or None,
        more=more or None,
    )


def _forecast(found: Scheduled, *, hours: bool) -> ForecastRow | str:
    """The band, or why there is none."""
    from execplan.schedule.forecast import NoForecast

    band = found.forecast
    if isinstance(band, NoForecast):
        return band.why
    p50, p80, p95 = (timetable.end(one, hours=hours) for one in (band.p50, band.p80, band.p95))
    return ForecastRow(p50=p50, p80=p80, p95=p95, on_time=None if band.on_time is None else round(band.on_time * 100))


def pace(velocity: Velocity) -> str | None:
    """``1.4 steps a day, estimates are 1.3 times too low (median 1.2, 9 tasks)``."""
    rate, bias = velocity.overall, velocity.bias
    said = [f"{rate.tasks_per_day:.1f} steps a day"] if rate else []
    return ", ".join([*said, *([bias.words] if bias else [])]) or None


def _short(words: str, room: int) -> str:
    """The beginning of a name: who reads it knows the id beside it."""
    line = " ".join(words.split())
    kept = cut(line, room + _SIGN)
    return kept if kept == line else kept.rpartition(" +")[0]
