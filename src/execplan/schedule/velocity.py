"""How fast the plan's own work went, and how far off its estimates were. Knows finished tasks; predicts nothing.

Throughput is what was closed per working day of the period from the first stamp of finished work to the last; time
after the last one is not counted, for what is being worked on there is not closed yet. A task of several people counts
in full for each of them; one that elapses by the clock is nobody's work and counts for nobody.

A task's ratio is its working time from begin to end over its likely effort. It is elapsed working time: who has five
tasks begun at once sees the same hour in all five. What stamps cannot tell is left out, never guessed:

* A stamp at exactly 00:00 is a date, and stands for the middle of that day's work: it may be off by half a day. A ratio
  is known only where all that may be off is at most a quarter of the estimate: 2 days of it with one date, 4 with two.
  The rule looks at the estimate and not at what came out, because leaving out "begun and ended on one day" would leave
  out the quick ones and keep the overruns.
* Begun and ended on the same day, with a stamp outside working hours (agents work at night): somebody worked then, so
  the minutes of the clock count. Over several days the calendar decides.
* Begun and ended within the same minute says when it was marked, not how long it took.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from execplan.schedule.calendar import Calendar
from execplan.schedule.jobs import by_name, hands
from execplan.schedule.model import Person, Project, Task

COARSE = 0.25
"""How far a ratio may be off, in parts of the estimate, because a stamp is only a date."""
Unknown = Literal["no end", "no begin", "no estimate", "dates only", "no time"]
"""Why a finished task has no ratio; ``no time``: its stamps leave no working time between them."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """What one finished task took, against what it was thought to take."""

    task: str
    ended: datetime
    estimate: int
    actual: int
    """Minutes of work."""

    @property
    def value(self) -> float:
        """Above 1: it took longer than estimated."""
        return self.actual / self.estimate


@dataclass(frozen=True, slots=True)
class Bias:
    """How far off the estimates were."""

    tasks: int
    mean: float
    median: float

    @property
    def words(self) -> str:
        """As a fact for people."""
        if self.mean >= 1.05:
            verdict = f"estimates are {self.mean:.1f} times too low"
        elif self.mean <= 0.95:
            verdict = f"work takes {self.mean:.0%} of its estimate"
        else:
            verdict = "estimates are right on average"
        return f"{verdict} (median {self.median:.1f}, {self.tasks} {'task' if self.tasks == 1 else 'tasks'})"


@dataclass(frozen=True, slots=True)
class Throughput:
    """What was closed in a period."""

    person: str | None
    """None: everybody together."""
    first: date
    last: date
    days: int
    """Working days of the period, and other days on which something was closed."""
    tasks: int
    estimated: int
    """How many of them had an estimate."""
    minutes: int
    """The sum of these estimates."""

    @property
    def tasks_per_day(self) -> float:
        return self.tasks / self.days


@dataclass(frozen=True, slots=True)
class Velocity:
    done: int
    """Finished tasks, with stamps or without."""
    overall: Throughput | None
    """None where no finished task says when it ended."""
    people: tuple[Throughput, ...]
    """By name, each over their own period."""
    ratios: tuple[Ratio, ...]
    """By end, then document order."""
    unknown: tuple[tuple[str, Unknown], ...]
    """Finished tasks without a ratio, and why."""
    bias: Bias | None


def velocity(project: Project) -> Velocity:
    """What the finished tasks tell."""
    done = tuple(task for task in project.tasks if task.status == "done" and not task.wait)
    people = by_name(project.terms)
    ratios: list[Ratio] = []
    unknown: list[tuple[str, Unknown]] = []
    for task in done:
        found = _ratio(task, project.terms.calendar, people)
        if isinstance(found, Ratio):
            ratios.append(found)
        else:
            unknown.append((task.id, found))
    ratios.sort(key=lambda ratio: ratio.ended)
    own: dict[str, list[Task]] = {}
    for task in done:
        for name in dict.fromkeys(task.people):
            own.setdefault(name, []).append(task)
    per_person = (_throughput(own[name], project.terms.calendar, name) for name in sorted(own))
    values = sorted(ratio.value for ratio in ratios)
    return Velocity(
        done=len(done),
        overall=_throughput(done, project.terms.calendar, None),
        people=tuple(rate for rate in per_person if rate),
        ratios=tuple(ratios),
        unknown=tuple(unknown),
        bias=_bias(values),
    )


def _bias(rising: list[float]) -> Bias | None:
    count = len(rising)
    if not count:
        return None
    return Bias(count, sum(rising) / count, (rising[(count - 1) // 2] + rising[count // 2]) / 2)


def _throughput(tasks: Iterable[Task], calendar: Calendar, person: str | None) -> Throughput | None:
    closed = [(task, task.ended.date()) for task in tasks if task.ended is not None]
    if not closed:
        return None
    ends = {day for _, day in closed}
    first = min(ends | {task.begun.date() for task, _ in closed if task.begun is not None})
    last = max(ends)
    efforts = [task.effort.likely for task, _ in closed if task.effort is not None]
    worked = calendar.working_days(first, last) + sum(not calendar.works(day) for day in ends)
    return Throughput(person, first, last, worked, len(closed), len(efforts), sum(efforts))


def _ratio(task: Task, calendar: Calendar, people: Mapping[str, Person]) -> Ratio | Unknown:
    if task.ended is None:
        return "no end"
    if task.begun is None:
        return "no begin"
    if task.effort is None or task.effort.likely <= 0:
        return "no estimate"
    estimate = task.effort.likely
    share, away = hands(task, people)
    half = sum(until - since for since, until in calendar.hours) // 2
    off = half * (_date_only(task.begun) + _date_only(task.ended))
    if off * share > COARSE * estimate:
        return "dates only"
    begun, ended = (_middle(stamp, calendar) for stamp in (task.begun, task.ended))
    if off == 0 and begun.date() == ended.date() and not (_inside(begun, calendar) and _inside(ended, calendar)):
        minutes = int((ended - begun).total_seconds()) // 60
    else:
        minutes = (calendar.without(away) if away else calendar).minutes(begun, ended)
        if off and minutes <= 0 and begun.date() == ended.date():
            minutes = half  # it took some time of that day, and this is within what may be off
    actual = round(minutes * share)
    return Ratio(task.id, task.ended, estimate, actual) if actual > 0 else "no time"


def _date_only(stamp: datetime) -> bool:
    return stamp.time() == time()


def _middle(stamp: datetime, calendar: Calendar) -> datetime:
    """A stamp, where it is only a date the middle of that day's working time."""
    if not _date_only(stamp):
        return stamp
    left = sum(until - since for since, until in calendar.hours) // 2
    for since, until in calendar.hours:
        if left <= until - since:
            return stamp + timedelta(minutes=since + left)
        left -= until - since
    return stamp


def _inside(moment: datetime, calendar: Calendar) -> bool:
    minute = moment.hour * 60 + moment.minute
    return calendar.works(moment.date()) and any(since <= minute <= until for since, until in calendar.hours)
