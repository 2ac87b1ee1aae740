"""Taking a record back: struck and explained in every form, counted no longer, never deleted."""

from __future__ import annotations

import pytest

from execplan.edits.blockers import add as add_blocker
from execplan.edits.journal import add_decision
from execplan.edits.retract import retract
from execplan.edits.revise_plan import edit_plan
from execplan.plan.references import find_record
from execplan.views.outline import last_decisions
from tests.edits.check import NOW, Call, check_refused, done, plan_of


def back(entry: str, reason: str = "a misreading") -> Call:
    return lambda plan: retract(plan, entry, reason, now=NOW)


HEAD = "# A gate\n\n## Steps\n\n- [ ] Pour the floor\n\n"
FORMS = [
    (
        "## Decision Log\n\n- Decision: Use iron\n  Rationale: it lasts",
        "- Decision: Use iron",
        "- ~~Decision: Use iron~~",
    ),
    ("## Decision Log\n\n**2026-11-02 08:10 UTC**: Use iron\n- **Rationale**: it lasts", "Use iron", "~~Use iron~~"),
    ("## Decisions\n\n### Decision 3: Use iron\n\nIt lasts.", "Decision 3: Use iron", "~~Decision 3: Use iron~~"),
    (
        "## Decisions\n\n| # | Decision | Rationale |\n|---|---|---|\n| 1 | Use iron | it lasts |",
        "Use iron",
        "~~Use iron~~",
    ),
    (
        "## Surprises & Discoveries\n\n- Observation: Use iron\n  Evidence: rust",
        "Observation: Use iron",
        "~~Observation: Use iron~~",
    ),
    ("## Open Questions\n\n- ❓ **Use iron**: or wood?", "**Use iron**: or wood?", "~~**Use iron**: or wood?~~"),
    ("## Open Questions\n\n- [x] ~~Use iron?~~ → Resolved: yes", "→ Resolved: yes", "→ Resolved: yes"),
    ("## Open Questions\n\n- [ ] Use iron? → **BLOCKER**", "Use iron? → **BLOCKER**", "~~Use iron?~~ → **BLOCKER**"),
    ("## Risks\n\n**Risk 1: Use iron**\n- Impact: High", "**Risk 1: Use iron**", "~~**Risk 1: Use iron**~~"),
    (
        "## Risks\n\n| ID | Risk | Impact |\n|---|---|---|\n| R1 | **R1: Use iron** | High |",
        "**R1: Use iron**",
        "~~**R1: Use iron**~~",
    ),
    ("## Risks\n\n- ⚠️ Use ~~wood~~ iron", "Use ~~wood~~ iron", "Use ~~wood~~ iron"),
    ("## Blockers\n\n- Use iron (since 2026-11-01)", "Use iron (since 2026-11-01)", "~~Use iron (since 2026-11-01)~~"),
    ("## Success Criteria\n\n- [x] Use iron", "Use iron", "~~Use iron~~"),
    ("## Update Log\n\n- 2026-11-20: Use iron", "Use iron", "~~Use iron~~"),
]


@pytest.mark.parametrize(("text", "was", "struck"), FORMS)
def test_every_form_is_struck_and_reads_back(text: str, was: str, struck: str) -> None:
    before = plan_of(HEAD + text + "\n")
    kind, target = find_record(before, "Use")
    after = done(before, back("Use"))
    assert after.source.text == before.source.text.replace(was, f"{struck} → Retracted: a misreading")
    told_kind, told = find_record(after, target.id)
    assert (told_kind, told.retracted) == (kind, "a misreading")
    assert back("Use")(after).edit.empty
    assert not [one for one in after.blockers if not one.resolved]
    assert not [one for one in after.questions if not one.resolved]


