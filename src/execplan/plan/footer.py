"""Lines anywhere that speak of the whole plan: when it was last updated, how it stands, the progress bar. Knows no section."""

from __future__ import annotations

import re
from dataclasses import dataclass

from execplan.plan import states
from execplan.plan.model import Bar, Field
from execplan.plan.places import Outline, paragraph_fields
from execplan.text.source import Span

_FOOTER = re.compile(r"\|\s*(?P<label>last updated)\s*[:：]\s*(?P<value>(?:[^|]*[^\s|])?)\s*$", re.IGNORECASE)
_PLAN_STATUS = re.compile(
    r"\s*(?P<label>(?:\*\*|__)?plan status(?:\*\*|__)?)\s*[:：]\s*(?:\*\*|__)?\s*(?P<value>(?:[^|]*[^\s|])?)\s*(?:\||$)",
    re.IGNORECASE,
)
_BAR = re.compile(r"(?P<percent>\d{1,3})\s?%\s*(?:[(（]\s*(?P<done>\d+)\s*/\s*(?P<total>\d+)[^)）]*[)）])?")
PAIRS = (
    ("⚫", "⚪"),
    ("█", "░"),
    ("▓", "░"),
    ("■", "□"),
    ("▰", "▱"),
    ("●", "○"),
    ("🟩", "⬜"),
    ("🟢", "⚪"),
    ("🟦", "⬜"),
    ("#", "-"),
    ("=", "-"),
    ("#", "."),
)
"""Filled and empty cells of progress bars in use."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a paragraph that is in no list and no quote."""

    number: int
    start: int
    """Offset of its first character."""
    text: str
    lone: int | None
    """Its block, where the paragraph has no other line."""


def told_lines(outline: Outline) -> list[Line]:
    """The lines that may say something of the whole plan: a label or a percentage."""
    source, found = outline.source, list[Line]()
    for index in outline.children.get(-1, ()):
        block = outline.blocks[index]
        for line in range(block.start, block.end) if block.kind == "paragraph" else ():
            span = source.line_span(line)
            text = source.slice(span)
            if ":" in text or "%" in text or "：" in text:
                found.append(Line(line, span.start, text, index if block.end - block.start == 1 else None))
    return found


def updates(outline: Outline, lines: list[Line]) -> list[Span]:
    """``**Plan Status**: 🟡 Active | Last updated: …`` and ``Last Updated:`` paragraphs anywhere."""
    spans: list[Span] = []
    for line in lines:
        if match := _FOOTER.search(line.text):
            spans.append(Span(line.start + match.start("value"), line.start + match.end("value")))
        if line.lone is not None:
            spans += [field.value for field in paragraph_fields(outline, line.lone) if "updated" in field.names]
    return spans


def statuses(lines: list[Line]) -> list[Field]:
    """``**Plan Status**: 🟡 Active | …`` paragraphs anywhere."""
    fields: list[Field] = []
    for line in lines:
        if match := _PLAN_STATUS.match(line.text):
            label = Span(line.start + match.start("label"), line.start + match.end("label"))
            value = Span(line.start + match.start("value"), line.start + match.end("value"))
            fields.append(Field(("plan_status",), label, value, line.number, line.number + 1))
    return fields


def bar(lines: list[Line]) -> Bar | None:
    for line in lines:
        match = _BAR.search(line.text) if "%" in line.text else None
        cells = _cells(line.text[: match.start()]) if match else None
        if match and cells:
            start, end, filled, empty, count = cells
            group = {
                name: Span(line.start + match.start(name), line.start + match.end(name)) if match[name] else None
                for name in ("percent", "done", "total")
            }
            return Bar(
                line.number,
                Span(line.start + start, line.start + end),
                filled,
                empty,
                count,
                group["percent"],
                group["done"],
                group["total"],
            )
    return None


def _cells(head: str) -> tuple[int, int, str, str, int] | None:
    """The bar in a line: where it stands, its two cells, how many; in real glyphs or in their mojibake."""
    for filled, empty in (*PAIRS, *((states.mojibake(full), states.mojibake(void)) for full, void in PAIRS[:9])):
        match = re.search(f"(?:{re.escape(filled)})*(?:{re.escape(empty)})*(?=[\\s\\]]*$)", head)
        while match and match.end() == match.start() and match.end() < len(head):
            match = re.compile(f"(?:{re.escape(filled)})+(?:{re.escape(empty)})*|(?:{re.escape(empty)})+").search(
                head, match.end()
            )
        if match:
            count = match[0].count(filled) + match[0].count(empty)
            if count >= 3:
                return match.start(), match.end(), filled, empty, count
    return None
