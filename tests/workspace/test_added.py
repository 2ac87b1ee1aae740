"""What a write answers as its entity can be asked for by that id afterwards, in every shipped form of plan."""

from __future__ import annotations

from pathlib import Path

import pytest

from execplan.edits import blockers, journal, steps
from execplan.plan.drafts import NewStep
from execplan.plan.references import find_blocker, find_step
from execplan.workspace.resources import template_names
from execplan.workspace.workspace import Workspace


@pytest.fixture(params=template_names())
def workspace(request: pytest.FixtureRequest, tmp_path: Path) -> Workspace:
    made = Workspace(tmp_path)
    made.create(
        "A plan", "Something is better.", template=request.param, steps=(NewStep("Build it"), NewStep("Try it"))
    )
    return made


def test_a_decision(workspace: Workspace):
    changed = workspace.change(None, lambda plan, now: journal.add_decision(plan, "Use files", "They last", now=now))
    assert [one.title for one in changed.plan.decisions if one.id == changed.id] == ["Use files"]
    again = workspace.change(None, lambda plan, now: journal.add_decision(plan, "Use files", "They last", now=now))
    assert again.id == changed.id
    assert again.plan.revision == changed.plan.revision


def test_a_discovery(workspace: Workspace):
    changed = workspace.change(None, lambda plan, now: journal.add_discovery(plan, "Disks are slow", now=now))
    assert [one.title for one in changed.plan.discoveries if one.id == changed.id] == ["Disks are slow"]


@pytest.mark.parametrize("step", [None, "Build it"])
def test_a_blocker(workspace: Workspace, step: str | None):
    changed = workspace.change(None, lambda plan, now: blockers.add(plan, "No access yet", step=step, now=now))
    assert changed.id
    assert "No access yet" in find_blocker(changed.plan, changed.id).text
    resolved = workspace.change(None, lambda plan, now: blockers.resolve(plan, changed.id or "", "Got it", now=now))
    assert resolved.id


def test_a_step(workspace: Workspace):
    changed = workspace.change(None, lambda plan, now: steps.add(plan, (NewStep("One more"), NewStep("Two")), now=now))
    assert changed.id
    assert find_step(changed.plan, changed.id).title == "One more"


def test_a_mark(workspace: Workspace):
    changed = workspace.change(None, lambda plan, now: steps.mark(plan, "Build it", "done", now=now))
    assert changed.id
    assert find_step(changed.plan, changed.id).title == "Build it"
