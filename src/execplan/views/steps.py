"""Which steps are ready, wait or come next. Knows the order of work; knows no file and no clock."""

from __future__ import annotations

from typing import Literal, get_args

from execplan.plan.choice import first_choice, next_step
from execplan.plan.graph import Graph, graph_of, is_open
from execplan.plan.model import Phase, Plan, Step
from execplan.plan.references import find_phase

__all__ = [
    "FILTERS",
    "Filter",
    "awaited_outside",
    "first_choice",
    "is_ready",
    "next_step",
    "phase_name",
    "select",
    "step_name",
    "waits_for",
]

Filter = Literal["ready", "waiting", "in_progress", "blocked", "todo", "done", "skipped", "all"]
FILTERS: tuple[str, ...] = get_args(Filter)


def waits_for(plan: Plan, step: Step) -> tuple[Step, ...]:
    """The open steps that must close before this one, in document order; own and inherited dependencies."""
    return graph_of(plan).waits_for(step)


def awaited_outside(graph: Graph, step: Step) -> tuple[str, ...]:
    """``plan/id`` of what is open in other plans, then what else the step is said to wait for, in the document's words."""
    return (*graph.waits_outside(step), *graph.mentions(step))


def is_ready(plan: Plan, step: Step) -> bool:
    """Open, not blocked, and all it depends on closed."""
    return graph_of(plan).is_ready(step)


def select(plan: Plan, status: Filter = "all", phase: str | None = None) -> tuple[Step, ...]:
    """The steps of one kind, in document order, of one phase if named. ``all`` shows parents too, the rest leaves.

    Raises ``PlanError`` when ``phase`` names no phase or several.
    """
    within = find_phase(plan, phase).id if phase is not None else None
    steps = plan.leaves() if status != "all" else tuple(one for one in plan.steps if one.counted)
    graph = graph_of(plan)
    return tuple(one for one in steps if (within is None or _in(graph, one, within)) and _is(graph, one, status))


def _in(graph: Graph, step: Step, phase: str) -> bool:
    """Sub-steps are in the phase of the step they are a part of."""
    return any(one.phase == phase for one in (step, *graph.ancestors(step)))


def _is(graph: Graph, step: Step, status: Filter) -> bool:
    match status:
        case "all":
            return True
        case "ready":
            return step.candidate and graph.is_ready(step)
        case "waiting":
            waits = graph.waits_for(step) or graph.waits_outside(step)
            return is_open(step) and not graph.is_blocked(step) and bool(waits)
        case "blocked":
            return graph.is_blocked(step)
        case _:
            return step.status == status


def phase_name(phase: Phase) -> str:
    """Label and title, as a reader would say them."""
    return _joined(phase.label, phase.title)


def step_name(step: Step) -> str:
    """Label and title, as a reader would say them."""
    return _joined(step.label, step.title)


def _joined(label: str | None, title: str) -> str:
    if not label or title.startswith(label):
        return title
    return f"{label}: {title}" if title else label
