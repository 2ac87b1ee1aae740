"""``execplan`` alone: where you are, and what to do next."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from execplan.cli.terminal import width
from tests.cli.conftest import Run
from tests.cli.test_program import execplan


def test_one_plan(root: Path) -> None:
    done = execplan(cwd=root)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == dedent("""\
        缓存 on disk
        ▸ in progress  cache
        ██████░░░░░░░░░░░░░░ 33%  1 of 3 steps
        next: Step 2: Перенести индекс (t9k8x)

        execplan show cache · execplan --help
        """)


def test_a_blocker_stands_before_the_next_step(root: Path, run: Run) -> None:
    run("block", "The \x1b[31mdisk is full", "--step", "2")
    lines = execplan(cwd=root).stdout.splitlines()
    assert lines[3].startswith("  ✗ open")
    assert "disk is full" in lines[3]
    assert "\x1b" not in lines[3]
    assert lines[4].startswith("next: ")


def test_a_few_plans_and_many(root: Path, run: Run) -> None:
    for name in ("one", "two"):
        run("new", name, "-o", "It works", "-s", "Begin")
    lines = execplan(cwd=root).stdout.splitlines()
    assert [line for line in lines if line.startswith("next: ")] == [
        "next: Step 2: Перенести индекс (t9k8x)",
        *[line for line in lines if "Step 1: Begin" in line],
    ]
    run("new", "three", "-o", "It works", "-s", "Begin")
    many = execplan(cwd=root).stdout.splitlines()
    assert len(many) == 6
    assert [name in many[at] for at, name in enumerate(("cache", "one", "three", "two"))] == [True] * 4


def test_of_very_many_the_first_are_shown(root: Path) -> None:
    for number in range(30):
        file = root / f".agents/p{number:02}/PLAN.md"
        file.parent.mkdir()
        file.write_text(f"# Plan {number}\n\n## Progress\n\n- [ ] go\n")
    lines = execplan(cwd=root).stdout.splitlines()
    assert lines[20:] == ["+11 more: execplan list", "", "execplan show cache · execplan --help"]


def test_a_plan_that_cannot_be_read_is_shown(root: Path) -> None:
    (root / ".agents" / "cache" / "PLAN.md").write_bytes(b"\xff")
    lines = execplan(cwd=root).stdout.splitlines()
    assert lines[0] == "✗ unreadable  cache"
    assert "not UTF-8" in lines[1]


@pytest.mark.parametrize("columns", [40, 80])
def test_it_fits(root: Path, run: Run, columns: int) -> None:
    run("new", "切换到新的缓存" * 12, "-o", "It works", "-s", "切换到新的缓存" * 12, "--slug", "long-" * 8 + "name")
    shown = execplan(cwd=root, COLUMNS=str(columns)).stdout.splitlines()
    assert all(width(line) <= columns for line in shown), shown


def test_no_open_plan(root: Path, run: Run) -> None:
    run("archive", "cache")
    assert execplan(cwd=root).stdout.startswith(f"No open plans under {root}\nBegin one: execplan new ")


def test_no_workspace() -> None:
    done = execplan(cwd=Path("/"))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("No plans here: no folder upwards has .agents or .git\nBegin one: execplan new ")
