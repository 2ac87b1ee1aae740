"""What the sections of a plan say: which of their lines are words, which are placeholders. Knows blocks; knows no rule.

A line is one of
    said    words, code, a table's cells: somebody wrote them
    none    an explicit nothing: ``None yet.``, ``n/a``
    owed    a value still to come: ``TBD``, ``—``, ``...``
    blank   a placeholder of a template: ``[Describe the goal]``, ``Planning | In Progress | Done``
Headings, labels that announce a list, rules and comments are none of these.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from execplan.plan import states, vocabulary
from execplan.plan.model import Plan, Section
from execplan.plan.places import ITEM, LABELLED
from execplan.text.blocks import blocks_of
from execplan.text.source import Source

Says = Literal["said", "none", "owed", "blank"]

_BOX = re.compile(r"\[.[\ufe0e\ufe0f]?\][ \t]+")
_LABEL_ONLY = re.compile(r"(\*\*|__)(?!\s*(?:step\s*)?\d)[^*]+\1\s*[:：]?|[^.!?。`]{1,60}[:：]", re.IGNORECASE)
_CODE_SPAN = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")
_BRACKETS = re.compile(
    r"\[(?=[^\]]*[^\W\d_]{2})[^\[\]\"]{3,}(?<!\.\.\.)(?<!…)\](?![(\[])|\{[\w -]{3,}\}|<(?=[^>]*[A-Z ])[\w ,.'-]{3,}>"
)
"""What a template leaves to be filled in; no link, no footnote, no code."""
_CHOICE = re.compile(r"[^|]+(?:\s\|\s[^|]+){2,}")
_LONGEST = 400
"""Characters of the longest line that may be nothing but placeholders."""
_WORDS = re.compile(r"[^\W_]")
_ALTERNATIVE = re.compile(r"(?:High/Med(?:ium)?/Low|[#\d.]+)\Z", re.IGNORECASE)
_NONE = re.compile(
    r"[\s*_(\[（`-]*(?:none\b|no\b|n/?a\b|nothing\b|无|暂无|没有|없음|なし|ningun[oa]\b|keine?\b|noch keine\b|nenhum|нет|"
    r"aucune?\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Line:
    number: int
    says: Says
    text: str
    """The line without its marker, box and label."""


def lines_of(plan: Plan) -> tuple[Line, ...]:
    """Every line of the plan that says something, or should."""
    return lines_read(plan.source)


@lru_cache(maxsize=4)
def lines_read(source: Source) -> tuple[Line, ...]:
    """Read once for all rules of a review."""
    return tuple(_lines(source))


def within(lines: tuple[Line, ...], section: Section) -> tuple[Line, ...]:
    """The lines of a section, those of deeper sections included."""
    return tuple(line for line in lines if section.line < line.number < section.end)


def own(lines: tuple[Line, ...], section: Section) -> tuple[Line, ...]:
    """The lines of a section before its first deeper section."""
    return tuple(line for line in lines if section.line < line.number < section.own_end)


def is_filled(lines: tuple[Line, ...]) -> bool:
    """Did somebody write something here, be it that there is nothing?"""
    return any(line.says in ("said", "none") for line in lines)


def _lines(source: Source) -> Iterator[Line]:
    headed = -1
    for block in blocks_of(source).all:
        if block.kind == "row" and block.parent != headed:
            headed = block.parent  # a table's first row is its head
        elif block.kind in ("fence", "code"):
            inner = range(block.start, block.end)
            yield from (Line(at, "said", source.line(at)) for at in inner if source.line(at).strip())
        elif block.kind == "row":
            yield from _row(block.start, source.line(block.start))
        elif block.kind == "paragraph":
            for at in range(block.start, block.end):
                yield from _line(at, source.line(at))


def _row(at: int, raw: str) -> Iterator[Line]:
    """A table's row, and each placeholder that stands beside what is said in it."""
    cells = [cell.strip() for cell in raw.strip().strip("|").split("|")]
    kinds = {cell: _says(cell) for cell in cells if cell and not _ALTERNATIVE.match(cell)}
    if "said" in kinds.values():
        yield Line(at, "said", " · ".join(cells))
        yield from (Line(at, "blank", cell) for cell in cells if kinds.get(cell) == "blank")
    elif kinds:
        yield Line(at, "blank" if "blank" in kinds.values() else "owed", " · ".join(cells))


def _line(at: int, raw: str) -> Iterator[Line]:
    text = raw.lstrip(" \t>")
    while found := ITEM.match(text):
        text = text[found.end() :]
    text = _BOX.sub("", text, count=1).strip()
    if not text or (len(text) <= _LONGEST and _LABEL_ONLY.fullmatch(text)):
        return
    says = _says(text)
    label = LABELLED.match(text)
    if says == "said" and label and label.end() < len(text):
        text = text[label.end() :]
        says = _says(text)
    yield Line(at, says, text)


def _says(text: str) -> Says:
    if len(text) > _LONGEST:
        return "said"
    bare = _CODE_SPAN.sub("x", text)
    if vocabulary.EMPTY.match(text):
        return "none" if _NONE.match(text) else "owed"
    rest = _BRACKETS.sub("", bare)
    if rest != bare and not _WORDS.search(rest):
        return "blank"
    choices = text.split("|") if _CHOICE.fullmatch(text) else ()
    return "blank" if choices and all(states.plan_of_text(one) for one in choices) else "said"
