"""A plan's terms: what its front matter, its first lines and its sections say of time, people, waits, scope and money.

What the plan says counts instead of what is given for the whole project, value by value; days off add up. Years that are
left out are the first that fit: a day is not before the plan's start (else its creation, else its first stamp, else now),
and a range does not end before it. Total: what is not understood is told in ``Terms.odd``. Knows plans; knows no clock.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import TypeVar

from execplan.plan import stamps
from execplan.plan.model import Plan, Section
from execplan.plan.outline import title_section
from execplan.plan.vocabulary import is_unset
from execplan.schedule.calendar import Calendar, Window
from execplan.schedule.model import Person, Terms, Wait
from execplan.schedule.people import merged
from execplan.schedule.terms import spans
from execplan.schedule.terms.dates import Days, days_in
from execplan.schedule.terms.hours import hours, weekdays
from execplan.schedule.terms.lines import Line, front_lines, lines_between, lines_in
from execplan.schedule.terms.scope import cuts_of, scope_of
from execplan.schedule.terms.team import AWAY, Times, absence, capacity_of, team_of
from execplan.schedule.terms.topics import Topic, topic_of
from execplan.schedule.terms.waits import wait_of

_OFF = re.compile(
    r"\b(?:freezes?|frozen|(?:public |bank )?holidays?|no[- ](?:deploy\w*|releas\w*|changes?|work)|blackout|shut-?down|"
    r"office closed|closed|moratorium|days? off)\b",
    re.IGNORECASE,
)
_DATED: frozenset[Topic] = frozenset({"goal", "timeline", "start", "deadline"})
_STARTS: frozenset[Topic] = frozenset({"start", "timeline"})
"""What alone may say when the plan starts."""
_LONGEST, _MOST = 600, 300
"""Characters of a heading; items of one kind that are looked for in every step or every person."""
_RELATIVE = re.compile(r"\b(?:days?|weeks?)\s+(?:before|after)\b", re.IGNORECASE)


_T = TypeVar("_T")


@dataclass(slots=True)
class _Found:
    """What has been read so far."""

    spans: spans.Spans = field(default_factory=spans.Spans)
    off: list[Window] = field(default_factory=list[Window])
    days: frozenset[int] | None = None
    hours: tuple[tuple[int, int], ...] | None = None
    team: list[Line] = field(default_factory=list[Line])
    people: list[Person] = field(default_factory=list[Person])
    away: list[Line] = field(default_factory=list[Line])
    waits: list[Wait] = field(default_factory=list[Wait])
    budget: list[str] = field(default_factory=list[str])
    quality: list[str] = field(default_factory=list[str])
    odd: list[str] = field(default_factory=list[str])


def terms_of(plan: Plan, given: Terms, now: str) -> Terms:
    """The plan's own terms over those given. ``now`` is ``YYYY-MM-DDTHH:MMZ``. Law: never raises."""
    said = tuple(one for one in _told(plan) if not is_unset(one[1].value or one[1].label))
    floor, begin = _times(plan, said, now)
    found = _Found()
    times = Times(floor, begin)
    for topic, line in said:
        _take(found, topic, line, times)
    for section in plan.sections:
        _take_heading(found, section, times)
    team = team_of(found.team, times)
    people = _with_absences(
        merged((*team.people, *_some(found.people, "people of the capacity", found))), given.people, found, times
    )
    ends = spans.ends_of(found.spans, given, begin)
    waits = _some(_waits(found.waits), "waits", found)
    scope, cuts = _some(scope_of(plan), "items of the scope", found), _some(cuts_of(plan), "agreed cuts", found)
    calendar = Calendar(
        found.days or given.calendar.days,
        found.hours or given.calendar.hours,
        tuple(dict.fromkeys((*given.calendar.off, *_each_once(found.off)))),
    )
    return Terms(
        calendar=calendar,
        start=ends.start,
        deadline=ends.deadline,
        hard=given.hard if found.spans.hard is None else found.spans.hard,
        people=people,
        waits=(*given.waits, *waits),
        scope=(*given.scope, *scope),
        cuts=(*given.cuts, *cuts),
        budget=tuple(found.budget) or given.budget,
        quality=tuple(found.quality) or given.quality,
        odd=tuple(dict.fromkeys((*given.odd, *ends.odd, *team.odd, *found.odd))),
    )


