"""When what is open will be done, as a band: by simulation over the plan's own estimate errors. Knows no chance itself.

The band answers how far estimates of this plan's kind are off, taken from its own finished tasks. It knows nothing of work
that is not in the plan yet, of people who join or leave, or of tasks that go wrong together for a common reason. Where
the plan has no such history, that is the answer, and no band is made up.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from math import ceil
from typing import Literal

from execplan.plan.estimates import DAY
from execplan.plan.model import CLOSED
from execplan.schedule.calendar import last_day
from execplan.schedule.jobs import by_name, hands
from execplan.schedule.model import Effort, Project, Task
from execplan.schedule.simulation import Activity, Draw, simulate
from execplan.schedule.velocity import velocity

NEEDED = 5
"""Ratios without which there is no band. Of one more task the ratio stays below the greatest of n seen before it with a
chance of n / (n + 1): from 5 on that is more than the 80 % that P80 claims, with fewer no figure seen reaches it."""
NEEDED_FOR_P95 = 19
"""The same for 95 %. With fewer, a single task's P95 is only the worst that was seen."""
_DRAWN = 1_500_000
"""Lengths that are drawn at most, all tasks and runs together: in a very large plan each has fewer runs."""
_FEWEST = 200
RECENT = 50
"""Of a longer history only the latest ratios count: people learn, and so do their estimates."""
Why = Literal["nothing open", "not enough history", "too far"]


@dataclass(frozen=True, slots=True)
class Forecast:
    """A finish band. A percentile is the earliest simulated finish that so many per cent of the runs do not exceed."""

    p50: datetime
    p80: datetime
    p95: datetime
    planned: datetime
    """The finish with every estimate as it stands."""
    on_time: float | None
    """The part of the runs that end by the deadline, 1.0 is all of them; None without a deadline."""
    runs: int
    ratios: int
    """How many finished tasks the errors were drawn from; 0 where only three-point estimates vary."""
    thin: bool
    """Too few of them to say P95: it is only the worst that was seen."""
    three_point: int
    """Open tasks that vary within their own low, likely and high."""
    as_estimated: int
    """Open tasks that do not vary: waits, and without enough history every single figure."""
    assumed: int
    """Open tasks without an estimate, taken for a day."""
    outside: int
    """Open tasks that wait for something elsewhere; the band takes it for done."""


@dataclass(frozen=True, slots=True)
class NoForecast:
    why: Why
    ratios: int
    """Finished tasks with both an estimate and stamps, of the ``NEEDED``."""

    @property
    def words(self) -> str:
        """As a sentence for people."""
        if self.why == "nothing open":
            return "Nothing is open."
        if self.why == "too far":
            return "The work would end decades from now; check the estimates."
        tell = "finished task tells" if self.ratios == 1 else "finished tasks tell"
        return (
            f"Not enough history: {self.ratios} {tell} how far its estimate was off, {NEEDED} are needed, "
            "or estimates with a range (2-4h)."
        )


def forecast(
    project: Project,
    draw: Draw,
    arrows: Iterable[tuple[str, str]] = (),
    runs: int = 1000,
) -> Forecast | NoForecast:
    """The band for what is open.

    ``arrows`` are (before, after) task ids beyond those of the plan: the order in which a schedule with people hands them
    from task to task (``Schedule.handed``).
    """
    open_tasks = _open(project)
    past = velocity(project)
    ratios = [ratio.value for ratio in past.ratios][-RECENT:]
    if not open_tasks:
        return NoForecast("nothing open", len(ratios))
    left = activities(project, arrows)
    runs = min(runs, max(_FEWEST, _DRAWN // len(left)))
    enough = len(ratios) >= NEEDED
    if not enough and not any(activity.spread for activity in left):
        return NoForecast("not enough history", len(ratios))

    terms = project.terms
    stated = tuple(replace(activity, effort=_certain(activity.effort)) for activity in left)
    (planned,), _ = simulate(stated, terms.calendar, project.begin, draw, runs=1)
    finishes, known = simulate(left, terms.calendar, project.begin, draw, ratios if enough else (), runs)
    if not known:
        return NoForecast("too far", len(ratios))
    deadline = terms.deadline
    steady = sum(1 for activity in left if not activity.spread and (activity.wait or not enough))
    by_ratio = enough and any(not activity.spread and not activity.wait for activity in left)
    ids = {task.id for task in open_tasks}
    return Forecast(
        p50=percentile(finishes, 50),
        p80=percentile(finishes, 80),
        p95=percentile(finishes, 95),
        planned=planned,
        on_time=None if deadline is None else sum(last_day(finish) <= deadline for finish in finishes) / runs,
        runs=runs,
        ratios=len(ratios) if by_ratio else 0,
        thin=by_ratio and len(ratios) < NEEDED_FOR_P95,
        three_point=sum(1 for activity in left if activity.spread),
        as_estimated=steady,
        assumed=sum(1 for task in open_tasks if task.effort is None),
        outside=len({task for task, _ in project.outside if task in ids}),
    )


def percentile(rising: list[datetime], percent: int) -> datetime:
    """The first of the rising values that at least so many per cent of them do not exceed (the nearest rank)."""
    return rising[max(0, ceil(percent * len(rising) / 100) - 1)]


def activities(project: Project, arrows: Iterable[tuple[str, str]] = ()) -> tuple[Activity, ...]:
    """What is left of every open task, in document order."""
    open_tasks = _open(project)
    places = {task.id: place for place, task in enumerate(open_tasks)}
    after = [{places[before] for before in task.after if before in places} for task in open_tasks]
    for before, behind in arrows:
        if before in places and behind in places:
            after[places[behind]].add(places[before])
    people = by_name(project.terms)
    left: list[Activity] = []
    for task, waits_for in zip(open_tasks, after, strict=True):
        share, away = hands(task, people)
        release = None if task.not_before is None else datetime.combine(task.not_before, datetime.min.time())
        effort = task.effort or Effort(DAY, DAY, DAY)
        percent, taken = min(max(task.percent, 0), 100), _taken(task, project)
        left.append(Activity(effort, tuple(sorted(waits_for)), task.wait, release, percent, taken, share, away))
    return tuple(left)


def _taken(task: Task, project: Project) -> int:
    """Minutes since it was begun, where it is under way and no percentage says how much is done."""
    if task.begun is None or task.percent or task.status != "in_progress":
        return 0
    if task.wait:
        return max(0, int((project.now - task.begun).total_seconds() // 60))
    return max(0, project.terms.calendar.minutes(task.begun, project.now))


def _open(project: Project) -> tuple[Task, ...]:
    return tuple(task for task in project.tasks if task.status not in CLOSED)


def _certain(effort: Effort) -> Effort:
    return Effort(effort.likely, effort.likely, effort.likely)
