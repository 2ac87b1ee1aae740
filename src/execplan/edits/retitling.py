"""A step's title in other words: in its own text, in ``Plan of Work``, and where others name it. Knows one plan."""

from __future__ import annotations

import re

from execplan.edits.change import Draft
from execplan.plan import marks
from execplan.plan.errors import PlanError, quoted
from execplan.plan.identity import normal
from execplan.plan.model import Place, Step
from execplan.plan.tables import is_row
from execplan.text.source import Span

_BOLD = re.compile(r"(\*\*|__)(?P<inner>(?:(?!\1).)+)\1", re.DOTALL)
_NUMBERED = re.compile(r"[*_]*(?:step\s+)?\d+(?:\.\d+)*[.):]\s+(?P<title>.+?)[\s:*_]*", re.IGNORECASE | re.DOTALL)
_ENDS = " \t\r\n.`*"


def retitle(draft: Draft, step: Step, title: str) -> None:
    """Box, marks, stamps, label and emphasis stay. Raises ``refused`` where the title cannot be told from the rest."""
    plan = draft.plan
    wanted = normal(title)
    if any(
        one.id != step.id and (one.parent, one.phase) == (step.parent, step.phase) and normal(one.title) == wanted
        for one in plan.steps
    ):
        raise PlanError("refused", f"a step beside it is called {quoted(title)} already", "give it another title")
    source, place = draft.source, step.place
    cell = place.field("title") if is_row(source, step.line) else None
    if cell is not None or step.box != "none":
        _in_text(draft, cell.value if cell is not None else place.text, title)
    else:
        _literally(draft, step, place, title)
    if step.detail is not None and step.detail is not place:
        _in_detail(draft, step, step.detail, title)
    _where_named(draft, step, title)


def _in_text(draft: Draft, span: Span, title: str) -> None:
    text = draft.source.slice(span)
    found = marks.read(text)
    raw = text[found.start : found.end]
    left = span.start + found.start + len(raw) - len(raw.lstrip())
    right = span.start + found.start + len(raw.rstrip())
    bare = raw.strip()
    if bold := _BOLD.fullmatch(bare):
        title = f"{bold[1]}{title}{bold[1]}" if bold[1] not in title else title
    elif found.label and marks.lone_bold(bare) is not None:  # the run that the label opened ends with the title
        title += "**"
    draft.replace(Span(left, right), title)


def _once(text: str, title: str) -> bool:
    return bool(title) and text.count(title) == 1


def _literally(draft: Draft, step: Step, place: Place, title: str) -> None:
    """In a heading or a paragraph, where its own words stand exactly once."""
    text = draft.source.slice(place.text)
    if not _once(text, step.title):
        raise PlanError(
            "refused", f"the title cannot be told from the rest of line {place.line + 1}", "reword that line by hand"
        )
    at = place.text.start + text.index(step.title)
    draft.replace(Span(at, at + len(step.title)), title.replace("**", "") if "**" in text else title)


def _in_detail(draft: Draft, step: Step, detail: Place, title: str) -> None:
    """Its paragraph in ``Plan of Work`` is joined by number and title: it follows, also where it said a little more."""
    text = draft.source.slice(detail.text)
    whole = _NUMBERED.fullmatch(text)
    if _once(text, step.title) or whole is None:
        _literally(draft, step, detail, title)
        return
    span = Span(detail.text.start + whole.start("title"), detail.text.start + whole.end("title"))
    draft.replace(span, title.replace("**", ""))


def _where_named(draft: Draft, step: Step, title: str) -> None:
    """``Depends on: Old title`` names the new one."""
    source = draft.source
    old = step.title.casefold().strip(_ENDS)
    for other in draft.plan.steps:
        if step.id not in other.depends_on:
            continue
        places = {id(place): place for place in (other.place, other.detail) if place is not None}
        for field in (field for place in places.values() for field in place.fields):
            if "depends_on" not in field.names and "blocked_by" not in field.names:
                continue
            value = source.slice(field.value)
            for part in re.finditer(r"[^,;]+" if value.strip(_ENDS).casefold() != old else r".+", value, re.DOTALL):
                words = part[0].strip(_ENDS)
                if words.casefold() == old:
                    at = field.value.start + part.start() + part[0].index(words)
                    draft.replace(Span(at, at + len(words)), title.rstrip(" ."))
