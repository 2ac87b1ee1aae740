"""The commands that set a client up to start execplan, and undo it. Knows how to print; writes nothing itself."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from execplan.cli.session import TEXT, Session, reading
from execplan.cli.terminal import Terminal, Tone, plain, plain_lines
from execplan.plan.errors import PlanError
from execplan.workspace.clients.entries import SHAPES, Client, Scope

if TYPE_CHECKING:
    from execplan.workspace.clients.installing import Outcome

_CLIENT = click.argument("client", type=click.Choice(tuple(SHAPES)), metavar="CLIENT")
_SCOPE = click.option(
    "--scope",
    type=click.Choice(("user", "project")),
    default="user",
    help="In the user's configuration, for every project, or in this project's (default: user).",
)
_DRY_RUN = click.option("--dry-run", is_flag=True, help="Only show what would change.")
_SAID = {
    "installed": "✓ installed in",
    "updated": "✓ updated in",
    "unchanged": "✓ already there:",
    "removed": "✓ removed from",
    "absent": "○ not there:",
}
_TONES: dict[str, Tone] = {"+": "good", "-": "bad", "@": "dim"}
_WOULD = {"installed": "would be installed in", "updated": "would be updated in", "removed": "would be removed from"}


@click.command()
@_CLIENT
@_SCOPE
@click.option("--command", type=TEXT, help="Program that starts execplan, with its arguments, quoted as in a shell.")
@_DRY_RUN
@reading
def install(session: Session, client: str, scope: str, command: str | None, dry_run: bool) -> None:
    """Set up a client to start execplan.

    CLIENT is claude-code, codex, cursor, vscode, gemini, windsurf, zed or opencode. One entry is merged into its
    configuration, every other byte stays, and the file as it was is kept as a backup.

    Example: execplan install claude-code --dry-run
    """
    from execplan.workspace.clients import installing

    words = _words(command) if command is not None else []
    _tell(
        session,
        installing.install(cast("Client", client), cast("Scope", scope), _root(session), words, dry_run=dry_run),
    )


@click.command()
@_CLIENT
@_SCOPE
@_DRY_RUN
@reading
def uninstall(session: Session, client: str, scope: str, dry_run: bool) -> None:
    """Take execplan out of a client's configuration.

    Right after `execplan install` the file is what it was before, byte for byte.

    Example: execplan uninstall claude-code
    """
    from execplan.workspace.clients import installing

    _tell(session, installing.uninstall(cast("Client", client), cast("Scope", scope), _root(session), dry_run=dry_run))


def _root(session: Session) -> Path:
    """The project: the root, or where there is none this folder."""
    from execplan.workspace.root import default_root

    root = default_root(session.root)
    return root.path if root else Path.cwd()


def _words(command: str) -> list[str]:
    try:
        words = shlex.split(command)
    except ValueError as error:
        raise PlanError("invalid", f"--command: {str(error).lower()}", "quote it as in a shell") from None
    if not words or not words[0]:
        raise PlanError("invalid", "--command is empty", "leave it out, or name a program")
    return words


def _tell(session: Session, outcome: Outcome) -> None:
    from execplan.workspace.wire.clients import client_answer

    session.answer(client_answer(outcome), lambda terminal: _page(outcome, terminal))


def _page(outcome: Outcome, terminal: Terminal) -> list[str]:
    would = outcome.dry_run and outcome.status in _WOULD
    said = _WOULD[outcome.status] if would else _SAID[outcome.status]
    lines = [terminal.paint(terminal.glyphs(f"{said} {SHAPES[outcome.client].title}"), "plain" if would else "good")]
    lines[0] += f"  {plain(str(outcome.path))}"
    for line in plain_lines(outcome.diff).split("\n") if outcome.diff else ():
        lines.append(terminal.paint(terminal.fit(line), _TONES.get(line[:1], "plain")))
    if outcome.gone:
        lines.append(f"nothing else was in the file: it {'would be' if would else 'is'} removed")
    if outcome.backup:
        lines.append(f"as it was: {plain(str(outcome.backup))}")
    if outcome.status in ("installed", "updated") and not would:
        lines.append("start the client again to use it")
    return lines
