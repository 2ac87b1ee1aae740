"""Says what each checkbox is: step, criterion, question, blocker or something else. Knows labels; reads no values.

The nearest label decides: the item above, then the bold or colon paragraph before the list, then the headings upwards.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

from execplan.plan import marks, states, vocabulary
from execplan.plan.found import Found, Kind
from execplan.plan.labels import Label, item_label, label_before
from execplan.plan.model import Section
from execplan.plan.outline import chain, section_at
from execplan.plan.places import Item, Outline

_BOX_KIND: dict[str, Kind] = {
    "steps": "step", "plan_of_work": "step", "progress": "step", "phase": "step",
    "criteria": "criterion", "questions": "question", "blockers": "blocker",
    "decisions": "other", "discoveries": "other", "risks": "other", "log": "other", "metadata": "other", "constraints": "other",
}  # fmt: skip
"""What a box under a known label is. Labels that are known but say nothing about boxes make it ``unknown``."""


def boxes(outline: Outline, sections: tuple[Section, ...]) -> Iterator[Found]:
    kinds: dict[int, tuple[Kind, str]] = {}

    @cache
    def above(block: int) -> Label | None:
        return label_before(outline, block)

    choices = _choices(outline)
    for number, item in enumerate(outline.items):
        if not item.boxed:
            continue
        section = section_at(sections, item.place.line)
        kind, label = _box_kind(outline, sections, number, section, kinds, above)
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
    outline: Outline,
    sections: tuple[Section, ...],
    number: int,
    section: int,
    kinds: dict[int, tuple[Kind, str]],
    above: Callable[[int], Label | None],
) -> tuple[Kind, str]:
    at = number
    while at != -1:
        item = outline.items[at]
        if at != number:
            if at in kinds:
                return kinds[at]
            label = item_label(outline, item)
            if label and label.role and label.role in _BOX_KIND:
                return _BOX_KIND[label.role], label.text
        before = above(outline.blocks[item.block].parent)
        if before and before.role:
            kind = _BOX_KIND.get(before.role)
            if kind:
                return kind, before.text
        at = item.parent
    for index in chain(sections, section):
        role = sections[index].role
        if role in (None, "criteria") and _numbered_like(outline, outline.items[number], sections[index]):
            return "step", sections[index].title
        if role is None or role == "next":
            continue
        if role == "phase" and _within_criteria(sections, index):
            return "criterion", sections[index].title
        return _BOX_KIND.get(role, "unknown"), sections[index].title
    return "unknown", ""


def _within_criteria(sections: tuple[Section, ...], index: int) -> bool:
    """``### Task 1`` under ``## Success Criteria (Per Task)`` groups criteria, not work."""
    above = sections[index].parent
    return above != -1 and sections[above].role == "criteria" and sections[above].level > 1


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
