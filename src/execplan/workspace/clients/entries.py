"""What each client wants to find, and under which key: data. Where its files are is in ``doctor.places``.

As the clients' own documentation has it in November 2026.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Client = Literal["claude-code", "codex", "cursor", "vscode", "gemini", "windsurf", "zed", "opencode"]
Scope = Literal["user", "project"]
NAME = "execplan"
"""What our server is called in every client."""
REMOTE = frozenset({"url", "httpUrl", "serverUrl"})
"""Keys of an entry for a server that is reached over HTTP, which starts no program."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How a client writes a server. ``title`` is its name in ``doctor.places``."""

    title: str
    table: str
    form: Literal["json", "toml"] = "json"
    type: str = ""
    at_once: bool = False
    """Are the program and its arguments one list?"""
    enabled: bool = False
    """Is a server named as enabled?"""
    project: tuple[str, ...] = ()
    """Arguments in a project's file, for clients that start a server elsewhere than in the project."""


_WORKSPACE = ("--root", "${workspaceFolder}")
SHAPES: Mapping[Client, Shape] = {
    "claude-code": Shape("Claude Code", "mcpServers", type="stdio"),
    "codex": Shape("Codex", "mcp_servers", "toml"),
    "cursor": Shape("Cursor", "mcpServers", type="stdio", project=_WORKSPACE),
    "vscode": Shape("VS Code", "servers", type="stdio", project=_WORKSPACE),
    "gemini": Shape("Gemini CLI", "mcpServers"),
    "windsurf": Shape("Windsurf", "mcpServers"),
    "zed": Shape("Zed", "context_servers"),
    "opencode": Shape("opencode", "mcp", type="local", at_once=True, enabled=True),
}


def entry(shape: Shape, command: Sequence[str], scope: Scope) -> dict[str, object]:
    """The entry that starts ``command`` as our server."""
    words = [*command, "mcp", *(shape.project if scope == "project" else ())]
    said: dict[str, object] = {"type": shape.type} if shape.type else {}
    said |= {"command": words} if shape.at_once else {"command": words[0], "args": words[1:]}
    return said | ({"enabled": True} if shape.enabled else {})
