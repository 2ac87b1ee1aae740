"""Every case that a naive reader gets wrong, by its own name."""

from __future__ import annotations

import pytest

from execplan.plan.choice import first_choice
from execplan.views.current import current_step
from tests.plan.reading import codes, plan_of, raw, states, status_of, step, title_of, titles


def test_whole_plan_inside_one_md_fence() -> None:
    plan = plan_of("""
        ```md
        # Move the queue to Postgres

        ## Progress

        - [x] (2025-10-01 13:00Z) Schema written.
        - [ ] Worker ported.

        ## Decision Log

        - Decision: One table for all queues.
          Rationale: Fewer migrations.
        ```
        """)
    assert plan.title == "Move the queue to Postgres"
    assert states(plan) == {"Schema written.": "done", "Worker ported.": "todo"}
    assert plan.decisions[0].rationale == "Fewer migrations."
    assert plan.steps[0].line == 5


def test_a_phase_called_validation() -> None:
    plan = plan_of("""
        # T

        ## Phase 3: Build

        - [x] Compile

        ## Phase 4: Validation

        - [ ] Run the long suite

        ## Validation

        - [ ] All suites are green
        """)
    assert titles(plan) == ["Compile", "Run the long suite"]
    assert [one.text for one in plan.criteria] == ["All suites are green"]


def test_a_numbered_group_called_validation() -> None:
    plan = plan_of("""
        # T

        ## 9. Rollout

        - [ ] 9.1 Ship to one region

        ## 10. Validation

        - [ ] 10.1 Watch the error rate
        """)
    assert titles(plan) == ["Ship to one region", "Watch the error rate"]


@pytest.mark.parametrize(
    "label", ["Acceptance criteria:", "**Acceptance criteria**", "**Acceptance:**", "_Done when:_"]
)
def test_acceptance_criteria_inside_a_task(label: str) -> None:
    plan = raw(f"# T\n\n### Task 1: Parser\n\n- [ ] Write it\n- [ ] Wire it\n\n{label}\n\n- [ ] Bad input is refused\n")
    assert titles(plan) == ["Write it", "Wire it"]
    assert [one.text for one in plan.criteria] == ["Bad input is refused"]


def test_acceptance_criteria_as_a_sub_item_of_a_step() -> None:
    plan = plan_of("""
        # T

        ## Tasks

        - [ ] Write the parser
          - Acceptance criteria:
            - [ ] Bad input is refused
        """)
    assert titles(plan) == ["Write the parser"]
    assert [one.text for one in plan.criteria] == ["Bad input is refused"]


def test_boxes_and_headings_inside_fences() -> None:
    plan = plan_of("""
        # T

        ## Steps

        - [ ] Real

          ```md
          ## Steps
          - [ ] Shown, not meant
          ```

        ~~~
        # Not a title
        - [x] Neither
        ~~~
        """)
    assert titles(plan) == ["Real"]
    assert [one.title for one in plan.sections] == ["T", "Steps"]
    assert not plan.other_boxes


def test_inner_fence_closes_the_outer_one_and_the_next_swallows_the_rest() -> None:
    """What CommonMark does to a document fenced with three backquotes that shows code in three backquotes."""
    plan = raw(
        "```md\n# Fenced\n\n## Steps\n\n- [ ] Before the code\n\n```\nmake\n# - [ ] no box\n```\n\n- [ ] After the code\n"
        "\n## Phase 2: Rest\n\n- [ ] At the end\n\n```bash\nls\n```\n```\n"
    )
    assert plan.title == "Fenced"
    assert titles(plan) == ["Before the code", "After the code", "At the end"]


def test_an_example_fence_that_swallows_the_rest_is_only_a_fence() -> None:
    plan = raw("# T\n\n## Steps\n\n- [ ] Seen\n\n```md\n```sh\nls\n```\n\n```\n\n## Steps\n\n- [ ] Swallowed\n")
    assert titles(plan) == ["Seen"]


def test_legend_rows_are_no_steps() -> None:
    plan = plan_of("""
        # T

        Legend:

        - [🔄] In progress
        - [✅] Done
        - [⚠️] Blocked
        - [ ] Not started

        ## Tasks

        - [✅] Draft the form
        - [🔄] Review the form
        - [ ] Send the form
        """)
    assert [one.title for one in plan.steps if one.line > 9] == ["Draft the form", "Review the form", "Send the form"]
    assert [one.status for one in plan.steps if one.line > 9] == ["done", "in_progress", "todo"]
    assert not [one for one in plan.steps if one.title in ("In progress", "Done", "Blocked")]


