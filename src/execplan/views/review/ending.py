"""Rules about the end of a plan: what was learned stands in it. Know the outcomes section; know no step."""

from __future__ import annotations

import re
from collections.abc import Iterator

from execplan.plan.model import Plan, Section
from execplan.views.review.bodies import Line, lines_of, within
from execplan.views.review.forms import form_of
from execplan.views.review.language import in_english
from execplan.views.review.rule import Facts, Hit, Rule, everywhere
from execplan.views.review.words import words_of

_FORMS = ("living", "cookbook", "execplan")
"""Forms that end in outcomes or results."""
_WORDS = 4
"""Content words below which a text is too short to compare."""
_LESSONS = re.compile(
    r"lesson|learn(?:ed|t|ing)|retrospect|what (?:worked|did)|didn.t work|takeaway|next time|root cause|in hindsight|surpris|gap|"
    r"教训|经验|反思|学到|교훈|배운|教訓|学び|lecci|aprend|erkenntnis|gelernt|lições|урок|выводы|leçon",
    re.IGNORECASE,
)


def _outcomes(plan: Plan) -> list[Section]:
    """The outermost sections about outcomes."""
    return [
        one
        for one in plan.sections
        if one.role == "outcomes" and (one.parent == -1 or plan.sections[one.parent].role != "outcomes")
    ]


def _written(plan: Plan) -> list[tuple[Section, tuple[Line, ...]]]:
    lines = lines_of(plan)
    return [(one, tuple(line for line in within(lines, one) if line.says == "said")) for one in _outcomes(plan)]


def _no_retrospective(plan: Plan, facts: Facts) -> Iterator[Hit]:
    del facts
    if plan.status != "completed" or form_of(plan) not in _FORMS:
        return
    found = _written(plan)
    if not any(lines for _, lines in found):
        line = found[0][0].line if found else plan.status_field.line if plan.status_field else 0
        yield Hit(line, "the plan is completed, but its outcomes are not written")


def _no_lessons(plan: Plan, facts: Facts) -> Iterator[Hit]:
    """The heading over all (``Outcomes & Retrospective``) only promises them; one below it, with words, keeps it."""
    del facts
    if plan.status != "completed" or form_of(plan) not in _FORMS:
        return
    found = [(section, lines) for section, lines in _written(plan) if lines]
    if found and not any(_teaches(plan, section, lines) for section, lines in found):
        yield Hit(found[0][0].line, "the plan is completed, but says nothing about lessons learned")


def _unmatched(plan: Plan, facts: Facts) -> Iterator[Hit]:
    """Not one content word of the objective comes back in the outcomes: what was delivered may be something else."""
    del facts
    if plan.status != "completed" or form_of(plan) not in _FORMS or not plan.objective or not in_english(plan):
        return
    wanted = words_of(plan.objective)
    found = [(section, lines) for section, lines in _written(plan) if lines]
    told = words_of(" ".join(line.text for _, lines in found for line in lines))
    if found and len(wanted) >= _WORDS and len(told) >= _WORDS and wanted.isdisjoint(told):
        yield Hit(found[0][0].line, "the outcomes do not come back to the objective: was it reached?")


def _teaches(plan: Plan, whole: Section, lines: tuple[Line, ...]) -> bool:
    below = [one for one in plan.sections if whole.line < one.line < whole.end and _LESSONS.search(one.title)]
    labels = [
        number
        for number in range(whole.line + 1, whole.end)
        if (text := plan.source.line(number).strip(" *_\r\n")).endswith(":") and _LESSONS.search(text)
    ]
    return any(
        _LESSONS.search(line.text)
        or any(one.line < line.number < one.end for one in below)
        or any(label < line.number for label in labels)
        for line in lines
    ) or bool(re.match(r"lesson|retrospective", whole.title, re.IGNORECASE))


RULES: tuple[Rule, ...] = (
    Rule(
        "retrospective_empty",
        "The plan is completed and its outcomes are not written.",
        "living plan: always complete the outcomes section",
        _no_retrospective,
        everywhere("warning"),
    ),
    Rule(
        "lessons_missing",
        "The plan is completed and its outcomes hold no lesson.",
        "ExecPlan guide, review checklist: lessons learned captured",
        _no_lessons,
        {"solo": "info", "team": "info", "production": "info", "learning": "warning"},
    ),
    Rule(
        "objective_unanswered",
        "The plan is completed and its outcomes share no word with its objective (English).",
        "ExecPlan guide, review checklist: objective matches delivered result",
        _unmatched,
        everywhere("info"),
    ),
)
