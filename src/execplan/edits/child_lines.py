"""Labelled lines below an entry, shaped like those it has, else like a neighbour's. Knows shapes; knows no kind of record."""

from __future__ import annotations

from collections.abc import Sequence

from execplan.edits.change import Draft
from execplan.plan.dialects import Shape
from execplan.plan.model import Place
from execplan.plan.writing import shape_like


def add_line(draft: Draft, place: Place, siblings: Sequence[Place], shape: Shape, given: dict[str, str]) -> None:
    """One line for each value below the entry's own text and labelled lines, before what else hangs there.

    The labels and their form are the entry's own, else those of the first sibling that stands at the same depth and
    has such lines, else the shape's.
    """
    source = draft.source
    like = next((one for one in (place, *siblings) if _same_depth(one, place) and _has_lines(one)), place)
    prefixes = dict(shape_like(source, like, shape).fields)
    draft.insert_lines(below(draft, place), [prefixes[name] + value for name, value in given.items()])


def below(draft: Draft, place: Place) -> int:
    """The line after an entry's own text and its labelled lines."""
    last = draft.source.line_of(max(place.text.end - 1, place.text.start))
    return max([last + 1, *(one.end for one in place.fields)])


def _same_depth(one: Place, other: Place) -> bool:
    return one.indent == other.indent and one.content == other.content and bool(one.marker) == bool(other.marker)


def _has_lines(place: Place) -> bool:
    return any(one.line > place.line for one in place.fields)
