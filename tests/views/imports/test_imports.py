"""Readers: what is work becomes steps, what has no place is told."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from execplan.plan.errors import PlanError
from execplan.views.imports.backlog import read_backlog
from execplan.views.imports.checklist import read_checklist
from execplan.views.imports.fitting import fitted
from execplan.views.imports.front_matter import front_matter
from execplan.views.imports.issue import read_issue
from execplan.views.imports.kinds import kind_of, read_outline
from execplan.views.imports.outline import Left, Outline, Wish
from execplan.views.imports.task_master import read_task_master
from execplan.workspace.resources import template_names, template_text

CHECKLIST = """# Release

Ship it on Friday.

## Before

- [x] Tag the commit
- [ ] Write the notes
  - Owner: ann
  - Estimated time: 2 hours
  - a plain remark
  - [x] Collect the changes
  - [ ] Ask Bob

Nobody looks here.

## After

- [ ] Watch
  - Depends on: Tag the commit

## Acceptance criteria

- [x] It runs
"""
FORM = """### Objective

Builds take under a minute.

### Context

_No response_

### Acceptance criteria

- A cold build takes 50 s
- [x] Nobody waits

### Steps

1. Measure
2. Switch over

### Anything else?

Ask the build team first.
"""
TASKS = """{"master": {"tasks": [
  {"id": 1, "title": "Keep sessions in a table", "description": "One row each.", "details": "Postgres",
   "status": "in-progress", "dependencies": [], "priority": "high", "testStrategy": "restart, look again",
   "subtasks": [{"id": 1, "title": "Write the schema", "status": "done", "dependencies": []},
                {"id": 2, "title": "Move the rows", "status": "pending", "dependencies": [1, "2", 9]}]},
  {"id": "2", "title": "Drop the files", "status": "deferred", "dependencies": [1]},
  {"id": 3, "title": "Ask legal", "status": "blocked", "dependencies": []}],
  "metadata": {"description": "the main list"}}}"""
PARENT = """---
id: TASK-1
title: Keep sessions in a table
status: To Do
assignee:
  - '@ann'
labels: [db, core]
dependencies: []
priority: high
ordinal: 1000
---

## Description

<!-- SECTION:DESCRIPTION:BEGIN -->
One row each.
<!-- SECTION:DESCRIPTION:END -->

## Acceptance Criteria
<!-- AC:BEGIN -->
- [x] #1 They survive a restart
- [ ] #2 Old ones go
<!-- AC:END -->

## Implementation Notes

Seen in May.
"""
CHILD = """---
id: TASK-1.1
title: "Write the \\"schema\\""
status: Done
assignee: []
dependencies:
  - TASK-2
  - TASK-9
