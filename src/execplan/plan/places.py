"""Places: list items, bold paragraphs, headings and table rows with their labelled fields. Knows blocks; knows no meaning.

A box is matched on the raw line: a list item whose first line, after the marker, is ``[ ]``, ``[x]`` or ``[X]``, then a
space or a tab, then text, and whose first block is a paragraph. Other single marks (``[~]``) make a box of another kind.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from execplan.plan import vocabulary
from execplan.plan.model import BoxKind, Field, Place, Section
from execplan.text.blocks import Block, Blocks
from execplan.text.record import record
from execplan.text.source import BOM, Source, Span

ITEM = re.compile(
    r"(?P<indent>\ufeff?(?:[ \t]|>|(?:[-+*]|\d{1,9}[.)])[ \t])*)(?P<marker>[-+*]|\d{1,9}[.)])(?P<gap>[ \t]+|$)"
)
"""The innermost marker of a line, for an item whose text follows on it."""
_FIRST_MARKER = re.compile(r"(?P<indent>\ufeff?(?:[ \t]|>)*)(?P<marker>[-+*]|\d{1,9}[.)])(?P<gap>[ \t]+|$)")
_BOX = re.compile(r"\[(?P<mark>.[\ufe0e\ufe0f]?)\](?=[ \t]+\S)")
LABELLED = re.compile(
    r"(?P<bold>\*\*|__)(?P<inside>[^*_:：]{1,48})(?:(?P=bold)[ \t]*[:：]|[ \t]*[:：][ \t]*(?P=bold))[ \t]*"
    r"|(?P<plain>[^\W\d_][^*`:：.|\[\]()]{0,40}?|Date ?/ ?Author)[ \t]*(?:：|:(?=[ \t]|$|[^\x00-\x7f]))[ \t]*",
    re.IGNORECASE,
)
_BOLD_LINE = re.compile(r"(\*\*|__)(?:(?!\1).)+\1\s*[:：]?")
_RULE_OR_BLANK = re.compile(r"\s*$|\s{0,3}(?:(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,})$")
_INLINE_FIELDS = frozenset({"evidence", "rationale", "date_author"})
_SENTENCE = re.compile(r"(?<=[.。!?`)])[ \t]+(?=[^\W\d_])")


@record
class Item:
    """A list item. ``box`` says what kind it carries; ``mark`` is the character in it."""

    block: int
    place: Place
    box: BoxKind
    mark: str
    parent: int
    """Index of the enclosing item, -1 at the top of its list."""
    depth: int

    @property
    def boxed(self) -> bool:
        return self.box != "none"


@dataclass(frozen=True, slots=True)
class Outline:
    """The items of a document beside its blocks. ``children`` maps a block to its child blocks, ``by_block`` to items."""

    source: Source
    blocks: tuple[Block, ...]
    children: dict[int, list[int]]
    items: tuple[Item, ...]
    by_block: dict[int, int]

    def among(self, block: int) -> tuple[list[int], int]:
        """The blocks beside this one, itself included, and its index among them."""
        siblings = self.children[self.blocks[block].parent]
        return siblings, bisect_left(siblings, block)

    def before(self, block: int) -> Block | None:
        """The sibling block just before this one."""
        siblings, at = self.among(block)
        return self.blocks[siblings[at - 1]] if at else None

    def items_in(self, list_block: int) -> Iterator[Item]:
        for child in self.children.get(list_block, ()):
            if child in self.by_block:
                yield self.items[self.by_block[child]]


def outline_of(source: Source, blocks: Blocks) -> Outline:
    """All list items with their places, outermost first, in document order."""
    children = blocks.children()
    bare: list[tuple[int, int, Place, BoxKind, str]] = []
    by_block: dict[int, int] = {}
    owner: dict[int, int] = {}
    for index, block in enumerate(blocks.all):
        owner[index] = index if block.kind == "item" else owner.get(block.parent, -1)
        if block.kind == "item":
            place, box, mark = _item(source, blocks.all, children, index)
            by_block[index] = len(bare)
            bare.append((index, by_block.get(owner.get(block.parent, -1), -1), place, box, mark))
    nested: dict[int, list[int]] = {}
    for number, (_, parent, *_rest) in enumerate(bare):
        nested.setdefault(parent, []).append(number)
    items: list[Item] = []
    for number, (index, parent, place, box, mark) in enumerate(bare):
        inner = [
            found
            for child in nested.get(number, ())
            if bare[child][3] == "none" and (found := field_of(source, bare[child][2]))
        ]
        own, trailing = _own_text(source, place)
        if inner or trailing:
            fields = (*trailing, *inner)
            place = Place(place.line, place.end, own, place.box, place.indent, place.marker, place.content, fields)
        items.append(Item(index, place, box, mark, parent, blocks.all[index].depth))
    return Outline(source, blocks.all, children, tuple(items), by_block)


def _item(
    source: Source, blocks: Sequence[Block], children: dict[int, list[int]], index: int
) -> tuple[Place, BoxKind, str]:
    block = blocks[index]
    end = _trimmed_end(source, block)
    span = source.line_span(block.start)
    line = source.slice(span)
    inner = children.get(index, [])
    first = blocks[inner[0]] if inner else None
    paragraph = first is not None and first.kind == "paragraph"
    head = (ITEM if paragraph else _FIRST_MARKER).match(line)
    if head is None:
        return Place(block.start, end, Span(span.end, span.end)), "none", ""
    indent, marker = head["indent"].lstrip(BOM), head["marker"]
    if not paragraph or first is None or first.start != block.start:
        stop = span.start + head.end()
        text = Span(stop, source.line_span(first.end - 1).end) if paragraph and first is not None else Span(stop, stop)
        return Place(block.start, end, trimmed(source, text), None, indent, marker, head.end()), "none", ""
    start = span.start + head.end()
    box = _BOX.match(line, head.end())
    kind: BoxKind = "none"
    mark_span = None
    if box:
        kind = _box_kind(box["mark"])
        if kind != "none":
            mark_span = Span(span.start + box.start("mark"), span.start + box.end("mark"))
            start = span.start + box.end()
    text = trimmed(source, Span(start, max(start, source.line_span(first.end - 1).end)))
    place = Place(
        block.start, end, text, mark_span, indent, marker, len(head["indent"]) + len(marker) + len(head["gap"])
    )
    return place, kind, box["mark"] if box and kind != "none" else ""


def _box_kind(mark: str) -> BoxKind:
    if mark in (" ", "x", "X"):
        return "task"
    first = mark[0]
    if first in "~/->!?*+.•✓✔✗√" or unicodedata.category(first) in ("So", "Sm", "Sk"):
        return "other"
    return "none"


def _trimmed_end(source: Source, block: Block) -> int:
    """The line after the block's last line that is not blank."""
    end = block.end
    while end > block.start + 1 and not source.line(end - 1).strip():
        end -= 1
    return end


