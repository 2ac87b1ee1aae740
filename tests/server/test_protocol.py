"""What every tool answers, whatever the era of the client: errors as answers, schemas, annotations, instructions."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from mcp import Client
from mcp_types import TextContent

from execplan.server.app import INSTRUCTIONS, NAME, build_server
from execplan.server.inventory import INVENTORY
from execplan.workspace.workspace import Workspace
from tests.o200k import count
from tests.server.test_arguments import FILLED

ERAS = ["auto", "legacy"]
pytestmark = [pytest.mark.anyio, pytest.mark.parametrize("era", ERAS)]


class Broken(Workspace):
    """Fails in a way nobody foresaw."""

    def __init__(self) -> None:
        super().__init__(None)

    def _fail(self, *given: Any, **more: Any) -> Any:
        raise KeyError("secret")

    ask = change = create = plans = _fail


async def called(client: Client, tool: str, **arguments: Any) -> str:
    """The text of a refused call."""
    result = await client.call_tool(tool, arguments)
    assert result.is_error
    (block,) = result.content
    assert isinstance(block, TextContent)
    return block.text


async def test_without_a_root_every_tool_says_how_to_give_one(era: str) -> None:
    async with Client(build_server(Workspace(None)), mode=era) as client:
        for tool in INVENTORY:
            said = await called(client, tool.name, **FILLED.get(tool.name, {}))
            assert said.startswith("not_found: no root")
            assert "--root" in said


async def test_wrong_arguments_are_an_answer_not_a_protocol_error(era: str) -> None:
    async with Client(build_server(Workspace(None)), mode=era) as client:
        said = await called(client, "mark_step", step="1", stat="done")
        assert said == "invalid: unknown argument 'stat': did you mean 'status'?"
        assert (await called(client, "mark_step")).startswith("invalid: 'step' is missing")


async def test_unknown_tool_names_the_nearest(era: str) -> None:
    async with Client(build_server(Workspace(None)), mode=era) as client:
        assert await called(client, "markstep") == "not_found: no tool 'markstep' here (did you mean 'mark_step'?)"
        assert "tools: list_plans, " in await called(client, "zzz")


async def test_crash_is_a_clear_error_and_its_traceback_goes_to_the_log(
    era: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        async with Client(build_server(Broken()), mode=era) as client:
            said = await called(client, "get_current_step")
            assert said == "unexpected KeyError in get_current_step: see the server's log; read the plan before a retry"
    assert "secret" in caplog.text
    assert "Traceback" in caplog.text


async def test_listing(era: str) -> None:
    async with Client(build_server(Workspace(None)), mode=era) as client:
        assert client.server_info
        assert client.server_info.name == NAME
        assert client.instructions == INSTRUCTIONS
        tools = (await client.list_tools()).tools
    assert [tool.name for tool in tools] == [tool.name for tool in INVENTORY]
    for shown, tool in zip(tools, INVENTORY, strict=True):
        Draft202012Validator.check_schema(shown.input_schema)
        assert shown.output_schema
        Draft202012Validator.check_schema(shown.output_schema)
        assert shown.annotations == tool.annotations


async def test_instructions_are_short(era: str) -> None:
    assert count(INSTRUCTIONS) <= 150
