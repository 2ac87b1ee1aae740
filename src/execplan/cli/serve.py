"""The command that starts the server: mcp. Knows its options; knows no tool."""

from __future__ import annotations

import click

from execplan.cli.session import TEXT, Session, reading
from execplan.plan.errors import PlanError


@click.command()
@click.option("--tools", type=TEXT, default="all", show_default=True, help="core, all, or names: core,search_plans.")
@click.option("--read-only", is_flag=True, help="Offer no tool that writes.")
@click.option("--http", type=TEXT, metavar="HOST:PORT", help="Serve at http://HOST:PORT/mcp; port 0: any free one.")
@click.option("--allow-remote", is_flag=True, help="With --http: let other machines in. There is no login.")
@reading
def mcp(session: Session, tools: str, read_only: bool, http: str | None, allow_remote: bool) -> None:
    """Serve the plans to MCP clients.

    On stdin and stdout; with --http over HTTP, to several clients at once.

    Example: execplan mcp --root ~/project --tools core
    """
    if allow_remote and http is None:
        raise PlanError("invalid", "--allow-remote is for --http", "on stdin and stdout nobody else can connect")
    opened = session.opening(read_only=read_only)
    if http is None:
        from execplan.server.app import serve

        serve(opened, tools=tools, read_only=read_only)
    else:
        from execplan.server.http import serve_http

        serve_http(opened(), http, tools=tools, read_only=read_only, allow_remote=allow_remote)