def trimmed(source: Source, span: Span) -> Span:
    text = source.slice(span)
    left = len(text) - len(text.lstrip())
    right = len(text.rstrip())
    return Span(span.start + left, span.start + right) if right > left else Span(span.start, span.start)


def labelled(text: str, start: int = 0) -> tuple[tuple[str, ...], int, int, int] | None:
    """The label a text begins with: canonical names, label start, label end, value start. Plain labels must be known."""
    match = LABELLED.match(text, start)
    if not match:
        return None
    group = "inside" if match["inside"] is not None else "plain"
    word = match[group].strip().casefold()
    names = vocabulary.FIELD_NAMES.get(word)
    if names is None:
        if group == "plain":
            return None
        names = (word,)
    return names, match.start(group), match.end(group), match.end()


def field_of(source: Source, place: Place) -> Field | None:
    """A place whose text is ``Label: value``, read as a field."""
    text = source.slice(place.text)
    found = labelled(text) if _has_colon(text) else None
    if not found:
        return None
    names, left, right, value = found
    base = place.text.start
    span = trimmed(source, Span(base + value, place.text.end))
    return Field(names, Span(base + left, base + right), span, place.line, place.end)


def _own_text(source: Source, place: Place) -> tuple[Span, tuple[Field, ...]]:
    """An item's own text up to the first labelled continuation line, and the fields those lines make."""
    text = source.slice(place.text)
    starts = _field_starts(text) if _has_colon(text) else ()
    if not starts:
        return place.text, ()
    base = place.text.start
    fields: list[Field] = []
    for number, at in enumerate(starts):
        found = labelled(text, at)
        if found is None:
            continue
        stop = starts[number + 1] if number + 1 < len(starts) else len(text)
        value = trimmed(source, Span(base + found[3], max(base + found[3], base + stop)))
        line = source.line_of(base + at)
        fields.append(
            Field(
                found[0],
                Span(base + found[1], base + found[2]),
                value,
                line,
                source.line_of(max(value.end - 1, base + at)) + 1,
            )
        )
    return trimmed(source, Span(base, base + starts[0])), tuple(fields)


