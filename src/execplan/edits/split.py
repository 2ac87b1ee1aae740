"""A partly done step in two: what is done becomes a step of its own above it, the step itself is the open rest.

So the step keeps its id, label, notes and history, and both read, count and nest like their siblings.
"""

from __future__ import annotations

import re

from execplan.edits import habits
from execplan.edits.change import Draft
from execplan.edits.child_lines import line_like, step_line
from execplan.edits.notes import note_revision
from execplan.edits.shapes import blank_before, count_on, head_of
from execplan.edits.work_plan import bold
from execplan.plan import marks, stamps
from execplan.plan.errors import PlanError, quoted
from execplan.plan.evidence import Evidence
from execplan.plan.identity import normal
from execplan.plan.model import CLOSED, Place, Plan, Status, Step

_WORD_AND_NUMBER = re.compile(r"(?:[^\W\d_]+\s*#?\s*)?\d+(?:\.\d+)*")


def check_split(step: Step, status: Status) -> None:
    """Raises ``invalid`` or ``refused`` where the step cannot be split."""
    if status in CLOSED or status == "blocked":
        raise PlanError(
            "invalid", f"done_part leaves the rest open, so it cannot be {status}", "use in_progress or todo"
        )
    if step.children:
        raise PlanError("refused", f"{quoted(step.title)} has sub-steps", "mark the one that is done")
    if step.place.box is None:
        raise PlanError(
            "refused",
            f"{quoted(step.title)} is drawn without a box",
            "add its done part with add_steps, then mark that",
        )


def has_done_part(plan: Plan, step: Step, part: str) -> bool:
    """Does a done step beside it say this already?"""
    wanted = normal(part)
    return any(one.status == "done" and one.parent == step.parent and normal(one.title) == wanted for one in plan.steps)


def write_done_part(draft: Draft, step: Step, part: str, piece: Evidence | None, now: str) -> None:
    """The done part as a done step right above the step, in its shape."""
    source, place = draft.source, step.place
    head = head_of(source, place, mark=habits.ticked(draft.plan))
    shape = habits.done_stamp(draft.plan, step)
    stamp = stamps.write(now, shape) if shape else ""
    lines = [head + stamp + _label(draft.plan, step, part) + part]
    field = step.place.field("status")
    if field and field.line > place.line:
        when = habits.work_time(draft.plan, now)
        state = habits.status_value(draft.plan, step, "done", field)
        lead = source.text[source.offset(field.line) : field.value.start]
        lines += [lead + state, line_like(draft, field, "completed") + when]
    if piece is not None:
        lines.append(step_line(draft, step, "evidence", piece.text))
    draft.insert_lines(place.line, [*lines, *blank_before(draft, step)])
    draft.adds["step"] += 1
    count_on(draft, step, 1)
    if step.detail is not None:
        _describe(draft, step.detail, lines[0], part)
    note_revision(draft, f'"{part}" split off "{step.title}"', now)


def _describe(draft: Draft, detail: Place, head: str, part: str) -> None:
    """``**5.1. part**`` above the paragraph of the step in Plan of Work, so that the part stands in the same phase."""
    label = re.search(r"\d+(?:\.\d+)+", head.removesuffix(part))
    if label is not None:
        draft.insert_lines(detail.line, [bold(f"{label[0]}. {part}"), ""])


def _label(plan: Plan, step: Step, part: str) -> str:
    """``Step 3`` gives its done part the name ``Step 3.1``; a label that cannot be told apart so is left out."""
    text = plan.source.slice(step.place.text)
    mark = marks.read(text).first("label")
    if mark is None or step.label is None or not _WORD_AND_NUMBER.fullmatch(step.label):
        return ""
    raw = text[mark.start : mark.end]
    if raw.count("**") % 2:  # the bold run spans the title of its neighbour
        raw = raw.replace("**", "")
    known = {one.label for one in plan.steps}
    label = next(f"{step.label}.{number}" for number in range(1, 1_000) if f"{step.label}.{number}" not in known)
    named = raw.replace(step.label, label, 1)
    return named if marks.read(named + part).label == label else ""
