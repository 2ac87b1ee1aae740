"""Reads phases: the headings that group steps, their states, and the pointer a section gives. Knows read steps."""

from __future__ import annotations

import re
from dataclasses import replace

from execplan.plan import marks, outline, states, values, vocabulary
from execplan.plan.found import Found
from execplan.plan.model import CLOSED, Phase, Place, Section, Status, Step
from execplan.plan.places import section_place
from execplan.plan.reading import Reading

_ROOTS = ("steps", "progress", "plan_of_work")


def phase_sections(sections: tuple[Section, ...], title: int, found: list[Found]) -> list[int]:
    """The sections that group steps: those right above a step or a detail, the roots (``Steps``, ``Progress``) left out."""
    seen: dict[int, None] = {}
    for one in found:
        if one.kind in ("step", "detail"):
            phase = phase_of(sections, title, one.section)
            if phase is not None:
                seen[phase] = None
    for index, section in enumerate(sections):
        if (
            section.role == "phase"
            and index != title
            and any(sections[at].role in _ROOTS for at in outline.chain(sections, section.parent))
        ):
            seen[index] = None
    return sorted(seen)


def phase_of(sections: tuple[Section, ...], title: int, section: int) -> int | None:
    if section in (-1, title):
        return None
    return None if sections[section].role in _ROOTS else section


def parent_status(children: list[Status], own: Status = "todo") -> Status:
    """The state of a group: in progress as soon as something in it began; closed only when every part is."""
    if children and all(child in CLOSED for child in children):
        return "done" if own != "todo" or "done" in children else "skipped"
    if own in ("blocked", "in_progress"):
        return own
    if any(child in ("done", "in_progress") for child in children):
        return "in_progress"
    return "blocked" if any(child == "blocked" for child in children) else "todo"


def read_phases(reading: Reading, steps: list[Step]) -> list[Phase]:
    phases: list[Phase] = []
    leaves: dict[str | None, list[Status]] = {}
    for step in steps:
        if step.counted and not step.children:
            leaves.setdefault(step.phase, []).append(step.status)
    for index in phase_sections(reading.sections, reading.title, reading.found):
        section = reading.sections[index]
        match = vocabulary.PHASE.match(section.title)
        number = re.match(r"(\d+(?:\.\d+)*)[.)]?\s", section.raw)
        label = match["label"].strip() if match else (number[1] if number else None)
        title = (match["title"].strip() if match else "") or section.title
        id = reading.names.of_phase(index)
        place = section_place(reading.outline, section)
        own = leaves.get(id, [])
        phases.append(
            Phase(
                id=id,
                label=label,
                title=title,
                status=_phase_status(reading, section, place, own),
                line=section.line,
                depends_on=values.depended_on(reading.source, place),
                parallel="[P]" in section.raw,
                place=place,
            )
        )
    return phases


def _phase_status(reading: Reading, section: Section, place: Place, own: list[Status]) -> Status:
    if own:
        return parent_status(own)
    field = place.field("status")
    said = states.of_text(reading.source.slice(field.value)) if field else None
    found = marks.read(section.raw)
    return said or found.state or found.glyph or "todo"


def pointed_by_section(reading: Reading, steps: list[Step], phases: list[Phase]) -> list[Step]:
    """``## Current Phase`` names a phase or a step: its first open step is the one pointed at."""
    if any(step.pointed for step in steps):
        return steps
    for section in reading.sections:
        if section.role != "current":
            continue
        lines = (reading.source.line(line).strip(" \t-*_`>") for line in range(section.line + 1, section.own_end))
        text = next(
            (line for line in lines if line and not line.startswith("<!--") and not vocabulary.is_unset(line)), ""
        )
        target = _named_step(text, steps, phases) if text else None
        if target:
            return [replace(step, pointed=True) if step.id == target else step for step in steps]
    return steps


def _named_step(text: str, steps: list[Step], phases: list[Phase]) -> str | None:
    folded = marks.collapse(text).casefold()
    for phase in phases:
        if (
            phase.label and re.match(re.escape(phase.label.casefold()) + r"(?!\w)", folded)
        ) or phase.title.casefold() in folded:
            return next(
                (
                    step.id
                    for step in steps
                    if step.phase == phase.id and step.candidate and step.status not in CLOSED and not step.children
                ),
                None,
            )
    for step in steps:
        named = step.label and re.match(re.escape(step.label.casefold()) + r"(?!\w)", folded)
        if step.status not in CLOSED and not step.children and (named or step.title.casefold() in folded):
            return step.id
    return None
