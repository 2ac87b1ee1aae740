"""Finds every entry of a document and says what kind it is: step, criterion, question, decision … Knows labels; reads no values.

The nearest label decides: the item above, then the bold or colon paragraph before the list, then the headings upwards.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from execplan.plan import marks, states, vocabulary
from execplan.plan.model import BoxKind, Place, Section
from execplan.plan.outline import chain, plain_heading, section_at, title_section
from execplan.plan.stamps import parse
from execplan.plan.places import Item, Outline, labelled, paragraph_place, row_places, section_place

Kind = Literal["step", "detail", "phase", "criterion", "question", "blocker", "decision", "discovery", "risk", "log", "other", "unknown"]

_BOX_KIND: dict[str, Kind] = {
    "steps": "step", "plan_of_work": "step", "progress": "step", "phase": "step",
    "criteria": "criterion", "questions": "question", "blockers": "blocker",
    "decisions": "other", "discoveries": "other", "risks": "other", "log": "other", "metadata": "other", "constraints": "other",
}  # fmt: skip
"""What a box under a known label is. Labels that are known but say nothing about boxes make it ``unknown``."""
_RECORD_KIND: dict[str, Kind] = {
    "questions": "question", "blockers": "blocker", "decisions": "decision", "discoveries": "discovery", "risks": "risk", "log": "log",
}  # fmt: skip
_BOLD_LINE = re.compile(r"(\*\*|__)(?P<inner>(?:(?!\1).)+)\1\s*[:：]?\Z", re.DOTALL)
_DETAIL = re.compile(r"(\*\*|__)\s*(?:Step\s+)?(?P<number>\d+(?:\.\d+)*)[.):]\s+(?P<title>(?:(?!\1).)+)\1\s*:?\Z", re.DOTALL | re.IGNORECASE)
_RECORD_HEAD = re.compile(r"(?:decision|discovery|risk|question|blocker|决策|風險|风险|решение|риск|entscheidung|decisión)\b\s*#?\d*\s*[:：.—–-]|\d{4}-\d{2}-\d{2}|\[?\d+[.)\]]\s", re.IGNORECASE)
_PLAIN_CRITERIA = re.compile(r"criteri|metric|definition of done|done when|标准|基準|기준|критери|kriterien|critères|critérios|métrica", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """One entry: its kind, its place, where it hangs."""

    kind: Kind
    place: Place
    section: int
    label: str
    """The label that decided the kind (normal, may be empty)."""
    item: int = -1
    """Index into ``Outline.items`` where it is a list item."""
    box: BoxKind = "none"
    mark: str = ""
    number: str = ""
    """Of a detail: the number written before its title."""
    date: str | None = None
    """The date of the heading it stands under, where the heading is one."""


@dataclass(frozen=True, slots=True)
class Label:
    text: str
    role: str | None


def label_before(outline: Outline, block: int) -> Label | None:
    """The bold line above a list (until the next one or a heading), or the colon paragraph right before it."""
    siblings = outline.siblings(block)
    at = siblings.index(block)
    for distance, index in enumerate(reversed(siblings[:at])):
        candidate = outline.blocks[index]
        if candidate.kind in ("heading", "rule"):
            return None
        if candidate.kind != "paragraph":
            continue
        text = _block_text(outline, index)
        bold = _BOLD_LINE.match(text)
        if bold and "\n" not in text:
            return _label(bold["inner"])
        if distance == 0 and text.rstrip("*_ ").endswith((":", "：")):
            last = text.splitlines()[-1] if len(text) > 100 else text
            return _label(last)
    return None


def _label(text: str) -> Label:
    plain = plain_heading(text.strip("*_ :："))
    return Label(plain, vocabulary.role_of(plain))


def _block_text(outline: Outline, index: int) -> str:
    block = outline.blocks[index]
    return "\n".join(outline.source.line(line).strip(" \t>") for line in range(block.start, block.end))


def find(outline: Outline, sections: tuple[Section, ...]) -> list[Found]:
    """Every entry of the document, in document order."""
    found = [*_boxes(outline, sections), *_plain(outline, sections)]
    if not _has_steps(found):
        found += _rows_or_tasks(outline, sections)
    if not _has_steps(found):
        found = [_promoted(one) for one in found]
    if not _has_steps(found):
        found += _phase_headings(outline, sections)
    found.sort(key=lambda one: (one.place.line, one.place.text.start))
    return found


def _has_steps(found: list[Found]) -> bool:
    return any(one.kind == "step" for one in found)


def _promoted(one: Found) -> Found:
    """Boxes under labels that say nothing are the steps of a plan that has no others."""
    if one.kind != "unknown" or one.box == "none":
        return one
    return Found("step", one.place, one.section, one.label, one.item, one.box, one.mark)


# --- boxes ----------------------------------------------------------------------------------------


def _boxes(outline: Outline, sections: tuple[Section, ...]) -> Iterator[Found]:
    kinds: dict[int, tuple[Kind, str]] = {}
    choices = _choices(outline)
    for number, item in enumerate(outline.items):
        if not item.boxed:
            continue
        section = section_at(sections, item.place.line)
        kind, label = _box_kind(outline, sections, number, section, kinds)
        if kind == "step" and number in choices:
            kind = "other"
        if item.box == "other" and (kind in ("other", "unknown") or _legend(outline, item)):
            continue
        kinds[number] = kind, label
        yield Found(kind, item.place, section, label, number, item.box, item.mark)


def _choices(outline: Outline) -> set[int]:
    """Boxes of which one is to be picked: at least two in one list that name options. Choosing is no step."""
    by_list: dict[int, list[int]] = {}
    for number, item in enumerate(outline.items):
        if item.boxed and vocabulary.is_choice(outline.source.slice(item.place.text)):
            by_list.setdefault(outline.blocks[item.block].parent, []).append(number)
    return {number for numbers in by_list.values() if len(numbers) > 1 for number in numbers}


def _box_kind(
    outline: Outline, sections: tuple[Section, ...], number: int, section: int, kinds: dict[int, tuple[Kind, str]]
) -> tuple[Kind, str]:
    at = number
    while at != -1:
        item = outline.items[at]
        if at != number:
            if at in kinds:
                return kinds[at]
            label = _item_label(outline, item)
            if label and label.role and label.role in _BOX_KIND:
                return _BOX_KIND[label.role], label.text
        before = label_before(outline, outline.blocks[item.block].parent)
        if before and before.role:
            kind = _BOX_KIND.get(before.role)
            if kind:
                return kind, before.text
        at = item.parent
    for index in chain(sections, section):
        role = sections[index].role
        if role is None or role == "next":
            continue
        if role == "phase" and _within_criteria(sections, index):
            return "criterion", sections[index].title
        if role == "criteria" and _numbered_like(outline, outline.items[number], sections[index]):
            return "step", sections[index].title
        return _BOX_KIND.get(role, "unknown"), sections[index].title
    return "unknown", ""


def _within_criteria(sections: tuple[Section, ...], index: int) -> bool:
    """``### Task 1`` under ``## Success Criteria (Per Task)`` groups criteria, not work."""
    above = sections[index].parent
    return above != -1 and sections[above].role == "criteria" and sections[above].level > 1


