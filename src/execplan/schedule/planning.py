"""The schedule of a project: dates, critical path, slack, loads, the deadline. Knows engines by what they answer.

Two schedules: ``unlevelled``, the critical path as if everybody had as many hands as needed, and ``levelled``, in
which nobody does two things at once. What the critical path is then goes through people's hands as well.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from execplan.schedule import network
from execplan.schedule.calendar import end_of, last_day
from execplan.schedule.cuts import drops_of
from execplan.schedule.dates import Dates, dates_of, finish_of
from execplan.schedule.jobs import Jobs, begun_first, jobs_of
from execplan.schedule.loads import loads_of
from execplan.schedule.model import Method, Project, Schedule, Slot
from execplan.schedule.problem import Problem, Solution
from execplan.schedule.serial import list_schedule

Engine = Callable[[Problem], Solution]


def unlevelled(project: Project) -> Schedule:
    """Everything as early as what it waits for allows; people's time does not count."""
    jobs = jobs_of(project)
    times = network.critical_path(jobs.problem)
    solution = Solution(times.starts, times.ends, times.makespan)
    return _schedule(jobs, jobs.problem, solution, times, _stated, "critical path")


def levelled(project: Project, solve: Engine, method: Method) -> Schedule:
    """Nobody is asked for more than they are; ``solve`` decides the order. What to leave out is tried by the list rule."""
    jobs = jobs_of(project)
    problem = begun_first(jobs)
    solution = solve(problem)
    chained = network.chained(problem, solution)
    times = network.critical_path(chained, solution.makespan)
    found = _schedule(jobs, chained, solution, times, _listed, method)
    return replace(found, handed=_handed(jobs, chained))


def _handed(jobs: Jobs, chained: Problem) -> tuple[tuple[str, str], ...]:
    return tuple(
        (jobs.tasks[before].id, jobs.tasks[at].id)
        for at, (job, own) in enumerate(zip(chained.jobs, jobs.problem.jobs, strict=True))
        for before in job.after
        if before not in own.after
    )


def _stated(jobs: Jobs) -> Problem:
    """The arrows of the plan."""
    return jobs.problem


def _listed(jobs: Jobs) -> Problem:
    """The arrows of the plan, and those of the hands that the list rule passes work on to."""
    problem = begun_first(jobs)
    return network.chained(problem, list_schedule(problem))


def _schedule(
    jobs: Jobs,
    arrows: Problem,
    solution: Solution,
    times: network.Times,
    trial: Callable[[Jobs], Problem],
    method: Method,
) -> Schedule:
    project, dates = jobs.project, dates_of(jobs, arrows)
    slots = tuple(_slot(jobs, at, dates, solution, times) for at in range(len(jobs.tasks)))
    start, finish = _start(project, slots), finish_of(jobs, dates)
    late, late_work = lateness(project, finish)
    drops = drops_of(project, late > 0, trial)
    met = drops and lateness(project, drops[-1].finish)[0] <= 0
    return Schedule(
        project,
        tuple(sorted(slots, key=lambda slot: (slot.start, slot.task.line))),
        start,
        finish,
        tuple(jobs.tasks[at].id for at in times.chain),
        tuple(tuple(jobs.tasks[at].id for at in stream) for stream in network.streams(jobs.problem)),
        loads_of(project, start, finish),
        late,
        late_work,
        buffer_of(project, start, finish),
        drops,
        late <= 0 or bool(met),
        method,
        solution.gap,
        solution.seconds,
    )


def _slot(jobs: Jobs, at: int, dates: Dates, solution: Solution, times: network.Times) -> Slot:
    task, latest, axis = jobs.tasks[at], times.latest_starts[at], jobs.axis
    slack = max(0, latest - solution.starts[at])
    start, finish = dates.starts[at], dates.finishes[at]
    return Slot(
        task,
        start,
        finish,
        max(start, axis.opening(latest)) if slack else start,
        max(finish, axis.moment(times.latest_ends[at])) if slack else finish,
        slack * axis.unit,
        not slack or at in times.chain,
        task.effort is None,
    )


def _start(project: Project, slots: tuple[Slot, ...]) -> datetime:
    """When the work began or begins."""
    began = [one for task in project.tasks if (one := task.begun or task.ended) is not None]
    return min([*began, *(slot.start for slot in slots)], default=project.begin)


def lateness(project: Project, finish: datetime) -> tuple[int, int]:
    """Days of the calendar and working days from the deadline to the finish; not above 0 where it is met."""
    deadline = project.terms.deadline
    if deadline is None:
        return 0, 0
    end, calendar, day = last_day(finish), project.terms.calendar, timedelta(days=1)
    if end > deadline:
        return (end - deadline).days, calendar.working_days(deadline + day, end)
    return (end - deadline).days, -calendar.working_days(end, deadline - day) if end < deadline else 0


def buffer_of(project: Project, start: datetime, finish: datetime) -> float | None:
    """Working time from the finish to the end of the deadline's day, in per cent of that from start to finish."""
    if project.terms.deadline is None:
        return None
    calendar = project.terms.calendar
    planned = calendar.minutes(start, finish)
    spare = calendar.minutes(finish, end_of(project.terms.deadline))
    return 100 * spare / planned if planned > 0 else None
