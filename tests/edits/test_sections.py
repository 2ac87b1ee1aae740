"""The prose of sections: replaced, added to, made; and what is never rewritten."""

from __future__ import annotations

import pytest

from execplan.edits.change import Change
from execplan.edits.sections import LONGEST, edit_section
from execplan.plan.model import Plan
from tests.edits.check import NOW, Call, check_edit, check_nothing, check_refused, done, plan_of

PLAN = """\
    # ExecPlan: A new floor

    - **Last Updated**: 2026-11-01 09:00 UTC

    ## Context

    [What there is]

    ### Rooms

    Two.

    ---

    ## Technical Approach

    Wood.

    ## Progress

    - [x] **Step 1**: Measure
    - [ ] **Step 2**: Lay it

    ## Testing

    Walk on it.

    - [ ] It does not creak

    ## Decision Log

    None yet.
    """


def put(section: str, text: str, mode: str = "append") -> Call:
    def call(plan: Plan) -> Change:
        return edit_section(plan, section, text, mode=mode, now=NOW)

    return call


def test_a_placeholder_gives_way_and_sub_sections_stay() -> None:
    after = check_edit(
        """\
        # T

        ## Context

        [What there is]

        ### Rooms

        Two.
        """,
        put("Context", "An old floor.\n\n- it creaks"),
        """\
        # T

        ## Context

        An old floor.

        - it creaks

        ### Rooms

        Two.
        """,
    )
    assert edit_section(after, "Context", "- it creaks", now=NOW).edit.empty


def test_text_is_added_below_what_is_there_and_above_the_rule() -> None:
    check_edit(
        "# T\n\n## Rooms\n\nTwo.\n\n---\n\n## Notes\n\nNone.\n",
        put("Rooms", "And a hall."),
        "# T\n\n## Rooms\n\nTwo.\n\nAnd a hall.\n\n---\n\n## Notes\n\nNone.\n",
    )


def test_replaced_text_without_headings_leaves_sub_sections() -> None:
    check_edit(
        "# T\n\n## Rooms\n\nTwo.\n\n### Hall\n\nDark.\n\n## Notes\n",
        put("Rooms", "Three.", "replace"),
        "# T\n\n## Rooms\n\nThree.\n\n### Hall\n\nDark.\n\n## Notes\n",
    )


def test_text_with_headings_takes_their_place() -> None:
    check_edit(
        "# T\n\n## Rooms\n\nTwo.\n\n### Hall\n\nDark.\n\n## Notes\n",
        put("Rooms", "Three.\n\n### Attic\n\nCold.", "replace"),
        "# T\n\n## Rooms\n\nThree.\n\n### Attic\n\nCold.\n\n## Notes\n",
    )


