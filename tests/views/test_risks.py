# ruff: noqa: E501 (data: a document a row)
"""The register as of a day: levels, standing, what is overdue, in which order."""

from __future__ import annotations

from datetime import date

import pytest

from execplan.plan.reader import read_plan
from execplan.text.source import Source
from execplan.views.risks import Register, register_of

TODAY = date(2026, 5, 20)
HEAD = "| Risk | Impact | Likelihood | Mitigation | Owner | Status | Due |\n|-|-|-|-|-|-|-|\n"


def register(body: str, start: date | None = None) -> Register:
    return register_of(read_plan(Source.of(f"# T\n\n## Steps\n\n- [ ] Pour\n\n{body}\n")), TODAY, start)


def names(found: Register) -> list[str]:
    return [one.risk.text for one in found.entries]


def rows(*lines: str) -> str:
    return "## Risks\n\n" + HEAD + "\n".join(lines)


def test_what_is_overdue_comes_first_then_the_severest_and_what_is_settled_last() -> None:
    found = register(
        rows(
            "| Hail | Low | Low | nets | Ada | open | |",
            "| Flood | H | 4/5 | pumps | Ada | mitigated | 2026-01-01 |",
            "| Fire | critical | 90 % | a hose | Lin | open | |",
            "| Ice | ? | high | salt | Lin | open | |",
            "| Wind | Low | unlikely | anchors | Lin | watched | 2026-05-19 |",
        )
    )
    assert names(found) == ["Wind", "Fire", "Ice", "Hail", "Flood"]
    assert [one.overdue for one in found.entries] == [True, False, False, False, False]
    assert [one.severity for one in found.entries] == ["low", "high", None, "low", "high"]
    assert found.matrix == {("low", "low"): 2, ("high", "high"): 1, (None, "high"): 1}


@pytest.mark.parametrize(
    ("status", "standing"),
    [
        ("Open", "open"), ("⚠️ Monitor", "open"), ("", "open"), ("✅ Mitigated", "mitigated"), ("accepted by Ada", "accepted"),
        ("Closed (2026-02-01)", "closed"), ("resolved", "closed"), ("partly mitigated", "open"), ("not accepted", "open"),
        ("unresolved", "open"), ("to be closed", "open"), ("✅", "closed"), ("✅ watched", "open"),
    ],
)  # fmt: skip
def test_standing(status: str, standing: str) -> None:
    (one,) = register(rows(f"| Flood | H | L | pumps | Ada | {status} | |")).entries
    assert one.standing == standing


@pytest.mark.parametrize(
    ("mitigation", "due", "overdue"),
    [
        ("pumps by 2026-05-19", date(2026, 5, 19), True),
        ("pumps by 2026-05-20", date(2026, 5, 20), False),
        ("pumps (by May 2)", date(2026, 5, 2), True),
        ("pumps (2026-08-01)", date(2026, 8, 1), False),
        ("pumps until the end of week 2", date(2026, 5, 17), True),
        ("pumps like those of 2026-01-01", None, False),
        ("pumps", None, False),
    ],
)
def test_a_day_in_the_mitigation(mitigation: str, due: date | None, overdue: bool) -> None:
    (one,) = register(
        rows(f"| Flood | H | L | {mitigation} | Ada | open | |"), date(2026, 5, 4) if "week" in mitigation else None
    ).entries
    assert (one.due, one.overdue) == (due, overdue)


def test_its_own_date_comes_first() -> None:
    (one,) = register(rows("| Flood | H | L | pumps by 2026-01-01 | Ada | open | 2026-09-01 |")).entries
    assert (one.due, one.overdue) == (date(2026, 9, 1), False)


def test_what_a_risk_lacks() -> None:
    found = register(rows("| Flood | H | L | | | open | |", "| Fire | H | L | hose | | closed | |"))
    assert [one.lacks for one in found.entries] == [("owner", "mitigation"), ()]


def test_what_was_taken_back_is_not_in_it() -> None:
    assert names(register("## Risks\n\n- ~~Flood~~ → Retracted: it is dry\n- Fire")) == ["Fire"]


def test_answers_listed_in_a_phase_are_no_risks() -> None:
    phase = "## Phase 1: Derisking\n\n- [ ] Dig\n\nRisk mitigation:\n\n- If the pumps fail, stop\n\nRisk Watch:\n\n- If it rains, wait"
    assert names(register(f"{phase}\n\n## Known Risks\n\n- Flood")) == ["Flood"]
