"""What a schedule answers: short whatever the plan, the same facts as text and as structured content."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from execplan.schedule.model import Drop, Load, Schedule, Slot
from execplan.workspace.scheduling import Scheduled
from execplan.workspace.wire.render import text
from execplan.workspace.wire.schedule import ScheduleAnswer, schedule_answer
from execplan.workspace.wire.schedule_document import schedule_document
from execplan.workspace.wire.schemas import schema
from tests.o200k import count
from tests.schedules import NINE, band, forty, ident, schedule, scheduled, slot, task

TITLES = (
    "Rework the settlement reconciliation pipeline for the overseas subsidiaries and auditors",
    "切换到新的缓存并且重新计算所有海外子公司的结算对账",
    "Перенести индекс сверки расчётов зарубежных дочерних компаний",
    "`execplan/workspace/wire/schedule_document.py:ScheduleDocument` (#1234)",
    "X1-Y2-Z3_Q4 % | {} 100 % == != -> +12",
    "x",
)


@pytest.mark.parametrize("title", TITLES)
def test_forty_steps_cost_little(title: str) -> None:
    answer = schedule_answer(forty(title))
    said = text(answer)
    assert count(said) <= 400
    assert count(answer.content()) <= 1.7 * count(said)


@pytest.mark.parametrize("found", [schedule(), schedule(tasks=(task(1, status="done"),)), schedule(slot(task(1)))])
def test_a_small_answer_is_no_larger_than_its_text_by_much(found: Schedule) -> None:
    answer = schedule_answer(scheduled(found))
    assert count(answer.content()) <= 1.7 * count(text(answer))


def test_what_is_worth_most_is_said_first() -> None:
    lines = text(schedule_answer(forty("Rework the pipeline"))).splitlines()
    assert lines[0].endswith(": 40 open steps, 2026-10-15 to 2026-11-03")
    assert lines[1] == "deadline 2026-10-25 MISSED by 9 days (9 working days)"
    assert lines[2] == "buffer -5 %: no buffer"
    assert lines[3].startswith("method: list, at most 8 % from the best; pip install")
    assert lines[4] == "14 steps without estimate: a day each assumed"
    assert [line.partition(":")[0] for line in lines[5:]] == [
        "critical", "slack", "people", "drop (does NOT suffice)", "streams", "milestones", "waits outside", "forecast",
        "pace", "due",
    ]  # fmt: skip


def test_the_rest_of_every_list_is_counted() -> None:
    found = forty()
    answer = schedule_answer(found)
    more = answer.more or {}
    assert len(answer.critical or ()) + more["critical"] == len(found.schedule.critical)
    assert len(answer.people or ()) + more["people"] == len(found.schedule.loads)
    assert len(answer.drop or ()) + more["drop"] == len(found.schedule.drops)
    assert len(answer.due or ()) + more["due"] == len(found.due)
    assert len(answer.outside or ()) + more["outside"] == len(found.schedule.project.outside)
    assert all(f"+{left}" in text(answer) for left in more.values())


def small(**more: Any) -> ScheduleAnswer:
    found = schedule(
        slot(task(1, "Build the API")),
        slot(task(2, "Write the guide"), NINE + timedelta(days=3), slack=120),
        **more,
    )
    return schedule_answer(scheduled(found))


def test_a_deadline_that_is_met() -> None:
    answer = small(deadline=date(2026, 10, 20), hard=False, buffer=12.4)
    assert (answer.late, answer.buffer, answer.room, answer.flexible) == (-2, 12, "good", True)
    assert "deadline 2026-10-20 (flexible) met, 2 days to spare\nbuffer 12 %: within the 10–20 % rule" in text(answer)
    assert "drop" not in text(answer)


def test_a_deadline_that_is_missed_with_nothing_to_leave_out() -> None:
    said = text(small(deadline=date(2026, 10, 17)))
    assert "MISSED by 1 day (1 working day)" in said
    assert "drop: no should-have is left" in said


def test_who_has_too_much_is_flagged() -> None:
    said = text(small(loads=(Load("Ana", 960, 800, 120), Load("Bo", 800, 800, 100))))
    assert "people: Ana 120 % OVER-ALLOCATED, Bo 100 %\n" in said


def test_the_chain_with_ids_titles_and_dates() -> None:
    answer = small()
    assert f"critical: {ident(1)} Build the API 10-15" in text(answer)
    assert f"slack: {ident(2)} +2h" in text(answer)
    assert answer.content()["critical"] == [{"id": ident(1), "title": "Build the API", "finish": "2026-10-15"}]


def test_hours_where_they_matter() -> None:
    answer = schedule_answer(scheduled(schedule(slot(task(1)))))
    assert (answer.start, answer.finish) == ("2026-10-15T09:00", "2026-10-15T17:00")


def test_nothing_to_schedule_is_said() -> None:
    assert text(schedule_answer(scheduled(schedule()))).endswith(": no steps, nothing to schedule")
    done = schedule_answer(scheduled(schedule(tasks=(task(1, status="done"),))))
    assert text(done).endswith(": all steps are done, nothing to schedule")
    assert "finish" not in done.content()


@pytest.mark.parametrize("found", [forty(), scheduled(schedule())])
def test_the_document_obeys_its_schema(found: Scheduled) -> None:
    sent = schedule_document(found).model_dump(mode="json", by_alias=True)
    Draft202012Validator(schema("schedule")).validate(sent)


def test_the_document_leaves_nothing_out() -> None:
    found = forty()
    sent = schedule_document(found).model_dump(mode="json", by_alias=True)
    assert sent["schema"] == "execplan/schedule/1"
    assert len(sent["steps"]) == 40
    assert sent["steps"][7]["line"] == found.schedule.slots[7].task.line + 1
    assert sent["steps"][7]["start"] == "2026-10-17T09:00:00"
    assert sent["terms"]["calendar"]["days"] == [0, 1, 2, 3, 4]
    assert [sent["forecast"][name][:10] for name in ("p50", "p80", "p95")] == ["2026-11-04", "2026-11-10", "2026-11-21"]
    assert (sent["verdict"], sent["late"], sent["room"]) == ("missed", 9, "none")


@pytest.mark.parametrize("seed", range(60))
def test_any_schedule_keeps_to_the_budget(seed: int) -> None:
    answer = schedule_answer(by_chance(Random(seed)))
    said = text(answer)
    assert count(said) <= 400
    assert count(answer.content()) <= 1.7 * count(said)


def by_chance(chance: Random) -> Scheduled:
    """Short titles, where the ids and dates weigh most, and any of what a schedule may tell."""
    slots: list[Slot] = []
    hours = chance.random() < 0.3
    for at in range(chance.randint(1, 40)):
        one = task(
            at,
            chance.choice(("x", "Go", "Build the API", "缓存切换", "Перенести индекс", "a-b_c/d.e:f")),
            phase=chance.choice((None, "A", "Phase B: two")),
            deliverable=chance.choice((None, None, "Report")),
            scope=chance.choice((None, "should")),
        )
        start = NINE + (timedelta(minutes=10 * at) if hours else timedelta(days=at // 3))
        length = 1 if hours else chance.choice((8, 32))
        slots.append(slot(one, start, length, chance.choice((0, 0, 60, 300)), assumed=chance.random() < 0.3))
    people = (f"{chance.choice(('Ana', 'Senior Backend #'))}{at}" for at in range(chance.randint(0, 6)))
    found = schedule(
        *slots,
        deadline=date(2026, 10, chance.randint(16, 31)) if chance.random() < 0.6 else None,
        streams=tuple((one.task.id,) for one in slots),
        loads=tuple(Load(name, 1, 1, chance.randint(10, 150)) for name in people),
        drops=tuple(Drop(one.task, one.finish, "should have") for one in slots if one.task.scope),
        outside=tuple((one.task.id, "the vendor") for one in slots[: chance.randint(0, 4)]),
        order=chance.choice(("stated", "document")),
        gap=chance.choice((0.0, 0.03)),
    )
    days = date(2026, 11, 4), date(2026, 11, 10), date(2026, 11, 21)
    return scheduled(found, forecast=band(*days)) if chance.random() < 0.5 else scheduled(found)
