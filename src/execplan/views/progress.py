"""How far a plan has come. Knows counts; knows no file and no clock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from execplan.plan.model import Plan, PlanStatus, Step


@dataclass(frozen=True, slots=True)
class Progress:
    """Leaf steps that count; skipped ones are in neither number. ``percent`` is floored, 0 without steps."""

    done: int
    total: int
    percent: int


def progress(plan: Plan) -> Progress:
    return _count(plan.leaves())


def phase_progress(plan: Plan, phase: str) -> Progress:
    """The progress of the phase with this id."""
    return _count(step for step in plan.leaves() if step.phase == phase)


def _count(leaves: Iterable[Step]) -> Progress:
    states = [step.status for step in leaves if step.status != "skipped"]
    done = states.count("done")
    return Progress(done, len(states), 100 * done // len(states) if states else 0)


def plan_status(plan: Plan) -> PlanStatus:
    """What the document says; where it says nothing, whether work has begun."""
    if plan.status is not None:
        return plan.status
    begun = any(step.status in ("in_progress", "done") for step in plan.leaves())
    return "in_progress" if begun else "planning"


def last_change(plan: Plan) -> str | None:
    """The day of the last change the document tells of (zones mix, so no finer); None where it has no dates."""
    told = [plan.updated, plan.created]
    told += [stamp for step in plan.steps for stamp in (step.started, step.completed)]
    told += [one.date for one in (*plan.decisions, *plan.discoveries, *plan.log)]
    return max((stamp[:10] for stamp in told if stamp), default=None)