def _item_label(outline: Outline, item: Item) -> Label | None:
    text = outline.source.slice(item.place.text)
    bold = _BOLD_LINE.match(text)
    if bold:
        return _label(bold["inner"])
    return _label(text) if text.endswith((":", "：")) and len(text) < 80 else None


def _numbered_like(outline: Outline, item: Item, section: Section) -> bool:
    """``- [ ] 10.1 …`` under ``## 10. Validation``: the heading is a group of work, whatever it is called."""
    number = re.match(r"(\d+)[.)]?\s", section.raw)
    label = marks.read(outline.source.slice(item.place.text)).label
    return bool(number and label and label.startswith(number[1] + "."))


def _legend(outline: Outline, item: Item) -> bool:
    """``- [🔄] In progress``: a row that explains a mark."""
    text = outline.source.slice(item.place.text).strip(" *_.:=–—-")
    word = states.STATE_WORD.match(text)
    return bool(word and len(text) <= word.end() + 12)


# --- entries without boxes ------------------------------------------------------------------------


def _plain(outline: Outline, sections: tuple[Section, ...]) -> Iterator[Found]:
    heads = _record_headings(outline, sections)
    yield from heads
    inside = {line for head in heads if head.kind != "log" for line in range(head.place.line, sections[head.section].end)}
    for index, block in enumerate(outline.blocks):
        if block.parent != -1 or block.start in inside:
            continue
        section = section_at(sections, block.start)
        if block.kind == "paragraph":
            yield from _paragraph(outline, sections, index, section)
            continue
        if block.kind not in ("list", "table"):
            continue
        label, role = _area(outline, sections, index, section)
        kind = _RECORD_KIND.get(role or "")
        if role == "criteria" and _PLAIN_CRITERIA.search(label):
            kind = "criterion"
        if kind is None or _belongs_to_paragraph(outline, sections, index):
            continue
        date = _heading_date(sections, section)
        if block.kind == "table":
            for place in row_places(outline, index):
                yield Found(kind, place, section, label, date=date)
            continue
        for item in outline.items_in(index):
            if item.boxed or vocabulary.is_unset(outline.source.slice(item.place.text)):
                continue
            yield Found(kind, item.place, section, label, outline.by_block[item.block], date=date)


