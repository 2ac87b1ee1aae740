"""A calendar laid out: minutes of the clock to minutes of work and back, fast. Knows no task.

A calendar answers for any moment; stretches are that calendar written down once for the days that matter, so that each
of the hundred thousand questions of a simulation is one search in a list of numbers.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate

from execplan.schedule.calendar import Calendar, Window

FARTHEST = 40 * 366
"""Days that they reach at most: forty years."""


@dataclass(frozen=True, slots=True)
class Stretches:
    """Stretches that are worked, within a longer time that is counted in minutes from 0."""

    opens: tuple[int, ...]
    """Where they begin, rising."""
    lengths: tuple[int, ...]
    totals: tuple[int, ...]
    """Minutes worked by the end of each."""
    end: int
    """Where it stops: nothing is known from there on."""

    @classmethod
    def of(cls, stretches: list[tuple[int, int]], end: int) -> Stretches:
        lengths = tuple(till - since for since, till in stretches)
        return cls(tuple(since for since, _ in stretches), lengths, tuple(accumulate(lengths)), end)

    def work(self, minute: int) -> int:
        """How much is worked by this minute."""
        at = bisect_right(self.opens, minute) - 1
        if at < 0:
            return 0
        left = self.lengths[at] - minute + self.opens[at]
        return self.totals[at] - left if left > 0 else self.totals[at]

    def minute(self, work: int) -> int:
        """The earliest minute by which so much is worked, 0 for nothing; the end of it all where it never is."""
        if work <= 0:
            return 0
        at = bisect_left(self.totals, work)
        if at == len(self.totals):
            return self.end
        return self.opens[at] + self.lengths[at] - self.totals[at] + work


def laid_out(calendar: Calendar, origin: datetime, days: int) -> Stretches:
    """The calendar over so many days from ``origin`` on, a whole minute that becomes minute 0."""
    start = -(origin.hour * 60 + origin.minute)
    days = min(days, FARTHEST, date.max.toordinal() - origin.toordinal())
    stretches = [
        (max(0, start + n * 1440 + since), start + n * 1440 + till)
        for n in range(days)
        if calendar.works(date.fromordinal(origin.toordinal() + n))
        for since, till in calendar.hours
        if start + n * 1440 + till > 0
    ]
    return Stretches.of(stretches, days * 1440)


def own(table: Stretches, origin: datetime, away: tuple[Window, ...]) -> Stretches:
    """Somebody's own working time within that of all: their stretches, counted in minutes that all have worked."""
    gaps = [(_minute(origin, window.first), _minute(origin, window.last) + 1440) for window in away]
    stretches: list[tuple[int, int]] = []
    for opens, length, total in zip(table.opens, table.lengths, table.totals, strict=True):
        if any(since <= opens < till for since, till in gaps):
            continue
        if stretches and stretches[-1][1] == total - length:  # with nothing between them they are one
            stretches[-1] = (stretches[-1][0], total)
        else:
            stretches.append((total - length, total))
    return Stretches.of(stretches, table.totals[-1] + 1 if table.totals else 1)


def _minute(origin: datetime, day: date) -> int:
    """The minute of a day's midnight."""
    return (datetime(day.year, day.month, day.day) - origin) // timedelta(minutes=1)
