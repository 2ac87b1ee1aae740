"""What no tool may take: unknown arguments, other types, huge values. Each gets a clear error, and nothing is written.

The tools and their arguments are found in the inventory, so that a new tool is held to this from its first day.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from mcp import Client
from mcp_types import TextContent

from execplan.server.app import build_server
from execplan.server.inventory import INVENTORY
from execplan.server.tool import PlanTool
from execplan.workspace.workspace import Workspace
from tests.server.filled import arms, least, schema_of

PLAN = """\
# Edges

## Metadata

- **Status**: In Progress
- **Last Updated**: 2026-11-20 10:00 UTC

## Context

The disk is old.

## Success Criteria

- [ ] A build takes less than 60 s

## Progress

- [ ] **Step 1**: Begin
- [ ] **Step 2**: End

## Open Questions

- [ ] Which region?

## Blockers

- [ ] No key for the bucket

## Risks

- The bucket is full

## Decision Log

- **Decision**: Take the bucket
  **Rationale**: It is there

## Surprises & Discoveries

None yet.
"""
ERROR = re.compile(r"(invalid|too_large|not_found|ambiguous|refused|conflict): ")
JUNK: tuple[Any, ...] = ({"a": [1]}, [[["x"]]], 1.5)
"""Values that are of no argument's type."""
HUGE_TEXT = "x" * 900_000
HUGE_NUMBER = 10**40


def huge(schema: dict[str, Any]) -> Iterator[Any]:
    """Values of the right type that are far too large."""
    for arm in arms(schema):
        match arm.get("type"):
            case "string" if "enum" not in arm:
                yield HUGE_TEXT
                yield "x\n" * 450_000
            case "array":
                yield [HUGE_TEXT]
                yield ["x"] * 100_000
                yield "[" * 100_000
            case "integer":
                yield HUGE_NUMBER
                yield -HUGE_NUMBER
            case _:
                yield HUGE_NUMBER


def kept(root: Path) -> dict[str, bytes]:
    """Every file below the root but locks."""
    files = (file for file in root.rglob("*") if file.is_file() and ".state" not in file.parts)
    return {str(file.relative_to(root)): file.read_bytes() for file in files}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / ".agents" / "edges"
    folder.mkdir(parents=True)
    (folder / "PLAN.md").write_text(PLAN, "utf-8")
    return tmp_path


async def said(client: Client, tool: str, arguments: dict[str, Any]) -> tuple[bool, str]:
    """Whether the call was refused, and the text."""
    result = await client.call_tool(tool, arguments)
    block = result.content[0]
    assert isinstance(block, TextContent)
    return bool(result.is_error), block.text


def assert_clear(text: str, about: str) -> None:
    assert ERROR.match(text), f"{about}: {text[:300]}"
    assert len(text) < 1_500, about
    assert "Traceback" not in text
    assert "pydantic" not in text


tools = pytest.mark.parametrize("tool", INVENTORY, ids=lambda tool: tool.name)


@tools
@pytest.mark.parametrize("era", ["auto", "legacy"])
async def test_unknown_arguments_and_other_types(era: str, tool: PlanTool, root: Path) -> None:
    before = kept(root)
    schema = schema_of(tool)
    async with Client(build_server(Workspace(root)), mode=era) as client:
        for wrong in ({"zzz": 1}, {"__class__": "x"}, {"": None, "workspace": "x"}):
            refused, text = await said(client, tool.name, {**least(tool), **wrong})
            assert refused, wrong
            assert text.startswith("invalid: unknown argument"), text
        for name in schema["properties"]:
            for value in JUNK:
                about = f"{tool.name} {name}={value}"
                refused, text = await said(client, tool.name, {**least(tool), name: value})
                assert refused, about
                assert text.startswith("invalid: "), f"{about}: {text}"
                assert_clear(text, about)
        for name in schema.get("required", ()):
            for value in (None, "", " \n "):
                refused, text = await said(client, tool.name, {**least(tool), name: value})
                assert refused, (name, value)
                assert text.startswith("invalid: "), text
    assert kept(root) == before


@tools
async def test_huge_values(tool: PlanTool, root: Path) -> None:
    before = kept(root)
    arguments = schema_of(tool)["properties"]
    if tool.name == "create_plan":
        del arguments["if_revision"]  # taken for the sake of sameness; a plan that is not there has none
    async with Client(build_server(Workspace(root))) as client:
        for name, schema in arguments.items():
            for value in huge(schema):
                about = f"{tool.name} {name}={json.dumps(value)[:20]}… of {len(json.dumps(value))}"
                refused, text = await said(client, tool.name, {**least(tool), name: value})
                if tool.writes:
                    assert refused, about
                if refused:
                    assert_clear(text, about)
                assert kept(root) == before, about


@tools
async def test_what_is_no_text(tool: PlanTool, root: Path) -> None:
    before = kept(root)
    async with Client(build_server(Workspace(root))) as client:
        for name, schema in schema_of(tool)["properties"].items():
            if any(one.get("type") == "string" and "enum" not in one for one in arms(schema)):
                refused, text = await said(client, tool.name, {**least(tool), name: "a\ud800"})
                assert refused, name
                assert_clear(text, f"{tool.name} {name}")
    assert kept(root) == before
