"""A plan as work over time: tasks, people, terms, and the schedule that comes of them. Knows no text and no algorithm.

Work is counted in minutes of working time, a day of it 8 hours and a week 5 days, whatever the calendar says; what
elapses without work (a review by others) is counted in minutes of the clock. Moments are naive ``datetime`` values in
the plan's own zone. Terms: critical path, slack and milestone as in Kelley & Walker, "Critical-path planning and
scheduling" (1959); low, likely, high as in PERT (Malcolm et al., 1959).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from execplan.plan.model import Status
from execplan.schedule.calendar import Calendar, Window

Scope = Literal["must", "should", "wont"]
Method = Literal["critical path", "list", "cp-sat"]
"""``critical path``: nobody's time counts; ``list``: a priority rule; ``cp-sat``: OR-Tools' solver."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How long something takes, in minutes; all three are equal where one figure is given."""

    low: int
    likely: int
    high: int


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody (or several of one kind) who works on tasks."""

    name: str
    role: str | None = None
    count: int = 1
    """How many they are: two backend engineers without names are one person of count 2."""
    share: float = 1.0
    """Of their working time that is this plan's, above 0 and at most 1."""
    available: int | None = None
    """Minutes that they have for this plan in all, where the plan says so (``10 weeks``)."""
    away: tuple[Window, ...] = ()


@dataclass(frozen=True, slots=True)
class Wait:
    """Something outside that takes its time: a review with a turnaround. Steps that name it elapse, nobody works on them."""

    words: str
    minutes: int
    """Of the clock."""
    line: int


@dataclass(frozen=True, slots=True)
class ScopeItem:
    level: Scope
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Cut:
    """``If X takes over a week, drop Y``: a cut that was agreed beforehand."""

    when: str
    """X, in the plan's words."""
    over: int
    """Minutes of work."""
    drop: str
    """Y, in the plan's words."""
    line: int


@dataclass(frozen=True, slots=True)
class Terms:
    """What is given: time, people, and what may be left out."""

    calendar: Calendar
    start: date | None = None
    deadline: date | None = None
    """The last day on which the work may end."""
    hard: bool = True
    """False where the plan calls its date flexible."""
    people: tuple[Person, ...] = ()
    waits: tuple[Wait, ...] = ()
    scope: tuple[ScopeItem, ...] = ()
    cuts: tuple[Cut, ...] = ()
    budget: tuple[str, ...] = ()
    quality: tuple[str, ...] = ()
    odd: tuple[str, ...] = ()
    """What was given and not understood, each with what to do about it."""


@dataclass(frozen=True, slots=True)
class Task:
    """A step without sub-steps, as work over time."""

    id: str
    name: str
    phase: str | None
    """The name of the phase."""
    line: int
    status: Status
    effort: Effort | None
    """None where the plan gives no estimate."""
    after: tuple[str, ...] = ()
    """Tasks of this project that must end first. Never a ring."""
    wait: bool = False
    """It elapses by the clock and takes nobody's time; ``effort`` counts minutes of the clock then."""
    people: tuple[str, ...] = ()
    """Names of the people who all work on it."""
    percent: int = 0
    begun: datetime | None = None
    ended: datetime | None = None
    """Midnight where the plan gives only the day."""
    not_before: date | None = None
    due: date | None = None
    """Its own deadline."""
    risk: int = 0
    """0 none known … 3 high: among equals the risky one comes early."""
    scope: Scope | None = None
    deliverable: str | None = None


@dataclass(frozen=True, slots=True)
class Project:
    """What there is to schedule. Skipped steps are not in it; done ones are, for they say how the work went."""

    title: str
    tasks: tuple[Task, ...]
    terms: Terms
    now: datetime
    begin: datetime
    """The moment from which what is open can be worked on: the start given, or now if that is later."""
    outside: tuple[tuple[str, str], ...] = ()
    """Task and what it waits for elsewhere, which no schedule knows the end of."""
    order: Literal["stated", "document"] = "stated"
    """Where ``after`` comes from: what the plan states, or, where it states nothing, the order of the document."""


@dataclass(frozen=True, slots=True)
class Slot:
    """When one open task is done."""

    task: Task
    start: datetime
    finish: datetime
    latest_start: datetime
    latest_finish: datetime
    """With the finish of the whole kept."""
    slack: int
    """Minutes of work by which it may slip without moving the finish of the whole."""
    critical: bool
    assumed: bool = False
    """No estimate: a day was assumed."""


@dataclass(frozen=True, slots=True)
class Load:
    """How much of somebody's time the plan takes."""

    person: str
    work: int
    available: int
    """Minutes: as stated for the person, else their working time from the start to the deadline, else to the finish."""
    percent: int
    """Above 100: over-allocated."""


@dataclass(frozen=True, slots=True)
class Drop:
    """Should-have work that could be left out, and what that gives."""

    task: Task
    finish: datetime
    """Of the whole, once this and the ones before it are left out."""
    reason: str
    """``should have``, or the agreed cut in the plan's words."""


@dataclass(frozen=True, slots=True)
class Schedule:
    project: Project
    slots: tuple[Slot, ...]
    """Open tasks by start, then document order."""
    start: datetime
    finish: datetime
    critical: tuple[str, ...]
    """Task ids of the longest chain, in order. With people the chain goes through people's hands as well."""
    streams: tuple[tuple[str, ...], ...]
    """Task ids of what can go on side by side: chains that share no task."""
    loads: tuple[Load, ...]
    late: int
    """Days of the calendar after the deadline; 0 or less: met. 0 without a deadline."""
    late_work: int
    """Working days of the calendar after the deadline."""
    buffer: float | None
    """Working time between finish and deadline, in per cent of the planned duration; None without a deadline."""
    drops: tuple[Drop, ...]
    """What to leave out, in this order, where the deadline is missed."""
    enough: bool
    """Does leaving all of them out meet the deadline?"""
    method: Method
    gap: float
    """How far from the best possible the finish may be, 0.05 = 5 %; 0 where it is proven best."""
    seconds: float = 0.0
    """The solver's limit, where it was reached."""
    handed: tuple[tuple[str, str], ...] = ()
    """Task ids (before, after) where the second waits only for the hands that do the first."""
