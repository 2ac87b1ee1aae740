"""What the reader gives to the rule of the current step: pointers, candidates, counts."""

from __future__ import annotations

import pytest

from execplan.plan.choice import first_choice
from execplan.views.current import current_step
from tests.plan.reading import plan_of, raw, step


@pytest.mark.parametrize(
    "arrow",
    ["← CURRENT", "<- current", "<-- CURRENT", "← **CURRENT**", "👈 HERE", "⬅️ YOU ARE HERE", "← 当前", "← ACTUAL"],
)
def test_a_pointer_on_the_item(arrow: str) -> None:
    plan = raw(f"# T\n\n## Steps\n\n- [ ] a\n- [ ] b {arrow}\n")
    assert [one.pointed for one in plan.steps] == [False, True]
    assert plan.steps[1].title == "b"
    assert first_choice(plan) == plan.steps[1]


def test_a_pointer_on_a_closed_step_points_at_nothing() -> None:
    plan = raw("# T\n\n## Steps\n\n- [x] a ← CURRENT\n- [ ] b\n")
    assert not any(one.pointed for one in plan.steps)
    assert first_choice(plan) == plan.steps[1]


@pytest.mark.parametrize("text", ["Phase 2", "Phase 2: Walls", "**Phase 2** - Walls", "> Walls are next", "`Phase 2`"])
def test_a_current_phase_section(text: str) -> None:
    plan = raw(
        f"# T\n\n## Current Phase\n\n{text}\n\n## Phases\n\n### Phase 1: Ground\n\n- [ ] Dig\n\n### Phase 2: Walls\n\n"
        "- [x] Bricks\n- [ ] Mortar\n"
    )
    assert step(plan, "Mortar").pointed
    assert not step(plan, "Dig").pointed


def test_an_immediate_next_action_names_a_step() -> None:
    plan = raw(
        "# T\n\n## Immediate Next Action\n\nPour concrete, then wait.\n\n## Steps\n\n- [ ] Dig\n- [ ] Pour concrete\n"
    )
    assert [one.pointed for one in plan.steps] == [False, True]


def test_a_current_section_that_names_nothing_points_at_nothing() -> None:
    plan = raw("# T\n\n## Current Phase\n\nTBD\n\n## Steps\n\n- [ ] Dig\n")
    assert not plan.steps[0].pointed


def test_the_deepest_in_progress_step() -> None:
    plan = raw(
        "# T\n\n## Steps\n\n1. [ ] a\n2. [ ] **IN PROGRESS** b\n   - [x] b1\n   - [ ] **IN PROGRESS** b2\n   - [ ] b3\n"
    )
    assert first_choice(plan) == step(plan, "b2")


def test_a_stale_open_box_is_still_the_first_ready_one() -> None:
    plan = raw("# T\n\n## Steps\n\n- [x] a\n- [ ] b\n- [x] c\n- [ ] d\n")
    assert first_choice(plan) == plan.steps[1]


def test_skipped_blocked_and_waiting_steps_are_passed_over() -> None:
    plan = plan_of("""
        # T

        ## Steps

        - [ ] ~~a~~ → skipped: no
        - [ ] **BLOCKED** b
        - [ ] c
          - Depends on: d
        - [ ] d
        """)
    assert first_choice(plan) == step(plan, "d")


@pytest.mark.parametrize(
    "title", ["[Task Title]", "Execution Plan: [Title]", "{name} ExecPlan", "ExecPlan: [Feature/Task Name]"]
)
def test_a_template_has_no_current_step(title: str) -> None:
    plan = raw(f"# {title}\n\n## Steps\n\n- [ ] a\n")
    assert plan.is_template
    assert first_choice(plan) is None


@pytest.mark.parametrize("title", ["[Draft] Rename the service", "Move to {id} routes", "Fix arrays [] in JSON"])
def test_a_title_with_brackets_is_no_template(title: str) -> None:
    assert not raw(f"# {title}\n\n## Steps\n\n- [ ] a\n").is_template


def test_a_closed_plan_has_none() -> None:
    assert current_step(raw("# T\n\n**Status:** Completed\n\n## Steps\n\n- [ ] a\n")).reason == "the plan is completed"
