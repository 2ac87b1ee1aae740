"""Log entries: in the log's own form and order, in a new log where there is none."""

from __future__ import annotations

from execplan.edits.progress_log import log
from tests.edits.check import NOW, Call, check_edit, check_nothing, check_refused, done, plan_of

DATED = """\
    # A gate ExecPlan

    ## Execution Steps

    1. [ ] Pour the floor

    ## Progress Log

    ### 2026-11-20 09:00

    - Completed: Buy cement
    """
BULLETS = """\
    # A gate

    ## Steps

    - [ ] Pour the floor

    ## Update Log

    - 2026-11-20: Bought cement
    - 2026-11-02: Found a mason
    """


def told(text: str = "The mason came", kind: str | None = None) -> Call:
    return lambda plan: log(plan, text, kind=kind, now=NOW)


def test_under_a_dated_heading() -> None:
    check_edit(DATED, told(), DATED + "\n    ### 2026-11-21 06:40\n\n    - Note: The mason came\n")
    check_edit(DATED, told(kind="visit"), DATED + "\n    ### 2026-11-21 06:40\n\n    - Visit: The mason came\n")


def test_among_bullets_in_their_order() -> None:
    check_edit(BULLETS, told(), BULLETS.replace("- 2026-11-20", "- 2026-11-21: The mason came\n    - 2026-11-20"))
    entry = told("Mason: he came", "Note")
    check_edit(BULLETS, entry, BULLETS.replace("- 2026-11-20", "- 2026-11-21: Note: Mason: he came\n    - 2026-11-20"))


def test_the_same_entry_is_written_once() -> None:
    check_nothing(BULLETS, told("found a mason"))
    check_nothing(DATED, told("Buy cement", "completed"))


def test_what_is_more_than_a_log_entry_is_refused() -> None:
    check_refused(DATED, told(kind="Decision"), "refused", "add_decision")
    check_refused(DATED, told(kind="DISCOVERY"), "refused", "add_discovery")
    check_refused(DATED, told(kind=" blocker "), "refused", "add_blocker")
    check_refused(DATED, told(kind="two words"), "invalid", "one word")
    gone = BULLETS.replace("Found a mason", "~~Found a mason~~ → Retracted: he was a smith")
    check_refused(gone, told("Found a mason"), "refused", "was retracted: he was a smith")


def test_a_new_log_does_not_turn_the_plan_into_one_of_another_form() -> None:
    before = "# Safe defaults ExecPlan\n\n## Progress\n\n- [ ] Measure\n\n## Decision log\n\nNone yet.\n"
    assert plan_of(before).dialect == "cookbook"
    assert done(plan_of(before), told()).dialect == "cookbook"
