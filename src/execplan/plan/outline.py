"""The sections of a document: headings and what they mean. Knows blocks; knows no step and no record."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache

from execplan.plan import identity, marks, vocabulary
from execplan.plan.model import Section
from execplan.text.blocks import Block, Blocks
from execplan.text.source import BOM, Source

_NUMBER = re.compile(r"(?:\d+(?:\.\d+)*[.)]?|[IVX]+\.|[A-Z][.)])\s+(?=\S)")
_ATX = re.compile(r" {0,3}#{1,6}[ \t]*(.*)$")
_LINK = re.compile(r"\[([^\[\]]{0,500})\]\([^()]{0,2000}\)")

_LONGEST = 2_000
"""Characters of a heading that are looked at."""

_MEASURED = frozenset({"metrics", "measurements"})
"""Below an outcome these are what was measured, no criteria."""


def heading_text(source: Source, block: Block) -> str:
    """The raw text of a heading, ATX or setext."""
    first = source.line(block.start).lstrip(BOM)
    match = _ATX.match(first)
    if match and first.lstrip(" ").startswith("#"):
        text = match[1].rstrip(" \t")
        words = text.rstrip("#")  # a closing run stands apart
        return (words if words.endswith((" ", "\t")) else text).strip()
    lines = [source.line(line) for line in range(block.start, max(block.start + 1, block.end - 1))]
    return marks.collapse(" ".join(lines))


def plain_heading(raw: str) -> str:
    """The heading without number, emoji, emphasis, links and state suffix."""
    return _plain(raw[:_LONGEST])


@lru_cache(maxsize=512)
def _plain(raw: str) -> str:
    text = marks.bare(marks.without_emoji(raw))
    text = _LINK.sub(r"\1", text).strip("*_ ")
    text = _NUMBER.sub("", text, count=1) if _NUMBER.match(text) else text
    return marks.bare(text.strip("*_ :："))


def sections_of(source: Source, blocks: Blocks) -> tuple[Section, ...]:
    """The sections of the plan text, in order. Headings inside quotes and lists are not sections."""
    heads = [block for block in blocks.all if block.kind == "heading" and block.parent == -1]
    found: list[Section] = []
    open_sections: list[int] = []
    ends = _ends(heads, blocks.last)
    for index, head in enumerate(heads):
        while open_sections and found[open_sections[-1]].level >= head.level:
            open_sections.pop()
        parent = open_sections[-1] if open_sections else -1
        own_end = heads[index + 1].start if index + 1 < len(heads) else blocks.last
        raw = heading_text(source, head)
        title = plain_heading(raw)
        role = _role(title, head.level, parent)
        if role == "criteria" and parent != -1 and found[parent].role == "outcomes" and title.casefold() in _MEASURED:
            role = "outcomes"
        found.append(Section(title, raw, head.level, head.start, ends[index], own_end, role, parent))
        open_sections.append(index)
    return tuple(found)


def _ends(heads: list[Block], last: int) -> list[int]:
    """Of each heading: the line of the next one of the same or a higher level."""
    ends = [last] * len(heads)
    waiting: list[int] = []
    for index, head in enumerate(heads):
        while waiting and heads[waiting[-1]].level >= head.level:
            ends[waiting.pop()] = head.start
        waiting.append(index)
    return ends


def _role(title: str, level: int, parent: int) -> str | None:
    """A first-level heading is the plan's title, or one of many sections; only an exact word gives it a meaning."""
    role = vocabulary.role_of(title)
    if level == 1 and parent == -1:
        return role if role and role != "phase" and vocabulary.is_exact(title) else None
    return role


def section_at(sections: tuple[Section, ...], line: int) -> int:
    """The index of the innermost section that holds a line, -1 before the first heading."""
    return bisect_right(sections, line, key=lambda section: section.line) - 1


def chain(sections: tuple[Section, ...], index: int) -> list[int]:
    """A section and those around it, innermost first."""
    found: list[int] = []
    while index != -1:
        found.append(index)
        index = sections[index].parent
    return found


def path_of(sections: tuple[Section, ...], index: int) -> tuple[str, ...]:
    """The normal headings down to a section, the plan's title left out: the first part of an id."""
    title = title_section(sections)
    names = [
        identity.normal_heading(plain_heading(sections[one].raw)) for one in chain(sections, index) if one != title
    ]
    return tuple(reversed(names))


def title_section(sections: tuple[Section, ...]) -> int:
    """The section whose heading is the plan's title: the first of level 1 when nothing but deeper headings precede it."""
    for index, section in enumerate(sections):
        if section.level == 1:
            return index
    return -1


def is_closed(section: Section) -> bool:
    """Does the heading say that its work is done (``✅``, ``**[COMPLETED 2026-04-25]**``, ``（✅ 已完成）``)?"""
    found = marks.read(section.raw)
    return found.state == "done" or (found.state is None and found.glyph == "done")
