"""A new plan from a template: title, objective, context, criteria and first steps in place of its placeholders.

Knows the template's text; knows no files and no clock. A project's own template is filled by the same rules: the
placeholders that are there are filled, headings that carry a meaning take what has no placeholder.
"""

from __future__ import annotations

import re

from execplan.edits.change import Draft
from execplan.edits.grow import add
from execplan.edits.new_criteria import add_criteria
from execplan.edits.placing import into_section, new_section
from execplan.plan import marks, stamps
from execplan.plan.dialects import Shape, Spot
from execplan.plan.drafts import NewStep
from execplan.plan.errors import PlanError, quoted
from execplan.plan.limits import within
from execplan.plan.model import Plan, Section
from execplan.plan.reader import read_plan
from execplan.plan.safe import entry
from execplan.schedule.model import Terms
from execplan.text.blocks import front_matter_end
from execplan.text.edit import apply
from execplan.text.source import Source

TEAM = "team"
"""The form, and the dialect, of plans made from goals and constraints."""
_PLACE = re.compile(
    r"\[(?:Title|Task Title|Feature/Task Name|Plan Title|slug|YYYY-MM-DD(?: HH:MM(?: UTC|Z)?)?"
    r"|(?:Objective|One sentence|Context)\b[^\]\n]*)\]|\{YYYY-MM-DD\}"
)


def create(
    template: Source, title: str, objective: str, *, slug: str, context: str | None = None, criteria: tuple[str, ...] = (),
    steps: tuple[NewStep, ...] = (), planned: bool = False, terms: Terms | None = None, now: str,
) -> Source:  # fmt: skip
    """The text of a new plan. Law: it reads back with this title and objective, these criteria and steps, in this order.

    In the team's form, and in any other that is to be ``planned``, a context with headings of a brief (goals,
    constraints, risks …) is written into their sections and put on a calendar: see ``planner``. ``terms`` are those
    of the whole project.
    """
    name = plan_title(title)
    goal = entry(objective, "objective")
    brief = context if context and _has_brief(context) and (planned or read_plan(template).dialect == TEAM) else None
    background = entry(context, "context") if context and context.strip() and brief is None else None
    wanted = tuple(entry(criterion, "criterion") for criterion in criteria)
    source = Source.of(_filled(template, name, goal, background, slug, now))
    source = _with_text(source, "objective", "## Objective", goal)
    if background:
        source = _with_text(source, "context", "## Context", background)
    source = _with_criteria(source, wanted)
    if brief is not None:
        from execplan.edits.planner.writing import write_brief  # with all that schedules, for the few plans it is for

        source = write_brief(source, brief, name, steps, terms=terms, now=now)
    elif steps:
        plan = read_plan(source)
        source = apply(source, add(plan, steps, now=now).edit)
    _check(within(read_plan(source), slug), name, wanted, steps)
    return source


def _has_brief(context: str) -> bool:
    from execplan.edits.planner.brief import is_brief  # with its words, for the few plans that have a context

    return is_brief(context)


_FORMS = ("# {}", "# ExecPlan: {}", "# {} ExecPlan", "# {}: Execution Plan")


def plan_title(title: str) -> str:
    """The title without the words that templates put around it (``ExecPlan: …``): readers take them off."""
    name = entry(title, "title")
    for _ in range(8):
        seen = next((seen for form in _FORMS if (seen := read_plan(Source.of(form.format(name))).title) != name), name)
        if seen == name:
            return name
        if len(seen) > len(name):
            raise PlanError("invalid", f"title {quoted(name)} names only a kind of plan", "say what the plan is for")
        name = entry(seen, "title")
    raise PlanError("invalid", f"title {quoted(title)} cannot stand in a heading", "say it in plainer words")


def _filled(template: Source, title: str, objective: str, context: str | None, slug: str, now: str) -> str:
    """The template with its placeholders filled in one pass, so that a title that holds ``[slug]`` stays as typed."""
    front = template.offset(front_matter_end(template))

    def value(match: re.Match[str]) -> str:
        quoted = match.start() < front
        inner = match[0][1:-1]
        if inner.startswith("YYYY"):
            shape = {
                "YYYY-MM-DD": "%Y-%m-%d",
                "YYYY-MM-DD HH:MM UTC": "%Y-%m-%d %H:%M UTC",
                "YYYY-MM-DD HH:MMZ": "%Y-%m-%d %H:%MZ",
            }.get(inner, "%Y-%m-%d %H:%M")
            return stamps.write(now, shape)
        if inner == "slug":
            return slug
        if inner.startswith("Objective"):
            text = objective
        elif inner.startswith("One sentence"):
            text = _sentence(objective)
        elif inner.startswith("Context"):
            return match[0] if context is None else _yaml(context, quoted)
        else:
            text = title
        return _yaml(text, quoted)

    return _PLACE.sub(value, template.text)


def _yaml(text: str, quoted: bool) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"') if quoted else text


def _sentence(text: str) -> str:
    """The first sentence of a text."""
    match = re.match(r".+?[.!?。！？](?=\s|$)", text)
    return match[0] if match else text


def _section(plan: Plan, role: str) -> Section | None:
    return next((section for section in plan.sections if section.role == role and section.level > 1), None)


def _with_text(source: Source, role: str, heading: str, text: str) -> Source:
    """The text in the section with this role, for templates without its placeholder."""
    if text in source.text:
        return source
    plan = read_plan(source)
    draft = Draft(plan)
    section = _section(plan, role)
    if section is None:
        new_section(
            draft,
            Spot(
                role,
                heading,
                Shape("", (), ""),
                ("context", "criteria", "approach", "steps", "progress", "plan_of_work"),
            ),
            [text],
        )
    else:
        into_section(draft, section, [text])
    return apply(source, draft.change().edit)


def _with_criteria(source: Source, criteria: tuple[str, ...]) -> Source:
    if not criteria:
        return source
    draft = Draft(read_plan(source))
    add_criteria(draft, criteria)
    return apply(source, draft.change().edit)


def _check(plan: Plan, title: str, criteria: tuple[str, ...], steps: tuple[NewStep, ...]) -> None:
    """A template that swallows what it is given is refused before anything is written."""
    if plan.title != title:
        raise PlanError(
            "refused",
            f"the new plan would read as {quoted(plan.title)}",
            "the template needs a level-1 heading with [Title]",
        )
    texts = {criterion.text for criterion in plan.criteria}
    missing = [text for text in criteria if text not in texts] if plan.dialect != "cookbook" else []
    if missing:
        raise PlanError(
            "refused",
            f"the template has no place for the criterion {quoted(missing[0])}",
            "give it a section Success Criteria",
        )
    known = [_bare(step.title) for step in plan.steps]
    for step in steps:
        if _bare(entry(step.title, "title")) not in known:
            raise PlanError(
                "refused",
                f"the template has no place for the step {quoted(step.title)}",
                "give it a section Steps or Progress",
            )


def _bare(title: str) -> str:
    """A title as steps are compared: without label and emphasis."""
    return marks.read(title).title
