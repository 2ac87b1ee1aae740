"""When a plan may start and must end, as its lines say it. Knows lines and days; knows no plan and no clock."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta

from execplan.schedule.model import Terms
from execplan.schedule.terms.dates import Days, days_in
from execplan.schedule.terms.lines import Line
from execplan.schedule.terms.topics import Topic
from execplan.schedule.words import NUMBERS, number

_LENGTH = re.compile(
    rf"(?<![\w-])(?P<count>\d{{1,3}}|{'|'.join(NUMBERS)})[\s-]+(?P<unit>days?|weeks?|months?)\b", re.IGNORECASE
)
_DAYS = {"d": 1, "w": 7, "m": 30}
_BY = re.compile(
    r"\b(?:by|until|no later than|not later than|on or before|due(?: on| by)?|deadline(?: is| on)?|before|launch(?:es)? on|"
    r"ends?(?: on| by)?|ship(?:s|ped)? on|finish(?:ed)? (?:by|on))\s*:?\s*(?:the\s+)?(?:end of\s+)?\Z",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"(?<!on or )\bbefore\s+(?:the\s+)?\Z", re.IGNORECASE)
_FROM = re.compile(
    r"\b(?:from|starts?(?: on)?|starting(?: on)?|begins?(?: on)?|beginning|kick-?off(?: on)?)\s*:?\s*\Z", re.IGNORECASE
)
_SURE = re.compile(r"\b(?:deadline|due|(?:start|end|target) date)\b", re.IGNORECASE)
_FEW = 2
_HARD = re.compile(r"\bhard\b|\bfixed\b|\bnon-negotiable\b|\bimmovable\b|\bcommitt?ed\b|\bcommitment\b", re.IGNORECASE)
_SOFT = re.compile(r"\bflexible\b|\bsoft\b|\bnegotiable\b|\bmay slip\b|\bcan slip\b|\bnot fixed\b", re.IGNORECASE)


@dataclass(slots=True)
class Spans:
    """What has been read so far; the first that is said counts."""

    start: date | None = None
    deadline: date | None = None
    hard: bool | None = None
    goal: date | None = None
    length: tuple[int, str, int] | None = None
    """Days, the words, the line."""
    odd: list[str] = field(default_factory=list[str])


@dataclass(frozen=True, slots=True)
class Ends:
    start: date | None
    deadline: date | None
    odd: tuple[str, ...]


def take(found: Spans, topic: Topic, line: Line, floor: date, begin: date | None) -> None:
    """Reads a line on the timeline, a start, a deadline or a goal."""
    text = line.value if line.label and topic in ("start", "deadline") else line.text
    days = days_in(text, floor, begin)
    if topic == "goal":
        by = next(
            (one for one in days if (match := _BY.search(text, 0, one.start)) and not match[0][0].isupper()), None
        )
        found.goal = found.goal or (_end(text, by) if by else None)  # ``Before 2026-01-01 …`` tells a story
        return
    _take_hard(found, line.text)
    if topic == "start":
        found.start = found.start or (days[0].first if days else None)
    elif topic == "deadline":
        found.deadline = found.deadline or (_end(text, days[-1]) if days else None)
    else:
        _take_timeline(found, text, days, told=bool(line.label))
    if not days and _SURE.search(line.label) and not _LENGTH.search(text) and re.search(r"\d", text):
        found.odd.append(f"line {line.number + 1}: no day is understood in {line.text[:80]!r}: write it as 2026-12-15")
    length = _LENGTH.search(text) if topic != "start" and not line.above else None
    if length and found.length is None and (amount := number(length["count"])):
        found.length = (amount * _DAYS[length["unit"][0].casefold()], length[0], line.number)


def _take_timeline(found: Spans, text: str, days: tuple[Days, ...], *, told: bool) -> None:
    """A range alone is the whole of the plan's time; among other words of a section it may be that of a part."""
    rest = text
    for one in reversed(days):
        rest = rest[: one.start] + rest[one.end :]
    alone = told or len(re.findall(r"[^\W\d_]+", rest)) <= _FEW
    for one in days:
        if one.kind == "week":
            continue
        if one.kind == "range" and alone:
            found.start = found.start or one.first
            found.deadline = found.deadline or one.last
        elif _FROM.search(text, 0, one.start):
            found.start = found.start or one.first
        elif one.kind == "day" and (_BY.search(text, 0, one.start) or (told and len(days) == 1)):
            found.deadline = found.deadline or _end(text, one)


def _take_hard(found: Spans, text: str) -> None:
    hard, soft = _HARD.search(text), _SOFT.search(re.sub(r"non-negotiable", "", text, flags=re.IGNORECASE))
    if found.hard is None and bool(hard) != bool(soft):
        found.hard = bool(hard)


def _end(text: str, one: Days) -> date:
    if _BEFORE.search(text, 0, one.start) and one.first > date.min:
        return one.first - timedelta(days=1)
    return one.last


def ends_of(found: Spans, given: Terms, begin: date | None) -> Ends:
    """Start and deadline: as dated; a goal's date where no deadline is; a length of time from the start on."""
    start = found.start or given.start
    deadline = found.deadline or found.goal or given.deadline
    odd = list(found.odd)
    since = start or begin
    if found.length:
        days, words, number_ = found.length
        if deadline is None and since is None:
            odd.append(f"line {number_ + 1}: {words}, but from when? Write `Start: 2026-01-31` or the deadline's date")
        elif deadline is None and since is not None:
            deadline = _later(since, days - 1)
        elif start is not None and deadline is not None and found.start and (deadline - start).days + 1 < days * 0.95:
            have = (deadline - start).days + 1
            odd.append(
                f"line {number_ + 1}: {words} do not fit between {start} and {deadline} ({have / 7:.1f} weeks): "
                "the dates count; change one of them"
            )
    if start and deadline and deadline < start:
        odd.append(f"the deadline {deadline} is before the start {start}: change one of them")
    return Ends(start, deadline, tuple(odd))


def _later(day: date, days: int) -> date | None:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None
