from __future__ import annotations

from typing import Any

import pytest

from execplan.plan.model import Plan
from execplan.views.current import current_step
from execplan.views.steps import next_step
from tests.views.plans import blocker, phase, plan, step


def current(given: Plan) -> str | None:
    found = current_step(given)
    assert (found.step is None) != (found.reason is None)
    return found.step.id if found.step else None


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        pytest.param([step("a", "done"), step("b"), step("c")], "b", id="first open"),
        pytest.param([step("a"), step("b", "in_progress"), step("c", "in_progress")], "b", id="first in progress"),
        pytest.param([step("a"), step("b", pointed=True), step("c", "in_progress")], "b", id="pointer first"),
        pytest.param([step("a"), step("b", "done", pointed=True)], "a", id="pointer at a closed step"),
        pytest.param([step("a"), step("b", "blocked", pointed=True)], "a", id="pointer at a blocked step"),
        pytest.param([step("a", pointed=True), step("b", parent="a")], "b", id="pointer at a parent"),
        pytest.param([step("a", "blocked"), step("b")], "b", id="blocked is passed over"),
        pytest.param([step("a", "skipped"), step("b")], "b", id="skipped is passed over"),
        pytest.param([step("a", candidate=False), step("b")], "b", id="no candidate"),
        pytest.param([step("a", counted=False), step("b")], "b", id="not counted"),
        pytest.param([step("a", depends_on=("b",)), step("b")], "b", id="waits for a later one"),
        pytest.param(
            [step("a", depends_on=("#751", "other.md")), step("b")], "a", id="external references hold nothing"
        ),
        pytest.param([step("a", depends_on=("a",))], "a", id="itself holds nothing"),
        pytest.param(
            [step("a", depends_on=("b",)), step("b", counted=False)], "a", id="what nobody ticks holds nothing"
        ),
        pytest.param([step("a", depends_on=("b",)), step("b", "skipped")], "a", id="skipped is closed"),
        pytest.param([step("a"), step("b", parent="a"), step("c", parent="b")], "c", id="never a parent"),
    ],
)
def test_current_step(steps: list[Any], expected: str) -> None:
    assert current(plan(*steps)) == expected


def test_parent_in_progress_stands_for_its_first_open_leaf() -> None:
    steps = [step("a"), step("b", "in_progress"), step("c", "done", parent="b"), step("d", parent="b")]
    assert current(plan(*steps)) == "d"


def test_leaf_in_progress_comes_before_a_parent_in_progress() -> None:
    steps = [step("a", "in_progress"), step("b", parent="a"), step("c", "in_progress")]
    assert current(plan(*steps)) == "c"


def test_dependencies_are_inherited_from_phase_and_parent() -> None:
    steps = [step("a", phase="p2"), step("b", phase="p1"), step("c", phase="p1")]
    assert current(plan(*steps, phases=(phase("p2", depends_on=("p1",)), phase("p1")))) == "b"
    steps = [step("a", depends_on=("c",)), step("b", parent="a"), step("c")]
    assert current(plan(*steps)) == "c"


def test_closed_phase_holds_nothing_up() -> None:
    steps = [step("a", phase="p2"), step("b", phase="p1")]
    assert current(plan(*steps, phases=(phase("p2", depends_on=("p1",)), phase("p1", "done")))) == "a"


def test_blocker_on_a_step_or_above_it_blocks() -> None:
    assert current(plan(step("a"), step("b"), blockers=(blocker("x", "a"),))) == "b"
    assert current(plan(step("a"), step("b", parent="a"), step("c"), blockers=(blocker("x", "a"),))) == "c"
    assert current(plan(step("a"), step("b"), blockers=(blocker("x", "a", resolved=True),))) == "a"


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (plan(), "the plan has no steps"),
        (plan(step("a"), status="completed"), "the plan is completed"),
        (plan(step("a"), status="abandoned"), "the plan is abandoned"),
        (plan(*(step(f"s{n}", "done") for n in range(8))), "all 8 steps are done: finish the plan"),
        (plan(step("a", "done")), "the only step is done: finish the plan"),
        (
            plan(step("a", "done"), step("b", "done"), step("c", "skipped")),
            "all 2 steps are done (1 skipped): finish the plan",
        ),
        (plan(step("a", "skipped")), "the only step is skipped: finish the plan"),
        (
            plan(step("a", "blocked", label="5"), blockers=(blocker("x", "a"),)),
            "all open steps wait: 5 blocked by text of x",
        ),
        (plan(step("a", "blocked")), "all open steps wait: 'title of a' blocked"),
        (
            plan(step("a", "blocked", label="1"), step("b", label="2", depends_on=("a",))),
            "all open steps wait: 1 blocked; 2 waits for 1",
        ),
        (
            plan(*(step(f"s{n}", "blocked", label=str(n)) for n in range(5))),
            "all open steps wait: 0 blocked; 1 blocked; 2 blocked; +2 more",
        ),
        (
            plan(step("a", "done"), step("b", candidate=False)),
            "no step is left to take up: 1 open under closed headings or as options",
        ),
    ],
)
def test_no_current_step_says_why(given: Plan, reason: str) -> None:
    assert current_step(given).step is None
    assert current_step(given).reason == reason


def test_cycle_is_a_reason_not_a_hang() -> None:
    found = current_step(plan(step("a", label="1", depends_on=("b",)), step("b", label="2", depends_on=("a",))))
    assert found.reason == "all open steps wait: 1 waits for 2; 2 waits for 1"
    step_of_itself = plan(step("a", parent="b"), step("b", parent="a"))
    assert current_step(step_of_itself).step is None


def test_next_step_is_what_closing_this_one_opens() -> None:
    given = plan(step("a", "in_progress"), step("b", depends_on=("a",)), step("c"))
    assert (following := next_step(given, given.step("a")))
    assert following.id == "b"
    parents = plan(step("a"), step("b", parent="a"), step("c", depends_on=("a",)))
    assert (following := next_step(parents, parents.step("b")))
    assert following.id == "c"
    assert next_step(plan(step("a")), step("a")) is None
