"""Steps drawn without boxes: rows of a task table, numbered headings. Knows sections and tables; reads no values."""

from __future__ import annotations

from execplan.plan import vocabulary
from execplan.plan.found import Found
from execplan.plan.model import Section
from execplan.plan.outline import chain, section_at, title_section
from execplan.plan.places import Outline, section_place
from execplan.plan.tables import row_places


def rows_or_tasks(outline: Outline, sections: tuple[Section, ...]) -> list[Found]:
    """Rows of a task table, else numbered task headings (those that group others left out)."""
    rows = [
        Found("step", place, section, "")
        for index, block in enumerate(outline.blocks)
        if block.kind == "table" and block.parent == -1
        for section in (section_at(sections, block.start),)
        if section != -1 and sections[section].role in ("steps", "progress", "phase")
        for place in row_places(outline, index)
        if place.field("title") and (place.field("number") or place.field("status"))
    ]
    if rows:
        return rows
    tasks = [index for index in _phases(sections) if vocabulary.TASK_WORD.match(sections[index].title)]
    groups = {above for index in tasks for above in chain(sections, sections[index].parent)}
    return _headings(outline, sections, [index for index in tasks if index not in groups])


def phase_headings(outline: Outline, sections: tuple[Section, ...]) -> list[Found]:
    """Numbered phase headings, for a plan that draws nothing else."""
    phases = _phases(sections)
    groups = {above for index in phases for above in chain(sections, sections[index].parent)}
    return _headings(outline, sections, [index for index in phases if index not in groups])


def _phases(sections: tuple[Section, ...]) -> list[int]:
    title = title_section(sections)
    return [index for index, section in enumerate(sections) if index != title and section.role == "phase"]


def _headings(outline: Outline, sections: tuple[Section, ...], indices: list[int]) -> list[Found]:
    return [Found("step", section_place(outline, sections[index]), sections[index].parent, "") for index in indices]
