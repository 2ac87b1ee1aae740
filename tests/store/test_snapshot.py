"""What is kept is read whole or not at all, and nothing odd in the state folder is more than missing."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from execplan.store.leftovers import strays
from execplan.store.snapshot import WORDS, keep, load
from execplan.store.tree import Tree

KIND = b"kind 1\n"


@pytest.fixture
def kept(tree: Tree) -> Path:
    assert keep(tree, WORDS, KIND, (b"some ", b"", b"bytes"))
    return tree.root / ".agents/.state" / WORDS


def loaded(tree: Tree, kind: bytes = KIND) -> bytes | None:
    data = load(tree, WORDS, kind)
    return None if data is None else bytes(data)


def test_what_was_kept_is_read(tree: Tree, kept: Path) -> None:
    assert loaded(tree) == b"some bytes"
    assert keep(tree, WORDS, KIND, (b"others",))
    assert loaded(tree) == b"others"


def test_it_is_out_of_git_and_no_stranger(tree: Tree, kept: Path) -> None:
    assert (kept.parent / ".gitignore").read_text() == "*\n"
    (kept.parent / f".{WORDS}.4194304999.1").write_bytes(b"x")
    assert strays(tree) == ()


def test_nothing_kept_is_nothing_read(tree: Tree) -> None:
    assert load(tree, WORDS, KIND) is None
    assert not (tree.root / ".agents/.state").exists()


def test_a_file_of_another_kind_is_none(tree: Tree, kept: Path) -> None:
    assert loaded(tree, b"kind 2\n") is None


def test_any_file_that_was_cut_off_or_changed_is_none(tree: Tree, kept: Path) -> None:
    whole = kept.read_bytes()
    for length in range(len(whole)):
        kept.write_bytes(whole[:length])
        assert loaded(tree) is None
        kept.write_bytes(whole[:length] + bytes([whole[length] ^ 1]) + whole[length + 1 :])
        assert loaded(tree) is None
    kept.write_bytes(whole + b"x")
    assert loaded(tree) is None
    kept.write_bytes(whole)
    assert loaded(tree) == b"some bytes"


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
                file.write(KIND)
                file.truncate(1 << 40)
        case _:
            (kept.parent / ".gitignore").unlink()
            kept.parent.rmdir()
            kept.parent.symlink_to(outside)
    before = target.read_bytes()
    assert loaded(tree) is None
    assert keep(tree, WORDS, KIND, (b"new",)) is (what not in ("folder", "linked state"))
    assert target.read_bytes() == before
    assert sorted(os.listdir(outside)) == ["file"]
    assert loaded(tree) == (None if what in ("folder", "linked state") else b"new")
    assert [name for name in os.listdir(kept.parent) if name.startswith(f".{WORDS}")] == []


def test_what_a_killed_writer_left_goes_with_the_next_one(tree: Tree, kept: Path) -> None:
    old, new = kept.parent / f".{WORDS}.1.1", kept.parent / f".{WORDS}.2.2"
    for left in (old, new):
        left.write_bytes(b"x")
    os.utime(old, (1, 1))
    assert keep(tree, WORDS, KIND, (b"new",))
    assert (old.exists(), new.exists()) == (False, True)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_keeps_nothing(tree: Tree, kept: Path) -> None:
    kept.parent.chmod(0o555)
    try:
        assert not keep(tree, WORDS, KIND, (b"new",))
    finally:
        kept.parent.chmod(0o755)
    assert loaded(tree) == b"some bytes"


def test_more_than_the_limit_is_not_kept(tree: Tree, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("execplan.store.snapshot.LARGEST", 100)
    assert not keep(tree, WORDS, KIND, (b"x" * 100,))
    assert loaded(tree) == b"some bytes"
