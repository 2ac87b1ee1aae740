"""What blocks a plan. Knows the model; knows no file and no clock."""

from __future__ import annotations

from execplan.plan.graph import graph_of
from execplan.plan.model import Blocker, Plan, Step


def open_blockers(plan: Plan) -> tuple[Blocker, ...]:
    """Unresolved blockers in document order; a blocking question stands among them."""
    return tuple(one for one in plan.blockers if not one.resolved)


def all_blockers(plan: Plan) -> tuple[Blocker, ...]:
    """Open ones first, then the resolved ones, each in document order."""
    return (*open_blockers(plan), *(one for one in plan.blockers if one.resolved))


def blockers_of(plan: Plan, step: Step) -> tuple[Blocker, ...]:
    """The open blockers on a step or on a step above it."""
    return graph_of(plan).blockers_of(step)
