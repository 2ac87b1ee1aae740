"""The whole inventory in one place: names, toolsets, annotations, schemas and what they cost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from execplan.plan.errors import PlanError
from execplan.server.inventory import INVENTORY
from execplan.server.listing import listing, offered
from execplan.server.tool import PlanTool, told
from tests.o200k import count
from tests.server.test_stdio import environment

SNAPSHOTS = Path(__file__).parent / "snapshots"

CORE = [
    *("list_plans", "get_plan", "get_current_step", "list_steps", "list_blockers"),
    *("create_plan", "add_steps", "mark_step", "add_decision", "add_discovery", "add_blocker", "resolve_blocker"),
    "finish_plan",
]
READS = {
    *("list_plans", "get_plan", "get_current_step", "list_steps", "list_blockers", "search_plans", "review_plan"),
    "get_schedule",
}
REPLACING = {"edit_step", "edit_section", "edit_plan"}
ADDS_EACH_TIME = {"create_plan"}


def cost(shown: dict[str, Any]) -> int:
    """What a model pays for a tool: name, description and input schema."""
    return count(shown["name"]) + count(shown["description"]) + count(shown["inputSchema"])


def test_inventory() -> None:
    assert [tool.name for tool in INVENTORY if tool.toolset == "core"] == CORE
    assert len({tool.name for tool in INVENTORY}) == len(INVENTORY)
    for tool in INVENTORY:
        assert tool.name == tool.function.__name__
        assert tool.name.replace("_", "").isalpha()
        assert tool.name.islower()
        assert len(tool.name) <= 40
        assert 20 <= len(tool.description) < 400
        assert tool.annotations.open_world_hint is False
        assert tool.annotations.destructive_hint is (tool.name in REPLACING)
        assert tool.annotations.read_only_hint is (tool.name in READS)
        assert tool.annotations.idempotent_hint is (tool.name not in ADDS_EACH_TIME)
        assert tool.writes is (tool.name not in READS)


@pytest.mark.parametrize("tool", INVENTORY, ids=lambda tool: tool.name)
def test_input_schema_is_slim(tool: PlanTool) -> None:
    text = json.dumps(told(tool)["inputSchema"])
    for word in ('"additionalProperties"', '"default"', '"$ref"', '"$defs"', '"null"', '"anyOf"'):
        assert word not in text
    assert '"null"' not in json.dumps(told(tool)["outputSchema"])


@pytest.mark.parametrize("tool", INVENTORY, ids=lambda tool: tool.name)
def test_snapshot(tool: PlanTool) -> None:
    """A change to what clients see is a change to a file; EXECPLAN_SNAPSHOTS=write renews them."""
    path = SNAPSHOTS / f"{tool.name}.json"
    text = json.dumps(told(tool), indent=2, ensure_ascii=False) + "\n"
    if os.environ.get("EXECPLAN_SNAPSHOTS") == "write":
        SNAPSHOTS.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text


def test_what_clients_are_told_is_what_the_tools_are() -> None:
    """The list is made beforehand; scripts/schemas.py renews it."""
    made = [(tool.name, tool.toolset, tool.writes, told(tool)) for tool in INVENTORY]
    assert [(one.name, one.toolset, one.writes, one.told) for one in listing()] == made


def test_every_snapshot_has_its_tool() -> None:
    assert {path.stem for path in SNAPSHOTS.glob("*.json")} == {tool.name for tool in INVENTORY}


def test_budgets() -> None:
    assert sum(cost(tool.told) for tool in offered("core")) <= 1250
    assert sum(cost(tool.told) for tool in offered("all")) <= 2150


def test_offered() -> None:
    names = [tool.name for tool in offered("core", read_only=True)]
    assert set(names) == READS & set(CORE)
    assert [tool.name for tool in offered("mark_step, get_plan")] == ["get_plan", "mark_step"]
    assert offered("core,mark_step") == offered("core")
    assert offered("all") == listing()


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        ("cor", "invalid: no tool or toolset 'cor' (did you mean 'core'?)"),
        ("core,mark_stp", "invalid: no tool or toolset 'mark_stp' (did you mean 'mark_step'?)"),
        ("", "invalid: no tool is left of '' (use all, core or names, separated by commas)"),
    ],
)
def test_unknown_choice(choice: str, said: str) -> None:
    with pytest.raises(PlanError) as caught:
        offered(choice)
    assert str(caught.value) == said


def test_nothing_left_to_offer() -> None:
    with pytest.raises(PlanError, match="no tool is left"):
        offered("mark_step", read_only=True)


def test_a_server_starts_without_what_only_some_ask_for() -> None:
    dear = (
        "execplan.views.review.rules",
        "execplan.server.prompts",
        "execplan.server.completions",
        "execplan.server.http",
        "execplan.store.git",
        "execplan.workspace.wire.document",
        "markdown_it",
    )
    code = (
        "import sys; from execplan.server.app import build_server; from execplan.workspace.workspace import Workspace\n"
        f"build_server(Workspace(None)); print([one for one in {dear!r} if one in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], env=environment(), capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
