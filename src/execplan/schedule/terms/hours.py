"""Weekdays and hours of the day as people write them: ``Mon-Thu, Sat``, ``09:00-12:30, 13-17``. Knows phrases only."""

from __future__ import annotations

import re

from execplan.schedule.calendar import WEEKDAYS

_DAYS = tuple(name[:3] for name in WEEKDAYS)
_NAME = r"(?:mon(?:day)?|tues?(?:day)?|wed(?:nesday)?|thu(?:rs?)?(?:day)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)s?"
_SPAN = re.compile(rf"\b(?P<first>{_NAME})\b\.?(?:\s*(?:-|–|—|to|through)\s*(?P<last>{_NAME})\b)?", re.IGNORECASE)
_TIME = r"(?P<hour{0}>[01]?\d|2[0-4])(?:[:.h](?P<minute{0}>[0-5]\d))?\s*(?P<half{0}>[ap]\.?m\.?)?"
_HOURS = re.compile(rf"(?<![\d:]){_TIME.format(1)}\s*(?:-|–|—|to)\s*{_TIME.format(2)}(?![\d:])", re.IGNORECASE)
DAY_MINUTES = 24 * 60


def weekdays(text: str) -> frozenset[int] | None:
    """The weekdays named, Monday is 0; None where none is."""
    found: set[int] = set()
    for match in _SPAN.finditer(text):
        first = _DAYS.index(match["first"][:3].casefold())
        last = _DAYS.index(match["last"][:3].casefold()) if match["last"] else first
        found.update((first + offset) % 7 for offset in range((last - first) % 7 + 1))
    if found:
        return frozenset(found)
    if re.search(r"\b(?:7 days a week|every day|daily)\b", text, re.IGNORECASE):
        return frozenset(range(7))
    return frozenset(range(5)) if re.search(r"\bweekdays\b", text, re.IGNORECASE) else None


def hours(text: str) -> tuple[tuple[int, int], ...] | None:
    """The spans of the day named, in minutes, in order and apart; None where none is or they make no sense."""
    found: list[tuple[int, int]] = []
    for match in _HOURS.finditer(text):
        first, last = _minute(match, "1"), _minute(match, "2")
        if last <= first < 720 and not (match["half1"] or match["half2"] or match["minute1"] or match["minute2"]):
            last += 720  # ``9-5``
        if not 0 <= first < last <= DAY_MINUTES:
            return None
        found.append((first, last))
    return _apart(sorted(found)) or None


def _minute(match: re.Match[str], name: str) -> int:
    hour, half = int(match[f"hour{name}"]), (match[f"half{name}"] or "")[:1].casefold()
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return hour * 60 + int(match[f"minute{name}"] or 0)


def _apart(spans: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Spans that touch or overlap are one."""
    found: list[tuple[int, int]] = []
    for first, last in spans:
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return tuple(found)
