"""Working time as a line of whole units from the beginning of a project. Knows a calendar; knows no task.

Unit 0 is the project's beginning. A unit is a number of working minutes, so nights, weekends and freezes have no
length on the line; what elapses by the clock is mapped onto it by ``after``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from execplan.plan.errors import PlanError
from execplan.schedule.calendar import Calendar


@dataclass(frozen=True, slots=True)
class Axis:
    calendar: Calendar
    begin: datetime
    unit: int = 1
    """Minutes of work."""

    def units(self, minutes: int) -> int:
        """Whole units that so much work takes: rounded up."""
        return -(-minutes // self.unit)

    def moment(self, at: int) -> datetime:
        """The earliest moment at which so many units have passed: a closing time rather than the next opening."""
        return self.calendar.end(self.begin, at * self.unit) if at > 0 else self.begin

    def opening(self, at: int) -> datetime:
        """The moment at which work can begin there."""
        return self.calendar.opening(self.moment(at))

    def at(self, moment: datetime) -> int:
        """The first whole unit at or after a moment; 0 before the beginning."""
        return self.units(max(0, self.calendar.minutes(self.begin, moment)))

    def after(self, start: int, clock: int) -> int:
        """The unit at which ``clock`` minutes of the clock have passed since ``start``."""
        return max(start, self.at(elapsed(self.moment(start), clock)))

    def worked(self, start: int, minutes: int, own: Calendar) -> int:
        """The unit at which so much work is done by somebody with a calendar of their own."""
        return max(start, self.at(own.end(self.moment(start), minutes)))


def elapsed(start: datetime, minutes: int) -> datetime:
    """The moment so many minutes of the clock later. Raises ``invalid`` beyond the year 9999."""
    try:
        return start + timedelta(minutes=minutes)
    except OverflowError:
        raise PlanError(
            "invalid", "A wait would end after the year 9999.", "Check the estimates of what elapses."
        ) from None
