"""A plan at a glance, within a number of tokens. Knows sections and steps; knows no file, no clock and no wire."""

from __future__ import annotations

from dataclasses import dataclass

from execplan.plan.graph import is_closed
from execplan.plan.model import Blocker, Decision, Plan, Section, Step
from execplan.plan.parts import Part, find_part
from execplan.views.blockers import open_blockers
from execplan.views.current import Current, current_step
from execplan.views.measure import cut, tokens
from execplan.views.records import by_day, standing
from execplan.views.steps import step_name

TITLE = 24
"""Tokens of a title in an outline."""
_LINE = 9
"""Tokens of an entry besides its title: id, state, marks."""
_DECISIONS = 3
_BLOCKERS = 5
_DEEP = 3
"""Sections from this level on go first when room is short."""


@dataclass(frozen=True, slots=True)
class Outline:
    """Objective, current step, open blockers, the last decisions, and sections and steps in document order."""

    objective: str | None
    current: Current
    blockers: tuple[Blocker, ...]
    decisions: tuple[Decision, ...]
    entries: tuple[Section | Step, ...]
    closed: int
    """Closed steps left out for want of room."""
    rest: int
    """Other entries left out."""


@dataclass(frozen=True, slots=True)
class SectionText:
    """The text of one section or labelled part; ``rest`` is how many of its lines did not fit."""

    part: Part
    text: str
    rest: int


def outline(plan: Plan, max_tokens: int) -> Outline:
    """What a newcomer needs of a plan. Closed steps give way first, then deep sections, then the end."""
    objective = cut(plan.objective, max(30, max_tokens // 6)) if plan.objective else None
    blockers = open_blockers(plan)[:_BLOCKERS]
    decisions = last_decisions(plan)
    told = [objective or "", *(one.text for one in blockers), *(one.title for one in decisions)]
    room = max_tokens - 60 - sum(min(tokens(text), TITLE * 2) + _LINE for text in told)

    every = _entries(plan)
    kept = every
    if _cost(kept) > room:
        kept = [one for one in kept if not (isinstance(one, Step) and is_closed(one) and not one.children)]
    closed = len(every) - len(kept)
    if _cost(kept) > room:
        kept = [one for one in kept if isinstance(one, Step) or one.level < _DEEP]
    kept = _fitting(kept, room)
    rest = len(every) - closed - len(kept)
    return Outline(objective, current_step(plan), blockers, decisions, tuple(kept), closed, rest)


def last_decisions(plan: Plan) -> tuple[Decision, ...]:
    """The last three decisions that stand, newest first: by day where all are dated, else by place."""
    return tuple(reversed(by_day(standing(plan.decisions))[-_DECISIONS:]))


def section_text(plan: Plan, ref: str, max_tokens: int) -> SectionText:
    """The text of one section, or of what stands under a bold label, as far as it fits: what ``edit_section`` writes.

    Raises ``PlanError`` when ``ref`` names none or several.
    """
    part = find_part(plan, ref)
    lines = [plan.source.line(line) for line in range(part.line, part.end)]
    while len(lines) > 1 and not lines[-1].strip():
        lines.pop()
    room, count = max_tokens, 0
    for line in lines:
        room -= tokens(line) + 1
        if room < 0 and count:
            break
        count += 1
    return SectionText(part, "\n".join(lines[:count]), len(lines) - count)


def _entries(plan: Plan) -> list[Section | Step]:
    """Sections and steps by line, the document's title left out."""
    sections = [one for one in plan.sections if not (one.level == 1 and one is plan.sections[0])]
    found: list[Section | Step] = [*sections, *(one for one in plan.steps if one.counted)]
    return sorted(found, key=lambda one: (one.line, isinstance(one, Step)))


def _fitting(entries: list[Section | Step], room: int) -> list[Section | Step]:
    """As many of the first entries as fit."""
    spent = 0
    for count, one in enumerate(entries):
        spent += _cost([one])
        if spent > room:
            return entries[:count]
    return entries


def _cost(entries: list[Section | Step]) -> int:
    titles = (step_name(one) if isinstance(one, Step) else one.title for one in entries)
    return sum(min(tokens(title), TITLE) + _LINE for title in titles)
