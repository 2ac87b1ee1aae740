"""The command line as a whole process over a whole tree: the first time in a fresh tree, and the next times."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks import content
from benchmarks.calls import Notes, asked
from benchmarks.connecting import connected
from benchmarks.memory import held
from benchmarks.peer import Board, Scene, Tools
from benchmarks.peers.ours import OURS, command, env
from benchmarks.rounds import NoFigureError

PATIENCE = 240.0


def blockers(root: Path, expected: int) -> float:
    """Milliseconds of ``execplan blockers --json``, whose answer has to be right."""
    start = time.perf_counter()
    try:
        done = subprocess.run(
            (*command(), "blockers", "--json", "--root", str(root)),
            env=dict(os.environ) | env(),
            capture_output=True,
            timeout=PATIENCE,
        )
    except subprocess.TimeoutExpired as error:
        raise NoFigureError(f"not done in {PATIENCE:.0f} s") from error
    took = (time.perf_counter() - start) * 1000
    if done.returncode not in (0, 1):
        raise NoFigureError(done.stderr.decode("utf-8", "replace").strip()[-200:])
    counted = len(json.loads(done.stdout)["blockers"])
    if counted != expected:
        raise NoFigureError(f"{counted} blockers answered, {expected} are there")
    return took


def measured(plans: int, work: Path, cold: int, warm: int, server: bool, budget: float) -> tuple[dict[str, Any], Notes]:
    """Milliseconds: fresh trees without any index, then processes after the first; with ``server`` its first answers too.

    ``cold`` and ``warm`` times each, or fewer where that would take more than ``budget`` seconds for both.
    """
    found: dict[str, Any] = {"cold": [], "warm": []}
    root, expected = work / "tree", -(-plans // content.BLOCKED_EVERY)
    try:
        content.write_tree(root, plans)
        until = time.perf_counter() + budget / 2
        while len(found["cold"]) < cold and (time.perf_counter() < until or not found["cold"]):
            shutil.rmtree(root / ".agents" / ".state", ignore_errors=True)
            found["cold"].append(round(blockers(root, expected), 1))
        until = time.perf_counter() + budget / 2
        while len(found["warm"]) < warm and (time.perf_counter() < until or not found["warm"]):
            found["warm"].append(round(blockers(root, expected), 1))
        if server:
            found["server"] = _served(root)
    except NoFigureError as error:
        return found, [{"key": OURS.key, "what": f"a whole tree of {plans:,} plans", "why": str(error)}]
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return found, []


def _served(root: Path) -> dict[str, Any]:
    """The first whole-tree answers of one fresh server process, again, and what it holds then."""
    scene = Scene(root, Board(1))
    with connected(OURS, root, Tools(), PATIENCE) as session:
        calls = {"blockers": ("list_blockers", {}), **OURS.more(scene)}
        first = {name: round(asked(OURS, session, call).ms, 1) for name, call in calls.items()}
        again = {name: round(asked(OURS, session, call).ms, 1) for name, call in calls.items()}
        return {"first": first, "again": again, "memory": asdict(held(session.process.pid))}
