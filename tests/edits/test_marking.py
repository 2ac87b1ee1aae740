"""Marks in every state: the step's own lines and the lines that follow from them."""

from __future__ import annotations

from functools import partial

import pytest

from tests.edits.check import check_edit, check_nothing, check_refused, done, plan_of, to


@pytest.mark.parametrize(
    ("status", "note", "line"),
    [
        ("done", None, "- [x] Pour the floor"),
        ("in_progress", None, "- [ ] **IN PROGRESS** Pour the floor"),
        ("skipped", "the slab is enough", "- [ ] ~~Pour the floor~~ → skipped: the slab is enough"),
        ("blocked", "rain", "- [ ] **BLOCKED** Pour the floor\n  - Blocked: rain (since 2026-11-21)"),
    ],
)
def test_a_plain_box_in_each_state_and_back(status: str, note: str | None, line: str) -> None:
    before = "# Execution Plan: House\n\n## Steps\n\n- [ ] Pour the floor\n- [ ] Raise the walls\n"
    plan = check_edit(before, to(status, note=note), before.replace("- [ ] Pour the floor", line))
    assert plan.steps[0].status == status
    back = done(plan, to("todo"))
    if status != "blocked":
        assert back.source.text == before
    assert back.steps[0].status == "todo"


@pytest.mark.parametrize(
    ("box", "lead"),
    [
        ("~", ""),
        ("/", ""),
        ("-", ""),
        ("!", ""),
        (">", ""),
        (" ", "🚧 "),
        (" ", "**WIP** "),
        (" ", "(in progress) "),
        (" ", "IN PROGRESS: "),
    ],
)
def test_what_stood_for_another_state_goes(box: str, lead: str) -> None:
    check_edit(
        f"# Plan\n\n## Steps\n\n- [{box}] {lead}Pour the floor\n",
        to("done"),
        "# Plan\n\n## Steps\n\n- [x] Pour the floor\n",
    )


@pytest.mark.parametrize("status", ["in_progress", "todo"])
def test_an_odd_box_kind_stays_while_its_state_stays(status: str) -> None:
    plan = plan_of("# Plan\n\n## Steps\n\n- [~] Pour the floor\n")
    if plan.steps[0].status == status:
        assert to(status)(plan).edit.empty
    else:
        assert "- [ ] " in done(plan, to(status)).source.text


def test_a_second_mark_with_the_same_state_writes_nothing() -> None:
    check_nothing("# Plan\n\n## Steps\n\n- [x] Pour the floor\n", to("done"))
    check_nothing(
        "# Plan\n\n## Steps\n\n- [x] Pour the floor\n  - Notes: dry by Monday\n", to("done", note="dry by Monday")
    )
    check_nothing("# Plan\n\n## Steps\n\n- [ ] ~~Pour the floor~~ → skipped: no\n", to("skipped"))


def test_a_new_note_on_the_same_state_is_written() -> None:
    check_edit(
        "# Plan\n\n## Steps\n\n- [x] Pour the floor\n  - Notes: dry by Monday\n",
        to("done", note="two cracks"),
        "# Plan\n\n## Steps\n\n- [x] Pour the floor\n  - Notes: dry by Monday; two cracks\n",
    )


@pytest.mark.parametrize("status", ["blocked", "skipped"])
def test_blocked_and_skipped_need_a_note(status: str) -> None:
    plan = "# Plan\n\n## Steps\n\n- [ ] Pour the floor\n"
    check_refused(plan, to(status), "invalid", "needs a note")
    check_refused(plan, to(status, note="  \n"), "invalid", "needs a note")


def test_refused_requests_say_what_to_do() -> None:
    plan = """\
        # Plan

        ## Steps

        - [ ] Pour the floor
          - [ ] Mix the concrete
          - [x] Set the frame
        - [ ] Raise the walls
        """
    check_refused(plan, to("done"), "refused", "open sub-steps", "Mix the concrete")
    check_refused(plan, to("skipped", note="no"), "refused", "open sub-steps")
    check_refused(plan, to("finished"), "invalid", "unknown status", "in_progress")
    check_refused(plan, to("done", "Paint"), "not_found", "Paint")
    check_refused(plan, to("done", "the"), "ambiguous", "Raise the walls")


def test_a_step_without_box_and_status_is_refused() -> None:
    check_refused(
        "# Plan\n\n## Phase 1: Pour the floor\n\nText.\n\n## Phase 2: Raise the walls\n\nText.\n",
        to("done"), "refused", "without a box",
    )  # fmt: skip


def test_a_heading_copies_the_form_of_its_siblings() -> None:
    check_edit(
        """\
        # Plan

        ### Phase 1: Dig the pit
        - **Status:** complete

        ### Phase 2: Pour the floor
        - **Status:** in_progress

        ### Phase 3: Raise the walls
        - **Status:** pending
        """,
        to("done"),
        """\
        # Plan

        ### Phase 1: Dig the pit
        - **Status:** complete

        ### Phase 2: Pour the floor
        - **Status:** complete

        ### Phase 3: Raise the walls
        - **Status:** pending
        """,
    )


