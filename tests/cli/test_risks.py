"""The risks of a plan on a terminal and as a document: matrix, register, points of decision, goals."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Run, sent

PLAN = """# Night trains: Execution Plan

**Created**: 2026-01-05

## Goals

- Berths by June (board commitment)
- Seat maps (negotiable)

## Steps

- [ ] Import the timetable

## Circuit Breakers

- End of week 2: if no berth can be booked, payment moves to the autumn
- If nobody pays, stop

## Risks

- Payment is late — impact: high; likelihood: 4/5; mitigation: sell vouchers by 2026-02-01; owner: Lin
- Hail — impact: low; likelihood: low
- The line floods — impact: high; likelihood: low; mitigation: pumps; owner: Ada; status: mitigated
- Nobody comes
"""


def write(root: Path, text: str = PLAN) -> None:
    path = root / ".agents" / "trains" / "PLAN.md"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")


def test_a_page_of_eighty_columns(root: Path, run: Run) -> None:
    write(root)
    page = run("risks", "--plan", "trains").stdout
    assert page.splitlines() == [
        "trains · 3 open of 4 risks · 1 overdue · 1 to decide",
        "",
        "impact       low  medium    high       ?  probability",
        "high           ·       ·       1       ·",
        "medium         ·       ·       ·       ·",
        "low            1       ·       ·       ·",
        "?              ·       ·       ·       1",
        "",
        "✗ overdue    high    Payment is late",
        "                     by 2026-02-01 · Lin · sell vouchers by 2026-02-01",
        "○ open       ?       Nobody comes",
        "                     no owner and no mitigation",
        "○ open       low     Hail",
        "                     no owner and no mitigation",
        "✓ mitigated  medium  The line floods",
        "                     Ada · pumps",
        "",
        "Decision points",
        "  ✗ due     2026-01-16  End of week 2: if no berth can be booked, payment moves…",
        "  ○ no day              If nobody pays, stop",
        "",
        "Goals",
        "  ▸ fixed       Berths by June (board commitment)",
        "  ○ negotiable  Seat maps (negotiable)",
    ]


def test_the_day_of_a_decision_is_told_once(root: Path, run: Run) -> None:
    write(root, "# Trains\n\n## Circuit Breakers\n\n- 2026-01-16: if no berth can be booked, stop\n")
    assert "2026-01-16  if no berth can be booked, stop" in run("risks", "--plan", "trains").output


def test_as_a_document(root: Path, run: Run) -> None:
    write(root)
    said = sent(run("risks", "--plan", "trains", "--json"))
    assert (said["schema"], said["plan"], said["start"]) == ("execplan/risks/1", "trains", "2026-01-05")
    first = said["risks"][0]
    assert (first["text"], first["overdue"], first["severity"], first["due"]) == (
        "Payment is late",
        True,
        "high",
        "2026-02-01",
    )
    assert said["matrix"] == [
        {"impact": "high", "probability": "high", "count": 1},
        {"impact": "low", "probability": "low", "count": 1},
        {"impact": "unknown", "probability": "unknown", "count": 1},
    ]
    assert [(one["state"], one.get("when")) for one in said["decision_points"]] == [
        ("due", "2026-01-16"),
        ("undated", None),
    ]
    assert said["decision_points"][0]["otherwise"] == "payment moves to the autumn"
    assert [one["firmness"] for one in said["goals"]] == ["fixed", "negotiable"]


def test_weeks_are_counted_from_another_start(root: Path, run: Run) -> None:
    write(root)
    said = sent(run("risks", "--plan", "trains", "--start", "2036-03-03", "--json"))
    assert (said["start"], said["decision_points"][0]["when"]) == ("2036-03-03", "2036-03-14")
    assert said["decision_points"][0]["state"] == "later"


def test_a_plan_without_any(root: Path, run: Run) -> None:
    write(root, "# Trains\n\n## Steps\n\n- [ ] Lay rails\n")
    assert run("risks", "--plan", "trains").stdout.splitlines() == ["trains · no risks"]


def test_text_of_a_plan_moves_no_cursor(root: Path, run: Run) -> None:
    write(root, PLAN.replace("Hail", "Ha\x1b[31mil").replace("Nobody comes", "Nobody\u202e comes"))
    page = run("risks", "--plan", "trains").stdout
    assert "Hail" in page
    assert not {"\x1b", "\u202e"} & set(page)


def test_a_start_that_is_no_day(root: Path, run: Run) -> None:
    write(root)
    assert run("risks", "--start", "soon").exit_code == 2
