"""Strikes an entry and says what came of it: ``~~text~~ → Resolved: …``. Knows one entry's text; knows no kind of record."""

from __future__ import annotations

from typing import Literal

from execplan.edits.change import Draft
from execplan.plan import marks
from execplan.plan.model import Blocker, Place
from execplan.text.source import Span

Outcome = Literal["Resolved", "Retracted"]


def strike(draft: Draft, place: Place, outcome: Outcome, said: str) -> str:
    """Strikes the entry's title and adds the outcome; stamps, signs and labels before the title stay as they are.

    A resolution takes the place of ``→ **BLOCKER**``; a retraction stands after everything. Answers what was written.
    """
    text, base = draft.source.slice(place.text), place.text.start
    found = marks.read(text)
    marker = found.first("outcome")
    strike_title(draft, place, found)
    if _more_follows(draft, place) and not said.endswith((".", "!", "?", "。")):
        said += "."  # the labelled sentence after it is a field only after a full stop
    added = f" → {outcome}: {said}"
    if outcome == "Resolved" and marker is not None and marker.value == "blocker":
        draft.replace(Span(base + marker.start, base + marker.end), added)
    else:
        draft.insert(place.text.end, added)
    return said


def strike_title(draft: Draft, place: Place, found: marks.Marks) -> None:
    """Strikes the title, unless it is struck; ``found`` are the marks of the entry's own text."""
    start, end = _title(found)
    if found.first("strike") is None and "~~" not in found.text[start:end] and start < end:
        draft.insert(place.text.start + start, "~~")
        draft.insert(place.text.start + end, "~~")


def strike_reason(draft: Draft, blocker: Blocker, outcome: Outcome, said: str) -> None:
    """``Blocked: ~~reason~~ → Resolved: …`` below a step; a reason that is struck already gains only what is said."""
    span = blocker.place.text
    if not draft.source.slice(span).startswith("~~"):
        draft.insert(span.start, "~~")
        draft.insert(span.end, "~~")
    draft.insert(span.end, f" → {outcome}: {said}")


def _title(found: marks.Marks) -> tuple[int, int]:
    """What is struck: the title, with the bold run that a label before it may open."""
    label = found.first("label")
    opens = label is not None and found.text[label.start : label.end].count("**") % 2
    start = label.start if label is not None and opens else found.start
    part = found.text[start : found.end]
    return start + len(part) - len(part.lstrip()), start + len(part.rstrip())


def _more_follows(draft: Draft, place: Place) -> bool:
    """Does a labelled sentence of the same entry stand on the line where its text ends?"""
    line = draft.source.line_span(draft.source.line_of(max(place.text.end - 1, place.text.start)))
    rest = draft.source.text[place.text.end : line.end].strip()
    return bool(rest) and not rest.startswith("|")