def _area(outline: Outline, sections: tuple[Section, ...], block: int, section: int) -> tuple[str, str | None]:
    before = label_before(outline, block)
    if before and before.role and before.role not in ("phase", "notes", "files", "summary"):
        return before.text, before.role
    for index in chain(sections, section):
        if sections[index].role:
            return sections[index].title, sections[index].role
    return "", None


def _heading_date(sections: tuple[Section, ...], section: int) -> str | None:
    if section == -1:
        return None

    stamp = parse(sections[section].raw.strip("[]* "))
    return stamp.value if stamp else None


def _paragraph(outline: Outline, sections: tuple[Section, ...], index: int, section: int) -> Iterator[Found]:
    """``**1. Title**`` in a plan of work; ``**2025-01-10**: title`` and ``**Risk 1: …**`` in a section of records."""
    text = _block_text(outline, index)
    if not text.startswith(("**", "__")):
        return
    roles = [sections[one].role for one in chain(sections, section)]
    role = next((one for one in roles if one and one != "phase"), None)
    if role in ("plan_of_work", "steps"):
        detail = _DETAIL.match(text)
        if detail:
            yield Found("detail", paragraph_place(outline, index), section, "", number=detail["number"])
        return
    kind = _RECORD_KIND.get(role or "")
    if kind is None or role == "log":
        return
    if _dated_or_titled(text, kind):
        yield Found(kind, paragraph_place(outline, index), section, sections[section].title)


def _dated_or_titled(text: str, kind: Kind) -> bool:
    first = text.splitlines()[0]
    if marks.read(first).stamp:
        return True
    found = labelled(first)
    if found:
        return kind in found[0] or bool(re.match(r"(\*\*|__)(?:decision|risk|discovery|question)\b", first, re.IGNORECASE))
    return bool(re.match(r"(\*\*|__)(?:risk|decision|discovery|question)\s*#?\d+\b", first, re.IGNORECASE))


def _belongs_to_paragraph(outline: Outline, sections: tuple[Section, ...], block: int) -> bool:
    """The list right below a bold entry holds that entry's fields, not entries of its own."""
    siblings = outline.siblings(block)
    at = siblings.index(block)
    if not at or outline.blocks[siblings[at - 1]].kind != "paragraph":
        return False
    section = section_at(sections, outline.blocks[block].start)
    return any(True for _ in _paragraph(outline, sections, siblings[at - 1], section))


def _record_headings(outline: Outline, sections: tuple[Section, ...]) -> list[Found]:
    """``### Decision 1: …`` or ``### 2025-01-10 - …`` below a section of decisions, discoveries, risks."""
    found: list[Found] = []
    for index, section in enumerate(sections):
        if section.parent == -1:
            continue
        around = next((sections[one].role for one in chain(sections, section.parent) if sections[one].role), None)
        kind = _RECORD_KIND.get(around or "")
        if kind is None or kind == "log" or not _RECORD_HEAD.match(section.raw):
            continue
        found.append(Found(kind, section_place(outline, section), index, sections[section.parent].title))
    return found


# --- steps drawn without boxes --------------------------------------------------------------------


def _rows_or_tasks(outline: Outline, sections: tuple[Section, ...]) -> list[Found]:
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


def _phase_headings(outline: Outline, sections: tuple[Section, ...]) -> list[Found]:
    """Numbered phase headings, for a plan that draws nothing else."""
    phases = _phases(sections)
    groups = {above for index in phases for above in chain(sections, sections[index].parent)}
    return _headings(outline, sections, [index for index in phases if index not in groups])


def _phases(sections: tuple[Section, ...]) -> list[int]:
    title = title_section(sections)
    return [index for index, section in enumerate(sections) if index != title and section.role == "phase"]


def _headings(outline: Outline, sections: tuple[Section, ...], indices: list[int]) -> list[Found]:
    return [Found("step", section_place(outline, sections[index]), sections[index].parent, "") for index in indices]
