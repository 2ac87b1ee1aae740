"""A project as jobs on the line of working time: what engines schedule. Knows tasks and people; knows no algorithm.

Somebody who has half of their time for a plan takes twice as long. Several people on one task work on it side by side
for as long as it takes: an estimate says how long, not how many hands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time
from functools import partial
from math import ceil, gcd

from execplan.plan.estimates import DAY
from execplan.schedule.axis import Axis
from execplan.schedule.calendar import Calendar, Window, end_of
from execplan.schedule.model import Effort, Person, Project, Task, Terms
from execplan.schedule.problem import Job, Problem

_NOTHING = Effort(0, 0, 0)
_FINEST = 10_000
"""Units that a whole project may have for a solver: finer than that gains nothing but time."""


@dataclass(frozen=True, slots=True)
class Jobs:
    """The open tasks of a project as a problem: job ``i`` is task ``i``."""

    project: Project
    tasks: tuple[Task, ...]
    problem: Problem
    axis: Axis
    minutes: tuple[int, ...]
    """How long each takes: of work, or of the clock for a wait."""
    calendars: tuple[Calendar, ...]
    """By whose time each is done: the team's, less the absences of those who do it."""
    without: frozenset[str] = frozenset()
    """Tasks that are left out: they take nothing, and what waits for one waits for what that one waits for."""


def jobs_of(project: Project, without: frozenset[str] = frozenset()) -> Jobs:
    """Every open task. Those ``without`` are left out, though they keep their place.

    Arrows around them, from each task before to each behind, would be the product of their number.
    """
    tasks = tuple(
        replace(task, effort=_NOTHING, wait=False, people=(), not_before=None, risk=0) if task.id in without else task
        for task in project.tasks
        if task.status != "done"
    )
    people = by_name(project.terms)
    lengths = [_length(task, project, people) for task in tasks]
    axis = Axis(project.terms.calendar, project.begin, _unit(tasks, lengths))
    index = {task.id: at for at, task in enumerate(tasks)}
    names = {name: at for at, name in enumerate(people)}
    calendars = _calendars(project.terms.calendar, tasks, people)
    jobs = tuple(
        Job(
            0 if task.wait else axis.units(minutes),
            tuple(index[one] for one in task.after if one in index),
            tuple((names[name], need) for name, need in Counter(task.people).items() if name in names),
            0 if task.not_before is None else axis.at(datetime.combine(task.not_before, time.min)),
            task.risk,
            _end(axis, task, minutes, calendar),
        )
        for task, minutes, calendar in zip(tasks, lengths, calendars, strict=True)
    )
    problem = Problem(jobs, tuple(person.count for person in people.values()))
    return Jobs(project, tasks, problem, axis, tuple(lengths), calendars, without)


def begun_first(jobs: Jobs) -> Problem:
    """The problem in which nobody lays down what they have begun for something else."""
    tasks, left = jobs.tasks, {task.id for task in jobs.tasks if task.id not in jobs.without}
    begun = [
        at
        for at, task in enumerate(tasks)
        if task.status == "in_progress" and not any(one in left for one in task.after)
    ]
    held = {at: {name for name, _ in jobs.problem.jobs[at].needs} for at in begun}
    changed = tuple(
        job
        if at in held
        else replace(job, after=(*job.after, *(one for one in begun if held[one] & {name for name, _ in job.needs})))
        for at, job in enumerate(jobs.problem.jobs)
    )
    return replace(jobs.problem, jobs=changed)


def remaining(task: Task, project: Project) -> int:
    """Minutes that an open task still takes; a day in all where nobody said how long it takes.

    What is begun has taken what its percentage says, else the time since then; but while it is open at least a tenth
    of it is left.
    """
    whole = DAY if task.effort is None else task.effort.likely
    if task.begun is None or task.percent or task.status != "in_progress":
        return ceil(whole * (100 - task.percent) / 100)
    clock = int((project.now - task.begun).total_seconds() // 60)
    taken = clock if task.wait else project.terms.calendar.minutes(task.begun, project.now)
    return min(whole, max(whole - taken, ceil(whole / 10)))


def over(task: Task) -> datetime | None:
    """When a finished task was over: where the plan gives only the day, at its end; None where it gives nothing."""
    return task.ended if task.ended is None or task.ended.time() != time.min else end_of(task.ended.date())


def by_name(terms: Terms) -> dict[str, Person]:
    return {person.name: person for person in terms.people}


def hands(task: Task, people: Mapping[str, Person]) -> tuple[float, tuple[Window, ...]]:
    """The share of working time that the people of a task have for it, and when one of them is away.

    Of a task with several people the one with least time decides.
    """
    own = [people[name] for name in task.people if name in people]
    away = tuple(window for person in own for window in person.away)
    return min((person.share for person in own), default=1.0), away


def _length(task: Task, project: Project, people: Mapping[str, Person]) -> int:
    """Minutes from start to end in which nobody is away: of work, or of the clock for a wait."""
    left = remaining(task, project)
    return left if task.wait else ceil(left / hands(task, people)[0])


def _calendars(calendar: Calendar, tasks: tuple[Task, ...], people: Mapping[str, Person]) -> tuple[Calendar, ...]:
    """Those who are away at the same times share one."""
    known: dict[tuple[Window, ...], Calendar] = {(): calendar}
    found: list[Calendar] = []
    for task in tasks:
        _, away = hands(task, people)
        if away not in known:
            known[away] = calendar.without(away)
        found.append(known[away])
    return tuple(found)


def _end(axis: Axis, task: Task, minutes: int, calendar: Calendar) -> partial[int] | None:
    """A function only where the end is not just the start and so many units."""
    if task.wait:
        return partial(axis.after, clock=minutes)
    return None if calendar is axis.calendar else partial(axis.worked, minutes=minutes, own=calendar)


def _unit(tasks: tuple[Task, ...], lengths: list[int]) -> int:
    """The greatest common measure of the work; a coarser one, to which lengths are rounded up, in a very long plan."""
    worked = [minutes for task, minutes in zip(tasks, lengths, strict=True) if not task.wait]
    unit = gcd(*worked) or 1
    return max(unit, -(-sum(worked) // _FINEST))
