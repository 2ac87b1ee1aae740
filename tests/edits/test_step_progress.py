"""Evidence, percentages and split steps: what ``mark`` writes beside a state."""

from __future__ import annotations

from functools import partial

import pytest

from execplan.edits.steps import mark
from execplan.plan.evidence import observed_commit, observed_file
from tests.edits.check import NOW, Call, check_edit, check_nothing, check_refused, done, grow, plan_of, to

HOUSE = "# Execution Plan: House\n\n## Steps\n\n- [ ] Pour the floor\n- [ ] Raise the walls\n"
ROWS = "# Plan\n\n## Steps\n\n| Task | Status |\n|---|---|\n| Pour the floor | Pending |\n| Raise the walls | Done |\n"
SEEN = observed_file("src/floor.py", "9f86d081884c7d65")


def marked(status: str, step: str = "Pour the floor", **more: object) -> Call:
    return lambda plan: mark(plan, step, status, **more, now=NOW)  # type: ignore[arg-type]


def after(text: str, line: str) -> str:
    return text.replace("- [ ] Pour the floor\n", line)


# --- evidence -------------------------------------------------------------------------------------


def test_evidence_stands_below_the_step_and_a_second_piece_beside_it() -> None:
    first = check_edit(
        HOUSE,
        marked("done", evidence="`level` → flat"),
        after(HOUSE, "- [x] Pour the floor\n  - Evidence: `level` → flat\n"),
    )
    text = first.source.text
    second = check_edit(
        text,
        marked("done", evidence=observed_commit("4f1c2ab90d31")),
        text.replace("flat\n", "flat\n  - Evidence: commit `4f1c2ab90d31` (observed)\n"),
    )
    assert second.steps[0].evidence == ("`level` → flat", "commit `4f1c2ab90d31` (observed)")
    check_nothing(second.source.text, marked("done", evidence="`level` → flat"))


def test_a_file_seen_again_takes_the_place_of_what_it_was() -> None:
    text = done(plan_of(HOUSE), marked("done", evidence=SEEN)).source.text
    check_edit(
        text,
        marked("done", evidence=observed_file("src/floor.py", "60303ae22b99")),
        text.replace("9f86d081884c", "60303ae22b99"),
    )


def test_evidence_looks_like_its_neighbours() -> None:
    before = "# Plan\n\n## Steps\n\n- [ ] Pour the floor\n  - **Notes**: dry\n"
    check_edit(
        before,
        marked("done", evidence="seen"),
        "# Plan\n\n## Steps\n\n- [x] Pour the floor\n  - **Notes**: dry\n  - **Evidence**: seen\n",
    )


@pytest.mark.parametrize("empty", ["", " none", " TBD"])
def test_an_empty_line_is_filled(empty: str) -> None:
    before = f"# Plan\n\n## Steps\n\n- [x] Pour the floor\n  - Evidence:{empty}\n"
    check_edit(
        before, marked("done", evidence="seen"), "# Plan\n\n## Steps\n\n- [x] Pour the floor\n  - Evidence: seen\n"
    )


def test_nobodys_word_is_written_as_observed() -> None:
    plan = done(plan_of(HOUSE), marked("done", evidence=SEEN.text))
    assert "\\(sha256" in plan.source.text
    check_nothing(plan.source.text, marked("done", evidence=SEEN.text))


def test_evidence_of_a_blocked_step() -> None:
    plan = check_edit(
        HOUSE,
        marked("blocked", note="rain", evidence="the forecast"),
        after(
            HOUSE,
            "- [ ] **BLOCKED** Pour the floor\n  - Blocked: rain (since 2026-11-21)\n  - Evidence: the forecast\n",
        ),
    )
    assert plan.steps[0].evidence == ("the forecast",)


