"""Ourselves."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks import content
from benchmarks.peer import Board, Call, Clash, Peer, Spot, Start, Tools

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


def lay(root: Path, board: Board) -> None:
    content.write_tree(root, board.plans, board.steps, board.done)


def current(board: Board, root: Path) -> Call:
    del root
    return "get_current_step", {"plan": content.slug(board.open[0].plan)}


def mark(spot: Spot, done: bool, root: Path) -> Call:
    del root
    status = "done" if done else "todo"
    return "mark_step", {"step": f"Step {spot.step + 1}", "status": status, "plan": content.slug(spot.plan)}


def file(root: Path, spot: Spot) -> Path:
    return root / ".agents" / content.slug(spot.plan) / "PLAN.md"


def _kept(root: Path, writes: int) -> int:
    del writes
    return file(root, Spot(0, 0)).read_text("utf-8").count("- [x] **Step")


OURS = Peer(
    key="execplan",
    name="execplan",
    keeps="Markdown, one file a plan",
    start=start,
    lay=lay,
    current=current,
    mark=mark,
    blockers=lambda _: ("list_blockers", {}),
    more={"list": ("list_plans", {}), "search": ("search_plans", {"query": "recorded load"})},
    file=file,
    clash=Clash(
        lay=lambda root, writes: lay(root, Board(1, writes, fresh=True)),
        write=lambda number: mark(Spot(0, number), True, Path()),
        kept=_kept,
        what="steps of one PLAN.md marked done",
    ),
)
