"""What is told to be due: as long as a plan goes on."""

from __future__ import annotations

from datetime import date

import pytest

from execplan.plan.reader import read_plan
from execplan.text.source import Source
from execplan.views.due import due_lines

PLAN = """\
# Night trains: Execution Plan

- **Status**: In Progress

## Phases

- [ ] Book a berth

## Risk Register

| Risk | Impact | Likelihood | Mitigation | Owner | Status |
|------|--------|------------|------------|-------|--------|
| Payment is late | High | Low | sell vouchers by 2026-02-01 | Lin | Open |

## Circuit Breakers

- 2026-01-16: if no berth can be booked, stop
- Feb 2: go / no-go on seat maps
"""
DAY, START = date(2026, 2, 3), date(2026, 1, 5)


def test_what_is_due_is_told_with_its_day_once() -> None:
    assert due_lines(read_plan(Source.of(PLAN)), DAY, START) == (
        "undecided: 2026-01-16: if no berth can be booked, stop",
        "undecided since 2026-02-02: Feb 2: go / no-go on seat maps",
        "mitigation due since 2026-02-01: Payment is late",
    )


@pytest.mark.parametrize("status", ["Completed", "Abandoned"])
def test_nothing_is_due_of_a_plan_that_is_over(status: str) -> None:
    assert due_lines(read_plan(Source.of(PLAN.replace("In Progress", status))), DAY, START) == ()
