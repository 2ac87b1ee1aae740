"""The read tools over a plan that people wrote, text and structured content side by side."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from mcp_types import CallToolResult, TextContent

from execplan.server.app import PlanServer, build_server
from execplan.workspace.workspace import Workspace
from tests.o200k import count

pytestmark = pytest.mark.anyio

PLAN = """# ExecPlan: Move the mail queue

**Status:** In Progress

## Purpose

Mail leaves within a minute.

## Progress

### Phase 1: Prepare

- [x] **Step 1**: Measure the old queue
- [ ] **Step 2**: **IN PROGRESS** Choose a broker

### Phase 2: Move

- [ ] **Step 3**: Write the adapter
- [ ] **Step 4**: Switch over

## Decision Log

- Decision: Keep the old queue for a week.
  Rationale: A way back costs little.
  Date/Author: 2026-05-02 / Ana
"""


@pytest.fixture
def server(tmp_path: Path) -> PlanServer:
    folder = tmp_path / ".agents" / "mail-queue"
    folder.mkdir(parents=True)
    (folder / "PLAN.md").write_text(PLAN, encoding="utf-8")
    return build_server(Workspace(tmp_path))


async def asked(server: PlanServer, tool: str, **arguments: Any) -> tuple[str, dict[str, Any]]:
    result = await server.call_tool(tool, arguments)
    assert isinstance(result, CallToolResult)
    (block,) = result.content
    assert isinstance(block, TextContent)
    assert not result.is_error, block.text
    return block.text, result.structured_content


async def test_current_step(server: PlanServer) -> None:
    text, data = await asked(server, "get_current_step")
    assert data["title"] == "Choose a broker"
    assert data["label"] == "Step 2"
    assert data["status"] == "in_progress"
    assert data["phase"] == "Phase 1: Prepare"
    assert (data["done"], data["total"]) == (1, 4)
    assert data["next"]["title"] == "Step 3: Write the adapter"
    assert "verification" not in data
    assert text == (
        f"mail-queue 1/4 rev {data['revision']}\n{data['id']} in_progress Step 2: Choose a broker\n"
        f"phase: Phase 1: Prepare\nnext: {data['next']['id']} Step 3: Write the adapter"
    )
    assert count(text) <= 150
    assert count(data) <= 1.7 * count(text)


async def test_lists(server: PlanServer) -> None:
    text, data = await asked(server, "list_plans")
    assert data["plans"][0]["slug"] == "mail-queue"
    assert data["plans"][0]["status"] == "in_progress"
    assert text.splitlines()[0].endswith(": 1 plan")
    assert "mail-queue in_progress 1/4 " in text
    text, data = await asked(server, "list_steps", limit=1)
    assert (data["count"], data["more"]) == (4, 3)
    assert "+3 more" in text
    text, data = await asked(server, "list_steps", phase="Move")
    assert [row["label"] for row in data["steps"]] == ["Step 3", "Step 4"]
    text, data = await asked(server, "list_steps", status="skipped")
    assert data["steps"] == []
    assert "no steps" in text
    text, data = await asked(server, "list_blockers")
    assert (text, data) == ("no blockers", {"blockers": []})


async def test_plan(server: PlanServer) -> None:
    text, data = await asked(server, "get_plan")
    assert data["objective"] == "Mail leaves within a minute."
    assert data["decisions"][0]["date"] == "2026-05-02"
    assert "## Progress :9" in text
    assert {"section": "## Progress", "line": 9} in data["outline"]
    assert "[x] Step 1: Measure the old queue" in text
    assert count(data) <= 1.7 * count(text)
    text, data = await asked(server, "get_plan", section="Purpose")
    assert data["text"] == "## Purpose\n\nMail leaves within a minute."
    assert data["line"] == 5
    assert data["text"] in text


async def test_file_that_cannot_be_read_is_listed_with_its_error(tmp_path: Path, server: PlanServer) -> None:
    folder = tmp_path / ".agents" / "broken"
    folder.mkdir()
    (folder / "PLAN.md").write_bytes(b"# \xff\xfe\n")
    text, data = await asked(server, "list_plans")
    assert text.splitlines()[0].endswith(": 2 plans")
    (broken,) = [row for row in data["plans"] if "error" in row]
    assert broken["slug"] == "broken"
    assert broken["error"].startswith("unreadable: ")
    assert "broken: unreadable: " in text
    text, data = await asked(server, "list_blockers")
    assert data["unreadable"][0].startswith("broken: unreadable: ")
    assert "not read: broken" in text
