"""The server: tools on one workspace, instructions, logging. Knows the SDK's server; knows no plan."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from functools import partial
from typing import Any

import anyio
import anyio.to_thread
from mcp.server import MCPServer
from mcp.server.lowlevel.helper_types import ReadResourceContents
from mcp.server.request_state import RequestStateSecurity
from mcp_types import (
    CallToolResult,
    Completion,
    CompletionArgument,
    CompletionContext,
    GetPromptResult,
    Prompt,
    PromptReference,
    Resource,
    ResourceTemplate,
    ResourceTemplateReference,
)

from execplan import __version__
from execplan.plan.errors import PlanError
from execplan.server import resources
from execplan.server.asking import PATIENCE
from execplan.server.ending import INTERRUPTED, end_now
from execplan.server.inventory import offered
from execplan.server.logs import log_to_stderr, serve_levels
from execplan.server.notices import Notices, attending, notices, serve_notices
from execplan.server.sdk import lowlevel
from execplan.server.stdio import guarded_stdio
from execplan.server.tool import BoundTool, bind, failure
from execplan.workspace.workspace import Workspace

NAME = "execplan"
INSTRUCTIONS = (
    "Plans are Markdown files that outlive your context. Make one (create_plan) when work has more than a few steps "
    "or spans sessions; not for a quick change.\n"
    "Call get_current_step at the start and after a compaction. mark_step at once when a step starts, ends or is "
    "blocked. Record decisions, discoveries and blockers when they happen. When every step is done, "
    "check the criteria, then finish_plan.\n"
    "plan: slug, part of the title, or path; leave it out when one plan is open. Steps and records: id, label, or "
    "part of the text."
)


class PlanServer(MCPServer[Notices]):
    """The SDK's server over one workspace: its tools, the plans as resources, prompts and completions."""

    def __init__(self, workspace: Workspace, tools: Sequence[BoundTool]) -> None:
        super().__init__(
            NAME,
            version=__version__,
            instructions=INSTRUCTIONS,
            tools=list(tools),
            log_level="WARNING",
            lifespan=lambda _: notices(workspace),
            middleware=[attending],
            cache_hints=resources.CACHE_HINTS,
            subscriptions=False,
            request_state_security=RequestStateSecurity.ephemeral(ttl=PATIENCE),
        )
        serve_notices(self)
        self.completion()(self._completed)
        self._workspace = workspace
        self._names = [tool.name for tool in tools]
        serve_levels(self)

    async def call_tool(self, name: str, arguments: dict[str, Any], context: Any = None) -> Any:
        if name not in self._names:
            return self._no_tool(name)
        return await super().call_tool(name, arguments, context)

    async def list_resources(self) -> list[Resource]:
        return await anyio.to_thread.run_sync(resources.listed, self._workspace, abandon_on_cancel=True)

    async def list_resource_templates(self) -> list[ResourceTemplate]:
        return list(resources.TEMPLATES)

    async def read_resource(self, uri: object, context: Any = None) -> list[ReadResourceContents]:
        protocol = None if context is None else context.protocol_version
        read = partial(resources.read, self._workspace, str(uri), protocol)
        return [await anyio.to_thread.run_sync(read, abandon_on_cancel=True)]

    # Prompts and completions are imported by the first who asks for them: most clients never do.

    async def list_prompts(self) -> list[Prompt]:
        from execplan.server.prompts import listed

        return listed(self._names)

    async def get_prompt(
        self,
        name: str,
        arguments: dict[str, Any] | None = None,
        context: object = None,  # noqa: ARG002 - the SDK's signature
    ) -> GetPromptResult:
        from execplan.server.prompts import filled

        fill = partial(filled, self._workspace, self._names, name, arguments or {})
        return await anyio.to_thread.run_sync(fill, abandon_on_cancel=True)

    async def _completed(
        self,
        ref: PromptReference | ResourceTemplateReference,
        argument: CompletionArgument,
        context: CompletionContext | None,
    ) -> Completion:
        from execplan.server.completions import completed

        return await completed(self._workspace, ref, argument, context)

    def _no_tool(self, name: str) -> CallToolResult:
        near = get_close_matches(name.casefold(), self._names, 1, 0.5)
        hint = f"did you mean '{near[0]}'?" if near else f"tools: {', '.join(self._names)}"
        return failure(str(PlanError("not_found", f"no tool '{name[:60]}' here", hint)))


def build_server(workspace: Workspace, tools: str = "all", *, read_only: bool = False) -> PlanServer:
    """A server with the chosen tools. Raises ``PlanError`` for a choice that names an unknown tool."""
    return PlanServer(workspace, [bind(tool, workspace) for tool in offered(tools, read_only=read_only)])


def serve(workspace: Workspace, *, tools: str = "all", read_only: bool = False) -> None:
    """Serve on stdin and stdout until stdin ends. Nothing but the protocol goes to stdout, the log to stderr."""
    log_to_stderr()
    server = build_server(workspace, tools, read_only=read_only)
    try:
        anyio.run(_serve, server)
    except KeyboardInterrupt:
        end_now(INTERRUPTED)
        raise
    end_now(0)


async def _serve(server: PlanServer) -> None:
    async with guarded_stdio() as (incoming, outgoing):
        below = lowlevel(server)
        await below.run(incoming, outgoing, below.create_initialization_options())
