"""Whole schedules, computed by hand.

A release of two people in January 2026 (the 5th is a Monday), eight hours a day, nine to five:

    Ana  design 5-7 · api 8-14 · integrate 15, 16, 19 (with Bo) · launch 22-23
    Bo                ui  8-14 · integrate · theme 20-23 (a should-have)
    legal review: seven days of the clock from the end of api, the evening of the 14th to that of the 21st

The chain that decides: design, api, review, launch. Done on the evening of the 23rd, 15 working days.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from itertools import pairwise
from random import Random

import pytest

from execplan.plan.errors import PlanError
from execplan.plan.estimates import DAY
from execplan.schedule.calendar import Calendar, Window
from execplan.schedule.forecast import Forecast, forecast
from execplan.schedule.jobs import jobs_of
from execplan.schedule.model import Cut, Effort, Person, Project, Schedule, Scope, Task, Terms
from execplan.schedule.network import chained
from execplan.schedule.planning import levelled, unlevelled
from execplan.schedule.problem import Job
from execplan.schedule.serial import list_schedule
from execplan.schedule.solver import solve

ANA, BO = Person("Ana"), Person("Bo")


def task(
    id: str, days: float, *people: str, after: tuple[str, ...] = (), wait: bool = False, scope: Scope | None = "must",
    percent: int = 0,
) -> Task:  # fmt: skip
    minutes = round(days * (24 * 60 if wait else DAY))
    effort = Effort(minutes, minutes, minutes)
    line = ["design", "api", "ui", "review", "integrate", "launch", "theme", "other"].index(id)
    return Task(id, id, "Release", line, "todo", effort, after, wait, people, percent, scope=scope)


TASKS = (
    task("design", 3, "Ana"),
    task("api", 5, "Ana", after=("design",)),
    task("ui", 5, "Bo", after=("design",)),
    task("review", 7, after=("api",), wait=True),
    task("integrate", 3, "Ana", "Bo", after=("api", "ui")),
    task("launch", 2, "Ana", after=("integrate", "review")),
    task("theme", 4, "Bo", after=("ui",), scope="should"),
)
BEGIN = datetime(2026, 1, 5, 9)


def project(*tasks: Task, deadline: date | None = date(2026, 1, 27), calendar: Calendar | None = None) -> Project:
    terms = Terms(calendar or Calendar(), date(2026, 1, 5), deadline, people=(ANA, BO))
    return Project("Release", tasks or TASKS, terms, BEGIN, BEGIN)


def days(schedule: Schedule) -> dict[str, tuple[int, int]]:
    return {slot.task.id: (slot.start.day, slot.finish.day) for slot in schedule.slots}


def test_the_critical_path_by_hand() -> None:
    found = unlevelled(project())
    assert days(found) == {
        "design": (5, 7), "api": (8, 14), "ui": (8, 14), "review": (14, 21), "integrate": (15, 19),
        "theme": (15, 20), "launch": (22, 23),
    }  # fmt: skip
    assert found.critical == ("design", "api", "review", "launch")
    slack = {slot.task.id: slot.slack / DAY for slot in found.slots}
    assert slack == {"design": 0, "api": 0, "ui": 2, "review": 0, "integrate": 2, "launch": 0, "theme": 3}
    assert (found.start, found.finish) == (BEGIN, datetime(2026, 1, 23, 17))
    assert found.method == "critical path"


@pytest.mark.parametrize(("engine", "method"), [(list_schedule, "list"), (solve, "cp-sat")])
def test_the_levelled_schedule_by_hand(engine, method) -> None:
    found = levelled(project(), engine, method)
    assert days(found)["theme"] == (20, 23)
    assert found.finish == datetime(2026, 1, 23, 17)
    assert found.gap == 0
    assert found.method == method
    for name in ("Ana", "Bo"):
        own = sorted((slot.start, slot.finish) for slot in found.slots if name in slot.task.people)
        assert all(before[1] <= after[0] for before, after in pairwise(own)), name
    assert found.handed == (("integrate", "theme"),)  # all else waits for what is stated as well


def round_the_clock(*tasks: Task, deadline: date) -> Project:
    """From the first minute of the 5th on."""
    night = Calendar(frozenset(range(7)), ((0, 24 * 60),))
    return Project("R", tasks, Terms(night, None, deadline), datetime(2026, 1, 5), datetime(2026, 1, 5))


def test_what_ends_at_midnight_ends_on_the_day_before() -> None:
    """As every face shows it: a deadline of that day is met."""
    of = round_the_clock(task("design", 3), deadline=date(2026, 1, 5))
    found = unlevelled(of)
    assert (found.finish, found.late, found.late_work, found.enough) == (datetime(2026, 1, 6), 0, 0, True)
    more = task("theme", 3, after=("design",), scope="should")
    found = unlevelled(replace(of, tasks=(*of.tasks, more)))
    assert (found.late, [drop.task.id for drop in found.drops], found.enough) == (1, ["theme"], True)
    band = forecast(replace(of, tasks=(replace(of.tasks[0], effort=Effort(1439, 1440, 1440)),)), Random(1).random)
    assert isinstance(band, Forecast)
    assert band.on_time == 1


def test_the_deadline_is_met_and_the_buffer_counted() -> None:
    found = unlevelled(project())
    assert (found.late, found.late_work, found.enough, found.drops, found.handed) == (-4, -2, True, (), ())
    assert found.buffer == pytest.approx(100 * 2 / 15)


def test_loads_are_of_the_time_to_the_deadline() -> None:
    ana, bo = unlevelled(project()).loads
    assert (ana.work, ana.available, ana.percent) == (13 * DAY, 17 * DAY, 76)
    assert (bo.work, bo.available, bo.percent) == (12 * DAY, 17 * DAY, 71)


def test_stated_time_is_what_is_available() -> None:
    full = replace(project(), terms=replace(project().terms, people=(replace(ANA, available=13 * DAY), BO)))
    assert unlevelled(full).loads[0].percent == 100
    more = replace(full, tasks=(*TASKS, task("other", 1, "Ana")))
    assert unlevelled(more).loads[0].percent == 108


def test_done_work_of_no_day_is_not_held_against_the_time_that_is_left() -> None:
    done = replace(task("other", 30, "Ana"), status="done")
    assert unlevelled(project(*TASKS, done)).loads[0].percent == 76
    stated = replace(
        project(*TASKS, done), terms=replace(project().terms, people=(replace(ANA, available=43 * DAY), BO))
    )
    assert unlevelled(stated).loads[0].percent == 100
    dated = replace(done, begun=datetime(2026, 1, 5), ended=datetime(2026, 1, 9))
    assert unlevelled(project(*TASKS, dated)).loads[0].percent == round(100 * 43 / 17)


def test_a_freeze_has_no_work_and_moves_what_is_behind_it() -> None:
    frozen = Calendar(off=(Window(date(2026, 1, 15), date(2026, 1, 21), "freeze"),))
    found = unlevelled(project(calendar=frozen))
    for slot in found.slots:
        worked = not slot.task.wait
        assert not (worked and (15 <= slot.start.day <= 21 or 15 <= slot.finish.day <= 21)), slot.task.id
    assert days(found)["review"] == (14, 21)
    assert days(found)["integrate"] == (22, 26)
    assert (found.finish, found.late, found.late_work) == (datetime(2026, 1, 28, 17), 1, 1)


def test_a_missed_deadline_names_what_to_leave_out_and_whether_that_is_enough() -> None:
    longer = (*TASKS[:-1], task("theme", 9, "Bo", after=("ui",), scope="should"))
    found = levelled(project(*longer), list_schedule, "list")
    assert found.finish == datetime(2026, 1, 30, 17)
    assert (found.late, found.late_work) == (3, 3)
    assert [(drop.task.id, drop.finish.day, drop.reason) for drop in found.drops] == [("theme", 23, "should have")]
    assert found.enough
    hopeless = levelled(project(*longer, deadline=date(2026, 1, 22)), list_schedule, "list")
    assert ([drop.task.id for drop in hopeless.drops], hopeless.enough) == (["theme"], False)


def test_what_waits_for_a_dropped_task_waits_for_what_that_one_waited_for() -> None:
    through = (
        task("design", 3, "Ana"),
        task("theme", 5, "Bo", after=("design",), scope="should"),
        task("launch", 2, "Ana", after=("theme",)),
    )
    found = unlevelled(project(*through, deadline=date(2026, 1, 9)))
    assert [(drop.task.id, drop.finish.day) for drop in found.drops] == [("theme", 9)]


def test_an_agreed_cut_comes_when_its_condition_does() -> None:
    terms = replace(project().terms, cuts=(Cut("the api", 4 * DAY, "the theme (nice to have)", 3),))
    found = unlevelled(replace(project(), terms=terms))
    assert [(drop.task.id, drop.reason) for drop in found.drops] == [
        ("theme", "agreed: the api takes longer than it may")
    ]
    took = replace(TASKS[1], status="done", begun=datetime(2026, 1, 5), ended=datetime(2026, 1, 9), effort=None)
    late = replace(project(TASKS[0], took, TASKS[-1]), terms=terms)
    assert [drop.task.id for drop in unlevelled(late).drops] == ["theme"]
    in_time = replace(late, tasks=(TASKS[0], replace(took, ended=datetime(2026, 1, 8)), TASKS[-1]))
    assert unlevelled(in_time).drops == ()
    terms = replace(terms, cuts=(Cut("the api", 5 * DAY, "the theme", 3),))
    assert unlevelled(replace(project(), terms=terms)).drops == ()


def test_many_agreed_cuts_are_tried_a_few_by_themselves_and_the_rest_at_once(monkeypatch) -> None:
    tried: list[int] = []
    monkeypatch.setattr("execplan.schedule.cuts.jobs_of", lambda *given: tried.append(1) or jobs_of(*given))
    many = tuple(replace(task("theme", 1, "Bo"), id=f"theme{n}", name=f"theme {n}", line=n) for n in range(200))
    cuts = tuple(Cut(f"the api{' the' * n}", 4 * DAY, f"theme {n}", 3) for n in range(200))
    terms = replace(project().terms, cuts=cuts)
    found = unlevelled(replace(project(*TASKS[:-1], *many), terms=terms))
    assert sorted(drop.task.id for drop in found.drops) == sorted(task.id for task in many)
    assert len({drop.reason for drop in found.drops}) == 200
    assert len(tried) < 30


def test_a_very_large_plan_has_fewer_tries(monkeypatch) -> None:
    tried: list[int] = []
    monkeypatch.setattr("execplan.schedule.cuts.jobs_of", lambda *given: tried.append(1) or jobs_of(*given))
    many = tuple(replace(task("theme", 1, "Bo", scope="should"), id=f"theme{n}", line=n) for n in range(3_000))
    found = unlevelled(project(*TASKS[:-1], *many, deadline=date(2026, 1, 22)))
    assert len(found.drops) == 3_000
    assert len(tried) < 20


def test_what_is_left_out_between_many_and_many_makes_no_arrow_of_each_on_each() -> None:
    first = tuple(replace(task("design", 1, "Ana"), id=f"a{n}") for n in range(300))
    middle = task("theme", 1, "Bo", after=tuple(one.id for one in first), scope="should")
    last = tuple(replace(task("launch", 1, "Ana", after=("theme",)), id=f"b{n}") for n in range(300))
    jobs = jobs_of(project(*first, middle, *last), frozenset(["theme"]))
    assert sum(len(job.after) for job in jobs.problem.jobs) == 600
    assert (jobs.problem.jobs[300].length, jobs.problem.jobs[300].needs) == (0, ())


def test_what_is_late_by_decades_is_counted_to_the_day() -> None:
    deadline = date(1986, 1, 6)
    found = unlevelled(project(task("design", 1, "Ana"), deadline=deadline))
    assert (found.late, found.late_work) == ((date(2026, 1, 5) - deadline).days, 10_435)


@pytest.mark.parametrize("days", [3_000_000, 6_000])
def test_a_wait_beyond_all_time_is_refused(days: int) -> None:
    waits = tuple(
        replace(task("review", days, wait=True), id=f"w{n}", after=(f"w{n - 1}",) * bool(n)) for n in range(700)
    )
    for made in (unlevelled, lambda given: levelled(given, list_schedule, "list")):
        with pytest.raises(PlanError, match="after the year 9999") as caught:
            made(project(*waits))
        assert caught.value.code == "invalid"


def test_many_people_are_gone_through_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each with a step of their own: neither the bound nor the hand-overs ask every job for every person."""
    many = 300
    people = tuple(Person(f"P{n}") for n in range(many))
    tasks = tuple(replace(task("other", 1, f"P{n}"), id=f"t{n}") for n in range(many))
    given = replace(project(*tasks), terms=replace(project().terms, people=people))
    problem = jobs_of(given).problem
    asked: list[int] = []

    class Counted(tuple[Job, ...]):
        def __iter__(self) -> Iterator[Job]:
            asked.append(1)
            return super().__iter__()

    counted = replace(problem, jobs=Counted(problem.jobs))
    chained(counted, list_schedule(counted))
    assert len(asked) < 100
    assert [load.work for load in unlevelled(given).loads] == [DAY] * many


