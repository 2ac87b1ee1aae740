"""Working time: which days and hours are worked, and the arithmetic over them. Knows no plan and no clock.

Every moment has a place on the line of all working time since the year 1: whole weeks, less the days off before it, plus
what of its own day is over. Adding work is adding on that line, so what it costs depends neither on how much work it is nor
on how far the moments lie apart, and on the days off only by a search for halves.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from execplan.plan.errors import PlanError

_MINUTE = 60_000_000
"""Microseconds: moments off the minute are counted exactly."""
_DAY = 1440
_LAST = date.max.toordinal()
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
"""As they are written, whatever the machine's own language is."""


def end_of(day: date) -> datetime:
    """Midnight after a day: what ends by then ends on that day or before. The last day there is ends at its last second."""
    return datetime.combine(day, time.max) if day == date.max else datetime.combine(day + timedelta(days=1), time.min)


def last_day(end: datetime) -> date:
    """The last day of what ends then: at midnight that is the day before. Law: ``last_day(end_of(day))`` is ``day``."""
    return (end - timedelta(days=1)).date() if end.time() == time.min and end.date() > date.min else end.date()


@dataclass(frozen=True, slots=True)
class Window:
    """Days off, both ends included."""

    first: date
    last: date
    name: str = ""


@dataclass(frozen=True, slots=True)
class _Days:
    """Working days by their number, the first day that is worked in the year 1 being 0."""

    week: tuple[int, ...]
    """Weekdays worked, in order."""
    firsts: tuple[int, ...]
    lasts: tuple[int, ...]
    """Ordinals of days off, in order and apart from each other."""
    lost: tuple[int, ...]
    """Working days that fall into the first n ranges off, for every n from 0."""
    ahead: tuple[int, ...]
    """Working days before each range."""

    @classmethod
    def of(cls, days: frozenset[int], off: tuple[Window, ...]) -> _Days:
        week = tuple(sorted(days))
        ranges: list[tuple[int, int]] = []
        for first, last in sorted((window.first.toordinal(), window.last.toordinal()) for window in off):
            if last < first:
                continue
            if ranges and first <= ranges[-1][1] + 1:
                ranges[-1] = (ranges[-1][0], max(ranges[-1][1], last))
            else:
                ranges.append((first, last))
        lost = [0]
        ahead: list[int] = []
        for first, last in ranges:
            before = _weekdays(week, first)
            ahead.append(before - lost[-1])
            lost.append(lost[-1] + _weekdays(week, last + 1) - before)
        firsts, lasts = tuple(first for first, _ in ranges), tuple(last for _, last in ranges)
        return cls(week, firsts, lasts, tuple(lost), tuple(ahead))

    def worked(self, ordinal: int) -> bool:
        if (ordinal - 1) % 7 not in self.week:
            return False
        at = bisect_right(self.firsts, ordinal)
        return at == 0 or self.lasts[at - 1] < ordinal

    def before(self, ordinal: int) -> int:
        """How many working days come before this day."""
        at = bisect_left(self.firsts, ordinal)
        if at and self.lasts[at - 1] >= ordinal:
            return self.ahead[at - 1]
        return _weekdays(self.week, ordinal) - self.lost[at]

    def ordinal(self, number: int) -> int:
        """The day of a number, which may lie after the last day there is."""
        weeks, rest = divmod(number + self.lost[bisect_right(self.ahead, number)], len(self.week))
        return 1 + 7 * weeks + self.week[rest]


