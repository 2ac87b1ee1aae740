"""The answer to a step that was reworded: its id now, and the one it had. Knows the views; knows no transport."""

from __future__ import annotations

from typing import TYPE_CHECKING

from execplan.plan.model import Step
from execplan.views.current import current_step
from execplan.workspace.wire import answers
from execplan.workspace.wire.build import ROW, step_ref
from execplan.workspace.wire.render import follow, text

if TYPE_CHECKING:
    from execplan.workspace.changed import Changed


class EditedStepAnswer(answers.Written):
    """``was`` is the id before; a new title gives a new one, anything else keeps it."""

    id: str
    was: str


def edited_step_answer(changed: Changed, before: Step) -> EditedStepAnswer:
    """``before`` is the step as it stood."""
    current = current_step(changed.plan)
    return EditedStepAnswer(
        plan=changed.handle.name,
        revision=changed.plan.revision[:8],
        unchanged=True if changed.plan.revision == changed.before.revision else None,
        id=changed.id or before.id,
        was=before.id,
        next=step_ref(current.step, ROW // 2),
        reason=current.reason[:200] if current.reason else None,
    )


@text.register
def _edited(answer: EditedStepAnswer) -> str:
    said = " already says so" if answer.unchanged else ""
    was = f" (was {answer.was})" if answer.was != answer.id else ""
    return f"{answer.plan} rev {answer.revision}: step {answer.id}{was}{said}; {follow(answer)}"
