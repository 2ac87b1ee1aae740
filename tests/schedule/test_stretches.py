"""Working time laid out, against the calendar that it is laid out from."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from execplan.schedule.calendar import Calendar, Window
from execplan.schedule.stretches import FARTHEST, laid_out, own
from tests.schedule.calendars import WINDOWS, calendars

ORIGIN = datetime(2026, 10, 5)
DAYS = 40

ORIGINS = st.integers(0, 10 * 1440).map(lambda minute: ORIGIN + timedelta(minutes=minute))


@given(calendars(), ORIGINS, st.integers(0, 20 * 1440))
def test_work_is_what_the_calendar_counts(calendar: Calendar, origin: datetime, minute: int) -> None:
    table = laid_out(calendar, origin, DAYS)
    assert table.work(minute) == calendar.minutes(origin, origin + timedelta(minutes=minute))


@given(calendars(), ORIGINS, st.integers(0, 3000))
def test_a_minute_is_when_the_calendar_ends_the_work(calendar: Calendar, origin: datetime, work: int) -> None:
    table = laid_out(calendar, origin, DAYS)
    end = calendar.end(origin, work)
    minute = (end - origin) // timedelta(minutes=1)
    if end < origin.replace(hour=0, minute=0) + timedelta(days=DAYS):
        assert table.minute(work) == minute
    else:
        assert table.minute(work) in (minute, table.end)


@given(calendars(), ORIGINS, st.lists(WINDOWS, max_size=3), st.integers(0, 1000), st.integers(1, 2000))
def test_ones_own_time_is_the_calendar_without_the_absences(
    calendar: Calendar, origin: datetime, away: list[Window], start: int, work: int
) -> None:
    table = laid_out(calendar, origin, 400)
    mine = own(table, origin, tuple(away))
    begun = origin + timedelta(minutes=table.minute(start))
    end = calendar.without(tuple(away)).end(begun, work)
    if end < origin + timedelta(days=390):
        assert table.minute(mine.minute(mine.work(start) + work)) == (end - origin) // timedelta(minutes=1)


def test_the_stretches_have_an_end() -> None:
    table = laid_out(Calendar(), ORIGIN, 1)
    assert (table.minute(480), table.minute(481), table.end, table.work(5000)) == (17 * 60, 1440, 1440, 480)
    assert laid_out(Calendar(), ORIGIN, 10**9).end == FARTHEST * 1440
    assert laid_out(Calendar(), datetime(9999, 12, 30), 10**9).end == 1440


def test_a_time_without_work_has_no_stretch() -> None:
    saturday = laid_out(Calendar(), datetime(2026, 10, 10), 2)
    assert (saturday.work(1000), saturday.minute(0), saturday.minute(1)) == (0, 0, 2880)
    assert own(saturday, datetime(2026, 10, 10), ()).minute(1) == 1
