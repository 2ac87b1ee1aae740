"""A greeted session with a peer, over whichever way it offers."""

from __future__ import annotations

from pathlib import Path

from benchmarks.peer import Peer, Tools
from benchmarks.stdio import PATIENCE, Session, connect


def connected(peer: Peer, root: Path, tools: Tools, patience: float = PATIENCE) -> Session:
    start = peer.start(root, tools)
    return connect(start.command, root, start.env, patience)
