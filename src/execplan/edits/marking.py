"""Writes one step's state into its own lines: box, stamp, state words, strike, status and time fields.

Only ``[ ]`` and ``[x]`` are written. Going back to todo takes out what going forward put in.
"""

from __future__ import annotations

import re
from dataclasses import replace

from execplan.edits import habits
from execplan.edits.change import Draft
from execplan.edits.child_lines import line_like
from execplan.edits.percent import percent_in_text, with_percent
from execplan.edits.striking import strike_title
from execplan.plan import marks, stamps, states, trailing, vocabulary
from execplan.plan.dialects import DIALECTS, POINTER, STATE_MARKS
from execplan.plan.errors import PlanError, quoted
from execplan.plan.model import Field, Status, Step
from execplan.text.source import Span

_STATE_GLYPHS = ("in_progress", "blocked", "skipped", "done")


def write_state(
    draft: Draft,
    step: Step,
    status: Status,
    now: str,
    reason: str = "",
    pointer: bool = False,
    percent: int | None = None,
) -> None:
    """The step's own lines in their new state. ``reason`` is for skipped; ``pointer`` keeps or sets ``← CURRENT``.

    How far a step is (``percent``) stays while it is blocked, and goes with any other state.
    """
    begun = ("in_progress", "blocked")
    if percent is None and step.status in begun and status in begun:
        percent = step.percent
    if step.box == "none":
        _without_box(draft, step, status, percent)
        return
    _box(draft, step, status)
    field = step.place.field("status")
    _text(draft, step, status, now, reason, pointer, None if field else percent)
    if field:
        draft.replace(field.value, with_percent(habits.status_value(draft.plan, step, status, field), percent))
        _times(draft, step, status, field, now)


def _without_box(draft: Draft, step: Step, status: Status, percent: int | None) -> None:
    """A heading or a table row copies its siblings' form of a state; where there is none the document cannot say it."""
    field = step.place.field("status")
    source = draft.source
    if field is None:
        raise PlanError(
            "refused",
            f"{quoted(step.title)} is drawn without a box and without a status",
            "write it as a checkbox or give it a Status line first",
        )
    current = source.slice(field.value)
    sibling = next(
        (
            source.slice(found.value)
            for other in draft.plan.steps
            if other.status == status and other.id != step.id and (found := other.place.field("status"))
        ),
        None,
    )
    if sibling and not re.search(r"\d", sibling) and len(sibling) < 30:
        value = sibling
    else:
        wrap = re.fullmatch(r"(\**)(.*?)(\**)", current)
        words = {
            "todo": "Pending",
            "in_progress": "In progress",
            "blocked": "Blocked",
            "done": "Done",
            "skipped": "Skipped",
        }[status]
        lower = not vocabulary.is_unset(current) and current == current.lower()
        value = f"{wrap[1]}{words.lower() if lower else words}{wrap[3]}" if wrap else words
    draft.replace(field.value, with_percent(value, percent))


def _box(draft: Draft, step: Step, status: Status) -> None:
    box = step.place.box
    if box is None:
        return
    now = draft.source.slice(box)
    if status == "done" and now not in "xX":
        draft.replace(box, habits.ticked(draft.plan))
    elif status != "done" and (now in "xX" or (step.box == "other" and status != step.status)):
        draft.replace(box, " ")


def _text(draft: Draft, step: Step, status: Status, now: str, reason: str, pointer: bool, percent: int | None) -> None:
    source, place = draft.source, step.place
    text = source.slice(place.text)
    found = marks.read(text)
    base = place.text.start
    for mark in found.marks:
        if (
            mark.kind == "state"
            or (mark.kind == "glyph" and _is_state_glyph(mark.value) and status != step.status)
            or (mark.kind == "pointer" and not pointer)
            or (mark.kind == "percent" and percent is None and step.status in ("in_progress", "blocked"))
            or (mark.kind in ("strike", "outcome") and status != "skipped" and found.state == "skipped")
        ):
            end = mark.end
            if mark.kind == "glyph" and not text[: mark.start].strip():  # a leading sign goes with the space after it
                end += len(text[end:]) - len(text[end:].lstrip(" "))
            draft.replace(Span(base + mark.start, base + end), "")
    _lead(draft, step, status, now, found)
    if percent is not None:
        percent_in_text(
            draft, step, replace(found, marks=tuple(one for one in found.marks if one.kind != "state")), percent
        )
    if status == "skipped":
        _skip(draft, step, found, reason)
    elif pointer and found.first("pointer") is None:
        draft.insert(place.text.end, _pointer(draft))