def test_half_a_person_takes_twice_as_long() -> None:
    half = replace(project().terms, people=(replace(ANA, share=0.5), BO))
    assert days(unlevelled(replace(project(task("design", 3, "Ana")), terms=half)))["design"] == (5, 12)


def test_nobody_works_while_away() -> None:
    away = replace(project().terms, people=(replace(ANA, away=(Window(date(2026, 1, 6), date(2026, 1, 8)),)), BO))
    found = unlevelled(replace(project(task("design", 3, "Ana"), task("ui", 3, "Bo")), terms=away))
    assert days(found) == {"design": (5, 12), "ui": (5, 7)}
    assert levelled(found.project, solve, "cp-sat").finish == found.finish


def test_what_is_begun_counts_what_is_left() -> None:
    begun = replace(task("design", 4, "Ana", percent=50), status="in_progress", begun=datetime(2026, 1, 2, 9))
    found = unlevelled(project(begun))
    assert (found.start, found.finish) == (datetime(2026, 1, 2, 9), datetime(2026, 1, 6, 17))


def test_what_is_begun_without_a_percentage_has_taken_the_time_since() -> None:
    begun = replace(task("design", 4, "Ana"), status="in_progress", begun=datetime(2026, 1, 2, 9))
    assert unlevelled(project(begun)).finish == datetime(2026, 1, 7, 17)
    long_ago = replace(begun, begun=datetime(2025, 12, 1, 9))
    assert unlevelled(project(long_ago)).finish == datetime(2026, 1, 5, 12, 12)
    waiting = replace(task("review", 7, wait=True), status="in_progress", begun=datetime(2026, 1, 2, 9))
    assert unlevelled(project(waiting)).finish == datetime(2026, 1, 9, 9)


