"""Days as people write them: ``2026-12-01``, ``Dec 1``, ``1st of December``, ``Dec 24 – Jan 2``, ``week 11``.

A day without a year is the first such day not before a given one. Knows phrases; knows no plan and no clock.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Kind = Literal["day", "range", "week"]
_NAMES = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
          "december")  # fmt: skip
MONTHS = {name[:length]: at + 1 for at, name in enumerate(_NAMES) for length in (3, 4, len(name))}
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)"
)
_NUMBER = r"(?:0?[1-9]|[12]\d|3[01])"
_DAY = rf"{_NUMBER}(?:st|nd|rd|th)?"
_YEAR = r"(?:,?\s+\d{4}(?!\d))?"


def _one(name: str) -> str:
    """A day; ``name`` tells the groups of the first from those of the last."""
    return (
        rf"(?:(?P<iso{name}>\d{{4}}-\d{{2}}-\d{{2}})(?!\d)"
        rf"|(?P<month{name}>{_MONTH})\.?\s+(?P<day{name}>{_DAY})(?!\d)(?P<year{name}>{_YEAR})"
        rf"|(?P<daym{name}>{_DAY})\s+(?:of\s+)?(?P<monthd{name}>{_MONTH})(?![a-z])\.?(?P<yeard{name}>{_YEAR}))"
    )


_TO = r"\s*(?:-|–|—|\bto\b|\buntil\b|\bthrough\b|\band\b(?=\s+(?:\d|[a-z]{3,9}\.?\s+\d)))\s*"
_RANGE = re.compile(
    rf"(?<![\w-])(?:{_one('1')}{_TO}{_one('2')}"
    rf"|(?P<monthr>{_MONTH})\.?\s+(?P<dayr1>{_DAY})\s*(?:-|–|—|to)\s*(?P<dayr2>{_DAY})(?!\d|:\d|\s*(?:am|pm)\b)(?P<yearr>{_YEAR})"
    rf"|(?P<dayl1>{_DAY})\s*(?:-|–|—|to)\s*(?P<dayl2>{_DAY})\s+(?P<monthl>{_MONTH})(?![a-z])(?P<yearl>{_YEAR}))",
    re.IGNORECASE,
)
_SINGLE = re.compile(rf"(?<![\w-]){_one('1')}(?!\w)", re.IGNORECASE)
_WEEK = re.compile(
    r"\bweeks?\s+(?P<first>\d{1,3})(?:\s*(?:-|–|—|to|and)\s*(?P<last>\d{1,3}))?(?!\d|[-/.]\d)", re.IGNORECASE
)
_WEEK_OF = re.compile(r"\bweek\s+(?:of|from|starting|commencing)\s+(?:the\s+)?\Z", re.IGNORECASE)
_HINT = re.compile(rf"\d{{4}}-\d\d-\d\d|\b{_MONTH}\b|\bweeks?\s+\d", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Days:
    """Days that a text names, both ends included, and where."""

    first: date
    last: date
    start: int
    end: int
    kind: Kind


def may_name_days(text: str) -> bool:
    """False where it surely names none: found out at a fraction of the cost."""
    return _HINT.search(text) is not None


def days_in(text: str, floor: date, begin: date | None = None) -> tuple[Days, ...]:
    """All days named, in order. Without a year: not before ``floor``; week 1 begins at ``begin``. Never raises."""
    if not may_name_days(text):
        return ()
    found = [*_ranges(text, floor)]
    found += [one for one in _singles(text, floor) if not _inside(one, found)]
    found += [one for one in _weeks(text, begin) if not _inside(one, found)] if begin else []
    return tuple(sorted(found, key=lambda one: one.start))


def _inside(one: Days, others: list[Days]) -> bool:
    return any(other.start < one.end and one.start < other.end for other in others)


def _ranges(text: str, floor: date) -> Iterator[Days]:
    for match in _RANGE.finditer(text):
        if match["monthr"]:
            first = (match["yearr"], match["monthr"], match["dayr1"])
            last = (match["yearr"], match["monthr"], match["dayr2"])
        elif match["monthl"]:
            first = (match["yearl"], match["monthl"], match["dayl1"])
            last = (match["yearl"], match["monthl"], match["dayl2"])
        else:
            first, last = _told(match, "1"), _told(match, "2")
        pair = _pair(first, last, floor)
        if pair:
            yield Days(*pair, match.start(), match.end(), "range")


def _singles(text: str, floor: date) -> Iterator[Days]:
    for match in _SINGLE.finditer(text):
        day = _day(_told(match, "1"), floor)
        if day is None:
            continue
        week = _WEEK_OF.search(text, 0, match.start())
        if week and (monday := _shifted(day, -day.weekday())) and (sunday := _shifted(day, 6 - day.weekday())):
            yield Days(monday, sunday, week.start(), match.end(), "range")
        else:
            yield Days(day, day, match.start(), match.end(), "day")


def _weeks(text: str, begin: date) -> Iterator[Days]:
    for match in _WEEK.finditer(text):
        first, last = int(match["first"]), int(match["last"] or match["first"])
        start, end = _shifted(begin, 7 * (first - 1)), _shifted(begin, 7 * last - 1)
        if 0 < first <= last and start and end:
            yield Days(start, end, match.start(), match.end(), "week")


Told = tuple[str, str, str]
"""Year, month and day as written; an ISO date has no month."""


def _told(match: re.Match[str], name: str) -> Told:
    if match[f"iso{name}"]:
        return "", "", match[f"iso{name}"]
    if match[f"month{name}"]:
        return match[f"year{name}"] or "", match[f"month{name}"], match[f"day{name}"]
    return match[f"yeard{name}"] or "", match[f"monthd{name}"], match[f"daym{name}"]


def _pair(first: Told, last: Told, floor: date) -> tuple[date, date] | None:
    """A range: without years it is the first one that does not end before ``floor``, and ends after it begins."""
    if not last[1] or last[0].strip(" ,"):  # the end has a year
        end = _day(last, floor)
        if end is None:
            return None
        begin = _day(first, end) if not first[1] or first[0].strip(" ,") else _year_before(first, end)
        return (begin, end) if begin and begin <= end else None
    if not first[1] or first[0].strip(" ,"):
        begin = _day(first, floor)
        end = _day(last, begin) if begin else None
        return (begin, end) if begin and end else None
    for year in range(floor.year - 1, floor.year + 9):
        begin = _dated(year, first)
        end = _day(last, begin) if begin else None
        if begin and end and end >= floor and (end - begin).days < 367:
            return begin, end
    return None


def _year_before(told: Told, end: date) -> date | None:
    for year in (end.year, end.year - 1):
        day = _dated(year, told)
        if day and day <= end:
            return day
    return None


def _day(told: Told, floor: date) -> date | None:
    year, month, day = told
    if not month:
        try:
            return date.fromisoformat(day)
        except ValueError:
            return None
    if year.strip(" ,"):
        return _dated(int(year.strip(" ,")), told)
    for offset in range(9):  # the 29th of February comes at least every eight years
        found = _dated(floor.year + offset, told)
        if found and found >= floor:
            return found
    return None


def _dated(year: int, told: Told) -> date | None:
    try:
        return date(year, MONTHS[told[1][:3].casefold()], int(re.sub(r"\D", "", told[2])))
    except ValueError:
        return None


def _shifted(day: date, days: int) -> date | None:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None
