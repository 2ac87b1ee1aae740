"""What a model pays, in o200k tokens: for the list of tools, and for a session of twenty steps."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.o200k import count

from benchmarks.calls import Notes
from benchmarks.connecting import connected
from benchmarks.peer import Board, Call, Peer, Scene, Tools
from benchmarks.stdio import NoAnswerError, Session

STEPS = 20
BOARD = Board(1, STEPS, fresh=True)


def listed(session: Session) -> int:
    """Name, description and input schema of every tool: what clients show a model."""
    return sum(
        count(str(one["name"])) + count(str(one.get("description") or "")) + count(one["inputSchema"])
        for one in session.tools
    )


def spent(peer: Peer, session: Session, call: Call) -> int:
    """The arguments that the model writes, and the text that it reads."""
    answer = session.call(*call)
    said = answer.refused or (answer.text if peer.failed(answer.text) else None)
    if said is not None:
        raise NoAnswerError(f"{call[0]}: {' '.join(said.split())[:200]}")
    return count(dict(call[1])) + count(answer.text)


def of(peer: Peer, tools: Tools, root: Path) -> dict[str, Any]:
    """The list, and for each of twenty open steps one look at what is current and one mark."""
    scene = Scene(root, BOARD)
    peer.lay(scene)
    look = peer.look or peer.current
    with connected(peer, root, tools) as session:
        tokens = listed(session)
        looks, marks = 0, 0
        for spot in BOARD.spots:
            looks += spent(peer, session, look(scene))
            marks += spent(peer, session, peer.mark(scene, spot, True))
        return {
            "count": len(session.tools),
            "tools": tokens,
            "current": looks / STEPS,
            "mark": marks / STEPS,
            "session": tokens + looks + marks,
        }


def measured(peers: Sequence[Peer], tools: Tools, work: Path) -> tuple[dict[str, Any], Notes]:
    found: dict[str, Any] = {}
    notes: Notes = []
    for peer in peers:
        try:
            found[peer.key] = of(peer, tools, work / peer.key)
        except (NoAnswerError, OSError) as error:
            notes.append({"key": peer.key, "what": "tokens", "why": str(error)})
    shutil.rmtree(work, ignore_errors=True)
    return found, notes
