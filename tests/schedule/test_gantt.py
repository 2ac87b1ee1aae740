"""The chart of a schedule, line by line, from schedules made by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from execplan.schedule.calendar import Calendar, Window
from execplan.schedule.gantt import gantt
from execplan.schedule.model import Effort, Project, Schedule, Slot, Task, Terms

MONDAY = datetime(2026, 3, 2, 9)
FREEZE = Window(date(2026, 3, 5), date(2026, 3, 6), "Stock-taking: freeze")


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 3, day, hour)


def task(id: str, name: str, phase: str | None, **more: object) -> Task:
    return Task(id, name, phase, 1, "todo", Effort(480, 480, 480), **more)  # type: ignore[arg-type]


def slot(one: Task, start: datetime, finish: datetime, critical: bool = False, assumed: bool = False) -> Slot:
    return Slot(one, start, finish, start, finish, 0, critical, assumed)


def schedule(*slots: Slot, tasks: tuple[Task, ...] = (), **terms: object) -> Schedule:
    project = Project(
        "Winter: sale #2", tasks or tuple(one.task for one in slots), Terms(**{"calendar": Calendar(), **terms}), MONDAY, MONDAY  # type: ignore[arg-type]
    )  # fmt: skip
    finish = max((one.finish for one in slots), default=MONDAY)
    return Schedule(project, slots, MONDAY, finish, (), (), (), 0, 0, None, (), True, "critical path", 0.0)


def test_tasks_stand_on_their_real_days() -> None:
    dump, restore = task("a1", "Write the dump", "Build"), task("b2", "Restore once", "Prove")
    drawn = gantt(
        schedule(slot(dump, at(2, 9), at(4, 17), critical=True), slot(restore, at(9, 9), at(9, 13), assumed=True))
    )
    assert drawn == (
        "gantt\n"
        "    title Winter#58; sale #35;2\n"
        "    dateFormat YYYY-MM-DD\n"
        "    inclusiveEndDates\n"
        "    tickInterval 1day\n"
        "    excludes weekends\n"
        "    %% no estimate, drawn as a day: s_b2\n"
        "    section Build\n"
        "    Write the dump :crit, s_a1, 2026-03-02, 2026-03-04\n"
        "    section Prove\n"
        "    Restore once :s_b2, 2026-03-09, 2026-03-09\n"
    )


def test_phases_keep_the_order_of_the_plan_and_their_tasks_together() -> None:
    one, two, three = task("a", "One", "First"), task("b", "Two", "Second"), task("c", "Three", "First")
    drawn = gantt(schedule(*(slot(each, MONDAY, at(2, 17)) for each in (two, three, one)), tasks=(one, two, three)))
    names = [line.split(" :")[0].strip() for line in drawn.splitlines()[6:]]
    assert names == ["section First", "One", "Three", "section Second", "Two"]


def test_what_is_done_stands_where_it_was() -> None:
    done = task("a", "Done", None, begun=at(2, 9), ended=at(3, 12))
    dated = task("c", "Dated", None, begun=at(2, 0), ended=at(4, 0))  # by stamps without a time
    unseen = task("b", "Done unseen", None)
    drawn = gantt(schedule(tasks=(done, dated, unseen)))
    lines = [
        "    section Steps",
        "    Done :done, s_a, 2026-03-02, 2026-03-03",
        "    Dated :done, s_c, 2026-03-02, 2026-03-04",
        "    %% done: Done unseen",
    ]
    assert "\n".join(lines) + "\n" in drawn


def test_work_in_hand_and_a_moment() -> None:
    busy = replace(task("a", "Busy", "P"), status="in_progress")
    gate = replace(task("b", "Go or no-go", "P"), effort=Effort(0, 0, 0))
    drawn = gantt(schedule(slot(busy, MONDAY, at(2, 17), critical=True), slot(gate, at(3, 9), at(3, 9))))
    assert "Busy :crit, active, s_a, 2026-03-02, 2026-03-02" in drawn
    assert "Go or no-go :milestone, s_b, 2026-03-03, 1d" in drawn


def test_days_off_are_shaded_and_named() -> None:
    one = task("a", "One", "P")
    drawn = gantt(schedule(slot(one, MONDAY, at(10, 17)), calendar=Calendar(off=(FREEZE,))))
    assert "    excludes weekends, 2026-03-05, 2026-03-06\n" in drawn
    assert drawn.endswith("    section Days off\n    Stock-taking#58; freeze :done, off_1, 2026-03-05, 2026-03-06\n")


def test_days_off_outside_the_work_are_left_out() -> None:
    far = Window(date(2027, 1, 1), date(2027, 1, 1), "New Year")
    drawn = gantt(schedule(slot(task("a", "One", "P"), MONDAY, at(2, 17)), calendar=Calendar(off=(far,))))
    assert "New Year" not in drawn
    assert "2027" not in drawn


def test_another_working_week() -> None:
    drawn = gantt(
        schedule(slot(task("a", "One", "P"), MONDAY, at(2, 17)), calendar=Calendar(frozenset({0, 1, 2, 3, 6})))
    )
    assert "    excludes friday, saturday\n" in drawn


def test_the_deadline_is_a_milestone_and_critical_when_missed() -> None:
    met = schedule(slot(task("a", "One", "P"), MONDAY, at(2, 17)), deadline=date(2026, 3, 12))
    assert gantt(met).endswith("    section Deadline\n    Deadline :milestone, deadline, 2026-03-12, 1d\n")
    assert "Deadline :crit, milestone, deadline, 2026-03-12, 1d" in gantt(replace(met, late=2))


def test_what_ends_at_midnight_ended_the_day_before() -> None:
    wait = replace(task("a", "Review", "P"), wait=True)
    drawn = gantt(schedule(slot(wait, MONDAY, datetime(2026, 3, 17))))
    assert "Review :s_a, 2026-03-02, 2026-03-16" in drawn


def test_nothing_to_draw_is_still_a_chart() -> None:
    assert gantt(schedule()).startswith("gantt\n    title Winter")
