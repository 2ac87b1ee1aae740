"""Table rows as places, each cell a field named by its header. Knows tables; knows no meaning."""

from __future__ import annotations

import itertools
import re

from execplan.plan import vocabulary
from execplan.plan.model import Field, Place
from execplan.plan.places import Outline, trimmed
from execplan.text.source import Source, Span

_TITLES = frozenset({"title", "decision", "risk", "what", "blocked"})


def is_row(source: Source, line: int) -> bool:
    """Does the line look like a table row (which an entry that stands there then is)?"""
    return source.line(line).lstrip().startswith("|")


def cells(source: Source, line: int) -> list[Span]:
    """The trimmed cells of a table row, split at every ``|`` that no backslash escapes."""
    span = source.line_span(line)
    text = source.slice(span)
    edges = [match.start() for match in re.finditer(r"(?<!\\)\|", text)]
    stripped = text.strip()
    if not stripped:  # a row of white space that Markdown does not count as such (U+0085)
        return []
    if not stripped.startswith("|"):
        edges.insert(0, len(text) - len(text.lstrip()) - 1)
    if not stripped.endswith("|") or stripped.endswith("\\|"):
        edges.append(len(text.rstrip()))
    return [
        trimmed(source, Span(span.start + left + 1, span.start + right)) for left, right in itertools.pairwise(edges)
    ]


def row_places(outline: Outline, table: int) -> list[Place]:
    """The body rows of a table, each cell a field named by its header."""
    source = outline.source
    rows = [outline.blocks[child] for child in outline.children.get(table, ()) if outline.blocks[child].kind == "row"]
    if len(rows) < 2:
        return []
    heads = cells(source, rows[0].start)
    words = [source.slice(head).strip(" *_`").casefold() for head in heads]
    names = [vocabulary.FIELD_NAMES.get(word, (word,)) for word in words]
    places: list[Place] = []
    for row in rows[1:]:
        values = cells(source, row.start)
        fields = tuple(
            Field(name, head, value, row.start, row.start + 1)
            for name, head, value in zip(names, heads, values, strict=False)
        )
        if fields:
            places.append(Place(row.start, row.start + 1, _title(fields).value, fields=fields))
    return places


def _title(fields: tuple[Field, ...]) -> Field:
    """The cell that says what the row is about, by its header; else the first that is no number."""
    named = next((one for one in fields if _TITLES.intersection(one.names)), None)
    return named or next((one for one in fields if "number" not in one.names), fields[0])