def test_a_table_row_takes_the_words_of_its_column() -> None:
    check_edit(
        """\
        # Plan

        ## Tasks

        | # | Task | Status |
        |---|------|--------|
        | 1 | Dig the pit | ✅ Done |
        | 2 | Pour the floor | Pending |
        """,
        to("done"),
        """\
        # Plan

        ## Tasks

        | # | Task | Status |
        |---|------|--------|
        | 1 | Dig the pit | ✅ Done |
        | 2 | Pour the floor | ✅ Done |
        """,
    )


def test_a_table_row_has_no_room_for_a_reason() -> None:
    check_refused(
        "# Plan\n\n## Tasks\n\n| Task | Status |\n|---|---|\n| Pour the floor | Pending |\n| Paint | Pending |\n",
        to("blocked", note="rain"), "refused", "table row",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("done_line", "open_line", "after"),
    [
        ("- [x] (2026-08-04 06:47Z) Dig", "- [ ] Pour the floor", "- [x] (2026-11-21 06:40Z) Pour the floor"),
        ("- [x] (2026-08-17) Dig", "- [ ] Pour the floor", "- [x] (2026-11-21) Pour the floor"),
        ("- [x] (2026-08-04T06:47Z) Dig", "- [ ] Pour the floor", "- [x] (2026-11-21T06:40Z) Pour the floor"),
        ("- [x] 2026-08-17: Dig", "- [ ] Pour the floor", "- [x] 2026-11-21: Pour the floor"),
        ("- [x] (2026-08-04 15:47+09:00) Dig", "- [ ] Pour the floor", "- [x] (2026-11-21 06:40Z) Pour the floor"),
        ("- [x] (2026-08-04 08:47 CET) Dig", "- [ ] Pour the floor", "- [x] (2026-11-21 06:40 UTC) Pour the floor"),
        ("- [X] Dig", "- [ ] Pour the floor", "- [X] Pour the floor"),
        ("- [x] Dig", "- [ ] (2026-08-01) Pour the floor", "- [x] (2026-11-21) Pour the floor"),
    ],
)
def test_done_is_stamped_as_its_neighbours_are(done_line: str, open_line: str, after: str) -> None:
    before = f"# Make a house\n\n## Progress\n\n{done_line}\n{open_line}\n"
    check_edit(before, to("done"), f"# Make a house\n\n## Progress\n\n{done_line}\n{after}\n")


@pytest.mark.parametrize("marker", ["*", "+", "-  ", "1.", "-\t"])
def test_every_marker_and_gap_stays(marker: str) -> None:
    head = marker if marker[-1].isspace() else f"{marker} "
    check_edit(
        f"# Plan\n\n## Steps\n\n{head}[ ] Pour the floor  \n{head}[ ] Raise\n",
        to("done"),
        f"# Plan\n\n## Steps\n\n{head}[x] Pour the floor  \n{head}[ ] Raise\n",
    )


def test_crlf_no_final_newline_bom_and_trailing_spaces_stay() -> None:
    before = "\ufeff# Plan\r\n\r\n## Steps\r\n\r\n- [ ] Pour the floor\t \r\n- [ ] Raise the walls"
    plan = plan_of(before)
    after = done(plan, to("blocked", note="rain"))
    assert after.source.text == before.replace(
        "- [ ] Pour the floor\t \r\n", "- [ ] **BLOCKED** Pour the floor\t \r\n  - Blocked: rain (since 2026-11-21)\r\n"
    )
    last = done(plan, to("blocked", "Raise the walls", "rain"))
    assert last.source.text.endswith("- [ ] **BLOCKED** Raise the walls\r\n  - Blocked: rain (since 2026-11-21)")


def test_a_plan_inside_one_fence_is_edited_inside() -> None:
    check_edit(
        "```md\n# Make a house\n\n## Progress\n\n- [ ] Pour the floor\n```\n",
        to("done"),
        "```md\n# Make a house\n\n## Progress\n\n- [x] (2026-11-21 06:40Z) Pour the floor\n```\n",
    )


def test_bold_labels_and_their_titles_stay_one_run() -> None:
    body = "# ExecPlan: House\n\n## Progress\n\n- [ ] {}\n- [ ] **Step 2: Raise the walls**\n"
    for status, note, line in (
        ("in_progress", None, "**IN PROGRESS** **Step 1: Pour the floor**"),
        ("skipped", "no", "~~**Step 1: Pour the floor**~~ → skipped: no"),
    ):
        check_edit(body.format("**Step 1: Pour the floor**"), partial(to(status, note=note)), body.format(line))


def test_wrapped_steps_take_their_notes_below_their_last_line() -> None:
    check_edit(
        "# Plan\n\n## Steps\n\n- [ ] Pour the floor\n      and smooth it\n      while it is wet\n- [ ] Raise\n",
        to("blocked", note="rain"),
        "# Plan\n\n## Steps\n\n- [ ] **BLOCKED** Pour the floor\n      and smooth it\n      while it is wet\n"
        "  - Blocked: rain (since 2026-11-21)\n- [ ] Raise\n",
    )


def test_a_step_struck_by_hand_only_gains_the_reason() -> None:
    before = "# Execution Plan: House\n\n## Steps\n\n- [ ] ~~Dig a pool~~\n- [ ] Raise the walls\n"
    after = before.replace("~~Dig a pool~~", "~~Dig a pool~~ → skipped: nobody swims")
    check_edit(before, to("skipped", "Dig a pool", "nobody swims"), after)
    told = done(plan_of(after), to("skipped", "Dig a pool", "and no room"))
    assert "- Notes: and no room" in told.source.text
