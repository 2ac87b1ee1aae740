"""What was taken back is read with its reason, is marked as such, and counts as nothing that is open."""

from __future__ import annotations

import pytest

from execplan.plan import marks, outcomes
from execplan.plan.errors import PlanError
from execplan.plan.model import Plan
from execplan.plan.reader import read_plan
from execplan.plan.references import find_criterion, find_question, find_record
from execplan.text.source import Source

PLAN = """\
# Execution Plan: A gate

## Steps

- [ ] Pour the floor
  - Blocked: ~~no cement (since 2026-11-01)~~ → Retracted: it was there

## Blockers

- ~~No key~~ → Retracted: it hangs on the nail

## Decision Log

- ~~Decision: Use iron~~ -> retracted: it was wood
- Decision: Use wood

## Open Questions

- [ ] ~~Which port?~~ → **BLOCKER** → Retracted
- [x] ~~Who?~~ → Resolved: Jon → Retracted: nobody asked
- [ ] Which port? Or two?

## Success Criteria

- [x] ~~It flies~~ → Retracted: gates do not

## Notes

- [ ] buy cake
"""


@pytest.fixture
def plan() -> Plan:
    return read_plan(Source.of(PLAN))


def test_reasons(plan: Plan) -> None:
    assert [(one.title, one.retracted) for one in plan.decisions] == [("Use iron", "it was wood"), ("Use wood", None)]
    assert [(one.text, one.retracted, one.resolved, one.answer) for one in plan.questions] == [
        ("Which port?", "", True, None),
        ("Who?", "nobody asked", True, "Jon"),
        ("Which port? Or two?", None, False, None),
    ]
    assert [(one.text, one.met, one.retracted) for one in plan.criteria] == [("It flies", True, "gates do not")]


def test_no_blocker_is_open(plan: Plan) -> None:
    assert [(one.text, one.resolved, one.retracted) for one in plan.blockers] == [
        ("no cement", True, "it was there"),
        ("No key", True, "it hangs on the nail"),
        ("Which port?", True, ""),
    ]
    assert plan.steps[0].status == "todo"


def test_an_id_survives_its_retraction(plan: Plan) -> None:
    before = read_plan(
        Source.of(PLAN.replace("~~Decision: Use iron~~ -> retracted: it was wood", "Decision: Use iron"))
    )
    assert before.decisions[0].id == plan.decisions[0].id


def test_a_retraction_stands_behind_any_other_outcome() -> None:
    assert outcomes.retraction("~~a~~ → Resolved: b → Retracted: c") == ("~~a~~ → Resolved: b", "c")
    assert outcomes.retraction("a") == ("a", None)
    assert outcomes.unretracted("~~a~~ → Retracted: c") == "a"
    assert marks.read("~~a~~ → **BLOCKER** → Retracted: c").title == "a"


def test_references(plan: Plan) -> None:
    assert find_question(plan, "Which port").text == "Which port? Or two?"
    assert find_question(plan, "Which port?").retracted == ""
    assert find_record(plan, "Use")[1].id == plan.decisions[1].id
    assert find_criterion(plan, "cake").text == "buy cake"
    with pytest.raises(PlanError, match="is a step"):
        find_record(plan, "Pour")
    with pytest.raises(PlanError, match="this plan has no criteria"):
        find_criterion(read_plan(Source.of("# A gate\n")), "x")
