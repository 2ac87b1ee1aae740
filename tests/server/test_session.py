"""Whole sessions on real files, in both protocol eras."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from mcp import Client
from mcp_types import TextContent

from execplan.server.app import INSTRUCTIONS, build_server
from execplan.workspace.workspace import Workspace
from tests.o200k import count

pytestmark = [pytest.mark.anyio, pytest.mark.parametrize("era", ["auto", "legacy"])]

STEPS: list[Any] = [
    {"title": "Read the old code", "phase": "Prepare", "estimate": "2h", "verify": "notes exist"},
    {
        "title": "Write the parser",
        "phase": "Build",
        "files": ["src/a.py", "src/b.py"],
        "depends_on": ["Read the old code"],
    },
    "Ship it",
]


class Talk:
    """A client that hands back the structured content and keeps the text."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.text = ""

    async def __call__(self, tool: str, **arguments: Any) -> dict[str, Any]:
        result = await self.client.call_tool(tool, arguments)
        (block,) = result.content
        assert isinstance(block, TextContent)
        self.text = block.text
        assert not result.is_error, block.text
        assert result.structured_content is not None
        assert "null" not in json.dumps(result.structured_content)
        return result.structured_content

    async def refused(self, tool: str, **arguments: Any) -> str:
        result = await self.client.call_tool(tool, arguments)
        assert result.is_error
        assert result.structured_content is None
        (block,) = result.content
        assert isinstance(block, TextContent)
        return block.text


async def test_life_of_a_plan(era: str, tmp_path: Path) -> None:
    async with Client(build_server(Workspace(tmp_path)), mode=era) as client:
        talk = Talk(client)
        made = await talk(
            "create_plan", title="New parser", objective="Parse faster.", steps=STEPS, criteria=["It is fast"]
        )
        assert made["slug"] == "new-parser"
        assert made["root"] == str(tmp_path)
        path = tmp_path / made["path"]
        assert path.is_file()
        assert (made["done"], made["total"]) == (0, 3)
        first = made["current"]["id"]

        now = await talk("get_current_step")
        assert now["id"] == first
        assert now["plan"] == "new-parser"
        assert now["title"] == "Read the old code"
        assert now["verification"] == "notes exist"
        assert now["id"] in talk.text
        assert len(now["revision"]) == 8

        marked = await talk("mark_step", step=first, status="in_progress")
        assert marked["status"] == "in_progress"
        assert marked["next"]["id"] == first
        again = await talk("mark_step", step=first, status="in_progress")
        assert again["unchanged"] is True
        assert again["revision"] == marked["revision"]

        ready = await talk("list_steps", status="ready")
        assert [row["id"] for row in ready["steps"]] == [first, *[row["id"] for row in ready["steps"][1:]]]
        waiting = await talk("list_steps", status="waiting")
        assert waiting["count"] == 1
        assert waiting["steps"][0]["waits_for"] == [first]

        done = await talk("mark_step", step=first, status="done")
        assert (done["done"], done["total"]) == (1, 3)
        assert done["next"]["title"].endswith("Write the parser")

        added = await talk("add_steps", steps=["Tell the others", {"title": "Clean up", "estimate": "30m"}])
        assert len(added["ids"]) == 2
        assert added["total"] == 5

        decision = await talk("add_decision", decision="Use a table", rationale="It is faster")
        assert decision["status"] == "recorded"
        assert decision["next"]["id"] == done["next"]["id"]
        discovery = await talk("add_discovery", what="The old code had two parsers", why_it_matters="One goes")
        assert discovery["id"] != decision["id"]

        blocker = await talk(
            "add_blocker", text="No test data", step=done["next"]["id"], needs="a sample", options=["ask", "make"]
        )
        assert blocker["status"] == "open"
        listed = await talk("list_blockers")
        assert [row["id"] for row in listed["blockers"]] == [blocker["id"]]
        assert listed["blockers"][0]["plan"] == "new-parser"
        resolved = await talk("resolve_blocker", blocker=blocker["id"], resolution="Made some")
        assert resolved["status"] == "resolved"
        assert (await talk("list_blockers"))["blockers"] == []
        assert len((await talk("list_blockers", plan="new-parser", include_resolved=True))["blockers"]) == 1

        outline = await talk("get_plan")
        assert outline["objective"] == "Parse faster."
        assert outline["decisions"][0]["id"] == decision["id"]
        assert {entry["status"] for entry in outline["outline"] if "status" in entry} == {"done", "todo"}
        name = next(entry["section"] for entry in outline["outline"] if "Decision" in entry.get("section", ""))
        section = await talk("get_plan", section=name.lstrip("# "))
        assert "Use a table" in section["text"]

        (row,) = (await talk("list_plans"))["plans"]
        assert row["slug"] == "new-parser"
        assert (row["done"], row["total"], row["status"]) == (1, 5, "in_progress")
        assert (await talk("list_plans", status="completed"))["plans"] == []


async def test_revision_guards_a_write(era: str, tmp_path: Path) -> None:
    async with Client(build_server(Workspace(tmp_path)), mode=era) as client:
        talk = Talk(client)
        made = await talk("create_plan", title="A", objective="O", steps=["one", "two"])
        step = made["current"]["id"]
        moved = await talk("mark_step", step=step, status="in_progress", if_revision=made["revision"])
        assert moved["revision"] != made["revision"]
        said = await talk.refused("mark_step", step=step, status="done", if_revision=made["revision"])
        assert said.startswith("conflict: ")


async def test_references_that_fit_nothing_or_several(era: str, tmp_path: Path) -> None:
    async with Client(build_server(Workspace(tmp_path)), mode=era) as client:
        talk = Talk(client)
        await talk("create_plan", title="A", objective="O", steps=["Write tests", "Write docs"])
        assert (await talk.refused("mark_step", step="write", status="done")).startswith("ambiguous: ")
        assert (await talk.refused("mark_step", step="fly", status="done")).startswith("not_found: ")
        assert (await talk.refused("get_current_step", plan="zzz")).startswith("not_found: ")
        await talk("create_plan", title="B", objective="O")
        said = await talk.refused("get_current_step")
        assert said.startswith("ambiguous: ")
        assert "a" in said


async def test_read_only_server_has_no_write_tools(era: str, tmp_path: Path) -> None:
    server = build_server(Workspace(tmp_path, read_only=True), "core", read_only=True)
    async with Client(server, mode=era) as client:
        names = [tool.name for tool in (await client.list_tools()).tools]
        assert names == ["list_plans", "get_plan", "get_current_step", "list_steps", "list_blockers"]
        assert "no tool 'mark_step'" in await Talk(client).refused("mark_step", step="1", status="done")


async def test_session_is_cheap(era: str, tmp_path: Path) -> None:
    """Listing the core tools, one look and ten marks."""
    async with Client(build_server(Workspace(tmp_path), "core"), mode=era) as client:
        talk = Talk(client)
        await talk(
            "create_plan", title="Session", objective="O", steps=[f"Build part {n} of the machine" for n in range(12)]
        )
        tools = (await client.list_tools()).tools
        total = count(INSTRUCTIONS) + sum(count(t.name) + count(t.description) + count(t.input_schema) for t in tools)
        current = await talk("get_current_step")
        assert count(talk.text) <= 150
        assert count(current) <= 1.7 * count(talk.text)
        total += count(talk.text)
        for _ in range(10):
            marked = await talk("mark_step", step=current["id"], status="done")
            assert count(talk.text) <= 40
            assert count(marked) <= 1.8 * count(talk.text)
            total += count(talk.text)
            current = marked["next"]
        assert total <= 1800
