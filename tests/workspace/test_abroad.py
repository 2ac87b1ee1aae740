"""Dependencies across plans, on real files: open there holds up, done there does not, and no other plan is read in vain."""

from __future__ import annotations

from pathlib import Path

import pytest

from execplan.edits.steps import mark
from execplan.plan.model import Plan
from execplan.views.current import current_step
from execplan.views.steps import select
from execplan.workspace.catalog import Catalog
from execplan.workspace.wire.build import steps_answer
from execplan.workspace.workspace import Workspace

OTHER = "# Bills\n\n**Status**: In Progress\n\n## Progress\n\n- [ ] Send the first bill\n- [ ] Read the answers\n"


def put(root: Path, slug: str, text: str) -> Path:
    path = root / ".agents" / slug / "PLAN.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def shop(on: str) -> str:
    return (
        f"# Shop\n\n**Status**: In Progress\n\n## Progress\n\n- [ ] Open the shop\n  - Depends on: {on}\n- [ ] Sweep\n"
    )


def whole(plan: Plan) -> Plan:
    return plan


def waits(workspace: Workspace) -> list[str] | None:
    _, plan = workspace.ask("shop", whole)
    return steps_answer("shop", plan, plan.steps[:1], 9).steps[0].waits_for


@pytest.fixture
def bills(tmp_path: Path) -> str:
    """The id of the first step of the other plan."""
    put(tmp_path, "new-bills", OTHER)
    return Workspace(tmp_path).ask("new-bills", lambda plan: plan.steps[0].id)[1]


@pytest.mark.parametrize(
    "on",
    [
        "new-bills/{id}",
        "new-bills: Send the first bill",
        "[bills](../new-bills/PLAN.md#{id})",
        "`new-bills/{id}`",
    ],
)
def test_a_step_of_another_plan(tmp_path: Path, bills: str, on: str) -> None:
    put(tmp_path, "shop", shop(on.format(id=bills)))
    workspace = Workspace(tmp_path)
    assert waits(workspace) == [f"new-bills/{bills}"]
    _, plan = workspace.ask("shop", whole)
    assert [one.title for one in select(plan, "waiting")] == ["Open the shop"]
    assert [one.title for one in select(plan, "ready")] == ["Sweep"]
    first = current_step(plan).step
    assert first is not None
    assert first.title == "Sweep"

    workspace.change("new-bills", lambda one, now: mark(one, bills, "done", now=now))
    assert waits(workspace) is None
    _, plan = workspace.ask("shop", whole)
    first = current_step(plan).step
    assert first is not None
    assert first.title == "Open the shop"


def test_a_whole_plan(tmp_path: Path, bills: str) -> None:
    path = put(tmp_path, "shop", shop("new-bills")).parent.parent / "new-bills" / "PLAN.md"
    workspace = Workspace(tmp_path)
    assert waits(workspace) == ["new-bills"]
    path.write_text(OTHER.replace("[ ]", "[x]"), encoding="utf-8")
    assert waits(workspace) is None
    path.write_text(OTHER.replace("In Progress", "Completed"), encoding="utf-8")
    assert waits(workspace) is None


def test_an_archived_plan_is_over(tmp_path: Path, bills: str) -> None:
    put(tmp_path, "shop", shop(f"new-bills/{bills}, new-bills"))
    workspace = Workspace(tmp_path)
    assert waits(workspace) == [f"new-bills/{bills}", "new-bills"]
    workspace.archive("new-bills")
    assert waits(workspace) is None


@pytest.mark.parametrize(
    "on", ["no-such-plan", "new-bills/zzzzz", "new-bills: Nothing like it", "#751", "shop", "the permit"]
)
def test_what_is_not_there_is_said_and_holds_nothing_up(tmp_path: Path, bills: str, on: str) -> None:
    put(tmp_path, "shop", shop(on))
    workspace = Workspace(tmp_path)
    assert waits(workspace) == [on]
    _, plan = workspace.ask("shop", whole)
    assert [one.title for one in select(plan, "ready")] == ["Open the shop", "Sweep"]


def test_a_file_that_cannot_be_read_holds_nothing_up(tmp_path: Path, bills: str) -> None:
    put(tmp_path, "shop", shop(f"new-bills/{bills}"))
    (tmp_path / ".agents" / "new-bills" / "PLAN.md").write_bytes(b"# \xff\n")
    assert waits(Workspace(tmp_path)) == [f"new-bills/{bills}"]
    assert Workspace(tmp_path).ask("shop", lambda plan: plan.outside)[1] == ()


def test_all_waits_says_for_what(tmp_path: Path, bills: str) -> None:
    put(tmp_path, "shop", shop(f"new-bills/{bills}").replace("- [ ] Sweep\n", ""))
    _, plan = Workspace(tmp_path).ask("shop", whole)
    assert current_step(plan).reason == f"all open steps wait: 'Open the shop' waits for new-bills/{bills}"


def test_marking_goes_on_with_what_is_ready(tmp_path: Path, bills: str) -> None:
    put(
        tmp_path,
        "shop",
        "# Shop\n\n## Progress\n\n- [ ] Rent it\n" + shop(f"new-bills/{bills}").split("Progress\n\n", 2)[-1],
    )
    changed = Workspace(tmp_path).change("shop", lambda one, now: mark(one, "Rent it", "done", now=now))
    following = current_step(changed.plan).step
    assert following is not None
    assert following.title == "Sweep"


def test_no_other_plan_is_looked_for_without_such_words(
    tmp_path: Path, bills: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    real = Catalog.named

    def counting(self: Catalog, slug: str) -> object:
        asked.append(slug)
        return real(self, slug)

    monkeypatch.setattr(Catalog, "named", counting)
    workspace = Workspace(tmp_path)
    put(tmp_path, "shop", shop("Sweep"))
    workspace.ask("shop", whole)
    put(tmp_path, "shop", shop("#751"))
    workspace.ask("shop", whole)
    assert asked == ["shop", "shop"]
    put(tmp_path, "shop", shop(f"new-bills/{bills}, new-bills"))
    workspace.ask("shop", whole)
    assert asked[2:] == ["shop", "new-bills"]
