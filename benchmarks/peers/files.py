"""The reference server for files, on our own PLAN.md: what an agent does that has no tool for plans."""

from __future__ import annotations

from pathlib import Path

from benchmarks.peer import Board, Call, Clash, Peer, Scene, Spot, Start, Tools
from benchmarks.peers import ours


def start(root: Path, tools: Tools) -> Start:
    script = tools.package("@modelcontextprotocol/server-filesystem") / "dist" / "index.js"
    return Start((str(tools.node), str(script), str(root)))


def current(scene: Scene) -> Call:
    return "read_text_file", {"path": str(ours.file(scene, scene.board.open[0]))}


def mark(scene: Scene, spot: Spot, done: bool) -> Call:
    boxes = [f"- [{sign}] **Step {spot.step + 1}**" for sign in (" ", "x")]
    old, new = boxes if done else reversed(boxes)
    return "edit_file", {"path": str(ours.file(scene, spot)), "edits": [{"oldText": old, "newText": new}]}


def _scene(root: Path, writes: int) -> Scene:
    return Scene(root, Board(1, writes, fresh=True))


FILES = Peer(
    key="files",
    name="file tools on PLAN.md",
    keeps="Markdown, one file a plan",
    start=start,
    lay=ours.lay,
    current=current,
    mark=mark,
    file=ours.file,
    package="@modelcontextprotocol/server-filesystem",
    on_disk="a new file and a rename; no lock, nothing is flushed",
    remarks=("`current` is the whole PLAN.md, from which the model finds the step itself",),
    clash=Clash(
        lay=lambda root, writes: ours.lay(_scene(root, writes)),
        write=lambda root, place: mark(_scene(root, 1), Spot(0, place), True),
        kept=lambda root: ours.file(_scene(root, 1), Spot(0, 0)).read_text("utf-8").count("- [x] **Step"),
        what="steps of one PLAN.md",
    ),
)
