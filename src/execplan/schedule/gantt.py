"""A schedule as a Mermaid gantt chart: real dates, both ends shown. Knows Mermaid's words; knows no plan and no algorithm.

A day is the finest that is drawn. The end of a task is its last day, so what is read in the text is what is meant;
days off are shaded, and shift nothing, since every task says its own end.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby

from execplan.plan.mermaid import label, line_start, margin, section, ticks
from execplan.schedule.calendar import WEEKDAYS, Calendar, Window, last_day
from execplan.schedule.jobs import over
from execplan.schedule.model import Schedule, Slot, Task

_MOST_OFF = 366
"""Days off that are shaded one by one."""


def gantt(schedule: Schedule) -> str:
    """The chart, ending in a new line. Phases are sections, in the order in which they are first met in the plan."""
    project = schedule.project
    lines = [
        "gantt",
        *margin(task.phase or "" for task in project.tasks),
        f"    title {line_start(project.title)}",
        "    dateFormat YYYY-MM-DD",
        "    inclusiveEndDates",
        *ticks((max(schedule.finish.date(), project.terms.deadline or date.min) - schedule.start.date()).days + 1),
        *_shaded(project.terms.calendar, schedule),
    ]
    if assumed := [f"s_{slot.task.id}" for slot in schedule.slots if slot.assumed]:
        lines.append(f"    %% no estimate, drawn as a day: {', '.join(assumed)}")
    slots = {slot.task.id: slot for slot in schedule.slots}
    for phase, tasks in groupby(_by_phase(project.tasks), key=lambda task: task.phase):
        drawn = [line for task in tasks for line in _task(task, slots.get(task.id))]
        if drawn:
            lines += [f"    section {section(phase or 'Steps')}", *drawn]
    lines += _off(project.terms.calendar.off, schedule)
    if deadline := project.terms.deadline:
        tag = "crit, " if schedule.late > 0 else ""
        lines += ["    section Deadline", f"    Deadline :{tag}milestone, deadline, {deadline}, 1d"]
    return "\n".join(lines) + "\n"


def _by_phase(tasks: tuple[Task, ...]) -> list[Task]:
    """The tasks of one phase beside each other, wherever they stand."""
    first: dict[str | None, int] = {}
    for at, task in enumerate(tasks):
        first.setdefault(task.phase, at)
    return sorted(tasks, key=lambda task: first[task.phase])


def _task(task: Task, slot: Slot | None) -> Iterator[str]:
    """What is open stands where the schedule has it, what is done where it was; what is done unseen is a comment."""
    begin, end = (slot.start, slot.finish) if slot else (task.begun or task.ended, over(task))
    if begin is None or end is None:
        yield f"    %% done: {label(task.name)}"
        return
    tags: list[str] = []
    if slot is None:
        tags.append("done")
    else:
        tags += ["crit"] * slot.critical + ["active"] * (task.status == "in_progress")
    last = max(begin.date(), last_day(end))
    if last == begin.date() and task.effort and not task.effort.likely:
        yield f"    {line_start(task.name)} :{', '.join([*tags, 'milestone', f's_{task.id}'])}, {begin:%Y-%m-%d}, 1d"
        return
    head = "".join(f"{tag}, " for tag in tags)
    yield f"    {line_start(task.name)} :{head}s_{task.id}, {begin:%Y-%m-%d}, {last}"


def _shaded(calendar: Calendar, schedule: Schedule) -> list[str]:
    """Days of the week that are not worked, and days off within the chart."""
    free = [day for at, day in enumerate(WEEKDAYS) if at not in calendar.days]
    words = ["weekends"] if free == ["saturday", "sunday"] else free
    days: list[str] = []
    for window in calendar.off:
        first, last = max(window.first, schedule.start.date()), min(window.last, schedule.finish.date())
        days += [f"{first + timedelta(days=at)}" for at in range(min((last - first).days + 1, _MOST_OFF))]
    excluded = ", ".join([*words, *dict.fromkeys(days)][:_MOST_OFF])
    return [f"    excludes {excluded}"] if excluded else []


def _off(windows: tuple[Window, ...], schedule: Schedule) -> list[str]:
    """Days off that fall into the time of the work, as tasks of their own: no sign for them is drawn everywhere."""
    first, last = schedule.start.date(), schedule.finish.date()
    if deadline := schedule.project.terms.deadline:
        last = max(last, deadline)
    inside = [one for one in windows if one.first <= last and one.last >= first]
    shown = [
        f"    {line_start(one.name or 'Days off')} :done, off_{at}, {one.first}, {one.last}"
        for at, one in enumerate(inside, start=1)
    ]
    return ["    section Days off", *shown] if shown else []
