"""What the making of a plan answers. Knows the new plan; knows no file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from execplan.plan.model import Plan
from execplan.views.current import current_step
from execplan.views.measure import cut
from execplan.views.progress import progress
from execplan.workspace.wire import answers
from execplan.workspace.wire.build import ROW, step_ref

if TYPE_CHECKING:
    from execplan.workspace.changed import Changed


def created_answer(root: str, changed: Changed) -> answers.CreatedAnswer:
    current, count = current_step(changed.plan), progress(changed.plan)
    return answers.CreatedAnswer(
        root=root,
        slug=changed.handle.slug or "",
        path=changed.handle.path,
        revision=changed.plan.revision[:8],
        done=count.done,
        total=count.total,
        current=step_ref(current.step, ROW),
        reason=cut(current.reason, ROW) if current.reason else None,
        finish=_finish(changed.plan),
    )


def _finish(plan: Plan) -> str | None:
    if plan.dialect != "team":
        return None
    from execplan.edits.planner.outlook import said_finish  # with all that schedules, for the few plans it is for

    finish = said_finish(plan).removeprefix("Finish: ")
    return cut(finish, ROW) if finish else None
