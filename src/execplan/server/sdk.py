"""Every reach into what the SDK keeps to itself, in one place. Knows the SDK's insides; knows no plan and no tool.

A new version of the SDK is checked against this file first.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from mcp.server import MCPServer
from mcp.server.connection import Connection
from mcp.server.context import HandlerResult, ServerRequestContext
from mcp.server.lowlevel.server import Server
from mcp.server.session import ServerSession
from pydantic import BaseModel

P = TypeVar("P", bound=BaseModel)


def lowlevel(server: MCPServer[Any]) -> Server[Any]:
    """The server below: it runs on any pair of streams and takes a handler for any method."""
    return server._lowlevel_server  # pyright: ignore[reportPrivateUsage]


def handle(
    server: MCPServer[Any],
    method: str,
    parameters: type[P],
    handler: Callable[[ServerRequestContext[Any, Any], P], Awaitable[HandlerResult]],
) -> None:
    """Answers a method for which the SDK's server has no public hook."""
    lowlevel(server).add_request_handler(method, parameters, handler)


def connection_of(session: ServerSession) -> Connection:
    """The client behind a request. It outlives the request; the session does not."""
    return session._connection  # pyright: ignore[reportPrivateUsage]
