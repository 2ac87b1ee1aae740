"""Working time: which days and hours are worked, and the arithmetic over them. Knows no plan and no clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Window:
    """Days off, both ends included."""

    first: date
    last: date
    name: str = ""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which hours of which days are worked. Moments are naive, in the plan's own zone."""

    days: frozenset[int] = frozenset(range(5))
    """Weekdays worked, Monday is 0. Never empty."""
    hours: tuple[tuple[int, int], ...] = ((9 * 60, 17 * 60),)
    """Minutes of the day from and to, in order, not touching."""
    off: tuple[Window, ...] = ()
    """Holidays and freezes."""

    def works(self, day: date) -> bool:
        """Is this a working day?"""
        raise NotImplementedError

    def opening(self, moment: datetime) -> datetime:
        """The first working moment at or after this one."""
        raise NotImplementedError

    def end(self, start: datetime, minutes: int) -> datetime:
        """When ``minutes`` of work begun at ``start`` are done: the earliest such moment."""
        raise NotImplementedError

    def begin(self, end: datetime, minutes: int) -> datetime:
        """The latest start with which ``minutes`` of work are done by ``end``. Inverse of ``end`` on working moments."""
        raise NotImplementedError

    def minutes(self, start: datetime, end: datetime) -> int:
        """Working minutes between two moments; negative when ``end`` comes first."""
        raise NotImplementedError

    def without(self, windows: tuple[Window, ...]) -> Calendar:
        """The same with more days off."""
        raise NotImplementedError
