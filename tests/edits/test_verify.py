"""An edit that does anything it did not declare is refused: each kind of thing is done once on purpose."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from execplan.edits import blockers
from execplan.edits.change import Change
from execplan.edits.criteria import check
from execplan.edits.journal import add_decision
from execplan.edits.retract import retract
from execplan.edits.revise import edit_step
from execplan.edits.revise_plan import edit_plan
from execplan.edits.sections import edit_section
from execplan.edits.steps import mark
from execplan.edits.verify import verify
from execplan.plan.errors import PlanError
from execplan.plan.model import Plan
from execplan.plan.reader import read_plan
from execplan.text.edit import Replacement, apply, edit_of
from execplan.text.source import Span
from tests.edits.check import NOW, Call, plan_of

HOUSE = """\
    # Plan: A house

    **Status:** In Progress
    **Owner:** Jon
    **Created:** 2026-11-01
    **Last Updated:** 2026-11-02

    ## Goal

    A house that stands.

    ## Context

    The ground is soft.

    Much of it is sand.

    ## Phase 1: Ground

    - [ ] Dig the pit
      - Verification: it is deep
      - Owner: Ann
      - Files affected: `pit.md`
    - [ ] Pour the floor
    - [ ] Build walls
      - [ ] North
      - [ ] South
    - [ ] Paint
      - Blocked: no colour (since 2026-11-02)

    ## Phase 2: Roof

    - [ ] Beams

    ## Blockers

    - No permit (since 2026-11-02)

    ## Risks

    - It rains
      - Impact: High

    ## Questions

    - [ ] Which stone?

    ## Success Criteria

    - [ ] It stands

    ## Notes

    ### Decisions

    - 2026-11-02: Use oak
      - Rationale: it is hard

    ### Discoveries

    - 2026-11-02: Sand below

    ## Progress Log

    - 2026-11-02: Began

    ## Choices

    - [ ] GO
    - [ ] NO-GO
    """
PLAN = plan_of(HOUSE)


def test_the_plan_has_one_of_each() -> None:
    for name in ("criteria", "questions", "blockers", "decisions", "discoveries", "risks", "log", "other_boxes"):
        assert getattr(PLAN, name), name
    assert len(PLAN.phases) == 2
    assert (PLAN.status, PLAN.owner, PLAN.created) == ("in_progress", "Jon", "2026-11-01")


def marked(plan: Plan) -> Change:
    return mark(plan, "Pour the floor", "done", now=NOW)


def also(change: Change, old: str, new: str, plan: Plan = PLAN) -> Change:
    """The same declarations, and one replacement more."""
    assert plan.source.text.count(old) == 1, old
    at = plan.source.text.index(old)
    more = Replacement(Span(at, at + len(old)), new)
    return replace(change, edit=edit_of(plan.source, [*change.edit.replacements, more]))


def refused(change: Change, *words: str, plan: Plan = PLAN) -> None:
    with pytest.raises(PlanError) as error:
        verify(plan, change, read_plan(apply(plan.source, change.edit)))
    assert error.value.code == "refused"
    for word in words:
        assert word in str(error.value)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("- [ ] Beams", "- [x] Beams", "step"),
        ("- [ ] Beams", "- [ ] Long beams", "step"),
        ("- [ ] Beams", "- [ ] Beams\n- [ ] Tiles", "add step"),
        ("  - [ ] North\n", "", "step"),
        ("Owner: Ann", "Owner: Eve", "step"),
        ("it is deep", "it is wide", "step"),
        ("`pit.md`", "`hole.md`", "step"),
        ("  - Owner: Ann\n", "  - Owner: Ann\n  - Evidence: seen\n", "step"),
        ("## Phase 2: Roof", "## Phase 2: Top", ""),
        ("## Phase 2: Roof\n", "", ""),
        ("no colour (since", "no red (since", "blocker"),
        ("No permit (since 2026-11-02)", "No permit (since 2026-11-09)", "blocker"),
        ("No permit (since", "~~No permit~~ → Resolved: ok (since", "blocker"),
        ("- No permit (since 2026-11-02)", "- No permit (since 2026-11-02)\n- No money", "blocker"),
        ("Impact: High", "Impact: Low", "risk"),
        ("- It rains", "- It snows", "risk"),
        ("Which stone?", "~~Which stone?~~ → Resolved: granite", "question"),
        ("- [ ] It stands", "- [x] It stands", "criterion"),
        ("- [ ] It stands", "- [ ] It stands\n- [ ] It shines", "criterion"),
        ("2026-11-02: Use oak", "2026-11-03: Use oak", "decision"),
        ("it is hard", "it is soft", "decision"),
        ("Use oak", "~~Use oak~~ → Retracted: no", "decision"),
        ("Sand below", "Sand below\n  - Evidence: a hole", "discovery"),
        ("- 2026-11-02: Began\n", "- 2026-11-02: Began\n- 2026-11-03: Went on\n", "log"),
        ("2026-11-02: Began", "2026-11-02: Ended", "log"),
        ("- [ ] GO\n", "- [x] GO\n", "box"),
        ("- [ ] GO\n", "- [ ] GO\n- [ ] MAYBE\n", "box"),
        ("# Plan: A house", "# Plan: A hut", "heading"),
        ("In Progress", "Blocked", "status"),
        ("**Owner:** Jon", "**Owner:** Kim", "owner"),
        ("2026-11-01", "2026-10-31", "created"),
        ("A house that stands.", "A house that falls.", "objective"),
        ("## Context", "## Background", "heading"),
        ("## Context\n", "", "heading"),
        ("## Context", "### Context", "heading"),
        ("The ground is soft.\n\n", "The ground is soft.\n\n## New\n\n```\n", ""),
        ("A house that stands.\n\n", "A house that stands.\n\n<!--\n", ""),
        ("\nMuch of it is sand.", "---\n\nMuch of it is sand.", "heading"),
    ],
)  # fmt: skip
def test_what_is_not_declared_is_refused(old: str, new: str, words: str) -> None:
    refused(also(marked(PLAN), old, new), words)


def test_a_swallowed_heading_without_entries_is_missed() -> None:
    """Only prose stands below it: no entry tells."""
    plan = plan_of("# T\n\n## Steps\n\n- [ ] Pour the floor\n\nText.\n\n## Notes\n\nProse.\n")
    refused(also(marked(plan), "Text.\n", "Text.\n\n~~~\n", plan), "lose the heading 'Notes'", plan=plan)


def rewritten(plan: Plan) -> Change:
    return edit_section(plan, "Context", "The ground is hard.\n\n- [ ] a box", mode="replace", now=NOW)


CALLS: dict[str, Call] = {
    "mark": marked,
    "bare": lambda plan: blockers.resolve(plan, "Pour the floor", "came", now=NOW),
    "decide": lambda plan: add_decision(plan, "Use stone", "it stays", now=NOW),
    "check": lambda plan: check(plan, "It stands", evidence="seen", now=NOW),
    "retract": lambda plan: retract(plan, "Use oak", "wrong", now=NOW),
    "rename": lambda plan: edit_step(plan, "Build walls", title="Raise walls", now=NOW),
    "owner": lambda plan: edit_plan(plan, owner="Kim", status="blocked", now=NOW),
    "prose": rewritten,
}
BARE = plan_of("# T\n\n## Steps\n\n- [ ] **BLOCKED** Pour the floor\n")


@pytest.mark.parametrize(
    ("call", "without"),
    [
        ("mark", {"touched": frozenset()}),
        ("bare", {"adds": ()}),
        ("bare", {"drops": ()}),
        ("decide", {"adds": ()}),
        ("check", {"touched": frozenset()}),
        ("retract", {"touched": frozenset()}),
        ("rename", {"renamed": None}),
        ("owner", {"about": (("status", "blocked"),)}),
        ("owner", {"about": (("owner", "Kim"),)}),
        ("prose", {"within": None}),
    ],
)
def test_no_declaration_can_be_left_out(call: str, without: dict[str, Any]) -> None:
    plan = BARE if call == "bare" else PLAN
    change = CALLS[call](plan)
    verify(plan, change, read_plan(apply(plan.source, change.edit)))
    refused(replace(change, **without), plan=plan)


@pytest.mark.parametrize(
    ("call", "more"),
    [
        ("mark", lambda one: {"adds": (*one.adds, "step")}),
        ("mark", lambda one: {"drops": ("blocker",)}),
        ("mark", lambda one: {"shows": (("step", "status", "skipped"),)}),
        ("decide", lambda one: {"shows": (("decision", "title", "Use sand"),)}),
        ("check", lambda one: {"shows": (("criterion", "evidence", ("heard",)),)}),
        ("owner", lambda one: {"about": (("owner", "Eve"), ("status", "blocked"))}),
        ("owner", lambda one: {"about": (("owner", "Kim"), ("status", "planning"))}),
    ],
)
def test_what_is_declared_must_happen(call: str, more: Callable[[Change], dict[str, Any]]) -> None:
    change = CALLS[call](PLAN)
    refused(replace(change, **more(change)))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("Much of it is sand.", "Much of it is sand.\n\n## Phase 2: Roof", "heading"),
        ("- [ ] GO\n", "- [x] GO\n", "box"),
        ("- [ ] It stands", "- [x] It stands", "criterion"),
        ("- [ ] Beams", "- [x] Beams", "step"),
        ("**Owner:** Jon", "**Owner:** Kim", "owner"),
    ],
)  # fmt: skip
def test_rewriting_prose_frees_nothing_outside(old: str, new: str, words: str) -> None:
    change = edit_section(PLAN, "Goal", "A hut.", mode="replace", now=NOW)
    refused(also(change, old, new), words)
