"""A tool as a value, and how a call of it runs. Knows argument checks and error texts; knows no plan.

A call is run here instead of by the SDK, which would read texts that happen to be JSON (a note ``null``), prefix every
error, answer pydantic's own prose, and send nulls.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal, TypeVar, get_type_hints

import anyio.to_thread
from mcp.server.mcpserver import Context
from mcp.server.mcpserver.utilities.func_metadata import func_metadata
from mcp_types import CallToolResult, InputRequiredResult, ToolAnnotations
from pydantic import BaseModel

from execplan.plan.errors import PlanError
from execplan.server.arguments import checked, schema_of, slim_input, slim_output
from execplan.server.asking import About, Said, ask, asked_before
from execplan.server.failing import block, failure
from execplan.server.progress import Teller
from execplan.workspace.wire.answers import Answer
from execplan.workspace.wire.render import text
from execplan.workspace.workspace import Workspace

logger = logging.getLogger(__name__)

T = TypeVar("T")
Toolset = Literal["core", "more"]

READS = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
"""Looks, changes nothing."""
RECORDS = ToolAnnotations(read_only_hint=False, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
"""Adds or updates what says it already when sent twice; takes nothing a person wrote away."""
CREATES = ToolAnnotations(read_only_hint=False, destructive_hint=False, idempotent_hint=False, open_world_hint=False)
"""Adds something new each time."""
REPLACES = ToolAnnotations(read_only_hint=False, destructive_hint=True, idempotent_hint=True, open_world_hint=False)
"""May put new text in place of what a person wrote."""


@dataclass(frozen=True, slots=True)
class Asking:
    """How a tool has a person asked, after it did its work. Both functions take the workspace first."""

    about: Callable[[Workspace, Mapping[str, Any], Any], About | None]
    """From the arguments and the answer: what to ask; None to ask nothing."""
    ended: Callable[[Workspace, About, Said], Answer]
    """Records what was said, and answers instead."""


@dataclass(frozen=True, slots=True)
class PlanTool:
    """One tool. ``function`` takes the workspace, then the arguments by name, and returns an ``Answer``."""

    name: str
    description: str
    toolset: Toolset
    annotations: ToolAnnotations
    function: Callable[..., Answer]
    shows: tuple[str, ...] = ()
    """Arguments that are hidden elsewhere and shown in this tool's schema."""
    asking: Asking | None = None

    @property
    def writes(self) -> bool:
        return not self.annotations.read_only_hint


@dataclass(frozen=True, slots=True)
class BoundTool:
    """A tool with its workspace: what a call needs."""

    tool: PlanTool
    workspace: Workspace
    arguments: type[BaseModel]

    async def run(
        self, arguments: Mapping[str, Any], context: Context[Any, Any]
    ) -> CallToolResult | InputRequiredResult:
        """Every failure is an answer with ``isError``, whose text says what to do; none escapes as a protocol error."""
        try:
            given = checked(self.arguments, arguments)
            workspace = self.workspace.reporting(Teller(context.report_progress)).acting(_client(context))
            answer = await self._answer(workspace, given, context)
            if isinstance(answer, InputRequiredResult):
                return answer
            return CallToolResult(content=[block(text(answer))], structured_content=answer.content())
        except PlanError as error:
            logger.info("%s: %s", self.tool.name, error.code)
            return failure(f"{error}\n{error.diff}" if error.diff else str(error))
        except Exception as error:
            logger.exception("%s failed", self.tool.name)
            kind = type(error).__name__
            return failure(f"unexpected {kind} in {self.tool.name}: see the server's log; read the plan before a retry")

    async def _answer(
        self, workspace: Workspace, given: dict[str, Any], context: Context[Any, Any]
    ) -> Answer | InputRequiredResult:
        """What the function answers; where it has a person asked, what comes of that."""
        asking = self.tool.asking
        about = None if asking is None else asked_before(context)
        if about is None:
            answer = await _aside(partial(self._called, workspace, given))
            if asking is None:
                return answer
            about = await _aside(partial(asking.about, workspace, given, answer))
            if about is None:
                return answer
        assert asking is not None
        said = await ask(context, about)
        if isinstance(said, InputRequiredResult):
            return said
        return await _aside(partial(asking.ended, workspace, about, said))

    def _called(self, workspace: Workspace, given: dict[str, Any]) -> Answer:
        answer: Answer = self.tool.function(workspace, **given)
        workspace.keep()
        return answer


async def _aside(work: Callable[[], T]) -> T:
    """Runs in a thread. It cannot be stopped: the call of a client that cancels is let go, and what it began ends whole."""
    return await anyio.to_thread.run_sync(work, abandon_on_cancel=True)


def arguments_of(tool: PlanTool) -> type[BaseModel]:
    """What a call of the tool may send, as a model that checks it."""
    return func_metadata(tool.function, skip_names=["workspace"], structured_output=False).arg_model


def bind(tool: PlanTool, workspace: Workspace) -> BoundTool:
    return BoundTool(tool, workspace, arguments_of(tool))


def told(tool: PlanTool) -> dict[str, Any]:
    """The tool as a client sees it, from what it is made of; ``listing`` has this beforehand."""
    return {
        "name": tool.name,
        "description": tool.description,
        "annotations": tool.annotations.model_dump(by_alias=True, exclude_none=True),
        "inputSchema": slim_input(arguments_of(tool).model_json_schema(), tool.shows),
        "outputSchema": slim_output(schema_of(get_type_hints(tool.function)["return"])),
    }


def _client(context: Context[Any, Any]) -> str:
    """Who calls, as the journal names it: a client may tell its name, and need not."""
    try:
        told = context.session.client_params
    except ValueError:  # called in this process, outside any request
        return "mcp"
    return f"mcp {told.client_info.name}".rstrip() if told is not None else "mcp"
