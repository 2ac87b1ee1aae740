"""States of steps: boxes, words in marker position, glyphs, legends, fields, headings."""

from __future__ import annotations

import pytest

from execplan.plan import states as words
from execplan.plan.model import Status
from tests.plan.reading import codes, plan_of, raw, states, status_of, step, title_of, titles


@pytest.mark.parametrize(
    ("item", "status"),
    [
        ("- [ ] plain", "todo"),
        ("- [x] plain", "done"),
        ("- [X] plain", "done"),
        ("* [x] star", "done"),
        ("+ [x] plus", "done"),
        ("3. [x] ordered", "done"),
        ("3) [X] ordered", "done"),
        ("- [~] half", "in_progress"),
        ("- [/] half", "in_progress"),
        ("- [-] half", "in_progress"),
        ("- [!] stuck", "blocked"),
        ("- [>] moved", "skipped"),
        ("- [✓] tick", "done"),
        ("- [✅] tick", "done"),
        ("- [🚧] works", "in_progress"),
    ],
)
def test_boxes(item: str, status: str) -> None:
    assert status_of(item) == status


@pytest.mark.parametrize(
    ("item", "status"),
    [
        ("- [~] DEFERRED: the legacy export", "skipped"),
        ("- [~] **DEFERRED** the legacy export", "skipped"),
        ("- [~] the legacy export (deferred)", "skipped"),
        ("- [~] the legacy export — blocked", "blocked"),
        ("- [-] the legacy export (cancelled)", "skipped"),
    ],
)
def test_an_ambiguous_mark_takes_the_words_of_its_item(item: str, status: str) -> None:
    assert status_of(item) == status


@pytest.mark.parametrize(
    "legend", ["`[~]` = deferred", "- [~] — deferred", "[~] means deferred to a later release", "Key: [~]: deferred"]
)
def test_an_ambiguous_mark_takes_the_legend(legend: str) -> None:
    plan = raw(f"# T\n\n{legend}\n\n## Steps\n\n- [x] a\n- [~] the export\n")
    assert step(plan, "the export").status == "skipped"


@pytest.mark.parametrize(
    ("item", "status", "title"),
    [
        ("**IN PROGRESS** wire it", "in_progress", "wire it"),
        ("**In progress:** wire it", "in_progress", "wire it"),
        ("IN PROGRESS: wire it", "in_progress", "wire it"),
        ("(in progress) wire it", "in_progress", "wire it"),
        ("wire it (in progress)", "in_progress", "wire it"),
        ("wire it — in progress", "in_progress", "wire it"),
        ("wire it **[IN PROGRESS]**", "in_progress", "wire it"),
        ("🚧 wire it", "in_progress", "wire it"),
        ("wire it 🚧", "in_progress", "wire it"),
        ("WIP: wire it", "in_progress", "wire it"),
        ("**BLOCKED** wire it", "blocked", "wire it"),
        ("BLOCKED: wire it", "blocked", "wire it"),
        ("wire it (blocked)", "blocked", "wire it"),
        ("⛔ wire it", "blocked", "wire it"),
        ("**DEFERRED** wire it", "skipped", "wire it"),
        ("wire it (deferred)", "skipped", "wire it"),
        ("~~wire it~~", "skipped", "wire it"),
        ("~~wire it~~ → skipped: nobody asked", "skipped", "wire it"),
        ("~~wire it~~ → deferred to the next release", "skipped", "wire it"),
        ("SKIPPED — wire it", "skipped", "wire it"),
        ("进行中：接线", "in_progress", "接线"),
        ("接线（进行中）", "in_progress", "接线"),
        ("連携（保留）", "skipped", "連携"),
        ("В РАБОТЕ: соединить", "in_progress", "соединить"),
        ("соединить (отложено)", "skipped", "соединить"),
        ("verbinden (in Arbeit)", "in_progress", "verbinden"),
        ("conectar (en curso)", "in_progress", "conectar"),
        ("relier (bloqué)", "blocked", "relier"),
        ("연결 (진행 중)", "in_progress", "연결"),
    ],
)
def test_words_in_marker_position(item: str, status: str, title: str) -> None:
    assert (status_of(f"- [ ] {item}"), title_of(f"- [ ] {item}")) == (status, title)


@pytest.mark.parametrize(
    "item",
    [
        "Remove the blocked list from settings",
        "Show a badge while an upload is in progress",
        "List deferred invoices on the account page",
        "Blocked requests return 403",
        "Skipped rows are counted",
        "Done button is reachable by keyboard",
        "Document why the cache is skipped on errors",
        "Open the port",
        "Add a state machine: pending, in progress, done",
        "Rename `in_progress` to `running`",
        "Move in-progress uploads to the queue",
        "Make the completed orders list sortable",
        "Complete the form",
        "Start the deferred job runner (cron)",
        "Test blocked-by links",
        "Blocked: none",
        "Drop ~~old~~ tables",
        "Planned maintenance banner",
        "Active sessions (at most 5)",
    ],
)
def test_words_in_prose_are_no_states(item: str) -> None:
    assert status_of(f"- [ ] {item}") == "todo"


