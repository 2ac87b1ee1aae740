"""Finds what a caller names: an exact id, then an exact label, then a piece of the text. Knows one plan."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from typing import Literal, TypeVar

from execplan.plan.errors import PlanError, quoted
from execplan.plan.identity import ALPHABET, SHORTEST
from execplan.plan.marks import collapse
from execplan.plan.model import (
    Blocker,
    Criterion,
    Decision,
    Discovery,
    LogEntry,
    OtherBox,
    Phase,
    Plan,
    Question,
    Risk,
    Section,
    Step,
)

T = TypeVar("T")
RecordName = Literal["decision", "discovery", "question", "risk", "blocker", "criterion", "log"]
AnyRecord = Decision | Discovery | Question | Risk | Blocker | Criterion | LogEntry
_SHOWN = 5


def find_step(plan: Plan, ref: str) -> Step:
    """The one step that ``ref`` names. ``Phase 2/Step 1`` qualifies. Raises ``not_found`` or ``ambiguous``."""
    steps: Sequence[Step] = plan.steps
    wanted = collapse(ref)
    head, slash, tail = wanted.partition("/")
    if slash and tail.strip() and not any(wanted.casefold() in step.title.casefold() for step in steps):
        phase = _match(plan.phases, head.strip(), lambda one: one.id, lambda one: one.label, lambda one: one.title)
        if len(phase) == 1:
            steps = [step for step in steps if step.phase == phase[0].id]
            wanted = tail.strip()
    return _one(
        "step",
        wanted,
        _match(steps, wanted, lambda one: one.id, lambda one: one.label, lambda one: one.title),
        steps,
        _step_line,
    )


def find_phase(plan: Plan, ref: str) -> Phase:
    found = _match(plan.phases, ref, lambda one: one.id, lambda one: one.label, lambda one: one.title)
    return _one("phase", ref, found, plan.phases, lambda one: f"{one.id} {one.label or ''} {one.title}")


def find_blocker(plan: Plan, ref: str) -> Blocker:
    """An open blocker by id, by text, or by the step it stands on. Raises as the others, or ``refused`` once resolved.

    What names a resolved one better than an open one means the resolved one: a request sent again resolves no other.
    """
    answered = [one for one in plan.questions if one.resolved and not one.blocking]  # they were blockers before
    every: list[Blocker | Question] = [*plan.blockers, *answered]
    found = _match(every, ref, lambda one: one.id, lambda _: None, lambda one: one.text)
    if not any(isinstance(one, Blocker) for one in found):
        named = _match(plan.steps, ref, lambda one: one.id, lambda one: one.label, lambda one: one.title)
        steps = {step.id for step in named}
        found = [one for one in plan.blockers if one.step in steps] or found
    opened = [one for one in found if isinstance(one, Blocker) and not one.resolved]
    if found and not opened:
        kind = "blocker" if isinstance(found[0], Blocker) else "question"
        how = "is already resolved" if found[0].retracted is None else "was retracted"
        raise PlanError("refused", f"{kind} {found[0].id} {how}", "name another blocker by its id")
    still = [one for one in plan.blockers if not one.resolved]
    return _one("blocker", ref, opened, still, lambda one: f"{one.id} {one.text}")


def find_question(plan: Plan, ref: str) -> Question:
    """A question by id or text; an open one where an answered one matches as well. Raises as the others, or ``refused``."""
    found = _match(plan.questions, ref, lambda one: one.id, lambda _: None, lambda one: one.text)
    found = [one for one in found if not one.resolved] or found
    if not found and _match(plan.blockers, ref, lambda one: one.id, lambda _: None, lambda one: one.text):
        raise PlanError("refused", f"{quoted(ref)} is a blocker, no question", "use resolve_blocker")
    return _one("question", ref, found, plan.questions, lambda one: f"{one.id} {one.text}")


def find_criterion(plan: Plan, ref: str) -> Criterion | OtherBox:
    """A criterion, or another box that is no step, by id or text. Raises as the others, or ``refused``."""
    boxes: list[Criterion | OtherBox] = [*plan.criteria, *plan.other_boxes]
    found = _match(boxes, ref, lambda one: one.id, lambda _: None, lambda one: one.text)
    if not found:
        if _match(plan.questions, ref, lambda one: one.id, lambda _: None, lambda one: one.text):
            raise PlanError("refused", f"{quoted(ref)} is a question", "use answer_question")
        if _match(plan.blockers, ref, lambda one: one.id, lambda _: None, lambda one: one.text):
            raise PlanError("refused", f"{quoted(ref)} is a blocker", "use resolve_blocker")
        if _match(plan.steps, ref, lambda one: one.id, lambda one: one.label, lambda one: one.title):
            raise PlanError("refused", f"{quoted(ref)} is a step", "use mark_step")
    return _one("criterion", ref, found, boxes, lambda one: f"{one.id} {one.text}")


def find_record(plan: Plan, ref: str) -> tuple[RecordName, AnyRecord]:
    """A record of any kind by id or text; a log entry only where nothing else matches, for logs repeat what is elsewhere.

    Of several that match as well, those that stand. Raises as the others, or ``refused`` for a step.
    """
    records = _records(plan)
    found = _match(records, ref, lambda one: one[1].id, lambda _: None, lambda _: "")
    for some in ([one for one in records if one[0] != "log"], records):
        found = found or _match(some, ref, lambda one: one[1].id, lambda _: None, lambda one: _said(one[1]))
    found = [one for one in found if one[1].retracted is None] or found
    if not found and _match(plan.steps, ref, lambda one: one.id, lambda one: one.label, lambda one: one.title):
        raise PlanError("refused", f"{quoted(ref)} is a step, no record", "use mark_step with status skipped")
    return _one("record", ref, found, records, lambda one: f"{one[1].id} {one[0]} {_said(one[1])}")


def _records(plan: Plan) -> list[tuple[RecordName, AnyRecord]]:
    """Each entry once: a question that blocks is a question, a decision told in a log is a decision."""
    every: list[tuple[RecordName, AnyRecord]] = [
        *(("decision", one) for one in plan.decisions),
        *(("discovery", one) for one in plan.discoveries),
        *(("question", one) for one in plan.questions),
        *(("risk", one) for one in plan.risks),
        *(("blocker", one) for one in plan.blockers if one.id != one.step),
        *(("criterion", one) for one in plan.criteria),
        *(("log", one) for one in plan.log),
    ]
    once: dict[str, tuple[RecordName, AnyRecord]] = {}
    for one in every:
        once.setdefault(one[1].id, one)
    return list(once.values())


def _said(record: AnyRecord) -> str:
    return record.title if isinstance(record, Decision | Discovery) else record.text


def find_section(plan: Plan, ref: str) -> Section:
    """A section by its heading or a piece of it."""
    found = _match(plan.sections, ref, lambda one: one.title, lambda one: one.raw, lambda one: one.title)
    return _one("section", ref, found, plan.sections, lambda one: one.title)


def _match(
    entries: Sequence[T],
    ref: str,
    id_of: Callable[[T], str],
    label_of: Callable[[T], str | None],
    text_of: Callable[[T], str],
) -> list[T]:
    """The entries of the first level with a match: id (or a longer or shorter prefix of it), label, piece of the text."""
    wanted = collapse(ref).casefold()
    if not wanted:
        return []
    exact = [one for one in entries if id_of(one).casefold() == wanted]
    if exact:
        return exact
    if len(wanted) >= SHORTEST and not set(wanted) - set(ALPHABET):
        prefixed = [one for one in entries if id_of(one).startswith(wanted) or wanted.startswith(id_of(one))]
        if prefixed:
            return prefixed
    labelled = [one for one in entries if _same_label(label_of(one), wanted)]
    if labelled:
        return labelled
    whole = [one for one in entries if text_of(one).casefold() == wanted]
    return whole or [one for one in entries if wanted in text_of(one).casefold()]


def _same_label(label: str | None, wanted: str) -> bool:
    """``5`` names ``Step 5`` and ``5``; ``Step 5`` names ``5`` too."""
    if label is None:
        return False
    folded = collapse(label).casefold()
    if folded == wanted:
        return True
    number, asked = _number(folded), _number(wanted)
    return number is not None and number == asked and (folded == number or wanted == asked)


def _number(label: str) -> str | None:
    match = re.fullmatch(r"(?:[^\W\d_]+\s*#?\s*)?(\d+(?:\.\d+)*)", label)
    return match[1] if match else None


def _step_line(step: Step) -> str:
    return f"{step.id} {step.label + ' ' if step.label else ''}{step.title}"


def _one(kind: str, ref: str, found: list[T], entries: Sequence[T], line: Callable[[T], str]) -> T:
    if len(found) == 1:
        return found[0]
    many = "criteria" if kind == "criterion" else f"{kind}s"
    if found:
        raise PlanError(
            "ambiguous", f"{len(found)} {many} match {quoted(ref)}: {_lines(found, line)}", f"name the {kind} by its id"
        )
    near = get_close_matches(ref.casefold(), [line(one).casefold() for one in entries], n=3, cutoff=0.3)
    nearest = [one for text in near for one in entries if line(one).casefold() == text]
    hint = (
        f"nearest: {_lines(nearest, line)}"
        if nearest
        else (f"{many}: {_lines(entries, line)}" if entries else f"this plan has no {many}")
    )
    raise PlanError("not_found", f"no {kind} matches {quoted(ref)}", hint)


def _lines(entries: Sequence[T], line: Callable[[T], str]) -> str:
    shown = "; ".join(collapse(line(one))[:60] for one in entries[:_SHOWN])
    return shown + (f"; +{len(entries) - _SHOWN}" if len(entries) > _SHOWN else "")
