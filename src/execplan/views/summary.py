"""What a list of plans says of each one. Knows a plan; knows no list and no file.

A summary holds plain values and no place in a text, so that it can be kept while the plan itself is let go.
"""

from __future__ import annotations

from execplan.plan.model import Blocker, Plan, PlanStatus
from execplan.text.record import record
from execplan.views.blockers import all_blockers
from execplan.views.current import current_step
from execplan.views.progress import last_change, plan_status, progress
from execplan.views.steps import step_name


@record
class Obstacle:
    """A blocker, without its place in the text."""

    id: str
    text: str
    resolved: bool
    step: str | None = None
    """The id of the step it blocks."""
    step_name: str | None = None
    since: str | None = None
    needs: str | None = None
    options: tuple[str, ...] = ()
    owner: str | None = None
    resolution: str | None = None


@record
class Summary:
    """One plan among others."""

    title: str
    said: PlanStatus | None
    """The status that the document states."""
    status: PlanStatus
    done: int
    total: int
    current: tuple[str, str] | None = None
    """Id and name of the current step."""
    changed: str | None = None
    """The day of the last change the document tells of."""
    obstacles: tuple[Obstacle, ...] = ()
    """Its blockers, open ones first."""

    @property
    def open_obstacles(self) -> tuple[Obstacle, ...]:
        return tuple(one for one in self.obstacles if not one.resolved)


def summary_of(plan: Plan) -> Summary:
    count, current = progress(plan), current_step(plan).step
    return Summary(
        title=plan.title,
        said=plan.status,
        status=plan_status(plan),
        done=count.done,
        total=count.total,
        current=(current.id, step_name(current)) if current else None,
        changed=last_change(plan),
        obstacles=obstacles(plan, all_blockers(plan)),
    )


def obstacles(plan: Plan, blockers: tuple[Blocker, ...]) -> tuple[Obstacle, ...]:
    """The same blockers, each with the name of the step it blocks."""
    names = {step.id: step.label or step_name(step) for step in plan.steps} if blockers else {}
    return tuple(
        Obstacle(
            id=one.id,
            text=one.text,
            resolved=one.resolved,
            step=one.step,
            step_name=names.get(one.step or "", one.step),
            since=one.since,
            needs=one.needs,
            options=one.options,
            owner=one.owner,
            resolution=one.resolution,
        )
        for one in blockers
    )
