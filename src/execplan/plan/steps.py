"""Reads steps and phases: states, labels, details, who depends on whom. Knows found entries; knows no record."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from execplan.plan import dependencies, estimates, marks, outline, stamps, states, values, vocabulary
from execplan.plan.finding import Found
from execplan.plan.model import Diagnostic, Phase, Place, Section, Status, Step
from execplan.plan.naming import Names
from execplan.plan.places import Outline, section_place
from execplan.text.source import Source

_OTHER_MARKS: dict[str, Status] = {"!": "blocked", ">": "skipped", "✓": "done", "✔": "done", "√": "done", "✗": "skipped"}
_ROOTS = ("steps", "progress", "plan_of_work")
CLOSED: frozenset[Status] = frozenset({"done", "skipped"})


@dataclass(frozen=True, slots=True)
class Reading:
    """What every reader of entries needs."""

    outline: Outline
    sections: tuple[Section, ...]
    found: list[Found]
    names: Names
    title: int
    """Index of the section that is the plan's title, -1 without one."""

    @property
    def source(self) -> Source:
        return self.outline.source


def phase_sections(sections: tuple[Section, ...], title: int, found: list[Found]) -> list[int]:
    """The sections that group steps: those right above a step or a detail, the roots (``Steps``, ``Progress``) left out."""
    seen: dict[int, None] = {}
    for one in found:
        if one.kind in ("step", "detail"):
            phase = phase_of(sections, title, one.section)
            if phase is not None:
                seen[phase] = None
    for index, section in enumerate(sections):
        if section.role == "phase" and index != title and any(sections[at].role in _ROOTS for at in outline.chain(sections, section.parent)):
            seen[index] = None
    return sorted(seen)


def phase_of(sections: tuple[Section, ...], title: int, section: int) -> int | None:
    if section in (-1, title):
        return None
    return None if sections[section].role in _ROOTS else section


def read_steps(reading: Reading, diagnostics: list[Diagnostic]) -> tuple[tuple[Step, ...], tuple[Phase, ...]]:
    """All steps and phases of the document, in order."""
    steps = _read_boxes(reading, diagnostics)
    steps = _joined(reading, steps, diagnostics)
    steps = _derived(steps)
    counted = _counted(reading, steps)
    steps = [step if counted[step.id] else replace(step, counted=False) for step in steps]
    phases = _read_phases(reading, steps)
    steps, phases = dependencies.resolve(reading.source, reading.sections, steps, phases)
    steps = _pointed_by_section(reading, steps, phases)
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


def _read_step(reading: Reading, one: Found, parent: str | None, legend: Mapping[str, Status], diagnostics: list[Diagnostic]) -> Step:
    source, place = reading.source, one.place
    text, label = _text_and_label(reading, one)
    found = marks.read(text)
    status = _status(source, one, found, legend, diagnostics)
    phase = phase_of(reading.sections, reading.title, one.section)
    closed = any(outline.is_closed(reading.sections[at]) for at in outline.chain(reading.sections, one.section) if at != reading.title)
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
        depends_on=values.all_named(source, place, "depends_on") + values.all_named(source, place, "blocked_by"),
        estimate_minutes=estimates.minutes(values.named(source, place, "estimate") or ""),
        owner=values.named(source, place, "owner"),
        started=stamps.value_of(started) if started else None,
        completed=(stamps.value_of(completed) if completed else None) or (found.stamp if status == "done" else None),
        verification=values.named(source, place, "verification"),
        files=values.paths(values.named(source, place, "files")),
        notes="; ".join(values.all_named(source, place, "notes")) or None,
        evidence=values.all_named(source, place, "evidence"),
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
    return outline.plain_heading(source.slice(place.text)), None


def _percent(source: Source, place: Place) -> int | None:
    field = place.field("status")
    match = re.search(r"(\d{1,3})\s*%", source.slice(field.value)) if field else None
    return int(match[1]) if match else None


