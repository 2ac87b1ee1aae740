"""Marking steps. Knows spans and statuses; knows no files and no clock."""

from __future__ import annotations

from dataclasses import dataclass, replace

from execplan.edits import derived
from execplan.edits.blockers import close_on_step, write_blocked
from execplan.edits.change import Change, Draft, Shows, no_change
from execplan.edits.child_lines import below, step_line
from execplan.edits.filling import fill
from execplan.edits.grow import add
from execplan.edits.marking import has_pointer, write_state
from execplan.edits.percent import write_percent
from execplan.edits.proof import pieces_with, told, write_evidence
from execplan.edits.split import check_split, has_done_part, write_done_part
from execplan.plan import marks
from execplan.plan.choice import first_choice
from execplan.plan.dialects import DIALECTS
from execplan.plan.errors import PlanError, quoted
from execplan.plan.evidence import Evidence
from execplan.plan.model import CLOSED, Plan, Status, Step
from execplan.plan.references import find_step
from execplan.plan.safe import entry
from execplan.plan.tables import is_row

__all__ = ["STATUSES", "add", "mark"]

STATUSES: tuple[Status, ...] = ("todo", "in_progress", "blocked", "done", "skipped")
_LOG: dict[Status, str] = {
    "done": "Completed",
    "in_progress": "Started",
    "todo": "Reopened",
    "skipped": "Skipped",
    "blocked": "Blocker",
}


def mark(
    plan: Plan,
    step: str,
    status: str,
    *,
    note: str | None = None,
    evidence: Evidence | str | None = None,
    percent: int | None = None,
    done_part: str | None = None,
    now: str,
) -> Change:
    """Sets a step's state and the lines that follow from it.

    Laws: marking twice is empty; marks on different steps commute; done → todo restores the text but for log and
    ``Last Updated``. ``note`` is required for blocked (why) and skipped (why). ``evidence`` stays with the step: a text
    is as told, an observed piece comes from whoever looked. ``percent`` says how far a step in progress is;
    ``done_part`` becomes a done step of its own above the step, which stays as the open rest (the evidence goes with the
    done part). Raises ``invalid``, ``not_found``, ``ambiguous``, ``refused``.
    """
    if status not in STATUSES:
        raise PlanError("invalid", f"unknown status {status!r}", "use " + ", ".join(STATUSES))
    target = find_step(plan, step)
    wanted: Status = status
    text = entry(note, "note") if note and note.strip() else None
    if wanted in ("blocked", "skipped") and text is None and target.status != wanted:
        raise PlanError("invalid", f"{wanted} needs a note", "say why in note")
    new = _news(plan, target, wanted, text, told(evidence), percent, done_part)
    if new is None:
        return no_change(plan, target.id)
    _check_parent(plan, target, wanted)
    row = target.box == "none" and is_row(plan.source, target.line)
    if new.note and row and wanted not in ("blocked", "skipped"):
        raise PlanError(
            "refused", f"{quoted(target.title)} is a table row and has no room for a note", "mark it without one"
        )
    if wanted == "blocked" and new.note is not None:
        return _blocked(plan, target, new.note, new.evidence, now)
    return _marked(plan, target, new, now)


@dataclass(frozen=True, slots=True)
class _News:
    """What a call says that the plan does not say yet."""

    status: Status
    note: str | None
    evidence: Evidence | None
    percent: int | None
    part: str | None


def _news(
    plan: Plan,
    step: Step,
    status: Status,
    note: str | None,
    piece: Evidence | None,
    percent: int | None,
    done_part: str | None,
) -> _News | None:
    """None where the plan says all of it."""
    part = entry(done_part, "done_part") if done_part and done_part.strip() else None
    if percent is not None:
        _check_percent(step, status, percent)
        percent = percent if percent != step.percent or step.status != status else None
    if part is not None:
        check_split(step, status)
        if has_done_part(plan, step, part):
            part = piece = None
    if note is not None and step.status == status and _says(plan, step, note):
        note = None
    if piece is not None and part is None and piece.text in step.evidence:
        piece = None
    new = _News(status, note, piece, percent, part)
    return new if step.status != status or any((note, piece, part)) or percent is not None else None


