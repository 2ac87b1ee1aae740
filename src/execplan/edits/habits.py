"""What a document is used to: how its done steps are stamped, how it words a status, how it writes a time.

Habits are read from the siblings of the entry to be written; the dialect's own shape counts only where there are none.
"""

from __future__ import annotations

from collections import Counter

from execplan.plan import marks, stamps, states, vocabulary
from execplan.plan.dialects import DIALECTS, STATUS_VALUES
from execplan.plan.model import Field, Plan, Status, Step
from execplan.text.source import Span

_MINUTE = "%Y-%m-%d %H:%M UTC"


def done_stamp(plan: Plan, step: Step) -> str:
    """What stands after the box of a done step (``(%Y-%m-%d %H:%MZ) ``), empty where the document stamps none."""
    done = [
        other
        for other in plan.steps
        if other.status == "done" and other.id != step.id and other.box == step.box and other.counted
    ]
    if not done:
        return DIALECTS[plan.dialect].done_stamp if _progress_boxes(plan, step) else ""
    shapes = [shape for other in done if (shape := _lead_stamp(plan, other))]
    if len(shapes) * 2 < len(done):
        return ""
    return Counter(shapes).most_common(1)[0][0]


def _progress_boxes(plan: Plan, step: Step) -> bool:
    """The cookbook stamps the boxes of its Progress section, and only those."""
    return any(section.role == "progress" and section.line < step.line < section.end for section in plan.sections)


def _lead_stamp(plan: Plan, step: Step) -> str | None:
    text = plan.source.slice(step.place.text)
    mark = marks.read(text).first("stamp")
    if mark is None or text[: mark.start].strip():
        return None
    raw = stamps.search(text, mark.start)
    return text[mark.start : raw.start] + raw.shape + text[raw.end : mark.end] if raw else None


def stamps_open(plan: Plan, step: Step) -> bool:
    """Do open siblings carry a leading stamp too (the time they were written down)?"""
    return any(
        _lead_stamp(plan, other)
        for other in plan.steps
        if other.id != step.id and other.status == "todo" and other.counted
    )


def ticked(plan: Plan) -> str:
    """``x`` or ``X``, as this document ticks its boxes."""
    source = plan.source
    used = Counter(source.slice(step.place.box) for step in plan.steps if step.place.box and step.status == "done")
    return "X" if used["X"] > used["x"] else "x"


def status_value(plan: Plan, step: Step, status: Status, field: Field) -> str:
    """The words a step's status line takes: a sibling's in that state, else the dialect's in this document's encoding."""
    source = plan.source
    for other in plan.steps:
        found = other.place.field("status")
        if other.id == step.id or not found or other.percent is not None:
            continue
        value = source.slice(found.value)
        if (
            other.status == status and states.of_text(value) == status
        ):  # a parent's line may say another state than it has
            return value
    current = source.slice(field.value)
    value = STATUS_VALUES[status]
    values = [source.slice(found.value) for other in plan.steps if (found := other.place.field("status"))]
    if any(states.mojibake(glyph) in text for text in values for glyph in "✅🟡🔴") or _mojibake(source.text):
        return states.mojibake(value)
    if not any(states.GLYPH.search(text) for text in values) and len(values) > 1 and not vocabulary.is_unset(current):
        bare = states.GLYPH.sub("", value).strip()
        return bare.lower().replace(" ", "_") if all(text == text.lower() for text in values) else bare
    return value


def _mojibake(text: str) -> bool:
    return states.mojibake("✅") in text or states.mojibake("🟡") in text


def empty_value(plan: Plan, name: str) -> str | None:
    """What stands for ``not yet`` in a sibling's Started or Completed line; None where such lines are left out."""
    source = plan.source
    for other in plan.steps:
        found = other.place.field(name)
        if found and vocabulary.is_unset(source.slice(found.value)):
            return source.slice(found.value)
    return None


def todo_shows(plan: Plan, step: Step, name: str) -> bool:
    """Do the open siblings that have not begun carry this line?"""
    todo = [
        other for other in plan.steps if other.id != step.id and other.status == "todo" and other.place.field("status")
    ]
    if todo:
        return any(other.place.field(name) for other in todo)
    return any(empty_value(plan, other) is not None for other in ("started", "completed"))


def work_time(plan: Plan, now: str, default: str = _MINUTE) -> str:
    """``now`` as this document writes when steps were started and completed."""
    fields = (found for step in plan.steps for name in ("started", "completed") if (found := step.place.field(name)))
    known = (stamps.search(plan.source.slice(one.value)) for one in fields)
    return stamps.write(now, next((stamp.shape for stamp in known if stamp), default))


def stamp_into(plan: Plan, span: Span, now: str, default: str) -> str:
    """A place that holds a time (or a placeholder for one) with ``now`` in it, in its own shape."""
    text = plan.source.slice(span)
    found = stamps.search(text)
    if found:
        return text[: found.start] + stamps.write(now, found.shape) + text[found.end :]
    return stamps.write(now, "%Y-%m-%d" if "HH" not in text and "DD" in text else default)