def test_a_mark_of_two_code_points() -> None:
    assert status_of("- [⚠️] Check the clock") in ("in_progress", "blocked")
    assert title_of("- [⚠️] Check the clock") == "Check the clock"


def test_an_open_box_led_by_a_tick_is_no_candidate() -> None:
    plan = plan_of("""
        # T

        ## Steps

        - [ ] ✅ Looks finished
        - [ ] Really open
        """)
    assert step(plan, "Looks finished").status == "todo"
    assert not step(plan, "Looks finished").candidate
    assert first_choice(plan) == step(plan, "Really open")
    assert "status_contradicts_box" in codes(plan)


def test_an_open_box_in_the_past_tense_with_a_stamp_is_open() -> None:
    plan = plan_of("""
        # T

        ## Progress

        - [ ] (2025-03-04 09:10Z) Removed the old adapter.
        - [x] (2025-03-04 11:00Z) Wrote the new one.
        """)
    assert states(plan) == {"Removed the old adapter.": "todo", "Wrote the new one.": "done"}
    assert plan.steps[0].completed is None
    assert plan.steps[1].completed == "2025-03-04T11:00:00Z"
    assert "stale_open" in codes(plan)


def test_a_ticked_box_that_talks_of_progress_is_done() -> None:
    plan = raw("# T\n\n## Progress\n\n- [x] (2025-03-04) Implementation in progress.\n- [ ] Tests\n")
    assert states(plan) == {"Implementation in progress.": "done", "Tests": "todo"}


def test_a_heading_with_a_tick_that_says_in_progress() -> None:
    plan = plan_of("""
        # T

        ## Phase 1: Ground ✅ (Complete)

        - [x] Dig

        ## Phase 2: Walls ✅ (In Progress)

        - [x] Bricks
        - [ ] Mortar
        """)
    assert [(one.title, one.status) for one in plan.phases] == [("Ground", "done"), ("Walls", "in_progress")]
    assert step(plan, "Mortar").candidate
    assert first_choice(plan) == step(plan, "Mortar")


def test_instructions_and_code_as_unindented_siblings_of_a_step() -> None:
    plan = plan_of("""
        # T

        ### Task 1: Add the table

        - [ ] **Step 1: Write the failing test**

        Put this into the test file:

        ```python
        assert rows() == []  # - [ ] not a box
        ```

        - [ ] **Step 2: Run it**

        Run: `make test`
        Expected: FAIL

        - [ ] **Step 3: Write the code**
        """)
    assert [one.label for one in plan.steps] == ["Step 1", "Step 2", "Step 3"]
    assert titles(plan) == ["Write the failing test", "Run it", "Write the code"]


def test_step_1_again_in_every_phase() -> None:
    plan = plan_of("""
        # T

        ### Task 1: Reader

        - [x] **Step 1: Write the test**
        - [x] **Step 2: Commit**

        ### Task 2: Writer

        - [ ] **Step 1: Write the test**
        - [ ] **Step 2: Commit**
        """)
    assert [one.label for one in plan.steps] == ["Step 1", "Step 2"] * 2
    assert len({one.id for one in plan.steps}) == 4
    assert [one.phase for one in plan.steps] == [plan.phases[0].id] * 2 + [plan.phases[1].id] * 2
    assert first_choice(plan) == plan.steps[2]


def test_a_comment_before_front_matter() -> None:
    plan = plan_of("""
        <!-- kept by hand,
             do not reformat -->
        ---
        title: Rename the service
        status: completed
        steps:
          - [ ] not a box
        ---

        ## Steps

        - [x] Rename
        """)
    assert plan.title == "Rename the service"
    assert plan.status == "completed"
    assert titles(plan) == ["Rename"]


def test_a_second_h1_and_a_stray_front_matter_tail() -> None:
    plan = plan_of("""
        # First title

        ## Steps

        - [x] One

        status: draft
        ---

        # Second title

        ## Steps

        - [ ] Two
        """)
    assert plan.title == "First title"
    assert titles(plan) == ["One", "Two"]
    assert plan.status is None


