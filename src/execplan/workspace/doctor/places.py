"""Where MCP clients keep their servers: data. Knows paths; reads none of them.

As the clients' own documentation has it in November 2026. A client that is not here is simply not looked for.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

TABLES = frozenset({"mcpServers", "servers", "mcp_servers", "mcp", "context_servers"})
"""The keys below which servers stand, name to description."""
PROJECTS = "projects"
"""The key below which Claude Code keeps what holds for one folder only."""


@dataclass(frozen=True, slots=True)
class Place:
    """A configuration file of a client; whether or not it is there."""

    client: str
    path: Path


def places(root: Path | None, home: Path | None, environ: Mapping[str, str]) -> tuple[Place, ...]:
    """Every file that is looked at: those of the project first, then those of the user."""
    return (*(of_project(root) if root else ()), *(of_user(home, environ) if home else ()))


def of_project(root: Path) -> tuple[Place, ...]:
    """The files of a project."""
    return tuple(Place(client, root / name) for client, name in _PROJECT)


def of_user(home: Path, environ: Mapping[str, str]) -> tuple[Place, ...]:
    """The files of a user, for every project."""
    return tuple(Place(client, path) for client, path in _user(home, environ))


_PROJECT = (
    ("Claude Code", ".mcp.json"),
    ("Codex", ".codex/config.toml"),
    ("VS Code", ".vscode/mcp.json"),
    ("Cursor", ".cursor/mcp.json"),
    ("Gemini CLI", ".gemini/settings.json"),
    ("Zed", ".zed/settings.json"),
    ("opencode", "opencode.json"),
    ("opencode", "opencode.jsonc"),
)


def _user(home: Path, environ: Mapping[str, str]) -> Iterator[tuple[str, Path]]:
    config = _named(environ, "XDG_CONFIG_HOME") or home / ".config"
    programs = home / "Library" / "Application Support" if sys.platform == "darwin" else config
    yield "Claude Code", (_named(environ, "CLAUDE_CONFIG_DIR") or home) / ".claude.json"
    yield "Codex", (_named(environ, "CODEX_HOME") or home / ".codex") / "config.toml"
    yield "VS Code", programs / "Code" / "User" / "mcp.json"
    yield "Cursor", home / ".cursor" / "mcp.json"
    yield "Gemini CLI", home / ".gemini" / "settings.json"
    yield "Windsurf", home / ".codeium" / "windsurf" / "mcp_config.json"
    yield "Zed", (home / ".config" if sys.platform == "darwin" else config) / "zed" / "settings.json"
    for name in ("opencode.json", "opencode.jsonc"):
        yield "opencode", config / "opencode" / name
    yield "Claude Desktop", programs / "Claude" / "claude_desktop_config.json"


def _named(environ: Mapping[str, str], name: str) -> Path | None:
    return Path(environ[name]) if environ.get(name) else None
