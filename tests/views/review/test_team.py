"""The team's checklist: a plan that has it all, and the same plan without one item."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from execplan.plan.reader import read_plan
from execplan.views.review import team
from execplan.views.review.rule import Facts
from tests.views.review.seeing import NOW, found, source

WHOLE = """
# Night trains: Execution Plan

## Goals

Travellers book a berth online before the summer.

## Constraints

- **Timeline**: fourteen weeks
- **Team**: four people

## Scope

### Must Have

- Berths on one line

### Should Have

- Seat maps

### Won't Have

- Restaurant tables

## Phases

### Phase 1: Timetable

- [ ] Import the timetable (in parallel with the fares)
- [ ] Import the fares

## Critical Path

Timetable, booking, payment; a buffer of 15% behind it.

## Team Capacity

| Owner | Allocated |
|-------|-----------|
| Ada   | 100%      |
| Lin   | 80%       |

## Risk Register

| Risk | Impact | Likelihood | Mitigation | Owner | Status |
|------|--------|------------|------------|-------|--------|
| The payment service is late | High | Low | Sell vouchers first | Lin | watched |

## External Dependencies

- The railway's timetable export

## Circuit Breakers

- End of week 6: if no berth can be booked in staging, payment moves to the autumn

## Launch Criteria

- [ ] A berth is booked and paid

## Rollback Plan

The old form stays behind a switch.

## Check-ins

Every Monday, fifteen minutes.
"""


def without(pattern: str, by: str = "") -> str:
    text, count = re.subn(pattern, by, WHOLE, flags=re.DOTALL)
    assert count, pattern
    return text


def test_a_whole_plan() -> None:
    read = read_plan(source(WHOLE))
    assert read.dialect == "team"
    assert [one for rule in team.RULES for one in rule.check(read, Facts(NOW))] == []


def test_a_label_tells_of_the_list_below_it() -> None:
    assert not found(
        "team_no_parallel_work", without(r" \(in parallel with the fares\)", "\n- In parallel to it:\n  - Ask")
    )
    assert found("team_no_parallel_work", without(r" \(in parallel with the fares\)", "\n- In parallel to it:\n"))


@pytest.mark.parametrize(
    ("code", "pattern", "by"),
    [
        ("team_no_criteria", r"- \[ \] A berth is booked and paid", "None yet."),
        ("team_no_constraints", r"## Constraints.*?(?=## Scope)", ""),
        ("team_no_constraints", r"\*\*: (?:fourteen weeks|four people)", "**: —"),
        ("team_no_critical_path", r"Timetable, booking, payment; a buffer of 15% behind it\.", "[The chain of work]"),
        ("team_no_parallel_work", r" \(in parallel with the fares\)", ""),
        ("team_no_external_dependencies", r"## External Dependencies.*?(?=## Circuit)", ""),
        ("team_no_cadence", r"## Check-ins.*", ""),
        ("team_no_rollback", r"The old form stays behind a switch\.", "None yet."),
        ("team_risk_incomplete", r"\| The payment.*?\n", ""),
        ("team_risk_incomplete", r"Sell vouchers first \| Lin", " | "),
        ("team_overallocated", r"80%", "120%"),
        ("team_buffer", r"; a buffer of 15% behind it", ""),
        ("team_buffer", r"15%", "3%"),
        ("team_buffer", r"15%", "40%"),
        ("team_scope_open", r"### Won't Have.*?(?=## Phases)", ""),
        ("team_no_circuit_breaker", r"## Circuit Breakers.*?(?=## Launch)", ""),
        ("team_no_circuit_breaker", r"- End of week 6.*?autumn", "- The end of week 6"),
    ],
)  # fmt: skip
def test_an_item_is_missing(code: str, pattern: str, by: str) -> None:
    text = without(pattern, by)
    assert len(found(code, text)) == 1
    assert {rule.code for rule in team.RULES if found(rule.code, text)} - {code} <= {"team_buffer"}


LAUNCH = "\n## Launch\n\nThe booking opens at once.\n\n- We launch on the first of June\n"


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("team_no_rollout", "- 10% of the customers on Monday"),
        ("team_no_rollout", "- A staged opening, line by line"),
        ("team_no_communication", "- A blog post the day before"),
        ("team_no_communication", "- Stakeholders hear of it on Friday"),
    ],
)
def test_a_launch_is_staged_and_told(code: str, said: str) -> None:
    assert found(code, WHOLE) == []
    assert len(found(code, WHOLE + LAUNCH)) == 1
    assert found(code, WHOLE + LAUNCH + said + "\n") == []


def test_what_a_risk_lacks_is_said() -> None:
    (one,) = found("team_risk_incomplete", without(r"Sell vouchers first \| Lin", " | "))
    assert one.endswith("the risk 'The payment service is late' has no mitigation and no owner")


def test_a_risk_without_mitigation_is_told_once() -> None:
    text = without(r"Sell vouchers first \| Lin", " | ")
    assert found("risk_unmitigated", text) == []


def test_shares_of_a_rollout_are_no_allocation() -> None:
    assert found("team_overallocated", WHOLE + "\n## Rollout\n\n- Week 1: 50%, then 70% of the lines\n") == []


def test_weeks_split_among_too_much() -> None:
    text = WHOLE.replace("| Lin   | 80%       |", "| Lin   | 80%       |\n\n- Week 1-2: timetable (70%), fares (50%)")
    assert [one.split(": ", 1)[1] for one in found("team_overallocated", text)] == ["somebody is allocated to 120 %"]


@pytest.mark.parametrize("rule", team.RULES, ids=lambda rule: rule.code)
def test_only_the_teams_form_is_asked(rule: team.Rule) -> None:
    text = "# ExecPlan: Night trains\n\n## Metadata\n\n## Progress\n\n- [ ] Import the timetable\n"
    assert list(rule.check(read_plan(source(text)), Facts(NOW))) == []
    empty = (Path(__file__).parents[3] / ".agents/template/team.md").read_text(encoding="utf-8")
    assert len(list(rule.check(read_plan(source(empty)), Facts(NOW)))) <= 1