def _weekdays(week: tuple[int, ...], ordinal: int) -> int:
    """Weekdays worked before a day, days off or not. Day 1 of the calendar was a Monday."""
    weeks, rest = divmod(ordinal - 1, 7)
    return weeks * len(week) + bisect_left(week, rest)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which hours of which days are worked. Moments are naive, in the plan's own zone.

    A working moment is one at which work can begin: the end of the hours is none. Law: ``end(end(s, a), b)`` is
    ``end(s, a + b)``; ``begin(end(s, m), m)`` is ``s`` for every working moment ``s``. Raises ``invalid`` where no working
    time is left before the year 10000 or none was before, and for a week without a day or a day without an hour.
    """

    days: frozenset[int] = frozenset(range(5))
    """Weekdays worked, Monday is 0. Never empty."""
    hours: tuple[tuple[int, int], ...] = ((9 * 60, 17 * 60),)
    """Minutes of the day from and to, in order, not touching."""
    off: tuple[Window, ...] = ()
    """Holidays and freezes."""
    _days: _Days = field(init=False, repr=False, compare=False)
    _length: int = field(init=False, repr=False, compare=False)
    """Of a working day, in microseconds."""

    def __post_init__(self) -> None:
        if not self.days or not self.days <= frozenset(range(7)):
            raise PlanError("invalid", "A week needs at least one working day.", "Name working days from Mon to Sun.")
        edges = [edge for hours in self.hours for edge in hours]
        if not edges or edges != sorted(set(edges)) or edges[0] < 0 or edges[-1] > _DAY:
            raise PlanError(
                "invalid",
                "Working hours must come one after the other, with a pause between them.",
                "Write them from earlier to later, such as 09:00-12:00, 13:00-17:00.",
            )
        object.__setattr__(self, "_days", _Days.of(self.days, self.off))
        object.__setattr__(self, "_length", sum(last - first for first, last in self.hours) * _MINUTE)

    @property
    def day(self) -> int:
        """Working minutes of a working day."""
        return self._length // _MINUTE

    def works(self, day: date) -> bool:
        """Is this a working day?"""
        return self._days.worked(day.toordinal())

    def working_days(self, first: date, last: date) -> int:
        """How many working days there are from one day to another, both included; 0 where the last comes first."""
        ahead = self._days.before(first.toordinal())
        return max(0, self._days.before(last.toordinal()) + self.works(last) - ahead)

    def opening(self, moment: datetime) -> datetime:
        """The first working moment at or after this one."""
        return self._latest(self._place(moment))

    def end(self, start: datetime, minutes: int) -> datetime:
        """When ``minutes`` of work begun at ``start`` are done: the earliest such moment, ``start`` itself for none."""
        if minutes <= 0:
            return start
        number, rest = divmod(self._place(start) + minutes * _MINUTE - 1, self._length)
        return self._moment(number, rest + 1)

    def begin(self, end: datetime, minutes: int) -> datetime:
        """The latest start with which ``minutes`` of work are done by ``end``. Inverse of ``end`` on working moments."""
        if minutes <= 0:
            return end
        place = self._place(end) - minutes * _MINUTE
        if place < 0:
            raise PlanError("invalid", "The work would have to begin before the year 1.", "Check the estimates.")
        return self._latest(place)

    def minutes(self, start: datetime, end: datetime) -> int:
        """Working minutes between two moments, whole ones; negative when ``end`` comes first."""
        work = self._place(end) - self._place(start)
        return work // _MINUTE if work >= 0 else -(-work // _MINUTE)

    def without(self, windows: tuple[Window, ...]) -> Calendar:
        """The same with more days off."""
        return Calendar(self.days, self.hours, self.off + windows) if windows else self

    def _place(self, moment: datetime) -> int:
        """Microseconds of working time before a moment."""
        ordinal = moment.toordinal()
        whole = self._days.before(ordinal) * self._length
        if not self._days.worked(ordinal):
            return whole
        now = (moment.hour * 60 + moment.minute) * _MINUTE + moment.second * 1_000_000 + moment.microsecond
        for first, last in self.hours:
            if now <= first * _MINUTE:
                break
            whole += min(now, last * _MINUTE) - first * _MINUTE
        return whole

    def _latest(self, place: int) -> datetime:
        """The last moment of those with so much working time before them, at which work can go on."""
        number, rest = divmod(place, self._length)
        for first, last in self.hours:
            if rest < (last - first) * _MINUTE:
                return self._at(number, first * _MINUTE + rest)
            rest -= (last - first) * _MINUTE
        raise AssertionError("the hours of a day are as long as the day")

    def _moment(self, number: int, rest: int) -> datetime:
        """The first moment at which so much of that working day, more than nothing, is done."""
        for first, last in self.hours:
            if rest <= (last - first) * _MINUTE:
                return self._at(number, first * _MINUTE + rest)
            rest -= (last - first) * _MINUTE
        raise AssertionError("the hours of a day are as long as the day")

    def _at(self, number: int, past: int) -> datetime:
        ordinal = self._days.ordinal(number)
        if ordinal < _LAST or (ordinal == _LAST and past < _DAY * _MINUTE):
            return datetime.fromordinal(ordinal) + timedelta(microseconds=past)
        raise PlanError(
            "invalid",
            "There is not enough working time left before the year 10000.",
            "Check the estimates, the dates, and the days off.",
        )
