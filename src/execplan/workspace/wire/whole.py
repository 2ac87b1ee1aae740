"""What is answered about a plan as a whole: a section written, its own lines changed, finished, archived.

Knows plans before and after; knows no file and no transport.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypedDict

from execplan.edits.finish import outcome_section
from execplan.plan.model import PlanStatus
from execplan.views.blockers import open_blockers
from execplan.views.current import current_step
from execplan.views.measure import cut
from execplan.views.progress import plan_status, progress
from execplan.workspace.wire.answers import Answer, StepRef, Written
from execplan.workspace.wire.build import ROW, step_ref
from execplan.workspace.wire.render import text

if TYPE_CHECKING:
    from execplan.workspace.changed import Archived, Changed


class RevisedAnswer(Written):
    """The plan's own text was changed: a ``section``, or what the plan says about itself."""

    section: str | None = None
    title: str | None = None
    status: PlanStatus | None = None
    criteria: int | None = None
    """All it has now."""


class FinishedAnswer(Written):
    status: PlanStatus
    section: str | None = None
    """Where the outcome stands."""
    done: int
    total: int


class ArchivedAnswer(Answer):
    plan: str
    revision: str
    unchanged: Literal[True] | None = None
    """It was in the archive already."""
    path: str
    open_steps: int | None = None
    open_blockers: int | None = None


def section_written(changed: Changed, section: str) -> RevisedAnswer:
    return RevisedAnswer(**_written(changed), section=section)


def plan_revised(changed: Changed) -> RevisedAnswer:
    plan = changed.plan
    return RevisedAnswer(
        **_written(changed), title=cut(plan.title, ROW), status=plan_status(plan), criteria=len(plan.criteria) or None
    )


def finished(changed: Changed) -> FinishedAnswer:
    plan, count = changed.plan, progress(changed.plan)
    home = outcome_section(plan)
    return FinishedAnswer(
        **_written(changed),
        status=plan_status(plan),
        section=home.title if home else None,
        done=count.done,
        total=count.total,
    )


def archived(moved: Archived) -> ArchivedAnswer:
    plan = moved.plan
    count = progress(plan)
    return ArchivedAnswer(
        plan=moved.handle.name,
        revision=plan.revision[:8],
        unchanged=None if moved.moved else True,
        path=moved.handle.path,
        open_steps=count.total - count.done or None,
        open_blockers=len(open_blockers(plan)) or None,
    )


class _Written(TypedDict):
    plan: str
    revision: str
    unchanged: Literal[True] | None
    next: StepRef | None
    reason: str | None


def _written(changed: Changed) -> _Written:
    current = current_step(changed.plan)
    return _Written(
        plan=changed.handle.name,
        revision=changed.plan.revision[:8],
        unchanged=True if changed.plan.revision == changed.before.revision else None,
        next=step_ref(current.step, ROW // 2),
        reason=cut(current.reason, ROW) if current.reason else None,
    )


@text.register
def _revised(answer: RevisedAnswer) -> str:
    already = "already " if answer.unchanged else ""
    if answer.section is not None:
        said = f"section '{answer.section}' {already}written"
    else:
        criteria = f", {answer.criteria} criteria" if answer.criteria else ""
        said = f"{already}'{answer.title}' {answer.status}{criteria}"
    return f"{answer.plan} rev {answer.revision}: {said}; {_follow(answer)}"


@text.register
def _finished(answer: FinishedAnswer) -> str:
    already = "already " if answer.unchanged else ""
    where = f", outcome in '{answer.section}'" if answer.section else ""
    head = f"{answer.plan} rev {answer.revision}: {already}{answer.status} {answer.done}/{answer.total}{where}"
    return f"{head}; {_follow(answer)}"


@text.register
def _archived(answer: ArchivedAnswer) -> str:
    already = "already " if answer.unchanged else ""
    left = left_open(answer)
    tail = f"; it has {left}" if left else ""
    return f"{already}archived {answer.plan} rev {answer.revision}: {answer.path}{tail}"


def left_open(answer: ArchivedAnswer) -> str:
    """What the archived plan leaves open, in words; empty where nothing is."""
    steps, blockers = answer.open_steps, answer.open_blockers
    said = [f"{steps} open step{'s' * (steps != 1)}"] if steps else []
    said += [f"{blockers} open blocker{'s' * (blockers != 1)}"] if blockers else []
    return " and ".join(said)


def _follow(answer: Written) -> str:
    return f"next {answer.next.id} {answer.next.title}" if answer.next else f"none next: {answer.reason}"
