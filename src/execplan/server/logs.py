"""The log: on standard error and nowhere else. Knows levels; knows no plan and no tool.

``logging/setLevel`` of clients before 2026-07-28 sets how much is written there. Nothing is sent to a client: what it
has to know is in the answer to its call.
"""

from __future__ import annotations

import logging
import sys
from typing import Any

from mcp.server import MCPServer
from mcp.server.context import ServerRequestContext
from mcp_types import EmptyResult, LoggingLevel, SetLevelRequestParams

from execplan.server import sdk

_LEVELS: dict[LoggingLevel, int] = {
    "debug": logging.DEBUG,
    "info": logging.INFO,
    "notice": logging.INFO,
    "warning": logging.WARNING,
    "error": logging.ERROR,
    "critical": logging.CRITICAL,
    "alert": logging.CRITICAL,
    "emergency": logging.CRITICAL,
}


def log_to_stderr() -> None:
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="execplan: %(levelname)s %(message)s")


def serve_levels(server: MCPServer[Any]) -> None:
    """Answers ``logging/setLevel``."""
    sdk.handle(server, "logging/setLevel", SetLevelRequestParams, _set_level)


async def _set_level(ctx: ServerRequestContext[Any, Any], params: SetLevelRequestParams) -> EmptyResult:
    del ctx
    logging.getLogger("execplan").setLevel(_LEVELS[params.level])  # the SDK's own log may hold what was sent
    return EmptyResult()
