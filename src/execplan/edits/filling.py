"""Puts a value in the place of a field's old one, in a line or in a table cell. Knows one field; knows no kind of entry."""

from __future__ import annotations

from execplan.edits.change import Draft
from execplan.plan.model import Field
from execplan.plan.tables import is_row
from execplan.text.source import Span


def fill(draft: Draft, field: Field, value: str) -> None:
    """The value, a blank after its label; an empty cell keeps its width where the value fits."""
    source, old = draft.source, field.value
    if not is_row(source, field.line):
        blank = "" if source.text[old.start - 1 : old.start] in " \t\r\n：" else " "
        draft.replace(old, blank + value)
    elif old.start < old.end:
        draft.replace(old, value)
    else:
        end = source.line_span(field.line).end
        bar = source.text.find("|", old.start, end)
        room = Span(old.start, end if bar == -1 else bar)
        draft.replace(room, f" {value} ".ljust(room.end - room.start))
