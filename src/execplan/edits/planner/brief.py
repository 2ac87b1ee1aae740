"""A brief as it was given: goals, constraints, risks, people … as headed lists. Knows its forms; knows no plan.

A heading is ``## Goals``, ``**Goals**:`` or ``Goals:`` on a line of its own; what follows is bullets, labelled lines,
table rows or prose. Every line is kept in one item or another: what has no known heading is of no part.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from execplan.edits.planner.headings import Part, label_part, part_of
from execplan.plan import vocabulary
from execplan.plan.errors import PlanError
from execplan.text.source import Source

LONGEST = 64_000
"""Characters of a brief."""
MOST = 500
"""Lines of a brief."""
_HEADING = re.compile(r" {0,3}(?P<marks>#{1,6})\s+(?P<text>.*?)(?:\s#+)?\s*$")
_BOLD = re.compile(r"\s*(?P<marks>\*\*|__)(?P<text>[^*_:：]{1,60})(?:(?P=marks)\s*[:：]?|[:：]\s*(?P=marks))\s*$")
_PLAIN = re.compile(r"(?P<text>[^\W\d][^:：|]{0,40})[:：]\s*$")
_BULLET = re.compile(r"(?P<indent>[ \t]*)(?:[-*+]|\d{1,4}[.)])[ \t]+(?:\[.\][ \t]+)?(?P<text>.*)$")
_ROW = re.compile(r"\s*\|(?P<cells>.*?)\|?\s*$")
_RULE = re.compile(r"[\s|:=*_-]*$")
_FENCE = re.compile(r"\s*(?:`{3,}|~{3,})")
_LABEL = re.compile(
    r"(?P<bold>\*\*|__)(?P<inside>[^*_:：]{1,60})(?:(?P=bold)[ \t]*[:：]|[:：][ \t]*(?P=bold))[ \t]*"
    r"|(?P<plain>[^\W\d][^:：|*_`]{0,40})[:：](?=\s|$)[ \t]*"
)

_HEAD, _ROWS = -1, -2
"""Stand for the indentation of what a table says."""


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a brief with the lines below it."""

    text: str
    below: tuple[Item, ...] = ()
    bullet: bool = True
    """False for prose."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A heading with its items. ``part`` is None where nothing known is said, ``heading`` is empty before the first."""

    part: Part | None
    heading: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Brief:
    chapters: tuple[Chapter, ...]

    def of(self, *parts: Part) -> tuple[Item, ...]:
        """The items of these parts, in the order in which they were given."""
        return tuple(item for one in self.chapters if one.part in parts for item in one.items)


@dataclass(slots=True)
class _Open:
    """An item that may still get lines."""

    text: str
    bullet: bool
    indent: int
    below: list[_Open] = field(default_factory=list["_Open"])

    def closed(self) -> Item:
        return Item(self.text, tuple(one.closed() for one in self.below), self.bullet)


def is_brief(text: str | None) -> bool:
    """Does the text have at least one heading of a brief? ``Context`` and ``Steps`` alone make none."""
    return any(part not in (None, "context", "steps") for part, *_ in _headings((text or "").splitlines()[:MOST]))


def _headings(lines: list[str]) -> Iterator[tuple[Part | None, str, int, int]]:
    """Part, text, depth and line of each heading; a bold or plain label is one where its words are known."""
    for at, line in enumerate(lines):
        if found := _HEADING.match(line):
            yield part_of(found["text"]), found["text"], len(found["marks"]), at
        elif (found := _BOLD.match(line) or _PLAIN.match(line)) and (part := label_part(found["text"])):
            yield part, found["text"], 7, at


def read_brief(text: str) -> Brief:
    """The chapters of a brief. Raises ``too_large``."""
    lines = Source.of(text).text.splitlines()
    if len(text) > LONGEST or len(lines) > MOST:
        raise PlanError(
            "too_large",
            f"the brief has {len(text):,} characters in {len(lines):,} lines, the limit is {LONGEST:,} in {MOST}",
            "keep the goals, constraints and risks; name a file for the rest",
        )
    marks = list(_headings(lines))
    chapters = [Chapter(None, "", _items(lines[: marks[0][3] if marks else len(lines)]))]
    around: list[tuple[int, Part | None]] = []
    for index, (part, heading, depth, at) in enumerate(marks):
        until = marks[index + 1][3] if index + 1 < len(marks) else len(lines)
        items = _items(lines[at + 1 : until])
        around = [one for one in around if one[0] < depth]
        above = around[-1][1] if around else None
        if index == 0 and depth == 1 and part is None:  # the brief's own title: what stands below it has no heading
            chapters.append(Chapter(None, "", (Item(heading, (), False), *items)))
            continue
        if part is None and above == "steps":
            chapters.append(Chapter("steps", heading, items))
        elif part is None and above is not None:  # a heading of their own words within a part
            items, inside = (Item(heading, items),), above
            chapters.append(Chapter(inside, "", items))
        else:
            chapters.append(Chapter(part, heading, items))
            around.append((depth, part))
    return Brief(tuple(one for one in chapters if one.items or (one.part in (None, "steps") and one.heading)))


