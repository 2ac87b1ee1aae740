"""What to leave out: agreed cuts whose condition has come, then should-haves while the deadline is missed.

Knows the order in which things are given up; which engine says what that gains is the caller's. Must-haves are never
proposed: where leaving out the rest is not enough, the date or the goals have to move, and that is for people to say.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from operator import itemgetter

from execplan.schedule import network
from execplan.schedule.calendar import last_day
from execplan.schedule.dates import dates_of, finish_of
from execplan.schedule.jobs import Jobs, jobs_of, over
from execplan.schedule.model import Cut, Drop, Project, Task
from execplan.schedule.problem import Problem
from execplan.schedule.words import roots_of

_SHOULD = "should have"
_TRIES, _WORK = 20, 20_000
"""Cuts that are left out one by one, and tasks with their arrows that are gone through for all of them."""


def drops_of(
    project: Project,
    late: bool,
    trial: Callable[[Jobs], Problem],
) -> tuple[Drop, ...]:
    """In the order to leave them out, each with the finish it leads to; should-haves only until the deadline is met.

    Of the should-haves not begun yet the longest on the critical path goes first, then the longest of the rest. After
    so many one by one, fewer in a very large plan, the rest is left out at once; cuts likewise.
    """
    deadline, dropped, found = project.terms.deadline, set[str](), list[Drop]()
    size = sum(1 + len(task.after) for task in project.tasks)
    tries = min(_TRIES, max(1, _WORK // max(size, 1)))

    def leave_out(tasks: Sequence[tuple[Task, str]]) -> None:
        dropped.update(task.id for task, _ in tasks)
        jobs = jobs_of(project, frozenset(dropped))
        finish = finish_of(jobs, dates_of(jobs, trial(jobs)))
        found.extend(Drop(task, finish, reason) for task, reason in tasks)

    cuts = [list(tasks) for _, tasks in groupby(_agreed(project), key=itemgetter(1))]
    for tasks in cuts[:tries]:
        leave_out(tasks)
    if rest := [one for tasks in cuts[tries:] for one in tasks]:
        leave_out(rest)
    agreed = len(found)
    left = [task for task in project.tasks if task.scope == "should" and task.status in ("todo", "blocked")]
    left = [task for task in left if task.id not in dropped]
    met = not late or (bool(found) and deadline is not None and last_day(found[-1].finish) <= deadline)
    while left and not met:
        one_by_one = len(found) - agreed < tries
        tasks = [_longest(project, left, frozenset(dropped))] if one_by_one else left
        leave_out([(task, _SHOULD) for task in tasks])
        left = [task for task in left if task.id not in dropped]
        met = deadline is not None and last_day(found[-1].finish) <= deadline
    return tuple(found)


def _agreed(project: Project) -> list[tuple[Task, str]]:
    found: dict[str, tuple[Task, str]] = {}
    named = [(task, roots_of(task.name)) for task in project.tasks] if project.terms.cuts else []
    for cut in project.terms.cuts:
        when, drop = roots_of(cut.when), roots_of(cut.drop)
        if when and drop and any(_came(project, cut, task) for task, roots in named if when <= roots):
            reason = f"agreed: {cut.when} takes longer than it may"
            for task, roots in named:
                if task.status in ("todo", "blocked") and drop <= roots:
                    found.setdefault(task.id, (task, reason))
    return list(found.values())


def _came(project: Project, cut: Cut, task: Task) -> bool:
    """Does the task take longer than agreed: by its estimate, or by the time that it has taken?"""
    planned = 0 if task.effort is None else task.effort.likely
    until = over(task) if task.status == "done" else project.now
    taken = 0 if task.begun is None or until is None else project.terms.calendar.minutes(task.begun, until)
    return max(planned, taken) > cut.over


def _longest(project: Project, tasks: list[Task], dropped: frozenset[str]) -> Task:
    jobs = jobs_of(project, dropped)
    on_path = {jobs.tasks[at].id for at in network.critical_path(jobs.problem).chain}
    return max(
        tasks, key=lambda task: (task.id in on_path, 0 if task.effort is None else task.effort.likely, -task.line)
    )
