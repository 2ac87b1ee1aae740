"""New steps look like the ones beside them: marker, indent, label, number, place."""

from __future__ import annotations

import pytest

from execplan.edits.grow import add
from execplan.plan.drafts import NewStep
from tests.edits.check import NOW, check_edit, check_refused, done, grow, plan_of


@pytest.mark.parametrize(
    ("first", "second", "added"),
    [
        ("- [x] Cut", "- [ ] Nail", "- [ ] Paint"),
        ("* [x] Cut", "* [ ] Nail", "* [ ] Paint"),
        ("+   [x] Cut", "+   [ ] Nail", "+   [ ] Paint"),
        ("-\t[x] Cut", "-\t[ ] Nail", "-\t[ ] Paint"),
        ("1. [x] Cut", "2. [ ] Nail", "3. [ ] Paint"),
        ("1) [x] Cut", "2) [ ] Nail", "3) [ ] Paint"),
        ("- [x] **Step 1**: Cut", "- [ ] **Step 2**: Nail", "- [ ] **Step 3**: Paint"),
        ("- [x] T008 Cut", "- [ ] T009 Nail", "- [ ] T010 Paint"),
        ("- [x] 1.1 Cut", "- [ ] 1.2 Nail", "- [ ] 1.3 Paint"),
        ("- [x] P1-1: Cut", "- [ ] P1-2: Nail", "- [ ] P1-3: Paint"),
        ("- [x] (2026-10-01) Cut", "- [ ] Nail", "- [ ] Paint"),
        ("- [x] Cut\n", "- [ ] Nail\n", "- [ ] Paint\n"),
    ],
)
def test_a_step_takes_its_siblings_form(first: str, second: str, added: str) -> None:
    head = "# Plan\n\n## Steps\n\n"
    before = f"{head}{first}\n{second}\n"
    after = f"{head}{first}\n{second}\n{added}\n".rstrip("\n") + before[len(before.rstrip("\n")) :]
    plan = check_edit(before, grow("Paint"), after)
    assert plan.steps[-1].title == "Paint"


def test_an_ordered_list_is_renumbered_after_the_new_step() -> None:
    check_edit(
        "# Plan\n\n## Steps\n\n1. [x] Cut\n2. [ ] Nail\n3. [ ] Paint\n",
        grow("Sand", "Wipe", after="Cut"),
        "# Plan\n\n## Steps\n\n1. [x] Cut\n2. [ ] Sand\n3. [ ] Wipe\n4. [ ] Nail\n5. [ ] Paint\n",
    )


def test_sub_steps_take_the_indent_of_their_parent_and_siblings() -> None:
    check_edit(
        "# Plan\n\n## Steps\n\n10. [ ] Roof\n11. [ ] Walls\n    * [ ] North\n",
        grow("Beams", parent="Roof"),
        "# Plan\n\n## Steps\n\n10. [ ] Roof\n    - [ ] Beams\n11. [ ] Walls\n    * [ ] North\n",
    )
    check_edit(
        "# Plan\n\n## Steps\n\n10. [ ] Roof\n11. [ ] Walls\n    * [ ] North\n",
        grow("South", parent="Walls"),
        "# Plan\n\n## Steps\n\n10. [ ] Roof\n11. [ ] Walls\n    * [ ] North\n    * [ ] South\n",
    )


def test_a_step_goes_to_the_end_of_its_phase() -> None:
    check_edit(
        "# Plan\n\n## Steps\n\n### Phase 1: Roof\n\n- [ ] Beams\n\n### Phase 2: Walls\n\n- [ ] North\n",
        grow("Slates", phase="Roof"),
        "# Plan\n\n## Steps\n\n### Phase 1: Roof\n\n- [ ] Beams\n- [ ] Slates\n\n### Phase 2: Walls\n\n- [ ] North\n",
    )


def test_steps_as_table_rows_and_as_headings() -> None:
    check_edit(
        "# Plan\n\n## Tasks\n\n| ID | Task | Status |\n|---|---|---|\n| T1 | Cut | Done |\n| T2 | Nail | Pending |\n",
        grow("Paint"),
        "# Plan\n\n## Tasks\n\n| ID | Task | Status |\n|---|---|---|\n| T1 | Cut | Done |\n| T2 | Nail | Pending |\n"
        "| T3 | Paint | Pending |\n",
    )


