"""Finish bands worked out by hand, the laws they keep, and how often they are right."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import cycle
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from execplan.plan.errors import PlanError
from execplan.plan.model import Status
from execplan.schedule.calendar import Calendar, Window
from execplan.schedule.forecast import Forecast, NoForecast, activities, forecast, percentile
from execplan.schedule.model import Effort, Person, Project, Task, Terms
from execplan.schedule.planning import levelled, unlevelled
from execplan.schedule.serial import list_schedule
from execplan.schedule.simulation import Draw

MONDAY = datetime(2026, 10, 5, 9)
DAY = 480


def task(name: str, minutes: int | None, *after: str, status: Status = "todo", wait: bool = False) -> Task:
    effort = None if minutes is None else Effort(minutes, minutes, minutes)
    return Task(name, name, None, 1, status, effort, after, wait)


def history(*ratios: float) -> tuple[Task, ...]:
    """Finished tasks of an hour each, or as many hours as there are to the ratio."""
    begun = datetime(2026, 9, 1, 9)
    return tuple(
        replace(task(f"done {n}", 60, status="done"), begun=begun, ended=Calendar().end(begun, round(60 * ratio)))
        for n, ratio in enumerate(ratios)
    )


def project(*tasks: Task, terms: Terms | None = None, begin: datetime = MONDAY) -> Project:
    return Project("P", tasks, terms or Terms(Calendar()), begin, begin)


def band(of: Project, seed: int = 1, arrows: tuple[tuple[str, str], ...] = ()) -> Forecast:
    found = forecast(of, Random(seed).random, arrows)
    assert isinstance(found, Forecast)
    return found


def certain(*tasks: Task, terms: Terms | None = None, begin: datetime = MONDAY) -> datetime:
    """The finish, where every estimate was right so far."""
    found = band(project(*history(1, 1, 1, 1, 1), *tasks, terms=terms, begin=begin))
    assert found.p50 == found.p80 == found.p95 == found.planned
    return found.p95


def october(day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2026, 10, day, hour, minute)


class TestWithoutErrors:
    def test_a_chain(self) -> None:
        assert certain(task("a", DAY), task("b", DAY, "a")) == october(6, 17)

    def test_side_by_side_the_longer_decides(self) -> None:
        assert certain(task("a", 60), task("b", 120), task("c", 60, "a", "b")) == october(5, 12)

    def test_over_a_weekend_and_a_holiday(self) -> None:
        terms = Terms(Calendar(off=(Window(date(2026, 10, 8), date(2026, 10, 8)),)))
        assert certain(task("a", 4 * DAY), task("b", DAY, "a"), terms=terms) == october(12, 17)

    def test_begun_in_the_middle_of_a_day_and_on_a_day_off(self) -> None:
        assert certain(task("a", DAY), begin=october(5, 13)) == october(6, 13)
        assert certain(task("a", DAY), begin=october(10, 13)) == october(12, 17)

    def test_a_wait_elapses_over_the_weekend(self) -> None:
        chain = (task("a", 5 * DAY), task("review", 2 * 1440, "a", wait=True), task("b", 60, "review"))
        assert certain(*chain[:2]) == october(11, 17)
        assert certain(*chain) == october(12, 10)

    def test_a_wait_ends_in_the_middle_of_a_day(self) -> None:
        assert certain(task("r", 1440 + 120, wait=True), task("b", DAY, "r")) == october(7, 11)

    def test_waits_follow_each_other_over_the_weekend(self) -> None:
        chain = (task("a", 5 * DAY), task("r", 1440, "a", wait=True), task("s", 1440, "r", wait=True))
        assert certain(*chain) == october(11, 17)

    def test_a_milestone_between_waits_keeps_the_moment(self) -> None:
        chain = (task("r", 6 * 1440, wait=True), task("m", 0, "r"), task("s", 60, "m", wait=True))
        assert certain(*chain) == october(11, 10)

    def test_what_may_not_begin_before_a_date(self) -> None:
        assert certain(replace(task("a", 60), not_before=date(2026, 10, 10))) == october(12, 10)
        assert certain(replace(task("r", 60, wait=True), not_before=date(2026, 10, 10))) == october(10, 1)
        assert certain(replace(task("a", DAY), not_before=date(2026, 10, 1))) == october(5, 17)
        assert certain(replace(task("r", 60, wait=True), not_before=date(2026, 10, 1))) == october(5, 10)

    def test_seconds_of_now_shift_no_hours(self) -> None:
        assert certain(task("a", DAY + 60), begin=october(5, 9) + timedelta(seconds=40)) == october(6, 10)

    def test_what_is_in_progress_has_its_rest_left(self) -> None:
        assert certain(replace(task("a", DAY, status="in_progress"), percent=75)) == october(5, 11)
        assert certain(replace(task("a", DAY), percent=100)) == MONDAY
        assert certain(replace(task("a", DAY), percent=130)) == MONDAY

    def test_what_is_begun_has_taken_the_time_since_then(self) -> None:
        begun = replace(task("a", DAY, status="in_progress"), begun=datetime(2026, 10, 2, 13))
        assert certain(begun) == october(5, 13)
        assert certain(replace(begun, percent=10)) == october(5, 16, 12)
        assert certain(replace(begun, begun=datetime(2026, 9, 1))) == october(5, 9, 48)
        assert certain(replace(begun, status="todo")) == october(5, 17)
        assert certain(replace(begun, begun=october(20))) == october(5, 17)
        assert certain(replace(begun, begun=october(20), wait=True)) == october(5, 17)
        assert certain(replace(begun, effort=Effort(15, 15, 15))) == october(5, 9, 2)
        assert certain(replace(begun, wait=True, effort=Effort(5000, 5000, 5000))) == october(5, 9) + timedelta(
            minutes=5000 - 68 * 60
        )

    def test_the_time_since_then_is_taken_off_what_was_drawn(self) -> None:
        begun = replace(task("a", DAY, status="in_progress"), begun=datetime(2026, 10, 2, 13))
        found = band(project(*history(3, 3, 3, 3, 3), begun))
        assert (found.planned, found.p95) == (october(5, 13), october(7, 13))

    def test_a_long_wait_before_the_work(self) -> None:
        assert certain(task("r", 70 * 1440, wait=True), task("a", DAY, "r")) == datetime(2026, 12, 14, 17)

    def test_a_task_without_estimate_takes_a_day(self) -> None:
        found = band(project(*history(1, 1, 1, 1, 1), task("a", None)))
        assert (found.p95, found.assumed) == (october(5, 17), 1)

    def test_what_is_done_holds_nothing_up(self) -> None:
        assert certain(task("z", DAY, status="done"), task("a", 60, "z")) == october(5, 10)

    def test_an_order_from_outside_counts(self) -> None:
        of = project(*history(1, 1, 1, 1, 1), task("a", DAY), task("b", DAY))
        assert band(of).p50 == october(5, 17)
        assert band(of, arrows=(("b", "a"), ("done 1", "a"))).p50 == october(6, 17)

    def test_an_order_that_makes_a_ring_is_refused(self) -> None:
        of = project(*history(1, 1, 1, 1, 1), task("a", 60), task("b", 60, "a"))
        with pytest.raises(PlanError, match="ring"):
            band(of, arrows=(("b", "a"),))

    def test_shares_and_absences_count(self) -> None:
        away = (Window(date(2026, 10, 6), date(2026, 10, 6)),)
        terms = Terms(Calendar(), people=(Person("Ann", share=0.5, away=away), Person("QA", count=2, away=away)))
        mine = replace(task("a", DAY), people=("Ann",))
        after = replace(task("b", 2 * DAY, "a"), people=("QA",))
        of = project(*history(1, 1, 1, 1, 1), mine, after, terms=terms)
        assert band(of).p95 == october(9, 17)  # Mon, Wed for Ann at half her time; Thu, Fri

    def test_an_absence_longer_than_the_work(self) -> None:
        away = (Window(date(2026, 10, 5), date(2027, 10, 1)),)
        terms = Terms(Calendar(), people=(Person("Ann", away=away),))
        of = project(*history(1, 1, 1, 1, 1), replace(task("a", DAY), people=("Ann",)), terms=terms)
        assert band(of).p95 == datetime(2027, 10, 4, 17)

    def test_what_rounds_to_nothing_begins_no_earlier_for_an_absence(self) -> None:
        away = (Window(date(2026, 10, 5), date(2026, 10, 6)),)
        terms = Terms(Calendar(), people=(Person("Ann", away=away),))
        chain = (task("a", DAY), replace(task("b", 1, "a"), people=("Ann",)), task("c", 240, "b"))
        found = band(project(*history(*[0.25] * 5), *chain, terms=terms))
        assert found.p95 == october(5, 12)

    def test_a_wait_is_nobodys_time(self) -> None:
        terms = Terms(
            Calendar(), people=(Person("Ann", share=0.5, away=(Window(date(2026, 10, 5), date(2026, 10, 6)),)),)
        )
        of = project(*history(1, 1, 1, 1, 1), replace(task("r", 60, wait=True), people=("Ann",)), terms=terms)
        assert band(of).p95 == october(5, 10)


class TestErrors:
    def test_one_task_has_the_percentiles_of_its_ratios(self) -> None:
        found = band(project(*history(1, 1, 1, 2, 2, 2), task("a", DAY)))
        assert (found.p80, found.p95) == (october(6, 17), october(6, 17))
        assert found.p50 in (october(5, 17), october(6, 17))
        found = band(project(*history(1, 1, 1, 1, 1, 1, 1, 1, 1, 2), task("a", DAY)))
        assert (found.p50, found.p80, found.p95) == (october(5, 17), october(5, 17), october(6, 17))

    def test_the_drawn_numbers_decide(self) -> None:
        # Five ratios: each run draws a history of five, all of them the last, and one of that.
        of = project(*history(1, 1, 1, 1, 3), task("a", DAY))
        found = forecast(of, lambda: 0.9, runs=10)
        assert isinstance(found, Forecast)
        assert (found.p50, found.p95, found.runs) == (october(7, 17), october(7, 17), 10)

    def test_a_short_history_leaves_a_chain_uncertain(self) -> None:
        """With 40 ratios of 1 or 2 drawn apart from each other P95 would lie 5 days after P50."""
        chain = tuple(task(str(n), DAY, *(str(n - 1),) * (n > 0)) for n in range(40))
        found = band(project(*history(*[1, 2] * 5), *chain))
        assert 9 * DAY < Calendar().minutes(found.p50, found.p95) < 16 * DAY
        longer = band(project(*history(*[1, 2] * 25), *chain))
        assert Calendar().minutes(longer.p50, longer.p95) < 9 * DAY

    def test_a_run_draws_a_history_less_one_and_a_ratio_for_each_task(self) -> None:
        drawn: list[float] = []

        def draw() -> float:
            drawn.append(0.0)
            return 0.0

        forecast(project(*history(1, 1, 1, 1, 1, 1), task("a", 60), task("b", 60)), draw, runs=10)
        assert len(drawn) == 10 * (5 + 2)

    def test_waits_do_not_err(self) -> None:
        found = band(project(*history(3, 3, 3, 3, 3), task("r", 1440, wait=True)))
        assert (found.p95, found.as_estimated, found.ratios) == (october(6, 9), 1, 0)

    def test_a_wait_with_a_range_varies_on_the_clock(self) -> None:
        wait = replace(task("r", 0, wait=True), effort=Effort(1440, 2880, 2880))
        found = band(project(wait))
        assert october(6, 9) < found.p50 < found.p95 <= october(7, 9)

    def test_only_the_latest_fifty_count(self) -> None:
        old = tuple(replace(t, id=f"old {n}") for n, t in enumerate(history(*[9] * 60)))
        new = tuple(
            replace(t, begun=october(1, 9), ended=october(1, 10), id=f"new {n}")
            for n, t in enumerate(history(*[1] * 50))
        )
        found = band(project(*old, *new, task("a", DAY)))
        assert (found.p95, found.ratios) == (october(5, 17), 50)


class TestThreePoints:
    def test_without_history_their_own_range_varies(self) -> None:
        ranged = replace(task("a", 0), effort=Effort(60, 120, 240))
        found = band(project(ranged, task("b", 60, "a")))
        assert (found.three_point, found.as_estimated, found.ratios, found.thin) == (1, 1, 0, False)
        assert october(5, 11) < found.p50 < found.p80 < found.p95 < october(5, 14)
        assert found.planned == october(5, 12)

    def test_the_percentiles_of_a_triangle(self) -> None:
        # Symmetric from 0 to 400: the quantile of 80 % is 400 - sqrt(0.2 * 400 * 200) = 273.5, of 95 % 336.8.
        found = forecast(project(replace(task("a", 0), effort=Effort(0, 200, 400))), _even(1000), runs=1000)
        assert isinstance(found, Forecast)
        minutes = [(at - MONDAY) // timedelta(minutes=1) for at in (found.p50, found.p80, found.p95)]
        assert minutes == [pytest.approx(200, abs=1), pytest.approx(273.5, abs=1), pytest.approx(336.8, abs=1)]

    def test_ratios_do_not_touch_them(self) -> None:
        ranged = replace(task("a", 0), effort=Effort(60, 120, 240))
        assert band(project(*history(9, 9, 9, 9, 9), ranged)).p95 < october(5, 14)

    def test_the_high_end_may_be_far(self) -> None:
        ranged = replace(task("a", 0), effort=Effort(0, 60, 100 * DAY))
        found = forecast(project(ranged), lambda: 1 - 1e-12, runs=1)
        assert isinstance(found, Forecast)
        assert found.p50 == Calendar().end(MONDAY, 100 * DAY)

    def test_what_is_left_of_them_shrinks(self) -> None:
        half = replace(task("a", 0), effort=Effort(60, 120, 240), percent=50)
        assert october(5, 9, 30) < band(project(half)).p50 < band(project(half)).p95 < october(5, 11)


def _even(count: int) -> Draw:
    """Numbers spread evenly over 0 to 1, in place of drawn ones."""
    numbers = cycle((n + 0.5) / count for n in range(count))
    return lambda: next(numbers)


class TestNoBand:
    def test_four_ratios_are_too_few(self) -> None:
        found = forecast(project(*history(1, 1, 1, 2), task("a", 60)), Random(1).random)
        assert isinstance(found, NoForecast)
        assert (found.why, found.ratios) == ("not enough history", 4)
        assert found.words == (
            "Not enough history: 4 finished tasks tell how far its estimate was off, 5 are needed, "
            "or estimates with a range (2-4h)."
        )

    def test_four_ratios_beside_a_range_are_not_drawn_from(self) -> None:
        ranged = replace(task("a", 0), effort=Effort(60, 120, 240))
        found = band(project(*history(9, 9, 9, 9), ranged, task("b", 60)))
        assert (found.ratios, found.as_estimated) == (0, 1)
        assert found.p95 < october(5, 14)

    def test_nothing_open(self) -> None:
        assert forecast(project(*history(1, 1, 1, 1, 1)), Random(1).random) == NoForecast("nothing open", 5)

    @pytest.mark.parametrize("minutes", [DAY * 100_000, 10**12])
    def test_decades_of_work(self, minutes: int) -> None:
        of = project(*history(1, 1, 1, 1, 1), task("a", minutes))
        assert forecast(of, Random(1).random) == NoForecast("too far", 5)

    def test_a_wait_beyond_the_calendar(self) -> None:
        of = project(*history(1, 1, 1, 1, 1), task("a", 10**12, wait=True))
        assert forecast(of, Random(1).random) == NoForecast("too far", 5)

    def test_an_absence_of_decades(self) -> None:
        terms = Terms(Calendar(), people=(Person("Ann", away=(Window(date(2026, 10, 6), date(2100, 1, 1)),)),))
        of = project(*history(1, 1, 1, 1, 1), replace(task("a", DAY + 1), people=("Ann",)), terms=terms)
        assert forecast(of, Random(1).random) == NoForecast("too far", 5)

    def test_a_begin_at_the_end_of_time(self) -> None:
        of = project(*history(1, 1, 1, 1, 1), task("a", 60), begin=datetime(9999, 12, 31, 16, 30))
        assert forecast(of, Random(1).random) == NoForecast("too far", 5)


class TestWhatIsSaid:
    def test_a_very_large_plan_has_fewer_runs(self) -> None:
        many = tuple(task(f"t{n}", 60) for n in range(3_000))
        assert (
            band(project(*many, *history(*[1.0] * 9))).runs,
            band(project(*many[:9], *history(*[1.0] * 9))).runs,
        ) == (
            500,
            1000,
        )

    def test_thin_below_nineteen(self) -> None:
        assert band(project(*history(*[1] * 18), task("a", 60))).thin
        assert not band(project(*history(*[1] * 19), task("a", 60))).thin

    def test_the_chance_to_be_on_time(self) -> None:
        of = project(
            *history(1, 1, 1, 1, 1, 3, 3, 3, 3, 3), task("a", DAY), terms=Terms(Calendar(), deadline=date(2026, 10, 5))
        )
        found = band(of)
        assert found.on_time == pytest.approx(0.5, abs=0.06)
        late = replace(of, terms=replace(of.terms, deadline=date(2026, 10, 7)))
        assert band(late).on_time == 1.0
        assert band(replace(of, terms=Terms(Calendar()))).on_time is None

    def test_what_waits_elsewhere(self) -> None:
        of = replace(
            project(*history(1, 1, 1, 1, 1), task("a", 60), task("b", 60)),
            outside=(("a", "other plan"), ("a", "#4"), ("done 1", "#5")),
        )
        assert band(of).outside == 1

    def test_a_percentile_is_the_nearest_rank(self) -> None:
        days = [october(day) for day in range(1, 11)]
        assert [percentile(days, p).day for p in (50, 80, 95, 100, 1)] == [5, 8, 10, 10, 1]
        assert percentile(days[:1], 80) == october(1)


TASKS = st.lists(
    st.tuples(
        st.integers(0, 3 * DAY),
        st.booleans(),
        st.floats(1, 3),
        st.sets(st.integers(0, 7), max_size=3),
        st.integers(0, 99),
    ),
    min_size=1,
    max_size=8,
)


def _project(rows: list[tuple[int, bool, float, set[int], int]], ratios: list[float]) -> Project:
    tasks = tuple(
        replace(
            task(str(n), minutes, *(str(before) for before in after if before < n), wait=wait),
            effort=Effort(minutes, minutes, round(minutes * high)),
            percent=percent,
        )
        for n, (minutes, wait, high, after, percent) in enumerate(rows)
    )
    return project(*history(*ratios), *tasks)


@settings(max_examples=60, deadline=None)
@given(TASKS, st.lists(st.floats(0.1, 5), min_size=5, max_size=9), st.integers(0, 2**32))
def test_laws(rows: list[tuple[int, bool, float, set[int], int]], ratios: list[float], seed: int) -> None:
    of = _project(rows, ratios)
    found = forecast(of, Random(seed).random, runs=50)
    assert isinstance(found, Forecast)
    assert of.begin <= found.p50 <= found.p80 <= found.p95
    assert found == forecast(of, Random(seed).random, runs=50)


@settings(max_examples=60, deadline=None)
@given(TASKS)
def test_a_plain_finish_is_that_of_the_calendar_task_by_task(
    rows: list[tuple[int, bool, float, set[int], int]],
) -> None:
    of = _project([(minutes, wait, 1, after, percent) for minutes, wait, _, after, percent in rows], [1, 1, 1, 1, 1])
    ends: list[datetime] = []
    for activity in activities(of):
        start = max((ends[before] for before in activity.after), default=of.begin)
        minutes = activity.left(activity.effort.likely)
        calendar = of.terms.calendar
        ends.append(start + timedelta(minutes=minutes) if activity.wait else calendar.end(start, minutes))
    found = forecast(of, Random(1).random, runs=3)
    assert isinstance(found, Forecast)
    assert found.p50 == found.p95 == found.planned == max(ends)


@settings(max_examples=60, deadline=None)
@given(TASKS, st.lists(st.sampled_from(("Ann", "Bob", "QA")), min_size=8, max_size=8))
def test_with_all_estimates_right_it_is_the_schedule(
    rows: list[tuple[int, bool, float, set[int], int]], names: list[str]
) -> None:
    """Work only: the schedule counts in coarser units than a minute, and rounds what elapses up to them."""
    of = _project([(minutes + 1, False, 1, after, percent) for minutes, _, _, after, percent in rows], [1, 1, 1, 1, 1])
    owners = (*names[:5], *names)
    staffed = replace(
        of,
        tasks=tuple(replace(task, people=(name,)) for task, name in zip(of.tasks, owners, strict=False)),
        terms=replace(of.terms, people=(Person("Ann", share=0.5), Person("Bob"), Person("QA", count=2))),
    )
    assert band(staffed).planned == unlevelled(staffed).finish
    schedule = levelled(staffed, list_schedule, "list")
    assert band(staffed, arrows=schedule.handed).planned == schedule.finish


def test_p80_holds_in_about_eighty_of_a_hundred_plans() -> None:
    """Errors from a known lognormal distribution: 16 tasks were seen, 12 are to come, one after the other."""
    held = 0
    for seed in range(200):
        chance = Random(seed)
        seen = [chance.lognormvariate(0.2, 0.5) for _ in range(16)]
        to_come = [chance.lognormvariate(0.2, 0.5) for _ in range(12)]
        chain = tuple(task(str(n), DAY, *(str(n - 1),) * (n > 0)) for n in range(12))
        found = forecast(project(*history(*seen), *chain), Random(1000 + seed).random, runs=300)
        assert isinstance(found, Forecast)
        held += Calendar().end(MONDAY, round(DAY * sum(to_come))) <= found.p80
    assert 142 <= held <= 174
