"""Values of labelled fields as plain data. Knows one place at a time."""

from __future__ import annotations

import re

from execplan.plan import stamps, vocabulary
from execplan.plan.marks import collapse
from execplan.plan.model import Field, Place
from execplan.plan.tables import is_row
from execplan.text.patterns import later
from execplan.text.source import Source

_CODE = re.compile(r"`([^`\n]+)`")
_BEHIND = re.compile(r"(?:\A|; )(?P<name>Impact|Probability|Mitigation|Owner|Status): ")
_FLOW = later(r"\[[^\[\]]+\]")
_ITEMS = later(
    r"\[\s*(?:#?\d+|[A-Za-z]{1,6}-?\d[\w.-]*|\"[^\"]*\")(?:\s*,\s*(?:#?\d+|[A-Za-z]{1,6}-?\d[\w.-]*|\"[^\"]*\"))*\s*\]"
)
_BRIEF = frozenset({"impact", "probability", "owner", "status"})
"""Columns of a word or two: nothing stands behind those."""
_BULLET = re.compile(r"[ \t>]*(?:[-*+]|\d+[.)])[ \t]+")


def text_of(source: Source, field: Field | None) -> str | None:
    """The value on one line; where it is empty, the nested lines joined by ``; ``. None for placeholders."""
    if field is None:
        return None
    text = collapse(source.slice(field.value))
    if not text and field.end > field.line + 1:
        nested = (source.line(line) for line in range(field.line + 1, field.end))
        text = "; ".join(part for line in nested if (part := _BULLET.sub("", line, count=1).strip()))
    return None if not text or vocabulary.is_unset(text) else text


def named(source: Source, place: Place, *names: str) -> str | None:
    """The first set value among fields of these canonical names."""
    for name in names:
        for field in place.fields:
            if name in field.names and (text := text_of(source, field)):
                return text
    return None


def by_name(source: Source, place: Place) -> dict[str, str]:
    """The first set value of each name."""
    found: dict[str, str] = {}
    for field in place.fields:
        if text := text_of(source, field):
            found = {**dict.fromkeys(field.names, text), **found}
    return found


def all_named(source: Source, place: Place, name: str) -> tuple[str, ...]:
    return tuple(text for field in place.fields if name in field.names and (text := text_of(source, field)))


def depended_on(source: Source, place: Place) -> tuple[str, ...]:
    """What the entry waits for, one a field, a nested line or a part of a list in brackets: ``depends_on: [T012, 3]``."""
    found: list[str] = []
    for name in ("depends_on", "blocked_by"):
        for field in place.fields:
            if name not in field.names:
                continue
            text = collapse(source.slice(field.value))
            if _FLOW.fullmatch(text) and (_ITEMS.fullmatch(text) or "_" in source.slice(field.label)):
                found += [part for one in text[1:-1].split(",") if (part := one.strip(" \"'`"))]
            elif not text and field.end > field.line + 1:
                found += (one for one in pieces_below(source, field) if not vocabulary.is_unset(one))
            elif text and not vocabulary.is_unset(text):
                found.append(text)
    return tuple(found)


def pieces_below(source: Source, field: Field) -> list[str]:
    """The nested lines below an empty label, without their bullets."""
    nested = (collapse(_BULLET.sub("", source.line(line), count=1)) for line in range(field.line + 1, field.end))
    return [one for one in nested if one]


def pieces(source: Source, place: Place, name: str) -> tuple[str, ...]:
    """Every piece under that name: one a line, one a nested line below an empty label, ``; `` between them in a cell."""
    found: list[str] = []
    for field in place.fields:
        if name not in field.names or (text := text_of(source, field)) is None:
            continue
        if not source.slice(field.value).strip():
            found += pieces_below(source, field)
        elif is_row(source, field.line):
            found += [one for one in text.split("; ") if one]
        else:
            found.append(text)
    return tuple(found)


def parted(cell: str) -> tuple[str, dict[str, str]]:
    """A cell's own text, and what stands behind it for want of a column: ``Drop rare words; Owner: Jon``."""
    found = list(_BEHIND.finditer(cell))
    ends = [*(match.start() for match in found), len(cell)][1:]
    apart = {match["name"]: cell[match.end() : end] for match, end in zip(found, ends, strict=True)}
    return cell[: found[0].start()] if found else cell, apart


def in_row(source: Source, place: Place) -> dict[str, str]:
    """The values of a table row by name; one that stands behind the text of a wordy cell counts as its own."""
    own: dict[str, str] = {}
    behind: dict[str, str] = {}
    for field in place.fields:
        text, apart = text_of(source, field) or "", dict[str, str]()
        if _BRIEF.isdisjoint(field.names):
            text, apart = parted(text)
        behind |= {name.lower(): value for name, value in apart.items()}
        own |= {name: text for name in field.names if text and name not in own}
    return behind | own


def date_and_author(source: Source, place: Place) -> tuple[str | None, str | None]:
    """``Date/Author: 2026-02-20 / Codex``, or ``Date:`` and ``Author:`` apart."""
    joined = named(source, place, "date_author")
    if joined:
        found = stamps.search(joined)
        rest = joined[found.end :] if found else joined
        author = rest.lstrip(" /,;—–-.").rstrip(" /,—–-.") or None
        return (found.value if found else None), author
    date = named(source, place, "date")
    return (stamps.value_of(date) if date else None), named(source, place, "by")


def listed(text: str | None) -> tuple[str, ...]:
    """``a; b; c`` or ``a, b`` as items."""
    if not text:
        return ()
    parts = text.split(";") if ";" in text else text.split(",")
    return tuple(part.strip() for part in parts if part.strip())


def paths(text: str | None) -> tuple[str, ...]:
    """The files a value names: its code spans, else its comma-separated parts without remarks."""
    if not text:
        return ()
    spans = _CODE.findall(text)
    return tuple(spans) if spans else tuple(re.sub(r"\s*\([^)]*\)\s*$", "", part) for part in listed(text))
