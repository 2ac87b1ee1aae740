"""Puts a new record where its siblings stand, else where its dialect wants it. Knows spots; knows no kind of record."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from execplan.edits.change import Draft
from execplan.plan import stamps, vocabulary
from execplan.plan.dialects import HEADINGS, Spot
from execplan.plan.model import Place, Plan, Section
from execplan.plan.outline import title_section
from execplan.plan.tables import cells, is_row
from execplan.plan.writing import Row, Values, compose, compose_row, known_label, row_like, shape_like
from execplan.text.blocks import blocks_of, plan_lines
from execplan.text.source import Source

_RULE = re.compile(r"\s{0,3}(?:-\s*){3,}$|\s{0,3}(?:\*\s*){3,}$|\s{0,3}(?:_\s*){3,}$")
_DELIMITER = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_KIND_NUMBER = re.compile(r"(\b(?:(?:decision|discovery|risk|question|blocker)\s*#?|R))\d+", re.IGNORECASE)
_REVISION_NOTE = re.compile(r"\W*(?:plan )?revision notes?\b", re.IGNORECASE)
_BULLET = re.compile(r"\s*(?:[-*+]|\d+[.)])\s+")


@dataclass(frozen=True, slots=True)
class Record:
    """What is to be written: its title, the values of its fields, and the names a table calls the title."""

    title: str
    given: Values
    title_names: tuple[str, ...]
    number: int | None = None
    """The number in ``Risk 3: …``, where it is not just the neighbour's plus one."""


def place_record(
    draft: Draft, spot: Spot, siblings: Sequence[Place], record: Record, now: str, home: Section | None = None
) -> None:
    """Adds the record to the draft: like the last sibling and beside it, else in the spot's own shape.

    ``home`` is the section it goes to, where that is not just the first one of the spot's role.
    """
    section = home or _section(draft.plan, spot.role)
    siblings = [place for place in siblings if section and section.line < place.line < section.end]
    if siblings:
        _beside(draft, spot, siblings, record, now)
        return
    lines = compose(spot.shape, record.title, record.given, now)
    if section is None:
        new_section(draft, spot, _new_table(spot.table, record, now) if spot.table else lines)
    elif not _into_empty_table(draft, section, record, now):
        into_section(draft, section, lines, spot.label)


def _into_empty_table(draft: Draft, section: Section, record: Record, now: str) -> bool:
    """The first row of a table that has none yet (or only an empty one), when the section's record is a table."""
    source = draft.source
    for line in range(section.line + 1, section.own_end - 1):
        if is_row(source, line) and _DELIMITER.match(source.line(line + 1)):
            break
    else:
        return False
    names = _columns(source, line)
    if not any(wanted in name for wanted in record.title_names for name in names):
        return False
    row = compose_row(Row(names, "0", "%Y-%m-%d"), record.title_names, record.title, record.given, now)
    following = line + 2
    if following < section.own_end and _says_nothing(source, following):
        draft.replace(source.line_span(following), row)
    else:
        draft.insert_lines(following, [row])
    return True


def _columns(source: Source, line: int) -> tuple[tuple[str, ...], ...]:
    """The canonical names of the columns below a table's head."""
    heads = [source.slice(cell).strip(" *_`").casefold() for cell in cells(source, line)]
    return tuple(vocabulary.FIELD_NAMES.get(head, (head,)) for head in heads)


def _says_nothing(source: Source, line: int) -> bool:
    """Is this a table row of empty cells, numbers and placeholders (``| [Technical risk] | High/Med/Low |``)?"""
    if not is_row(source, line):
        return False
    texts = [source.slice(cell) for cell in cells(source, line)]
    return all(not text or text.isdigit() or vocabulary.is_unset(text) for text in texts)


def _new_table(head: str, record: Record, now: str) -> list[str]:
    """A table with the record as its first row."""
    source = Source.of(head)
    rule = "|" + "|".join("-" * (len(source.slice(cell)) + 2) for cell in cells(source, 0)) + "|"
    row = Row(_columns(source, 0), "0", "%Y-%m-%d")
    return [head, rule, compose_row(row, record.title_names, record.title, record.given, now)]


def _section(plan: Plan, role: str) -> Section | None:
    wanted = (role, "risks_and_questions") if role in ("questions", "risks") else (role,)
    found = [section for section in plan.sections if section.role in wanted]
    return next((section for section in found if section.role == role), found[0] if found else None)