parent_task_id: TASK-1
ordinal: 500
---
"""
OTHER = "---\nid: TASK-2\ntitle: >-\n  Add the index of a\n  long name\nstatus: In Progress\n---\n"


def titles(outline: Outline) -> list[str]:
    return [one.step.title for one in outline.steps]


def test_a_checklist() -> None:
    outline = read_checklist(CHECKLIST)
    assert (outline.title, outline.objective) == ("Release", "Ship it on Friday.")
    assert titles(outline) == ["Tag the commit", "Write the notes", "Collect the changes", "Ask Bob", "Watch"]
    assert [one.status for one in outline.steps] == ["done", "in_progress", "done", "todo", "todo"]
    assert [one.parent for one in outline.steps] == [None, None, 1, 1, None]
    notes, watch = outline.steps[1].step, outline.steps[4]
    assert (notes.owner, notes.estimate, notes.phase) == ("ann", "2 hours", "Before")
    assert (watch.waits_for, watch.step.phase) == ((0,), "After")
    assert outline.criteria == (Wish("It runs", True),)
    assert outline.left == (
        Left("text", "- a plain remark", "Write the notes"),
        Left("text", "Nobody looks here.", "Before"),
    )


@pytest.mark.parametrize("name", template_names())
def test_a_plan_is_no_checklist(name: str) -> None:
    text = template_text(name)
    with pytest.raises(PlanError, match=r"PLAN\.md") as error:
        read_checklist(text)
    assert error.value.code == "refused"


def test_a_form() -> None:
    outline = read_issue(FORM)
    assert outline.title is None
    assert read_issue("### How soon?\n\nNow.\n\n### Tasks\n\n- [ ] One\n").title is None
    assert (outline.objective, outline.context) == ("Builds take under a minute.", None)
    assert outline.criteria == (Wish("A cold build takes 50 s"), Wish("Nobody waits", True))
    assert titles(outline) == ["Measure", "Switch over"]
    assert {one.step.phase for one in outline.steps} == {None}
    assert outline.left == (Left("text", "Ask the build team first.", "Anything else?"),)


def test_a_tasks_json() -> None:
    outline = read_task_master(TASKS)
    first, schema, rows, files, legal = outline.steps
    assert (first.step.notes, first.step.verify) == ("One row each. — Postgres", "restart, look again")
    assert (first.status, schema.status, files.status, legal.status) == ("in_progress", "done", "skipped", "blocked")
    assert (schema.parent, rows.parent, rows.waits_for, files.waits_for) == (0, 0, (1, 3), (0,))
    assert files.why == "deferred in task-master"
    assert set(outline.left) == {
        Left("metadata", '{"description": "the main list"}', "master"),
        Left("priority", "high", first.step.title),
        Left("dependency", "on task 9", rows.step.title),
    }


def test_tags_are_phases_and_their_numbers_their_own() -> None:
    outline = read_task_master(
        '{"a": {"tasks": [{"id": 1, "title": "One"}, {"id": 2, "title": "Two", "dependencies": [1]}]},'
        ' "b": {"tasks": [{"id": 1, "title": "Three"}, {"id": 2, "title": "Four", "dependencies": [1]}, 7]}}'
    )
    assert [one.step.phase for one in outline.steps] == ["a", "a", "b", "b"]
    assert [one.waits_for for one in outline.steps] == [(), (0,), (), (2,)]
    assert outline.left == (Left("task", "7", "b"),)


def test_the_older_form_without_tags() -> None:
    assert titles(read_task_master('{"tasks": [{"id": 1, "title": "One"}], "version": 2}')) == ["One"]


def test_a_backlog() -> None:
    outline = read_backlog((("c.md", CHILD), ("o.md", OTHER), ("p.md", PARENT), ("readme.md", "# Hello")))
    by = {one.step.title: one for one in outline.steps}
    table, schema, index = by["Keep sessions in a table"], by['Write the "schema"'], by["Add the index of a long name"]
    assert (table.step.owner, table.step.notes, table.status) == ("@ann", "One row each.", "todo")
    assert outline.steps[schema.parent if schema.parent is not None else -1] is table
    assert (schema.status, index.status) == ("done", "in_progress")
    assert [outline.steps[at] for at in schema.waits_for] == [index]
    assert outline.criteria == (
        Wish("They survive a restart (Keep sessions in a table)", True),
        Wish("Old ones go (Keep sessions in a table)"),
    )
    assert set(outline.left) == {
        Left("file", "readme.md"),
        Left("labels", "db, core", table.step.title),
        Left("priority", "high", table.step.title),
        Left("Implementation Notes", "Seen in May.", table.step.title),
        Left("dependency", "on TASK-9", schema.step.title),
    }


def test_parents_in_a_ring_lose_none() -> None:
    ring = "---\nid: {}\ntitle: {}\nstatus: Done\nparent_task_id: {}\n---\n"
    outline = fitted(read_backlog((("a.md", ring.format("A", "One", "B")), ("b.md", ring.format("B", "Two", "A")))))
    assert sorted(titles(outline)) == ["One", "Two"]
    assert any(one.what == "parent" for one in outline.left)


def test_what_is_not_read_of_front_matter_is_told() -> None:
    values, odd, body = front_matter("---\na: 'it''s'\n? odd\nb: [x, \"y, z\"]\nc:\nd: |\n  one\n  two\n---\nrest")
    assert values == {"a": ("it's",), "b": ("x", "y, z"), "c": (), "d": ("one two",)}
    assert (odd, body) == (["? odd"], "rest")


@pytest.mark.parametrize(
    ("text", "kind"),
    [(CHECKLIST, "checklist"), (FORM, "issue"), (TASKS, "task-master"), (PARENT, "backlog"), ("{}", "checklist")],
)
def test_the_kind_is_seen(text: str, kind: str) -> None:
    assert kind_of(text) == kind


@pytest.mark.parametrize("kind", ["task-master", "backlog", "issue", "checklist"])
def test_what_holds_no_task_is_refused(kind: str) -> None:
    with pytest.raises(PlanError):
        read_outline((("x", "Just prose."),), kind, folder=False)  # type: ignore[arg-type]


def test_what_a_plan_would_refuse_is_told() -> None:
    outline = fitted(read_checklist("- [ ] Same\n- [x] same\n- [ ] TBD\n- [ ] Loop\n  - Depends on: Loop\n"))
    assert [one.what for one in outline.left].count("title") == 2
    assert titles(outline) == ["Same", "same – 2", "Loop"]
    assert outline.steps[2].waits_for == ()


_WORDS = st.text(st.sampled_from("abc xyzé切#*_`[]():.-→"), min_size=1, max_size=12).filter(
    lambda text: bool(re.search(r"[a-zé切]", text))
)
boxes = st.lists(
    st.tuples(st.integers(0, 3), st.sampled_from(" xX"), _WORDS, st.sampled_from(("", "", "## Part", "prose"))),
    min_size=1,
    max_size=12,
)


def written(lines: list[tuple[int, str, str, str]]) -> str:
    """A checklist with boxes at any depth that the box before allows, headings and prose between."""
    text: list[str] = ["# Title", ""]
    depth = -1
    for indent, mark, words, before in lines:
        if before:
            text += ["", before, ""]
            depth = -1
        depth = min(indent, depth + 1)
        text.append(f"{'  ' * depth}- [{mark}] {words.strip()}")
    return "\n".join(text) + "\n"


@settings(max_examples=150)
@given(boxes)
def test_every_box_is_a_step_a_criterion_or_left(lines: list[tuple[int, str, str, str]]) -> None:
    outline = read_checklist(written(lines))
    shown = [one.step.title for one in outline.steps] + [one.text for one in outline.criteria]
    told = " ".join(one.text for one in outline.left if one.what not in ("label", "dependency"))
    assert len(shown) + len(re.findall(r"\[[ xX]\]", told)) >= len(lines)
