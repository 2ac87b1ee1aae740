"""Fills an empty cell of a table row. Knows one cell; knows no kind of record."""

from __future__ import annotations

from execplan.edits.change import Draft
from execplan.text.source import Span


def write_cell(draft: Draft, cell: Span, value: str) -> None:
    """The value in place of the cell's text; an empty cell keeps its width where the value fits."""
    if cell.start < cell.end:
        draft.replace(cell, value)
        return
    text = draft.source.text
    end = draft.source.line_span(draft.source.line_of(cell.start)).end
    bar = text.find("|", cell.start, end)
    room = Span(cell.start, end if bar == -1 else bar)
    draft.replace(room, f" {value} ".ljust(room.end - room.start))