def test_a_table_row_takes_evidence_only_in_a_column_of_its_own() -> None:
    check_refused(ROWS, marked("done", evidence="seen"), "refused", "no column for evidence")
    before = ROWS.replace("Status |", "Status | Evidence |").replace("---|\n", "---|---|\n")
    before = before.replace("Pending |", "Pending | — |").replace("Done |", "Done | photo |")
    plan = check_edit(before, marked("done", evidence="seen"), before.replace("Pending | — |", "Done | seen |"))
    text = plan.source.text
    more = check_edit(text, marked("done", evidence="twice"), text.replace("seen", "seen; twice"))
    assert more.steps[0].evidence == ("seen", "twice")


# --- percent --------------------------------------------------------------------------------------


def test_percent_comes_changes_and_goes() -> None:
    started = check_edit(
        HOUSE, marked("in_progress", percent=40), after(HOUSE, "- [ ] **IN PROGRESS** Pour the floor (40%)\n")
    )
    assert started.steps[0].percent == 40
    text = started.source.text
    check_nothing(text, marked("in_progress", percent=40))
    check_nothing(text, marked("in_progress"))
    check_edit(text, marked("in_progress", percent=60), text.replace("40%", "60%"))
    check_edit(text, marked("todo"), HOUSE)
    check_edit(text, marked("done"), after(HOUSE, "- [x] Pour the floor\n"))


def test_percent_waits_while_the_step_is_blocked() -> None:
    plan = done(done(plan_of(HOUSE), marked("in_progress", percent=40)), marked("blocked", note="rain"))
    assert (plan.steps[0].status, plan.steps[0].percent) == ("blocked", 40)
    assert done(plan, marked("in_progress")).steps[0].percent == 40


@pytest.mark.parametrize(
    ("value", "line"),
    [("🟡 In Progress", "🟡 In Progress (60%)"), ("🟡 In Progress, 20%", "🟡 In Progress (60%)"), ("wip", "wip (60%)")],
)
def test_percent_in_a_status_line(value: str, line: str) -> None:
    before = f"# Plan\n\n## Steps\n\n- [ ] Pour the floor\n  - Status: {value}\n"
    plan = check_edit(before, marked("in_progress", percent=60), before.replace(value, line))
    assert plan.steps[0].percent == 60


def test_percent_beside_a_state_word_of_the_house() -> None:
    before = "# Plan\n\n## Steps\n\n- [ ] Pour the floor (in progress, 20%)\n"
    check_edit(before, marked("in_progress", percent=60), before.replace("20%", "60%"))


@pytest.mark.parametrize(
    ("status", "percent", "words"),
    [
        ("in_progress", 100, "mark the step done"),
        ("in_progress", -1, "between 0 and 99"),
        ("done", 60, "in progress"),
        ("todo", 0, "in progress"),
    ],
)
def test_percent_that_says_something_else(status: str, percent: int, words: str) -> None:
    check_refused(HOUSE, marked(status, percent=percent), "invalid", words)


def test_a_parent_has_no_percent_of_its_own() -> None:
    before = "# Plan\n\n## Steps\n\n- [ ] Pour the floor\n  - [ ] Sand\n"
    check_refused(before, marked("in_progress", percent=5), "refused", "sub-steps")


# --- done_part ------------------------------------------------------------------------------------


def test_a_done_part_stands_above_the_open_rest() -> None:
    plan = check_edit(
        HOUSE,
        marked("in_progress", done_part="Pour the hall", evidence="a photo"),
        after(HOUSE, "- [x] Pour the hall\n  - Evidence: a photo\n- [ ] **IN PROGRESS** Pour the floor\n"),
    )
    assert plan.step(plan_of(HOUSE).steps[0].id).title == "Pour the floor"
    check_nothing(plan.source.text, marked("in_progress", done_part="Pour the hall", evidence="a photo"))


