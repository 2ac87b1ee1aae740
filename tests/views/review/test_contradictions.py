"""A plan that says two things about its own state; beside each, a plan that only looks so."""

from __future__ import annotations

import pytest

from tests.views.review.seeing import fixed, found

HEAD = """
# ExecPlan: Move the mail queue

## Metadata

- **Status**: {status}

## Progress

"""


def plan(status: str, body: str) -> str:
    return HEAD.format(status=status) + body


def test_metrics_of_the_time_after_contradict_no_completion() -> None:
    text = plan("Complete", "- [x] Drain the old queue\n\n## Success Metrics{}\n\n- [ ] No mail lost in a quarter\n")
    assert found("status_contradicts_steps", text.format(" (Post-launch)")) == []
    assert len(found("status_contradicts_steps", text.format(""))) == 1


def test_completed_with_open_work() -> None:
    text = plan(
        "Complete", "- [x] Drain the old queue\n- [ ] Start the new one\n\n## Success Criteria\n\n- [ ] No mail lost\n"
    )
    assert found("status_contradicts_steps", text) == [
        "5: the plan says completed, but still open: 1 step, 1 criterion",
    ]  # fmt: skip


def test_completed_with_an_open_blocker() -> None:
    text = plan(
        "Complete", "- [x] Drain the old queue\n\n## Blockers\n\n- The host has no disk left (since 2026-05-01)\n"
    )
    assert found("status_contradicts_steps", text) == ["5: the plan says completed, but still open: 1 blocker"]


@pytest.mark.parametrize(
    "body",
    [
        "- [x] Drain the old queue\n- [ ] ~~Keep both~~ → skipped: not needed\n",
        "- [x] Drain the old queue\n\n## Notes\n\n- [ ] tell the office\n",
    ],
)
def test_completed_and_closed(body: str) -> None:
    assert found("status_contradicts_steps", plan("Complete", body)) == []


def test_planning_though_begun() -> None:
    body = "- [x] Drain the old queue\n- [ ] Start the new one\n"
    assert found("planning_but_begun", plan("Planning", body)) == [
        "5: the plan says planning, but 1 of 2 steps done",
    ]
    assert found("planning_but_begun", plan("Planning", body.replace("[x]", "[ ]"))) == []
    assert found("planning_but_begun", plan("In Progress", body)) == []


def test_all_done_and_still_in_progress() -> None:
    body = "- [x] Drain the old queue\n- [x] Start the new one\n"
    assert found("done_but_unfinished", plan("In Progress", body)) == [
        "5: all 2 steps are closed, but the plan says in progress: finish it",
    ]
    assert found("done_but_unfinished", plan("In Progress", body + "- [ ] Tell everybody\n")) == []
    assert found("done_but_unfinished", plan("Complete", body)) == []


def test_a_status_line_against_its_box() -> None:
    text = plan(
        "In Progress",
        "- [x] **Step 1**: Drain\n  - Status: 🟡 In Progress\n- [ ] **Step 2**: Start\n  - Status: ✅ Complete\n",
    )
    assert [one.split(":")[0] for one in found("status_contradicts_box", text)] == ["9", "11"]
    assert found("status_contradicts_box", text.replace("🟡 In Progress", "✅ Complete").replace("[ ]", "[x]")) == []


def test_open_before_done() -> None:
    body = "- [ ] Drain the old queue\n- [x] Start the new one\n"
    assert found("stale_open", plan("In Progress", body)) == [
        "9: still open, though later steps are done: Drain the old queue",
    ]
    assert found("stale_open", plan("In Progress", "- [ ] **IN PROGRESS** Drain\n- [x] Start the new one\n")) == []


def test_many_open_before_done_are_told_once() -> None:
    body = "".join(f"- [ ] Move box {number}\n" for number in range(9)) + "- [x] Start\n"
    assert found("stale_open", plan("In Progress", body)) == [
        "9: 9 steps are still open though later ones are done; this is the first",
    ]


BAR = "**Overall**: {bar}\n\n- [x] Drain the old queue\n- [x] Count the mails\n- [ ] Start the new one\n"


@pytest.mark.parametrize(
    ("bar", "said"),
    [
        ("⚫⚫⚪⚪⚪⚪ 33% (1/3 steps)", "1/3"),
        ("⚫⚫⚫⚫⚪⚪ 50% (2/3 steps)", "50%"),
        ("⚫⚪⚪⚪⚪⚪ 66% (2/3 steps)", "1 of 6 cells"),
        ("⚫⚫⚫⚫⚪⚪ 20%", "20%"),
    ],
)
def test_a_bar_that_is_off(bar: str, said: str) -> None:
    text = plan("In Progress", BAR.format(bar=bar))
    assert found("bar_off", text) == [f"9: the bar says {said}, the boxes say 2/3"]
    repaired = fixed("bar_off", text)
    assert "⚫⚫⚫⚫⚪⚪ 66%" in repaired
    assert found("bar_off", repaired) == []


@pytest.mark.parametrize(
    "bar",
    [
        "⚫⚫⚫⚫⚪⚪ 66% (2/3 steps)",
        "⚫⚫⚫⚫⚪⚪ 67% (2/3 steps)",  # rounded, not floored
        "⚫⚫⚫⚪⚪ 66%",
    ],
)
def test_a_bar_that_holds(bar: str) -> None:
    assert found("bar_off", plan("In Progress", BAR.format(bar=bar))) == []


def test_a_bar_that_counts_parents() -> None:
    text = plan(
        "In Progress",
        "**Overall**: ⚫⚫⚪⚪ 50% (1/2 steps)\n\n- [x] Drain\n  - [x] Stop intake\n  - [x] Wait\n- [ ] Start\n",
    )
    assert found("bar_off", text) == []


CRITERIA = """
# ExecPlan: Move the mail queue

## Success Criteria

- [ ] Bounced letters are archived under their sender
- [ ] Duplicate deliveries stay below one in a thousand

## Progress

- [{box}] **Step 1**: Archive bounced letters
  - Notes: sorted under the sender's name
- [ ] **Step 2**: Drop duplicate deliveries
- [x] **Step 3**: Rename the queue
"""


def test_a_criterion_whose_step_is_done() -> None:
    assert found("criterion_unticked", CRITERIA.format(box="x")) == [
        "5: not ticked, though Step 1 (Archive bounced letters) is done",
    ]


def test_a_criterion_whose_step_is_open() -> None:
    assert found("criterion_unticked", CRITERIA.format(box=" ")) == []


def test_a_criterion_that_an_open_step_is_about_as_well() -> None:
    text = CRITERIA.format(box="x") + "- [ ] **Step 4**: Search archived letters by sender\n"
    assert found("criterion_unticked", text) == []


def test_a_criterion_that_shares_but_the_subject_of_the_whole_plan() -> None:
    text = CRITERIA.format(box="x").replace(
        "Bounced letters are archived under their sender", "The queue survives a restart"
    )
    assert found("criterion_unticked", text) == []