def test_thirteen_h1_headings_as_sections() -> None:
    names = [
        "Ship the importer", "Purpose", "Progress", "Surprises & Discoveries", "Decision Log", "Outcomes", "Context",
        "Plan of Work", "Concrete Steps", "Validation", "Idempotence", "Artifacts", "Interfaces",
    ]  # fmt: skip
    bodies = {
        "Purpose": "People import files.",
        "Progress": "- [x] Read\n- [ ] Write",
        "Decision Log": "- Decision: Stream it.\n  Rationale: Files are large.",
        "Validation": "- [ ] A file of 2 GB is imported",
    }
    plan = raw("".join(f"# {name}\n\n{bodies.get(name, 'Prose.')}\n\n" for name in names))
    assert plan.title == "Ship the importer"
    assert plan.objective == "People import files."
    assert titles(plan) == ["Read", "Write"]
    assert [one.title for one in plan.decisions] == ["Stream it."]
    assert len(plan.criteria) == 1
    assert len(plan.sections) == 13


def test_a_document_that_starts_at_h3() -> None:
    plan = plan_of("""
        ### Tidy the logs

        #### Steps

        - [ ] Drop debug lines
        """)
    assert plan.title == "Tidy the logs"
    assert titles(plan) == ["Drop debug lines"]


BYTES = "# Título\n\n**Status:** Active\n\n## Steps\n\n- [x] one\n- [ ] two\n"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("\ufeff" + BYTES, id="BOM"),
        pytest.param(BYTES.replace("\n", "\r\n"), id="CRLF"),
        pytest.param("\ufeff" + BYTES.replace("\n", "\r\n"), id="BOM and CRLF"),
        pytest.param(BYTES.replace("\n\n", "\r\n\n"), id="mixed ends"),
        pytest.param(BYTES.rstrip("\n"), id="no final newline"),
        pytest.param(BYTES.replace("\n", "\r"), id="lone CR"),
        pytest.param(BYTES.replace("\n\n", "\n\r\n\r"), id="CR among LF"),
    ],
)
def test_bytes_at_the_edges_change_nothing(text: str) -> None:
    plan = raw(text.encode())
    assert plan.source.encode() == text.encode()
    assert plan.title == "Título"
    assert plan.status == "in_progress"
    assert states(plan) == {"one": "done", "two": "todo"}
    assert [plan.source.slice(one.place.box or one.place.text) for one in plan.steps] == ["x", " "]
    assert [one.id for one in plan.steps] == [one.id for one in raw(BYTES).steps]


def test_a_bom_right_before_a_box() -> None:
    plan = raw("\ufeff- [x] one\n- [ ] two\n")
    assert states(plan) == {"one": "done", "two": "todo"}


def test_nul_and_line_separators_end_no_line() -> None:
    plan = raw("# T\n\n## Steps\n\n- [ ] a\x00b\n- [x] c\u2028- [ ] d\n- [ ] e\u2029f\x85g\n")
    assert [one.status for one in plan.steps] == ["todo", "done", "todo"]
    assert [one.line for one in plan.steps] == [4, 5, 6]


def test_mutually_exclusive_option_boxes() -> None:
    plan = plan_of("""
        # T

        ## Steps

        - [x] Measure
        - [ ] Decide at the gate

        Decision:

        - [ ] GO: proceed to rollout
        - [ ] NO-GO: return to design

        ## Phase 2: Rollout

        - [ ] Option A: all at once
        - [ ] Option B: by region
        - [ ] Watch it
        """)
    assert titles(plan) == ["Measure", "Decide at the gate", "Watch it"]
    assert len(plan.other_boxes) == 4
    assert first_choice(plan) == step(plan, "Decide at the gate")


def test_four_boxes_in_one_paragraph() -> None:
    plan = plan_of("""
        # T

        ## Steps

        [ ] alpha [x] beta [ ] gamma [x] delta

        - [ ] real
        - text before [ ] a box
        """)
    assert titles(plan) == ["real"]
    assert not plan.other_boxes


def test_several_plans_in_one_file() -> None:
    parts = "".join(
        f"### Plan {n}\n\n#### Progress\n\n- [{'x' if n < 3 else ' '}] Part {n}\n\n#### Decision Log\n\n- Decision: D{n}\n\n"
        for n in range(1, 6)
    )
    plan = raw(f"# Roadmap\n\n{parts}")
    assert titles(plan) == [f"Part {n}" for n in range(1, 6)]
    assert [one.title for one in plan.decisions] == [f"D{n}" for n in range(1, 6)]
    assert "several_plans" in codes(plan)
    assert len({one.id for one in (*plan.steps, *plan.decisions)}) == 10


