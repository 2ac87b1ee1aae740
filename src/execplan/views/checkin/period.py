"""The time that a check-in is about: since the last working day, or a week. Knows dates; knows no plan and no clock.

All in UTC, as everything else that plans say without a zone.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from execplan.plan.errors import PlanError

_DAY = timedelta(days=1)
_ZONES = timedelta(hours=14)
"""A stamp without a zone may be so far ahead of UTC."""
_WEEK = re.compile(r"(?P<year>\d{4})-?W(?P<week>\d{1,2})", re.IGNORECASE)
_WEEK_FORMS = "this, last, a week such as 2026-W47, or a day of it"
_DAY_FORMS = "yesterday, today, or a day such as 2026-11-20"


@dataclass(frozen=True, slots=True)
class Period:
    """From ``start`` to ``end``, both included."""

    start: datetime
    end: datetime
    live: bool = True
    """Does it end now? Then a stamp a little ahead of the clock was written in another zone."""

    def holds(self, moment: datetime) -> bool:
        return self.start <= moment <= (self.end + _ZONES if self.live else self.end)


def now_from(text: str, now: datetime) -> datetime:
    """The moment that ``--as-of`` means: a day up to its end, or a time; never later than now. Raises ``PlanError``."""
    with suppress(ValueError):
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            return min(_end(date.fromisoformat(text)), now)
        found = datetime.fromisoformat(text)
        return min(found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC), now)
    raise PlanError("invalid", f"no day and no time: {text[:40]!r}", "write it as 2026-11-20 or 2026-11-20T09:00Z")


def since_last_working_day(now: datetime, said: str | None = None, *, live: bool = True) -> Period:
    """Since the working day before today, so that on a Monday what was done at the weekend counts. Raises ``PlanError``."""
    today = now.date()
    first = today - _DAY
    while first.weekday() > 4:
        first -= _DAY
    if said is not None:
        first = _day(said, today)
        if first > today:
            raise PlanError("invalid", f"{first} has not begun", _DAY_FORMS)
    return Period(_begin(first), now, live)


def week(now: datetime, said: str = "this", *, live: bool = True) -> Period:
    """The calendar week (from Monday) that is meant, so far; one that is over to its end. Raises ``PlanError``."""
    today = now.date()
    word = said.strip()
    match = _WEEK.fullmatch(word)
    if match:
        try:
            some = date.fromisocalendar(int(match["year"]), int(match["week"]), 1)
        except ValueError:
            raise PlanError("invalid", f"no such week: {word}", _WEEK_FORMS) from None
    elif word.casefold() in ("this", "last"):
        some = today - 7 * _DAY if word.casefold() == "last" else today
    else:
        some = _day(word, today, _WEEK_FORMS)
    monday = some - some.weekday() * _DAY
    if monday > today:
        raise PlanError("invalid", f"the week of {monday} has not begun", _WEEK_FORMS)
    end = _end(monday + 6 * _DAY)
    return Period(_begin(monday), min(end, now), live and now <= end)


def name_of_week(period: Period) -> str:
    """As ISO 8601 writes it: ``2026-W47``."""
    year, number, _ = period.start.isocalendar()
    return f"{year}-W{number:02}"


def moment(stamp: str | None) -> datetime | None:
    """The moment of a stamp as a plan says it; of a day alone its begin, of a time without zone that time in UTC."""
    with suppress(ValueError, OverflowError):
        found = datetime.fromisoformat(stamp) if stamp else None
        return found if found is None else found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    return None


def _day(word: str, today: date, forms: str = _DAY_FORMS) -> date:
    known = {"today": today, "yesterday": today - _DAY}
    if word.strip().casefold() in known:
        return known[word.strip().casefold()]
    try:
        return date.fromisoformat(word.strip())
    except ValueError:
        raise PlanError("invalid", f"{word[:40]!r} names no day", forms) from None


def _begin(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)


def _end(day: date) -> datetime:
    return datetime.combine(day, time.max, UTC)
