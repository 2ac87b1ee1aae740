"""What a list says of a plan."""

from __future__ import annotations

from execplan.plan.reader import read_plan
from execplan.text.source import Source
from execplan.views.summary import summary_of

TEXT = """# Plan: Move the cache

- **Status**: In Progress
- **Last Updated**: 2026-10-02

## Progress

- [x] **Step 1**: Measure
- [ ] **Step 2**: Move
  - Blocked: no key (since 2026-10-01)
- [ ] **Step 3**: Ship

## Blockers

- The vault is down → Resolved: it is up
- The vendor is silent
  - Needs: a call
"""


def test_a_summary_says_what_a_row_shows() -> None:
    plan = read_plan(Source.of(TEXT))
    told = summary_of(plan)
    assert (told.title, told.said, told.status, told.done, told.total) == (
        "Move the cache", "in_progress", "in_progress", 1, 3,
    )  # fmt: skip
    assert told.current == (plan.steps[2].id, "Step 3: Ship")
    assert told.changed == "2026-10-02"


def test_open_blockers_come_first_and_name_their_step() -> None:
    plan = read_plan(Source.of(TEXT))
    told = summary_of(plan)
    said = [(one.text, one.resolved, one.step_name) for one in told.obstacles]
    assert said == [
        ("no key", False, "Step 2"),
        ("The vendor is silent", False, None),
        ("The vault is down", True, None),
    ]
    assert told.open_obstacles == told.obstacles[:2]
    assert told.obstacles[1].needs == "a call"
    assert told.obstacles[0].since == "2026-10-01"
