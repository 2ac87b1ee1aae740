"""Labels above lists: bold lines, colon paragraphs, items that head their nested list. Knows blocks; decides no kind."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from execplan.plan import vocabulary
from execplan.plan.outline import plain_heading
from execplan.plan.places import Item, Outline

_FAR = 40
"""Blocks between a bold line and a list it still speaks for, at most."""
_BOLD_LINE = re.compile(r"(\*\*|__)(?P<inner>(?:(?!\1).)+)\1\s*[:：]?\Z", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Label:
    text: str
    role: str | None


def label_before(outline: Outline, block: int) -> Label | None:
    """The bold line above a list (until the next one or a heading), or the colon paragraph right before it."""
    siblings, at = outline.among(block)
    for distance in range(min(at, _FAR)):
        index = siblings[at - 1 - distance]
        candidate = outline.blocks[index]
        if candidate.kind in ("heading", "rule"):
            return None
        if candidate.kind != "paragraph":
            continue
        text = block_text(outline, index)
        bold = _BOLD_LINE.match(text)
        if bold and "\n" not in text:
            return _label(bold["inner"])
        if distance == 0 and text.rstrip("*_ ").endswith((":", "：")):
            last = text.splitlines()[-1] if len(text) > 100 else text
            return _label(last)
    return None


@lru_cache(maxsize=1024)
def _label(text: str) -> Label:
    plain = plain_heading(text.strip("*_ :："))
    return Label(plain, vocabulary.role_of(plain))


def block_text(outline: Outline, index: int) -> str:
    block = outline.blocks[index]
    return "\n".join(outline.source.line(line).strip(" \t>") for line in range(block.start, block.end))


def item_label(outline: Outline, item: Item) -> Label | None:
    text = outline.source.slice(item.place.text)
    bold = _BOLD_LINE.match(text)
    if bold:
        return _label(bold["inner"])
    return _label(text) if text.endswith((":", "：")) and len(text) < 80 else None
