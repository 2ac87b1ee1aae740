"""A partly done step in two: what is done becomes a step of its own above it, the step itself is the open rest.

So the step keeps its id, label, notes and history, and both read, count and nest like their siblings.
"""

from __future__ import annotations

import re

from execplan.edits import habits
from execplan.edits.change import Draft
from execplan.edits.marking import child_line, line_like
from execplan.edits.notes import note_revision
from execplan.edits.shapes import blank_before, count_on
from execplan.plan import marks, stamps
from execplan.plan.errors import PlanError
from execplan.plan.evidence import Evidence
from execplan.plan.identity import normal
from execplan.plan.model import CLOSED, Plan, Status, Step

_WORD_AND_NUMBER = re.compile(r"(?:[^\W\d_]+\s*#?\s*)?\d+(?:\.\d+)*")
_MINUTE = "%Y-%m-%d %H:%M UTC"


def check_split(step: Step, status: Status) -> None:
    """Raises ``invalid`` or ``refused`` where the step cannot be split."""
    if status in CLOSED or status == "blocked":
        raise PlanError(
            "invalid", f"done_part leaves the rest open, so it cannot be {status}", "use in_progress or todo"
        )
    if step.children:
        raise PlanError("refused", f"{step.title!r} has sub-steps", "mark the one that is done")
    if step.place.box is None:
        raise PlanError(
            "refused", f"{step.title!r} is drawn without a box", "add its done part with add_steps, then mark that"
        )


def has_done_part(plan: Plan, step: Step, part: str) -> bool:
    """Does a done step beside it say this already?"""
    wanted = normal(part)
    return any(one.status == "done" and one.parent == step.parent and normal(one.title) == wanted for one in plan.steps)


def write_done_part(draft: Draft, step: Step, part: str, piece: Evidence | None, now: str) -> None:
    """The done part as a done step right above the step, in its shape."""
    source, place = draft.source, step.place
    start = source.line_span(place.line).start
    head = source.text[start : place.text.start]
    if place.box:
        at = place.box.start - start
        head = head[:at] + habits.ticked(draft.plan) + head[place.box.end - start :]
    shape = habits.done_stamp(draft.plan, step)
    stamp = stamps.write(now, shape) if shape else ""
    lines = [head + stamp + _label(draft.plan, step, part) + part]
    field = step.place.field("status")
    if field and field.line > place.line:
        when = stamps.write(now, habits.time_shape(draft.plan, ("started", "completed"), _MINUTE))
        state = habits.status_value(draft.plan, step, "done", field)
        lead = source.text[source.offset(field.line) : field.value.start]
        lines += [lead + state, line_like(draft, field, "completed") + when]
    if piece is not None:
        lines += child_line(draft, step, "evidence", piece.text)
    draft.insert_lines(place.line, [*lines, *blank_before(draft, step)])
    draft.adds["step"] += 1
    count_on(draft, step, 1)
    note_revision(draft, f'"{part}" split off "{step.title}"', now)


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
