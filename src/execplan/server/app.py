"""The server: tools on one workspace, instructions, logging. Knows the SDK's server; knows no plan."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any

import anyio
from mcp.server import MCPServer
from mcp_types import CallToolResult

from execplan import __version__
from execplan.plan.errors import PlanError
from execplan.server.inventory import offered
from execplan.server.stdio import guarded_stdio
from execplan.server.tool import BoundTool, bind, failure
from execplan.workspace.workspace import Workspace

NAME = "execplan"
INSTRUCTIONS = (
    "Plans are Markdown files that outlive your context. Make one (create_plan) when work has more than a few steps "
    "or spans sessions; not for a quick change.\n"
    "Call get_current_step at the start and after a compaction. mark_step at once when a step starts, ends or is "
    "blocked. Record decisions, discoveries and blockers when they happen.\n"
    "plan: slug, part of the title, or path; leave it out when one plan is open. Steps and blockers: id, label, or "
    "part of the text."
)


class PlanServer(MCPServer[Any]):
    """The SDK's server, except that an unknown tool is answered with the nearest name."""

    def __init__(self, tools: Sequence[BoundTool]) -> None:
        super().__init__(NAME, version=__version__, instructions=INSTRUCTIONS, tools=list(tools), log_level="WARNING")
        self._names = [tool.name for tool in tools]

    async def call_tool(self, name: str, arguments: dict[str, Any], context: Any = None) -> Any:
        if name not in self._names:
            return self._no_tool(name)
        return await super().call_tool(name, arguments, context)

    def _no_tool(self, name: str) -> CallToolResult:
        near = get_close_matches(name.casefold(), self._names, 1, 0.5)
        hint = f"did you mean '{near[0]}'?" if near else f"tools: {', '.join(self._names)}"
        return failure(str(PlanError("not_found", f"no tool '{name[:60]}' here", hint)))


def build_server(workspace: Workspace, tools: str = "all", *, read_only: bool = False) -> PlanServer:
    """A server with the chosen tools. Raises ``PlanError`` for a choice that names an unknown tool."""
    return PlanServer([bind(tool, workspace) for tool in offered(tools, read_only=read_only)])


def serve(workspace: Workspace, *, tools: str = "all", read_only: bool = False) -> None:
    """Serve on stdin and stdout until stdin ends. Nothing but the protocol goes to stdout, the log to stderr."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="execplan: %(levelname)s %(message)s")
    server = build_server(workspace, tools, read_only=read_only)
    anyio.run(_serve, server)


async def _serve(server: PlanServer) -> None:
    async with guarded_stdio() as (incoming, outgoing):
        lowlevel = server._lowlevel_server  # pyright: ignore[reportPrivateUsage]
        await lowlevel.run(incoming, outgoing, lowlevel.create_initialization_options())
