"""What may differ where prose is rewritten. Knows two plans and an edit; knows no section by name.

Criteria and boxes that are nothing else come with the text, headings and phases come and go with it. Steps and records
do neither, and what stands outside stays.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NoReturn

from execplan.plan.errors import PlanError
from execplan.plan.model import Plan, Section, Step
from execplan.text.edit import Edit
from execplan.text.source import Source, Span

Key = tuple[str, str]
Range = tuple[int, int]

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
    old, new = _lines(before.source, within), _lines(after.source, _moved(edit, within))
    _same_outside(before, old, after, new)
    _same_work(before, after)
    kept: list[Key] = []
    for key in gone:
        if (key[0] == "phase" or _is_plain(before, key)) and _inside(_line(before, key), old):
            continue
        if key[0] in KEPT_BY:
            _refuse(f"would lose the {key[0]} {key[1]}", f"keep it in the text as it is, or use {KEPT_BY[key[0]]}")
        kept.append(key)
    rest: list[Key] = []
    for key in came:
        inside = _inside(_line(after, key), new)
        if inside and key[0] in ("phase", "criterion"):
            continue
        if inside and key[0] in ADDED_BY:
            _refuse(f"would add a {key[0]}", f"{ADDED_BY[key[0]]} does that")
        rest.append(key)
    return kept, rest


def _is_plain(plan: Plan, key: Key) -> bool:
    """A criterion without a box is a line of prose: it cannot be met or left open."""
    return key[0] == "criterion" and any(one.id == key[1] and one.box == "none" for one in plan.criteria)


def _moved(edit: Edit, span: Span) -> Span:
    """Where the span is after the edit; what is inserted at either of its ends belongs to it."""
    start, end = span.start, span.end
    for one in edit.replacements:
        grown = len(one.text) - (one.span.end - one.span.start)
        start += grown if one.span.end <= span.start and one.span.start < span.start else 0
        end += grown if one.span.start <= span.end else 0
    return Span(start, max(start, end))


def _lines(source: Source, span: Span) -> Range:
    last = source.line_of(span.end)
    return source.line_of(span.start), last + (source.offset(last) < span.end)


def _inside(line: int, lines: Range) -> bool:
    return lines[0] <= line < lines[1]


def _line(plan: Plan, key: Key) -> int:
    kind, id = key
    entries = {
        "step": plan.steps, "phase": plan.phases, "criterion": plan.criteria, "question": plan.questions,
        "blocker": plan.blockers, "decision": plan.decisions, "discovery": plan.discoveries, "risk": plan.risks,
        "log": plan.log,
    }.get(kind, ())  # fmt: skip
    return next((one.line for one in entries if one.id == id), -1)


def _same_outside(before: Plan, old: Range, after: Plan, new: Range) -> None:
    """Headings and boxes outside are what they were; only the log may have got a dated heading."""
    if _headings(before, old) != _headings(after, new):
        _refuse("would change other sections", "is a code fence or a comment left open in the text?")
    if _boxes(before, old) != _boxes(after, new):
        _refuse("would change boxes outside the section", "leave them out of the text")


def _headings(plan: Plan, lines: Range) -> list[tuple[int, str]]:
    return [(one.level, one.raw) for one in plan.sections if not _inside(one.line, lines) and not _in_log(plan, one)]


def _in_log(plan: Plan, section: Section) -> bool:
    return section.parent != -1 and plan.sections[section.parent].role == "log"


def _boxes(plan: Plan, lines: Range) -> Counter[tuple[str, bool]]:
    return Counter((box.text, box.checked) for box in plan.other_boxes if not _inside(box.line, lines))


def _same_work(before: Plan, after: Plan) -> None:
    """Every step keeps its place in the work, and the paragraph that describes it where it has one."""
    news = {step.id: step for step in after.steps}
    for step in before.steps:
        new = news.get(step.id)
        if new is None:
            continue
        if step.detail is not None and new.detail is None:
            _refuse(f"would lose the paragraph of step {step.id} {step.title!r}", "keep its title line in the text")
        if _work(before, step) != _work(after, new):
            _refuse(f"would change the step {step.id}", "edit_step does that")


def _work(plan: Plan, step: Step) -> tuple[object, ...]:
    phase = next((one.title for one in plan.phases if one.id == step.phase), None)
    return step.title, step.status, step.label, step.parent, step.box, step.counted, phase


def _refuse(what: str, hint: str) -> NoReturn:
    raise PlanError("refused", f"the text {what}; nothing was written", hint)
