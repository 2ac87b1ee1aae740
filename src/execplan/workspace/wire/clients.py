"""What is answered about a client's configuration. Knows outcomes; knows no file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from execplan.workspace.clients.entries import Client, Scope
from execplan.workspace.wire.answers import Answer

if TYPE_CHECKING:
    from execplan.workspace.clients.installing import Outcome


class ClientAnswer(Answer):
    client: Client
    scope: Scope
    path: str
    status: Literal["installed", "updated", "unchanged", "removed", "absent"]
    """``unchanged``: our entry is there as it should be. ``absent``: there is none to take out."""
    dry_run: bool
    """Nothing was written; it only says what would be."""
    command: list[str] | None = None
    """The program that the client starts, and its arguments before ``mcp``."""
    diff: str | None = None
    """Unified, without lines around what differs."""
    backup: str | None = None
    """Where the file stands as it was before."""
    gone: Literal[True] | None = None
    """The file held nothing else, and is removed."""


def client_answer(outcome: Outcome) -> ClientAnswer:
    return ClientAnswer(
        client=outcome.client,
        scope=outcome.scope,
        path=str(outcome.path),
        status=outcome.status,
        dry_run=outcome.dry_run,
        command=list(outcome.command) or None,
        diff=outcome.diff or None,
        backup=str(outcome.backup) if outcome.backup else None,
        gone=outcome.gone or None,
    )
