"""Digests of files inside the tree, and of nothing outside it."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
from tests.store.conftest import PLAN

from execplan.store import digest
from execplan.store.digest import digest_of
from execplan.store.tree import Tree


def test_a_file(tree: Tree) -> None:
    assert digest_of(tree, PLAN) == hashlib.sha256(b"# Demo\n").hexdigest()


@pytest.mark.parametrize(
    "path", ["missing", "", "..", "../x", "/etc/passwd", ".git/config", ".agents", ".agents/.state/x", "a\0b", "\ud800"]
)
def test_what_is_no_file_of_the_tree(tree: Tree, path: str) -> None:
    (tree.root / ".git").mkdir()
    (tree.root / ".git" / "config").write_text("x")
    assert digest_of(tree, path) is None


def test_links_and_pipes_are_not_read(tree: Tree, tmp_path: Path) -> None:
    outside = tmp_path.parent / f"{tmp_path.name}-outside"
    outside.mkdir()
    (outside / "file").write_text("x")
    (tree.root / "link").symlink_to(outside / "file")
    (tree.root / "folder").symlink_to(outside)
    os.mkfifo(tree.root / "pipe")
    assert [digest_of(tree, path) for path in ("link", "folder/file", "pipe")] == [None, None, None]


def test_a_file_that_is_too_large_is_not_read(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digest, "MOST", 3)
    assert digest_of(tree, PLAN) is None
