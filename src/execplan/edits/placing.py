"""Puts a new record where its siblings stand, else where its dialect wants it. Knows spots; knows no kind of record."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from execplan.edits.change import Draft
from execplan.plan import stamps, vocabulary
from execplan.plan.dialects import Spot
from execplan.plan.model import Place, Plan, Section
from execplan.plan.outline import title_section
from execplan.plan.tables import cells
from execplan.plan.writing import Row, Values, compose, compose_row, row_like, shape_like
from execplan.text.blocks import blocks_of, plan_lines

_RULE = re.compile(r"\s{0,3}(?:-\s*){3,}$|\s{0,3}(?:\*\s*){3,}$|\s{0,3}(?:_\s*){3,}$")
_DELIMITER = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_BULLET = re.compile(r"\s*(?:[-*+]|\d+[.)])\s+")


@dataclass(frozen=True, slots=True)
class Record:
    """What is to be written: its title, the values of its fields, and the names a table calls the title."""

    title: str
    given: Values
    title_names: tuple[str, ...]


def place_record(draft: Draft, spot: Spot, siblings: Sequence[Place], record: Record, now: str) -> None:
    """Adds the record to the draft: like the last sibling and beside it, else in the spot's own shape."""
    siblings = _in_role(draft.plan, siblings, spot)
    if siblings:
        _beside(draft, spot, siblings, record, now)
        return
    lines = compose(spot.shape, record.title, record.given, now)
    section = _section(draft.plan, spot.role)
    if section is None:
        new_section(draft, spot, lines)
    elif not _into_empty_table(draft, section, record, now):
        into_section(draft, section, lines, spot.label)


def _into_empty_table(draft: Draft, section: Section, record: Record, now: str) -> bool:
    """The first row of a table that has none yet (or only an empty one), when the section's record is a table."""
    source = draft.source
    for line in range(section.line + 1, section.own_end - 1):
        if source.line(line).lstrip().startswith("|") and _DELIMITER.match(source.line(line + 1)):
            break
    else:
        return False
    heads = [source.slice(cell).strip(" *_`").casefold() for cell in cells(source, line)]
    names = tuple(vocabulary.FIELD_NAMES.get(head, (head,)) for head in heads)
    if not any(wanted in name for wanted in record.title_names for name in names):
        return False
    row = compose_row(Row(names, "0", "%Y-%m-%d"), record.title_names, record.title, record.given, now)
    following = line + 2
    if following < section.own_end and re.fullmatch(r"[\s|\d]*\|[\s|\d]*", source.line(following)):
        draft.replace(source.line_span(following), row)
    else:
        draft.insert_lines(following, [row])
    return True


def _in_role(plan: Plan, siblings: Sequence[Place], spot: Spot) -> list[Place]:
    """The siblings in the document's first section of the role (a plan may hold several), else all."""
    section = _section(plan, spot.role)
    if section is None:
        return []
    return [place for place in siblings if section.line < place.line < section.end]


def _section(plan: Plan, role: str) -> Section | None:
    wanted = (role, "risks_and_questions") if role in ("questions", "risks") else (role,)
    found = [section for section in plan.sections if section.role in wanted]
    return next((section for section in found if section.role == role), found[0] if found else None)


def _beside(draft: Draft, spot: Spot, siblings: list[Place], record: Record, now: str) -> None:
    source = draft.source
    last = siblings[-1]
    newest_first = _newest_first(draft, siblings)
    model = siblings[0] if newest_first else last
    if (
        not model.marker
        and model.fields
        and model.fields[0].line == model.line
        and source.line(model.line).lstrip().startswith("|")
    ):
        draft.insert_lines(
            model.line if newest_first else last.end,
            [compose_row(row_like(source, model), record.title_names, record.title, record.given, now)],
        )
        return
    lines = compose(shape_like(source, model, spot.shape), record.title, record.given, now)
    gap = [""] * _gap(draft, siblings, spot.shape.gap)
    if newest_first:
        draft.insert_lines(model.line, [*lines, *gap])
    else:
        draft.insert_lines(last.end, [*gap, *lines])


def _newest_first(draft: Draft, siblings: list[Place]) -> bool:
    dates = [found for place in siblings if (found := stamps.value_of(draft.source.slice(place.text)))]
    return len(dates) > 1 and dates[0][:10] > dates[-1][:10]


