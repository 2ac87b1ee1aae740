"""Writes what was given into its sections. Knows headings, lists and placeholders; knows no brief's words and no date.

A placeholder stands only where nothing was given, and in square brackets, so that a review names it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from execplan.edits.change import Draft
from execplan.edits.filling import fill
from execplan.edits.new_criteria import add_criteria
from execplan.edits.placing import following_section, into_section, section_before, section_end, unset_line, usual_level
from execplan.edits.planner.brief import Item, says
from execplan.edits.planner.given import KINDS, Given
from execplan.edits.planner.headings import Part
from execplan.edits.planner.register import write_risks
from execplan.plan import vocabulary
from execplan.plan.dialects import HEADINGS
from execplan.plan.model import Plan, Section
from execplan.plan.reader import read_plan
from execplan.plan.safe import entry
from execplan.text.edit import apply
from execplan.text.source import Source


@dataclass(frozen=True, slots=True)
class Home:
    """Where a part is written: the first section with one of these titles, else with this role."""

    heading: str
    titles: tuple[str, ...]
    role: str | None = None
    placeholder: str = ""
    inside: str = ""
    """The heading of the section in which a new one is made."""


HOMES: dict[Part, Home] = {
    "goals": Home("Goals", ("goals", "goal", "objectives"), "objective"),
    "context": Home("Context", ("context", "background"), "context", "[Context: where things stand, and what sets the date]"),
    "constraints": Home("Constraints", ("constraints",), "constraints"),
    "must": Home("Must Have", ("must have",), None, "[What it cannot ship without]", "Scope"),
    "should": Home("Should Have", ("should have",), None, "[What can be left out if time runs short]", "Scope"),
    "wont": Home("Won't Have", ("won't have",), None, "[What is left out on purpose]", "Scope"),
    "launch": Home("Launch Criteria", ("launch criteria",), None, "[What must hold before it goes out]"),
    "metrics": Home("Success Metrics", ("success metrics",), None, "[What will be measured after the launch, and by when]"),
    "rollout": Home("Rollout", ("rollout", "staged rollout", "rollout plan")),
    "communication": Home("Communication", ("communication", "communication plan")),
    "rollback": Home("Rollback Plan", ("rollback plan", "rollback"), "rollback",
                     "[How to switch it off, how long that takes, and who tells the users]"),
    "decisions": Home("Circuit Breakers", ("circuit breakers", "decision points"), None,
                      "[Go / no-go points: the date, what must hold by then, and what changes if it does not]"),
    "checkins": Home("Check-ins", ("check-ins", "check-in"), None,
                     "[When the team meets, and what each weekly note covers: done, in progress, blocked, asks]"),
}  # fmt: skip
"""In the order in which they are written."""
_BEFORE: dict[Part, str] = {"rollout": "rollback plan", "communication": "check-ins"}
_KIND_PLACEHOLDERS = {
    "timeline": "[When it starts, when it must be done, and which days nobody works]",
    "team": "[Who works on it, and how much of their time]",
    "budget": "[What may be spent, and on what]",
    "external": "[Who outside must answer or approve, and how long that takes]",
    "quality": "[What it must hold: tests, service levels, limits]",
}
_DAY = re.compile(r"\d{4}-\d\d-\d\d[:,]? +(?=\w)")
_LISTS: frozenset[Part] = frozenset({"goals", "must", "should", "wont", "metrics", "decisions"})
"""Parts that are lists whatever form they were given in."""


def write_given(source: Source, given: Given, now: str) -> Source:
    """The plan with every part of the brief in its section. Law: what was given is read in it, word for word."""
    source = _owner(source, given.owner)
    source = _constraints(source, given)
    for part, home in HOMES.items():
        items = given.goals if part == "goals" else given.part(part)
        if part == "constraints":
            continue
        if part == "launch":
            source = _launch(source, items)
        elif items:
            staged = part == "rollout" and sum(item.bullet for item in items) > 1
            lines = item_lines(items, part in _LISTS)
            source = _into(source, part, replace(home, heading="Staged Rollout") if staged else home, lines)
        source = _placeholder(source, home)
    return write_risks(source, given.risks, now)


def item_lines(items: Sequence[Item], bullets: bool = False, indent: str = "") -> list[str]:
    """Safe lines; prose is set apart by blank ones."""
    lines: list[str] = []
    for item in items:
        listed = item.bullet or bullets
        if not listed and lines and lines[-1]:
            lines.append("")
        if not (text := _safe(item.text)):
            lines += item_lines(item.below, True, indent)
            continue
        lines.append(f"{indent}- {text}" if listed else f"{indent}{text}")
        lines += item_lines(item.below, True, f"{indent}  " if listed else indent)
        if not listed and item is not items[-1]:
            lines.append("")
    return lines


def _safe(text: str) -> str:
    """One safe line; nothing for a text that says nothing."""
    if not says(text):
        return ""
    day = _DAY.match(text)
    if day and re.search(r"[^\W\d_]", text[day.end() :]):  # a day is no stamp of ours here
        return day[0] + entry(text[day.end() :], "line of the brief")
    return entry(text, "line of the brief")


def home_of(plan: Plan, home: Home) -> Section | None:
    below = [section for section in plan.sections if section.level > 1]
    titled = next((one for one in below if one.title.casefold().replace("’", "'") in home.titles), None)
    return titled or next((one for one in below if home.role and one.role == home.role), None)


def _into(source: Source, part: Part, home: Home, lines: list[str]) -> Source:
    plan = read_plan(source)
    draft = Draft(plan)
    section = home_of(plan, home)
    if section is not None:
        into_section(draft, section, lines)
    else:
        make_section(draft, home, lines, _BEFORE.get(part, ""))
    return apply(source, draft.change().edit)


def make_section(draft: Draft, home: Home, lines: list[str], before: str = "") -> None:
    """A section that the template has not: where the team's form has it, else at the end."""
    plan = draft.plan
    around = next((one for one in plan.sections if home.inside and one.title == home.inside and one.level > 1), None)
    if around is not None:
        end = section_end(draft, around.line + 1, around.end)
        draft.insert_lines(end, ["", f"{'#' * (around.level + 1)} {home.heading}", "", *lines])
        return
    if before:
        following = next((one for one in plan.sections if one.title.casefold() == before), None)
    else:
        following = following_section(plan, home.heading) if home.heading in HEADINGS[plan.dialect] else None
    section_before(draft, following, [f"{'#' * usual_level(plan)} {home.heading}", "", *lines])