def test_history_stays_with_the_rest() -> None:
    before = HOUSE.replace("floor\n", "floor\n  - Notes: dry by Monday\n  - Evidence: a photo\n")
    plan = done(plan_of(before), marked("todo", done_part="Pour the hall"))
    rest = plan.steps[1]
    assert (rest.title, rest.notes, rest.evidence) == ("Pour the floor", "dry by Monday", ("a photo",))
    assert (plan.steps[0].evidence, plan.steps[0].status) == ((), "done")


def test_an_ordered_list_counts_on_and_what_names_a_number_follows() -> None:
    before = "# Plan\n\n## Steps\n\n1. [ ] Pour the floor\n2. [ ] Walls\n   - Depends on: 1\n3. [ ] Roof\n   - Depends on: 1, 2\n"
    plan = check_edit(
        before,
        marked("todo", done_part="Pour the hall"),
        "# Plan\n\n## Steps\n\n1. [x] Pour the hall\n2. [ ] Pour the floor\n3. [ ] Walls\n   - Depends on: 2\n"
        "4. [ ] Roof\n   - Depends on: 2, 3\n",
    )
    assert [one.id for one in plan.steps[1:]] == [one.id for one in plan_of(before).steps]


def test_adding_between_numbered_steps_keeps_what_depends_on_them() -> None:
    before = "# Plan\n\n## Steps\n\n1. [ ] Pour the floor\n2. [ ] Walls\n3. [ ] Roof\n   - Depends on: 2\n"
    check_edit(
        before,
        grow("Let it dry", after="Pour the floor"),
        "# Plan\n\n## Steps\n\n1. [ ] Pour the floor\n2. [ ] Let it dry\n3. [ ] Walls\n4. [ ] Roof\n   - Depends on: 3\n",
    )


@pytest.mark.parametrize(
    ("label", "part"),
    [("**Step 3**: ", "**Step 3.1**: "), ("1.2 ", "1.2.1 "), ("Task 4: ", "Task 4.1: "), ("T027 ", "")],
)
def test_a_done_part_is_named_after_its_step(label: str, part: str) -> None:
    before = f"# Plan\n\n## Steps\n\n- [ ] {label}Pour the floor\n"
    check_edit(
        before,
        marked("todo", done_part="Pour the hall"),
        f"# Plan\n\n## Steps\n\n- [x] {part}Pour the hall\n- [ ] {label}Pour the floor\n",
    )


@pytest.mark.parametrize("status", ["done", "skipped", "blocked"])
def test_a_part_needs_an_open_rest(status: str) -> None:
    check_refused(HOUSE, marked(status, note="why", done_part="Pour the hall"), "invalid", "in_progress or todo")


def test_what_cannot_be_split() -> None:
    check_refused(ROWS, marked("todo", done_part="Half"), "refused", "without a box")
    nested = "# Plan\n\n## Steps\n\n- [ ] Pour the floor\n  - [ ] Sand\n"
    check_refused(nested, marked("todo", done_part="Half"), "refused", "sub-steps")


# --- refining a step that was begun -----------------------------------------------------------------


def test_a_refined_step_keeps_its_history_and_hands_on_the_pointer() -> None:
    before = plan_of(HOUSE)
    begun = done(
        before,
        partial(mark, step="Pour the floor", status="in_progress", percent=40, note="dry", evidence=SEEN, now=NOW),
    )
    text = begun.source.text.replace("(40%)", "(40%) ← CURRENT")
    plan = check_edit(
        text,
        grow("Sand", "Cement", parent="Pour the floor"),
        text.replace(" (40%) ← CURRENT", "").replace(
            "observed)\n", "observed)\n  - [ ] Sand ← CURRENT\n  - [ ] Cement\n"
        ),
    )
    parent = plan.steps[0]
    assert (parent.status, parent.notes, parent.evidence) == ("in_progress", "dry", (SEEN.text,))
    assert parent.id == before.steps[0].id
    both = done(done(plan, to("done", "Sand")), to("done", "Cement"))
    assert both.steps[0].status == "done"
