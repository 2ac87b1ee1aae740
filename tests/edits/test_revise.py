"""A step in other words, with other fields, in another place."""

from __future__ import annotations

from typing import Any

import pytest

from execplan.edits.revise import edit_step
from tests.edits.check import NOW, Call, check_edit, check_nothing, check_refused, done, plan_of

HOUSE = "# Execution Plan: House\n\n## Steps\n\n- [ ] Pour the floor\n- [ ] Raise the walls\n- [ ] Roof\n"


def edited(step: str = "Pour the floor", **more: Any) -> Call:
    return lambda plan: edit_step(plan, step, **more, now=NOW)


def steps(*lines: str) -> str:
    return "# Plan\n\n## Steps\n\n" + "".join(f"{line}\n" for line in lines)


# --- the title ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- [ ] Pour the floor", "- [ ] Lay it"),
        ("- [x] (2026-11-01 09:00Z) Pour the floor", "- [x] (2026-11-01 09:00Z) Lay it"),
        ("- [ ] **IN PROGRESS** Pour the floor (40%) ← CURRENT", "- [ ] **IN PROGRESS** Lay it (40%) ← CURRENT"),
        ("- [ ] ~~Pour the floor~~ → skipped: no", "- [ ] ~~Lay it~~ → skipped: no"),
        ("- [ ] **Step 3**: Pour the floor", "- [ ] **Step 3**: Lay it"),
        ("- [ ] **Step 3: Pour the floor**", "- [ ] **Step 3: Lay it**"),
        ("- [ ] **Pour the floor**", "- [ ] **Lay it**"),
        ("- [ ] T027 [P] Pour the floor", "- [ ] T027 [P] Lay it"),
        ("3. [~] Pour\n   the floor", "3. [~] Lay it"),
        ("- [ ] Pour the floor\n  - Notes: dry", "- [ ] Lay it\n  - Notes: dry"),
    ],
)
def test_only_the_title_changes(before: str, after: str) -> None:
    plan = done(plan_of(steps(before)), edited(title="Lay it"))
    assert plan.source.text == steps(after)


def test_the_new_title_gives_new_ids_below_it_too() -> None:
    before = plan_of(steps("- [ ] Pour the floor", "  - [ ] Sand", "    - Blocked: rain", "- [ ] Walls"))
    plan = done(before, edited(title="Lay it"))
    assert {one.id for one in before.steps} & {one.id for one in plan.steps} == {before.steps[2].id}
    assert [one.title for one in plan.steps] == ["Lay it", "Sand", "Walls"]
    assert plan.steps[1].parent == plan.steps[0].id
    assert plan.blockers[0].step == plan.steps[1].id


def test_who_depends_on_it_by_title_follows() -> None:
    before = steps(
        "- [ ] Pour the floor",
        "- [ ] Walls",
        "  - Depends on: Pour the floor",
        "- [ ] Roof",
        "  - Depends on: Walls, Pour the floor",
    )
    check_edit_once(before, edited(title="Lay it"), before.replace("Pour the floor", "Lay it"))


def check_edit_once(before: str, call: Call, after: str) -> None:
    assert done(plan_of(before), call).source.text == after


def test_plan_of_work_follows_where_it_said_the_same() -> None:
    before = (
        "# ExecPlan: House\n\n## Plan of Work\n\n**1. Pour the floor**\n- **Verification**: flat\n\n**2. Walls, all four**\n\n"
        "## Progress\n\n- [ ] **Step 1**: Pour the floor\n  - Status: Pending\n\n- [ ] **Step 2**: Walls\n  - Status: Pending\n"
    )
    check_edit_once(before, edited(title="Lay it"), before.replace("Pour the floor", "Lay it"))
    check_edit_once(before, edited("Step 2", title="Fences"), before.replace("Walls", "Fences"))
    alike = before.replace("2. Walls, all four", "2. All walls")
    check_edit_once(
        alike, edited("Step 2", title="Fences"), alike.replace("All walls", "Fences").replace("Walls", "Fences")
    )


