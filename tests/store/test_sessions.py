"""What is remembered of a session, and for how long."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from execplan.store.leftovers import strays
from execplan.store.sessions import once, remember_task, said_at, tasks
from execplan.store.tree import Tree


def test_once_is_true_once_a_session(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    assert said_at(tree, "a", "reminded") is None
    assert [once(tree, "a", "reminded"), once(tree, "a", "reminded")] == [True, False]
    assert once(tree, "b", "reminded")
    assert said_at(tree, "a", "reminded")
    assert strays(tree) == ()


@pytest.mark.parametrize("session", ["../../x", "\ud800", "a/b\0", "x" * 100_000])
def test_any_name_of_a_session_stays_in_its_folder(tmp_path: Path, session: str) -> None:
    assert once(Tree(tmp_path), session, "reminded")
    assert [path.name for path in tmp_path.iterdir()] == [".agents"]
    assert len(list((tmp_path / ".agents" / ".state" / "hooks").iterdir())) == 1


def test_tasks_by_their_last_words(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    assert tasks(tree, "a") == {}
    remember_task(tree, "a", "1", "Cut")
    remember_task(tree, "a", "2", "Nail\n")
    remember_task(tree, "a", "1", "Cut it")
    remember_task(tree, "b", "1", "Paint")
    with next((tmp_path / ".agents" / ".state" / "hooks").glob("*.tasks")).open("a") as file:
        file.write('["3"]\n[[[\n')
    assert tasks(tree, "a") == {"1": "Cut it", "2": "Nail\n"}


def test_it_does_not_grow(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    for number in range(140):
        assert once(tree, f"session {number}", "reminded")
    folder = tmp_path / ".agents" / ".state" / "hooks"
    assert len(list(folder.iterdir())) == 120
    assert said_at(tree, "session 139", "reminded")
    for number in range(100):
        remember_task(tree, "long", str(number), "x" * 1_000)
    assert sum(path.stat().st_size for path in folder.iterdir()) < 65 << 10


def test_what_cannot_be_written_is_not_remembered(tmp_path: Path) -> None:
    (tmp_path / ".agents").write_text("a file")
    tree = Tree(tmp_path)
    assert not once(tree, "a", "reminded")
    remember_task(tree, "a", "1", "Cut")
    assert tasks(tree, "a") == {}


def test_no_link_is_followed(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    remember_task(tree, "a", "1", "Cut")
    (kept,) = (tmp_path / ".agents" / ".state" / "hooks").glob("*.tasks")
    kept.unlink()
    outside = tmp_path / "outside"
    outside.write_text('["1", "Paint"]\n')
    os.symlink(outside, kept)
    remember_task(tree, "a", "2", "Nail")
    assert tasks(tree, "a") == {}
    assert outside.read_text() == '["1", "Paint"]\n'
