"""The server: tools on one workspace, instructions, logging. Knows the SDK's server; knows no plan.

Until a tool is called or a resource is asked for, nothing that reads or writes plans is imported: a client waits for
the start of every server it has, and calls a few.
"""

from __future__ import annotations

import gc
from collections.abc import Awaitable, Callable, Sequence
from difflib import get_close_matches
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import anyio
import anyio.to_thread
from mcp.server import MCPServer
from mcp.server.lowlevel.helper_types import ReadResourceContents
from mcp.server.mcpserver import Context
from mcp.server.request_state import RequestStateSecurity
from mcp_types import (
    CallToolResult,
    Completion,
    CompletionArgument,
    CompletionContext,
    GetPromptResult,
    InputRequiredResult,
    Prompt,
    PromptReference,
    Resource,
    ResourceTemplate,
    ResourceTemplateReference,
    Tool,
)

from execplan import __version__
from execplan.plan.errors import PlanError
from execplan.server import resources, sdk
from execplan.server.asking import PATIENCE
from execplan.server.ending import INTERRUPTED, end_now
from execplan.server.failing import failure
from execplan.server.listing import Listed, offered
from execplan.server.logs import log_to_stderr, serve_levels
from execplan.server.notices import Notices, attending, notices, serve_notices
from execplan.server.once import Once
from execplan.server.stdio import guarded_stdio
from execplan.server.warming import complete, prepared, warming

if TYPE_CHECKING:
    from execplan.server.tool import BoundTool
    from execplan.workspace.workspace import Workspace

T = TypeVar("T")

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
    """The SDK's server over one workspace: its tools, the plans as resources, prompts and completions.

    ``opened`` gives the workspace, at once or after a while: it is asked in a thread, by the first who needs a plan.
    """

    def __init__(self, opened: Callable[[], Workspace], tools: Sequence[Listed]) -> None:
        super().__init__(
            NAME,
            version=__version__,
            instructions=INSTRUCTIONS,
            log_level="WARNING",
            lifespan=lambda _: notices(opened),
            middleware=[attending],
            cache_hints=resources.CACHE_HINTS,
            subscriptions=False,
            request_state_security=RequestStateSecurity.ephemeral(ttl=PATIENCE),
        )
        serve_notices(self)
        self.completion()(self._completed)
        self._opened = opened
        self._tools = tuple(tools)
        self._names = [tool.name for tool in tools]
        self._bound: dict[str, BoundTool] = {}
        serve_levels(self)

    async def list_tools(self) -> list[Tool]:
        return [Tool.model_validate(one.told) for one in self._tools]

    async def call_tool(
        self, name: str, arguments: dict[str, Any], context: Context[Any, Any] | None = None
    ) -> CallToolResult | InputRequiredResult:
        if name not in self._names:
            return self._no_tool(name)
        bound = self._bound.get(name) or await _aside(partial(self._bind, name))
        return await bound.run(arguments, context or Context(mcp_server=self))

    async def list_resources(self) -> list[Resource]:
        return await _aside(lambda: resources.listed(self._opened()))

    async def list_resource_templates(self) -> list[ResourceTemplate]:
        return list(resources.TEMPLATES)

    async def read_resource(self, uri: object, context: Any = None) -> list[ReadResourceContents]:
        protocol = None if context is None else context.protocol_version
        return [await _aside(lambda: resources.read(self._opened(), str(uri), protocol))]

    # Prompts and completions are imported by the first who asks for them: most clients never do.

    async def list_prompts(self) -> list[Prompt]:
        return await _aside(self._prompts)

    def _prompts(self) -> list[Prompt]:
        from execplan.server.prompts import listed

        return listed(self._names)

    async def get_prompt(
        self,
        name: str,
        arguments: dict[str, Any] | None = None,
        context: object = None,  # noqa: ARG002 - the SDK's signature
    ) -> GetPromptResult:
        return await _aside(partial(self._filled, name, arguments or {}))

    def _filled(self, name: str, arguments: dict[str, Any]) -> GetPromptResult:
        from execplan.server.prompts import filled

        return filled(self._opened(), self._names, name, arguments)

    async def _completed(
        self,
        ref: PromptReference | ResourceTemplateReference,
        argument: CompletionArgument,
        context: CompletionContext | None,
    ) -> Completion:
        return await (await _aside(self._completer))(ref, argument, context)

    def _completer(self) -> Callable[..., Awaitable[Completion]]:
        from execplan.server.completions import completed

        return partial(completed, self._opened())

    def _bind(self, name: str) -> BoundTool:
        from execplan.server.inventory import BY_NAME
        from execplan.server.tool import bind

        return self._bound.setdefault(name, bind(BY_NAME[name], self._opened()))

    def _no_tool(self, name: str) -> CallToolResult:
        near = get_close_matches(name.casefold(), self._names, 1, 0.5)
        hint = f"did you mean '{near[0]}'?" if near else f"tools: {', '.join(self._names)}"
        return failure(str(PlanError("not_found", f"no tool '{name[:60]}' here", hint)))


def build_server(workspace: Workspace, tools: str = "all", *, read_only: bool = False) -> PlanServer:
    """A server with the chosen tools. Raises ``PlanError`` for a choice that names an unknown tool."""
    return PlanServer(lambda: workspace, offered(tools, read_only=read_only))


def serve(opened: Callable[[], Workspace], *, tools: str = "all", read_only: bool = False) -> None:
    """Serve on stdin and stdout until stdin ends. Nothing but the protocol goes to stdout, the log to stderr."""
    log_to_stderr()
    workspace = Once(partial(complete, opened))
    server = PlanServer(workspace, offered(tools, read_only=read_only))
    awake()
    try:
        anyio.run(_serve, server, workspace)
    except KeyboardInterrupt:
        end_now(INTERRUPTED)
        raise
    end_now(0)


def awake() -> None:
    """Has what was imported so far left alone by the collector, and the collector at work from here on."""
    gc.freeze()
    gc.enable()


async def _serve(server: PlanServer, workspace: Callable[[], Workspace]) -> None:
    streams = guarded_stdio(partial(prepared, workspace))
    async with streams as (incoming, outgoing), anyio.create_task_group() as group:
        server.middleware.append(warming(group, workspace))
        below = sdk.lowlevel(server)
        await below.run(incoming, outgoing, below.create_initialization_options())
        group.cancel_scope.cancel()


async def _aside(work: Callable[[], T]) -> T:
    """Runs in a thread, which may read plans and import what does."""
    return await anyio.to_thread.run_sync(work, abandon_on_cancel=True)