def test_a_field_in_the_same_line_stays_one() -> None:
    before = plan_of(HEAD + "## Decisions\n\n- Use iron, as\n  it lasts. Rationale: none other\n")
    after = done(before, back("Use"))
    assert after.source.text.endswith(
        "~~Use iron, as\n  it lasts.~~ → Retracted: a misreading. Rationale: none other\n"
    )
    assert after.decisions[0].rationale == "none other"


def test_a_blocker_on_a_step_lets_it_go_on() -> None:
    text = "# A gate\n\n## Steps\n\n- [ ] **BLOCKED** Pour the floor\n  - Blocked: no cement (since 2026-11-01)\n"
    after = done(plan_of(text), back("no cement"))
    assert after.source.text == text.replace("**BLOCKED** ", "").replace(
        "no cement (since 2026-11-01)", "~~no cement (since 2026-11-01)~~ → Retracted: a misreading"
    )
    assert after.steps[0].status == "todo"
    assert back("no cement")(after).edit.empty


def test_a_log_tells_of_it_and_is_taken_last() -> None:
    text = """\
        # A gate ExecPlan

        ## Execution Steps

        1. [ ] Pour the floor

        ## Progress Log

        ### 2026-11-21 06:40

        - Decision: Use iron
          - Reason: it lasts
        - Note: Use iron, said Jon
        """
    after = done(plan_of(text), back("Use iron"))
    assert after.decisions[0].retracted == "a misreading"
    assert [one.text for one in after.log if one.kind == "Retracted"] == ["decision Use iron — a misreading"]
    assert last_decisions(after) == ()
    assert back("Use iron")(after).edit.empty


def test_a_retracted_decision_is_not_made_again_unseen() -> None:
    gone = HEAD + "## Decision Log\n\n- ~~Decision: Use iron~~ → Retracted: it was wood\n"
    check_refused(
        gone, lambda plan: add_decision(plan, "Use iron", "it lasts", now=NOW), "refused", "was retracted: it was wood"
    )


def test_a_retracted_blocker_and_a_retracted_criterion_are_not_made_again_unseen() -> None:
    gone = HEAD + "## Blockers\n\n- ~~No cement~~ → Retracted: it was there\n"
    check_refused(gone, lambda plan: add_blocker(plan, "No cement", now=NOW), "refused", "was retracted: it was there")
    gone = HEAD + "## Success Criteria\n\n- [ ] ~~It shines~~ → Retracted: nobody asked\n"
    check_refused(
        gone, lambda plan: edit_plan(plan, criteria=("It shines",), now=NOW), "refused", "was retracted: nobody asked"
    )


def test_a_resolved_blocker_may_come_back() -> None:
    text = HEAD + "## Blockers\n\n- ~~No cement~~ → Resolved: it came\n"
    after = done(plan_of(text), lambda plan: add_blocker(plan, "No cement", now=NOW))
    assert [one.resolved for one in after.blockers] == [True, False]


def test_a_resolved_reason_is_struck_once() -> None:
    text = "# T\n\n## Steps\n\n- [ ] Pour\n  - Blocked: ~~no cement~~ → Resolved: it came\n"
    after = done(plan_of(text), back("no cement"))
    assert "- Blocked: ~~no cement~~ → Resolved: it came → Retracted: a misreading\n" in after.source.text


def test_refusals() -> None:
    check_refused(HEAD, back("Pour the floor"), "refused", "is a step", "mark_step with status skipped")
    check_refused(HEAD, back("Use iron"), "not_found", "this plan has no records")
    check_refused(HEAD + "## Risks\n\n- Rust\n", back("Rust", " "), "invalid", "reason says nothing")
    check_refused(HEAD + "## Risks\n\n- Rust\n- Rusty nails\n", back("rus"), "ambiguous", "2 records match")


def test_a_client_cannot_retract_by_what_it_writes() -> None:
    plan = done(plan_of(HEAD), lambda plan: add_decision(plan, "Use iron → Retracted: no", "it lasts", now=NOW))
    assert plan.decisions[0].retracted is None
