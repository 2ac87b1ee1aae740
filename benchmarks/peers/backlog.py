"""Backlog.md: one Markdown file a task, one project for all; a plan is a label."""

from __future__ import annotations

from pathlib import Path

from benchmarks import content
from benchmarks.peer import Board, Call, Clash, Peer, Scene, Spot, Start, Tools

CONFIG = """project_name: "bench"
default_status: "To Do"
statuses: ["To Do", "In Progress", "Done"]
labels: []
date_format: yyyy-mm-dd
max_column_width: 20
auto_open_browser: false
default_port: 6420
remote_operations: false
auto_commit: false
filesystem_only: true
bypass_git_hooks: false
check_active_branches: false
active_branch_days: 30
task_prefix: "task"
"""
CRITERIA = "<!-- AC:BEGIN -->\n"


def start(root: Path, tools: Tools) -> Start:
    script = tools.package("backlog.md") / "cli.js"
    return Start((str(tools.node), str(script), "mcp", "start", "--cwd", str(root)))


def number(scene: Scene, spot: Spot) -> int:
    return spot.plan * scene.board.steps + spot.step + 1


def task_text(scene: Scene, spot: Spot) -> str:
    order, done = number(scene, spot), scene.board.is_done(spot)
    labels = f"  - {spot.slug}\n" + ("  - blocked\n" if scene.board.is_blocked(spot) else "")
    return f"""---
id: TASK-{order}
title: '{spot.title}'
status: {"Done" if done else "To Do"}
assignee: []
created_date: '2026-09-01 08:00'
labels:
{labels}dependencies: []
ordinal: {order * 1000}
---

## Description

<!-- SECTION:DESCRIPTION:BEGIN -->
{spot.detail}

Files: `{spot.file}`
<!-- SECTION:DESCRIPTION:END -->

## Acceptance Criteria
{CRITERIA}- [{"x" if done else " "}] #1 {spot.verification}
<!-- AC:END -->
"""


def _tasks(root: Path) -> Path:
    return root / "backlog" / "tasks"


def _project(root: Path) -> None:
    for name in ("tasks", "completed", "milestones", "drafts", "decisions", "docs", "archive/tasks"):
        (root / "backlog" / name).mkdir(parents=True, exist_ok=True)
    (root / "backlog" / "config.yml").write_text(CONFIG, "utf-8")


def file(scene: Scene, spot: Spot) -> Path:
    name = spot.title.replace(",", "").replace(" ", "-")
    return _tasks(scene.root) / f"task-{number(scene, spot)} - {name}.md"


def lay(scene: Scene) -> None:
    _project(scene.root)
    for spot in scene.board.spots:
        file(scene, spot).write_text(task_text(scene, spot), "utf-8")


def current(scene: Scene) -> Call:
    return "task_list", {"status": "To Do", "labels": [content.slug(scene.board.worked_on)], "limit": 1}


def mark(scene: Scene, spot: Spot, done: bool) -> Call:
    return "task_edit", {"id": f"TASK-{number(scene, spot)}", "status": "Done" if done else "To Do"}


def _lay_one(root: Path, writes: int) -> None:
    _project(root)
    scene, spot = Scene(root, Board(1, 1, fresh=True)), Spot(0, 0)
    before, rest = task_text(scene, spot).split(CRITERIA)
    after = rest.split("\n", 1)[1]
    criteria = "".join(f"- [ ] #{place + 1} Part {place + 1} passes\n" for place in range(writes))
    file(scene, spot).write_text(before + CRITERIA + criteria + after, "utf-8")


BACKLOG = Peer(
    key="backlog",
    name="Backlog.md",
    keeps="Markdown, one file a task",
    start=start,
    lay=lay,
    current=current,
    mark=mark,
    blockers=lambda _: ("task_list", {"labels": ["blocked"]}),
    file=file,
    package="backlog.md",
    on_disk="a lock, then the file written over in place; nothing is flushed",
    remarks=("in a project without Git, so that it looks at no other branch: its fastest way",),
    clash=Clash(
        lay=_lay_one,
        write=lambda _, place: ("task_edit", {"id": "TASK-1", "acceptanceCriteriaCheck": [place + 1]}),
        kept=lambda root: sum(path.read_text("utf-8").count("\n- [x] #") for path in _tasks(root).glob("*.md")),
        what="criteria of one task",
    ),
)
