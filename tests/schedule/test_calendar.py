"""Working time against a simulation that walks minute by minute and knows nothing of weeks."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from execplan.plan.errors import PlanError
from execplan.schedule.calendar import Calendar, Window, end_of, last_day
from tests.schedule.calendars import MONDAY, calendars

MINUTE = timedelta(minutes=1)


def at(day: int, hour: int = 0, minute: int = 0) -> datetime:
    """``day`` days after the Monday."""
    return datetime.combine(MONDAY, datetime.min.time()) + timedelta(days=day, hours=hour, minutes=minute)


MOMENTS = st.integers(0, 14 * 1440).map(lambda minute: at(0, 0, minute))


def working(calendar: Calendar, moment: datetime) -> bool:
    """Is the minute that begins at this moment worked?"""
    if any(window.first <= moment.date() <= window.last for window in calendar.off):
        return False
    minute = moment.hour * 60 + moment.minute
    return moment.weekday() in calendar.days and any(first <= minute < last for first, last in calendar.hours)


def walked(calendar: Calendar, start: datetime, minutes: int) -> datetime:
    while minutes > 0:
        minutes -= working(calendar, start)
        start += MINUTE
    return start


def walked_back(calendar: Calendar, end: datetime, minutes: int) -> datetime:
    while minutes > 0:
        end -= MINUTE
        minutes -= working(calendar, end)
    return end


@given(calendars(), MOMENTS, st.integers(0, 9000))
def test_end_is_where_a_walk_through_the_minutes_ends(calendar: Calendar, start: datetime, minutes: int) -> None:
    minutes %= 10 * calendar.day + 1  # the walk may cross many weeks for each minute
    assert calendar.end(start, minutes) == walked(calendar, start, minutes)


@given(calendars(), MOMENTS, st.integers(0, 9000))
def test_begin_is_where_a_walk_backwards_ends(calendar: Calendar, end: datetime, minutes: int) -> None:
    minutes %= 10 * calendar.day + 1
    assert calendar.begin(end, minutes) == walked_back(calendar, end, minutes)


@given(calendars(), MOMENTS, MOMENTS)
def test_minutes_counts_the_working_ones(calendar: Calendar, start: datetime, end: datetime) -> None:
    first, last = min(start, end), max(start, end)
    count = sum(working(calendar, first + MINUTE * step) for step in range(int((last - first) / MINUTE)))
    assert calendar.minutes(start, end) == (count if start <= end else -count)


@given(calendars(), MOMENTS)
def test_opening_is_the_first_working_moment(calendar: Calendar, moment: datetime) -> None:
    expected = moment
    while not working(calendar, expected):
        expected += MINUTE
    assert calendar.opening(moment) == expected
    assert calendar.works(expected.date())


@given(calendars(), MOMENTS)
def test_a_day_works_when_one_of_its_minutes_does(calendar: Calendar, moment: datetime) -> None:
    midnight = datetime.combine(moment, datetime.min.time())
    assert calendar.works(moment.date()) == any(working(calendar, midnight + MINUTE * step) for step in range(1440))


MICROSECONDS = st.integers(0, 14 * 1440 * 60 * 10**6).map(lambda micro: at(0) + timedelta(microseconds=micro))
WORK = st.integers(0, 10_000_000)


@given(calendars(), MICROSECONDS, WORK)
def test_begin_undoes_end_on_working_moments(calendar: Calendar, moment: datetime, minutes: int) -> None:
    start = calendar.opening(moment)
    try:
        end = calendar.end(start, minutes)
    except PlanError:  # in a calendar of one minute a week so much work does not fit into ten thousand years
        return
    assert calendar.begin(end, minutes) == start


@given(calendars(), MICROSECONDS, WORK, WORK)
def test_work_adds_up(calendar: Calendar, start: datetime, first: int, second: int) -> None:
    try:
        whole = calendar.end(start, first + second)
    except PlanError:  # as above
        return
    assert calendar.end(calendar.end(start, first), second) == whole
    assert calendar.minutes(start, whole) == first + second


@given(calendars(), MICROSECONDS, MICROSECONDS, st.integers(0, 9000))
def test_who_begins_later_does_not_end_earlier(calendar: Calendar, one: datetime, two: datetime, minutes: int) -> None:
    assert (calendar.end(one, minutes) <= calendar.end(two, minutes)) or one > two


@given(calendars(), st.integers(-20, 40), st.integers(-20, 40))
def test_working_days_are_counted_as_by_a_walk(calendar: Calendar, first: int, last: int) -> None:
    walk = (MONDAY + timedelta(days=day) for day in range(first, last + 1))
    counted = calendar.working_days(MONDAY + timedelta(days=first), MONDAY + timedelta(days=last))
    assert counted == sum(map(calendar.works, walk))


def test_a_day_by_hand() -> None:
    calendar = Calendar(hours=((540, 720), (780, 1020)))
    assert calendar.day == 420
    assert calendar.end(at(0, 9), 180) == at(0, 12)
    assert calendar.end(at(0, 9), 181) == at(0, 13, 1)
    assert calendar.begin(at(0, 12), 180) == at(0, 9)
    assert calendar.end(at(4, 16), 120) == at(7, 10)
    assert calendar.opening(at(4, 17)) == at(7, 9)
    assert calendar.begin(at(7, 9), 60) == at(4, 16)
    assert calendar.minutes(at(5), at(6, 23)) == 0


def test_a_freeze_is_not_worked() -> None:
    freeze = Window(MONDAY + timedelta(days=7), MONDAY + timedelta(days=11), "code freeze")
    calendar = Calendar().without((freeze,))
    assert calendar.off == (freeze,)
    assert calendar.end(at(4, 9), 2 * 480) == at(14, 17)
    assert Calendar().without(()) == Calendar()


def test_hours_round_the_clock_end_at_midnight() -> None:
    calendar = Calendar(frozenset(range(7)), ((0, 1440),))
    assert calendar.end(at(0, 8), 16 * 60) == at(1)
    assert calendar.end(at(0, 8), 10_000_000) == at(0, 8) + timedelta(minutes=10_000_000)


def test_days_off_may_overlap_touch_and_be_upside_down() -> None:
    days = [MONDAY + timedelta(days=day) for day in range(12)]
    off = (
        Window(days[3], days[4]),
        Window(days[1], days[3]),
        Window(days[5], days[5]),
        Window(days[11], days[8]),
    )
    calendar = Calendar(off=off)
    assert [day for day, each in enumerate(days) if calendar.works(each)] == [0, 7, 8, 9, 10, 11]
    # A day that two windows share is lost once.
    assert calendar.minutes(at(0), at(12)) == 6 * 480
    assert calendar.end(at(0, 9), 2 * 480) == at(7, 17)


@given(st.datetimes(), st.integers(0, 10**12), calendars())
@example(datetime.max, 10_000_000, Calendar())
@example(datetime.min, 10_000_000, Calendar())
@example(datetime.max, 1, Calendar(frozenset({4}), ((0, 1440),)))
def test_at_the_ends_of_time_there_is_an_answer_or_a_plain_refusal(
    moment: datetime, minutes: int, calendar: Calendar
) -> None:
    for question in (calendar.end, calendar.begin):
        try:
            question(moment, minutes)
        except PlanError as error:
            said = (error.code, bool(error.hint))
        else:
            continue
        assert said == ("invalid", True)
    assert calendar.minutes(datetime.min, datetime.max) > 0


def test_a_calendar_of_nothing_but_days_off_is_refused_when_it_is_asked() -> None:
    calendar = Calendar(off=(Window(date.min, date.max),))
    assert not calendar.works(MONDAY)
    assert calendar.minutes(datetime.min, datetime.max) == 0
    for question in (
        calendar.opening,
        lambda moment: calendar.end(moment, 1),
        lambda moment: calendar.begin(moment, 1),
    ):
        with pytest.raises(PlanError, match="invalid"):
            question(at(0))


@pytest.mark.parametrize("days", [frozenset[int](), frozenset({7}), frozenset({-1, 2})])
def test_a_week_without_a_day_is_refused(days: frozenset[int]) -> None:
    with pytest.raises(PlanError, match="invalid"):
        Calendar(days)


@pytest.mark.parametrize(
    "hours", [(), ((600, 540),), ((540, 720), (720, 900)), ((540, 1441),), ((-1, 60),), ((60, 60),)]
)
def test_odd_hours_are_refused(hours: tuple[tuple[int, int], ...]) -> None:
    with pytest.raises(PlanError, match="invalid"):
        Calendar(hours=hours)


@given(st.dates())
@example(date.min)
@example(date.max)
def test_a_day_ends_at_midnight(day: date) -> None:
    assert last_day(end_of(day)) == day
    assert last_day(datetime.combine(day, time(0, 0, 1))) == day
