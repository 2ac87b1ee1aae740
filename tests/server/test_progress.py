"""Calls that take long: they tell how far they are, they can be cancelled, and nothing is left half done."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import anyio
import anyio.to_thread
import pytest
from mcp import Client

from execplan.server import progress as telling
from execplan.server.app import build_server
from execplan.store import commit
from execplan.workspace.index import Index
from execplan.workspace.workspace import Workspace

PLANS = 30
eras = pytest.mark.parametrize("era", ["auto", "legacy"])


def plan_file(root: Path, name: str) -> Path:
    file = root / ".agents" / name / "PLAN.md"
    file.parent.mkdir(parents=True)
    file.write_text(f"# {name}\n\n## Progress\n\n- [ ] **Step 1**: Begin\n\n## Decision Log\n\nNone yet.\n", "utf-8")
    return file


@pytest.fixture
def many(tmp_path: Path) -> Path:
    for number in range(PLANS):
        plan_file(tmp_path, f"plan-{number:02}")
    return tmp_path


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every first look at a plan takes 20 ms; the files looked at."""
    paths: list[str] = []
    glance: Callable[..., Any] = Index.glance

    def slow(self: Index, path: str, *known: Any) -> Any:
        time.sleep(0.02)
        paths.append(path)
        return glance(self, path, *known)

    monkeypatch.setattr(Index, "glance", slow)
    return paths


@pytest.mark.parametrize("tool", ["list_plans", "list_blockers"])
@eras
async def test_a_long_look_tells_how_far_it_is(
    era: str, tool: str, many: Path, looked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling, "_FIRST", 0.1)
    monkeypatch.setattr(telling, "_AGAIN", 0.1)
    told: list[tuple[float, float | None]] = []

    async def hear(progress: float, total: float | None, message: str | None) -> None:
        told.append((progress, total))

    async with Client(build_server(Workspace(many)), mode=era) as client:
        result = await client.call_tool(tool, {}, progress_callback=hear)
        assert not result.is_error
    assert len(told) >= 2
    assert told == sorted(set(told))
    assert {total for _, total in told} == {PLANS}
    assert 0 < told[0][0] < PLANS


@eras
async def test_a_quick_look_tells_nothing(era: str, many: Path) -> None:
    told: list[float] = []

    async def hear(progress: float, total: float | None, message: str | None) -> None:
        told.append(progress)

    async with Client(build_server(Workspace(many)), mode=era) as client:
        await client.call_tool("list_plans", {}, progress_callback=hear)
        await client.call_tool("get_current_step", {"plan": "plan-03"}, progress_callback=hear)
    assert told == []


@eras
async def test_a_cancelled_look_ends_early(era: str, many: Path, looked: list[str]) -> None:
    async with Client(build_server(Workspace(many)), mode=era) as client:
        with anyio.move_on_after(0.2):
            await client.call_tool("list_plans", {})
        seen = len(looked)
        assert 0 < seen < PLANS
        await anyio.sleep(0.2)
        assert len(looked) <= seen + 2
        assert not (await client.call_tool("get_current_step", {"plan": "plan-03"})).is_error


class Gate:
    """Holds a write right before its file is replaced."""

    def __init__(self) -> None:
        self.reached, self.opened = threading.Event(), threading.Event()


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    one = Gate()
    publish: Callable[..., Any] = commit.publish

    def held(*arguments: Any) -> Any:
        one.reached.set()
        assert one.opened.wait(20)
        return publish(*arguments)

    monkeypatch.setattr(commit, "publish", held)
    yield one
    one.opened.set()


@eras
async def test_a_cancelled_write_is_whole_and_the_server_goes_on(era: str, tmp_path: Path, gate: Gate) -> None:
    file = plan_file(tmp_path, "one")
    before = file.read_bytes()
    async with Client(build_server(Workspace(tmp_path)), mode=era) as client:
        async with anyio.create_task_group() as group:

            async def write() -> None:
                await client.call_tool("add_decision", {"decision": "Take B", "rationale": "It is there"})

            group.start_soon(write)
            assert await anyio.to_thread.run_sync(gate.reached.wait, 10)
            group.cancel_scope.cancel()
        assert file.read_bytes() == before
        assert not (await client.call_tool("get_current_step", {})).is_error
        gate.opened.set()
        with anyio.fail_after(10):
            while file.read_bytes() == before:
                await anyio.sleep(0.01)
        text = file.read_text("utf-8")
        assert "Take B" in text
        assert "It is there" in text
        # The retry of a call of which nobody heard makes no twin.
        again = await client.call_tool("add_decision", {"decision": "Take B", "rationale": "It is there"})
        assert not again.is_error
        assert file.read_text("utf-8") == text
        assert not (await client.call_tool("mark_step", {"step": "1", "status": "done"})).is_error
    assert [one.name for one in file.parent.iterdir()] == ["PLAN.md"]