def _gap(draft: Draft, siblings: list[Place], default: int) -> int:
    """Blank lines between the last two siblings."""
    for before, after in reversed(list(itertools.pairwise(siblings))):
        between = [draft.source.line(line) for line in range(before.end, after.line)]
        if all(not line.strip() for line in between):
            return len(between)
    return default


def into_section(draft: Draft, section: Section, lines: list[str], label: str = "") -> None:
    """Lines as the first entry of a section: in place of ``None yet.``, else at its end."""
    source = draft.source
    first, last = section.line + 1, section.own_end
    if label:
        found = _label_range(draft, first, last, label)
        if found is None and section.role in ("risks_and_questions", "risks"):
            lines = [f"**{label}:**", "", *lines]
        first, last = found or (first, last)
    empty = unset_line(draft, first, last)
    if empty is not None:
        draft.replace(source.line_span(empty), source.newline.join(lines))
        return
    end = section_end(draft, first, last)
    draft.insert_lines(end, ["", *lines] if end > section.line else lines)


def unset_line(draft: Draft, first: int, last: int) -> int | None:
    """The first line in a range that says nothing yet (``None yet.``, ``- none``, ``[…]``)."""
    prose = {
        line
        for block in blocks_of(draft.source).all
        if block.kind == "paragraph"
        for line in range(block.start, block.end)
    }
    for line in range(first, last):
        bare = _BULLET.sub("", draft.source.line(line), count=1).strip()
        if line in prose and bare and not bare.startswith("[ ]") and vocabulary.is_unset(bare):
            return line
    return None


def section_end(draft: Draft, first: int, last: int) -> int:
    """The line after the last one with text, a closing rule and blank lines left out."""
    while last > first and (not draft.source.line(last - 1).strip() or _RULE.match(draft.source.line(last - 1))):
        last -= 1
    return last


def _label_range(draft: Draft, first: int, last: int, label: str) -> tuple[int, int] | None:
    """The lines under ``**Label:**`` up to the next bold label."""
    start = None
    for line in range(first, last):
        text = draft.source.line(line).strip()
        bold = re.fullmatch(r"(?:\*\*|__)(.+?)(?:\*\*|__)\s*:?", text)
        if not bold:
            continue
        if start is not None:
            return start, line
        if vocabulary.role_of(bold[1].strip(" :")) == vocabulary.role_of(label):
            start = line + 1
    return (start, last) if start is not None else None


def new_section(draft: Draft, spot: Spot, lines: list[str]) -> None:
    """A new section: inside another one, before the sections that follow it in its dialect, else at the end."""
    source, plan = draft.source, draft.plan
    inside = next((section for section in plan.sections if section.role == spot.inside), None) if spot.inside else None
    if inside:
        heading = "#" * (inside.level + 1) + " " + spot.heading.lstrip("# ")
        empty = unset_line(draft, inside.line + 1, inside.own_end)
        if empty is not None:
            draft.replace(source.line_span(empty), source.newline.join([heading, "", *lines]))
        else:
            end = section_end(draft, inside.line + 1, inside.end)
            draft.insert_lines(end, ["", heading, "", *lines])
        return
    heading = "#" * _usual_level(plan) + " " + spot.heading.lstrip("# ")
    top = _usual_level(plan)
    following = next(
        (section for role in spot.before for section in plan.sections if section.role == role and section.level == top),
        None,
    )
    following = min(
        (section for section in plan.sections if section.role in spot.before and section.level == top),
        key=lambda one: one.line,
        default=following,
    )
    if following is None:
        first, last = plan_lines(source)
        end = section_end(draft, first, last)
        draft.insert_lines(end, ["", heading, "", *lines])
        return
    ruled = _ruled(draft, following.line)
    draft.insert_lines(following.line, [heading, "", *lines, "", *(["---", ""] if ruled else [])])


def _ruled(draft: Draft, line: int) -> bool:
    """Do rules part the sections here?"""
    while line and not draft.source.line(line - 1).strip():
        line -= 1
    return bool(line and _RULE.match(draft.source.line(line - 1)))


def _usual_level(plan: Plan) -> int:
    """The level of the sections right below the title."""
    title = title_section(plan.sections)
    levels = Counter(
        section.level for index, section in enumerate(plan.sections) if index != title and section.parent in (title, -1)
    )
    return min(levels, key=lambda level: (-levels[level], level)) if levels else 2
