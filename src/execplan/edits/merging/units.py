"""A document as a flat row of units: headings, entries, list items and lines, each with the blank lines before it.

A unit's key is what it says without its states, stamps and counts, so a step is the same unit after it was marked.
Blank lines belong to what follows them: they never part two texts that are otherwise the same. Knows one plan.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator
from dataclasses import dataclass

from execplan.edits.merging.unit import Head, Piece, Unit, UnitKind
from execplan.plan import entries, identity, stamps, vocabulary
from execplan.plan.model import Field, Place, Plan, Status, Step
from execplan.plan.tables import is_row
from execplan.text.blocks import blocks_of
from execplan.text.source import Source, Span

_STATE_FIELDS = frozenset({"status", "started", "completed"})

_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])(?:\s|$)")
_NOTE = re.compile(r"[*_>\s]*(?:plan )?revision notes?\b", re.IGNORECASE)
"""A paragraph that is an entry all the same: one line for each change of the plan."""
_SPACE = re.compile(r"\s+")
_LEAD = 60
"""Characters of a line in which its date stands."""
_SINGLE = frozenset(
    {
        "owner", "estimate", "verification", "files", "depends_on", "rationale", "alternatives", "trade_offs", "by",
        "impact", "probability", "mitigation", "why_it_matters", "action", "decision", "reference", "date_author",
    }
)  # fmt: skip
"""Labels of which an entry has one line; others may come again."""


@dataclass(frozen=True, slots=True)
class _Entry:
    place: Place
    words: str
    stamp: str
    kind: str
    status: Status | None = None
    percent: int = 0


def units_of(plan: Plan) -> tuple[Unit, ...]:
    """All units in order; the last one is the end of the document. The text must end its last line."""
    source = plan.source
    starts = _entries(plan)
    headings = {one.line: one for one in plan.sections}
    derived = _derived(plan)
    opaque, rows = _opaque(source)
    units: list[Unit] = []
    around: list[tuple[int, int]] = []  # (line after its last one, index of its unit): entries around the line
    above: list[tuple[int, int]] = []  # (level, index of its unit): headings above the line
    gap = ""
    line = 0
    while line < source.line_count:
        raw = _raw(source, line, line + 1)
        if not raw.strip():
            gap += raw
            line += 1
            continue
        while around and around[-1][0] <= line:
            around.pop()
        parent = around[-1][1] if around else above[-1][1] if above else -1
        entry = starts.get(line)
        if line in headings:
            level = headings[line].level
            while above and above[-1][0] >= level:
                above.pop()
            around.clear()
            unit = _heading(raw, line, gap, level, above[-1][1] if above else -1, entry)
            above.append((level, len(units)))
            end = line + 1
        elif entry is not None:
            end = _own_end(source, entry.place, starts)
            unit = _entry(source, entry, end, gap, parent)
            around.append((entry.place.end, len(units)))
        else:
            item = line in rows or (line not in opaque and bool(_ITEM.match(raw) or _NOTE.match(raw)))
            unit = _line(raw, line, gap, parent, derived.get(line, ()), item)
            end = line + 1
        units.append(unit)
        gap = ""
        line = end
    units.append(Unit("", "end", line, gap, ""))
    return tuple(units)


def _raw(source: Source, first: int, end: int) -> str:
    return source.text[source.offset(first) : source.offset(end)]


def _entries(plan: Plan) -> dict[int, _Entry]:
    """Where entries start: of several readings of one line the first counts."""
    found: dict[int, _Entry] = {}
    for kind, several in entries.lists(plan).items():
        for one in several:
            place = one.place
            if place is None or place.line in found or kind == "phase":
                continue
            source = plan.source
            stamp = next((said for name in ("date", "since") if isinstance(said := getattr(one, name, None), str)), "")
            status: Status | None = None
            if isinstance(one, Step):
                status = one.status
            elif place.box is not None:
                status = "done" if source.slice(place.box) in "xX" else "todo"
            percent = (one.percent or 0) if isinstance(one, Step) else 0
            words = identity.normal(source.slice(place.text))
            found[place.line] = _Entry(place, words, stamp, kind, status, percent)
    for step in plan.steps:
        place = step.detail
        if place is not None and place.line not in found:
            found[place.line] = _Entry(place, identity.normal(plan.source.slice(place.text)), "", "detail")
    return found


def _own_end(source: Source, place: Place, starts: dict[int, _Entry]) -> int:
    """The line after an entry's own lines: up to the first entry in it, trailing blank lines left out."""
    first = source.line_of(max(place.text.end - 1, place.text.start)) + 1
    end = next((line for line in range(place.line + 1, place.end) if line in starts), max(place.end, place.line + 1))
    end = min(max(end, min(first, place.end)), source.line_count)
    while end > place.line + 1 and not source.line(end - 1).strip():
        end -= 1
    return end


def _heading(raw: str, line: int, gap: str, level: int, parent: int, entry: _Entry | None) -> Unit:
    text = raw.strip(" #\t\r\n")
    stamp = stamps.value_of(text) or ""
    words = _SPACE.sub(" ", text) if stamp else identity.normal_heading(text) or text
    order = (entry.stamp if entry and entry.stamp else stamp, words)
    pieces = tuple(
        ("count" if index % 2 else "", part) for index, part in enumerate(re.split(r"(\d+)", raw)) if part or index % 2
    )
    return Unit(("heading", level, words), "heading", line, gap, raw, level, parent, order, pieces=pieces)


