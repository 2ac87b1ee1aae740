"""What finished tasks tell, worked out by hand."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from execplan.schedule.calendar import Calendar, Window
from execplan.schedule.model import Effort, Person, Project, Task, Terms
from execplan.schedule.velocity import Bias, Velocity, velocity

NOW = datetime(2026, 10, 30, 12)


def done(
    name: str,
    begun: datetime | None,
    ended: datetime | None,
    hours: float | None = 8,
    *people: str,
    wait: bool = False,
) -> Task:
    minutes = None if hours is None else int(hours * 60)
    effort = None if minutes is None else Effort(minutes, minutes, minutes)
    return Task(name, name, None, 1, "done", effort, people=people, begun=begun, ended=ended, wait=wait)


def of(*tasks: Task, people: tuple[Person, ...] = (), calendar: Calendar | None = None) -> Velocity:
    return velocity(Project("P", tasks, Terms(calendar or Calendar(), people=people), NOW, NOW))


def october(day: int, hour: int = 0, minute: int = 0) -> datetime:
    """5 October 2026 is a Monday."""
    return datetime(2026, 10, day, hour, minute)


def only(found: Velocity) -> tuple[float, ...]:
    return tuple(ratio.value for ratio in found.ratios)


class TestRatios:
    def test_is_working_time_over_the_estimate(self) -> None:
        assert only(of(done("a", october(5, 9), october(6, 13)))) == (1.5,)

    def test_a_weekend_and_a_holiday_take_no_time(self) -> None:
        calendar = Calendar(off=(Window(date(2026, 10, 12), date(2026, 10, 12)),))
        assert only(of(done("a", october(9, 13), october(13, 13)), calendar=calendar)) == (1.0,)

    def test_stand_by_end(self) -> None:
        late, early = done("a", october(5, 9), october(8, 17)), done("b", october(5, 9), october(5, 13))
        assert [ratio.task for ratio in of(late, early).ratios] == ["b", "a"]

    def test_likely_is_what_three_points_are_measured_by(self) -> None:
        task = Task("a", "a", None, 1, "done", Effort(60, 240, 960), begun=october(5, 9), ended=october(5, 17))
        assert only(of(task)) == (2.0,)

    def test_a_share_of_somebodys_time_is_that_much_work(self) -> None:
        task = done("a", october(5, 9), october(8, 17), 16, "Ann")
        assert only(of(task, people=(Person("Ann", share=0.5),))) == (1.0,)
        assert only(of(task)) == (2.0,)

    def test_of_several_people_the_one_with_least_time_decides(self) -> None:
        people = (Person("Ann", share=0.5), Person("Bob"))
        assert only(of(done("a", october(5, 9), october(8, 17), 16, "Ann", "Bob"), people=people)) == (1.0,)

    def test_a_pause_takes_no_time(self) -> None:
        calendar = Calendar(hours=((540, 720), (780, 1020)))
        assert only(of(done("a", october(5, 9), october(5, 17), 7), calendar=calendar)) == (1.0,)

    def test_who_was_away_did_not_work(self) -> None:
        task = done("a", october(5, 9), october(8, 17), 16, "Ann")
        away = (Window(date(2026, 10, 6), date(2026, 10, 7)),)
        assert only(of(task, people=(Person("Ann", away=away),))) == (1.0,)


class TestDatesOnly:
    def test_one_day_says_nothing_of_a_day_of_work(self) -> None:
        found = of(done("a", october(5), october(5)))
        assert (found.ratios, found.unknown) == ((), (("a", "dates only"),))

    @pytest.mark.parametrize("last", [5, 6, 9, 16, 23])
    def test_what_is_left_out_does_not_depend_on_how_it_went(self, last: int) -> None:
        assert of(done("a", october(5), october(last), 31)).unknown == (("a", "dates only"),)
        assert of(done("a", october(5), october(last), 32)).unknown == ()

    def test_a_date_is_the_middle_of_its_day(self) -> None:
        assert only(of(done("a", october(5), october(9), 32))) == (1.0,)

    def test_one_date_needs_two_days_of_estimate(self) -> None:
        assert of(done("a", october(5, 9), october(6), 15)).unknown == (("a", "dates only"),)
        assert only(of(done("a", october(5, 9), october(6), 16))) == (0.75,)

    def test_four_days_begun_and_ended_on_one_took_some_time(self) -> None:
        assert only(of(done("a", october(5), october(5), 32))) == (0.125,)

    def test_half_of_somebodys_time_may_be_off_by_half(self) -> None:
        task = done("a", october(5, 9), october(6), 8, "Ann")
        assert only(of(task, people=(Person("Ann", share=0.5),))) == (0.75,)
        assert of(task).unknown == (("a", "dates only"),)

    def test_a_day_off_took_some_time_as_well(self) -> None:
        assert only(of(done("a", october(10), october(10), 32))) == (0.125,)

    def test_a_begin_after_the_middle_of_the_day_it_ended_on(self) -> None:
        assert only(of(done("a", october(5, 15), october(5), 16))) == (0.25,)

    def test_the_middle_lies_within_the_hours(self) -> None:
        calendar = Calendar(hours=((540, 720), (780, 1080)))  # 9-12, 13-18: the fifth hour begins at 14:00
        assert only(of(done("a", october(5, 9), october(6), 24), calendar=calendar)) == (0.5,)


class TestOutsideHours:
    def test_within_a_day_the_clock_counts(self) -> None:
        assert only(of(done("a", october(5, 20), october(5, 22), 4))) == (0.5,)
        assert only(of(done("a", october(10, 10), october(10, 14), 4))) == (1.0,)  # a Saturday
        assert only(of(done("a", october(5, 16), october(5, 20), 4))) == (1.0,)

    def test_over_days_the_calendar_counts(self) -> None:
        assert only(of(done("a", october(5, 22), october(6, 17)))) == (1.0,)

    def test_no_working_time_is_no_ratio(self) -> None:
        found = of(done("a", october(10, 20), october(11, 8)))
        assert (found.ratios, found.unknown) == ((), (("a", "no time"),))

    def test_marked_begun_and_done_at_once_is_no_ratio(self) -> None:
        assert of(done("a", october(5, 10), october(5, 10))).unknown == (("a", "no time"),)

    def test_ended_before_begun_is_no_ratio(self) -> None:
        assert of(done("a", october(6, 10), october(5, 10))).unknown == (("a", "no time"),)
        assert of(done("a", october(6, 20), october(6, 19))).unknown == (("a", "no time"),)


class TestUnknown:
    def test_says_why(self) -> None:
        found = of(
            done("a", None, None),
            done("b", None, october(5, 10)),
            done("c", october(5, 9), october(5, 10), None),
            done("d", october(5, 9), october(5, 10), 0),
        )
        assert found.unknown == (("a", "no end"), ("b", "no begin"), ("c", "no estimate"), ("d", "no estimate"))
        assert (found.done, found.ratios, found.bias) == (4, (), None)

    def test_waits_and_open_tasks_tell_nothing(self) -> None:
        opened = Task("b", "b", None, 1, "in_progress", Effort(60, 60, 60), begun=october(5, 9), ended=october(5, 10))
        found = of(done("a", october(5, 9), october(6, 9), wait=True), opened)
        assert found == Velocity(0, None, (), (), (), None)


class TestThroughput:
    def test_ends_alone_are_enough(self) -> None:
        found = of(done("a", None, october(5, 10)), done("b", None, october(6, 10), None), done("c", None, None))
        assert found.overall is not None
        assert (found.done, found.overall.tasks, found.overall.estimated, found.overall.days) == (3, 2, 1, 2)
        assert (found.overall.tasks_per_day, found.overall.minutes) == (1.0, 480)

    def test_without_estimates_tasks_are_counted(self) -> None:
        rate = of(done("a", None, october(5, 10), None)).overall
        assert rate is not None
        assert (rate.tasks_per_day, rate.estimated, rate.minutes) == (1.0, 0, 0)

    def test_without_ends_there_is_none(self) -> None:
        assert of(done("a", october(5, 9), None)).overall is None

    def test_the_period_is_from_the_first_begin_to_the_last_end(self) -> None:
        rate = of(done("a", october(7, 9), october(8, 9)), done("b", october(8, 9), october(13, 9))).overall
        assert rate is not None
        assert (rate.first, rate.last, rate.days) == (date(2026, 10, 7), date(2026, 10, 13), 5)
        assert rate.minutes == 960

    def test_a_day_off_on_which_something_was_closed_counts(self) -> None:
        rate = of(done("a", october(9, 9), october(10, 9))).overall
        assert rate is not None
        assert rate.days == 2

    def test_a_forged_period_of_all_time_is_not_walked_through(self, monkeypatch: pytest.MonkeyPatch) -> None:
        asked: list[date] = []
        works = Calendar.works
        monkeypatch.setattr(Calendar, "works", lambda self, day: bool(asked.append(day)) or works(self, day))
        forged = (datetime(1, 1, 1, 10), datetime(9999, 12, 31, 10))
        found = of(*(done(f"t{n}", *forged, 8, f"P{n}") for n in range(20)))
        assert [rate.days for rate in found.people] == [2_608_615] * 20
        assert len(asked) < 200

    def test_is_told_per_person(self) -> None:
        found = of(
            done("a", october(5, 9), october(5, 17), 8, "Bob"),
            done("b", october(6, 9), october(7, 17), 4, "Ann", "Bob"),
            done("c", october(6, 9), None, 4, "Cas"),
        )
        assert [(rate.person, rate.tasks, rate.minutes, rate.days) for rate in found.people] == [
            ("Ann", 1, 240, 2),
            ("Bob", 2, 720, 3),
        ]


class TestBias:
    def test_mean_and_median(self) -> None:
        found = of(
            done("a", october(5, 9), october(5, 17)),
            done("b", october(6, 9), october(6, 17)),
            done("c", october(7, 9), october(9, 17), 6),
        )
        assert found.bias == Bias(3, 2.0, 1.0)

    def test_the_median_of_two_lies_between_them(self) -> None:
        found = of(done("a", october(5, 9), october(7, 17)), done("b", october(6, 9), october(6, 17)))
        assert found.bias == Bias(2, 2.0, 2.0)

    @pytest.mark.parametrize(
        ("mean", "words"),
        [
            (1.4, "estimates are 1.4 times too low (median 1.2, 7 tasks)"),
            (0.6, "work takes 60% of its estimate (median 1.2, 7 tasks)"),
            (1.02, "estimates are right on average (median 1.2, 7 tasks)"),
        ],
    )
    def test_is_said(self, mean: float, words: str) -> None:
        assert Bias(7, mean, 1.2).words == words
