"""Who is there, as plans write it: ``2 senior backend, 1 QA``, ``Ana (backend, 50%), Bo from 3 Nov``, tables. Knows lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from execplan.plan.estimates import minutes
from execplan.plan.vocabulary import is_unset
from execplan.schedule.calendar import Window
from execplan.schedule.model import Person
from execplan.schedule.people import merged
from execplan.schedule.terms.dates import days_in
from execplan.schedule.terms.lines import Line
from execplan.schedule.words import NUMBERS, number, words_of

AWAY = re.compile(
    r"\b(?:away|on leave|leave|out(?: of (?:the )?office)?|off|absent|vacation|holidays?|pto|unavailable|not available)\b",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    rf"(?P<count>\d{{1,2}}|{'|'.join(word for word in NUMBERS if len(word) > 2)})\s*(?:[x×]\s*)?\s+(?P<role>[^\W\d].*)",
    re.IGNORECASE | re.DOTALL,
)
_PERCENT = re.compile(r"(\d{1,3})(?:\.\d+)?\s*%")
_HALF = re.compile(
    r"\bhalf[- ](?:of\b|(?:her|his|their|my|the)?\s*time\b|day)|\bpart[- ]time\b|\bhalf\Z", re.IGNORECASE
)
_FULL = re.compile(r"\bfull[- ]?time\b|\ball (?:her|his|their|the) time\b", re.IGNORECASE)
_DAYS_A_WEEK = re.compile(r"(\d(?:\.\d)?|one|two|three|four|five)\s+days?\s+(?:a|per|each)\s+week", re.IGNORECASE)
_FROM = re.compile(r"\b(?:from|joins?(?: on)?|starts?(?: on)?|starting|since|as of)\s+(?:the\s+)?\Z", re.IGNORECASE)
_UNTIL = re.compile(r"\b(?:until|till|to|leaves?(?: on)?|up to|through)\s+(?:the\s+)?\Z", re.IGNORECASE)
_ROLE = re.compile(r"[^\W\d][\w /+-]{1,40}")
_ROLES = words_of(
    """back backend front frontend fullstack full qa quality test tester testing design designer ux ops devops sre mobile
    android ios data product pm po manager security engineer engineering developer writer docs infra platform lead
    architect reviewer support marketing sales legal senior junior mid"""
)
_OWNERS = frozenset(
    {"owner", "name", "person", "who", "member", "team member", "people", "engineer", "resource", "assignee"}
)
_AVAILABLE = frozenset({"available", "availability", "capacity", "share", "time", "weeks", "days", "fte"})
_AWAY_HEADS = frozenset({"away", "absent", "absences", "absence", "leave", "out", "off", "vacation", "holidays", "pto"})
_ROLE_HEADS = frozenset({"role", "roles", "function", "skill", "skills", "position", "area"})
_COUNT_HEADS = frozenset({"count", "number", "#", "headcount", "people"})
_FAR = timedelta(days=365 * 5)
_MOST_WORDS, _MOST = 4, 300
"""Words of a name; people of one team."""


@dataclass(frozen=True, slots=True)
class Team:
    people: tuple[Person, ...]
    odd: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Times:
    """What dates without a year, and weeks, are counted from."""

    floor: date
    begin: date | None


def team_of(lines: Iterable[Line], times: Times) -> Team:
    """The people that the lines of a team section, and lines labelled ``Team``, name."""
    people: list[Person] = []
    odd: list[str] = []
    heads: tuple[str, ...] = ()
    for line in lines:
        if line.cells:
            if all(set(cell) <= set("-: ") for cell in line.cells):
                continue
            if not heads:
                heads = tuple(cell.casefold() for cell in line.cells)
            elif one := _row(heads, line.cells, times):
                people.append(one)
            continue
        heads = ()
        found = _said(line, times)
        if found is None:
            odd.append(
                f"line {line.number + 1}: no people are understood in {line.text[:80]!r}: "
                "write `2 backend, 1 QA` or `Ana (backend, 50 %), Bo from 3 Nov`"
            )
        else:
            people += found
    if len(people) > _MOST:
        odd.append(f"only the first {_MOST} people of the team are read: it has more")
    return Team(merged(people[:_MOST]), tuple(odd))


def capacity_of(line: Line, times: Times) -> Person | None:
    """``**Backend Senior #1** (10 weeks):`` in a section on capacity; None for the lines below it."""
    if not line.label or line.above or line.bullet:
        return None
    remark = re.search(r"\(([^()]*)\)", f"{line.label} {line.value}")
    name = line.label.split("(")[0].strip(" :")
    if remark is None or not _is_name(name):
        return None
    return _remarked(Person(name), remark[1], times)


