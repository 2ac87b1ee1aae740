"""The answer to a box that was ticked: its state, and how many of its sort are. Knows the views; knows no transport."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from execplan.plan.model import Criterion, OtherBox
from execplan.views.criteria import count_of
from execplan.views.current import current_step
from execplan.workspace.wire import answers
from execplan.workspace.wire.build import ROW, step_ref
from execplan.workspace.wire.render import follow, text

if TYPE_CHECKING:
    from execplan.workspace.changed import Changed


class CheckAnswer(answers.Written):
    """``met`` of ``total``: the criteria; for a box that is none, the boxes like it."""

    id: str
    status: Literal["met", "open"]
    met: int
    total: int


def check_answer(changed: Changed, box: Criterion | OtherBox) -> CheckAnswer:
    """``box`` as it stands afterwards."""
    current, count = current_step(changed.plan), count_of(changed.plan, box)
    ticked = box.met if isinstance(box, Criterion) else box.checked
    return CheckAnswer(
        plan=changed.handle.name,
        revision=changed.plan.revision[:8],
        unchanged=True if changed.plan.revision == changed.before.revision else None,
        id=box.id,
        status="met" if ticked else "open",
        met=count.met,
        total=count.total,
        next=step_ref(current.step, ROW // 2),
        reason=current.reason[:200] if current.reason else None,
    )


@text.register
def _check(answer: CheckAnswer) -> str:
    said = " already" if answer.unchanged else ""
    head = f"{answer.plan} rev {answer.revision}: {answer.id}{said} {answer.status}, {answer.met}/{answer.total} met"
    return f"{head}; {follow(answer)}"
