"""What a plan says about itself: title, status, owner and criteria, wherever they stand."""

from __future__ import annotations

from typing import Any

import pytest

from execplan.edits.change import Change
from execplan.edits.revise_plan import edit_plan
from execplan.plan.model import Plan
from tests.edits.check import NOW, Call, check_edit, check_refused


def to(**given: Any) -> Call:
    def call(plan: Plan) -> Change:
        return edit_plan(plan, **given, now=NOW)

    return call


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("# ExecPlan: Old\n", "# ExecPlan: New name\n"),
        ("# Old ExecPlan\n", "# New name ExecPlan\n"),
        ("# Execution Plan: Old\n", "# Execution Plan: New name\n"),
        ("# Old: Execution Plan\n", "# New name: Execution Plan\n"),
        ("Old\n===\n", "New name\n===\n"),
        (
            '---\ntitle: "Old"\nslug: old\n---\n\n# Old ExecPlan\n',
            '---\ntitle: "New name"\nslug: old\n---\n\n# New name ExecPlan\n',
        ),
        ("## Old\n\n## Steps\n\n- [ ] a\n", "## New name\n\n## Steps\n\n- [ ] a\n"),
    ],
)
def test_the_title_changes_in_its_own_habit(before: str, after: str) -> None:
    plan = check_edit(before, to(title="New name"), after)
    assert plan.title == "New name"
    assert edit_plan(plan, title="New name", now=NOW).edit.empty


@pytest.mark.parametrize(
    ("before", "status", "after"),
    [
        (
            "---\nstatus: planning\n---\n\n# T ExecPlan\n",
            "in_progress",
            "---\nstatus: in_progress\n---\n\n# T ExecPlan\n",
        ),
        (
            "# T\n\n- **Status**: ⚪ Planning\n\n## Next Steps\n\nNone yet.\n\n**Plan Status**: 🟡 Active | x\n",
            "blocked",
            "# T\n\n- **Status**: 🔴 Blocked\n\n## Next Steps\n\nNone yet.\n\n**Plan Status**: 🔴 Blocked | x\n",
        ),
        ("# T\n\n**Status:** In Progress\n", "abandoned", "# T\n\n**Status:** Abandoned\n"),
        ("# T\n\nStatus: Waiting for the vendor, then review\n", "blocked", "# T\n\nStatus: Blocked\n"),
        (
            "# T\n\n**Date:** 2026-11-01\n\nWords.\n",
            "blocked",
            "# T\n\n**Date:** 2026-11-01\n\n**Status:** Blocked\n\nWords.\n",
        ),
        ("# T\n\n- Owner: Ana\n", "blocked", "# T\n\n- Owner: Ana\n- Status: Blocked\n"),
        (
            "# T\n\nThis ExecPlan is a living document.\n",
            "blocked",
            "# T\n\n**Status:** Blocked\n\nThis ExecPlan is a living document.\n",
        ),
    ],
)
def test_the_status_changes_wherever_it_stands(before: str, status: str, after: str) -> None:
    plan = check_edit(before, to(status=status), after)
    assert plan.status == status
    assert edit_plan(plan, status=status, now=NOW).edit.empty


@pytest.mark.parametrize(
    ("before", "owner", "after"),
    [
        ("# T\n\n- **Owner**: —\n", "Ana", "# T\n\n- **Owner**: Ana\n"),
        (
            "---\nstatus: planning\n---\n\n# T ExecPlan\n",
            "Ana",
            "---\nstatus: planning\nowner: Ana\n---\n\n# T ExecPlan\n",
        ),
        ("---\nowner: Jon\n---\n\n# T\n", "Ana # two", '---\nowner: "Ana # two"\n---\n\n# T\n'),
        ('---\nowner: "Jon"\n---\n\n# T\n', "Ana", '---\nowner: "Ana"\n---\n\n# T\n'),
        ('---\nowner: "Jon"\n---\n\n# T\n', r"\# Ana", "---\nowner: '\\# Ana'\n---\n\n# T\n"),
        ("---\nowner: 'Jon'\n---\n\n# T\n", "D'Arc", '---\nowner: "D\'Arc"\n---\n\n# T\n'),
        (
            "---\nstatus: planning\n---\n\n# T\n",
            'the "A" team',
            "---\nstatus: planning\nowner: 'the \"A\" team'\n---\n\n# T\n",
        ),
        ("# T\n\n> Status: done\n", "Ana", "# T\n\n> Status: done\n> Owner: Ana\n"),
    ],
)
def test_the_owner_is_set_or_joins_the_other_fields(before: str, owner: str, after: str) -> None:
    plan = check_edit(before, to(owner=owner), after)
    assert plan.owner == owner


def test_criteria_join_their_siblings() -> None:
    plan = check_edit(
        "# T\n\n## Success Criteria\n\n* [x] One\n* [ ] Two\n\n## Notes\n",
        to(criteria=("Three", "two", "Three")),
        "# T\n\n## Success Criteria\n\n* [x] One\n* [ ] Two\n* [ ] Three\n\n## Notes\n",
    )
    assert edit_plan(plan, criteria=("Three",), now=NOW).edit.empty


def test_criteria_take_the_place_of_the_placeholder_below_their_label() -> None:
    check_edit(
        "# ExecPlan: T\n\n## Purpose\n\nA goal.\n\n**Success Criteria:**\n\nNone yet.\n\n## Progress\n",
        to(criteria=("One",)),
        "# ExecPlan: T\n\n## Purpose\n\nA goal.\n\n**Success Criteria:**\n\n- [ ] One\n\n## Progress\n",
    )


def test_a_cookbook_plan_keeps_them_without_boxes() -> None:
    plan = check_edit(
        "# T\n\nThis ExecPlan is a living document.\n\n## Validation and Acceptance\n\n- It runs.\n\n## Notes\n",
        to(criteria=("It is fast",)),
        "# T\n\nThis ExecPlan is a living document.\n\n## Validation and Acceptance\n\n- It runs.\n- It is fast\n\n## Notes\n",
    )
    assert edit_plan(plan, criteria=("It is fast",), now=NOW).edit.empty


@pytest.mark.parametrize(
    ("given", "code", "word"),
    [
        ({"status": "completed"}, "refused", "finish_plan"),
        ({"status": "perfect"}, "invalid", "abandoned"),
        ({}, "invalid", "nothing to change"),
        ({"owner": "Ana"}, "refused", "no owner field"),
        ({"title": "Execution Plan:"}, "invalid", ""),
    ],
)
def test_what_cannot_be_said_is_refused(given: dict[str, Any], code: Any, word: str) -> None:
    check_refused("# T\n\n- [ ] a\n", to(**given), code, word)