def _placeholder(source: Source, home: Home) -> Source:
    """``None yet.`` would say that there is nothing; nobody has said so."""
    plan = read_plan(source)
    section = home_of(plan, home)
    if section is None or not home.placeholder:
        return source
    draft = Draft(plan)
    line = unset_line(draft, section.line + 1, section.own_end)
    if line is None or source.line(line).lstrip().startswith("["):
        return source
    draft.replace(source.line_span(line), home.placeholder)
    return apply(source, draft.change().edit)


def _owner(source: Source, owner: str) -> Source:
    plan = read_plan(source)
    field = next((one for one in plan.about if "owner" in one.names), None)
    if field is None or not vocabulary.is_unset(source.slice(field.value)):
        return source
    draft = Draft(plan)
    fill(draft, field, _safe(owner) or "[Who answers for the plan]")
    return apply(source, draft.change().edit)


def _launch(source: Source, items: Sequence[Item]) -> Source:
    texts = tuple(text for item in items for text in (_safe(item.text), *(_safe(one) for one in _deeper(item))) if text)
    if not texts:
        return source
    draft = Draft(read_plan(source))
    add_criteria(draft, texts)
    return apply(source, draft.change().edit)


def _deeper(item: Item) -> Iterator[str]:
    for below in item.below:
        yield below.text
        yield from _deeper(below)


def _constraints(source: Source, given: Given) -> Source:
    """Each kind on its labelled line, further ones nested below it; a plan without such a line gets one."""
    plan = read_plan(source)
    draft = Draft(plan)
    section = home_of(plan, HOMES["constraints"])
    fresh: list[str] = []
    for kind, label in KINDS.items():
        items = given.kind(kind)
        line = _labelled_line(plan, section, label)
        lines = _kind_lines(label, items) if items else []
        if line is not None:
            old = source.line(line)
            head = old[: old.index(label)] + old[old.index(label) :].split(":", 1)[0] + ": "
            written = [head + lines[0].split("**: ", 1)[1], *lines[1:]] if lines else [head + _KIND_PLACEHOLDERS[kind]]
            draft.replace(source.line_span(line), source.newline.join(written))
        else:
            fresh += lines
    fresh += item_lines(given.others, True)
    if fresh and section is not None:
        line = unset_line(draft, section.line + 1, section.own_end)
        taken = any(one.span.start >= source.offset(section.line) for one in draft.replacements)
        if line is None or taken:
            draft.insert_lines(section_end(draft, section.line + 1, section.own_end), fresh)
        else:
            draft.replace(source.line_span(line), source.newline.join(fresh))
    elif fresh:
        make_section(draft, HOMES["constraints"], fresh)
    return apply(source, draft.change().edit)


def _labelled_line(plan: Plan, section: Section | None, label: str) -> int | None:
    """The line of a label without a value."""
    if section is None:
        return None
    head = re.compile(rf"\s*[-*+]\s+\*\*{re.escape(label)}\*\*:(?P<value>.*)", re.IGNORECASE)
    for line in range(section.line + 1, section.own_end):
        if (found := head.match(plan.source.line(line))) and vocabulary.is_unset(found["value"].strip() or "—"):
            return line
    return None


def _kind_lines(label: str, items: Sequence[Item]) -> list[str]:
    first, *rest = items
    return [f"- **{label}**: {_safe(first.text)}", *item_lines(first.below, True, "  "), *item_lines(rest, True, "  ")]
