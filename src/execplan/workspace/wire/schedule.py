"""What a schedule answers a model: as a model and as text, both short. Knows schedules; computes none.

Every list is capped and the rest counted: a long plan costs what a short one does. ``wire.schedule_document`` has all of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeVar

from execplan.schedule.bounds import FULL, Room
from execplan.views import timetable
from execplan.views.measure import cut, tokens
from execplan.views.timetable import IN_TIME, State, days
from execplan.workspace.wire.answers import Answer
from execplan.workspace.wire.render import text

if TYPE_CHECKING:
    from execplan.schedule.velocity import Velocity
    from execplan.workspace.scheduling import Scheduled

Method = Literal["critical path", "list", "cp-sat"]
"""As ``schedule.model.Method``, which is too dear to import for a list of tools."""
_T = TypeVar("_T")
BUDGET = 330
"""Tokens of the text, estimated; counted they are at most 400."""
ROOMS: dict[Room, str] = {
    "none": "no buffer",
    "short": "below the 10–20 % rule",
    "good": "within the 10–20 % rule",
    "ample": "above the 10–20 % rule",
}
"""What a buffer is against the rule, in words."""


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


class CriticalRow(Answer):
    id: str
    title: str
    finish: str


class PersonRow(Answer):
    name: str
    percent: int
    """Of the time there is; above 100: over-allocated."""


class DropRow(Answer):
    id: str
    title: str
    finish: str
    """Of the whole, once this and the ones before it are left out."""
    reason: str | None = None
    """The agreed cut; else it is a should-have."""


class MilestoneRow(Answer):
    name: str
    finish: str


class ForecastRow(Answer):
    p50: str
    p80: str
    p95: str
    on_time: int | None = None
    """Per cent of the simulated runs that meet the deadline."""


class ScheduleAnswer(Answer):
    plan: str
    revision: str
    state: State
    steps: int
    """Open steps."""
    method: Method | None = None
    hint: str | None = None
    gap: int | None = None
    """Per cent by which the finish may be later than the best possible."""
    order: Literal["document"] | None = None
    """The plan states no dependencies: its steps follow each other as written."""
    start: str | None = None
    finish: str | None = None
    deadline: str | None = None
    flexible: bool | None = None
    late: int | None = None
    """Days after the deadline; 0 or less: met."""
    late_work: int | None = None
    """Working days after the deadline."""
    buffer: int | None = None
    """Per cent of the planned duration."""
    room: Room | None = None
    critical: list[CriticalRow] | None = None
    nearly: dict[str, str] | None = None
    """Slack of what is nearly critical, by id."""
    people: list[PersonRow] | None = None
    drop: list[DropRow] | None = None
    enough: bool | None = None
    """Does leaving all of that out meet the deadline?"""
    streams: list[list[str]] | None = None
    milestones: list[MilestoneRow] | None = None
    forecast: ForecastRow | None = None
    no_forecast: str | None = None
    """Why there is none: ``not enough history``, or the work ends ``too far`` away."""
    pace: str | None = None
    """What was closed per working day, and how far off the estimates were."""
    outside: list[str] | None = None
    no_estimate: int | None = None
    """Steps for which a day is assumed."""
    due: list[str] | None = None
    odd: list[str] | None = None
    """Terms that were given and not understood."""
    more: dict[str, int] | None = None
    """What is left out of each list."""


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


@text.register
def _schedule(answer: ScheduleAnswer) -> str:
    lines = [f"{answer.plan} rev {answer.revision}: {headline(answer)}"]
    if answer.state == "planned":
        lines += [*_figures(answer), *_lists(answer)]
    lines += [f"due: {'; '.join(answer.due)}{_rest(answer, 'due')}"] if answer.due else []
    lines += [f"not understood: {'; '.join(answer.odd)}{_rest(answer, 'odd')}"] if answer.odd else []
    return "\n".join(lines)


def headline(answer: ScheduleAnswer) -> str:
    """When it is done, or why that is no question."""
    if answer.state != "planned":
        return "no steps, nothing to schedule" if answer.state == "empty" else "all steps are done, nothing to schedule"
    return f"{days(answer.steps, 'open step')}, {answer.start} to {answer.finish}"


def _figures(answer: ScheduleAnswer) -> list[str]:
    lines: list[str] = []
    if answer.deadline:
        kind = " (flexible)" if answer.flexible else ""
        held = IN_TIME if answer.outside and (answer.late or 0) <= 0 else ""
        lines.append(f"deadline {answer.deadline}{kind} {missed(answer.late or 0, answer.late_work or 0)}{held}")
    if answer.buffer is not None and answer.room:
        lines.append(f"buffer {answer.buffer} %: {ROOMS[answer.room]}")
    gap = f", at most {answer.gap} % from the best" if answer.gap else ""
    hint = f"; {answer.hint}" if answer.hint else ""
    lines.append(f"method: {answer.method}{gap}{hint}")
    if answer.order:
        lines.append("no dependencies stated: steps follow each other as written")
    if answer.no_estimate:
        lines.append(f"{days(answer.no_estimate, 'step')} without estimate: a day each assumed")
    return lines


def missed(late: int, work: int) -> str:
    """How a deadline fares."""
    if late > 0:
        return f"MISSED by {days(late)} ({days(work, 'working day')})"
    return f"met{f', {days(-late)} to spare' if late else ''}"


def _lists(answer: ScheduleAnswer) -> list[str]:
    year = (answer.start or "")[:5]

    def on(moment: str) -> str:
        return moment.removeprefix(year)

    rows = {
        "critical": (", ".join(f"{one.id} {one.title} {on(one.finish)}" for one in answer.critical or ())),
        "nearly": ", ".join(f"{id} +{slack}" for id, slack in (answer.nearly or {}).items()),
        "people": ", ".join(
            f"{one.name} {one.percent} %{' OVER-ALLOCATED' * (one.percent > FULL)}" for one in answer.people or ()
        ),
        "drop": ", ".join(
            f"{one.id} {one.title}{f' ({one.reason})' if one.reason else ''} then {on(one.finish)}"
            for one in answer.drop or ()
        ),
        "streams": "; ".join(" ".join(one) for one in answer.streams or ()),
        "milestones": ", ".join(f"{one.name} {on(one.finish)}" for one in answer.milestones or ()),
        "outside": ", ".join(answer.outside or ()),
    }
    labels = {
        "nearly": "slack",
        "drop": f"drop ({'suffices' if answer.enough else 'does NOT suffice'})",
        "outside": "waits outside",
    }
    lines = [f"{labels.get(name, name)}: {said}{_rest(answer, name)}" for name, said in rows.items() if said]
    if answer.late is not None and answer.late > 0 and not answer.drop:
        lines.append("drop: no should-have is left")
    lines.append(f"forecast: {_band(answer.forecast, on) if answer.forecast else answer.no_forecast}")
    return [*lines, *([f"pace: {answer.pace}"] if answer.pace else [])]


def _band(band: ForecastRow, on: Callable[[str], str]) -> str:
    chance = "" if band.on_time is None else f", {band.on_time} % on time"
    return f"P50 {on(band.p50)}, P80 {on(band.p80)}, P95 {on(band.p95)}{chance}"


def _rest(answer: ScheduleAnswer, name: str) -> str:
    count = (answer.more or {}).get(name)
    return f" +{count}" if count else ""
