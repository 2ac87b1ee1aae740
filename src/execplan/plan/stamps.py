"""Dates and times as plans write them. Knows their shapes; knows no clock.

A stamp is read into an RFC 3339 string exactly as precise as it was written: a date, a time without zone
(``2026-08-04T06:47:00``) or a time with zone (``…Z``, ``…+09:00``). Zones given by name (CET, JST) read as no zone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_DATE = r"(?P<date>\d{4}-\d{2}-\d{2})"
_TIME = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?"
_ZONE = r"(?P<zone>\s*(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})\b|\s+[A-Z]{2,4}\b)?"
STAMP = re.compile(rf"{_DATE}(?:(?P<sep>[T ]\s*|\s*,\s*){_TIME}{_ZONE})?(?!\d)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Stamp:
    """A stamp found in a text: where it starts and ends there, its RFC 3339 form, and the shape it is written in."""

    start: int
    end: int
    value: str
    shape: str
    """A ``strftime``-like pattern: ``%Y-%m-%d %H:%MZ``."""


def parse(text: str, start: int = 0) -> Stamp | None:
    """The stamp that begins exactly at ``start``, if one does."""
    match = STAMP.match(text, start)
    return _stamp(match) if match else None


def search(text: str, start: int = 0) -> Stamp | None:
    """The first stamp at or after ``start``."""
    match = STAMP.search(text, start)
    return _stamp(match) if match else None


def value_of(text: str) -> str | None:
    """The RFC 3339 form of the first stamp in ``text``."""
    found = search(text)
    return found.value if found else None


def _stamp(match: re.Match[str]) -> Stamp | None:
    year, month, day = (int(part) for part in match["date"].split("-"))
    if not (1 <= month <= 12 and 1 <= day <= 31 and year):
        return None
    if match["hour"] is None:
        return Stamp(match.start(), match.end(), match["date"], "%Y-%m-%d")
    hour, minute, second = int(match["hour"]), int(match["minute"]), int(match["second"] or 0)
    if hour > 23 or minute > 59 or second > 59:
        return Stamp(match.start(), match.start() + 10, match["date"], "%Y-%m-%d")
    zone = match["zone"] or ""
    end = match.end()
    name = zone.strip().upper()
    if name in ("Z", "UTC", "GMT"):
        iso = "Z"
    elif name[:1] in ("+", "-"):
        iso = name if ":" in name else f"{name[:3]}:{name[3:]}"
    elif name and zone.strip() == name and name in _NAMED:
        iso = ""
    else:  # a word that only looks like a zone is not part of the stamp
        iso, zone = "", ""
        end = match.end() - len(match["zone"] or "")
    value = f"{match['date']}T{hour:02}:{minute:02}:{second:02}{iso}"
    # A zone given by name cannot be kept for a time that is stated in UTC; the shape says UTC then.
    tail = zone if iso == "Z" else (zone[: len(zone) - len(zone.lstrip())] + ("UTC" if name[:1].isalpha() else "Z"))
    seconds = ":%S" if match["second"] else ""
    return Stamp(match.start(), end, value, f"%Y-%m-%d{match['sep']}%H:%M{seconds}{tail if zone else ''}")


_NAMED = frozenset(
    {
        "CET", "CEST", "EET", "EEST", "WET", "WEST", "BST", "IST", "JST", "KST", "HKT", "SGT",
        "AEST", "AEDT", "ACST", "AWST", "NZST", "NZDT", "MSK", "EST", "EDT", "CST", "CDT", "MST",
        "MDT", "PST", "PDT",
    }
)  # fmt: skip


def write(now: str, shape: str) -> str:
    """``now`` (``YYYY-MM-DDTHH:MMZ``, UTC) in the given shape. Law: ``value_of(write(now, s))`` says the same instant."""
    parts = {"%Y-%m-%d": now[:10], "%H": now[11:13], "%M": now[14:16], "%S": "00"}
    for name, value in parts.items():
        shape = shape.replace(name, value)
    return shape
