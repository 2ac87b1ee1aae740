"""The whole schedule as one JSON document, `execplan/schedule/1`. Knows no transport and computes nothing.

A full contract as the plan's own: every key is present, null stays null. Moments are local to the plan and carry no
zone; efforts and slack are minutes of work, a day of it 480, but those of a wait, which are minutes of the clock.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import Any, Literal

from pydantic import Field

from execplan.plan.model import Status
from execplan.schedule.bounds import Room
from execplan.schedule.forecast import Forecast, NoForecast
from execplan.schedule.model import Method, Scope, Slot, Terms
from execplan.schedule.velocity import Unknown, Velocity
from execplan.views import timetable
from execplan.views.timetable import State, Verdict
from execplan.workspace.scheduling import Scheduled
from execplan.workspace.wire.document import Wire

SCHEMA: Literal["execplan/schedule/1"] = "execplan/schedule/1"


class EffortDocument(Wire):
    low: int
    likely: int
    high: int


class SlotDocument(Wire):
    """An open step and when it is done."""

    id: str
    name: str
    phase: str | None
    line: int
    """Counts from 1."""
    status: Status
    percent: int
    effort: EffortDocument | None
    """Null: no estimate, a day was assumed."""
    assumed: bool
    wait: bool
    """It elapses by the clock and takes nobody's time."""
    after: tuple[str, ...]
    people: tuple[str, ...]
    begun: datetime | None
    not_before: date | None
    due: date | None
    risk: int
    """0 none known to 3 high."""
    scope: Scope | None
    deliverable: str | None
    start: datetime
    finish: datetime
    latest_start: datetime
    latest_finish: datetime
    slack: int
    critical: bool


class WindowDocument(Wire):
    first: date
    last: date
    name: str


class PersonDocument(Wire):
    name: str
    role: str | None
    count: int
    share: float
    available: int | None
    away: tuple[WindowDocument, ...]


class WaitDocument(Wire):
    words: str
    minutes: int
    line: int


class ScopeDocument(Wire):
    level: Scope
    text: str
    line: int


class CutDocument(Wire):
    """A cut that was agreed: when ``when`` takes longer than ``over`` minutes, ``drop`` goes."""

    when: str
    over: int
    drop: str
    line: int


class CalendarDocument(Wire):
    days: tuple[int, ...]
    """Weekdays worked, Monday is 0."""
    hours: tuple[tuple[int, int], ...]
    """Minutes of the day from and to."""
    off: tuple[WindowDocument, ...]


class TermsDocument(Wire):
    """What was given."""

    calendar: CalendarDocument
    start: date | None
    deadline: date | None
    hard: bool
    people: tuple[PersonDocument, ...]
    waits: tuple[WaitDocument, ...]
    scope: tuple[ScopeDocument, ...]
    cuts: tuple[CutDocument, ...]
    budget: tuple[str, ...]
    quality: tuple[str, ...]
    odd: tuple[str, ...]
    """What was not understood."""


class LoadDocument(Wire):
    person: str
    work: int
    available: int
    percent: int
    """Above 100: over-allocated."""


class DropDocument(Wire):
    id: str
    name: str
    finish: datetime
    reason: str


class MilestoneDocument(Wire):
    name: str
    finish: datetime


class OutsideDocument(Wire):
    id: str
    waits_for: str


class BiasDocument(Wire):
    """What finished work took against its estimates; above 1 it took longer."""

    tasks: int
    mean: float
    median: float


class ForecastDocument(Wire):
    """A finish band by simulation over the plan's own estimate errors."""

    p50: datetime
    p80: datetime
    p95: datetime
    planned: datetime
    """With every estimate as it stands."""
    on_time: float | None
    """The part of the runs that meet the deadline."""
    runs: int
    ratios: int
    """Finished tasks that the errors were drawn from."""
    thin: bool
    """P95 is only the worst that was seen."""
    three_point: int
    as_estimated: int
    assumed: int
    outside: int


class ThroughputDocument(Wire):
    """What was closed in a period, by somebody or (null) by all."""

    person: str | None
    first: date
    last: date
    days: int
    tasks: int
    estimated: int
    minutes: int