@pytest.mark.parametrize("value", ["none", "None.", "no", "n/a", "—", "None yet"])
def test_a_field_that_says_nothing_blocks(value: str) -> None:
    plan = raw(f"# T\n\n## Steps\n\n- [ ] wire it\n  - Blocked: {value}\n")
    assert (plan.steps[0].status, plan.blockers) == ("todo", ())


def test_a_blocked_field_blocks() -> None:
    plan = raw("# T\n\n## Steps\n\n- [ ] wire it\n  - Blocked: waiting for the vendor's key\n")
    assert plan.steps[0].status == "blocked"
    assert [(one.text, one.step) for one in plan.blockers] == [("waiting for the vendor's key", plan.steps[0].id)]


def test_a_resolved_blocked_field_does_not_block() -> None:
    plan = raw("# T\n\n## Steps\n\n- [ ] wire it\n  - Blocked: ~~no key~~ → Resolved: key came\n")
    assert plan.steps[0].status == "todo"
    assert [(one.resolved, one.resolution) for one in plan.blockers] == [(True, "key came")]


def test_blocked_by_in_the_item() -> None:
    plan = raw("# T\n\n## Steps\n\n- [ ] Ship the app — BLOCKED by store review\n")
    assert plan.steps[0].status == "blocked"
    assert len(plan.blockers) == 1


@pytest.mark.parametrize(
    ("value", "status"),
    [
        ("🟡 In Progress (60%)", "in_progress"),
        ("in_progress", "in_progress"),
        ("Pending", "todo"),
        ("🔴 Blocked", "blocked"),
        ("Deferred until spring", "skipped"),
        ("**Not started**", "todo"),
        ("进行中", "in_progress"),
        ("🚧", "in_progress"),
        ("Pending | In Progress | Complete", "todo"),
        ("TBD", "todo"),
    ],
)
def test_a_status_field(value: str, status: str) -> None:
    plan = raw(f"# T\n\n## Progress\n\n- [ ] **Step 1**: Wire it\n  - Status: {value}\n")
    assert plan.steps[0].status == status


def test_a_status_field_keeps_its_percentage() -> None:
    plan = raw(
        "# T\n\n## Progress\n\n- [ ] **Step 1**: Wire it\n  - Status: 🟡 In Progress (60%)\n- [ ] Paint it (25%)\n"
    )
    assert [one.percent for one in plan.steps] == [60, 25]


@pytest.mark.parametrize(
    ("item", "status"),
    [
        ("- [ ] a\n  - Status: ✅ Complete", "todo"),
        ("- [x] a\n  - Status: 🟡 In Progress", "done"),
        ("- [ ] DONE: a", "todo"),
        ("- [ ] a ✅", "todo"),
    ],
)
def test_the_box_wins_over_its_words(item: str, status: str) -> None:
    plan = raw(f"# T\n\n## Steps\n\n{item}\n")
    assert plan.steps[0].status == status
    assert "status_contradicts_box" in codes(plan)


@pytest.mark.parametrize(
    ("heading", "status"),
    [
        ("## Phase 1: Ground ✅", "done"),
        ("## Phase 1: Ground **[COMPLETED 2026-04-25]**", "done"),
        ("## Phase 1: Ground（✅ 已完成）", "done"),
        ("## Phase 1: Ground (Done)", "done"),
        ("## Phase 1: Ground — COMPLETE", "done"),
        ("## Phase 1: Ground 🚧", "in_progress"),
        ("## Phase 1: Ground (In Progress)", "in_progress"),
        ("## Phase 1: Ground [BLOCKED]", "blocked"),
        ("## Phase 1: Ground (deferred)", "skipped"),
        ("## Phase 1: Ground", "todo"),
    ],
)
def test_heading_suffixes(heading: str, status: str) -> None:
    plan = raw(f"# T\n\n{heading}\n\nProse.\n\n## Phase 2: Walls\n\nProse.\n")
    assert plan.steps[0].status == status
    assert "Ground" in plan.steps[0].title
    assert plan.steps[1].status == "todo"


@pytest.mark.parametrize("value", ["in_progress", "🚧 in progress", "**in progress**"])
def test_a_status_line_under_a_phase_heading(value: str) -> None:
    plan = raw(f"# T\n\n### Phase 1: Ground\n- **Status:** complete\n\n### Phase 2: Walls\n- **Status:** {value}\n")
    assert [one.status for one in plan.steps] == ["done", "in_progress"]


