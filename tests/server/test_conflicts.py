"""What a client is told of a conflict, and who the journal says wrote. Through a real client."""

from __future__ import annotations

from pathlib import Path

import pytest
from mcp import Client
from mcp_types import Implementation, TextContent

from execplan.server.app import build_server
from execplan.workspace.workspace import Workspace

PLAN = "# Demo\n\n**Status**: In Progress\n\n## Progress\n\n- [ ] First thing\n- [ ] Second thing\n"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    file = tmp_path / ".agents/demo/PLAN.md"
    file.parent.mkdir(parents=True)
    file.write_text(PLAN)
    return Workspace(tmp_path)


async def test_a_conflict_carries_what_changed_since(workspace: Workspace) -> None:
    async with Client(build_server(workspace)) as client:
        seen = workspace.ask(None, lambda plan: plan.revision)[1]
        await client.call_tool("mark_step", {"step": "First thing", "status": "done"})
        answer = await client.call_tool(
            "mark_step", {"step": "Second thing", "status": "done", "if_revision": seen[:12]}
        )
    (block,) = answer.content
    assert answer.is_error
    assert isinstance(block, TextContent)
    said, _, diff = block.text.partition("\n")
    assert said.startswith("conflict: ")
    assert "\n-- [ ] First thing" in diff
    assert "First thing" in diff.split("\n+- [x] ")[1]


@pytest.mark.parametrize(
    ("name", "by"), [("claude code", "mcp claude code"), ("\x1b[31mred\n\0", "mcp [31mred"), ("", "mcp")]
)
async def test_the_journal_names_the_client(workspace: Workspace, name: str, by: str) -> None:
    who = Implementation(name=name, version="1")
    async with Client(build_server(workspace), client_info=who) as client:
        await client.call_tool("mark_step", {"step": "First thing", "status": "done"})
    assert workspace.history().operations[0].by == by


async def test_a_client_without_a_name_is_mcp(workspace: Workspace) -> None:
    async with Client(build_server(workspace)) as client:
        await client.call_tool("mark_step", {"step": "First thing", "status": "done"})
    assert workspace.history().operations[0].by.startswith("mcp")
