"""A writer that is killed at any instant loses nothing it acknowledged and stops nobody."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import execplan
from execplan.store.swap import swap
from execplan.store.tree import Tree
from execplan.text.source import Source

PLAN = ".agents/demo/PLAN.md"
WRITER = Path(__file__).with_name("writer.py")
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(execplan.__file__).parents[1])}


def killed_after(tree: Tree, tag: str, seconds: float) -> list[str]:
    """The lines that two writers acknowledged before they were killed."""
    writers = [
        subprocess.Popen(
            [sys.executable, str(WRITER), str(tree.root), f"{tag}{number}", "100000", "telling"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=ENVIRONMENT,
        )
        for number in range(2)
    ]
    for writer in writers:
        assert writer.stdin is not None
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
        writer.stdin.write("go\n")
        writer.stdin.flush()
    time.sleep(seconds)
    told: list[str] = []
    for writer in writers:
        writer.kill()
        # a line that was cut off in the pipe was not acknowledged
        told += [line for line in writer.communicate()[0].splitlines(keepends=True) if line.endswith("\n")]
    return told


def test_what_was_acknowledged_is_in_the_file(tree: Tree, plan: Path):
    chance = random.Random(7)
    told: list[str] = []
    for turn in range(12):
        told += killed_after(tree, f"turn{turn}-", chance.uniform(0.005, 0.05))
        started = time.monotonic()
        swap(tree, PLAN, lambda source: Source.of(source.text + "- alive\n"))
        assert time.monotonic() - started < 1
        assert os.listdir(plan.parent) == ["PLAN.md"]
    lines = plan.read_text().splitlines(keepends=True)
    assert told
    assert set(told) <= set(lines)
    assert len(lines) == len(set(lines)) + 11, "nothing is written twice, apart from the line above"
