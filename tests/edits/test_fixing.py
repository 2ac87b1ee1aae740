"""Repairs of derived lines, and what is refused to be one."""

from __future__ import annotations

from execplan.edits.change import Change
from execplan.edits.fixing import fix
from execplan.plan.model import Plan
from execplan.text.edit import Replacement
from execplan.text.source import Span
from execplan.views.review.review import review
from execplan.views.review.rule import Facts
from tests.edits.check import NOW, check_edit, check_nothing, check_refused


def repaired(plan: Plan) -> Change:
    found = review(plan, Facts(NOW)).findings
    return fix(plan, [one for finding in found for one in finding.fix], now=NOW)


def over(words: str, text: str):
    def call(plan: Plan) -> Change:
        at = plan.source.text.index(words)
        return fix(plan, [Replacement(Span(at, at + len(words)), text)], now=NOW)

    return call


LIVING = """\
    # ExecPlan: Build the shed

    ## Metadata

    - **Last Updated**: {updated}
    - **Status**: In Progress

    ## Progress

    **Overall**: {bar}

    - [x] **Step 1**: Pour the floor
      - Completed: 2026-11-20 10:00 UTC
    - [ ] **Step 2**: Raise the walls
    - [ ] **Step 3**: Lay the roof
    """


def test_bar_and_last_updated() -> None:
    check_edit(
        LIVING.format(updated="2026-11-19 08:00 UTC", bar="⚫⚫⚫⚫⚫⚫ 100% (4/4 steps)"),
        repaired,
        LIVING.format(updated="2026-11-20 10:00 UTC", bar="⚫⚫⚪⚪⚪⚪ 33% (1/3 steps)"),
    )


def test_last_updated_is_not_made_younger_than_the_work() -> None:
    """Whoever repairs a line has not worked on the plan: an abandoned one stays one."""
    check_edit(
        LIVING.format(updated="2026-11-19 08:00 UTC", bar="⚫⚫⚪⚪⚪⚪ 33% (1/3 steps)"),
        repaired,
        LIVING.format(updated="2026-11-20 10:00 UTC", bar="⚫⚫⚪⚪⚪⚪ 33% (1/3 steps)"),
    )


def test_what_holds_is_left_alone() -> None:
    check_nothing(LIVING.format(updated="2026-11-20 10:00 UTC", bar="⚫⚫⚪⚪⚪⚪ 33% (1/3 steps)"), repaired)


def test_parents_follow_and_the_log_tells_of_it() -> None:
    check_edit(
        """\
        # Shed ExecPlan

        ## Objective

        The tools are dry.

        ## Execution Steps

        1. [ ] Pour the floor
           - [x] Dig
           - [x] Pour
        2. [x] Raise the walls
           - [x] North
           - [ ] South

        ## Progress Log

        ### 2026-11-20 10:00

        - Completed: Pour the floor

        ## Results

        TBD
        """,
        repaired,
        """\
        # Shed ExecPlan

        ## Objective

        The tools are dry.

        ## Execution Steps

        1. [x] Pour the floor
           - [x] Dig
           - [x] Pour
        2. [ ] Raise the walls
           - [x] North
           - [ ] South

        ## Progress Log

        ### 2026-11-20 10:00

        - Completed: Pour the floor

        ### 2026-11-21 06:40

        - Corrected: the box of Pour the floor, the box of Raise the walls

        ## Results

        TBD
        """,
    )


def test_nothing_that_a_person_wrote_is_a_derived_line() -> None:
    before = LIVING.format(updated="2026-11-20 10:00 UTC", bar="⚫⚫⚪⚪⚪⚪ 33% (1/3 steps)")
    check_refused(before, over("Raise the walls", "Raise the roof"), "refused", "line 14 is no derived line")
    check_refused(before, over("2026-11-20 10:00 UTC\n    - **Status".replace("\n    ", "\n"), "soon"), "refused")
    check_refused(before, over("33", "many"), "refused")
    check_refused(before, over("⚫⚫⚪⚪⚪⚪", "done"), "refused")


def test_a_leaf_is_ticked_by_whoever_did_it() -> None:
    def tick(plan: Plan) -> Change:
        box = plan.steps[1].place.box
        assert box
        return fix(plan, [Replacement(box, "x")], now=NOW)

    check_refused(LIVING.format(updated="2026-11-20", bar="none"), tick, "refused", "no derived line")
