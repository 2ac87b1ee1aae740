"""A plan through the verb ``archive``, and what the other verbs make of it afterwards."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from execplan.edits.steps import mark
from execplan.plan.errors import PlanError
from execplan.plan.model import Plan
from execplan.views.progress import progress
from execplan.workspace.searching import found
from execplan.workspace.workspace import Workspace


def failing(call: partial[object]) -> PlanError:
    with pytest.raises(PlanError) as caught:
        call()
    return caught.value


def test_an_archived_plan_is_read_on_request_and_never_written(put, tmp_path: Path):
    put("one", "First plan")
    put("two")
    workspace = Workspace(tmp_path)
    moved = workspace.archive("First plan")
    assert (moved.moved, moved.handle.slug, moved.handle.path) == (True, "one", ".agents/archive/one/PLAN.md")
    assert [one.slug for one in workspace.plans()] == ["two"]
    assert workspace.ask(None, progress)[0].slug == "two"
    assert workspace.ask("one", progress)[0].archived
    edit: partial[object] = partial(
        workspace.change, "one", lambda plan, now: mark(plan, "First thing", "done", now=now)
    )
    assert failing(edit).code == "refused"
    assert [one.slug for one in workspace.plans(archived=True)] == ["two", "one"]


def test_archived_again_it_stays_where_it_is(put, tmp_path: Path):
    put("one")
    workspace = Workspace(tmp_path)
    workspace.archive("one")
    again = workspace.archive("one")
    assert not again.moved
    assert again.handle.path == ".agents/archive/one/PLAN.md"


def test_a_revision_guards_the_move(put, tmp_path: Path):
    path = put("one")
    workspace = Workspace(tmp_path)
    _, plan = workspace.ask("one", lambda one: one)
    assert isinstance(plan, Plan)
    path.write_text(path.read_text() + "\nMore.\n")
    assert failing(partial(workspace.archive, "one", if_revision=plan.revision[:8])).code == "conflict"
    assert path.exists()


def test_what_cannot_move(put, tmp_path: Path):
    put("docs/plan.md")
    put("one")
    assert failing(partial(Workspace(tmp_path).archive, "docs/plan.md")).code == "refused"
    assert failing(partial(Workspace(tmp_path).archive, "nope")).code == "not_found"
    assert failing(partial(Workspace(tmp_path, read_only=True).archive, "one")).code == "refused"


def test_a_search_looks_into_the_archive_on_request_only(put, tmp_path: Path):
    put("one")
    put("two", status="Completed")
    workspace = Workspace(tmp_path)
    workspace.archive("one")
    assert {hit.plan for hit in found(workspace, "second thing").hits} == {"two"}
    assert {hit.plan for hit in found(workspace, "second thing", archived=True).hits} == {"one", "two"}
