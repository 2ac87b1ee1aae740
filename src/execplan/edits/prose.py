"""What may differ where prose is rewritten. Knows two plans and an edit; knows no section by name.

Criteria and boxes that are nothing else come with the text, headings and phases come and go with it. Steps and records
do neither, and what stands outside stays.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NoReturn

from execplan.edits.entries import Key, line_of
from execplan.plan.errors import PlanError, quoted
from execplan.plan.evidence import read_evidence
from execplan.plan.model import Plan, Step
from execplan.text.edit import Edit
from execplan.text.source import Source, Span

ADDED_BY = {
    "step": "add_steps", "decision": "add_decision", "discovery": "add_discovery", "blocker": "add_blocker",
    "question": "add_question", "risk": "add_risk", "log": "log_progress", "criterion": "edit_plan",
}  # fmt: skip
KEPT_BY = {
    "step": "mark_step, edit_step or retract", "criterion": "check_criterion or retract",
    "question": "answer_question or retract", "blocker": "resolve_blocker or retract", "decision": "retract",
    "discovery": "retract", "risk": "add_risk or retract", "log": "retract",
}  # fmt: skip
"""Which tool does to an entry what rewriting its section must not."""


def undeclared(
    before: Plan, edit: Edit, within: Span, after: Plan, gone: Iterable[Key], came: Iterable[Key]
) -> tuple[list[Key], list[Key]]:
    """The entries that went or came and that rewriting the prose does not explain. Raises ``refused``."""
    old, new = lines_in(before.source, within), lines_in(after.source, moved(edit, within))
    _same_work(before, after)
    if _observed(after) - _observed(before):
        _refuse("would say that evidence was observed", "the evidence of mark_step and check_criterion is looked at")
    kept: list[Key] = []
    for key in gone:
        if (key[0] in ("phase", "box") or _is_plain(before, key)) and line_of(before, key) in old:
            continue
        if key[0] in KEPT_BY:
            _refuse(f"would lose the {key[0]} {key[1]}", f"keep it in the text as it is, or use {KEPT_BY[key[0]]}")
        kept.append(key)
    rest: list[Key] = []
    for key in came:
        inside = line_of(after, key) in new
        if inside and key[0] in ("phase", "criterion", "box"):
            continue
        if inside and key[0] in ADDED_BY:
            _refuse(f"would add a {key[0]}", f"{ADDED_BY[key[0]]} does that")
        rest.append(key)
    return kept, rest


def _observed(plan: Plan) -> Counter[str]:
    """The pieces of evidence that carry the program's own mark: no text from outside may bring one."""
    entries = (*plan.steps, *plan.criteria, *plan.other_boxes)
    return Counter(text for one in entries for text in one.evidence if read_evidence(text).observed)


def _is_plain(plan: Plan, key: Key) -> bool:
    """A criterion without a box is a line of prose: it cannot be met or left open."""
    return key[0] == "criterion" and any(one.id == key[1] and one.box == "none" for one in plan.criteria)


def moved(edit: Edit, span: Span) -> Span:
    """Where the span is after the edit; what is inserted at either of its ends belongs to it."""
    start, end = span.start, span.end
    for one in edit.replacements:
        grown = len(one.text) - (one.span.end - one.span.start)
        start += grown if one.span.end <= span.start and one.span.start < span.start else 0
        end += grown if one.span.start <= span.end else 0
    return Span(start, max(start, end))


def lines_in(source: Source, span: Span) -> range:
    last = source.line_of(span.end)
    return range(source.line_of(span.start), last + (source.offset(last) < span.end))


def _same_work(before: Plan, after: Plan) -> None:
    """Every step keeps its place in the work, and the paragraph that describes it where it has one."""
    news = {step.id: step for step in after.steps}
    for step in before.steps:
        new = news.get(step.id)
        if new is None:
            continue
        if step.detail is not None and new.detail is None:
            _refuse(
                f"would lose the paragraph of step {step.id} {quoted(step.title)}", "keep its title line in the text"
            )
        if _work(before, step) != _work(after, new):
            _refuse(f"would change the step {step.id}", "edit_step does that")


def _work(plan: Plan, step: Step) -> tuple[object, ...]:
    phase = next((one.title for one in plan.phases if one.id == step.phase), None)
    return step.title, step.status, step.label, step.parent, step.box, step.counted, phase


def _refuse(what: str, hint: str) -> NoReturn:
    raise PlanError("refused", f"the text {what}; nothing was written", hint)
