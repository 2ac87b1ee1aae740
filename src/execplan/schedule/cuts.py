"""What to leave out: agreed cuts whose condition has come, then should-haves while the deadline is missed.

Knows the order in which things are given up; which engine says what that gains is the caller's. Must-haves are never
proposed: where leaving out the rest is not enough, the date or the goals have to move, and that is for people to say.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import groupby
from operator import itemgetter

from execplan.schedule import network
from execplan.schedule.calendar import last_day
from execplan.schedule.jobs import Jobs, jobs_of, over
from execplan.schedule.model import Cut, Drop, Project, Task
from execplan.schedule.problem import Solution
from execplan.schedule.words import akin

_SHOULD = "should have"
_TRIES = 20
"""Should-haves that are left out one by one."""


def drops_of(
    project: Project,
    late: bool,
    engine: Callable[[Jobs], Solution],
    finish_of: Callable[[Jobs, Solution], datetime],
) -> tuple[Drop, ...]:
    """In the order to leave them out, each with the finish it leads to; should-haves only until the deadline is met.

    Of the should-haves not begun yet the longest on the critical path goes first, then the longest of the rest. After
    so many of them one by one the rest is left out at once.
    """
    deadline, dropped, found = project.terms.deadline, set[str](), list[Drop]()

    def leave_out(tasks: Sequence[Task], reason: str) -> None:
        dropped.update(task.id for task in tasks)
        jobs = jobs_of(project, frozenset(dropped))
        finish = finish_of(jobs, engine(jobs))
        found.extend(Drop(task, finish, reason) for task in tasks)

    for reason, tasks in groupby(_agreed(project), key=itemgetter(1)):
        leave_out([task for task, _ in tasks], reason)
    agreed = len(found)
    left = [task for task in project.tasks if task.scope == "should" and task.status in ("todo", "blocked")]
    left = [task for task in left if task.id not in dropped]
    met = not late or (bool(found) and deadline is not None and last_day(found[-1].finish) <= deadline)
    while left and not met:
        one_by_one = len(found) - agreed < _TRIES
        leave_out([_longest(project, left, frozenset(dropped))] if one_by_one else left, _SHOULD)
        left = [task for task in left if task.id not in dropped]
        met = deadline is not None and last_day(found[-1].finish) <= deadline
    return tuple(found)


def _agreed(project: Project) -> list[tuple[Task, str]]:
    found: dict[str, tuple[Task, str]] = {}
    for cut in project.terms.cuts:
        if any(_came(project, cut, task) for task in project.tasks if akin(cut.when, task.name)):
            reason = f"agreed: {cut.when} takes longer than it may"
            for task in project.tasks:
                if task.status in ("todo", "blocked") and akin(cut.drop, task.name):
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
