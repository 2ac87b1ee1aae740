"""Rules about what a plan is for: objective and criteria, and whether anyone could measure them.

Words are weighed in English only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from execplan.plan.model import Criterion, Plan
from execplan.views.review.bodies import is_filled, lines_of, own, within
from execplan.views.review.forms import form_of
from execplan.views.review.language import in_english
from execplan.views.review.phrases import counted, short
from execplan.views.review.rule import Facts, Hit, Rule, everywhere

_LONGEST = 14
"""Words: whoever writes more says how, even without a number."""
_VAGUE_VERB = re.compile(
    r"\W*(?:to\s+|we\s+(?:will|want to)\s+)?(?:improve|enhance|optimi[sz]e|boost|increase|speed up|clean ?up|polish|modernize|"
    r"make\b[^.]{1,40}\b(?:better|faster|nicer|cleaner|easier|more \w+))\b",
    re.IGNORECASE,
)
_VAGUE_WORD = re.compile(
    r"\b(?:user[- ]friendly|intuitive|seamless(?:ly)?|nice(?:r)?|good enough|works? well|as expected|properly|adequate(?:ly)?|"
    r"acceptable|reasonabl[ey]|improved|better|faster|high[- ]quality|robust|appropriate(?:ly)?|etc\.?)(?!\w)",
    re.IGNORECASE,
)
_MEASURE = re.compile(
    r"\d|`|\"|“|<|>|≥|≤|→|%|\b(?:zero|no|none|every|all|each|only|never|always|without|instead of|so that|by \w+ing|"
    r"one|two|three|five|ten|when|until|at (?:least|most)|from .+ to|half|double|twice|than)\b",
    re.IGNORECASE,
)
_PROSE = 6
"""Words of a line that is more than a value."""
_INTRO = re.compile(
    r"summary|description|overview|goal|purpose|why|problem|objective|motivation|introduction|outcome|mission|intent",
    re.IGNORECASE,
)
_FORMS = ("living", "execplan", "execution-plan")
"""Forms that list success criteria."""


def measurable(text: str) -> bool:
    """Could somebody else tell whether it came true? Only what is plainly vague counts as not."""
    vague = _VAGUE_WORD.search(text) or (_VAGUE_VERB.match(text) and len(text.split()) <= _LONGEST)
    return not vague or bool(_MEASURE.search(text))


def _no_objective(plan: Plan, facts: Facts) -> Iterator[Hit]:
    """Words below the title, or below any heading that introduces the plan, say what it is for."""
    del facts
    if plan.objective is not None or not plan.leaves() or form_of(plan) is None:
        return
    title = next((one for one in plan.sections if one.level == 1), None)
    lines = lines_of(plan)
    said = [
        line for one in plan.sections if one is not title and _INTRO.search(one.title) for line in within(lines, one)
    ]
    said += [line for line in own(lines, title) if len(line.text.split()) >= _PROSE] if title else []
    if not any(line.says == "said" for line in said):
        section = next((one for one in plan.sections if one.role in ("objective", "summary")), None)
        yield Hit(section.line if section else 0, "nothing says what the plan is for")


def _vague_objective(plan: Plan, facts: Facts) -> Iterator[Hit]:
    del facts
    said = plan.objective
    if said is None or not in_english(plan) or len(said.split()) > _LONGEST:
        return
    if _VAGUE_VERB.match(said) and not _MEASURE.search(said):
        section = next((one for one in plan.sections if one.role in ("objective", "summary")), None)
        message = f"'{short(said)}': by how much, or seen in what?"
        yield Hit(section.line if section else 0, message)


def success_criteria(plan: Plan) -> list[Criterion]:
    """What the plan must reach: what it needs first (access) left out."""
    return [one for one in plan.criteria if one.kind != "access" and one.retracted is None]


def _vague_criterion(plan: Plan, facts: Facts) -> Iterator[Hit]:
    del facts
    if in_english(plan):
        for one in success_criteria(plan):
            if not one.met and not measurable(one.text):
                yield Hit(one.line, f"'{short(one.text)}': who could tell whether it is met?")


def _no_criteria(plan: Plan, facts: Facts) -> Iterator[Hit]:
    del facts
    if form_of(plan) not in _FORMS or not plan.leaves() or success_criteria(plan):
        return
    sections = [one for one in plan.sections if one.role == "criteria"]
    lines = lines_of(plan)
    if any(is_filled(within(lines, one)) for one in sections):
        return
    line = sections[0].line if sections else 0
    yield Hit(line, f"{counted(len(plan.leaves()), 'step')}, but no success criteria")


RULES: tuple[Rule, ...] = (
    Rule(
        "no_objective",
        "The plan has steps but does not say what they are for.",
        "ExecPlan guide, quality metric clarity",
        _no_objective,
        everywhere("warning"),
    ),
    Rule(
        "vague_objective",
        "The objective is only to improve something, without a figure or a sign (English).",
        "living plan: avoid 'improve performance' without metrics",
        _vague_objective,
        everywhere("warning"),
    ),
    Rule(
        "vague_criterion",
        "A criterion weighs instead of measuring: 'intuitive', 'works well', 'better' (English).",
        "ExecPlan guide, review checklist: success criteria measurable",
        _vague_criterion,
        everywhere("warning"),
    ),
    Rule(
        "no_criteria",
        "The plan's form has success criteria and it has none.",
        "ExecPlan guide, review checklist; living plan: define success",
        _no_criteria,
        {"solo": "info", "learning": "info", "team": "warning", "production": "warning"},
    ),
)
