"""The lines that follow from a change of state: parents, pointer, bar, Last Updated, the plan's own status, the log.

All of them are written in the same edit as the change itself, and nothing else is.
"""

from __future__ import annotations

from collections.abc import Mapping

from execplan.edits import habits
from execplan.edits.change import Draft
from execplan.edits.marking import write_state
from execplan.edits.notes import note_revision
from execplan.edits.placing import into_section, new_section, section_end
from execplan.plan import marks, stamps, states, vocabulary
from execplan.plan.dialects import DIALECTS
from execplan.plan.model import CLOSED, Field, Plan, PlanStatus, Status, Step
from execplan.plan.phases import parent_status
from execplan.text.source import Span

_WORDS: dict[PlanStatus, tuple[str, str]] = {
    "in_progress": ("🟡", "In Progress"), "blocked": ("🔴", "Blocked"), "planning": ("⚪", "Planning"),
    "completed": ("🟢", "Complete"), "abandoned": ("⚫", "Abandoned"),
}  # fmt: skip


def follow(draft: Draft, changed: Mapping[str, Status], now: str, *, split: int = 0) -> list[Step]:
    """Parents, bar and times after steps changed to these states. Answers the parents that closed with them.

    ``split`` counts the done parts that were split off and now stand as steps of their own.
    """
    status: dict[str, Status] = {step.id: changed.get(step.id, step.status) for step in draft.plan.steps}
    closed = _parents(draft, changed, status, now)
    write_bar(draft, status, added=split, done_added=split)
    write_updated(draft, now)
    return closed


def _parents(draft: Draft, changed: Mapping[str, Status], status: dict[str, Status], now: str) -> list[Step]:
    """Closing the last open child ticks the parent; reopening one opens it; a status line follows the children."""
    plan = draft.plan
    steps = {step.id: step for step in plan.steps}
    ticked: list[Step] = []
    for id in changed:
        parent = steps.get(steps[id].parent or "")
        while parent is not None:
            children: list[Status] = [status[child] for child in parent.children]
            closed = all(child in CLOSED for child in children)
            draft.touched.add(parent.id)
            if closed and parent.status not in CLOSED:
                status[parent.id] = "done"
                write_state(draft, parent, "done", now)
                ticked.append(parent)
            elif not closed:
                status[parent.id] = derived = parent_status(children)
                if parent.status in CLOSED or _says_otherwise(plan, parent, derived):
                    has_line = parent.place.field("status") is not None
                    write_state(draft, parent, derived if has_line and derived != "blocked" else "todo", now)
            parent = steps.get(parent.parent or "")
    return ticked


def _says_otherwise(plan: Plan, parent: Step, derived: Status) -> bool:
    """Does the parent's own status line say another state than its sub-steps make it?"""
    field = parent.place.field("status")
    if field is None or derived not in ("todo", "in_progress") or parent.status == "blocked":
        return False
    return states.of_text(plan.source.slice(field.value)) != derived


