"""Risks: a new one like its neighbours, a known one brought up to date, in rows, bullets and titled blocks."""

from __future__ import annotations

from execplan.edits.risks import add_risk
from tests.edits.check import NOW, Call, check_edit, check_nothing, check_refused, done, plan_of


def risk(text: str = "The gate rusts", **more: str) -> Call:
    return lambda plan: add_risk(plan, text, **more, now=NOW)


TABLE = """\
    # Execution Plan: A gate

    ## Steps

    - [ ] Pour the floor

    ## Risks & Mitigations

    | Risk | Impact | Probability | Mitigation Strategy |
    |------|--------|-------------|---------------------|
    | It falls | High | Low | Prop it up |
    """
BLOCKS = """\
    # A gate: Execution Plan

    ## High Risks

    **Risk 1: It falls**
    - Impact: High
    - Status: Watched

    ## Medium Risks

    **Risk 2: It squeaks**
    - Impact: Medium

    ## Launch Criteria

    - [ ] It opens
    """


def test_a_new_row() -> None:
    check_edit(TABLE, risk(impact="Low", mitigation="paint it"), TABLE + "| The gate rusts | Low |  | paint it |\n")


def test_what_has_no_column_goes_where_it_can_be_read_and_stays_there() -> None:
    new = risk(mitigation="paint it", owner="Jon", status="open")
    plan = check_edit(TABLE, new, TABLE + "| The gate rusts |  |  | paint it; Owner: Jon; Status: open |\n")
    plan = done(plan, risk("the gate rusts", owner="Mira"))
    assert plan.source.line(plan.risks[-1].line) == "| The gate rusts |  |  | paint it; Owner: Mira; Status: open |"
    plan = done(plan, risk(plan.risks[-1].id, mitigation="oil it"))
    assert plan.source.line(plan.risks[-1].line) == "| The gate rusts |  |  | oil it; Owner: Mira; Status: open |"
    assert (plan.risks[-1].mitigation, plan.risks[-1].owner, plan.risks[-1].status) == ("oil it", "Mira", "open")


def test_a_table_without_a_column_that_fits_is_not_guessed_at() -> None:
    bare = "# A gate\n\n## Risks\n\n| Risk | Impact |\n|---|---|\n| It falls | High |\n"
    check_refused(bare, risk(owner="Jon"), "refused", "no column for owner", "add a column")
    check_refused(bare, risk("It falls", owner="Jon"), "refused", "no column for owner", "add a column")


def test_rows_of_a_template_make_room() -> None:
    unfilled = TABLE.replace(
        "| It falls | High | Low | Prop it up |",
        "| [Technical risk] | High/Med/Low | High/Med/Low | [How to address] |",
    )
    check_edit(
        unfilled,
        risk(impact="Low"),
        TABLE.replace("| It falls | High | Low | Prop it up |", "| The gate rusts | Low |  |  |"),
    )


def test_an_update_changes_the_given_values_only() -> None:
    check_edit(TABLE, risk("it  falls", probability="Medium"), TABLE.replace("| Low |", "| Medium |"))
    check_nothing(TABLE, risk("It falls", probability="Low", mitigation="Prop it up"))
    check_nothing(TABLE, risk("It falls"))


def test_blocks_are_numbered_through_and_stand_by_their_impact() -> None:
    check_edit(BLOCKS, risk(impact="High (it is iron)", owner="Jon"), BLOCKS.replace(
        "Watched\n", "Watched\n\n    **Risk 3: The gate rusts**\n    - Impact: High (it is iron)\n    - Owner: Jon\n"
    ))  # fmt: skip


def test_a_block_gains_lines_like_its_own() -> None:
    check_edit(
        BLOCKS,
        risk("It squeaks", mitigation="oil it"),
        BLOCKS.replace("Medium\n\n", "Medium\n    - Mitigation: oil it\n\n"),
    )
    check_edit(BLOCKS, risk("It falls", status="Accepted"), BLOCKS.replace("Watched", "Accepted"))


def test_a_plain_bullet_gains_lines_below_it() -> None:
    plan = "# A gate\n\n## Steps\n\n- [ ] Pour\n\n## Risks\n\n1. **It falls.** Mitigation: prop\n   it up.\n2. It squeaks\n"
    after = plan.replace("   it up.\n", "   it up.\n   - Owner: Jon\n")
    assert done(plan_of(plan), lambda one: add_risk(one, one.risks[0].id, owner="Jon", now=NOW)).source.text == after


def test_a_retracted_risk_is_not_brought_back() -> None:
    gone = TABLE.replace("| It falls |", "| ~~It falls~~ → Retracted: it stands |")
    check_refused(gone, risk("It falls"), "refused", "was retracted: it stands")
    check_refused(gone, lambda plan: add_risk(plan, plan.risks[0].id, owner="Jon", now=NOW), "refused", "was retracted")
