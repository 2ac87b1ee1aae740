"""limps: one Markdown file an agent's task below its plan, an index in SQLite, HTTP only."""

from __future__ import annotations

import json
from pathlib import Path

from benchmarks import content
from benchmarks.over_http import HOST, free_port
from benchmarks.peer import Board, Call, Clash, Peer, Scene, Spot, Start, Tools


def start(root: Path, tools: Tools) -> Start:
    entry = tools.package("@sudosandwich/limps") / "dist" / "server-http-entry.js"
    port = free_port()
    env = {"LIMPS_HTTP_PORT": str(port), "LIMPS_HTTP_HOST": HOST}
    return Start((str(tools.node), str(entry), str(root / ".limps" / "config.json")), env, port)


def plan_id(plan: int) -> str:
    return f"{plan:04}-{content.slug(plan)}"


def task_id(spot: Spot) -> str:
    return f"{plan_id(spot.plan)}#{spot.step:03}"


def _status(board: Board, spot: Spot) -> str:
    return "PASS" if board.is_done(spot) else "BLOCKED" if board.is_blocked(spot) else "GAP"


def file(scene: Scene, spot: Spot) -> Path:
    return scene.root / "plans" / plan_id(spot.plan) / "agents" / f"{spot.step:03}_step.agent.md"


def _task_text(board: Board, spot: Spot) -> str:
    return f"""---
title: '{spot.title}'
status: {_status(board, spot)}
persona: coder
depends_on: []
files:
  - {spot.file}
---

# Agent {spot.step:03}: {spot.title}

{spot.detail}

Verification: {spot.verification}
"""


def lay(scene: Scene) -> None:
    root = scene.root
    (root / ".limps" / "data").mkdir(parents=True, exist_ok=True)
    config = {
        "configVersion": 1,
        "plansPath": str(root / "plans"),
        "docsPaths": [str(root)],
        "fileExtensions": [".md"],
        "dataPath": str(root / ".limps" / "data"),
        "scoring": {"weights": {"dependency": 40, "priority": 30, "workload": 30}, "biases": {}},
        # Its own limit of 100 requests a minute would be what is measured.
        "server": {"rateLimit": {"maxRequests": 1_000_000, "windowMs": 60_000}},
    }
    (root / ".limps" / "config.json").write_text(json.dumps(config), "utf-8")
    for plan in range(scene.board.plans):
        folder = root / "plans" / plan_id(plan)
        (folder / "agents").mkdir(parents=True, exist_ok=True)
        (folder / f"{plan_id(plan)}-plan.md").write_text(content.plan_text(plan, scene.board.steps), "utf-8")
        for spot in scene.board.spots_of(plan):
            file(scene, spot).write_text(_task_text(scene.board, spot), "utf-8")


def mark(scene: Scene, spot: Spot, done: bool) -> Call:
    del scene
    return "update_task_status", {"taskId": task_id(spot), "status": "PASS" if done else "GAP"}


def _clash_scene(root: Path) -> Scene:
    return Scene(root, Board(1, 1, fresh=True))


LIMPS = Peer(
    key="limps",
    name="limps",
    keeps="Markdown, one file a task; an index in SQLite",
    start=start,
    lay=lay,
    current=lambda scene: ("get_next_task", {"planId": plan_id(scene.board.worked_on)}),
    mark=mark,
    blockers=lambda _: ("get_plan_status", {"planId": plan_id(0)}),
    file=file,
    serves_several=True,
    package="@sudosandwich/limps",
    on_disk="the file cut to nothing and written in place; no lock, nothing of it is flushed",
    one_plan=True,
    remarks=(
        "it speaks HTTP only",
        "its limit of 100 requests a minute is lifted",
        "the two writers are two of its daemons on one folder",
    ),
    clash=Clash(
        lay=lambda root, _: lay(_clash_scene(root)),
        write=lambda root, place: (
            "manage_tags",
            {
                "operation": "add",
                "path": str(file(_clash_scene(root), Spot(0, 0)).relative_to(root)),
                "tags": [f"part-{place + 1:03}-passes"],
            },
        ),
        kept=lambda root: file(_clash_scene(root), Spot(0, 0)).read_text("utf-8").count("-passes"),
        what="tags of one task",
    ),
)
