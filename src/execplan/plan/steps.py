"""Reads steps: states, labels, parents, details, who depends on whom. Knows found entries; knows no record."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from execplan.plan import estimates, marks, outcomes, outline, stamps, states, values, vocabulary
from execplan.plan.details import joined
from execplan.plan.found import Found
from execplan.plan.model import CLOSED, Diagnostic, Phase, Place, Status, Step
from execplan.plan.phases import parent_status, phase_of, pointed_by_section, read_phases
from execplan.plan.reading import Reading
from execplan.plan.wording import lines_that_order
from execplan.text.source import Source

_OTHER_MARKS: dict[str, Status] = {
    "!": "blocked",
    ">": "skipped",
    "✓": "done",
    "✔": "done",
    "√": "done",
    "✗": "skipped",
}


def read_steps(reading: Reading, diagnostics: list[Diagnostic]) -> tuple[tuple[Step, ...], tuple[Phase, ...]]:
    """All steps and phases of the document, in order."""
    steps = _read_boxes(reading, diagnostics)
    steps = joined(reading, steps, diagnostics)
    steps = _derived(_with_parents_phase(steps))
    counted = _counted(reading, steps)
    steps = [step if counted[step.id] else replace(step, counted=False) for step in steps]
    phases = read_phases(reading, steps)
    lines = lines_that_order(reading.source, steps, phases)
    if lines is not None:
        from execplan.plan.dependencies import resolve  # most plans do without, and so does the start of a command

        blocks = reading.outline.blocks
        steps, phases = resolve(reading.source, reading.sections, blocks, steps, phases, lines, diagnostics)
    steps = pointed_by_section(reading, steps, phases)
    _stale_open(steps, diagnostics)
    return tuple(steps), tuple(phases)


def _read_boxes(reading: Reading, diagnostics: list[Diagnostic]) -> list[Step]:
    legend = _legend(reading.source)
    by_item: dict[int, str] = {}
    steps: list[Step] = []
    for one in reading.found:
        if one.kind != "step":
            continue
        parent = _parent(reading, one, by_item)
        step = _read_step(reading, one, parent, legend, diagnostics)
        if one.item != -1:
            by_item[one.item] = step.id
        steps.append(step)
    nested: dict[str, list[str]] = {}
    for step in steps:
        if step.parent:
            nested.setdefault(step.parent, []).append(step.id)
    return [replace(step, children=tuple(nested[step.id])) if step.id in nested else step for step in steps]


def _parent(reading: Reading, one: Found, by_item: Mapping[int, str]) -> str | None:
    at = reading.outline.items[one.item].parent if one.item != -1 else -1
    while at != -1:
        if at in by_item:
            return by_item[at]
        at = reading.outline.items[at].parent
    return None


def _read_step(
    reading: Reading, one: Found, parent: str | None, legend: Mapping[str, Status], diagnostics: list[Diagnostic]
) -> Step:
    source, place = reading.source, one.place
    text, label = _text_and_label(reading, one)
    found = marks.read(text)
    status = _status(source, one, found, legend, diagnostics)
    phase = phase_of(reading.sections, reading.title, one.section)
    closed = any(
        outline.is_closed(reading.sections[at])
        for at in outline.chain(reading.sections, one.section)
        if at != reading.title
    )
    is_open = status not in CLOSED
    candidate = is_open and not closed and found.glyph != "done" and found.state != "done"
    started = values.named(source, place, "started")
    completed = values.named(source, place, "completed")
    return Step(
        id=reading.names.of(place),
        label=found.label or label,
        title=found.title or marks.collapse(text),
        status=status,
        line=place.line,
        place=place,
        phase=reading.names.of_phase(phase) if phase is not None else None,
        parent=parent,
        depends_on=values.depended_on(source, place),
        estimate_minutes=estimates.minutes(values.named(source, place, "estimate") or ""),
        owner=values.named(source, place, "owner"),
        started=stamps.value_of(started) if started else None,
        completed=(stamps.value_of(completed) if completed else None) or (found.stamp if status == "done" else None),
        verification=values.named(source, place, "verification"),
        files=values.paths(values.named(source, place, "files")),
        notes="; ".join(values.all_named(source, place, "notes")) or None,
        evidence=values.pieces(source, place, "evidence"),
        percent=found.percent if found.percent is not None else _percent(source, place),
        box=one.box,
        pointed=found.first("pointer") is not None and is_open,
        parallel=found.first("parallel") is not None,
        candidate=candidate or not is_open,
    )


def _text_and_label(reading: Reading, one: Found) -> tuple[str, str | None]:
    source, place = reading.source, one.place
    if one.item != -1:
        number = place.marker[:-1] if place.marker[:1].isdigit() else None
        return source.slice(place.text), number
    title, number = place.field("title"), place.field("number")
    if title and place.text != source.line_span(place.line):
        label = marks.collapse(source.slice(number.value)) if number and number is not title else None
        return source.slice(title.value), label or None
    heading = outline.plain_heading(source.slice(place.text))
    match = vocabulary.PHASE.match(heading)
    return (match["title"], match["label"]) if match and match["title"] else (heading, None)


def _percent(source: Source, place: Place) -> int | None:
    field = place.field("status")
    match = re.search(r"(\d{1,3})\s*%", source.slice(field.value)) if field else None
    return int(match[1]) if match else None


def _status(
    source: Source, one: Found, found: marks.Marks, legend: Mapping[str, Status], diagnostics: list[Diagnostic]
) -> Status:
    field = one.place.field("status")
    value = source.slice(field.value) if field else ""
    said = states.of_text(value) if value and not vocabulary.is_unset(value) else None
    if one.box == "none":
        whole = marks.read(source.slice(one.place.text))  # a heading's title has lost its suffix
        return said or found.state or found.glyph or whole.state or whole.glyph or "todo"
    if one.box == "other":
        mark = one.mark.rstrip("\ufe0e\ufe0f")
        return found.state or legend.get(mark) or _OTHER_MARKS.get(mark) or states.GLYPH_STATES.get(mark, "in_progress")
    if one.mark in "xX":
        if said in ("todo", "in_progress", "blocked"):
            diagnostics.append(
                Diagnostic(
                    "status_contradicts_box", "warning", one.place.line, f"ticked, but its status says {value!r}"
                )
            )
        return "done"
    state = said or found.state or found.glyph
    if state == "done":
        diagnostics.append(
            Diagnostic("status_contradicts_box", "warning", one.place.line, "says done, but its box is open")
        )
        return "todo"
    if state in (None, "todo"):
        reason = values.named(source, one.place, "blocked")
        if reason and not outcomes.is_settled(reason):
            return "blocked"
    return state or "todo"


def _legend(source: Source) -> dict[str, Status]:
    """Marks the document explains itself: ``[~] = deferred``."""
    if "[~]" not in source.text and "[-]" not in source.text and "[/]" not in source.text:
        return {}
    found: dict[str, Status] = {}
    for match in re.finditer(r"`?\[([~/\-!>])\]`?\s*(?:=|:|means|—|–)\s*\**`?", source.text):
        word = states.STATE_WORD.match(source.text, match.end())
        if word:
            found.setdefault(match[1], states.of_word(word[0]))
    return found


def _with_parents_phase(steps: list[Step]) -> list[Step]:
    """Sub-steps belong to the phase of the step they refine."""
    phases = {step.id: step.phase for step in steps}
    for step in steps:
        if step.parent and phases[step.id] is None:
            phases[step.id] = phases[step.parent]
    return [replace(step, phase=phases[step.id]) if phases[step.id] != step.phase else step for step in steps]


def _derived(steps: list[Step]) -> list[Step]:
    """A parent's state follows from its leaves, deepest first; a struck or ticked parent keeps its own."""
    status: dict[str, Status] = {step.id: step.status for step in steps}
    for step in reversed(steps):
        if step.children and step.status not in CLOSED:
            status[step.id] = parent_status([status[child] for child in step.children], step.status)
    return [replace(step, status=status[step.id]) if step.status != status[step.id] else step for step in steps]


def _counted(reading: Reading, steps: list[Step]) -> dict[str, bool]:
    """Where a Progress section has boxes, boxes elsewhere are steps but neither counted nor current."""
    inside = {step.id: step.box == "task" and _in_role(reading, step.line, "progress") for step in steps}
    return inside if any(inside.values()) else dict.fromkeys(inside, True)


def _in_role(reading: Reading, line: int, role: str) -> bool:
    at = outline.section_at(reading.sections, line)
    return any(reading.sections[index].role == role for index in outline.chain(reading.sections, at))


def _stale_open(steps: list[Step], diagnostics: list[Diagnostic]) -> None:
    leaves = [step for step in steps if step.counted and not step.children and step.box != "none"]
    last_done = max((index for index, step in enumerate(leaves) if step.status == "done"), default=-1)
    for step in leaves[: max(last_done, 0)]:
        if step.status == "todo":
            diagnostics.append(
                Diagnostic(
                    "stale_open", "warning", step.line, f"still open, though later steps are done: {step.title[:60]}"
                )
            )
