"""The end of a plan: what it takes, what is written where, and that it is written once."""

from __future__ import annotations

from typing import Any

from execplan.edits.change import Change
from execplan.edits.finish import finish
from execplan.plan.model import Plan
from execplan.views.current import current_step
from tests.edits.check import NOW, Call, check_edit, check_refused, done, plan_of

LIVING = """\
    # ExecPlan: A new floor

    - **Status**: 🟡 In Progress
    - **Last Updated**: 2026-11-01 09:00 UTC

    ## Purpose / Big Picture

    Nobody trips. Ever.

    **Success Criteria:**

    - [x] It is even

    ## Progress

    - [x] **Step 1**: Lay it
    - [ ] ~~**Step 2**: Oil it~~ → skipped: it came oiled

    ## Outcomes & Retrospective

    To be completed at the end.

    ### What Worked ✅

    - [Successful approach]
    - [Technique that proved valuable]

    ### What Didn't Work ❌

    TBD

    ---

    **Plan Status**: 🟡 Active | Last updated: 2026-11-01 09:00 UTC
    """


def end(summary: str = "It lies.", **given: Any) -> Call:
    def call(plan: Plan) -> Change:
        return finish(plan, summary, **given, now=NOW)

    return call


def test_the_outcome_takes_the_place_of_its_placeholders() -> None:
    plan = check_edit(
        LIVING,
        end(delivered=("The floor",), worked=("Two people", "A level"), lessons=("Buy more wood",)),
        """\
        # ExecPlan: A new floor

        - **Status**: 🟢 Complete
        - **Last Updated**: 2026-11-21 06:40 UTC

        ## Purpose / Big Picture

        Nobody trips. Ever.

        **Success Criteria:**

        - [x] It is even

        ## Progress

        - [x] **Step 1**: Lay it
        - [ ] ~~**Step 2**: Oil it~~ → skipped: it came oiled

        ## Outcomes & Retrospective

        It lies.

        - **Objective**: Nobody trips. Ever.
        - **Criteria met**: 1 of 1
        - **Steps**: 1 done, 1 skipped

        ### Delivered

        - The floor

        ### What Worked ✅

        - Two people
        - A level

        ### What Didn't Work ❌

        None recorded.

        ### Lessons Learned 💡

        - Buy more wood

        ---

        **Plan Status**: 🟢 Complete | Last updated: 2026-11-21 06:40 UTC
        """,
    )
    assert current_step(plan).reason == "the plan is completed"
    again = end(delivered=("The floor",), worked=("A level",), lessons=("Buy more wood",))
    assert again(plan).edit.empty


def test_another_outcome_of_a_finished_plan_is_refused() -> None:
    text = done(plan_of(LIVING), end()).source.text
    check_refused(text, end("Something else."), "refused", "finished already", "edit_section")


def test_what_is_open_is_named() -> None:
    text = """\
        # Execution Plan: T

        **Status:** In Progress

        ## Steps

        - [x] a
        - [ ] b

        ## Success Criteria

        - [ ] fast

        ## Blockers

        - No key (since 2026-11-01)
        """
    check_refused(
        text, end(), "refused", "1 open step: ", " b", "1 unmet criterion: ", " fast", "1 open blocker: ", "force"
    )
    plan = done(plan_of(text), end(force="the rest is another plan"))
    assert plan.status == "completed"
    assert "- Criteria met: 0 of 1\n- Steps: 1 done, 1 open\n" in plan.source.text
    assert "- Left open: 1 open step; 1 unmet criterion; 1 open blocker\n" in plan.source.text
    assert "- Ended all the same because: the rest is another plan\n" in plan.source.text
    assert [step.status for step in plan.steps] == ["done", "todo"]


def test_a_plan_without_status_is_told_complete_below_its_title() -> None:
    check_edit(
        """\
        # Make it fast

        This ExecPlan is a living document.

        ## Progress

        - [x] (2026-11-01 09:00Z) Measure.

        ## Outcomes & Retrospective

        Half of it works.

        ## Context

        Words.

        Revision note (2026-11-01): made.
        """,
        end(metrics=("48 s, was 140 s",)),
        """\
        # Make it fast

        **Status:** Completed

        This ExecPlan is a living document.

        ## Progress

        - [x] (2026-11-01 09:00Z) Measure.

        ## Outcomes & Retrospective

        Half of it works.

        It lies.

        - Steps: 1 done

        Measured impact:

        - 48 s, was 140 s

        ## Context

        Words.

        Revision note (2026-11-01): made.
        """,
    )


def test_a_plan_with_a_log_tells_it_there() -> None:
    plan = done(
        plan_of(
            "# T ExecPlan\n\n## Execution Steps\n\n1. [x] a\n\n## Progress Log\n\nNone yet.\n\n## Results\n\nTBD\n"
        ),
        end(),
    )
    assert "- Completed: the plan. It lies." in plan.source.text
    assert plan.source.text.endswith("## Results\n\nIt lies.\n\n- Steps: 1 done\n")


def test_parts_that_stand_apart_are_filled_there() -> None:
    plan = done(
        plan_of("# T\n\n## Steps\n\n- [x] a\n\n## Lessons Learned\n\n- Start early\n\n## Notes\n\nx\n"),
        end(lessons=("Ask",)),
    )
    assert "## Lessons Learned\n\n- Start early\n- Ask\n\n## Notes" in plan.source.text
    assert plan.source.text.endswith("## Outcomes\n\nIt lies.\n\n- Steps: 1 done\n")


def test_measured_figures_are_no_criteria() -> None:
    plan = done(
        plan_of("# T ExecPlan\n\n## Execution Steps\n\n1. [x] a\n\n## Results\n\nTBD\n"), end(metrics=("2 s", "3 kB"))
    )
    assert "### Metrics\n\n- 2 s\n- 3 kB\n" in plan.source.text
    assert plan.criteria == ()


def test_a_template_is_not_finished() -> None:
    check_refused("# ExecPlan: [Title]\n", end(force="why not"), "refused", "template")


def test_metrics_of_the_time_after_are_nothing_to_wait_for() -> None:
    plan = (
        "# A gate: Execution Plan\n\n## Steps\n\n- [x] Pour\n\n## Launch Criteria\n\n- [{}] It opens\n\n"
        "## Success Metrics (Post-launch)\n\n- [ ] 30 % use it\n\n## Success Metrics\n\n**Sales** (3 months):\n\n- [ ] 9 sold\n"
        "\n## Outcomes\n\nTBD\n"
    )
    after = done(plan_of(plan.format("x")), end())
    assert "1 of 1" in after.source.text
    check_refused(plan.format(" "), end(), "refused", "1 unmet criterion")
    now = plan.replace("(Post-launch)", "").format("x")
    check_refused(now, end(), "refused", "1 unmet criterion", "force")
