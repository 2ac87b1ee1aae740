"""Rules about sections that a form requires and a plan lacks. Know headings by their meaning; know no line below them."""

from __future__ import annotations

from collections.abc import Iterator

from execplan.plan.model import Plan
from execplan.views.review.bodies import Line, is_filled, lines_of, within
from execplan.views.review.forms import form_of
from execplan.views.review.rule import Facts, Hit, Rule, everywhere, only

_LIVING = {
    "summary": "Short Description", "objective": "Purpose", "context": "Context", "plan_of_work": "Plan of Work",
    "progress": "Progress", "discoveries": "Surprises & Discoveries", "decisions": "Decision Log",
    "outcomes": "Outcomes & Retrospective",
}  # fmt: skip
"""What every living plan holds, besides its metadata; risks and next steps are optional."""
_COOKBOOK = {
    "progress": "Progress", "discoveries": "Surprises & Discoveries", "decisions": "Decision Log",
    "outcomes": "Outcomes & Retrospective",
}  # fmt: skip
"""The sections that a cookbook plan keeps alive."""
_ORIENTATION = {
    "key files": ("key files", "files", "relevant files", "files affected"),
    "terminology": ("domain terminology", "terminology", "terms", "glossary", "definitions", "vocabulary"),
    "assumptions": ("assumptions",),
}


def _missing(plan: Plan, wanted: dict[str, str]) -> list[str]:
    known = {section.role for section in plan.sections}
    return [name for role, name in wanted.items() if role not in known]


def _living_sections(plan: Plan, facts: Facts) -> Iterator[Hit]:
    del facts
    if plan.dialect == "living" and (missing := _missing(plan, _LIVING)):
        yield Hit(0, f"missing sections of a living plan: {', '.join(missing)}")


def _metadata(plan: Plan, facts: Facts) -> Iterator[Hit]:
    del facts
    if plan.dialect == "living" and not any(section.role == "metadata" for section in plan.sections):
        yield Hit(0, "no metadata: owner, dates, related plans, status")


def _cookbook_sections(plan: Plan, facts: Facts) -> Iterator[Hit]:
    del facts
    if form_of(plan) != "cookbook":
        return
    missing = _missing(plan, _COOKBOOK)
    if missing:
        yield Hit(0, f"missing sections of a living document: {', '.join(missing)}")


def _orientation(plan: Plan, facts: Facts) -> Iterator[Hit]:
    """Key files, terms and assumptions stand below headings or bold labels; which of them hold anything is told."""
    del facts
    context = next((one for one in plan.sections if one.role == "context"), None)
    if plan.dialect != "living" or context is None:
        return
    lines = lines_of(plan)
    missing = [name for name, words in _ORIENTATION.items() if not _holds(plan, lines, words)]
    if missing:
        yield Hit(context.line, f"a newcomer is not told: {', '.join(missing)}")


def _holds(plan: Plan, lines: tuple[Line, ...], words: tuple[str, ...]) -> bool:
    """Does anything stand under such a label, or in such a section?"""
    if any(line.says == "said" and _label_above(plan, line.number) in words for line in lines):
        return True
    named = [one for one in plan.sections if one.title.casefold() in words]
    return any(is_filled(within(lines, one)) for one in named)


def _label_above(plan: Plan, number: int) -> str:
    """The bold label that a line stands under, case-folded."""
    for at in range(number, -1, -1):
        text = plan.source.line(at).strip()
        if text.startswith("#"):
            return ""
        if text.startswith("**") and text.rstrip(" :").endswith("**"):
            return text.strip("*: ").casefold()
    return ""


RULES: tuple[Rule, ...] = (
    Rule(
        "section_missing",
        "A living plan lacks sections of its form.",
        "living plan, document structure",
        _living_sections,
        everywhere("warning"),
    ),
    Rule(
        "metadata_missing",
        "A living plan has no metadata.",
        "living plan, document structure; solo projects simplify it",
        _metadata,
        only("warning", "team", "production", "learning"),
    ),
    Rule(
        "living_section_missing",
        "A cookbook plan lacks one of the sections that it must keep alive.",
        "cookbook form: progress, surprises, decisions, outcomes",
        _cookbook_sections,
        everywhere("warning"),
    ),
    Rule(
        "orientation_thin",
        "The context of a living plan names no key files, terms or assumptions.",
        "living plan: be specific, capture context, do not assume knowledge",
        _orientation,
        everywhere("info"),
    ),
)