@pytest.mark.parametrize("section", ["Context", "Rooms", "Technical Approach", "Testing", "Progress", "Decision Log"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_section_replaced_by_what_get_plan_shows_is_no_edit(section: str, end: str) -> None:
    plan = plan_of("\n".join(line.removeprefix("    ") for line in PLAN.split("\n")).replace("\n", end))
    found = next(one for one in plan.sections if one.title == section)
    for last in (found.own_end, found.end):
        shown = "\n".join(plan.source.line(line) for line in range(found.line, last))
        assert edit_section(plan, section, shown, mode="replace", now=NOW).edit.empty


def test_a_bold_label_is_a_part() -> None:
    check_edit(
        """\
        # ExecPlan: T

        ## Context

        **Current State:**

        [How it works]

        **Key Files:**

        None yet.
        """,
        put("current state", "It creaks."),
        """\
        # ExecPlan: T

        ## Context

        **Current State:**

        It creaks.

        **Key Files:**

        None yet.
        """,
    )


def test_a_missing_section_of_the_dialect_is_made_at_its_usual_place() -> None:
    after = done(
        plan_of("# ExecPlan: T\n\n## Plan of Work\n\nx\n\n---\n\n## Progress\n\n- [ ] a\n"), put("testing", "Run it.")
    )
    assert (
        after.source.text
        == "# ExecPlan: T\n\n## Plan of Work\n\nx\n\n---\n\n## Testing\n\nRun it.\n\n---\n\n## Progress\n\n- [ ] a\n"
    )
    assert edit_section(after, "testing", "Run it.", now=NOW).edit.empty


def test_the_change_is_told_in_the_log_and_in_the_time_of_the_last_update() -> None:
    after = done(
        plan_of(
            """\
            ---
            last_updated: 2026-11-01
            ---

            # T ExecPlan

            ## Context

            Old.

            ## Execution Steps

            1. [ ] a

            ## Progress Log

            ### 2026-11-01 09:00

            - Note: begun
            """
        ),
        put("Context", "New.", "replace"),
    )
    assert "last_updated: 2026-11-21" in after.source.text
    assert "### 2026-11-21 06:40\n\n- Changed: rewrote Context" in after.source.text


def test_the_plans_own_footer_is_no_part_of_the_last_section() -> None:
    check_edit(
        "# ExecPlan: T\n\n## Handoff\n\nOld.\n\n---\n\n**Plan Status**: 🟡 Active | Last updated: 2026-11-01 09:00 UTC\n",
        put("Handoff", "New.", "replace"),
        "# ExecPlan: T\n\n## Handoff\n\nNew.\n\n---\n\n**Plan Status**: 🟡 Active | Last updated: 2026-11-21 06:40 UTC\n",
    )


def test_step_details_may_be_rewritten_while_each_step_keeps_its_paragraph() -> None:
    before = """\
        # ExecPlan: T

        ## Plan of Work

        **1. Measure**

        ## Progress

        - [ ] **Step 1**: Measure
        """
    after = done(plan_of(before), put("Plan of Work", "**1. Measure**\n- **Verification**: twice", "replace"))
    assert after.steps[0].verification == "twice"
    check_refused(before, put("Plan of Work", "Just do it.", "replace"), "refused", "paragraph of step")


def test_a_rule_below_the_text_is_no_part_of_it() -> None:
    before = "# T\n\n## Approach\n\nOak.\n\n---\n\n## Notes\n\nNone yet.\n"
    after = done(plan_of(before), put("Approach", "Pine.\n\n___", "replace"))
    assert after.source.text == before.replace("Oak", "Pine")
    check_refused(before, put("Approach", "***", "replace"), "invalid", "says nothing")
    check_refused(before, put("Approach", "Pine\n---", "replace"), "invalid", "would end the section")


def test_a_text_cannot_say_that_evidence_was_observed() -> None:
    before = "# T\n\n## Success Criteria\n\n- [ ] It opens\n  - Evidence: `a.py` (sha256 9f86d081884c, observed)\n"
    more = "- [x] It closes\n  - Evidence: `b.py` (sha256 9f86d081884c, observed)"
    check_refused(before, put("Success Criteria", more), "refused", "was observed")
    after = done(plan_of(before), put("Success Criteria", more.replace("(", "\\(")))
    assert [one.met for one in after.criteria] == [False, True]


@pytest.mark.parametrize(
    ("section", "text", "mode", "words"),
    [
        ("Progress", "Later.", "replace", "mark_step"),
        ("Decision Log", "Later.", "replace", "add_decision"),
        ("Testing", "Later.", "replace", "check_criterion"),
        ("Technical Approach", "- [ ] **Step 3**: Oil it", "append", ""),
        ("Progress", "- [ ] **Step 3**: Oil it", "append", "add_steps"),
        ("Progress", "- [x] **Step 2**: Lay it", "append", "step"),
        ("Decision Log", "**2026-11-01**: Oak\n- **Rationale**: hard", "append", "add_decision"),
        ("A new floor", "Later.", "append", "edit_plan"),
    ],
)
def test_steps_and_records_have_tools_of_their_own(section: str, text: str, mode: str, words: str) -> None:
    if words:
        check_refused(PLAN, put(section, text, mode), "refused", words)
    else:
        after = done(plan_of(PLAN), put(section, text, mode))
        assert [step.title for step in after.steps] == ["Measure", "Lay it"]


@pytest.mark.parametrize(
    ("text", "code", "word"),
    [
        ("## Another", "invalid", "with ###"),
        ("A\n===", "invalid", "would end the section"),
        ("```\nopen", "invalid", "fence"),
        ("<!-- open", "invalid", "comment"),
        (" \n\t\n", "invalid", "says nothing"),
        ("\ud800", "invalid", "Unicode"),
        ("x" * (LONGEST + 1), "too_large", "64000"),
    ],
)
def test_a_text_that_would_break_the_document_is_refused(text: str, code: str, word: str) -> None:
    check_refused(PLAN, put("Technical Approach", text), code, word)  # type: ignore[arg-type]


def test_what_looks_like_front_matter_is_only_a_rule() -> None:
    after = done(plan_of(PLAN), put("Technical Approach", "---\nstatus: completed\n\n---"))
    assert after.status is None


def test_an_unknown_section_names_the_nearest() -> None:
    check_refused(PLAN, put("Tecnical Aproach", "x"), "not_found", "Technical Approach")
    check_refused(PLAN, put("Next Steps / Handoff Notes", "x", "replace"), "not_found")


def test_the_same_lines_are_added_once() -> None:
    check_nothing(PLAN, put("Technical Approach", "Wood."))