def _status(source: Source, one: Found, found: marks.Marks, legend: Mapping[str, Status], diagnostics: list[Diagnostic]) -> Status:
    field = one.place.field("status")
    value = source.slice(field.value) if field else ""
    said = states.of_text(value) if value and not vocabulary.is_unset(value) else None
    if one.box == "none":
        return said or found.state or found.glyph or ("done" if marks.read(source.slice(one.place.text)).state == "done" else "todo")
    if one.box == "other":
        mark = one.mark.rstrip("\ufe0e\ufe0f")
        return found.state or legend.get(mark) or _OTHER_MARKS.get(mark) or states.GLYPH_STATES.get(mark, "in_progress")
    if one.mark in "xX":
        if said in ("todo", "in_progress", "blocked"):
            diagnostics.append(Diagnostic("status_contradicts_box", "warning", one.place.line, f"ticked, but its status says {value!r}"))
        return "done"
    state = said or found.state or found.glyph
    if state == "done":
        diagnostics.append(Diagnostic("status_contradicts_box", "warning", one.place.line, "says done, but its box is open"))
        return "todo"
    if state in (None, "todo"):
        reason = values.named(source, one.place, "blocked")
        if reason and not marks.OUTCOME.search(reason):
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


def _derived(steps: list[Step]) -> list[Step]:
    """A parent's state follows from its leaves, deepest first; a struck or ticked parent keeps its own."""
    status: dict[str, Status] = {step.id: step.status for step in steps}
    for step in reversed(steps):
        if step.children and step.status not in CLOSED:
            status[step.id] = parent_status([status[child] for child in step.children], step.status)
    return [replace(step, status=status[step.id]) if step.status != status[step.id] else step for step in steps]


def parent_status(children: list[Status], own: Status = "todo") -> Status:
    """The state of a group: in progress as soon as something in it began; closed only when every part is."""
    if children and all(child in CLOSED for child in children):
        return "done" if own != "todo" or "done" in children else "skipped"
    if own in ("blocked", "in_progress"):
        return own
    if any(child in ("done", "in_progress") for child in children):
        return "in_progress"
    return "blocked" if any(child == "blocked" for child in children) else "todo"


def _counted(reading: Reading, steps: list[Step]) -> dict[str, bool]:
    """Where a Progress section has boxes, boxes elsewhere are steps but neither counted nor current."""
    inside = {step.id: step.box == "task" and _in_role(reading, step.line, "progress") for step in steps}
    return inside if any(inside.values()) else dict.fromkeys(inside, True)


def _in_role(reading: Reading, line: int, role: str) -> bool:
    at = outline.section_at(reading.sections, line)
    return any(reading.sections[index].role == role for index in outline.chain(reading.sections, at))


# --- details kept apart (Plan of Work) ------------------------------------------------------------


def _joined(reading: Reading, steps: list[Step], diagnostics: list[Diagnostic]) -> list[Step]:
    """Steps with their paragraphs in the plan of work: joined by number *and* title, never by number alone."""
    details = [one for one in reading.found if one.kind == "detail"]
    if not details:
        return steps
    if not steps:
        return [_from_detail(reading, one) for one in details]
    result = list(steps)
    lonely: list[Diagnostic] = []
    for one in details:
        title = _detail_title(reading, one)
        best, score = -1, 0.0
        for index, step in enumerate(result):
            likeness = _likeness(title, step.title)
            same = bool(step.label) and re.sub(r"\D+", " ", step.label or "").strip() == one.number
            value = likeness + 0.4 * same if likeness >= (0.4 if same else 0.85) else 0.0
            if value > score and step.detail is None:
                best, score = index, value
        if best == -1:
            lonely.append(Diagnostic("detail_without_step", "info", one.place.line, f"no step in Progress matches {one.number}. {title}"))
        else:
            result[best] = _with_detail(reading, result[best], one)
    if len(lonely) * 2 < len(details):  # where most match, the lists are meant to; else they are two different lists
        diagnostics += lonely
    return result


def _likeness(left: str, right: str) -> float:
    left, right = left.casefold(), right.casefold()
    return 1.0 if left == right else SequenceMatcher(None, left, right, autojunk=False).ratio()


