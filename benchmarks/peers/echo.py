"""The SDK itself, with one tool that says what it was told: what every server of this SDK pays at the least."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.peer import Call, Peer, Scene, Spot, Start, Tools

SERVER = Path(__file__).resolve().parents[1] / "echo_server.py"
SAID: Call = ("echo", {"text": "cache-00000"})


def start(root: Path, tools: Tools) -> Start:
    del root, tools
    return Start((sys.executable, str(SERVER)))


def lay(scene: Scene) -> None:
    scene.root.mkdir(parents=True, exist_ok=True)


def said(scene: Scene) -> Call:
    del scene
    return SAID


def mark(scene: Scene, spot: Spot, done: bool) -> Call:
    del scene, spot, done
    return SAID


ECHO = Peer(
    key="echo",
    name="SDK echo",
    keeps="nothing",
    start=start,
    lay=lay,
    current=said,
    mark=mark,
    blockers=said,
    more=lambda _: dict.fromkeys(("blockers of one plan", "list", "search"), SAID),
    base=True,
)
