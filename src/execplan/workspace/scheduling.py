"""The schedule of a plan, with what is looked up besides its text. Knows where that is; computes nothing.

The solver is imported only when people's time is asked for: it takes seconds to load.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from random import Random
from typing import TYPE_CHECKING

from execplan.plan.errors import PlanError
from execplan.plan.model import Plan
from execplan.schedule.calendar import Calendar
from execplan.schedule.forecast import Forecast, NoForecast, forecast
from execplan.schedule.model import Project, Schedule, Terms
from execplan.schedule.velocity import Velocity, velocity
from execplan.workspace.handle import Handle

if TYPE_CHECKING:
    from execplan.workspace.workspace import Workspace

SOLVER = 'pip install "execplan[schedule]" may find a better one'
PATIENCE = 6.0
"""Seconds of the clock for the solver: somebody waits for the answer. Where it was met, that is told."""
OVER = f"the search was ended after {PATIENCE:g} seconds: another run may find another order"
LARGE = "too large for the solver: a priority rule gave the order"


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A plan's schedule and what is told beside it."""

    handle: Handle
    plan: Plan
    schedule: Schedule
    forecast: Forecast | NoForecast
    velocity: Velocity
    hint: str | None = None
    """How to get a better schedule, where there is one."""
    due: tuple[str, ...] = ()
    """Decision points that are due, mitigations that are overdue, steps that miss their own day, each in a few words."""


def scheduled(workspace: Workspace, ref: str | None, *, people: bool = False, as_of: str | None = None) -> Scheduled:
    """The schedule of the plan that ``ref`` names. Raises ``PlanError``."""
    from execplan.schedule.project import project_of
    from execplan.views.due import due_lines
    from execplan.views.timetable import late_steps

    now = workspace.now() if as_of is None else _morning(as_of)
    handle, plan = workspace.ask(ref, lambda one: one)
    project = project_of(plan, _given(workspace), now)
    schedule, hint = _planned(project, people=people)
    chance = Random(plan.revision).random  # the same plan has the same forecast
    return Scheduled(
        handle,
        plan,
        schedule,
        forecast(project, chance, schedule.handed),
        velocity(project),
        hint,
        (*due_lines(plan, project.now.date(), project.terms.start), *late_steps(schedule)),
    )


def _given(workspace: Workspace) -> Terms:
    """What holds for all plans of the project."""
    from execplan.store.tree import Tree
    from execplan.workspace.config import project_terms

    return project_terms(Tree(workspace.root)) if workspace.root else Terms(Calendar())


def _planned(project: Project, *, people: bool) -> tuple[Schedule, str | None]:
    from execplan.schedule.planning import levelled, unlevelled

    if not people:
        return unlevelled(project), None
    from execplan.schedule import solver
    from execplan.schedule.jobs import begun_first, jobs_of
    from execplan.schedule.serial import list_schedule

    if not solver.available():
        return levelled(project, list_schedule, "list"), SOLVER
    if not solver.holds(begun_first(jobs_of(project))):
        return levelled(project, list_schedule, "list"), LARGE
    found = levelled(project, partial(solver.solve, fence=PATIENCE), "cp-sat")
    return found, OVER if found.seconds else None


def _morning(day: str) -> str:
    """The beginning of a day as a moment. Raises ``PlanError``."""
    try:
        return f"{date.fromisoformat(day.strip()).isoformat()}T00:00Z"
    except ValueError:
        raise PlanError("invalid", f"no day: '{day}'", "write it as 2026-10-15") from None
