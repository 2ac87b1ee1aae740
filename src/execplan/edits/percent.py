"""How far a step is, written beside its state: ``🟡 In Progress (60%)``, ``Pour the floor (60%)``. Knows one step's own lines."""

from __future__ import annotations

import re

from execplan.edits.change import Draft
from execplan.plan import marks
from execplan.plan.errors import PlanError, quoted
from execplan.plan.model import Step
from execplan.text.source import Span

_FAR = re.compile(r"\s*[(\[（]\s*\d{1,3}\s*%[^)\]）]*[)\]）]|[\s,–—-]*\b\d{1,3}\s*%")
"""How far a status says the step is: ``(60%)``, ``, 60%``."""


def write_percent(draft: Draft, step: Step, percent: int) -> None:
    """How far the step is, its state left as it stands."""
    source, field = draft.source, step.place.field("status")
    if field:
        draft.replace(field.value, with_percent(source.slice(field.value), percent))
        return
    if step.box == "none":
        raise PlanError("refused", f"{quoted(step.title)} has no status line", "give it a Status line first")
    percent_in_text(draft, step, marks.read(source.slice(step.place.text)), percent)


def drop_percent(draft: Draft, step: Step) -> None:
    """Takes it off a step that is refined: how far it is follows from its sub-steps then."""
    if step.percent is None or step.status not in ("in_progress", "blocked"):
        return
    source, field = draft.source, step.place.field("status")
    if field:
        draft.replace(field.value, with_percent(source.slice(field.value), None))
        return
    base = step.place.text.start
    for mark in marks.read(source.slice(step.place.text)).marks:
        if mark.kind == "percent":
            draft.replace(Span(base + mark.start, base + mark.end), "")


def with_percent(value: str, percent: int | None) -> str:
    """A status value that says how far the step is, or no more."""
    bare = _FAR.sub("", value).rstrip()
    return bare if percent is None else f"{bare} ({percent}%)"


def percent_in_text(draft: Draft, step: Step, found: marks.Marks, percent: int) -> None:
    """In place of the one there is, else after the title and before ``← CURRENT``."""
    base = step.place.text.start
    for mark in found.marks:
        if mark.kind in ("percent", "state") and (digits := marks.PERCENT.search(found.text, mark.start, mark.end)):
            draft.replace(Span(base + digits.start(1), base + digits.end(1)), str(percent))
            return
    draft.insert(base + len(found.text[: found.end].rstrip()), f" ({percent}%)")