def test_a_box_in_a_table_cell_is_no_box() -> None:
    plan = plan_of("""
        # T

        ## Steps

        | Task | Done |
        |------|------|
        | Sew  | [ ]  |
        | Iron | [x]  |

        - [ ] Fold
        """)
    assert titles(plan) == ["Fold"]
    assert not plan.other_boxes


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("✅ Complete", "done"),
        ("ğŸŸ¡ In Progress", "in_progress"),
        ("âœ… Complete", "done"),
        ("ğŸ”´ Blocked", "blocked"),
        ("\ufffd In Progress", "in_progress"),
        ("\ufffd\ufffd Blocked", "blocked"),
        ("? In Progress (60%)", "in_progress"),
    ],
)
def test_status_is_read_by_its_words_where_the_emoji_broke(status: str, expected: str) -> None:
    box = "x" if expected == "done" else " "
    plan = raw(f"# T\n\n## Progress\n\n- [{box}] **Step 1**: Clean\n  - Status: {status}\n")
    assert plan.steps[0].status == expected


@pytest.mark.parametrize("lead", ["\ufffd ", "ğŸŸ¡ ", "🟡 ", "âš\xa0ï¸ "])
def test_a_broken_emoji_before_the_plan_status(lead: str) -> None:
    assert raw(f"# T\n\n- **Status**: {lead}In Progress\n").status == "in_progress"


def test_a_hanging_wrap_of_six_spaces() -> None:
    plan = raw("# T\n\n## Progress\n\n- [x] (2025-05-01 08:00Z) A text that goes on\n      and on.\n- [ ] Next\n")
    assert titles(plan) == ["A text that goes on and on.", "Next"]


@pytest.mark.parametrize(
    "line", ["**Status**：Completed", "Status：Completed", "> - 状态：已完成", "**状态：** 已完成"]
)
def test_a_full_width_colon(line: str) -> None:
    assert raw(f"# T\n\n{line}\n\n## Steps\n\n- [x] a\n").status == "completed"


def test_a_full_width_colon_in_a_record() -> None:
    plan = raw("# T\n\n## 决策记录\n\n- 决策：使用队列。\n  理由：更简单。\n")
    assert (plan.decisions[0].title, plan.decisions[0].rationale) == ("使用队列。", "更简单。")


def test_two_trailing_spaces_hold_lines_apart() -> None:
    plan = raw(
        "# T\n\n**Status:** Active  \n**Owner:** Ada  \n**Last Updated:** 2025-02-03  \n\n## Steps\n\n- [ ] a  \n  more\n"
    )
    assert (plan.status, plan.owner, plan.updated) == ("in_progress", "Ada", "2025-02-03")
    assert [plan.source.slice(span) for span in plan.updated_fields] == ["2025-02-03"]
    assert titles(plan) == ["a more"]


def test_a_document_that_is_no_plan_still_reads() -> None:
    plan = raw("Just a note.\n\n- milk\n- bread\n")
    assert (plan.title, plan.steps, plan.diagnostics) == ("", (), ())
    assert current_step(plan).reason == "the plan has no steps"


@pytest.mark.parametrize(
    "text", ["", "\n", "\ufeff", "\x00", "\r", "---\n", "# \n", "- [ ]\n", "| a |\n|---|\n", "**", "```md\n```", "<!--"]
)
def test_reading_is_total(text: str) -> None:
    assert raw(text).steps == ()


def test_beyond_a_hundred_levels_there_is_a_diagnostic() -> None:
    text = "# T\n\n## Steps\n\n" + "".join(f"{'  ' * level}- [ ] level {level}\n" for level in range(120))
    plan = raw(text)
    assert [one.line for one in plan.diagnostics if one.code == "too_deep"] == [104]
    assert len(plan.steps) == 100
    within = raw(text[: text.index("level 100")].rsplit("\n", 1)[0])
    assert (len(within.steps), codes(within)) == (100, [])


def test_an_item_of_a_box_under_a_boxed_item_takes_its_class() -> None:
    plan = plan_of("""
        # T

        ## Acceptance Criteria

        - [ ] It is fast
          - [ ] on a phone

        ## Steps

        - [ ] Make it fast
          - [ ] Measure
        """)
    assert [one.text for one in plan.criteria] == ["It is fast", "on a phone"]
    assert [(one.title, one.parent) for one in plan.steps] == [("Make it fast", None), ("Measure", plan.steps[0].id)]


def test_boxes_under_unknown_labels_are_other_boxes_unless_there_are_no_steps() -> None:
    other = "## Housekeeping thoughts\n\n- [ ] Water the plants\n"
    with_steps = raw(f"# T\n\n## Steps\n\n- [ ] a\n\n{other}")
    assert (titles(with_steps), [one.text for one in with_steps.other_boxes]) == (["a"], ["Water the plants"])
    assert titles(raw(f"# T\n\n{other}")) == ["Water the plants"]
