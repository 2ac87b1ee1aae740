"""The SDK itself, with one tool that says what it was told: what every server of this SDK pays at the least."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.peer import Board, Call, Peer, Spot, Start, Tools

SERVER = Path(__file__).resolve().parents[1] / "echo_server.py"
SAID: Call = ("echo", {"text": "cache-00000"})


def start(root: Path, tools: Tools) -> Start:
    del root, tools
    return Start((sys.executable, str(SERVER)))


def lay(root: Path, board: Board) -> None:
    del board
    root.mkdir(parents=True, exist_ok=True)


def current(board: Board, root: Path) -> Call:
    del board, root
    return SAID


def mark(spot: Spot, done: bool, root: Path) -> Call:
    del spot, done, root
    return SAID


ECHO = Peer(
    key="echo",
    name="SDK echo",
    keeps="nothing",
    start=start,
    lay=lay,
    current=current,
    mark=mark,
    blockers=lambda _: SAID,
    base=True,
)