def _is_state_glyph(glyph: str) -> bool:
    return states.GLYPH_STATES.get(glyph) in _STATE_GLYPHS


def _lead(draft: Draft, step: Step, status: Status, now: str, found: marks.Marks) -> None:
    """The stamp of a done step, or the state words of an open one."""
    base = step.place.text.start
    stamp = next((mark for mark in found.marks if mark.kind == "stamp" and not found.text[: mark.start].strip()), None)
    shape = habits.done_stamp(draft.plan, step)
    if status == "done":
        if stamp:
            raw = stamps.search(found.text, stamp.start)
            if raw:
                draft.replace(Span(base + raw.start, base + raw.end), stamps.write(now, raw.shape))
        elif shape:
            draft.insert(base, stamps.write(now, shape))
        return
    if stamp and step.status == "done" and shape and not habits.stamps_open(draft.plan, step):
        draft.replace(Span(base + stamp.start, base + stamp.end), "")
    if step.place.field("status") is None and status in STATE_MARKS:
        draft.insert(base + _after_lead(found), STATE_MARKS[status])


def _after_lead(found: marks.Marks) -> int:
    """Where state words go: after the stamp and the label, before the title."""
    label = found.first("label")
    if label and _opens_bold(found):
        return label.start
    lead = [mark.end for mark in found.marks if mark.kind in ("stamp", "label", "parallel") and mark.end <= found.start]
    return max(lead, default=0)


def _opens_bold(found: marks.Marks) -> bool:
    """Does the label open a bold run that spans the title (``**Step 1: title**``)?"""
    label = found.first("label")
    return bool(label and found.text[label.start : label.end].count("**") % 2)


def has_pointer(draft: Draft, step: Step) -> bool:
    """Does the step's own text carry ``← CURRENT``?"""
    return marks.read(draft.source.slice(step.place.text)).first("pointer") is not None


def _skip(draft: Draft, step: Step, found: marks.Marks, reason: str) -> None:
    strike_title(draft, step.place, found)
    if found.first("outcome") is None:
        draft.insert(step.place.text.end, f" → skipped: {reason}")


def _pointer(draft: Draft) -> str:
    """``← CURRENT`` as this document writes it."""
    match = trailing.POINTER.search(draft.source.text)
    return " " + match[0].strip() if match else POINTER


# --- status and time lines ------------------------------------------------------------------------


def _times(draft: Draft, step: Step, status: Status, field: Field, now: str) -> None:
    stamp = habits.work_time(draft.plan, now)
    started, completed = _own(step, "started"), _own(step, "completed")
    source = draft.source
    wanted: list[tuple[str, Field | None, str | None]] = []
    if status == "todo":
        wanted = [("started", started, None), ("completed", completed, None)]
    elif status == "done":
        wanted = [("completed", completed, stamp)]
    else:
        begun = started is not None and not vocabulary.is_unset(source.slice(started.value))
        wanted = [
            ("started", started, stamp if status == "in_progress" and not begun else "keep"),
            ("completed", completed, None),
        ]
    lines: list[str] = []
    for name, found, value in wanted:
        if value == "keep":
            continue
        if found and value:
            draft.replace(found.value, value)
        elif (found and not vocabulary.is_unset(source.slice(found.value))) or (
            found and status == "todo" and not habits.todo_shows(draft.plan, step, name)
        ):
            _clear(draft, step, name, found)
        elif not found and value:
            lines.append(line_like(draft, field, name) + value)
    if lines:
        told = [
            one for one in step.place.fields if {"started", "blocked"}.intersection(one.names) and one.line > field.line
        ]
        draft.insert_lines(max((one.end for one in told), default=field.end), lines)


def _own(step: Step, name: str) -> Field | None:
    return next((one for one in step.place.fields if name in one.names and "status" not in one.names), None)


def _clear(draft: Draft, step: Step, name: str, found: Field) -> None:
    """The line without its value, or no line, as the open siblings have it."""
    empty = habits.empty_value(draft.plan, name)
    if habits.todo_shows(draft.plan, step, name):
        draft.replace(found.value, empty or ("—" if DIALECTS[draft.plan.dialect].step_status else ""))
        return
    source = draft.source
    draft.replace(Span(source.offset(found.line), source.offset(found.end)), "")