def test_open_boxes_under_a_closed_heading_are_no_candidates() -> None:
    plan = plan_of("""
        # T

        ## Phase 1: Ground ✅

        - [x] Dig
        - [ ] Sweep

        ## Phase 2: Walls

        - [ ] Bricks
        """)
    assert [one.candidate for one in plan.steps] == [True, False, True]


def test_states_in_a_task_table() -> None:
    plan = plan_of("""
        # T

        ## Tasks

        | # | Task | Status |
        |---|------|--------|
        | 1 | Dig | ✅ Done |
        | 2 | Pour | 🚧 In progress |
        | 3 | Wait | Blocked |
        | 4 | Build | |
        """)
    assert states(plan) == {"Dig": "done", "Pour": "in_progress", "Wait": "blocked", "Build": "todo"}
    assert [one.label for one in plan.steps] == ["1", "2", "3", "4"]
    assert {one.box for one in plan.steps} == {"none"}


@pytest.mark.parametrize(
    ("children", "parent"),
    [
        (" ", "todo"),
        (" x", "in_progress"),
        ("xx", "done"),
        ("", "todo"),
    ],
)
def test_a_parent_follows_its_children(children: str, parent: str) -> None:
    nested = "".join(f"  - [{mark}] child {number}\n" for number, mark in enumerate(children))
    assert raw(f"# T\n\n## Steps\n\n- [ ] parent\n{nested}").steps[0].status == parent


def test_a_struck_child_counts_as_closed() -> None:
    plan = raw("# T\n\n## Steps\n\n- [ ] parent\n  - [x] a\n  - [ ] ~~b~~ → skipped: no\n")
    assert plan.steps[0].status == "done"
    assert len(plan.leaves()) == 2


def test_boxes_elsewhere_are_not_counted_where_progress_has_boxes() -> None:
    plan = plan_of("""
        # T

        ## Tasks

        - [ ] Described here

        ## Progress

        - [x] Done here
        - [ ] Open here
        """)
    assert [(one.title, one.counted) for one in plan.steps] == [
        ("Described here", False),
        ("Done here", True),
        ("Open here", True),
    ]
    assert [one.title for one in plan.leaves()] == ["Done here", "Open here"]


@pytest.mark.parametrize("state", words.WORDS)
def test_every_state_word_reads_as_its_state(state: Status) -> None:
    for word in words.WORDS[state]:
        assert words.of_text(word) == state, word
        assert words.of_text(f"**{word.upper()}**") == state, word


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Planning", "planning"),
        ("Draft", "planning"),
        ("🟡 In Progress", "in_progress"),
        ("Active", "in_progress"),
        ("ğŸŸ¡ Active", "in_progress"),
        ("✅ Completed (2025-01-02)", "completed"),
        ("done", "completed"),
        ("Blocked by the vendor", "blocked"),
        ("Superseded by plan 7", "abandoned"),
        ("Planning | In Progress | Blocked | Completed", None),
        ("🟡 In Progress | 🟢 Complete | 🔴 Blocked", None),
        ("We shall see", None),
        ("进行中", "in_progress"),
        ("已完成", "completed"),
        ("완료", "completed"),
        ("下書き", "planning"),
        ("Entwurf", "planning"),
        ("Завершено", "completed"),
    ],
)
def test_plan_status(text: str, status: str | None) -> None:
    assert words.plan_of_text(text) == status
    assert raw(f"# T\n\n**Status:** {text}\n").status == status


def test_a_plan_status_in_front_matter() -> None:
    assert raw("---\nstatus: in_progress  # since May\n---\n\n# T\n").status == "in_progress"


def test_a_status_that_contradicts_the_boxes_is_told() -> None:
    plan = raw("# T\n\n**Status:** Completed\n\n## Steps\n\n- [x] a\n- [ ] b\n")
    assert plan.status == "completed"
    assert codes(plan) == ["status_contradicts_steps"]


def test_an_open_step_before_later_ticked_ones_is_told() -> None:
    plan = raw("# T\n\n## Steps\n\n- [x] a\n- [ ] b\n- [x] c\n- [ ] d\n")
    assert [(one.code, one.line) for one in plan.diagnostics] == [("stale_open", 5)]


def test_titles_lose_their_marks_only() -> None:
    plan = raw(
        "# T\n\n## Progress\n\n- [x] (2025-01-02 03:04Z) **Milestone 2** done and dusted.\n"
        "- [ ] **Wire** the `thing`\n- [ ] [P] T014 Paint [the wall](wall.md)\n"
    )
    assert titles(plan)[1:] == ["**Wire** the `thing`", "Paint [the wall](wall.md)"]
    assert plan.steps[2].parallel
    assert plan.steps[2].label == "T014"
