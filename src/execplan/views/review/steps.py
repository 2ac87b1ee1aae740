"""Rules about single steps: too large, no way to confirm them, no stamp, blocked without a word. Know no section."""

from __future__ import annotations

import re
from collections.abc import Iterator

from execplan.plan.graph import graph_of, is_closed
from execplan.plan.model import Plan, Step
from execplan.views.review.bodies import is_filled, lines_of, within
from execplan.views.review.phrases import counted, name_of, names_of
from execplan.views.review.rule import Facts, Hit, Rule, everywhere, only

LONGEST_HOURS = 4
_TESTING = re.compile(r"valid|verif|test|accept|acept|prüf|провер|тест|验证|測|検証|검증|テスト", re.IGNORECASE)
_TOLD = re.compile(r"accept|criteria|effect|done when|验收|критери", re.IGNORECASE)


def _too_large(plan: Plan, facts: Facts) -> Iterator[Hit]:
    """A team plan counts in days and weeks per person: its steps are not meant to be done in one sitting."""
    del facts
    if plan.dialect == "team":
        return
    for step in plan.leaves():
        minutes = step.estimate_minutes or 0
        if minutes > LONGEST_HOURS * 60 and not is_closed(step):
            message = f"{name_of(step)} is estimated at {minutes / 60:g} hours: split it (over {LONGEST_HOURS})"
            yield Hit(step.line, message)


def unverified(plan: Plan) -> list[Step]:
    """Leaf steps that do not say how to confirm them, and are no part (``5.1`` of ``5``) of a step that does."""
    graph = graph_of(plan)
    told = {step.label for step in plan.steps if step.label and step.verification}
    return [
        step
        for step in plan.leaves()
        if step.status != "skipped"
        and (step.label or "").rpartition(".")[0] not in told
        and not any(one.verification for one in (step, *graph.ancestors(step)))
    ]


def _no_verification(plan: Plan, facts: Facts) -> Iterator[Hit]:
    del facts
    if plan.dialect == "living":
        yield from _unverified(plan)


def _unverified_change(plan: Plan, facts: Facts) -> Iterator[Hit]:
    """Other forms may say it once for all steps: in a section on testing, validation or acceptance."""
    del facts
    if plan.dialect == "living" or plan.criteria or any(_is_told(step) for step in plan.leaves()):
        return
    lines = lines_of(plan)
    told = [one for one in plan.sections if one.role == "criteria" or _TESTING.match(one.title)]
    if not any(is_filled(within(lines, one)) for one in told):
        yield from _unverified(plan)


def _is_told(step: Step) -> bool:
    """A column or a label of the house's own: ``Success criteria``, ``Expected output``."""
    return any(_TOLD.search(name) for field in step.place.fields for name in field.names)


def _unverified(plan: Plan) -> Iterator[Hit]:
    missing, leaves = unverified(plan), plan.leaves()
    if missing:
        message = f"{len(missing)} of {counted(len(leaves), 'step')} do not say how to verify them: {names_of(missing)}"
        yield Hit(missing[0].line, message)


def _no_stamp(plan: Plan, facts: Facts) -> Iterator[Hit]:
    """Where the form stamps what is done: the living plan, and a cookbook plan that does so elsewhere."""
    del facts
    done = [step for step in plan.leaves() if step.status == "done"]
    graph = graph_of(plan)
    bare = [step for step in done if not any(one.completed for one in (step, *graph.ancestors(step)))]
    stamps = plan.dialect == "living" or (plan.dialect == "cookbook" and len(bare) < len(done))
    if stamps and bare:
        message = f"{len(bare)} of {counted(len(done), 'done step')} without a time: {names_of(bare)}"
        yield Hit(bare[0].line, message)


def _blocked_unsaid(plan: Plan, facts: Facts) -> Iterator[Hit]:
    del facts
    graph = graph_of(plan)
    for step in plan.leaves():
        reasons = [one for one in graph.blockers_of(step) if one.text != step.title]
        said = reasons or step.notes or step.depends_on or step.place.field("blocked")
        if step.status == "blocked" and not said and step.place.end == step.place.line + 1:
            yield Hit(step.line, f"{name_of(step)} is blocked, but nothing says by what")


RULES: tuple[Rule, ...] = (
    Rule(
        "step_too_large",
        f"An open step is estimated at more than {LONGEST_HOURS} hours.",
        f"living plan: break down anything taking more than {LONGEST_HOURS} hours",
        _too_large,
        everywhere("warning"),
    ),
    Rule(
        "step_unverified",
        "Steps of a living plan do not say how to confirm them.",
        "living plan: every step needs a way to confirm success",
        _no_verification,
        everywhere("warning"),
    ),
    Rule(
        "change_unverified",
        "Steps do not say how to confirm them, and no section on testing or acceptance does.",
        "living plan, production systems: verification for every change",
        _unverified_change,
        only("warning", "production"),
    ),
    Rule(
        "step_unstamped",
        "Done steps carry no time in a form that stamps them.",
        "living plan: always include timestamps; cookbook: stamped progress",
        _no_stamp,
        everywhere("warning"),
    ),
    Rule(
        "blocked_unsaid",
        "A step is blocked and nothing says by what.",
        "ExecPlan guide, review checklist: all blockers resolved or documented",
        _blocked_unsaid,
        everywhere("info"),
    ),
)
