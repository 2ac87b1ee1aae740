"""Commits looked up in git's own files: loose, packed, through a worktree; and what is no commit."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import zlib
from pathlib import Path

import pytest

from execplan.store.objects import find_commit

git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def loose(root: Path, kind: str, body: bytes) -> str:
    data = f"{kind} {len(body)}\0".encode() + body
    name = hashlib.sha1(data).hexdigest()
    path = root / ".git" / "objects" / name[:2] / name[2:]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(zlib.compress(data))
    return name


def run(folder: Path, *arguments: str) -> str:
    plain = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    who = {f"GIT_{role}_{what}": "a@b" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    said = subprocess.run(
        ["git", *arguments], cwd=folder, env={**os.environ, **plain, **who}, check=True, capture_output=True, text=True
    )
    return said.stdout.strip()


def commits(root: Path, count: int) -> list[str]:
    run(root, "init", "-q")
    for number in range(count):
        (root / "file").write_text("line\n" * (number + 1))
        run(root, "add", "file")
        run(root, "commit", "-q", "-m", f"change {number}")
    return run(root, "rev-list", "--all").split()


def test_a_loose_commit(tmp_path: Path) -> None:
    commit, blob = loose(tmp_path, "commit", b"tree 0\n"), loose(tmp_path, "blob", b"text")
    assert find_commit(tmp_path, commit) == commit
    assert find_commit(tmp_path, commit[:7]) == commit
    assert find_commit(tmp_path / "below", commit[:7]) == commit
    assert find_commit(tmp_path, blob) is None
    assert find_commit(tmp_path, commit[:6]) is None
    assert find_commit(tmp_path, "0" * 40) is None


def test_no_repository_and_broken_ones(tmp_path: Path) -> None:
    assert find_commit(tmp_path, "4f1c2ab") is None
    objects = tmp_path / ".git" / "objects"
    (objects / "4f").mkdir(parents=True)
    (objects / "4f" / ("1" * 38)).write_bytes(b"no zlib")
    (objects / "pack").mkdir()
    (objects / "pack" / f"pack-{'0' * 40}.idx").write_bytes(b"\xfftOc\0\0\0\2cut")
    assert find_commit(tmp_path, "4f" + "1" * 38) is None


def test_links_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    commit = loose(tmp_path / "there", "commit", b"tree 0\n")
    target = tmp_path / "there" / ".git" / "objects" / commit[:2] / commit[2:]
    link = tmp_path / "here" / ".git" / "objects" / commit[:2] / commit[2:]
    link.parent.mkdir(parents=True)
    link.symlink_to(target)
    assert find_commit(tmp_path / "here", commit) is None


@git
def test_packed_commits_and_what_else_a_pack_holds(tmp_path: Path) -> None:
    known = commits(tmp_path, 12)
    run(tmp_path, "gc", "-q", "--aggressive")
    assert not list((tmp_path / ".git" / "objects").glob("??/*"))
    assert [find_commit(tmp_path, one[:9]) for one in known] == known
    assert find_commit(tmp_path, run(tmp_path, "rev-parse", "HEAD^{tree}")) is None
    assert find_commit(tmp_path, run(tmp_path, "rev-parse", "HEAD:file")) is None


@git
def test_a_worktree_shares_the_objects(tmp_path: Path) -> None:
    (tmp_path / "main").mkdir()
    head = commits(tmp_path / "main", 2)[0]
    run(tmp_path / "main", "worktree", "add", "-q", "../side")
    assert (tmp_path / "side" / ".git").is_file()
    assert find_commit(tmp_path / "side", head) == head
