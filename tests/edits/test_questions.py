"""Questions: where they go, how they are answered in the document's own habit, and what is refused."""

from __future__ import annotations

import pytest

from execplan.edits.questions import Kind, add_question, answer_question
from tests.edits.check import NOW, Call, check_edit, check_nothing, check_refused, done, plan_of


def ask(text: str = "Which port?", kind: Kind = "clarification") -> Call:
    return lambda plan: add_question(plan, text, kind=kind, now=NOW)


def answer(question: str = "Which port", text: str = "8080") -> Call:
    return lambda plan: answer_question(plan, question, text, now=NOW)


SORTED = """\
    # Execution Plan: A gate

    ## Steps

    - [ ] Pour the floor

    ## Questions

    ### Technical Decisions Needed

    - [ ] Wood or iron?

    ### Research Tasks

    - [ ] [What must be looked into]
    - [ ] [What must be tried]

    ## Notes

    None yet.
    """


def test_a_missing_sort_of_question_gets_its_heading_in_its_place() -> None:
    check_edit(SORTED, ask(), SORTED.replace(
        "    ### Research", "    ### Clarifications Required\n\n    - [ ] Which port?\n\n    ### Research"
    ))  # fmt: skip


def test_a_placeholder_makes_room() -> None:
    check_edit(SORTED, ask(kind="research"), SORTED.replace("[What must be looked into]", "Which port?"))


def test_a_question_stands_beside_those_of_its_sort() -> None:
    check_edit(SORTED, ask(kind="decision"), SORTED.replace("iron?", "iron?\n    - [ ] Which port?"))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- [ ] Which port?", "- [x] ~~Which port?~~ → Resolved: 8080"),
        ("- Which port?", "- ~~Which port?~~ → Resolved: 8080"),
        ("1. Which\n   port?", "1. ~~Which\n   port?~~ → Resolved: 8080"),
        ("- [x] Which port?", "- [x] ~~Which port?~~ → Resolved: 8080"),
        ("- [ ] Which port?\n  - Answer:", "- [x] Which port?\n  - Answer: 8080"),
        (
            "- [x] Who?\n  - **Answer**: Jon\n- [ ] Which port?",
            "- [x] Who?\n  - **Answer**: Jon\n- [x] Which port?\n  - **Answer**: 8080",
        ),
        (
            "- [x] ~~Who?~~\n  - Answer: Jon\n- [ ] Which port?",
            "- [x] ~~Who?~~\n  - Answer: Jon\n- [x] ~~Which port?~~\n  - Answer: 8080",
        ),
        (
            "- [X] ~~Who?~~ → Resolved: Jon\n- [ ] Which port?",
            "- [X] ~~Who?~~ → Resolved: Jon\n- [x] ~~Which port?~~ → Resolved: 8080",
        ),
        (
            "| Question | Answer |\n|---|---|\n| Which port? |  |",
            "| Question | Answer |\n|---|---|\n| Which port? | 8080 |",
        ),
        (
            "### Question 1: Which port?\n\nWe must know.",
            "### ~~Question 1: Which port?~~ → Resolved: 8080\n\nWe must know.",
        ),
    ],
)
def test_answers_in_the_habit_of_the_document(before: str, after: str) -> None:
    head = "# A gate\n\n## Steps\n\n- [ ] Pour the floor\n\n## Open Questions\n\n"
    plan = done(plan_of(head + before + "\n"), answer())
    assert plan.source.text == head + after + "\n"
    told = next(one for one in plan.questions if "port" in one.text)
    assert (told.resolved, told.answer) == (True, "8080")
    assert answer()(plan).edit.empty


LOGGED = """\
    # A gate ExecPlan

    ## Execution Steps

    1. [ ] **BLOCKED** Pour the floor

    ## Progress Log

    ### 2026-11-21 06:40

    - Started: Pour the floor

    ## Open Questions

    - [ ] Which port? → **BLOCKER**
      - Option A: 8080
    """


def test_answering_what_blocks_is_resolving_it() -> None:
    plan = check_edit(LOGGED, answer(), LOGGED.replace(
        "- [ ] Which port? → **BLOCKER**", "- [x] ~~Which port?~~ → Resolved: 8080"
    ).replace("Started: Pour the floor\n", "Started: Pour the floor\n    - Resolved: Which port? — 8080\n"))  # fmt: skip
    assert not any(one.text == "Which port?" for one in plan.blockers)


def test_what_was_said_already_writes_nothing() -> None:
    check_nothing(SORTED, ask("wood or  iron?"))
    check_nothing(
        SORTED.replace("- [ ] Wood or iron?", "- [x] ~~Wood or iron?~~ → Resolved: iron"), answer("Wood", "Iron")
    )


def test_refusals() -> None:
    answered = SORTED.replace("- [ ] Wood or iron?", "- [x] ~~Wood or iron?~~ → Resolved: iron")
    check_refused(answered, answer("Wood", "wood"), "refused", "already answered: iron", "add_decision")
    check_refused(SORTED, answer("Where"), "not_found", "no question matches 'Where'", "Wood or iron")
    retracted = SORTED.replace("Wood or iron?", "~~Wood or iron?~~ → Retracted: no gate")
    check_refused(retracted, answer("Wood"), "refused", "was retracted")
    check_refused(retracted, ask("Wood or iron?"), "refused", "was retracted: no gate")
    check_refused(SORTED, ask("  "), "invalid", "says nothing")
    table = "# A gate\n\n## Open Questions\n\n| Question | Owner |\n|---|---|\n| Which port? | Jon |\n"
    check_refused(table, answer(), "refused", "without a column for answers")
    blocker = "# A gate\n\n## Steps\n\n- [ ] Pour\n\n## Blockers\n\n- No key for the port\n"
    check_refused(blocker, answer("No key"), "refused", "is a blocker", "resolve_blocker")


def test_an_answer_sent_again_never_answers_another_question() -> None:
    text = SORTED.replace("- [ ] Wood or iron?", "- [ ] Which port?\n    - [ ] Which port? Or two?")
    plan = done(plan_of(text), answer("Which port?"))
    assert answer("Which port?")(plan).edit.empty