def _has_colon(text: str) -> bool:
    """What every label ends with; most texts have none."""
    return ":" in text or "：" in text


def _field_starts(text: str) -> list[int]:
    starts: list[int] = []
    for match in re.finditer(r"(?:\r\n|\r|\n)[ \t>]*", text):
        if labelled(text, match.end()):
            starts.append(match.end())
    for match in _SENTENCE.finditer(text):
        found = labelled(text, match.end())
        if found and _INLINE_FIELDS.intersection(found[0]):
            starts.append(match.end())
    return sorted(set(starts))


# --- entries that are no list items ---------------------------------------------------------------


def paragraph_place(outline: Outline, block: int) -> Place:
    """A paragraph with the list that follows it: ``**1. Title**`` or ``**2025-01-10**: title`` and its labelled items."""
    source, paragraph = outline.source, outline.blocks[block]
    start = source.line_span(paragraph.start).start
    text = trimmed(source, Span(start, source.line_span(paragraph.end - 1).end))
    own, trailing = _own_text(source, Place(paragraph.start, paragraph.end, text))
    fields = list(trailing)
    end = paragraph.end
    siblings, at = outline.among(block)
    at += 1
    if at < len(siblings) and outline.blocks[siblings[at]].kind == "list":
        following = outline.blocks[siblings[at]]
        members = list(outline.items_in(siblings[at]))
        if not any(item.boxed for item in members):
            fields += [found for item in members if (found := field_of(source, item.place))]
            end = _trimmed_end(source, following)
    line = source.line(paragraph.start)
    indent = line[: len(line) - len(line.lstrip(" \t>"))]
    return Place(paragraph.start, end, own, None, indent, "", len(indent), tuple(fields))


def paragraph_fields(outline: Outline, block: int) -> list[Field]:
    """The ``**Label**: value`` lines of one paragraph, its first line included."""
    source, paragraph = outline.source, outline.blocks[block]
    fields: list[Field] = []
    for line in range(paragraph.start, paragraph.end):
        span = source.line_span(line)
        text = source.slice(span)
        at = len(text) - len(text.lstrip(" \t>"))
        found = labelled(text, at)
        if found:
            value = trimmed(source, Span(span.start + found[3], span.end))
            fields.append(Field(found[0], Span(span.start + found[1], span.start + found[2]), value, line, line + 1))
    return fields


def section_place(outline: Outline, section: Section) -> Place:
    """A heading as an entry: its text, and the fields of the paragraphs and lists right below it."""
    source, line, end = outline.source, section.line, section.own_end
    span = source.line_span(line)
    raw = source.slice(span)
    start = span.start + len(raw) - len(raw.lstrip(" #\t" + BOM))
    text = trimmed(source, Span(min(start, span.end), span.end))
    fields: list[Field] = []
    first = bisect_right(outline.blocks, line, key=lambda block: block.start)
    last = bisect_left(outline.blocks, end, key=lambda block: block.start)
    for index in range(first, last):
        block = outline.blocks[index]
        if block.parent != -1:
            continue
        if block.kind == "paragraph":
            fields += paragraph_fields(outline, index)
        elif block.kind == "list" and not _under_bold(outline, index):
            fields += [
                found for item in outline.items_in(index) if not item.boxed and (found := field_of(source, item.place))
            ]
    while end > line + 1 and _RULE_OR_BLANK.match(source.line(end - 1)):
        end -= 1
    return Place(line, end, text, fields=tuple(fields))


def _under_bold(outline: Outline, block: int) -> bool:
    """Does a bold line stand right above the list (``**1. Title**``)? Then the list is about that, not about the section."""
    above = outline.before(block)
    return (
        above is not None
        and above.kind == "paragraph"
        and bool(_BOLD_LINE.fullmatch(outline.source.line(above.start).strip()))
    )
