"""Reads a plan from a text. Total: any text gives a plan, and what is odd becomes a diagnostic with a line.

The order of the work: blocks, sections, items, entries by kind, ids, then values. Knows no file, no clock, no edit.
"""

from __future__ import annotations

from execplan.plan import frame, limits, obstacles, records
from execplan.plan.finding import find
from execplan.plan.model import Diagnostic, Plan
from execplan.plan.naming import Names
from execplan.plan.outline import sections_of, title_section
from execplan.plan.phases import phase_sections
from execplan.plan.places import Outline, outline_of
from execplan.plan.reading import Reading
from execplan.plan.steps import read_steps
from execplan.text.blocks import MAX_NESTING, blocks_of
from execplan.text.source import Source


def read_plan(source: Source) -> Plan:
    """The plan in ``source``. Law: never raises, whatever the text."""
    blocks = blocks_of(source)
    heads = [block for block in blocks.all if block.kind == "heading"]
    beyond = limits.beyond(source, blocks) or limits.too_many(heads)
    if beyond:
        return _unread(source, beyond)
    outline = outline_of(source, blocks)
    sections = sections_of(source, blocks)
    found = find(outline, sections)
    beyond = limits.too_many(heads, found)
    if beyond:
        return _unread(source, beyond)
    title = title_section(sections)
    names = Names(outline, sections, found, phase_sections(sections, title, found))
    reading = Reading(outline, sections, found, names, title)
    diagnostics: list[Diagnostic] = []
    steps, phases = read_steps(reading, diagnostics)
    about = frame.read_frame(outline, sections)
    questions = obstacles.questions(reading)
    blockers = obstacles.blockers(reading, steps, questions)
    _too_deep(outline, diagnostics)
    _several_plans(reading, diagnostics)
    if about.status == "completed" and any(
        step.counted and not step.children and step.status not in ("done", "skipped") for step in steps
    ):
        line = about.status_field.line if about.status_field else 0
        diagnostics.append(
            Diagnostic("status_contradicts_steps", "warning", line, "the plan says completed, but steps are open")
        )
    return Plan(
        source=source,
        dialect=about.dialect,
        title=about.title,
        sections=sections,
        status=about.status,
        status_field=about.status_field,
        created=about.created,
        updated=about.updated,
        updated_fields=about.updated_fields,
        about=about.fields,
        owner=about.owner,
        objective=about.objective,
        bar=about.bar,
        phases=phases,
        steps=steps,
        criteria=records.criteria(reading),
        questions=questions,
        blockers=blockers,
        decisions=records.decisions(reading),
        discoveries=records.discoveries(reading),
        risks=records.risks(reading),
        log=records.log(reading),
        other_boxes=records.other_boxes(reading, frozenset(one.line for one in (*questions, *blockers))),
        diagnostics=tuple(sorted(diagnostics, key=lambda one: one.line)),
    )


def _unread(source: Source, why: Diagnostic) -> Plan:
    return Plan(source, "living", "", (), diagnostics=(why,))


def _too_deep(outline: Outline, diagnostics: list[Diagnostic]) -> None:
    """What stands in a block at the parser's limit is lost: lists cost two levels each, quotes one."""
    levels = [-1]  # of the document, then of each block
    for block in outline.blocks:
        levels.append(levels[block.parent + 1] + 1)
    if max(levels) >= MAX_NESTING - 1:
        first = next(at for at, level in enumerate(levels) if level >= MAX_NESTING - 1)
        message = f"lists nested deeper than {MAX_NESTING // 2 - 1} levels are not read"
        diagnostics.append(Diagnostic("too_deep", "warning", outline.blocks[first - 1].start, message))


def _several_plans(reading: Reading, diagnostics: list[Diagnostic]) -> None:
    """More than one Progress section with boxes: several plans in one file."""
    lines = {
        one.section
        for one in reading.found
        if one.kind == "step" and one.section != -1 and reading.sections[one.section].role == "progress"
    }
    if len(lines) > 1:
        line = reading.sections[sorted(lines)[1]].line
        diagnostics.append(
            Diagnostic("several_plans", "info", line, f"{len(lines)} Progress sections: several plans in one file?")
        )