def test_a_row_and_a_heading() -> None:
    row = "# Plan\n\n## Steps\n\n| # | Task | Status |\n|---|---|---|\n| 1 | Pour the floor | Done |\n"
    check_edit_once(row, edited(title="Lay | it"), row.replace("Pour the floor", "Lay \\| it"))
    heading = "# Plan\n\n## Steps\n\n### Step 1: Pour the floor\n\n**Status:** done\n\n### Step 2: Walls\n\n**Status:** todo\n"
    check_edit_once(heading, edited(title="Lay it"), heading.replace("Pour the floor", "Lay it"))


def test_the_same_title_and_anothers() -> None:
    check_nothing(HOUSE, edited(title="Pour the floor"))
    check_refused(HOUSE, edited(title="raise  the walls"), "refused", "called")
    check_refused(HOUSE, edited(title="  "), "invalid")


def test_a_placeholder_is_no_file() -> None:
    check_refused(HOUSE, edited(files=("TBD",)), "invalid", "empty list")


# --- fields ---------------------------------------------------------------------------------------


def test_fields_come_change_and_go() -> None:
    full = check_edit(
        HOUSE,
        edited(verify="it is flat", files=("a b.md", "plan.md"), estimate="2 hours", owner="Ada", depends_on=("Roof",)),
        HOUSE.replace(
            "floor\n",
            "floor\n  - Files affected: `a b.md`, `plan.md`\n  - Verification: it is flat\n  - Estimated time: 2 hours\n"
            "  - Owner: Ada\n  - Depends on: Roof\n",
        ),
    )
    text = full.source.text
    check_edit(text, edited(verify="level"), text.replace("it is flat", "level"))
    check_edit(text, edited(verify="", files=(), estimate="", owner="", depends_on=()), HOUSE)
    check_nothing(HOUSE, edited(verify="", files=(), owner=""))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("  - **Owner:** Jon", "  - **Owner:** Ada"),
        ("  - Assignee: Jon", "  - Assignee: Ada"),
        ("  Owner: Jon", "  Owner: Ada"),
        ("  - Owner:", "  - Owner: Ada"),
        ("  - Owner: TBD", "  - Owner: Ada"),
        ("  - Owner: Jon\n  - Owner: Mira", "  - Owner: Ada"),
    ],
)
def test_a_line_changes_in_its_place(before: str, after: str) -> None:
    check_edit(steps("- [ ] Pour the floor", before), edited(owner="Ada"), steps("- [ ] Pour the floor", after))


def test_a_list_below_the_label_is_replaced() -> None:
    check_edit(
        steps("- [ ] Pour the floor", "  - Files:", "    - `a.md`", "    - `b.md`", "  - Owner: Jon"),
        edited(files=("c.md",)),
        steps("- [ ] Pour the floor", "  - Files: `c.md`", "  - Owner: Jon"),
    )


def test_a_new_line_is_called_what_the_neighbours_call_it() -> None:
    check_edit(
        steps("- [x] Dig", "  - **Assignee**: Jon", "- [ ] Pour the floor", "  - **Notes**: dry"),
        edited(owner="Ada"),
        steps(
            "- [x] Dig", "  - **Assignee**: Jon", "- [ ] Pour the floor", "  - **Notes**: dry", "  - **Assignee**: Ada"
        ),
    )


def test_a_row_has_room_only_in_its_columns() -> None:
    row = "# Plan\n\n## Steps\n\n| Task | Owner | Status |\n|---|---|---|\n| Pour the floor |  | Done |\n"
    check_edit(row, edited(owner="Ada"), row.replace("|  |", "| Ada |"))
    check_refused(row, edited(verify="flat"), "refused", "no column for Verification")


# --- dependencies ---------------------------------------------------------------------------------