def people_in(text: str, times: Times) -> tuple[Person, ...] | None:
    """``2 senior backend, Ana (QA, 50 %), Bo from 3 Nov`` as people; None where a piece is none."""
    people: list[Person] = []
    for part in _parts(text):
        bare, remarks = _apart(part)
        rest = _without_remark_words(bare, times)
        if people and not rest:  # ``Mira, half of her time``
            people[-1] = _remarked(people[-1], f"{bare}, {remarks}", times)
            continue
        counted = _COUNTED.fullmatch(rest)
        name = counted["role"].strip() if counted else rest
        if not counted and re.search(r"\bteam\Z", name, re.IGNORECASE):
            continue  # a team by its name: nobody knows how many they are
        if not _is_name(name):
            return None
        count = (number(counted["count"]) or 0) if counted else 1
        if count < 1:
            return None
        one = Person(name, name if counted else None, count)
        people.append(_remarked(one, f"{bare[len(rest) :]}, {remarks}", times))
    return tuple(people)


def _said(line: Line, times: Times) -> tuple[Person, ...] | None:
    topic = words_of(line.label)
    if not line.label or topic <= {"team", "people", "resource", "staff", "member", "capacity", "who", "available"}:
        return people_in(line.value, times) if line.value else ()
    if not _is_name(line.label.split("(")[0].strip()):
        return ()
    if line.value.isdecimal() and 0 < int(line.value[:3]) < 100:
        return (Person(line.label, line.label, int(line.value[:3])),)
    if topic & _ROLES:
        inner = people_in(line.value, times)
        return tuple(replace(one, role=one.role or line.label) for one in inner) if inner else (Person(line.label),)
    name, remark = _apart(line.label)
    return (_remarked(Person(name), f"{remark}, {line.value}", times),)


def _row(heads: tuple[str, ...], cells: tuple[str, ...], times: Times) -> Person | None:
    by: dict[str, str] = {}
    for head, cell in zip(heads, cells, strict=False):
        for kind, words in (
            ("name", _OWNERS),
            ("role", _ROLE_HEADS),
            ("count", _COUNT_HEADS),
            ("time", _AVAILABLE),
            ("away", _AWAY_HEADS),
        ):
            if head in words and kind not in by and not is_unset(cell):
                by[kind] = cell
                break
    name = by.get("name") or by.get("role")
    if not name or not _is_name(_apart(name)[0]):
        return None
    bare, remark = _apart(name)
    one = _remarked(Person(bare, by.get("role")), remark, times)
    if (count := by.get("count", "")).isdecimal() and 0 < int(count[:3]) < 100:
        one = replace(one, count=int(count[:3]))
    if "away" in by:
        one = replace(one, away=(*one.away, *_windows(by["away"], times, by["away"])))
    return _remarked(one, by.get("time", ""), times)


def _remarked(one: Person, remarks: str, times: Times) -> Person:
    """The person with what ``backend, 50%, from 3 Nov`` says of them."""
    text = remarks.strip(" ,")
    if not text:
        return one
    if (share := share_in(text)) is not None:
        one = replace(one, share=share)
    days = days_in(text, times.floor, times.begin)
    for named in days:
        before = text[: named.start]
        if _FROM.search(before) and named.kind != "range" and named.first > times.floor:
            one = replace(
                one, away=(*one.away, Window(min(times.floor, times.begin or times.floor), _day_before(named.first)))
            )
        elif _UNTIL.search(before):
            one = replace(one, away=(*one.away, *_after(named.last)))
        elif AWAY.search(text):
            one = replace(one, away=(*one.away, Window(named.first, named.last, "away")))
    if not days and not _DAYS_A_WEEK.search(text) and (time := minutes(text)):
        one = replace(one, available=time)
    for piece in re.split(r"[,;]", text):
        role = piece.strip()
        timed = AWAY.search(role) or days_in(role, times.floor, times.begin) or not _without_remark_words(role, times)
        if one.role is None and _ROLE.fullmatch(role) and not timed:
            one = replace(one, role=role)
    return one