def start_told(plan: Plan, now: str) -> date | None:
    """``terms_of(plan, …, now).start`` of a project that gives none, without reading what is said of anything else."""
    said = tuple(one for one in _told(plan) if one[0] in _STARTS and not is_unset(one[1].value or one[1].label))
    if not said:
        return None
    times = Times(*_times(plan, said, now))
    read = spans.Spans()
    for topic, line in said:
        if not _OFF.search(line.text) or not days_in(line.text, times.floor, times.begin):
            _take_span(read, [], topic, line, times)
    return read.start


def _told(plan: Plan) -> Iterator[tuple[Topic, Line]]:
    """The lines that may say something of the terms, each with what it is about."""
    for line in front_lines(plan):
        yield topic_of(line.label) or "", line
    inside = {number for step in plan.steps for number in range(step.place.line, step.place.end)}
    title = title_section(plan.sections)
    first = plan.sections[0].line if plan.sections else plan.source.line_count
    head = [line for line in lines_between(plan, 0, first) if not line.cells] if title == -1 else []
    for at, section in enumerate(plan.sections):
        topic = topic_of(section.title)
        if section.role == "metadata" or at == title:
            head += lines_in(plan, section)
        elif section.role == "objective" or section.role == "constraints" or topic:
            own: Topic = topic or ("goal" if section.role == "objective" else "")
            for line in lines_in(plan, section):
                if line.number not in inside and (about := _topic(line, own)) is not None:
                    yield about, line
    for line in head:
        if line.number not in inside and line.label and (topic := topic_of(line.label)):
            yield topic, line


def _topic(line: Line, heading: Topic) -> Topic | None:
    """Of the line's own label, else of the nearest label above, else of the heading; None where it says nothing of it.

    Below a heading more is told than terms: a phase with its days in a timeline is no deadline, nor is prose a team.
    """
    if heading in ("capacity", "team"):
        return heading if line.bullet or line.label or line.cells else None
    if line.label.casefold() == "resources":
        return "team"
    for label in (line.label, *reversed(line.above)):
        if label and (found := topic_of(label)):
            dated = found in _DATED and label is not line.label
            return "" if dated and line.label else found
    if heading in _DATED:
        return "" if line.label or line.cells else heading
    return heading


def _times(plan: Plan, said: tuple[tuple[Topic, Line], ...], now: str) -> tuple[date, date | None]:
    """The day before which no day without a year is, and the first day of week 1 where one is told."""
    stamped = [one for step in plan.steps for one in (step.started, step.completed) if one]
    base = _date(plan.created) or min((day for one in stamped if (day := _date(one))), default=None)
    floor = base or _date(now) or date(2000, 1, 1)
    read = spans.Spans()
    for topic, line in said:
        if topic in _STARTS:
            spans.take(read, topic, line, floor, None)
    start = read.start or base
    return (min(floor, start) if base and start else start or floor), start


def _date(stamp: str | None) -> date | None:
    try:
        return date.fromisoformat((stamps.value_of(stamp) or "")[:10]) if stamp else None
    except ValueError:
        return None


def _take(found: _Found, topic: Topic, line: Line, times: Times) -> None:
    days = days_in(line.text, times.floor, times.begin)
    if _OFF.search(line.text) or topic == "freeze":
        if days and not (topic == "team" and AWAY.search(line.text)):
            name = _what(line, times)
            found.off += [Window(one.first, one.last, name) for one in days]
            return
        if topic == "freeze" and line.value and not line.above:
            found.odd.append(
                f"line {line.number + 1}: no days are understood in {line.text[:80]!r}: "
                "write them as `2026-12-01 – 2026-12-08`"
            )
            return
    dated = topic in _DATED
    if topic == "away" or (not dated and days and AWAY.search(line.text) and not _lists(topic, line)):
        found.away.append(line)
    elif dated:
        _take_span(found.spans, found.odd, topic, line, times)
    elif topic == "days":
        found.days = weekdays(line.value) or found.days
        found.hours = hours(line.value) or found.hours
        if weekdays(line.value) is None and hours(line.value) is None:
            found.odd.append(
                f"line {line.number + 1}: no working time is understood in {line.text[:80]!r}: "
                "write `Mon-Fri 09:00-17:00`"
            )
    elif topic == "team":
        found.team.append(line)
    elif topic == "capacity":
        if line.cells:
            found.team.append(line)
        elif one := capacity_of(line, times):
            found.people.append(one)
    elif topic in ("budget", "quality"):
        text = line.value.strip()
        if text:
            (found.budget if topic == "budget" else found.quality).append(text)
    if wait := wait_of(line, external=topic == "external") if topic in ("external", "dependencies", "") else None:
        found.waits.append(wait)


