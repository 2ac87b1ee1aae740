"""Ourselves."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from benchmarks import content
from benchmarks.peer import Board, Call, Clash, Peer, Scene, Spot, Start, Tools

SOURCE = Path(__file__).resolve().parents[2] / "src"


def command() -> tuple[str, ...]:
    """The installed command; the module, in an environment without it."""
    script = Path(sys.executable).with_name("execplan")
    return (str(script),) if script.exists() else (sys.executable, "-m", "execplan")


def env() -> dict[str, str]:
    return {} if len(command()) == 1 else {"PYTHONPATH": str(SOURCE)}


def start(root: Path, tools: Tools) -> Start:
    del tools
    return Start((*command(), "mcp", "--root", str(root)), env())


def start_core(root: Path, tools: Tools) -> Start:
    everything = start(root, tools)
    return Start((*everything.command, "--tools", "core"), everything.env)


def lay(scene: Scene) -> None:
    board = scene.board
    content.write_tree(scene.root, board.plans, board.steps, board.done, board.lean)


def current(scene: Scene) -> Call:
    return "get_current_step", {"plan": content.slug(scene.board.worked_on)}


def mark(scene: Scene, spot: Spot, done: bool) -> Call:
    del scene
    return "mark_step", {"step": f"Step {spot.step + 1}", "status": "done" if done else "todo", "plan": spot.slug}


def more(scene: Scene) -> Mapping[str, Call]:
    return {
        "blockers of one plan": ("list_blockers", {"plan": content.slug(scene.board.worked_on)}),
        "list": ("list_plans", {}),
        "search": ("search_plans", {"query": "recorded load"}),
    }


def file(scene: Scene, spot: Spot) -> Path:
    return scene.root / ".agents" / spot.slug / "PLAN.md"


def _scene(root: Path, writes: int) -> Scene:
    return Scene(root, Board(1, writes, fresh=True))


OURS = Peer(
    key="execplan",
    name="execplan",
    keeps="Markdown, one file a plan",
    start=start,
    lay=lay,
    current=current,
    mark=mark,
    blockers=lambda _: ("list_blockers", {}),
    more=more,
    file=file,
    on_disk="a lock, a new file, flushed and exchanged with the old one, the folder flushed, a journal entry flushed",
    clash=Clash(
        lay=lambda root, writes: lay(_scene(root, writes)),
        write=lambda root, place: mark(_scene(root, 1), Spot(0, place), True),
        kept=lambda root: file(_scene(root, 1), Spot(0, 0)).read_text("utf-8").count("- [x] **Step"),
        what="steps of one PLAN.md",
    ),
)

CORE = replace(OURS, key="execplan-core", name="execplan `--tools core`", start=start_core)
