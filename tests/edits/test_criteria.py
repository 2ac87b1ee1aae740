"""Boxes that are no steps: ticked, unticked, with what shows it; and which tool takes the others."""

from __future__ import annotations

from execplan.edits.criteria import check
from execplan.plan.evidence import observed_file
from tests.edits.check import NOW, Call, check_edit, check_nothing, check_refused, done, plan_of

PLAN = """\
    # Execution Plan: A gate

    ## Steps

    - [ ] Pour the floor

    ### Access Required

    - [ ] The key of the shed

    ## Questions

    - [ ] Which port?

    ## Success Criteria

    - [ ] It opens without a sound
    - [x] It shuts
      - Evidence: `make shut` → ok

    ## Definition of Done

    1. The neighbours agree

    ## Notes

    - [ ] buy cake
    """


def checked(criterion: str, **more: object) -> Call:
    return lambda plan: check(plan, criterion, **more, now=NOW)  # type: ignore[arg-type]


def test_ticks_and_unticks() -> None:
    check_edit(PLAN, checked("without a sound"), PLAN.replace("[ ] It opens", "[x] It opens"))
    check_edit(PLAN, checked("It shuts", met=False), PLAN.replace("[x] It shuts", "[ ] It shuts"))
    check_edit(PLAN, checked("shed"), PLAN.replace("[ ] The key", "[x] The key"))
    plan = check_edit(PLAN, checked("buy cake"), PLAN.replace("[ ] buy", "[x] buy"))
    assert plan.other_boxes[-1].checked


def test_evidence_stands_below_and_reads_back() -> None:
    plan = check_edit(PLAN, checked("sound", evidence="`make open` → 0 dB"), PLAN.replace(
        "[ ] It opens without a sound\n", "[x] It opens without a sound\n      - Evidence: `make open` → 0 dB\n"
    ))  # fmt: skip
    assert next(one for one in plan.criteria if "opens" in one.text).evidence == ("`make open` → 0 dB",)
    again = done(plan, checked("sound", evidence=observed_file("open.log", "9f86d081884c7d65")))
    assert next(one for one in again.criteria if "opens" in one.text).evidence == (
        "`make open` → 0 dB",
        "`open.log` (sha256 9f86d081884c, observed)",
    )


def test_what_holds_already_writes_nothing() -> None:
    check_nothing(PLAN, checked("It shuts"))
    check_nothing(PLAN, checked("It shuts", evidence="`make shut` → ok"))
    check_nothing(PLAN, checked("sound", met=False))


def test_a_log_is_told() -> None:
    logged = plan_of("""\
        # A gate ExecPlan

        ## Success Criteria

        - [ ] It opens

        ## Execution Steps

        1. [ ] Pour the floor

        ## Progress Log

        None yet.
        """)
    plan = done(logged, checked("It opens", evidence="seen by Jon"))
    assert [(one.kind, one.text) for one in plan.log] == [("Met", "It opens (seen by Jon)")]


def test_refusals_name_the_right_tool() -> None:
    check_refused(PLAN, checked("Pour"), "refused", "is a step", "mark_step")
    check_refused(PLAN, checked("Which port"), "refused", "is a question", "answer_question")
    check_refused(PLAN, checked("neighbours"), "refused", "has no checkbox", "[ ]")
    check_refused(PLAN, checked("It flies"), "not_found", "no criterion matches 'It flies'")
    gone = PLAN.replace("It opens without a sound", "~~It opens without a sound~~ → Retracted: nobody asked")
    check_refused(gone, checked("It opens"), "refused", "was retracted")
