"""What is kept is put in place whole, and nothing odd in the state folder is more than missing."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from execplan.store.kept import NAMES, WORDS, read_kept, write_kept
from execplan.store.leftovers import strays
from execplan.store.tree import Tree


@pytest.fixture
def kept(tree: Tree) -> Path:
    assert write_kept(tree, WORDS, b"some bytes")
    return tree.root / ".agents/.state" / WORDS


def test_what_was_kept_is_read(tree: Tree, kept: Path) -> None:
    assert read_kept(tree, WORDS) == b"some bytes"
    assert write_kept(tree, WORDS, b"others")
    assert read_kept(tree, WORDS) == b"others"


def test_it_is_out_of_git_and_no_stranger(tree: Tree, kept: Path) -> None:
    assert (kept.parent / ".gitignore").read_text() == "*\n"
    for name in NAMES:
        kept.with_name(name).write_bytes(b"x")
        kept.with_name(f"{name}.new").write_bytes(b"x")
    assert strays(tree) == ()


def test_nothing_kept_is_nothing_read(tree: Tree) -> None:
    assert read_kept(tree, WORDS) is None
    assert not (tree.root / ".agents/.state").exists()


@pytest.mark.parametrize("what", ["link", "pipe", "folder", "socket", "huge", "linked state"])
def test_an_odd_file_is_none_and_is_replaced_where_it_can_be(
    tree: Tree, kept: Path, what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    target = outside / "file"
    target.write_bytes(kept.read_bytes())
    kept.unlink()
    match what:
        case "link":
            kept.symlink_to(target)
        case "pipe":
            os.mkfifo(kept)
        case "folder":
            kept.mkdir()
        case "socket":
            monkeypatch.chdir(kept.parent)
            with socket.socket(socket.AF_UNIX) as server:
                server.bind(WORDS)
        case "huge":
            with kept.open("wb") as file:
                file.truncate(1 << 40)
        case _:
            (kept.parent / ".gitignore").unlink()
            kept.parent.rmdir()
            kept.parent.symlink_to(outside)
    before = target.read_bytes()
    assert read_kept(tree, WORDS) is None
    assert write_kept(tree, WORDS, b"new") is (what not in ("folder", "linked state"))
    assert target.read_bytes() == before
    assert sorted(os.listdir(outside)) == ["file"]
    assert read_kept(tree, WORDS) == (None if what in ("folder", "linked state") else b"new")
    assert not kept.with_name(f"{WORDS}.new").exists()


def test_what_a_killed_writer_left_goes_with_a_later_one(tree: Tree, kept: Path) -> None:
    begun = kept.with_name(f"{WORDS}.new")
    begun.write_bytes(b"x")
    assert not write_kept(tree, WORDS, b"new")
    os.utime(begun, (1, 1))
    assert write_kept(tree, WORDS, b"new")
    assert read_kept(tree, WORDS) == b"new"
    assert not begun.exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_keeps_nothing(tree: Tree, kept: Path) -> None:
    kept.parent.chmod(0o555)
    try:
        assert not write_kept(tree, WORDS, b"new")
    finally:
        kept.parent.chmod(0o755)
    assert read_kept(tree, WORDS) == b"some bytes"
