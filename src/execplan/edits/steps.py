"""Marking steps. Knows spans and statuses; knows no files and no clock."""

from __future__ import annotations

from dataclasses import replace

from execplan.edits import derived
from execplan.edits.blockers import block_step, close_on_step
from execplan.edits.change import Change, Draft, no_change
from execplan.edits.grow import add
from execplan.edits.marking import below_own_lines, child_line, has_pointer, write_state
from execplan.plan import marks
from execplan.plan.choice import first_choice
from execplan.plan.dialects import DIALECTS
from execplan.plan.errors import PlanError
from execplan.plan.model import CLOSED, Plan, Status, Step
from execplan.plan.references import find_step
from execplan.plan.safe import entry

__all__ = ["STATUSES", "add", "mark"]

STATUSES: tuple[Status, ...] = ("todo", "in_progress", "blocked", "done", "skipped")
_LOG: dict[Status, str] = {
    "done": "Completed",
    "in_progress": "Started",
    "todo": "Reopened",
    "skipped": "Skipped",
    "blocked": "Blocker",
}


def mark(plan: Plan, step: str, status: str, *, note: str | None = None, now: str) -> Change:
    """Sets a step's state and the lines that follow from it.

    Laws: marking twice is empty; marks on different steps commute; done → todo restores the text but for log and
    ``Last Updated``. ``note`` is required for blocked (why) and skipped (why). Raises ``invalid``, ``not_found``,
    ``ambiguous``, ``refused``.
    """
    if status not in STATUSES:
        raise PlanError("invalid", f"unknown status {status!r}", "use " + ", ".join(STATUSES))
    target = find_step(plan, step)
    wanted: Status = status
    text = entry(note, "note") if note and note.strip() else None
    if wanted in ("blocked", "skipped") and text is None and target.status != wanted:
        raise PlanError("invalid", f"{wanted} needs a note", "say why in note")
    if target.status == wanted and (text is None or _says(plan, target, text)):
        return no_change(plan, target.id)
    _check_parent(plan, target, wanted)
    if wanted == "blocked" and text is not None:
        return replace(block_step(plan, target, text, now=now), id=target.id, state=wanted)
    if text and wanted != "skipped" and target.box == "none" and plan.source.line(target.line).lstrip().startswith("|"):
        raise PlanError("refused", f"{target.title!r} is a table row and has no room for a note", "mark it without one")
    draft = Draft(plan)
    draft.touched.add(target.id)
    unexplained = wanted == "skipped" and marks.read(plan.source.slice(target.place.text)).first("outcome") is None
    if target.status != wanted:
        _set(draft, target, wanted, text or "", now)
    elif unexplained:  # struck by hand: it only gains the reason
        write_state(draft, target, wanted, now, text or "")
    if text and (wanted != "skipped" or not (target.status != wanted or unexplained)):
        _note(draft, target, text)
    if target.status == wanted:
        derived.write_updated(draft, now)
    return replace(draft.change(target.id), state=wanted)


def _says(plan: Plan, step: Step, note: str) -> bool:
    """Does the step carry this note already?"""
    return (
        note in (step.notes or "")
        or note in plan.source.slice(step.place.text)
        or any(note == one.text for one in plan.blockers if one.step == step.id)
    )


def _check_parent(plan: Plan, step: Step, status: Status) -> None:
    if not step.children or status not in CLOSED:
        return
    opened = [child for child in plan.steps if child.parent == step.id and child.status not in CLOSED]
    if opened:
        listed = "; ".join(f"{child.id} {child.title[:50]}" for child in opened[:8])
        raise PlanError(
            "refused", f"{step.title!r} has open sub-steps: {listed}", "close them; the last one closes their parent"
        )


def _set(draft: Draft, step: Step, status: Status, reason: str, now: str) -> None:
    plan = draft.plan
    dialect = DIALECTS[plan.dialect]
    was_current = first_choice(plan)
    leaf = not step.children
    pointer = (
        leaf and status == "in_progress" and (has_pointer(draft, step) or (dialect.pointer and step.box == "task"))
    )
    if pointer:
        derived.drop_pointers(draft, but=step)
    write_state(draft, step, status, now, reason, pointer)
    if status == "todo" or (step.status == "blocked" and status != "blocked"):
        close_on_step(draft, step)
    if status in CLOSED and has_pointer(draft, step):
        derived.move_pointer(draft, step, _next(plan, step, status))
    closed = derived.follow(draft, {step.id: status}, now)
    _plan_status(draft, step, status, was_current)
    lines = [f"- {_LOG[status]}: {step.title}" + (f" ({reason})" if reason else "")]
    derived.tell(draft, [*lines, *(f"- {_LOG['done']}: {parent.title}" for parent in closed)], now)


def _plan_status(draft: Draft, step: Step, status: Status, was_current: Step | None) -> None:
    """The first step started makes the plan in progress; a step taken back leaves it so: the work has begun."""
    plan = draft.plan
    if status in ("in_progress", "done"):
        if plan.status == "blocked" and status == "done" and was_current is not None and was_current.id != step.id:
            return
        if plan.status in (None, "planning", "blocked"):
            derived.write_plan_status(draft, "in_progress")


def _next(plan: Plan, step: Step, status: Status) -> Step | None:
    """The step the pointer moves to: what is next once this one is closed; its own group first."""
    changed = tuple(replace(one, status=status, pointed=False) if one.id == step.id else one for one in plan.steps)
    siblings = [
        one
        for one in changed
        if one.parent == step.parent and one.parent and one.status not in CLOSED and not one.children and one.candidate
    ]
    after = [one for one in siblings if one.line > step.line]
    if after or siblings:
        return (after or siblings)[0]
    return first_choice(replace(plan, steps=changed))


def _note(draft: Draft, step: Step, note: str) -> None:
    """A note goes into the step's Notes line, or into a new one below its own lines."""
    field = next((one for one in step.place.fields if "notes" in one.names and one.line > step.place.line), None)
    if field and draft.source.slice(field.value).strip():
        draft.insert(field.value.end, f"; {note}")
    elif field:
        draft.insert(field.value.end, note if draft.source.text[field.value.start - 1] in " \t" else f" {note}")
    else:
        draft.insert_lines(below_own_lines(draft, step), child_line(draft, step, "notes", note))
