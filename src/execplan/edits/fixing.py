"""Repairs of the lines that follow from others: bar, Last Updated, a parent's box. Knows spans; knows no rule.

What to write is found elsewhere and handed in; what may be written is decided here. Nothing that a person worded is
ever a derived line, so any other replacement is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from execplan.edits.change import Change, Draft, no_change
from execplan.edits.derived import has_dated_log, tell, write_updated
from execplan.plan import stamps
from execplan.plan.errors import PlanError
from execplan.plan.model import Plan, Step
from execplan.text.edit import Replacement
from execplan.text.source import Span

_BAR, _UPDATED = "the progress bar", "Last Updated"


def fix(plan: Plan, replacements: Iterable[Replacement], *, now: str) -> Change:
    """The plan with these repairs. Nobody worked on it, so Last Updated is raised only to what the plan itself tells.

    A plan with a log is told of a repaired bar or box in an entry, and then is of now.
    Raises ``PlanError`` ``refused`` for a replacement of anything but derived lines.
    """
    wanted = [one for one in dict.fromkeys(replacements) if plan.source.slice(one.span) != one.text]
    if not wanted:
        return no_change(plan)
    draft = Draft(plan)
    parents = {step.place.box: step for step in plan.steps if step.children and step.place.box}
    kinds = {one: _kind(plan, one, parents) for one in wanted}
    told = list(dict.fromkeys(kind for kind in kinds.values() if kind != _UPDATED))
    logged = bool(told) and has_dated_log(plan)
    if logged:
        tell(draft, [f"- Corrected: {', '.join(told)}"], now)
        write_updated(draft, now)
    for one, kind in kinds.items():
        if kind != _UPDATED or not logged:
            draft.replace(one.span, one.text)
        if one.span in parents:
            draft.touched.add(parents[one.span].id)
    return draft.change()


def _kind(plan: Plan, one: Replacement, parents: Mapping[Span, Step]) -> str:
    """What the replacement repairs, in words for the log."""
    bar = plan.bar
    if bar and one.span == bar.cells and not one.text.replace(bar.filled, "").replace(bar.empty, ""):
        return _BAR
    if bar and one.span in (bar.percent, bar.done, bar.total) and one.text.isdecimal():
        return _BAR
    if _is_stamp(one.text) and any(at.start <= one.span.start and one.span.end <= at.end for at in plan.updated_fields):
        return _UPDATED
    if one.span in parents and one.text in ("x", " "):
        return f"the box of {parents[one.span].title}"
    line = plan.source.line_of(one.span.start) + 1
    raise PlanError("refused", f"line {line} is no derived line; nothing was written", "edit it by hand")


def _is_stamp(text: str) -> bool:
    found = stamps.search(text)
    return found is not None and (found.start, found.end) == (0, len(text))