def _items(lines: list[str]) -> tuple[Item, ...]:
    """Bullets nest by indentation, prose joins until a blank line, a row of a table says its cells by their heads."""
    tops: list[_Open] = []
    path: list[_Open] = []
    head: list[str] | None = None
    blank = fenced = False
    for line in lines:
        if _FENCE.match(line):
            fenced = not fenced
            blank = True
            if (told := line.strip(" \t`~")) and vocabulary.is_unset(told) is False:
                tops.append(_Open(told, False, 0))
            continue
        if not fenced and _RULE.match(line):
            blank, head = True, head if line.strip() else None
            continue
        if not fenced and (row := _ROW.match(line)) and row["cells"].count("|"):
            cells = [cell.strip() for cell in row["cells"].replace("\\|", "¦").split("|")]
            if head is None:
                head = cells
                tops.append(_Open("\0".join(cells), False, _HEAD))
            else:
                tops.append(_of_row(head, cells))
            path, blank = [], False
            continue
        head = None
        bullet = _BULLET.match(line) if not fenced else None
        if bullet and bullet["text"].strip():
            indent = len(bullet["indent"].expandtabs(4))
            path = [one for one in path if one.indent < indent]
            one = _Open(bullet["text"].strip(), True, indent)
            (path[-1].below if path else tops).append(one)
            path.append(one)
        elif path and (not blank or line.startswith((" ", "\t"))):
            path[-1].text += " " + line.strip()
        elif not (blank or fenced) and tops and _goes_on(tops[-1], line):
            tops[-1].text += " " + line.strip()
        else:
            path = []
            tops.append(_Open(line.strip(), False, 0))
        blank = False
    return _saying(one.closed() for one in _without_heads(tops))


def _goes_on(prose: _Open, line: str) -> bool:
    """Is the line of the same paragraph? A labelled one is not, below another (``Owner: Ina``) or if its label is known."""
    if prose.bullet or prose.indent != 0:
        return False
    label, value = labelled(line.strip())
    return not (label and value and (label_part(label) or labelled(prose.text)[0]))


def says(text: str) -> bool:
    """Is it neither a placeholder, nor ``None yet.``, nor signs alone?"""
    return not vocabulary.is_unset(text) and re.search(r"[^\W_]", text) is not None


def _saying(items: Iterable[Item]) -> tuple[Item, ...]:
    """The items that say something; what stands below one that says nothing takes its place."""
    found: list[Item] = []
    for item in items:
        below = _saying(item.below)
        if says(item.text):
            found.append(Item(item.text, below, item.bullet))
        else:
            found += below
    return tuple(found)


def _of_row(head: list[str], cells: list[str]) -> _Open:
    """The first cell with the others as labelled lines below it."""
    first, *rest = [*cells, *[""] * (1 - len(cells))]
    one = _Open(first, True, _ROWS)
    for at, cell in enumerate(rest, start=1):
        if cell:
            label = head[at] if at < len(head) and head[at] else ""
            one.below.append(_Open(f"{label}: {cell}" if label else cell, True, 2))
    if not first and one.below:
        one.text = one.below.pop(0).text
    return one


def _without_heads(tops: list[_Open]) -> Iterator[_Open]:
    """The head of a table is said by its rows; a row that stands alone was no head."""
    for at, one in enumerate(tops):
        if one.indent != _HEAD:
            yield one
        elif at + 1 == len(tops) or tops[at + 1].indent != _ROWS:
            yield _Open(", ".join(filter(None, one.text.split("\0"))), True, 0)


def composed(brief: str, given: Mapping[str, Sequence[str]]) -> str:
    """A brief with what was given besides it, each under its heading: one form for all that is read."""
    parts = [brief.strip("\n")] if brief.strip() else []
    for heading, values in given.items():
        if values:
            parts.append("\n".join([f"## {heading}", "", *(f"- {' '.join(value.split())}" for value in values)]))
    return "\n\n".join(parts) + "\n"


def labelled(text: str) -> tuple[str, str]:
    """Label and value of ``Label: value`` or ``**Label**: value``; no label: an empty one."""
    match = _LABEL.match(text)
    return ((match["inside"] or match["plain"]).strip(), text[match.end() :].strip()) if match else ("", text)