def write_bar(draft: Draft, status: Mapping[str, Status], added: int = 0, done_added: int = 0) -> None:
    """``filled = floor(cells × done / total)``; the percentage is floored as well. Skipped steps count for neither.

    ``added`` steps come with this edit, ``done_added`` of them done.
    """
    bar = draft.plan.bar
    if bar is None:
        return
    leaves = [status[step.id] for step in draft.plan.leaves()]
    total = sum(one != "skipped" for one in leaves) + added
    done = sum(one == "done" for one in leaves) + done_added
    filled = bar.count * done // total if total else 0
    draft.replace(bar.cells, bar.filled * filled + bar.empty * (bar.count - filled))
    for span, value in ((bar.percent, 100 * done // total if total else 0), (bar.done, done), (bar.total, total)):
        if span:
            draft.replace(span, str(value))


def write_updated(draft: Draft, now: str) -> None:
    """``Last Updated`` in every place where it stands, each in its own shape."""
    default = "%Y-%m-%d %H:%M UTC" if draft.plan.dialect == "living" else "%Y-%m-%d"
    for span in draft.plan.updated_fields:
        draft.replace(span, habits.stamp_into(draft.plan, span, now, default))


def write_plan_status(draft: Draft, status: PlanStatus) -> None:
    """The plan's own status wherever it stands, in the words, case and glyphs of each place.

    A plan without the field stays without; a field that says more than a status (a sentence) is left to its author.
    """
    for field in draft.plan.about:
        value = status_value(draft.source.slice(field.value), field, status)
        if value is not None:
            draft.about["status"] = status if field == draft.plan.status_field else draft.about.get("status")
            draft.replace(field.value, value)


def status_value(current: str, field: Field, status: PlanStatus) -> str | None:
    """What a field of the plan takes to say this status; None where it says so, is no status, or says more than one."""
    if "plan_status" in field.names:
        return _footer_text(current, status)
    if "status" not in field.names or states.plan_of_text(current) == status:
        return None
    return _from_choices(current, status) if vocabulary.is_unset(current) else _status_text(current, status)


def status_words(status: PlanStatus) -> str:
    return "Completed" if status == "completed" else _WORDS[status][1]


def _from_choices(current: str, status: PlanStatus) -> str | None:
    """``Planning | In Progress | …`` left from a template: the alternative that says it."""
    choices = [part.strip() for part in current.split("|")]
    said = next((part for part in choices if len(choices) > 1 and states.plan_of_text(part) == status), None)
    return said or status_words(status)


def _status_text(current: str, status: PlanStatus) -> str | None:
    glyph, words = _WORDS[status]
    bare = states.GLYPH.sub("", current).strip(" *_`\"'").replace("_", " ").casefold()
    if not any(bare == word.replace("_", " ") for known in states.PLAN_WORDS.values() for word in known):
        return None
    found = states.GLYPH.search(current)
    if found:
        return f"{glyph} {words}" if _is_glyph(found[0]) else states.mojibake(f"{glyph} {words}")
    words = status_words(status)
    return words.lower().replace(" ", "_") if current == current.lower() else words


def _footer_text(current: str, status: PlanStatus) -> str | None:
    """The footer says ``Active`` of a plan that is being worked on; a blocked or closed one has its own word there."""
    said = states.plan_of_text(current)
    if said == status or (said is not None and {said, status} <= {"planning", "in_progress"}):
        return None
    if status not in ("planning", "in_progress"):
        return _status_text(current, status)
    words = _status_text(current, "in_progress")
    return words and words.replace("In Progress", "Active")


def _is_glyph(text: str) -> bool:
    return all(ord(char) > 0x2000 for char in text)


def move_pointer(draft: Draft, source_step: Step, target: Step | None) -> None:
    """``← CURRENT`` from one step to the next, in the words the document uses for it. The old one is removed elsewhere."""
    text = draft.source.slice(source_step.place.text)
    found = marks.read(text).first("pointer")
    if found is None or target is None:
        return
    raw = text[found.start : found.end].rstrip()
    draft.insert(target.place.text.end, raw)
    draft.touched.add(target.id)


def drop_pointers(draft: Draft, but: Step) -> None:
    """Takes the pointer off every other step."""
    for step in draft.plan.steps:
        if step.id == but.id:
            continue
        found = marks.read(draft.source.slice(step.place.text)).first("pointer")
        if found:
            base = step.place.text.start
            draft.replace(Span(base + found.start, base + found.end), "")
            draft.touched.add(step.id)


def tell(draft: Draft, lines: list[str], now: str) -> None:
    """What was done, in the plan's dated log; a plan without one is not given one.

    Call it before the record itself is placed: at the end of a document both go to the same spot.
    """
    if has_dated_log(draft.plan):
        log_lines(draft, lines, now)
        draft.adds["log"] += len(lines)


def revised(draft: Draft, what: str, now: str) -> None:
    """The plan's own text changed: its times follow, and a plan that logs its changes says so (no silent updates).

    A plan that keeps revision notes at its bottom gets one.
    """
    tell(draft, [f"- Changed: {what}"], now)
    write_updated(draft, now)
    note_revision(draft, what, now)


def log_lines(draft: Draft, lines: list[str], now: str) -> None:
    """Lines in the dated log (``### 2025-11-01 10:30``), made if need be: under the heading of this minute, else a new one."""
    plan, source = draft.plan, draft.source
    log = plan.section("log")
    if log is None:
        spot = DIALECTS[plan.dialect].spots["log"]
        new_section(draft, spot, [f"### {stamps.write(now, spot.shape.stamp)}", "", *lines])
        return
    at = plan.sections.index(log)
    dated = [
        section
        for index, section in enumerate(plan.sections)
        if section.parent == at and index > at and stamps.parse(section.raw.strip("[]* "))
    ]
    if not dated:
        heading = stamps.write(now, DIALECTS[plan.dialect].spots["log"].shape.stamp)
        blank = [""] if _airy(draft, log.line) else []
        into_section(draft, log, ["#" * (log.level + 1) + " " + heading, *blank, *lines])
        return
    newest_first = len(dated) > 1 and dated[0].raw > dated[-1].raw
    newest = dated[0] if newest_first else dated[-1]
    stamp = stamps.parse(newest.raw.strip("[]* "))
    heading = stamps.write(now, stamp.shape if stamp else "%Y-%m-%d %H:%M")
    if newest.raw.strip("[]* ").startswith(heading):
        draft.insert_lines(section_end(draft, newest.line + 1, newest.own_end), lines)
        return
    title = "#" * newest.level + " " + heading
    body = [title, *([""] if not source.line(newest.line + 1).strip() else []), *lines]
    if newest_first:
        draft.insert_lines(newest.line, [*body, ""])
    else:
        draft.insert_lines(section_end(draft, newest.line + 1, newest.end), ["", *body])


def _airy(draft: Draft, line: int) -> bool:
    source = draft.source
    return line + 1 < source.line_count and not source.line(line + 1).strip()


def has_dated_log(plan: Plan) -> bool:
    """Does the plan keep a log whose entries stand under dated headings?"""
    log = next((index for index, section in enumerate(plan.sections) if section.role == "log"), None)
    if log is None:
        return False
    dated = any(section.parent == log and stamps.parse(section.raw.strip("[]* ")) for section in plan.sections)
    return dated or (plan.dialect == "execplan" and not plan.log)
