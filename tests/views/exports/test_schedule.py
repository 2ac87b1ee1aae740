"""A schedule as CSV: one row an open step, and nothing a spreadsheet would run."""

from __future__ import annotations

import csv
import io

from execplan.views.exports.schedule import COLUMNS, schedule_table
from tests.schedules import forty, schedule, slot, task


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_one_row_a_step_by_start() -> None:
    found = forty().schedule
    text = schedule_table(found)
    read = rows(text)
    assert [one["id"] for one in read] == [one.task.id for one in found.slots]
    assert tuple(read[0]) == COLUMNS
    assert text.count("\r\n") == text.count("\n") == 41
    assert (read[0]["start"], read[0]["finish"]) == ("2026-10-15T09:00", "2026-10-16T17:00")
    assert (read[0]["critical"], read[0]["assumed"], read[1]["slack_minutes"], read[1]["line"]) == (
        "yes",
        "yes",
        "60",
        "2",
    )


def test_no_cell_is_a_formula() -> None:
    names = ("=1+1", "+1", "-1", "@SUM(A1)", "\u200b=1", '=HYPERLINK("a";"b")')
    found = schedule(
        *(slot(task(at, name, phase=name, people=(name,), deliverable=name)) for at, name in enumerate(names))
    )
    for row in rows(schedule_table(found)):
        assert not any(cell.startswith(("=", "+", "@", "\t", "\r")) for cell in row.values())
        assert all(row[name].startswith("'") for name in ("name", "phase", "people", "deliverable"))


def test_what_is_not_known_is_empty() -> None:
    (row,) = rows(schedule_table(schedule(slot(task(1, effort=None), assumed=True))))
    assert (row["likely_minutes"], row["due"], row["scope"], row["people"]) == ("", "", "", "")