def test_nobody_lays_down_what_they_have_begun() -> None:
    begun = replace(task("theme", 4, "Ana", percent=50), status="in_progress", begun=datetime(2026, 1, 2, 9))
    found = levelled(project(task("design", 3, "Ana"), task("ui", 5, "Bo", after=("design",)), begun), solve, "cp-sat")
    assert days(found) == {"theme": (5, 6), "design": (7, 9), "ui": (12, 16)}


def test_all_done_is_finished_when_the_last_was() -> None:
    done = replace(
        task("design", 4, "Ana"), status="done", begun=datetime(2026, 1, 2, 9), ended=datetime(2026, 1, 6, 15)
    )
    found = unlevelled(project(done))
    assert (found.slots, found.finish, found.critical) == ((), datetime(2026, 1, 6, 15), ())
    assert unlevelled(replace(project(), tasks=())).finish == BEGIN


def test_a_step_without_estimate_is_taken_as_a_day() -> None:
    found = unlevelled(project(replace(task("design", 1, "Ana"), effort=None)))
    assert found.slots[0].assumed
    assert found.finish == datetime(2026, 1, 5, 17)


def test_many_should_haves_are_tried_a_few_by_themselves_and_the_rest_at_once(monkeypatch) -> None:
    tried: list[int] = []
    monkeypatch.setattr("execplan.schedule.cuts.jobs_of", lambda *given: tried.append(1) or jobs_of(*given))
    many = tuple(replace(task("theme", 1, "Bo", scope="should"), id=f"theme{n}", line=n) for n in range(200))
    found = unlevelled(project(*TASKS[:-1], *many, deadline=date(2026, 1, 22)))
    assert (len(found.drops), found.enough, len({drop.task.id for drop in found.drops})) == (200, False, 200)
    assert len(tried) < 50