def _beside(draft: Draft, spot: Spot, siblings: list[Place], record: Record, now: str) -> None:
    source = draft.source
    last = siblings[-1]
    newest_first = _newest_first(draft, siblings)
    model = siblings[0] if newest_first else last
    if not model.marker and model.fields and model.fields[0].line == model.line and is_row(source, model.line):
        draft.insert_lines(
            model.line if newest_first else last.end,
            [compose_row(row_like(source, model), record.title_names, record.title, record.given, now)],
        )
        return
    ordered = siblings if newest_first else siblings[::-1]
    model = next((one for one in ordered if not _struck_with_its_label(draft, one)), None)
    shape = shape_like(source, model, spot.shape) if model else spot.shape
    if record.number is not None:
        shape = replace(shape, head=_KIND_NUMBER.sub(rf"\g<1>{record.number}", shape.head, count=1))
    lines = compose(shape, record.title, record.given, now)
    gap = [""] * max(_gap(draft, siblings, spot.shape.gap), _is_paragraph(draft, last))
    if newest_first:
        draft.insert_lines(siblings[0].line, [*lines, *gap])
    else:
        draft.insert_lines(last.end, [*gap, *lines])


def _is_paragraph(draft: Draft, place: Place) -> bool:
    """Would a line right below it be taken for more of its own text?"""
    return not place.marker and not draft.source.line(place.line).lstrip().startswith("#")


def _struck_with_its_label(draft: Draft, place: Place) -> bool:
    """``~~Observation: …~~``: its label is gone with the rest, so it shows no shape to copy."""
    text = draft.source.slice(place.text)
    return text.startswith("~~") and known_label(text, 2) is not None


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
        if found is None and section.role == "risks_and_questions":
            lines = [f"**{label}:**", "", *lines]
        first, last = found or (first, last)
    empty = unset_line(draft, first, last)
    if empty is not None:
        draft.replace(source.line_span(empty), source.newline.join(lines))
        return
    end = section_end(draft, first, last)
    draft.insert_lines(end, ["", *lines] if end > section.line else lines)


def before_footer(plan: Plan, first: int, last: int) -> int:
    """Up to the paragraph that speaks of the whole plan: ``**Plan Status**: …``, ``Revision note (…)``."""
    own = {plan.source.line_of(span.start) for span in plan.updated_fields}
    own |= {field.line for field in plan.about}
    for block in blocks_of(plan.source).all:
        if first <= block.start < last and block.kind == "paragraph" and block.parent == -1:
            lines = range(block.start, block.end)
            if own.intersection(lines) or _REVISION_NOTE.match(plan.source.line(block.start)):
                return block.start
    return last


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


def is_rule(line: str) -> bool:
    """Does the line only part what stands above it from what follows?"""
    return _RULE.match(line) is not None


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
    inside = plan.section(spot.inside) if spot.inside else None
    if inside:
        heading = "#" * (inside.level + 1) + " " + spot.heading.lstrip("# ")
        empty = unset_line(draft, inside.line + 1, inside.own_end)
        if empty is not None:
            draft.replace(source.line_span(empty), source.newline.join([heading, "", *lines]))
        else:
            end = section_end(draft, inside.line + 1, inside.end)
            draft.insert_lines(end, ["", heading, "", *lines])
        return
    top = usual_level(plan)
    heading = "#" * top + " " + spot.heading.lstrip("# ")
    following = next((one for one in plan.sections if one.role in spot.before and one.level == top), None)
    section_before(draft, following, [heading, "", *lines])


def following_section(plan: Plan, heading: str) -> Section | None:
    """The first section that stands after this one in the usual order of the dialect."""
    names = [one.casefold() for one in HEADINGS[plan.dialect]]
    later = names[names.index(heading.casefold()) + 1 :]
    level = usual_level(plan)
    return next((one for one in plan.sections if one.level == level and one.title.casefold() in later), None)


def section_before(draft: Draft, following: Section | None, lines: list[str]) -> None:
    """The lines of a new section before another one, else at the end of the plan."""
    if following is None:
        first, last = plan_lines(draft.source)
        below = draft.plan.sections[-1] if draft.plan.sections else None
        if below is not None and below.role != "metadata":
            last = before_footer(draft.plan, below.line + 1, last)
        level = usual_level(draft.plan)
        tops = [section.line for section in draft.plan.sections if section.level == level][1:]
        rule = ["", "---"] if tops and all(_ruled(draft, line) for line in tops) else []
        draft.insert_lines(section_end(draft, first, last), [*rule, "", *lines])
        return
    ruled = _ruled(draft, following.line)
    draft.insert_lines(following.line, [*lines, "", *(["---", ""] if ruled else [])])


def _ruled(draft: Draft, line: int) -> bool:
    """Do rules part the sections here?"""
    while line and not draft.source.line(line - 1).strip():
        line -= 1
    return bool(line and _RULE.match(draft.source.line(line - 1)))


def usual_level(plan: Plan) -> int:
    """The level of the sections right below the title."""
    title = title_section(plan.sections)
    levels = Counter(
        section.level for index, section in enumerate(plan.sections) if index != title and section.parent in (title, -1)
    )
    return min(levels, key=lambda level: (-levels[level], level)) if levels else 2
