"""The lines that follow from a mark: parents, pointer, bar, Last Updated, the plan's own status."""

from __future__ import annotations

import pytest

from tests.edits.check import check_edit, to


def test_the_last_child_ticks_its_parents_and_reopening_one_opens_them() -> None:
    open_ = """\
        # Plan

        ## Steps

        - [ ] Build the house
          - [ ] Lay the ground
            - [x] Dig the pit
            - [ ] Pour the floor
          - [x] Order the wood
        - [ ] Move in
        """
    closed = """\
        # Plan

        ## Steps

        - [x] Build the house
          - [x] Lay the ground
            - [x] Dig the pit
            - [x] Pour the floor
          - [x] Order the wood
        - [ ] Move in
        """
    check_edit(open_, to("done"), closed)
    check_edit(closed, to("todo"), open_)


def test_the_pointer_moves_on_and_stays_within_its_group() -> None:
    check_edit(
        """\
        # House ExecPlan

        ## Execution Steps

        1. [ ] **IN PROGRESS** Lay the ground
           - [ ] Pour the floor ← CURRENT
           - [ ] Let it dry
        2. [ ] Move in
        """,
        to("done"),
        """\
        # House ExecPlan

        ## Execution Steps

        1. [ ] **IN PROGRESS** Lay the ground
           - [x] Pour the floor
           - [ ] Let it dry ← CURRENT
        2. [ ] Move in
        """,
    )


def test_starting_another_step_takes_the_pointer_along() -> None:
    check_edit(
        "# House ExecPlan\n\n## Execution Steps\n\n1. [ ] Dig the pit ← CURRENT\n2. [ ] Pour the floor\n",
        to("in_progress"),
        "# House ExecPlan\n\n## Execution Steps\n\n1. [ ] Dig the pit\n2. [ ] **IN PROGRESS** Pour the floor ← CURRENT\n",
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("**Overall**: ⚫⚫⚪⚪⚪ 50% (1/2 steps)", "**Overall**: ⚫⚫⚫⚫⚫ 100% (2/2 steps)"),
        ("**Overall**: █████░░░░░ 50%", "**Overall**: ██████████ 100%"),
        ("**Overall**: âš«âš«âšªâšª 50% (1/2 steps)", "**Overall**: âš«âš«âš«âš« 100% (2/2 steps)"),
    ],
)
def test_the_bar_keeps_its_own_glyphs(before: str, after: str) -> None:
    body = "# ExecPlan: House\n\n## Progress\n\n{bar}\n\n- [x] **Step 1**: Dig the pit\n- [{box}] **Step 2**: Pour the floor\n"
    check_edit(body.format(bar=before, box=" "), to("done"), body.format(bar=after, box="x"))


def test_last_updated_follows_in_every_place_and_shape() -> None:
    check_edit(
        """\
        ---
        last_updated: 2026-10-01
        ---

        # ExecPlan: House

        - **Last Updated**: 2026-10-01 09:00 UTC

        ## Progress

        - [ ] **Step 1**: Pour the floor

        ---

        **Plan Status**: 🟡 Active | Last updated: 2026-10-01 09:00 UTC
        """,
        to("in_progress"),
        """\
        ---
        last_updated: 2026-11-21
        ---

        # ExecPlan: House

        - **Last Updated**: 2026-11-21 06:40 UTC

        ## Progress

        - [ ] **Step 1**: **IN PROGRESS** Pour the floor

        ---

        **Plan Status**: 🟡 Active | Last updated: 2026-11-21 06:40 UTC
        """,
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Planning", "In Progress"),
        ("planning", "in_progress"),
        ("⚪ Planning", "🟡 In Progress"),
        ("âšª Planning", "ğŸŸ¡ In Progress"),
        ("Planning | In Progress | Completed | Blocked", "In Progress"),
        ("waits for Ana's word on the budget", "waits for Ana's word on the budget"),
        ("In Progress", "In Progress"),
    ],
)
def test_the_first_step_started_makes_the_plan_in_progress(before: str, after: str) -> None:
    body = "# Execution Plan: House\n\n**Status:** {}\n\n## Steps\n\n- [{}] Pour the floor\n- [ ] Raise the walls\n"
    check_edit(body.format(before, " "), to("done"), body.format(after, "x"))


def test_mojibake_status_lines_stay_in_their_encoding() -> None:
    check_edit(
        """\
        # ExecPlan: House

        ## Progress

        - [x] **Step 1**: Dig the pit
          - Status: âœ… Complete
          - Completed: 2026-10-01 09:00 UTC

        - [ ] **Step 2**: Pour the floor
          - Status: Pending
        """,
        to("in_progress"),
        """\
        # ExecPlan: House

        ## Progress

        - [x] **Step 1**: Dig the pit
          - Status: âœ… Complete
          - Completed: 2026-10-01 09:00 UTC

        - [ ] **Step 2**: Pour the floor
          - Status: ğŸŸ¡ In Progress
          - Started: 2026-11-21 06:40 UTC
        """,
    )
