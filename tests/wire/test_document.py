"""The contract that other programs read: every key, every null, every box once."""

from __future__ import annotations

from textwrap import dedent
from typing import Any

from execplan.plan.reader import read_plan
from execplan.text.source import Source
from execplan.workspace.wire.document import document

PLAN = dedent("""\
    # ExecPlan: Cache on disk

    ## Metadata

    - **Status**: In Progress

    ## Purpose / Big Picture

    **Success Criteria:**

    - [ ] A cold build takes less than a minute

    ## Progress

    - [x] **Step 1**: Measure the build
    - [ ] **Step 2**: Move the index

    ## Open Questions

    - [ ] Which region? → **BLOCKER**

    ## Notes

    - [ ] buy cake
    """)


def sent(text: str) -> dict[str, Any]:
    return document(read_plan(Source.of(text)), slug="cache", path=".agents/cache/PLAN.md").model_dump(
        mode="json", by_alias=True
    )


def keys(shown: dict[str, Any]) -> str:
    return " ".join(shown)


def test_the_keys_are_the_contract() -> None:
    shown = sent(PLAN)
    assert shown["schema"] == "execplan/plan/1"
    assert keys(shown) == (
        "schema plan progress current phases steps criteria questions blockers decisions discoveries risks log "
        "other_boxes diagnostics"
    )
    assert keys(shown["plan"]) == "slug path title status dialect revision created updated owner objective"
    assert keys(shown["steps"][0]) == (
        "id label title status phase parent depends_on estimate_minutes owner started completed verification files "
        "notes evidence line"
    )
    assert keys(shown["criteria"][0]) == "id text met kind evidence line"
    assert keys(shown["questions"][0]) == "id text resolved answer blocking line"


def test_facts_and_lines() -> None:
    shown = sent(PLAN)
    assert shown["progress"] == {"done": 1, "total": 2, "percent": 50}
    assert shown["current"] == shown["steps"][1]["id"]
    assert [(step["label"], step["status"], step["line"]) for step in shown["steps"]] == [
        ("Step 1", "done", 15),
        ("Step 2", "todo", 16),
    ]
    assert shown["steps"][0]["owner"] is None
    assert shown["steps"][0]["files"] == []


def test_a_blocking_question_is_repeated_without_its_box() -> None:
    shown = sent(PLAN)
    (question,) = shown["questions"]
    (blocker,) = shown["blockers"]
    assert question["blocking"]
    assert "box" not in question
    assert blocker["question"] == question["id"]
    assert blocker["box"] is False
    assert keys(blocker) == "id text step since needs options resolved line box question"


def test_every_box_stands_in_one_list_once() -> None:
    shown = sent(PLAN)
    lists = ("steps", "criteria", "questions", "blockers", "other_boxes")
    lines = [one["line"] for name in lists for one in shown[name] if "box" not in one]
    boxes = [number for number, line in enumerate(PLAN.splitlines(), 1) if line.startswith(("- [ ] ", "- [x] "))]
    assert sorted(lines) == boxes


def test_other_marks_and_uncounted_boxes_say_so() -> None:
    shown = sent(PLAN.replace("- [ ] **Step 2**", "- [~] **Step 2**"))
    assert [step.get("box") for step in shown["steps"]] == [None, "other"]
    elsewhere = PLAN.replace("## Progress", "## Plan of Work\n\n- [ ] sketch the layout\n\n## Progress")
    assert {step.get("counted", True) for step in sent(elsewhere)["steps"]} == {True, False}


def test_nothing_is_a_plan_too() -> None:
    shown = sent("")
    assert shown["current"] is None
    assert shown["progress"] == {"done": 0, "total": 0, "percent": 0}
    assert all(shown[name] == [] for name in ("phases", "steps", "criteria", "questions", "blockers", "log"))