def _take_span(found: spans.Spans, odd: list[str], topic: Topic, line: Line, times: Times) -> None:
    if not _RELATIVE.search(line.text):
        spans.take(found, topic, line, times.floor, times.begin)
    elif topic in ("start", "deadline"):
        odd.append(f"line {line.number + 1}: {line.text[:80]!r} is not reckoned: write the day itself")


def _lists(topic: Topic, line: Line) -> bool:
    """Does the line list people, each with remarks of their own, when they are away among them?"""
    return topic in ("team", "capacity") and ("," in line.value or "(" in line.text or bool(line.cells))


def _take_heading(found: _Found, section: Section, times: Times) -> None:
    """``Week 11: Holiday freeze (Dec 1-8)`` as a heading; what the heading dates itself counts before its week."""
    raw = section.raw[:_LONGEST]
    if _OFF.search(raw):
        days = days_in(raw, times.floor, times.begin)
        dated = [one for one in days if one.kind != "week"] or list(days)
        found.off += [Window(one.first, one.last, _name(section.title)) for one in dated]


def _what(line: Line, times: Times) -> str:
    """What the days off are called: the label or what stands behind it, whichever is not the days themselves."""
    if line.label and days_in(line.label, times.floor, times.begin):
        return _name(line.value)
    days = days_in(line.value, times.floor, times.begin) if line.label else ()
    rest = "".join(line.value[end:start] for end, start in _between(days))
    return _name(line.label if line.label and not re.search(r"[^\W_]", rest) else line.text)


def _between(days: tuple[Days, ...]) -> Iterator[tuple[int, int | None]]:
    """Where a text names no day."""
    yield from zip((0, *(one.end for one in days)), (*(one.start for one in days), None), strict=True)


def _name(text: str) -> str:
    return " ".join(text.split())[:80]


def _each_once(windows: list[Window]) -> list[Window]:
    """Of windows with the same days the first."""
    return list({(one.first, one.last): one for one in reversed(windows)}.values())[::-1]


def _some(every: Iterable[_T], what: str, found: _Found) -> tuple[_T, ...]:
    """The first of very many, and that there are more."""
    some = tuple(islice(every, _MOST + 1))
    if len(some) > _MOST:
        found.odd.append(f"only the first {_MOST} {what} are read: this plan has more")
    return some[:_MOST]


def _waits(waits: list[Wait]) -> tuple[Wait, ...]:
    return tuple({one.words.casefold(): one for one in reversed(waits)}.values())[::-1]


def _with_absences(
    own: tuple[Person, ...], given: tuple[Person, ...], found: _Found, times: Times
) -> tuple[Person, ...]:
    """The plan's people, else those given; what is known of somebody from the project stays; and when each is away."""
    known = {one.name.casefold(): one for one in given}
    people = merged((*(known[one.name.casefold()] for one in own if one.name.casefold() in known), *own)) or given
    people = _in_order(people, own)
    away: dict[str, tuple[Window, ...]] = {}
    for line in _some(found.away, "absences", found):
        who = absence(line.text, people, times)
        if who:
            away[who[0]] = (*away.get(who[0], ()), *who[1])
        else:
            found.odd.append(
                f"line {line.number + 1}: nobody known is away in {line.text[:80]!r}: name the person and the days"
            )
    return tuple(_away(one, away.get(one.name, ())) for one in people)


def _in_order(people: tuple[Person, ...], own: tuple[Person, ...]) -> tuple[Person, ...]:
    order = {one.name.casefold(): at for at, one in enumerate(own)}
    return tuple(sorted(people, key=lambda one: order.get(one.name.casefold(), len(order))))


def _away(one: Person, windows: tuple[Window, ...]) -> Person:
    if not windows:
        return one
    away = tuple(dict.fromkeys((*one.away, *windows)))
    return Person(one.name, one.role, one.count, one.share, one.available, away)
