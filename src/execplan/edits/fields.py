"""The labelled lines of a step: changed in place, added like their neighbours, taken away. Knows one step's own lines."""

from __future__ import annotations

from execplan.edits.change import Draft
from execplan.edits.child_lines import below, step_line
from execplan.edits.filling import fill
from execplan.plan import values
from execplan.plan.dialects import DIALECTS, FIELD_LABELS
from execplan.plan.errors import PlanError, quoted
from execplan.plan.model import Field, Place, Plan, Step
from execplan.plan.tables import is_row
from execplan.text.source import Source, Span

_SAME = {"depends_on": {"depends_on", "blocked_by"}}
"""Labels that say the same of a step, and that a new value replaces."""


def said(plan: Plan, step: Step, name: str) -> str | None:
    """What the step's lines say under that name, as written."""
    return next((text for place in _places(step) if (text := values.named(plan.source, place, name))), None)


def set_field(draft: Draft, step: Step, name: str, value: str) -> None:
    """The value in the place of the old one, else in a new line. Raises ``refused`` where the step has no room."""
    source = draft.source
    known = _known(source, step, name)
    if not known:
        _add(draft, step, name, value)
        return
    first, *others = known
    for field in others:
        _remove(draft, step, field)
    if not source.slice(first.value).strip() and first.end > first.line + 1:  # its value was a list below the label
        draft.replace(Span(source.offset(first.line + 1), source.offset(first.end)), "")
    fill(draft, first, value)


def clear_field(draft: Draft, step: Step, name: str) -> None:
    """Takes every line of that name away; a table cell stays, empty."""
    for field in _known(draft.source, step, name):
        _remove(draft, step, field)


def _places(step: Step) -> tuple[Place, ...]:
    return (step.place,) if step.detail in (None, step.place) else (step.place, step.detail)


def _known(source: Source, step: Step, name: str) -> list[Field]:
    """The fields of that name, those that say something first."""
    names = _SAME.get(name, {name})
    found = [field for place in _places(step) for field in place.fields if names.intersection(field.names)]
    return sorted(found, key=lambda field: values.text_of(source, field) is None)


def _add(draft: Draft, step: Step, name: str, value: str) -> None:
    source, place = draft.source, step.place
    if is_row(source, place.line):
        raise PlanError(
            "refused",
            f"{quoted(step.title)} is a table row and has no column for {_word(draft.plan, name)}",
            "add a column",
        )
    if step.detail is not None and DIALECTS[draft.plan.dialect].detail:
        _add_to_detail(draft, step.detail, name, value)
        return
    if step.box == "none" and not any(field.line > place.line for field in place.fields):
        raise PlanError(
            "refused",
            f"{quoted(step.title)} is drawn without a box and has no labelled lines",
            "write it as a checkbox first",
        )
    label = FIELD_LABELS[name]
    line = step_line(draft, step, name, value).replace(label, _word(draft.plan, name), 1)
    draft.insert_lines(below(draft, place), [line])


def _add_to_detail(draft: Draft, detail: Place, name: str, value: str) -> None:
    source = draft.source
    own = [field for field in detail.fields if field.line > detail.line]
    if own:
        model = own[-1]
        start = source.line_span(model.line).start
        after = source.text[model.label.end : model.value.start].rstrip(" \t") + " "
        line = source.text[start : model.label.start] + _word(draft.plan, name) + after + value
        draft.insert_lines(model.end, [line])
    else:
        draft.insert_lines(detail.end, [f"{detail.indent}- **{_word(draft.plan, name)}**: {value}"])


def _word(plan: Plan, name: str) -> str:
    """What this document calls the field, else what its dialect does."""
    labels = (
        plan.source.slice(field.label)
        for step in plan.steps
        for place in _places(step)
        for field in place.fields
        if name in field.names and field.line > place.line
    )
    return next(labels, FIELD_LABELS[name])


def _remove(draft: Draft, step: Step, field: Field) -> None:
    source = draft.source
    if is_row(source, field.line):
        draft.replace(field.value, "")
        return
    start = source.line_span(field.line).start
    before = source.text[start : field.label.start].strip(" \t>-+*_")
    fields = [one for place in _places(step) for one in place.fields]
    shared = any(one is not field and field.line <= one.line < field.end for one in fields)
    if before or shared or field.line == step.line:
        raise PlanError(
            "refused", f"{source.slice(field.label)} shares its line with other words", "edit that line by hand"
        )
    draft.replace(Span(source.offset(field.line), source.offset(field.end)), "")
