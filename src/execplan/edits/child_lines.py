"""Labelled lines below an entry, shaped like those it has, else like a neighbour's. Knows shapes; knows no kind of record."""

from __future__ import annotations

from collections.abc import Sequence

from execplan.edits.change import Draft
from execplan.plan.dialects import FIELD_LABELS, Shape
from execplan.plan.model import Field, Place, Step
from execplan.plan.writing import shape_like


def add_lines(draft: Draft, place: Place, siblings: Sequence[Place], shape: Shape, given: dict[str, str]) -> None:
    """One line for each value below the entry's own text and labelled lines, before what else hangs there.

    The labels and their form are the entry's own, else those of the first sibling that stands at the same depth and
    has such lines, else the shape's.
    """
    source = draft.source
    like = next((one for one in (place, *siblings) if _same_depth(one, place) and _has_lines(one)), place)
    prefixes = dict(shape_like(source, like, shape).fields)
    draft.insert_lines(below(draft, place), [prefixes[name] + value for name, value in given.items()])


def below(draft: Draft, place: Place) -> int:
    """The line after an entry's own text and its labelled lines, before the entries that hang there."""
    last = draft.source.line_of(max(place.text.end - 1, place.text.start))
    return max([last + 1, *(one.end for one in place.fields)])


def step_line(draft: Draft, step: Step, name: str, value: str) -> str:
    """A labelled line below a step, like the first one it or a step beside it has, else as a nested item."""
    beside = (one for one in draft.plan.steps if one.parent == step.parent and one.box == step.box)
    own = next((field for one in (step, *beside) for field in one.place.fields if _hangs(draft, one, field)), None)
    if own is not None:
        return line_like(draft, own, name) + value
    indent = step.place.indent + " " * max(step.place.content - len(step.place.indent), 2)
    return f"{indent}- {FIELD_LABELS[name]}: {value}"


def line_like(draft: Draft, field: Field, name: str) -> str:
    """A new labelled line in the form of an existing one, without a value."""
    source = draft.source
    start = source.line_span(field.line).start
    after = source.text[field.label.end : field.value.start].rstrip(" \t") + " "
    return source.text[start : field.label.start] + FIELD_LABELS[name] + after


def _hangs(draft: Draft, step: Step, field: Field) -> bool:
    """Is the field on an indented line of its own? A lazy line at the margin would belong to whatever stands above."""
    line = draft.source.line(field.line)
    return field.line > step.line and (not step.place.marker or len(line) - len(line.lstrip()) > len(step.place.indent))


def _same_depth(one: Place, other: Place) -> bool:
    return one.indent == other.indent and one.content == other.content and bool(one.marker) == bool(other.marker)


def _has_lines(place: Place) -> bool:
    return any(one.line > place.line for one in place.fields)
