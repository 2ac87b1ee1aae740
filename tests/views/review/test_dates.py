"""Dates in the wrong order, and dates that only seem to be."""

from __future__ import annotations

import pytest

from execplan.views.review.dates import later
from tests.views.review.seeing import fixed, found

PLAN = """
# ExecPlan: Move the mail queue

## Metadata

- **Created**: {created}
- **Last Updated**: {updated}

## Progress

- [x] **Step 1**: Drain the old queue
  - Started: {started}
  - Completed: {completed}
"""


def plan(
    created: str = "2026-05-01",
    updated: str = "2026-05-02 16:30 UTC",
    started: str = "2026-05-02 14:00 UTC",
    completed: str = "2026-05-02 16:00 UTC",
) -> str:
    return PLAN.format(created=created, updated=updated, started=started, completed=completed)


@pytest.mark.parametrize(
    "code", ["last_updated_stale", "completed_before_started", "updated_before_created", "stamp_in_future"]
)
def test_in_order(code: str) -> None:
    assert found(code, plan()) == []


def test_a_step_after_last_updated() -> None:
    text = plan(completed="2026-05-02 16:35 UTC")
    assert found("last_updated_stale", text) == [
        "6: Last Updated is 2026-05-02 16:30 UTC, but Step 1 was completed 2026-05-02 16:35 UTC (line 12)",
    ]
    repaired = fixed("last_updated_stale", text)
    assert "**Last Updated**: 2026-05-02 16:35 UTC" in repaired
    assert found("last_updated_stale", repaired) == []


def test_the_newest_is_named_and_the_rest_counted() -> None:
    text = plan(updated="2026-05-01") + "\n## Decision Log\n\n- (2026-05-03) Keep one queue\n"
    assert found("last_updated_stale", text) == [
        "6: Last Updated is 2026-05-01, but a decision was dated 2026-05-03 (line 16), and 2 more",
    ]


@pytest.mark.parametrize(
    ("updated", "completed"),
    [
        ("2026-05-02", "2026-05-02 23:59"),  # the same day
        ("2026-05-02 16:30 UTC", "2026-05-03 05:00"),  # local time somewhere east
        ("2026-05-02", "2026-05-03 09:00+09:00"),  # midnight there, still the 2nd elsewhere
        ("2026-05-02 16:30 UTC", "2026-05-02 18:30+02:00"),
        ("[YYYY-MM-DD]", "2026-05-02"),
        ("2026-05-02 16:30 UTC", "—"),
    ],
)
def test_nothing_certain_about_last_updated(updated: str, completed: str) -> None:
    assert found("last_updated_stale", plan(updated=updated, completed=completed)) == []


def test_the_date_an_open_step_is_due_is_no_event() -> None:
    text = plan(completed="2026-05-09").replace("[x]", "[ ]").replace("Completed:", "Due: soon\n  - Completed:")
    assert found("last_updated_stale", text) == []


def test_completed_before_started() -> None:
    assert found("completed_before_started", plan(completed="2026-05-02 13:00 UTC")) == [
        "12: Step 1 started 2026-05-02 14:00 UTC, after it was completed 2026-05-02 13:00 UTC",
    ]
    assert found("completed_before_started", plan(completed="2026-05-02")) == []
    assert found("completed_before_started", plan(started="2026-05-02 14:00", completed="2026-05-02 06:00 UTC")) == []


def test_updated_before_created() -> None:
    assert found("updated_before_created", plan(created="2026-05-04", updated="2026-05-03")) == [
        "6: Last Updated 2026-05-03 is before the plan was created, 2026-05-04",
    ]
    assert found("updated_before_created", plan(created="2026-05-03", updated="2026-05-02 22:00 UTC")) == []


def test_in_the_future() -> None:
    assert found("stamp_in_future", plan(completed="2026-06-02 10:00 UTC")) == [
        "12: Step 1 was completed 2026-06-02 10:00 UTC: that is in the future",
    ]
    assert found("stamp_in_future", plan(completed="2026-05-21")) == []  # tomorrow, for some already today


@pytest.mark.parametrize(
    ("left", "right", "certain"),
    [
        ("2026-05-03", "2026-05-02", True),
        ("2026-05-02T10:01:00", "2026-05-02T10:00:00", True),
        ("2026-05-02T10:01:00Z", "2026-05-02T10:00:00Z", True),
        ("2026-05-02T11:01:00+02:00", "2026-05-02T10:00:00Z", False),
        ("2026-05-02T10:01:00", "2026-05-02T10:00:00Z", False),
        ("2026-05-03T01:00:00", "2026-05-02T10:00:00Z", True),
        ("2026-05-02", "2026-05-02T10:00:00Z", False),
        ("2026-05-04", "2026-05-02T10:00:00Z", True),
        ("2026-02-31", "2026-02-01T10:00:00Z", False),
        ("0001-01-01", "0001-01-01T00:00:00Z", False),
        ("9999-12-31", "2026-05-02T10:00:00Z", False),
    ],
)
def test_certainly_later(left: str, right: str, certain: bool) -> None:
    assert later(left, right) is certain
    assert not (certain and later(right, left))
