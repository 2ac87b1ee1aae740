"""task-master: all tasks in one tasks.json; a plan is a tag."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from benchmarks import content
from benchmarks.peer import Board, Call, Clash, Peer, Scene, Spot, Start, Tools

WHEN = "2026-09-01T08:00:00.000Z"
CONFIG = {"global": {"logLevel": "error", "projectName": "bench", "anonymousTelemetry": False}}


def start(root: Path, tools: Tools, toolset: str = "all") -> Start:
    del root
    script = tools.package("task-master-ai") / "dist" / "mcp-server.js"
    return Start((str(tools.node), str(script)), {"TASK_MASTER_TOOLS": toolset})


def start_core(root: Path, tools: Tools) -> Start:
    return start(root, tools, "core")


def _place(root: Path) -> Path:
    return root / ".taskmaster" / "tasks" / "tasks.json"


def _status(board: Board, spot: Spot) -> str:
    return "done" if board.is_done(spot) else "blocked" if board.is_blocked(spot) else "pending"


def _task(board: Board, spot: Spot) -> dict[str, object]:
    return {
        "id": spot.step + 1,
        "title": spot.title,
        "description": f"In `{spot.file}`",
        "status": _status(board, spot),
        "dependencies": [],
        "priority": "medium",
        "details": spot.detail,
        "testStrategy": spot.verification,
        "subtasks": [],
    }


def lay(scene: Scene) -> None:
    board = scene.board
    tags = {
        content.slug(plan): {
            "tasks": [_task(board, spot) for spot in board.spots_of(plan)],
            "metadata": {"created": WHEN, "updated": WHEN, "description": content.title(plan)},
        }
        for plan in range(board.plans)
    }
    place = _place(scene.root)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(json.dumps(tags, indent=2), "utf-8")
    (scene.root / ".taskmaster" / "config.json").write_text(json.dumps(CONFIG), "utf-8")


def current(scene: Scene) -> Call:
    return "next_task", {"projectRoot": str(scene.root), "tag": content.slug(scene.board.worked_on)}


def mark(scene: Scene, spot: Spot, done: bool) -> Call:
    status = "done" if done else "pending"
    return "set_task_status", {
        "id": str(spot.step + 1),
        "status": status,
        "projectRoot": str(scene.root),
        "tag": spot.slug,
    }


def blockers(scene: Scene) -> Call:
    return "get_tasks", {"projectRoot": str(scene.root), "status": "blocked", "tag": content.slug(0)}


def _kept(root: Path) -> int:
    tags = json.loads(_place(root).read_text("utf-8"))
    return sum(task["status"] == "done" for tag in tags.values() for task in tag["tasks"])


TASK_MASTER = Peer(
    key="task-master",
    name="task-master",
    keeps="one JSON file",
    start=start,
    lay=lay,
    current=current,
    mark=mark,
    blockers=blockers,
    file=lambda scene, _: _place(scene.root),
    package="task-master-ai",
    on_disk="the whole file read, then a lock, a new file and a rename; nothing is flushed",
    one_plan=True,
    remarks=("a plan is a tag of its file", "telemetry is switched off"),
    clash=Clash(
        lay=lambda root, writes: lay(Scene(root, Board(1, writes, fresh=True))),
        write=lambda root, place: mark(Scene(root, Board(1)), Spot(0, place), True),
        kept=_kept,
        what="tasks of one tasks.json",
    ),
)

CORE = replace(TASK_MASTER, key="task-master-core", name="task-master, core tools", start=start_core)
