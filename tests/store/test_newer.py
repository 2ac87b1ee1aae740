"""Whether somebody worked in the tree, in a repository and outside of one; and that git runs nothing for it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from execplan.store.newer import written_since
from execplan.store.tree import Tree

THEN = 1_780_000_000


def save(root: Path, name: str, seconds: int) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("x\n")
    os.utime(path, (seconds, seconds))


def git(root: Path, *arguments: str) -> None:
    env = {"PATH": os.environ["PATH"], "HOME": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1"}
    subprocess.run(["git", *arguments], cwd=root, env=env, check=True, capture_output=True)


def newer(root: Path) -> bool:
    return written_since(Tree(root), THEN * 10**9, 5.0)


@pytest.mark.parametrize("repository", [True, False])
def test_a_file_written_later(tmp_path: Path, repository: bool) -> None:
    if repository:
        git(tmp_path, "init", "-q")
    save(tmp_path, "src/a.py", THEN - 5)
    save(tmp_path, ".agents/cache/PLAN.md", THEN + 5)
    assert not newer(tmp_path)
    save(tmp_path, "src/b c.py", THEN + 5)
    assert newer(tmp_path)


def test_what_git_leaves_alone_does_not_count(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    save(tmp_path, ".gitignore", THEN - 5)
    (tmp_path / ".gitignore").write_text("out/\n")
    os.utime(tmp_path / ".gitignore", (THEN - 5, THEN - 5))
    save(tmp_path, "out/a.o", THEN + 5)
    assert not newer(tmp_path)
    git(tmp_path, "add", "-f", "out/a.o")
    assert newer(tmp_path)


def test_folders_of_tools_and_links_do_not_count(tmp_path: Path) -> None:
    save(tmp_path, "node_modules/a/index.js", THEN + 5)
    save(tmp_path, ".cache/a", THEN + 5)
    (tmp_path / "link").symlink_to(tmp_path / ".cache" / "a")
    assert not newer(tmp_path)


def test_a_look_that_takes_too_long_says_nothing(tmp_path: Path) -> None:
    save(tmp_path, "a.py", THEN + 5)
    assert not written_since(Tree(tmp_path), THEN * 10**9, -1.0)


def test_the_repository_makes_git_run_nothing(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    script = tmp_path / "run.sh"
    script.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\ncat\n")
    script.chmod(0o755)
    for name in ("core.fsmonitor", "filter.x.clean", "filter.x.process", "diff.external"):
        git(tmp_path, "config", name, str(script))
    (tmp_path / ".gitattributes").write_text("* filter=x\n")
    save(tmp_path, "a.py", THEN + 5)
    assert newer(tmp_path)
    assert not (tmp_path / "ran").exists()
