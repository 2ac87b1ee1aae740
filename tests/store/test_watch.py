"""The watcher on real files: what it tells, what it passes over, and that it stops."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import anyio
import pytest

from execplan.store.tree import Tree
from execplan.store.watch import watch

pytestmark = pytest.mark.anyio

LONGEST = 1.0
"""Seconds within which a change is told."""
QUIET = 0.6
"""Seconds after which nothing more is expected."""


class Bell:
    """Counts how often a change was told."""

    def __init__(self) -> None:
        self.count = 0
        self._rung = anyio.Event()

    async def ring(self) -> None:
        self.count += 1
        self._rung.set()

    async def heard(self, after: int) -> None:
        """Returns when a change was told since the count was ``after``."""
        with anyio.fail_after(LONGEST):
            while self.count <= after:
                self._rung = anyio.Event()
                await self._rung.wait()

    async def silent(self) -> bool:
        before = self.count
        await anyio.sleep(QUIET)
        return self.count == before


@asynccontextmanager
async def watched(root: Path) -> AsyncGenerator[Bell]:
    """A watch that stands; stopping it takes a fraction of a second."""
    bell, stop, start = Bell(), anyio.Event(), 0.0
    async with anyio.create_task_group() as group:
        group.start_soon(watch, Tree(root), stop, bell.ring)
        await bell.heard(0)
        await anyio.sleep(0.1)
        yield bell
        start = time.monotonic()
        stop.set()
    assert time.monotonic() - start < 0.5


def truncate(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(text)


def rename(path: Path, text: str) -> None:
    beside = path.with_name(".PLAN.md.swp")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)


def unlink_and_create(path: Path, text: str) -> None:
    path.unlink()
    path.write_text(text, encoding="utf-8")


EDITORS: list[Callable[[Path, str], None]] = [truncate, rename, unlink_and_create]


def plan(root: Path, slug: str = "one") -> Path:
    path = root / ".agents" / slug / "PLAN.md"
    path.parent.mkdir(parents=True)
    path.write_text("# One\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("save", EDITORS)
async def test_each_way_of_saving_is_told(save: Callable[[Path, str], None], tmp_path: Path) -> None:
    path = plan(tmp_path)
    async with watched(tmp_path) as bell:
        for number in range(3):
            before = bell.count
            save(path, f"# One\n\n{number}\n")
            await bell.heard(before)


async def test_plans_that_come_and_go(tmp_path: Path) -> None:
    path = plan(tmp_path)
    async with watched(tmp_path) as bell:
        before = bell.count
        other = plan(tmp_path, "two")
        await bell.heard(before)
        await bell.silent()
        before = bell.count
        truncate(other, "# Two\n")  # in a folder that was not there when the watch began
        await bell.heard(before)
        before = bell.count
        shutil.rmtree(path.parent)
        await bell.heard(before)


async def test_folder_of_plans_that_is_made_later(tmp_path: Path) -> None:
    async with watched(tmp_path) as bell:
        before = bell.count
        path = plan(tmp_path)
        await bell.heard(before)
        await bell.silent()
        before = bell.count
        rename(path, "# Two\n")
        await bell.heard(before)


async def test_folder_that_is_made_again(tmp_path: Path) -> None:
    """As a checkout does: the folder of the same name is another one."""
    path = plan(tmp_path)
    async with watched(tmp_path) as bell:
        for folder in (path.parent, path.parent.parent):
            before = bell.count
            shutil.rmtree(folder)
            plan(tmp_path)
            await bell.heard(before)
            await bell.silent()
            before = bell.count
            truncate(path, "# Again\n")
            await bell.heard(before)
            await bell.silent()


async def test_what_is_no_plan_is_passed_over(tmp_path: Path) -> None:
    path = plan(tmp_path)
    (tmp_path / ".agents" / "skills").mkdir()
    (tmp_path / "src").mkdir()
    async with watched(tmp_path) as bell:
        assert await bell.silent()
        before = bell.count
        (tmp_path / "README.md").write_text("x", encoding="utf-8")
        (tmp_path / "src" / "a.py").write_text("x", encoding="utf-8")
        (path.parent / "notes.txt").write_text("x", encoding="utf-8")
        (tmp_path / ".agents" / "skills" / "PLAN.md").write_text("x", encoding="utf-8")
        assert await bell.silent()
        assert bell.count == before


async def test_links_are_not_followed(tmp_path: Path) -> None:
    root, outside = tmp_path / "root", tmp_path / "outside"
    outside.mkdir()
    plan(root)
    (root / ".agents" / "link").symlink_to(outside)
    async with watched(root) as bell:
        (outside / "PLAN.md").write_text("# Out\n", encoding="utf-8")
        assert await bell.silent()


async def test_root_that_goes_and_comes_back(tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    async with watched(root) as bell:
        os.rename(root, tmp_path / "away")
        await anyio.sleep(0.3)
        before = bell.count
        plan(root)
        await bell.heard(before)


async def test_idle_watch_costs_next_to_nothing(tmp_path: Path) -> None:
    plan(tmp_path)
    async with watched(tmp_path):
        start = time.process_time()
        await anyio.sleep(1.0)
        assert time.process_time() - start < 0.1
