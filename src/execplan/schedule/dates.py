"""The moments of a schedule: the order that was found, walked once in real time. Knows jobs and arrows; decides no order.

The line of working time that engines use has no place inside a night, a weekend or a freeze. What elapses by the clock
may end there, and what elapses behind it begins there: so dates are not read off that line.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time

from execplan.schedule import network
from execplan.schedule.axis import elapsed
from execplan.schedule.jobs import Jobs, over
from execplan.schedule.problem import Problem


@dataclass(frozen=True, slots=True)
class Dates:
    """By job. Nothing starts before all it has an arrow from is over."""

    starts: tuple[datetime, ...]
    finishes: tuple[datetime, ...]


def dates_of(jobs: Jobs, arrows: Problem) -> Dates:
    """Everything as early as the arrows allow: those of the plan, and those of the hands that work goes through.

    What takes no time happens when what it waits for is over. Raises ``invalid`` where time ends first.
    """
    starts = [jobs.project.begin] * len(jobs.tasks)
    finishes = list(starts)
    for at in network.order(arrows):
        task, minutes = jobs.tasks[at], jobs.minutes[at]
        ready = max([jobs.project.begin, *(finishes[before] for before in arrows.jobs[at].after)])
        if task.not_before is not None:
            ready = max(ready, datetime.combine(task.not_before, time.min))
        if task.wait or not minutes:
            starts[at], finishes[at] = ready, elapsed(ready, minutes)
            continue
        starts[at] = jobs.calendars[at].opening(ready)
        finishes[at] = jobs.calendars[at].end(starts[at], minutes)
    return Dates(tuple(starts), tuple(finishes))


def finish_of(jobs: Jobs, dates: Dates) -> datetime:
    """When the last open task ends; where all is done, when the last one was."""
    ends = [end for task, end in zip(jobs.tasks, dates.finishes, strict=True) if task.id not in jobs.without]
    if not ends:
        ends = [end for task in jobs.project.tasks if (end := over(task)) is not None]
    return max(ends, default=jobs.project.begin)
