"""What is told of a schedule: verdict, buffer, what is nearly critical, milestones, dates."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from execplan.plan.estimates import DAY
from execplan.schedule.model import Effort
from execplan.views import timetable
from tests.schedules import NINE, schedule, slot, task


def test_states() -> None:
    assert timetable.state(schedule()) == "empty"
    assert timetable.state(schedule(tasks=(task(1, status="done"),))) == "done"
    assert timetable.state(schedule(slot(task(1)))) == "planned"


@pytest.mark.parametrize(("late", "verdict"), [(-3, "met"), (0, "met"), (1, "missed")])
def test_the_verdict(late: int, verdict: str) -> None:
    found = schedule(slot(task(1)), deadline=date(2026, 10, 15), late=late)
    assert timetable.verdict(found) == verdict


def test_no_deadline_and_no_work_have_no_verdict() -> None:
    assert timetable.verdict(schedule(slot(task(1)))) is None
    assert timetable.verdict(schedule(deadline=date(2026, 10, 1), late=14)) is None


@pytest.mark.parametrize(
    ("buffer", "room"),
    [
        (-4.0, "none"), (0.0, "none"), (0.4, "short"), (9.9, "short"), (10.0, "good"), (20.0, "good"), (20.1, "ample"),
        (None, None),
    ],
)  # fmt: skip
def test_the_buffer_rule(buffer: float | None, room: str | None) -> None:
    assert timetable.room(schedule(slot(task(1)), deadline=date(2026, 10, 20), buffer=buffer)) == room


def test_nearly_critical_is_a_tenth_of_the_chain_and_a_day_at_least() -> None:
    long = task(1, effort=Effort(20 * DAY, 20 * DAY, 20 * DAY))
    others = [slot(task(number), slack=slack) for number, slack in ((2, 961), (3, 960), (4, 60))]
    assert [one.task.line for one in timetable.nearly(schedule(slot(long), *others))] == [4, 3]
    short = schedule(slot(task(1)), slot(task(2), slack=DAY), slot(task(3), slack=DAY + 1))
    assert [one.task.line for one in timetable.nearly(short)] == [2]


def test_milestones_are_ends_of_phases_deliverables_and_steps_of_no_length() -> None:
    day = timedelta(days=1)
    found = schedule(
        slot(task(1, phase="Build", deliverable="API"), NINE),
        slot(task(2, phase="Build"), NINE + day),
        slot(task(3, "Launch", phase="Go", effort=Effort(0, 0, 0)), NINE + 2 * day, 0),
    )
    assert [(one.name, one.finish.day) for one in timetable.milestones(found)] == [
        ("API", 15), ("Build", 16), ("Go", 17), ("Launch", 17),
    ]  # fmt: skip


def test_one_stream_is_no_stream() -> None:
    assert timetable.chains(schedule(slot(task(1)))) == ()
    two = (("a",), ("b",))
    assert timetable.chains(schedule(slot(task(1)), streams=two)) == two


def test_moments() -> None:
    midnight = datetime(2026, 10, 16)
    assert timetable.end(midnight, hours=False) == "2026-10-15"
    assert timetable.end(midnight, hours=True) == "2026-10-16T00:00"
    assert timetable.moment(midnight, hours=False) == "2026-10-16"
    assert timetable.fine(schedule(slot(task(1))))
    assert not timetable.fine(schedule(slot(task(1), hours=48)))
