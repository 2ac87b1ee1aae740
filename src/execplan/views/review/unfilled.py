"""Rules about what a template left behind: placeholders, and sections with nothing in them. Know lines by what they say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from execplan.plan.model import Plan, Section
from execplan.plan.outline import chain
from execplan.views.review.bodies import Line, is_filled, lines_of, own, within
from execplan.views.review.phrases import counted, short, some
from execplan.views.review.rule import Facts, Hit, Rule, everywhere

_MUST_SAY = frozenset(
    {"objective", "summary", "context", "approach", "criteria", "dependencies", "constraints", "plan_of_work", "scope",
     "rollback", "files", "steps"}
)  # fmt: skip
"""What sections are for that are written before the work; records and outcomes come with it and may be empty."""

_NAMED = 6
"""Different placeholders of one section that are named, each with how often it stands there."""


def _placeholders(plan: Plan, facts: Facts) -> Iterator[Hit]:
    """One finding for each section, by its own lines; the lines before the first deeper heading are the title's."""
    del facts
    lines = lines_of(plan)
    before = tuple(line for line in lines if not plan.sections or line.number < plan.sections[0].line)
    for part in (before, *(own(lines, section) for section in plan.sections)):
        blank = [line for line in part if line.says == "blank"]
        if blank:
            times = Counter(short(line.text) for line in blank)
            named = [f"'{text}'" + (f" ({count} times)" if count > 1 else "") for text, count in times.items()]
            yield Hit(blank[0].number, f"placeholder{'s' * (len(blank) > 1)} left: {some(named, _NAMED)}")


def placeholders(plan: Plan) -> int:
    """How many there are in all."""
    return sum(line.says == "blank" for line in lines_of(plan))


def _empty(plan: Plan, facts: Facts) -> Iterator[Hit]:
    """The outermost empty ones; a section with placeholders is the other rule's."""
    del facts
    lines = lines_of(plan)
    told: set[int] = set()
    for index, section in enumerate(plan.sections):
        above = chain(plan.sections, index)
        if told.isdisjoint(above) and _speaks(plan, above) and _is_empty(plan, section, lines):
            told.add(index)
            owed = counted(len(within(lines, section)), "value") + " owed" if within(lines, section) else "nothing"
            yield Hit(section.line, f"'{short(section.title)}' holds {owed}")


def _speaks(plan: Plan, above: list[int]) -> bool:
    """Is the section, or one around it, of those that should say something?"""
    roles = {plan.sections[at].role for at in above}
    return bool(roles & _MUST_SAY) and "outcomes" not in roles and "phase" not in roles


def _is_empty(plan: Plan, section: Section, lines: tuple[Line, ...]) -> bool:
    inside = within(lines, section)
    if is_filled(inside) or any(line.says == "blank" for line in inside):
        return False
    # What is no paragraph, table or code (an image, a quote, a comment with words) still says something.
    raw = (plan.source.line(at).strip() for at in range(section.line + 1, section.end))
    known = {line.number for line in inside}
    bare = [
        text
        for at, text in enumerate(raw, section.line + 1)
        if text and at not in known and not text.startswith(("#", "<!--", "---", "***", "___", "**", "-->"))
    ]
    return not [text for text in bare if not text.endswith((":", "："))]


RULES: tuple[Rule, ...] = (
    Rule(
        "placeholder",
        "A placeholder of the template is still there; one finding for each section.",
        "execution plan template; living plan: be specific",
        _placeholders,
        everywhere("warning"),
    ),
    Rule(
        "section_empty",
        "A section that is written before the work (approach, stack, testing, dependencies, access …) holds nothing.",
        "execution plan template; living plan, document structure",
        _empty,
        everywhere("warning"),
    ),
)
