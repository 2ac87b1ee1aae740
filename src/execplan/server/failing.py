"""The answer of a call that failed. Knows the protocol's form; knows no tool."""

from __future__ import annotations

from mcp_types import CallToolResult, TextContent


def failure(message: str) -> CallToolResult:
    return CallToolResult(content=[block(message)], is_error=True)


def block(said: str) -> TextContent:
    return TextContent(type="text", text=said)
