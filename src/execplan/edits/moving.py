"""Moves a step behind a sibling, with all the lines that belong to it. Knows lines; knows no state."""

from __future__ import annotations

import re

from execplan.edits.change import Draft
from execplan.edits.shapes import follow_numbers
from execplan.plan.errors import PlanError, quoted
from execplan.plan.model import Step
from execplan.plan.outline import section_at
from execplan.text.source import Span


def move_after_sibling(draft: Draft, step: Step, sibling: Step) -> bool:
    """Whether there was anything to move. Raises ``refused`` where the two do not stand in one list."""
    if sibling.id == step.id:
        raise PlanError("refused", f"{quoted(step.title)} cannot stand after itself", "name another step")
    _check(draft, step, sibling)
    beside = _siblings(draft, step)
    at = beside.index(step)
    if at and beside[at - 1].id == sibling.id:
        return False
    _renumber(draft, beside, step, sibling)
    source, place = draft.source, step.place
    lines = _taken(draft, Span(source.offset(place.line), source.offset(place.end)))
    before = beside[at - 1] if at else None
    after = beside[at + 1] if at + 1 < len(beside) else None
    if after is not None:  # the blank lines below it go with it, else those above it
        gap = after.line - place.end
        draft.replace(Span(source.offset(place.line), source.offset(after.line)), "")
    else:
        gap = place.line - before.place.end if before else 0
        draft.replace(Span(source.offset(before.place.end if before else place.line), source.offset(place.end)), "")
    draft.insert_lines(sibling.place.end, [*[""] * gap, *lines])
    return True


def _renumber(draft: Draft, beside: list[Step], step: Step, sibling: Step) -> None:
    """In an ordered list the numbers stand for places: they stay where they are, and the items change theirs."""
    if not all(one.place.marker[:1].isdigit() for one in beside):
        return
    order = [one for one in beside if one is not step]
    order.insert(order.index(sibling) + 1, step)
    numbers: dict[str, int] = {}
    for one, here in zip(order, beside, strict=True):
        number = here.place.marker[:-1]
        if one.place.marker[:-1] == number:
            continue
        start = draft.source.line_span(one.line).start + len(one.place.indent)
        draft.replace(Span(start, start + len(one.place.marker) - 1), number)
        draft.touched.add(one.id)
        numbers[one.id] = int(number)
    follow_numbers(draft, numbers)


def _taken(draft: Draft, span: Span) -> list[str]:
    """The lines of the span as this edit leaves them; what it does to them moves along."""
    own = sorted(one for one in draft.replacements if span.start <= one.span.start and one.span.end <= span.end)
    draft.replacements = [one for one in draft.replacements if one not in own]
    parts: list[str] = []
    at = span.start
    for one in own:
        parts += (draft.source.text[at : one.span.start], one.text)
        at = one.span.end
    parts.append(draft.source.text[at : span.end])
    lines = re.split(r"\r\n|\r|\n", "".join(parts))
    return lines if lines[-1] else lines[:-1]


def _siblings(draft: Draft, step: Step) -> list[Step]:
    """The steps of one list, in the order of their lines, with nothing but blank lines between them."""
    plan = draft.plan
    section = section_at(plan.sections, step.line)
    same = [
        one
        for one in plan.steps
        if one.parent == step.parent
        and section_at(plan.sections, one.line) == section
        and (one.place.indent, one.box == "none") == (step.place.indent, step.box == "none")
    ]
    runs: list[list[Step]] = []
    for one in same:
        gap = range(runs[-1][-1].place.end, one.line) if runs else range(0)
        if not runs or any(plan.source.line(line).strip() for line in gap):
            runs.append([])
        runs[-1].append(one)
    return next(run for run in runs if step in run)


def _check(draft: Draft, step: Step, sibling: Step) -> None:
    if draft.source.line(step.line).lstrip().startswith("#"):
        raise PlanError("refused", f"{quoted(step.title)} is drawn as a heading", "move its section by hand")
    if sibling not in _siblings(draft, step):
        raise PlanError(
            "refused",
            f"{quoted(sibling.title)} does not stand in one list with {quoted(step.title)}",
            "name a step of the same list; sub-steps stay below their parent",
        )
