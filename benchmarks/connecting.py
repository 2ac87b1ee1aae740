"""A greeted session with a peer, over whichever way it offers."""

from __future__ import annotations

from pathlib import Path

from benchmarks.over_http import connect_http
from benchmarks.peer import Peer, Tools
from benchmarks.stdio import PATIENCE, Session, connect


def connected(peer: Peer, root: Path, tools: Tools, patience: float = PATIENCE) -> Session:
    start = peer.start(root, tools)
    # A home of its own: some keep files there, some read settings.
    env = {"HOME": str(root / ".home"), "XDG_DATA_HOME": "", "XDG_CONFIG_HOME": "", "XDG_STATE_HOME": "", **start.env}
    if start.port is not None:
        return connect_http(start.command, root, env, start.port, patience)
    return connect(start.command, root, env, patience)
