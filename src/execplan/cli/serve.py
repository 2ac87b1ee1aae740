"""The command that starts the server: mcp. Knows its options; knows no tool."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from execplan.cli.session import TEXT, Session, reading

if TYPE_CHECKING:
    from execplan.workspace.workspace import Workspace


@click.command()
@click.option("--tools", type=TEXT, default="all", show_default=True, help="core, all, or names: core,search_plans.")
@click.option("--read-only", is_flag=True, help="Offer no tool that writes.")
@reading
def mcp(session: Session, tools: str, read_only: bool) -> None:
    """Serve the plans to an MCP client on stdin and stdout.

    Example: execplan mcp --root ~/project --tools core
    """
    from execplan.server.app import serve

    workspace: Workspace = session.workspace(read_only=read_only)
    serve(workspace, tools=tools, read_only=read_only)
