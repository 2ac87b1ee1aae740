"""Values of labelled fields as plain data. Knows one place at a time."""

from __future__ import annotations

import re

from execplan.plan import stamps, vocabulary
from execplan.plan.marks import collapse
from execplan.plan.model import Field, Place
from execplan.text.source import Source

_CODE = re.compile(r"`([^`\n]+)`")
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


def all_named(source: Source, place: Place, name: str) -> tuple[str, ...]:
    return tuple(text for field in place.fields if name in field.names and (text := text_of(source, field)))


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
