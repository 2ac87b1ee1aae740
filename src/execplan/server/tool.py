"""A tool as a value, and its MCP form. Knows argument checks and error texts; knows no plan.

The MCP form runs a tool itself instead of letting the SDK do it: the SDK would read texts that happen to be JSON
(a note ``null``), prefix every error, answer pydantic's own prose, and send nulls.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal, get_type_hints

import anyio.to_thread
from mcp.server.mcpserver.tools import Tool
from mcp.server.mcpserver.utilities.func_metadata import func_metadata
from mcp_types import CallToolResult, TextContent, ToolAnnotations

from execplan.plan.errors import PlanError
from execplan.server.arguments import checked, schema_of, slim_input, slim_output
from execplan.workspace.wire.answers import Answer
from execplan.workspace.wire.render import text
from execplan.workspace.workspace import Workspace

logger = logging.getLogger(__name__)

Toolset = Literal["core", "more"]

READS = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
"""Looks, changes nothing."""
RECORDS = ToolAnnotations(read_only_hint=False, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
"""Adds or updates what says it already when sent twice; takes nothing a person wrote away."""
CREATES = ToolAnnotations(read_only_hint=False, destructive_hint=False, idempotent_hint=False, open_world_hint=False)
"""Adds something new each time."""


@dataclass(frozen=True, slots=True)
class PlanTool:
    """One tool. ``function`` takes the workspace, then the arguments by name, and returns an ``Answer``."""

    name: str
    description: str
    toolset: Toolset
    annotations: ToolAnnotations
    function: Callable[..., Answer]

    @property
    def writes(self) -> bool:
        return not self.annotations.read_only_hint


class BoundTool(Tool):
    """A tool with its workspace, as the SDK registers it."""

    async def run(
        self,
        arguments: dict[str, Any],
        context: object,  # noqa: ARG002 - the SDK's signature
        convert_result: bool = False,  # noqa: ARG002
    ) -> CallToolResult:
        """Every failure is an answer with ``isError``, whose text says what to do; none escapes as a protocol error."""
        try:
            given = checked(self.fn_metadata.arg_model, arguments)
            answer = await anyio.to_thread.run_sync(partial(self.fn, **given))
            return CallToolResult(content=[_block(text(answer))], structured_content=answer.content())
        except PlanError as error:
            logger.info("%s: %s", self.name, error.code)
            return failure(str(error))
        except Exception as error:
            logger.exception("%s failed", self.name)
            kind = type(error).__name__
            return failure(f"unexpected {kind} in {self.name}: see the server's log; read the plan before a retry")


def bind(tool: PlanTool, workspace: Workspace) -> BoundTool:
    """The tool as the SDK takes it, on one workspace."""
    metadata = func_metadata(tool.function, skip_names=["workspace"], structured_output=False)
    shown = slim_input(metadata.arg_model.model_json_schema())
    metadata.output_schema = slim_output(schema_of(get_type_hints(tool.function)["return"]))
    return BoundTool(
        fn=partial(tool.function, workspace),
        name=tool.name,
        title=None,
        context_kwarg=None,
        description=tool.description,
        parameters=shown,
        fn_metadata=metadata,
        is_async=False,
        annotations=tool.annotations,
    )


def failure(message: str) -> CallToolResult:
    return CallToolResult(content=[_block(message)], is_error=True)


def _block(said: str) -> TextContent:
    return TextContent(type="text", text=said)