def _line(raw: str, line: int, gap: str, parent: int, derived: tuple[tuple[int, int, str], ...], item: bool) -> Unit:
    pieces: list[Piece] = []
    at = 0
    for start, end, kind in sorted(derived):
        if start >= at:
            pieces += (("", raw[at:start]), (kind, raw[start:end]))
            at = end
    pieces.append(("", raw[at:]))
    key = tuple(text.rstrip() if not kind else f"\0{kind}" for kind, text in pieces)
    bare = re.sub(r"^\s*(?:[-*+]|\d+[.)])\s+", "", raw).strip()
    return Unit(
        ("line", *key), "item" if item else "text", line, gap, raw, _indent(raw), parent,
        (stamps.value_of(raw[:_LEAD]) or "" if item else "", raw.strip()),
        pieces=tuple(pieces), unset=bool(bare) and vocabulary.is_unset(bare),
    )  # fmt: skip


def _indent(raw: str) -> int:
    body = raw.lstrip(" \t>")
    return len(raw[: len(raw) - len(body)].expandtabs(4))


def _entry(source: Source, entry: _Entry, end: int, gap: str, parent: int) -> Unit:
    place = entry.place
    head_end = min(source.line_of(max(place.text.end - 1, place.text.start)) + 1, end)
    first = source.offset(place.line)
    row = is_row(source, place.line)
    head = None if row else _head(source, place, Span(first, source.offset(head_end)))
    stamp = entry.stamp if entry.kind == "log" else entry.kind if entry.kind == "detail" else ""
    key = ("entry", _words(source, place, entry), stamp)
    fields = {field.line: field for field in place.fields if head_end <= field.line < end}
    text = _raw(source, place.line, end)
    return Unit(
        key, "entry", place.line, gap, text, _indent(text), parent, (entry.stamp, entry.words or text.strip()), head,
        tuple(_inner(source, head_end, end, fields)), entry.status, entry.percent,
        unset=vocabulary.is_unset(source.slice(place.text).strip()),
    )  # fmt: skip


def _words(source: Source, place: Place, entry: _Entry) -> str:
    """What an entry says; of one that says nothing (only marks) its own text."""
    return entry.words or source.slice(place.text)


def _head(source: Source, place: Place, span: Span) -> Head:
    box = place.box
    start, end = max(place.text.start, span.start), min(max(place.text.end, span.start), span.end)
    if box is None or not span.start <= box.start < box.end <= start:
        return Head(source.text[span.start : start], "", "", source.text[start:end], source.text[end : span.end])
    return Head(
        source.text[span.start : box.start], source.slice(box), source.text[box.end : start], source.text[start:end],
        source.text[end : span.end],
    )  # fmt: skip


def _inner(source: Source, first: int, end: int, fields: dict[int, Field]) -> Iterator[Unit]:
    """The lines below an entry's own text; a labelled line is known by its label."""
    gap = ""
    seen: set[str] = set()
    line = first
    while line < end:
        raw = _raw(source, line, line + 1)
        if not raw.strip():
            gap += raw
            line += 1
            continue
        field = fields.get(line)
        key: Hashable = ("line", raw.rstrip())
        state = single = False
        if field is not None:
            name = field.names[0]
            single = name not in seen and name in _SINGLE
            state = bool(_STATE_FIELDS.intersection(field.names))
            key = ("field", name) if single else key
            seen.add(name)
        kind: UnitKind = "item" if _ITEM.match(raw) or field is not None else "text"
        yield Unit(
            key,
            kind,
            line,
            gap,
            raw,
            _indent(raw),
            -1,
            ("", raw.strip()),
            pieces=(("", raw),),
            state=state,
            single=single,
        )
        gap = ""
        line += 1


def _derived(plan: Plan) -> dict[int, tuple[tuple[int, int, str], ...]]:
    """By line: the columns of what follows from the rest of the plan."""
    spans: list[tuple[Span, str]] = [(span, "updated") for span in plan.updated_fields]
    spans += [(one.value, "status") for one in plan.about if {"status", "plan_status"}.intersection(one.names)]
    if plan.status_field:
        spans.append((plan.status_field.value, "status"))
    if plan.bar:
        bar = plan.bar
        spans += [(span, "bar") for span in (bar.cells, bar.percent, bar.done, bar.total) if span]
    found: dict[int, set[tuple[int, int, str]]] = {}
    for span, kind in spans:
        line = plan.source.line_of(span.start)
        base = plan.source.offset(line)
        if span.end <= plan.source.line_span(line).end:
            found.setdefault(line, set()).add((span.start - base, span.end - base, kind))
    return {line: tuple(sorted(parts)) for line, parts in found.items()}


def _opaque(source: Source) -> tuple[set[int], set[int]]:
    """Lines of code and HTML, where nothing is a list item, and the body rows of tables."""
    opaque: set[int] = set()
    rows: set[int] = set()
    heads: set[int] = set()
    for block in blocks_of(source).all:
        if block.kind in ("fence", "code", "html"):
            opaque.update(range(block.start, block.end))
        elif block.kind == "row":
            (rows if block.parent in heads else opaque).update(range(block.start, block.end))
            heads.add(block.parent)
    return opaque, rows