def share_in(text: str) -> float | None:
    """Of somebody's time: ``50 %``, ``half of her time``, ``part-time``, ``3 days a week``. Never 0, never above 1."""
    percent = _PERCENT.search(text)
    if percent:
        value = int(percent[1]) / 100
    elif week := _DAYS_A_WEEK.search(text):
        value = (number(week[1]) or float(week[1] if week[1][0].isdigit() else 5)) / 5
    elif _HALF.search(text):
        value = 0.5
    else:
        return 1.0 if _FULL.search(text) else None
    return min(value, 1.0) if value > 0 else None


def absence(text: str, people: Iterable[Person], times: Times) -> tuple[str, tuple[Window, ...]] | None:
    """``Ana away Nov 10-14``: who, and when; None where it names nobody known or no days."""
    if not AWAY.search(text):
        return None
    folded = text.casefold()
    for one in people:
        name = one.name.casefold()
        if name in folded and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", folded):
            windows = _windows(text, times, "away")
            return (one.name, windows) if windows else None
    return None


def _windows(text: str, times: Times, name: str) -> tuple[Window, ...]:
    return tuple(Window(one.first, one.last, name[:60]) for one in days_in(text, times.floor, times.begin))


def _after(day: date) -> tuple[Window, ...]:
    try:
        return (Window(day + timedelta(days=1), day + _FAR, "no longer there"),)
    except OverflowError:
        return ()


def _day_before(day: date) -> date:
    return day - timedelta(days=1) if day > date.min else day


def _without_remark_words(text: str, times: Times) -> str:
    """What is left of ``Bo from 3 Nov`` or ``half of her time`` when what it says of time is taken off."""
    for named in reversed(days_in(text, times.floor, times.begin)):
        before = text[: named.start]
        for pattern in (_FROM, _UNTIL):
            before = pattern.sub("", before)
        text = before + text[named.end :]
    for pattern in (_DAYS_A_WEEK, _PERCENT, _FULL, _HALF):
        found = pattern.search(text)
        text = text[: found.start()] if found else text
    away = AWAY.search(text)
    return (text[: away.start()] if away else text).strip(" ,:-–—@").removesuffix(" is").strip()


def _apart(part: str) -> tuple[str, str]:
    """The part without parentheses, and what stood in them (or behind a dash)."""
    remarks = ", ".join(re.findall(r"\(([^()]*)\)", part))
    bare = " ".join(re.sub(r"\([^()]*\)", " ", part).split())
    name, dash, rest = re.match(r"(.*?)(?:(\s[-–—]\s|:\s)(.*))?\Z", bare, re.DOTALL).groups("")  # type: ignore[union-attr]
    return (name.strip(), ", ".join(one for one in (remarks, rest) if one)) if dash else (bare, remarks)


def _parts(text: str) -> Iterator[str]:
    """Split at commas, semicolons, ``and``, ``+``, ``&`` outside of parentheses."""
    depth, start = 0, 0
    for match in re.finditer(r"[()]|[,;+&]|\s+and\s+", text):
        if match[0] in "()":
            depth = max(0, depth + (1 if match[0] == "(" else -1))
        elif depth == 0:
            if part := text[start : match.start()].strip(" ."):
                yield part
            start = match.end()
    if part := text[start:].strip(" ."):
        yield part


def _is_name(text: str) -> bool:
    return (
        bool(text) and len(text) <= 60 and len(text.split()) <= _MOST_WORDS and re.search(r"[^\W\d_]", text) is not None
    )
