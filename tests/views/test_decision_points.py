# ruff: noqa: E501 (data: a document a row)
"""Circuit breakers and go / no-go points: their day, condition and consequence, and whether they are due."""

from __future__ import annotations

from datetime import date

import pytest

from execplan.plan.reader import read_plan
from execplan.text.source import Source
from execplan.views.decision_points import DecisionPoint, decision_points, may_have_any

TODAY = date(2026, 5, 20)
START = date(2026, 5, 4)
"""A Monday: week 2 ends on Friday the 15th, week 3 on the 22nd, week 4 on the 29th."""


def points(body: str, start: date | None = START, today: date = TODAY) -> tuple[DecisionPoint, ...]:
    return decision_points(read_plan(Source.of(f"# Trains\n\n## Steps\n\n- [ ] Lay rails\n\n{body}\n")), today, start)


@pytest.mark.parametrize(
    ("body", "when", "condition", "otherwise"),
    [
        ("Circuit breaker:\n\n- If no rail lies by end of week 2, add 2 weeks", date(2026, 5, 15), "If no rail lies by end of week 2", "add 2 weeks"),
        ("## Circuit Breakers\n\n- End of week 2: if no rail lies, buses run until autumn", date(2026, 5, 15), "if no rail lies", "buses run until autumn"),
        ("## Circuit Breakers\n\nIf costs pass 5 M by 2026-05-18, stop.", date(2026, 5, 18), "If costs pass 5 M by 2026-05-18", "stop"),
        ("- Go/no-go: May 12, if more than 5 faults → delay to week 9", date(2026, 5, 12), "if more than 5 faults", "delay to week 9"),
        ("- Go/no-go decision: End of week 2", date(2026, 5, 15), None, None),
        ("**Go / No-Go**: start of week 3", date(2026, 5, 18), None, None),
        ("- Go/no-go: 15 May", date(2026, 5, 15), None, None),
        ("**Week 2: Rails**\n\nMilestone:\n\n- Go/no-go: If > 5 faults, delay to week 9", date(2026, 5, 15), "If > 5 faults", "delay to week 9"),
        ("**Week 2: Rails**\n\n- Wednesday: Decision - ready for guests?", date(2026, 5, 13), "ready for guests?", None),
        ("### Week 2\n\n- Decision: open the line by Thursday?", date(2026, 5, 14), "open the line by Thursday?", None),
        ("## Decision points\n\n| Date | Condition | If not |\n|-|-|-|\n| 2026-05-19 | 10 km lie | buses |", date(2026, 5, 19), "10 km lie", "buses"),
        ("## Plan B\n\n| When | Decision | Otherwise |\n|-|-|-|\n| Week 2 Tuesday | 10 km lie | buses |", date(2026, 5, 12), "10 km lie", "buses"),
    ],
)  # fmt: skip
def test_a_point_that_is_due(body: str, when: date, condition: str | None, otherwise: str | None) -> None:
    (one,) = points(body)
    assert may_have_any(read_plan(Source.of(body)))
    assert (one.when, one.condition, one.otherwise, one.state) == (when, condition, otherwise, "due")


def test_what_else_is_said_of_a_breaker_belongs_to_it() -> None:
    (one,) = points(
        "Circuit breaker:\n\n- If no rail lies by end of week 2, add 2 weeks\n- Tell the board the same day"
    )
    assert one.otherwise == "add 2 weeks; Tell the board the same day"


def test_in_the_order_of_what_is_due() -> None:
    found = points(
        "## Circuit Breakers\n\n- 2026-09-01: if none, stop\n- If nobody pays, stop\n- 2026-05-27: if none, stop\n"
        "- 2026-05-28: if none, stop\n- 2026-05-20: if none, stop\n- [x] 2026-05-01: if none, stop\n"
    )
    assert [(one.state, one.when and one.when.isoformat()) for one in found] == [
        ("due", "2026-05-20"), ("soon", "2026-05-27"), ("later", "2026-05-28"), ("later", "2026-09-01"),
        ("undated", None), ("decided", "2026-05-01"),
    ]  # fmt: skip


def test_weeks_have_no_day_without_a_start() -> None:
    assert [(one.when, one.state) for one in points("- Go/no-go: End of week 2", start=None)] == [(None, "undated")]


def test_a_week_begins_when_the_plan_does() -> None:
    (one,) = points("- Go/no-go: end of week 2", start=date(2024, 10, 15), today=date(2024, 10, 25))
    assert (one.when, one.state) == (date(2024, 10, 25), "due")


@pytest.mark.parametrize(
    "told",
    [
        "- ✅ Go/no-go: End of week 2",
        "- Go/no-go: End of week 2 → GO",
        "- Go/no-go: End of week 2 (decided 2026-05-15)",
        "- Go/no-go: End of week 2\n\n## Decision Log\n\n- Decision: Go for the second phase.\n  Date/Author: 2026-05-15 / Ada\n- Decision: No-go for week 2.\n  Date/Author: 2026-05-15 / Ada",
        "- Go/no-go: if rails lie at the harbour, open\n\n## Decision Log\n\n- 2026-05-15: The harbour opens, rails lie there",
        "## Circuit breakers\n\n| Date | Condition | If not | Outcome |\n|-|-|-|-|\n| 2026-05-19 | 10 km lie | buses | go |",
    ],
)  # fmt: skip
def test_a_point_that_is_decided(told: str) -> None:
    (one,) = points(told)
    assert one.state == "decided"


def test_a_decision_on_another_matter_decides_nothing() -> None:
    (one,) = points("- Go/no-go: End of week 2\n\n## Decision Log\n\n- 2026-05-15: Paint the engine red")
    assert one.state == "due"


@pytest.mark.parametrize(
    "body",
    [
        "## Decision Log\n\n- Decision: Keep one queue until week 2?\n- Go/no-go: End of week 2",
        "## Phase 1\n\nRisk mitigation:\n\n- If the pumps fail by end of week 1, escalate",
        "## Notes\n\n```\nGo/no-go: End of week 2\n```\n\nDecision: Keep one queue.",
        "## Design\n\n| Date | Condition | Note |\n|-|-|-|\n| 2026-05-19 | dry | none |",
        "## Circuit Breakers\n\nNone yet.",
    ],
)
def test_what_is_no_point_of_decision(body: str) -> None:
    assert points(body) == ()