def test_dependencies_that_cannot_be() -> None:
    before = steps(
        "- [ ] Pour the floor", "- [ ] Walls", "  - Depends on: Pour the floor", "- [ ] Roof", "  - Depends on: Walls"
    )
    check_refused(
        before, edited(depends_on=("Roof",)), "refused", "Roof", "Walls", "Pour the floor", "wait for each other"
    )
    check_refused(before, edited(depends_on=("Pour the floor",)), "refused", "itself")
    check_refused(before, edited(depends_on=("Cellar",)), "not_found", "Cellar")
    nested = steps("- [ ] Pour the floor", "  - [ ] Sand", "- [ ] Walls")
    check_refused(nested, edited("Sand", depends_on=("Pour the floor",)), "refused", "a part of")
    check_refused(nested, edited(depends_on=("Sand",)), "refused", "a part of")


def test_dependencies_are_named_as_the_document_does() -> None:
    before = steps("- [ ] T001 Dig", "- [ ] Pour the floor.", "- [ ] Walls")
    check_edit(
        before,
        edited("Walls", depends_on=("T001", "Pour the floor")),
        before + "  - Depends on: T001, Pour the floor\n",
    )


def test_a_title_that_several_steps_have_names_none_of_them() -> None:
    before = "# Plan\n\n## Phase 1: A\n\n- [ ] Test it\n- [ ] Ship\n\n## Phase 2: B\n\n- [ ] Test it\n"
    twin = plan_of(before).steps[0].id
    check_refused(before, edited("Ship", depends_on=(twin,)), "refused", "several steps")


# --- the place ------------------------------------------------------------------------------------


def test_a_step_moves_with_all_its_lines() -> None:
    before = steps("- [ ] Pour the floor", "  - Notes: dry", "  - [ ] Sand", "", "- [ ] Walls", "", "- [ ] Roof")
    after = steps("- [ ] Walls", "", "- [ ] Pour the floor", "  - Notes: dry", "  - [ ] Sand", "", "- [ ] Roof")
    check_edit(before, edited(move_after="Walls"), after)
    back = steps("- [ ] Walls", "", "- [ ] Roof", "", "- [ ] Pour the floor", "  - Notes: dry", "  - [ ] Sand")
    check_edit(before, edited(move_after="Roof"), back)


def test_the_last_one_moves_up_also_without_a_final_line_end() -> None:
    before = "# Plan\n\n## Steps\n\n- [ ] Pour the floor\n- [ ] Walls\n- [ ] Roof"
    plan = done(plan_of(before), edited("Roof", move_after="Pour the floor"))
    assert [one.title for one in plan.steps] == ["Pour the floor", "Roof", "Walls"]


def test_numbers_stand_for_places() -> None:
    before = steps("1. [ ] Pour the floor", "2. [ ] Walls", "3. [ ] Roof", "   - Depends on: 2")
    after = steps("1. [ ] Walls", "2. [ ] Pour the floor", "3. [ ] Roof", "   - Depends on: 1")
    check_edit(before, edited(move_after="Walls"), after)


def test_moving_and_rewording_at_once() -> None:
    plan = done(plan_of(HOUSE), edited(title="Lay it", owner="Ada", move_after="Roof"))
    assert plan.source.text == HOUSE.replace("- [ ] Pour the floor\n", "") + "- [ ] Lay it\n  - Owner: Ada\n"


def test_what_does_not_stand_in_one_list() -> None:
    nested = steps("- [ ] Pour the floor", "  - [ ] Sand", "- [ ] Walls")
    check_refused(nested, edited("Sand", move_after="Walls"), "refused", "one list")
    check_refused(HOUSE, edited(move_after="Pour the floor"), "refused", "itself")
    phases = "# Plan\n\n## Phase 1: A\n\n- [ ] Pour the floor\n\n## Phase 2: B\n\n- [ ] Walls\n"
    check_refused(phases, edited(move_after="Walls"), "refused", "one list")
    headings = "# Plan\n\n## Steps\n\n### Step 1: Dig\n\n**Status:** done\n\n### Step 2: Walls\n\n**Status:** todo\n"
    check_refused(headings, edited("Dig", move_after="Walls"), "refused", "heading")


def test_nothing_asked_is_nothing_done() -> None:
    check_nothing(HOUSE, edited())
    check_nothing(HOUSE, edited("Raise the walls", move_after="Pour the floor"))
