"""A client's todo list in the steps of a plan."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from execplan.edits.change import Change
from execplan.edits.mirroring import Todo, mirror
from execplan.plan.model import Plan
from tests.edits.check import NOW, Call, check_edit, check_nothing, done, plan_of
from tests.laws.doing import attempt, read
from tests.laws.plans import plans
from tests.laws.texts import entries

PLAN = """\
    # Faster builds

    ## Progress

    - [x] **Step 1**: Measure the build
    - [ ] **Step 2**: Write the index
    - [ ] **Step 3**: Move the callers
    """


def todos(*pairs: tuple[str, Any], adding: bool = True) -> Call:
    def call(plan: Plan) -> Change:
        return mirror(plan, tuple(Todo(text, state) for text, state in pairs), adding=adding, now=NOW)

    return call


def states(text: str, call: Call) -> list[tuple[str, str]]:
    return [(one.title, one.status) for one in done(plan_of(text), call).steps]


def test_steps_that_match_move_forward_in_one_change() -> None:
    check_edit(
        PLAN,
        todos(("measure  the build", "todo"), ("Write the index", "done"), ("Step 3: Move the callers", "in_progress")),
        """\
        # Faster builds

        ## Progress

        - [x] **Step 1**: Measure the build
        - [x] **Step 2**: Write the index
        - [ ] **Step 3**: **IN PROGRESS** Move the callers
        """,
    )


def test_what_matches_none_becomes_a_step_once() -> None:
    call = todos(("Step 2", "in_progress"), ("1. Tell the users", "done"), ("Ship it | now", "todo"))
    after = done(plan_of(PLAN), call)
    assert [(one.label, one.title, one.status) for one in after.steps[1:]] == [
        ("Step 2", "Write the index", "in_progress"),
        ("Step 3", "Move the callers", "todo"),
        ("Step 4", "Tell the users", "done"),
        ("Step 5", "Ship it \\| now", "todo"),
    ]
    assert call(after).edit.empty


def test_without_adding_only_steps_that_are_there() -> None:
    call = todos(("Write the index", "done"), ("Ship it", "done"), adding=False)
    assert states(PLAN, call)[1:] == [("Write the index", "done"), ("Move the callers", "todo")]


@pytest.mark.parametrize("text", ["Measure the build", "Step 1", "**Step 1**: Measure the build"])
@pytest.mark.parametrize("state", ["todo", "in_progress", "done"])
def test_a_done_step_is_never_taken_back(text: str, state: str) -> None:
    check_nothing(PLAN, todos((text, state)))


def test_a_step_in_progress_is_not_taken_back() -> None:
    check_nothing(PLAN.replace("Write the", "**IN PROGRESS** Write the"), todos(("Write the index", "todo")))


def test_blocked_and_skipped_steps_are_left_to_whoever_decides() -> None:
    text = PLAN.replace("Write the index", "**BLOCKED** Write the index").replace(
        "Move the callers", "~~Move the callers~~ → skipped: bought"
    )
    check_nothing(text, todos(("Write the index", "done"), ("Move the callers", "in_progress")))


def test_what_stands_below_a_blocked_step_waits_as_well() -> None:
    text = "# Plan\n\n## Progress\n\n- [ ] House\n  - Blocker: no wood\n  - [ ] Walls\n  - [ ] Roof\n"
    assert plan_of(text).blockers[0].step == plan_of(text).steps[0].id
    check_nothing(text, todos(("Walls", "done")))


def test_a_title_that_several_steps_have_means_none_of_them() -> None:
    text = PLAN.replace("Move the callers", "Write the index")
    check_nothing(text, todos(("Write the index", "done")))
    call = todos(("Step 3: Write the index", "done"))
    assert [status for _, status in states(text, call)] == ["done", "todo", "done"]


def test_a_number_of_the_lists_own_is_no_label() -> None:
    text = "# Plan\n\n## Steps\n\n1. [ ] Cut\n2. [ ] Nail\n"
    call = todos(("1. Nail", "done"), ("2. Paint", "todo"))
    assert states(text, call) == [("Cut", "todo"), ("Nail", "done"), ("Paint", "todo")]


def test_a_title_that_goes_on_is_the_same_step() -> None:
    call = todos(("Step 2: Write the index to disk", "done"))
    assert states(PLAN, call)[1:] == [("Write the index", "done"), ("Move the callers", "todo")]


def test_of_two_todos_with_one_text_the_less_advanced_counts() -> None:
    call = todos(("Write the index", "done"), ("write the index", "in_progress"))
    assert states(PLAN, call)[1] == ("Write the index", "in_progress")


def test_a_parent_follows_its_sub_steps() -> None:
    text = "# Plan\n\n## Progress\n\n- [ ] House\n  - [ ] Walls\n  - [ ] Roof\n"
    check_nothing(text, todos(("House", "done")))
    assert states(text, todos(("Walls", "done"), ("Roof", "done"))) == [
        ("House", "done"), ("Walls", "done"), ("Roof", "done"),
    ]  # fmt: skip


def test_a_criterion_is_no_new_step() -> None:
    check_nothing(PLAN + "\n    ## Success Criteria\n\n    - [ ] It is fast\n", todos(("It is fast", "done")))


@pytest.mark.parametrize("text", ["", "   ", "\u200b", "\ud800", "x" * 9_000])
def test_what_says_nothing_or_too_much_is_left_out(text: str) -> None:
    call = todos((text, "todo"), ("Ship it", "todo"))
    assert states(PLAN, call)[3:] == [("Ship it", "todo")]


def test_a_plan_that_is_over_or_a_template_is_left_alone() -> None:
    check_nothing("# [Title]\n\n## Progress\n\n- [ ] Cut\n", todos(("Cut", "done")))
    check_nothing("# Plan\n\n**Status**: Completed\n\n## Progress\n\n- [ ] Cut\n", todos(("Cut", "done")))


@given(plans, st.lists(st.builds(Todo, entries, st.sampled_from(("todo", "in_progress", "done"))), max_size=4))
def test_mirrored_twice_is_mirrored_once(text: str, listed: list[Todo]) -> None:
    plan = read(text)
    call = todos(*((one.text, one.state) for one in listed))
    after = attempt(lambda: done(plan, call))
    assert isinstance(after, Plan), after
    assert call(after).edit.empty