def test_a_wait_that_ends_on_a_sunday_begins_the_next_there() -> None:
    """Four days from Monday end on Thursday evening; three on the clock on Sunday evening, seven more on the next."""
    chain = (
        task("design", 4, "Ana"),
        task("review", 3, after=("design",), wait=True),
        task("other", 7, after=("review",), wait=True),
        task("launch", 1, "Ana", after=("other",)),
    )
    for found in (unlevelled(project(*chain)), levelled(project(*chain), solve, "cp-sat")):
        assert days(found) == {"design": (5, 8), "review": (8, 11), "other": (11, 18), "launch": (19, 19)}
        assert all(before.finish <= after.start for before, after in pairwise(found.slots))


def test_a_wait_after_a_wait_goes_on_in_a_freeze() -> None:
    """The first ends within the freeze of three weeks, the second too: the work begins behind it, not a wait later."""
    frozen = Calendar(off=(Window(date(2026, 1, 7), date(2026, 1, 27), "freeze"),))
    chain = (
        task("design", 2, "Ana"),
        task("review", 7, after=("design",), wait=True),
        task("other", 7, after=("review",), wait=True),
        task("launch", 1, "Ana", after=("other",)),
    )
    found = unlevelled(project(*chain, calendar=frozen))
    assert days(found) == {"design": (5, 6), "review": (6, 13), "other": (13, 20), "launch": (28, 28)}
