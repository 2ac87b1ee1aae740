"""A schedule's short answer as models. Knows no schedule: ``wire.schedule`` fills them, ``wire.schedule_text`` says them."""

from __future__ import annotations

from typing import Literal

from execplan.schedule.bounds import Room
from execplan.views.timetable import State
from execplan.workspace.wire.answers import Answer

Method = Literal["critical path", "list", "cp-sat"]
"""As ``schedule.model.Method``, which is too dear to import for a list of tools."""


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
