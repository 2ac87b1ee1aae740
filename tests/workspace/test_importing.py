"""From a source to a plan on the disk: whatever is read is in the plan, or told."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from tests.views.imports.test_imports import boxes, written

from execplan.plan.errors import PlanError
from execplan.workspace.importing import import_plan
from execplan.workspace.workspace import Workspace

_TOLD = ("title", "step", "criterion", "question", "blocker", "text")


def workspace(root: Path) -> Workspace:
    (root / ".agents").mkdir(exist_ok=True)
    return Workspace(root)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return workspace(tmp_path_factory.mktemp("root"))


@settings(max_examples=60, deadline=None)
@given(boxes)
def test_every_box_is_in_the_plan_or_told(shared: Workspace, lines: list[tuple[int, str, str, str]]) -> None:
    made = import_plan(shared, (("list.md", written(lines)),), name="List", dry_run=True)
    told = [one for one in made.left if one.what in _TOLD]
    assert len(made.changed.plan.steps) + len(made.changed.plan.criteria) + len(told) >= len(lines)


def test_a_state_that_the_parts_contradict_is_told(tmp_path: Path) -> None:
    text = "# List\n\n- [x] All\n  - [ ] A part\n  - [x] Another\n- [ ] Most\n  - [x] One\n"
    made = import_plan(workspace(tmp_path), (("list.md", text),), name="List")
    steps = {step.title: step for step in made.changed.plan.steps}
    assert (steps["A part"].status, steps["Another"].status, steps["All"].status) == ("todo", "done", "in_progress")
    asked = {one.of for one in made.left if one.what == "state"}
    assert asked <= {"All", "Most"}


def test_a_taken_slug_leaves_the_plan_alone(tmp_path: Path) -> None:
    one = workspace(tmp_path)
    import_plan(one, (("a", "- [ ] First\n"),), name="Mine", slug="mine")
    before = (tmp_path / ".agents/mine/PLAN.md").read_bytes()
    with pytest.raises(PlanError):
        import_plan(one, (("a", "- [ ] Second\n"),), name="Mine", slug="mine")
    assert (tmp_path / ".agents/mine/PLAN.md").read_bytes() == before


def test_many_tasks_are_a_few_readings(tmp_path: Path) -> None:
    """One reading a level, not one a task: hundreds of parents took a minute before."""
    text = "".join(f"- [{'x' if n % 2 else ' '}] Work {n}\n  - [ ] Part {n}\n" for n in range(300))
    made = import_plan(workspace(tmp_path), (("a", text),), name="Mine")
    assert len(made.changed.plan.steps) == 600
