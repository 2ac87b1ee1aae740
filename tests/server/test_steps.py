"""Evidence, percentages, split and reworded steps through the protocol, on real files."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest
from mcp import Client

from execplan.server.app import build_server
from execplan.workspace.workspace import Workspace
from tests.o200k import count
from tests.server.eras import put
from tests.server.test_session import Talk

pytestmark = pytest.mark.anyio


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return put(tmp_path, "mail")


@pytest.fixture
async def talk(plan: Path) -> AsyncGenerator[Talk]:
    async with Client(build_server(Workspace(plan.parents[2]))) as client:
        yield Talk(client)


async def test_evidence_is_graded_by_looking(talk: Talk, plan: Path) -> None:
    (plan.parents[2] / "broker.md").write_text("NATS\n")
    digest = hashlib.sha256(b"NATS\n").hexdigest()[:12]
    marked = await talk("mark_step", step="Step 2", status="done", evidence="broker.md")
    assert (marked["status"], marked["done"]) == ("done", 2)
    assert count(talk.text) <= 40
    assert f"  - Evidence: `broker.md` (sha256 {digest}, observed)\n" in plan.read_text("utf-8")
    again = await talk("mark_step", step="Step 2", status="done", evidence="./broker.md")
    assert again["unchanged"] is True
    await talk("mark_step", step="Step 3", status="in_progress", evidence="`pytest -q` → 3 passed")
    assert "  - Evidence: `pytest -q` → 3 passed\n" in plan.read_text("utf-8")


async def test_percent_and_a_done_part(talk: Talk, plan: Path) -> None:
    first = await talk("mark_step", step="Step 2", status="in_progress", percent=30)
    split = await talk("mark_step", step="Step 2", status="in_progress", percent=60, done_part="Compare three brokers")
    assert (split["id"], split["done"], split["total"]) == (first["id"], 2, 4)
    assert count(talk.text) <= 40
    text = plan.read_text("utf-8")
    assert "- [x] **Step 2.1**: Compare three brokers\n" in text
    assert "Choose a broker (60%)\n" in text
    assert "mark the step done" in await talk.refused("mark_step", step="Step 2", status="in_progress", percent=100)
    assert "done_part" in await talk.refused("mark_step", step="Step 2", status="done", done_part="x")


async def test_edit_step(talk: Talk, plan: Path) -> None:
    (was,) = [one for one in (await talk("list_steps"))["steps"] if one["label"] == "Step 2"]
    answer = await talk("edit_step", step="Step 2", title="Choose NATS", owner="Ada", depends_on=["Step 1"])
    assert answer["was"] == was["id"] != answer["id"]
    assert answer["next"]["id"] == answer["id"]
    assert f"step {answer['id']} (was {was['id']})" in talk.text
    assert "- [ ] **Step 2**: Choose NATS\n  - Owner: Ada\n" in plan.read_text("utf-8")
    kept = await talk("edit_step", step=answer["id"], owner="", depends_on=[])
    assert kept["id"] == kept["was"] == answer["id"]
    assert "Owner" not in plan.read_text("utf-8")
    moved = await talk("edit_step", step="Step 1", move_after="Step 3", if_revision=kept["revision"])
    assert plan.read_text("utf-8").rstrip().endswith("Measure the old queue")
    again = await talk("edit_step", step="Step 1", move_after="Step 3")
    assert (again["unchanged"], again["revision"]) == (True, moved["revision"])
    stale = await talk.refused("edit_step", step="Step 1", owner="Ada", if_revision=kept["revision"])
    assert stale.startswith("conflict")


async def test_edit_step_shows_the_revision_it_takes(talk: Talk) -> None:
    shown = {tool.name: tool.input_schema["properties"] for tool in (await talk.client.list_tools()).tools}
    assert "if_revision" in shown["edit_step"]
    assert "if_revision" not in shown["mark_step"]