def _check_percent(step: Step, status: Status, percent: int) -> None:
    if status != "in_progress":
        raise PlanError(
            "invalid", f"percent says how far a step in progress is, not one that is {status}", "leave it out"
        )
    if percent == 100:
        raise PlanError("invalid", "100 percent is done", "mark the step done")
    if not 0 <= percent < 100:
        raise PlanError("invalid", f"percent {percent} is not between 0 and 99", "give a whole number below 100")
    if step.children:
        raise PlanError("refused", f"{quoted(step.title)} has sub-steps: how far it is follows from them", "mark those")


def _blocked(plan: Plan, step: Step, reason: str, piece: Evidence | None, now: str) -> Change:
    draft = Draft(plan)
    write_blocked(draft, step, reason, {}, now)
    shows: Shows = (("step", "status", "blocked"),)
    if piece is not None:
        write_evidence(draft, step, piece)
        shows += (("step", "evidence", pieces_with(step, piece)),)
    return draft.change(step.id, shows)


def _marked(plan: Plan, step: Step, new: _News, now: str) -> Change:
    draft = Draft(plan)
    draft.touched.add(step.id)
    wanted, text = new.status, new.note
    same = step.status == wanted
    unexplained = wanted == "skipped" and marks.read(plan.source.slice(step.place.text)).first("outcome") is None
    if new.part is not None:
        write_done_part(draft, step, new.part, new.evidence, now)
    if not same:
        _set(draft, step, new, now)
    elif unexplained and text:  # struck by hand: it only gains the reason
        write_state(draft, step, wanted, now, text)
    if text and (wanted != "skipped" or (same and not unexplained)):
        _note(draft, step, text)
    own = new.evidence if new.part is None else None
    if own is not None:
        write_evidence(draft, step, own)
    if same:
        if new.percent is not None:
            write_percent(draft, step, new.percent)
        derived.follow(draft, {}, now, split=1 if new.part and step.counted else 0)
        derived.tell(draft, _told(step, new), now)
    shows: Shows = (("step", "status", wanted),)
    if own is not None:
        shows += (("step", "evidence", pieces_with(step, own)),)
    if new.percent is not None:
        shows += (("step", "percent", new.percent),)
    return draft.change(step.id, shows)


def _told(step: Step, new: _News) -> list[str]:
    """What the log says of a step whose state stays."""
    lines = [f"- {_LOG['done']}: {new.part} (part of {step.title})"] if new.part else []
    if new.percent is not None:
        lines.append(f"- Progress: {step.title} ({new.percent}%)")
    if new.evidence is not None and new.part is None:
        lines.append(f"- Evidence: {step.title} — {new.evidence.text}")
    if new.note is not None:
        lines.append(f"- Note: {step.title} — {new.note}")
    return lines


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
            "refused",
            f"{quoted(step.title)} has open sub-steps: {listed}",
            "close them; the last one closes their parent",
        )


def _set(draft: Draft, step: Step, new: _News, now: str) -> None:
    plan, status, reason = draft.plan, new.status, new.note or ""
    dialect = DIALECTS[plan.dialect]
    was_current = first_choice(plan)
    leaf = not step.children
    pointer = (
        leaf and status == "in_progress" and (has_pointer(draft, step) or (dialect.pointer and step.box == "task"))
    )
    if pointer:
        derived.drop_pointers(draft, but=step)
    write_state(draft, step, status, now, reason, pointer, new.percent)
    if status == "todo" or (step.status == "blocked" and status != "blocked"):
        close_on_step(draft, step)
    if status in CLOSED and has_pointer(draft, step):
        derived.move_pointer(draft, step, _next(plan, step, status))
    closed = derived.follow(draft, {step.id: status}, now, split=1 if new.part and step.counted else 0)
    _plan_status(draft, step, status, was_current)
    lines = [f"- {_LOG[status]}: {step.title}" + (f" ({reason})" if reason else "")]
    if new.part:
        lines.append(f"- {_LOG['done']}: {new.part} (part of {step.title})")
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
        fill(draft, field, note)
    else:
        draft.insert_lines(below(draft, step.place), [step_line(draft, step, "notes", note)])
