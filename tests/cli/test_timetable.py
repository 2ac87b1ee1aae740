"""A schedule on a screen of 80 columns: words and glyphs, never colour alone; no control of a plan's reaches the terminal."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from execplan.cli.terminal import Terminal, width
from execplan.cli.timetable import page
from execplan.schedule.model import Drop, Load
from execplan.workspace.scheduling import Scheduled
from tests.schedules import NINE, forty, ident, schedule, scheduled, slot, task

EIGHTY = Terminal(80, color=False, unicode=True)


def shown(found: Scheduled, terminal: Terminal = EIGHTY) -> str:
    return "\n".join(page(found, terminal))


@pytest.mark.parametrize("columns", [80, 60, 120])
def test_no_line_is_wider_than_the_terminal(columns: int) -> None:
    for title in (
        "Rework the settlement reconciliation pipeline of every subsidiary",
        "重新计算所有海外子公司的结算对账",
    ):
        assert max(map(width, page(forty(title), Terminal(columns, color=False, unicode=True)))) <= columns


def test_the_table_says_what_is_critical_and_who() -> None:
    found = schedule(
        slot(task(1, "Build", people=("Ana", "Bo"))),
        slot(task(2, "Review", wait=True), NINE + timedelta(days=4), slack=300),
        slot(task(3, "Guide", effort=None), NINE + timedelta(days=4), slack=60, assumed=True),
    )
    lines = shown(scheduled(found)).splitlines()
    assert lines[0] == "launch · 3 open steps · 2026-10-15 → 2026-10-19"
    assert lines[1] == "? 1 step without an estimate: a day is assumed for it"
    assert lines[3:7] == [
        "            id     start  finish  slack  step     who",
        f"▸ critical  {ident(1)}  10-15  10-15   0      Build    Ana, Bo",
        f"○           {ident(2)}  10-19  10-19   5h     Review   waits",
        f"○           {ident(3)}  10-19  10-19   1h     ? Guide",
    ]


def test_streams_say_what_comes_of_them() -> None:
    one, two, three = task(1, deliverable="An API"), task(2, deliverable="An API"), task(3)
    streams = ((one.id, two.id), (three.id,))
    lines = shown(scheduled(schedule(slot(one), slot(two), slot(three), streams=streams))).splitlines()
    at = lines.index(f"streams        {one.id} → {two.id} · delivers An API")
    assert lines[at + 1] == f"{'':15}{three.id}"


def test_dates_of_two_years_say_the_year() -> None:
    found = schedule(slot(task(1), hours=24 * 100))
    assert "2026-10-15  2027-01-23" in shown(scheduled(found))


def test_a_missed_deadline_and_what_to_leave_out() -> None:
    one = task(2, "Dark mode", scope="should")
    found = schedule(
        slot(task(1)), slot(one, NINE + timedelta(days=4)), deadline=date(2026, 10, 16),
        drops=(Drop(one, NINE, "should have"),), enough=True,
    )  # fmt: skip
    said = shown(scheduled(found))
    assert "✗ deadline 2026-10-16 missed by 3 days (3 working days)" in said
    assert (
        f"leave out      {ident(2)}  then 10-15  Dark mode  should have\n               ✓ then the deadline is met"
        in said
    )
    assert "buffer         ✗ none left" in said
    none = schedule(slot(task(1), hours=72), deadline=date(2026, 10, 16))
    assert "leave out      nothing can be: no open step is a should-have" in shown(scheduled(none))


def test_what_was_agreed_to_be_left_out_is_told_though_there_is_time() -> None:
    one = task(2, name="Dark mode")
    cut = (Drop(one, NINE, "agreed: the parser takes longer than it may"),)
    said = shown(scheduled(schedule(slot(task(1)), slot(one), deadline=date(2026, 12, 1), drops=cut, enough=True)))
    (told,) = [line for line in said.splitlines() if line.startswith("agreed cuts")]
    assert told.startswith(f"agreed cuts    {ident(2)}  then 10-15")
    assert "Dark mode  agreed: the parser" in told
    assert "the deadline is met" not in said


def test_leaving_out_that_is_not_enough_or_gains_nothing() -> None:
    one = task(2, name="Dark mode")
    slots = slot(task(1)), slot(one, NINE + timedelta(days=4))
    some = schedule(*slots, deadline=date(2026, 10, 9), drops=(Drop(one, NINE, "should have"),), enough=False)
    assert "  ✗ not enough: the date, the goals or the team have to change" in shown(scheduled(some))
    none = schedule(
        *slots, deadline=date(2026, 10, 9), drops=(Drop(one, slots[1].finish, "should have"),), enough=False
    )
    assert "  ✗ no gain: the date, the goals or the team have to change" in shown(scheduled(none))


def test_a_deadline_that_is_met_and_flexible() -> None:
    found = schedule(slot(task(1)), deadline=date(2026, 10, 20), hard=False, buffer=5.0)
    said = shown(scheduled(found))
    assert "✓ deadline 2026-10-20 (flexible) met, 5 days to spare" in said
    assert "buffer         ✗ 5 % below the 10–20 % that are wise" in said


def test_over_allocation_is_a_word() -> None:
    loads = (Load("Bo", 480, 960, 50), Load("Ana", 960, 480, 200))
    lines = shown(scheduled(schedule(slot(task(1)), loads=loads))).splitlines()
    at = next(at for at, line in enumerate(lines) if line.startswith("people"))
    assert lines[at : at + 2] == [
        "people         ✗ over-allocated  200 %  Ana  2d of 1d",
        "               ✓                  50 %  Bo   1d of 2d",
    ]


def test_nothing_to_schedule_is_a_sentence() -> None:
    assert shown(scheduled(schedule())) == "○ launch: no steps yet: nothing to schedule"
    done = schedule(tasks=(task(1, status="done"),))
    assert shown(scheduled(done)) == "✓ launch: all steps are done: nothing is left to schedule"


def test_no_estimate_at_all_is_said() -> None:
    found = schedule(*(slot(task(at, effort=None), assumed=True) for at in range(3)))
    assert "? no step has an estimate: a day is assumed for each" in shown(scheduled(found))


def test_nothing_of_a_plan_moves_the_cursor() -> None:
    bad = "\x1b[2J\u202eevil\x07"
    one = task(1, bad, phase=bad, people=(bad,), deliverable=bad, scope="should")
    found = schedule(
        slot(one, hours=72), deadline=date(2026, 10, 16), loads=(Load(bad, 1, 1, 101),), outside=((one.id, bad),),
        odd=(bad,), drops=(Drop(one, NINE, bad),),
    )  # fmt: skip
    said = shown(scheduled(found, due=(bad,)))
    assert "evil" in said
    assert not any(char in said for char in "\x1b\u202e\x07")


def test_ascii_where_the_terminal_has_no_more() -> None:
    assert shown(forty("Build"), Terminal(80, color=False, unicode=False)).isascii()
