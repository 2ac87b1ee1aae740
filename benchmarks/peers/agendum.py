"""agendum: one Markdown file an item; a plan is a project."""

from __future__ import annotations

from pathlib import Path

from benchmarks import content
from benchmarks.peer import Board, Call, Clash, Peer, Scene, Spot, Start, Tools


def start(root: Path, tools: Tools) -> Start:
    return Start((str(tools.script("agendum")), "serve"), {"AGENDUM_ROOT": str(root / ".agendum")})


def _status(board: Board, spot: Spot) -> str:
    return "done" if board.is_done(spot) else "blocked" if board.is_blocked(spot) else "pending"


def item(spot: Spot) -> str:
    return f"item-{spot.step + 1:03}"


def file(scene: Scene, spot: Spot) -> Path:
    return scene.root / ".agendum" / "projects" / spot.slug / "board" / f"{item(spot)}.md"


def _item_text(board: Board, spot: Spot) -> str:
    return f"""---
acceptance_criteria:
- '{spot.verification}'
blocks: []
constraints: []
created: '2026-09-01T08:00:00+00:00'
depends_on: []
id: {item(spot)}
key_files:
- {spot.file}
priority: medium
project: {spot.slug}
status: {_status(board, spot)}
tags: []
title: '{spot.title}'
type: dev
updated: '2026-09-01T08:00:00+00:00'
verified: false
---

## Notes
{spot.detail}

## Progress

## Decisions
"""


def lay(scene: Scene) -> None:
    board, base = scene.board, scene.root / ".agendum"
    for name in ("projects", "learnings", "memory"):
        (base / name).mkdir(parents=True, exist_ok=True)
    projects = "".join(f"- {content.slug(plan)}\n" for plan in range(board.plans))
    (base / "config.yaml").write_text(f"name: bench\nprojects:\n{projects}", "utf-8")
    for plan in range(board.plans):
        folder = base / "projects" / content.slug(plan)
        (folder / "board").mkdir(parents=True)
        (folder / "spec.md").write_text(f"# {content.slug(plan)}\n\n{content.title(plan)}\n", "utf-8")
        for spot in board.spots_of(plan):
            file(scene, spot).write_text(_item_text(board, spot), "utf-8")


def mark(scene: Scene, spot: Spot, done: bool) -> Call:
    del scene, done  # it has no way back: what is done is done again, and written again
    return "pm_done", {"project": spot.slug, "item_id": item(spot)}


def _clash_scene(root: Path) -> Scene:
    return Scene(root, Board(1, 1, fresh=True))


AGENDUM = Peer(
    key="agendum",
    name="agendum",
    keeps="Markdown, one file an item",
    start=start,
    lay=lay,
    current=lambda scene: ("pm_status", {"project": content.slug(scene.board.worked_on)}),
    look=lambda scene: ("pm_next", {"project": content.slug(scene.board.worked_on)}),
    mark=mark,
    blockers=lambda _: ("pm_board", {"project": content.slug(0), "status": "blocked"}),
    failed=lambda said: said.startswith("Error"),
    file=file,
    package="agendum",
    on_disk="a lock, a new file and a rename, twice; nothing is flushed",
    one_plan=True,
    remarks=(
        "a plan is a project of its board; Python 3.13 and mcp 1.30.0",
        "`current` is `pm_status`, which only reads; in the session of tokens it is `pm_next`, which also takes the step",
        "a mark also asks Git for the last commit, and here is none",
    ),
    clash=Clash(
        lay=lambda root, _: lay(_clash_scene(root)),
        write=lambda _, place: (
            "pm_done",
            {
                "project": content.slug(0),
                "item_id": "item-001",
                "notes": f"part {place + 1} passes",
                "auto_extract": False,
            },
        ),
        kept=lambda root: file(_clash_scene(root), Spot(0, 0)).read_text("utf-8").count(" passes."),
        what="notes of progress in one item",
    ),
)