class VelocityDocument(Wire):
    done: int
    overall: ThroughputDocument | None
    people: tuple[ThroughputDocument, ...]
    unknown: tuple[tuple[str, Unknown], ...]
    """Finished steps that do not tell how far their estimate was off, and why."""
    bias: BiasDocument | None


class ScheduleDocument(Wire):
    """When the open steps of a plan are done."""

    schema_: Literal["execplan/schedule/1"] = Field(alias="schema")
    slug: str | None
    path: str
    title: str
    revision: str
    now: datetime
    state: State
    method: Method
    order: Literal["stated", "document"]
    """``document``: no dependencies are stated, so the steps follow each other as written."""
    hint: str | None
    gap: float
    """How far from the best possible the finish may be; 0 is proven best."""
    seconds: float
    """The solver's limit, where it was reached."""
    start: datetime
    finish: datetime
    verdict: Verdict | None
    late: int
    """Days after the deadline; 0 or less: met."""
    late_work: int
    buffer: float | None
    """Per cent of the planned duration between finish and deadline."""
    room: Room | None
    """The buffer against the rule of 10 to 20 per cent."""
    steps: tuple[SlotDocument, ...]
    critical: tuple[str, ...]
    streams: tuple[tuple[str, ...], ...]
    milestones: tuple[MilestoneDocument, ...]
    loads: tuple[LoadDocument, ...]
    drops: tuple[DropDocument, ...]
    enough: bool
    outside: tuple[OutsideDocument, ...]
    forecast: ForecastDocument | None
    no_forecast: str | None
    """Why there is no forecast."""
    velocity: VelocityDocument
    due: tuple[str, ...]
    terms: TermsDocument


def schedule_document(found: Scheduled) -> ScheduleDocument:
    schedule, band = found.schedule, found.forecast
    return ScheduleDocument(
        schema=SCHEMA,
        slug=found.handle.slug,
        path=found.handle.path,
        title=found.plan.title,
        revision=found.plan.revision,
        now=schedule.project.now,
        state=timetable.state(schedule),
        method=schedule.method,
        order=schedule.project.order,
        hint=found.hint,
        gap=schedule.gap,
        seconds=schedule.seconds,
        start=schedule.start,
        finish=schedule.finish,
        verdict=timetable.verdict(schedule),
        late=schedule.late,
        late_work=schedule.late_work,
        buffer=schedule.buffer,
        room=timetable.room(schedule),
        steps=tuple(_slot(one) for one in schedule.slots),
        critical=schedule.critical,
        streams=schedule.streams,
        milestones=tuple(MilestoneDocument(name=one.name, finish=one.finish) for one in timetable.milestones(schedule)),
        loads=tuple(LoadDocument(**asdict(one)) for one in schedule.loads),
        drops=tuple(
            DropDocument(id=one.task.id, name=one.task.name, finish=one.finish, reason=one.reason)
            for one in schedule.drops
        ),
        enough=schedule.enough,
        outside=tuple(OutsideDocument(id=task, waits_for=what) for task, what in schedule.project.outside),
        forecast=None if isinstance(band, NoForecast) else ForecastDocument(**_fields(band, ForecastDocument)),
        no_forecast=band.words if isinstance(band, NoForecast) else None,
        velocity=VelocityDocument(**_fields(found.velocity, VelocityDocument)),
        due=found.due,
        terms=_terms(schedule.project.terms),
    )


def _fields(value: Forecast | Velocity, kind: type[Wire]) -> dict[str, Any]:
    every = asdict(value)
    return {name: every[name] for name in kind.model_fields}


def _slot(slot: Slot) -> SlotDocument:
    fields: dict[str, Any] = {**asdict(slot), **asdict(slot.task), "line": slot.task.line + 1}
    return SlotDocument(**{name: fields[name] for name in SlotDocument.model_fields})


def _terms(terms: Terms) -> TermsDocument:
    fields = asdict(terms)
    fields["calendar"]["days"] = sorted(terms.calendar.days)
    for name in ("waits", "scope", "cuts"):
        for one in fields[name]:
            one["line"] += 1
    return TermsDocument(**fields)
