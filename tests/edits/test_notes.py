"""The revision notes at the bottom of a plan: a new one looks like the last."""

from __future__ import annotations

import pytest

from execplan.edits.grow import add
from execplan.edits.revise import edit_step
from execplan.plan.drafts import NewStep
from tests.edits.check import NOW, done, plan_of

BODY = "# House\n\n## Progress\n\n- [ ] Pour the floor\n- [ ] Walls\n\n## Context\n\nA house.\n\n"
SAID = 'Step "Pour the floor" owner changed.'


def noted(notes: str) -> str:
    return done(plan_of(BODY + notes), lambda plan: edit_step(plan, "Pour", owner="Ada", now=NOW)).source.text


@pytest.mark.parametrize(
    ("before", "line"),
    [
        ("Revision note (2026-03-02): plan created.\n", f"\nRevision note (2026-11-21): {SAID}\n"),
        ("Revision note (2026-03-02, Mira): plan created.\n", f"\nRevision note (2026-11-21): {SAID}\n"),
        ("Revision Note: 2026-03-02 / Mira - Plan created.\n", f"\nRevision Note: 2026-11-21 - {SAID}\n"),
        ("Revision note: 2026-03-02 / Mira. Plan created.\n", f"\nRevision note: 2026-11-21. {SAID}\n"),
        ("Plan revision note: the first draft.\n", f"\nPlan revision note (2026-11-21): {SAID}\n"),
        (
            "Revision note (2026-03-02): plan created.\nRevision note (2026-03-03): read again.\n",
            f"Revision note (2026-11-21): {SAID}\n",
        ),
        ("Plan revision notes:\n\n- 2026-03-02 first draft.\n", f"- 2026-11-21: {SAID}\n"),
        ("## Plan Revisions\n\n- (2026-03-02 12:55 UTC) Read again.\n", f"- (2026-11-21 06:40 UTC) {SAID}\n"),
        ("## Revision Note\n\n2026-03-02 (Mira): plan created.\n", f"\n2026-11-21: {SAID}\n"),
    ],
)
def test_a_new_note_looks_like_the_last(before: str, line: str) -> None:
    assert noted(before).endswith(before + line)


def test_a_plan_without_notes_is_given_none() -> None:
    assert noted("## Notes\n\nThe revision of the law is due.\n").count("evision") == 1


def test_new_steps_are_a_revision_too() -> None:
    plan = plan_of(BODY + "Revision note (2026-03-02): plan created.\n")
    after = done(plan, lambda one: add(one, (NewStep("Roof"),), now=NOW))
    assert after.source.text.endswith("plan created.\n\nRevision note (2026-11-21): Added: Roof.\n")