def test_a_closed_parent_takes_no_sub_steps() -> None:
    check_refused("# Plan\n\n## Steps\n\n- [x] Roof\n- [ ] Walls\n", grow("Beams", parent="Roof"), "refused", "done")


@pytest.mark.parametrize(
    "title", ["Use `x ** 2` here", "Use **oak** here", "Use **oak** in `__init__`", "Weigh 2 * 3*"]
)
def test_details_apart_carry_any_title(title: str) -> None:
    plan = plan_of("# ExecPlan: House\n\n## Plan of Work\n\nNone yet.\n\n## Progress\n\n- [ ] **Step 1**: Dig\n")
    after = done(plan, lambda plan: add(plan, (NewStep(title, verify="it stands"),), now=NOW))
    assert (after.steps[-1].title, after.steps[-1].verification) == (title, "it stands")


LIVING = """\
    # T

    ## Metadata

    - **Status**: Planning

    ## Progress

    - [ ] **Step 1**: Cut
      - Status: ⚪ Not Started
    """


def test_a_new_phase_in_a_plan_without_any() -> None:
    plan = done(plan_of("# T\n\n## Steps\n\n- [ ] Cut\n\n## Notes\n\nx\n"), grow("Tile", phase="Roof"))
    assert plan.source.text == "# T\n\n## Steps\n\n- [ ] Cut\n\n### Phase 1: Roof\n\n- [ ] Tile\n\n## Notes\n\nx\n"
    plan = done(plan_of(LIVING), grow("Tile", phase="Roof"))  # its dialect has phases in a section that it lacks
    assert [(phase.label, phase.title) for phase in plan.phases] == [("Phase 1", "Roof")]
    assert plan.steps[-1].phase == plan.phases[0].id


def test_fields_stay_with_the_step_where_there_is_no_plan_of_work() -> None:
    plan = done(plan_of(LIVING), lambda plan: add(plan, (NewStep("Tile", verify="it is dry"),), now=NOW))
    assert plan.steps[-1].verification == "it is dry"


def test_a_new_phase_after_phases_that_no_section_holds() -> None:
    check_edit(
        "# T\n\n## Phase 1: Ground\n\n- [ ] Dig\n\n## Phase 2: Walls\n\n- [ ] Lay\n\n## Notes\n\nx\n",
        grow("Tile", phase="Roof"),
        "# T\n\n## Phase 1: Ground\n\n- [ ] Dig\n\n## Phase 2: Walls\n\n- [ ] Lay\n\n"
        "## Phase 3: Roof\n\n- [ ] Tile\n\n## Notes\n\nx\n",
    )


def test_a_new_phase_stands_where_the_steps_are() -> None:
    """A box below another heading for steps would make those that are there count no more."""
    plan = done(
        plan_of("# T\n\n## To-do\n\n- [ ] Cut\n\n## Progress\n\n- 2026-11-01: Planned\n"), grow("Tile", phase="Roof")
    )
    assert [(step.title, step.counted) for step in plan.steps] == [("Cut", True), ("Tile", True)]


ROWS = "# T\n\n## Steps\n\n| # | Title | Status |\n|---|---|---|\n| 1 | Cut | Pending |\n"
PHASED = "# T\n\n## Phase 1: Ground\n\n- [ ] Dig\n\n## Phase 2: Walls\n\n- [ ] Lay\n"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (ROWS, {"phase": "Roof"}),
        (PHASED, {"phase": "Walls", "after": "Dig"}),
        (PHASED, {"phase": "Walls", "parent": "Dig"}),
        (PHASED, {"phase": "Roof", "after": "Dig"}),
    ],
)
def test_a_phase_that_cannot_be_is_refused(text: str, named: dict[str, str]) -> None:
    check_refused(text, grow("Tile", **named), "refused", "phase")


def test_the_phase_of_the_sibling_may_be_named() -> None:
    plan = done(plan_of(PHASED), grow("Fill", after="Dig", phase="Ground"))
    assert [step.title for step in plan.steps if step.phase == plan.phases[0].id] == ["Dig", "Fill"]


def test_a_long_title_is_cut_where_a_message_names_it() -> None:
    title = "Build " + "very " * 40 + "high"
    check_refused(
        f"# T\n\n## Steps\n\n- [x] {title}\n", grow("Tile", parent="Build"), "refused", "Build very very", "…' is done"
    )
