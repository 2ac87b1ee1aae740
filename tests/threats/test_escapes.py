"""Every way out of the tree × every tool, resource, prompt and command, found in the inventory and not listed by hand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

import click
import pytest
from click.testing import CliRunner
from mcp import Client
from mcp.shared.exceptions import MCPError
from mcp_types import PromptReference

from execplan.cli.app import app
from execplan.server.app import build_server
from execplan.server.inventory import INVENTORY
from execplan.server.resources import TEMPLATES
from execplan.server.tool import PlanTool
from execplan.workspace.workspace import Workspace
from tests.server.filled import KNOWN, arms, filling, least, schema_of
from tests.threats.escapes import ESCAPES, NEVER, OURS, Place, built, leaks

escapes = pytest.mark.parametrize("escape", ESCAPES)


def with_name(schema: dict[str, Any], name: str) -> Any:
    """A value of an argument that holds the name; None where it can hold none."""
    for arm in arms(schema):
        if arm.get("type") == "string" and "enum" not in arm:
            return name
        if arm.get("type") == "array":
            return [name]
    return None


def tries(tool: PlanTool, names: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """Calls that name what is outside: as the plan, and in every other argument of a plan of ours."""
    properties = schema_of(tool)["properties"]
    yield least(tool)
    for argument, schema in properties.items():
        for name in names if argument == "plan" else names[:2]:
            value = with_name(schema, name)
            if value is None:
                continue
            base = least(tool)
            if "plan" in properties and argument != "plan":
                base["plan"] = OURS
            yield {**base, argument: value}


@escapes
@pytest.mark.parametrize("tool", INVENTORY, ids=lambda tool: tool.name)
async def test_no_tool_reaches_out(tool: PlanTool, escape: str, tmp_path: Path) -> None:
    place, names = built(tmp_path, escape)
    before = place.state()
    async with Client(build_server(Workspace(place.root))) as client:
        for arguments in tries(tool, names):
            if tool.writes:
                place.renew()
            result = await client.call_tool(tool.name, arguments)
            said = result.model_dump_json()
            assert not list(leaks(place, before, said)), arguments


@escapes
async def test_no_resource_reaches_out(escape: str, tmp_path: Path) -> None:
    place, names = built(tmp_path, escape)
    before = place.state()
    templates = [one.uri_template for one in TEMPLATES]
    assert len(templates) >= 2
    async with Client(build_server(Workspace(place.root))) as client:
        said = [(await client.list_resources()).model_dump_json()]
        for template in templates:
            for name in names:
                for form in (name, quote(name, safe=""), quote(quote(name, safe=""), safe="")):
                    with suppress(MCPError):
                        said.append((await client.read_resource(template.replace("{slug}", form))).model_dump_json())
        with suppress(MCPError):
            said.append((await client.read_resource("plans://index")).model_dump_json())
        assert not list(leaks(place, before, "\n".join(said)))


@escapes
async def test_no_prompt_and_no_completion_reaches_out(escape: str, tmp_path: Path) -> None:
    place, names = built(tmp_path, escape)
    before = place.state()
    said: list[str] = []
    async with Client(build_server(Workspace(place.root))) as client:
        prompts = (await client.list_prompts()).prompts
        assert prompts
        for prompt in prompts:
            for argument in prompt.arguments or ():
                for name in names:
                    needed = {one.name: "x" for one in prompt.arguments or () if one.required}
                    with suppress(MCPError):
                        given = {**needed, argument.name: name}
                        said.append((await client.get_prompt(prompt.name, given)).model_dump_json())
                    reference = PromptReference(type="ref/prompt", name=prompt.name)
                    with suppress(MCPError):
                        told = await client.complete(reference, {"name": argument.name, "value": ""}, {"plan": name})
                        said.append(told.model_dump_json())
    assert not list(leaks(place, before, "\n".join(said)))


# --- the command line -----------------------------------------------------------------------------


def commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        if not isinstance(command, click.Group) or command.invoke_without_command:
            yield (*path, name), command


COMMANDS = [one for one in commands(app) if one[0] != ("mcp",)]  # serves until it is ended; its tools are tried above


def words(command: click.Command, given: dict[str, str]) -> list[str]:
    """The command's parameters: those that are given, and of the others what is required."""
    options: list[str] = []
    arguments: list[str] = []
    for one in command.params:
        name = one.name or ""
        if name not in given and not one.required:
            continue
        value = given.get(name) or str(filling(name, _schema(one)))
        if isinstance(one, click.Argument):
            arguments.append(value)
        else:
            options += [one.opts[0], value]
    return [*options, "--", *arguments]


def _schema(one: click.Parameter) -> dict[str, Any]:
    if isinstance(one.type, click.Choice):
        return {"enum": list(one.type.choices)}
    return {"type": "integer" if isinstance(one.type, click.types.IntParamType) else "string"}


def holds_text(one: click.Parameter) -> bool:
    """Whether a parameter takes any text. The root, and the file to write, are where their caller says: no escape."""
    flag = isinstance(one, click.Option) and (one.is_flag or one.count)
    number = isinstance(one.type, click.Choice | click.types.IntParamType | click.types.FloatParamType)
    return not flag and not number and one.name not in ("root", "output")


@escapes
@pytest.mark.parametrize("command", COMMANDS, ids=lambda one: " ".join(one[0]))
def test_no_command_reaches_out(
    command: tuple[tuple[str, ...], click.Command], escape: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, names = built(tmp_path, escape)
    before = place.state()
    monkeypatch.chdir(place.root)
    monkeypatch.setenv("EXECPLAN_ROOT", str(place.root))
    path, one = command
    known = {name: str(value) for name, value in KNOWN.items()}
    params = [param for param in one.params if holds_text(param)]
    tried = 0
    for param in params:
        for name in names if param.name == "plan" else names[:2]:
            if "\0" in name:  # no argument of a process can hold one
                continue
            place.renew()
            given = {param.name or "": name}
            if param.name != "plan" and any(other.name == "plan" for other in one.params):
                given["plan"] = known["plan"]
            result = CliRunner().invoke(app, [*path, *words(one, given)])
            tried += 1
            assert not list(leaks(place, before, result.output)), given
            assert result.exit_code != 70, result.output
            assert not isinstance(result.exception, Exception), given
    assert tried or not params


def test_the_tries_can_fail(tmp_path: Path) -> None:
    """A tool that reads what it is told, and one that writes there, would be seen."""
    place, names = built(tmp_path, "dots")
    before = place.state()
    path = place.root / names[1]
    assert list(leaks(place, before, json.dumps(path.read_text("utf-8"))))
    path.write_text("gone", "utf-8")
    assert list(leaks(place, before, ""))
    assert all(len(one) >= 12 for one in NEVER)


def test_each_tool_and_command_is_tried(tmp_path: Path) -> None:
    assert len(COMMANDS) >= 25
    assert all(list(tries(tool, ("x",))) for tool in INVENTORY)
    assert isinstance(built(tmp_path, "dots")[0], Place)