def _detail_title(reading: Reading, one: Found) -> str:
    text = marks.collapse(reading.source.slice(one.place.text)).strip("*_ :")
    return re.sub(r"^(?:step\s+)?\d+(?:\.\d+)*[.):]\s+", "", text, flags=re.IGNORECASE).strip("*_ ")


def _with_detail(reading: Reading, step: Step, one: Found) -> Step:
    source, place = reading.source, one.place
    phase = phase_of(reading.sections, reading.title, one.section)
    return replace(
        step,
        detail=place,
        phase=reading.names.of_phase(phase) if phase is not None else step.phase,
        verification=step.verification or values.named(source, place, "verification"),
        files=step.files or values.paths(values.named(source, place, "files")),
        estimate_minutes=step.estimate_minutes or estimates.minutes(values.named(source, place, "estimate") or ""),
        owner=step.owner or values.named(source, place, "owner"),
        depends_on=step.depends_on or values.all_named(source, place, "depends_on"),
    )


def _from_detail(reading: Reading, one: Found) -> Step:
    step = Step(reading.names.of(one.place), one.number, _detail_title(reading, one), "todo", one.place.line, one.place, box="none")
    return _with_detail(reading, step, one)


# --- phases and pointers --------------------------------------------------------------------------


def _read_phases(reading: Reading, steps: list[Step]) -> list[Phase]:
    phases: list[Phase] = []
    for index in phase_sections(reading.sections, reading.title, reading.found):
        section = reading.sections[index]
        match = vocabulary.PHASE.match(section.title)
        number = re.match(r"(\d+(?:\.\d+)*)[.)]?\s", section.raw)
        label = match["label"].strip() if match else (number[1] if number else None)
        title = (match["title"].strip() if match else "") or section.title
        id = reading.names.of_phase(index)
        place = section_place(reading.outline, section)
        own = [step.status for step in steps if step.phase == id and step.counted and not step.children]
        phases.append(
            Phase(
                id=id,
                label=label,
                title=title,
                status=_phase_status(reading, section, place, own),
                line=section.line,
                depends_on=values.all_named(reading.source, place, "depends_on") + values.all_named(reading.source, place, "blocked_by"),
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


def _pointed_by_section(reading: Reading, steps: list[Step], phases: list[Phase]) -> list[Step]:
    """``## Current Phase`` names a phase or a step: its first open step is the one pointed at."""
    if any(step.pointed for step in steps):
        return steps
    for section in reading.sections:
        if section.role != "current":
            continue
        lines = (reading.source.line(line).strip(" \t-*_`>") for line in range(section.line + 1, section.own_end))
        text = next((line for line in lines if line and not line.startswith("<!--") and not vocabulary.is_unset(line)), "")
        target = _named_step(text, steps, phases) if text else None
        if target:
            return [replace(step, pointed=True) if step.id == target else step for step in steps]
    return steps


def _named_step(text: str, steps: list[Step], phases: list[Phase]) -> str | None:
    folded = marks.collapse(text).casefold()
    for phase in phases:
        if (phase.label and re.match(re.escape(phase.label.casefold()) + r"(?!\w)", folded)) or phase.title.casefold() in folded:
            return next((step.id for step in steps if step.phase == phase.id and step.candidate and step.status not in CLOSED and not step.children), None)
    for step in steps:
        named = step.label and re.match(re.escape(step.label.casefold()) + r"(?!\w)", folded)
        if step.status not in CLOSED and not step.children and (named or step.title.casefold() in folded):
            return step.id
    return None


def _stale_open(steps: list[Step], diagnostics: list[Diagnostic]) -> None:
    leaves = [step for step in steps if step.counted and not step.children and step.box != "none"]
    last_done = max((index for index, step in enumerate(leaves) if step.status == "done"), default=-1)
    for step in leaves[: max(last_done, 0)]:
        if step.status == "todo":
            diagnostics.append(Diagnostic("stale_open", "warning", step.line, f"still open, though later steps are done: {step.title[:60]}"))
