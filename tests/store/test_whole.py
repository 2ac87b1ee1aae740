"""Files of a project that are no plans: a save in between is never lost, and nothing is written through a link."""

from __future__ import annotations

from pathlib import Path

import pytest

from execplan.plan.errors import PlanError
from execplan.store import commit, whole
from execplan.store.files import Loaded
from execplan.store.tree import Tree
from execplan.text.source import Source

NOTE = "AGENTS.md"


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    return Tree(tmp_path)


def longer(now: Source | None) -> Source:
    return Source.of((now.text if now else "") + "ours\n")


def test_made_changed_removed(tree: Tree) -> None:
    path = f"deep/er/{NOTE}"
    assert whole.text_of(tree, path) is None
    whole.change(tree, path, longer)
    whole.change(tree, path, longer)
    assert whole.text_of(tree, path) == Source.of("ours\nours\n")
    whole.change(tree, path, lambda _: None)
    assert whole.text_of(tree, path) is None
    assert list((tree.root / "deep/er").iterdir()) == []


def test_what_was_saved_meanwhile_is_what_is_changed(tree: Tree) -> None:
    file = tree.root / NOTE
    saves = iter([b"first\n", b"second\n"])

    def slow(now: Source | None) -> Source:
        if (save := next(saves, None)) is not None:
            file.write_bytes(save)
        return longer(now)

    whole.change(tree, NOTE, slow)
    assert file.read_bytes() == b"second\nours\n"
    assert [one.name for one in tree.root.iterdir()] == [NOTE]


def test_a_save_by_rename_in_the_moment_of_the_exchange(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tree.root / NOTE
    file.write_bytes(b"old\n")
    real = commit.exchange

    def late(folder: int, temp: str, name: str) -> bool:
        monkeypatch.setattr(commit, "exchange", real)
        (tree.root / "editor").write_bytes(b"saved\n")
        (tree.root / "editor").rename(file)
        return real(folder, temp, name)

    monkeypatch.setattr(commit, "exchange", late)
    whole.change(tree, NOTE, longer)
    assert file.read_bytes() == b"saved\nours\n"
    assert [one.name for one in tree.root.iterdir()] == [NOTE]


def test_a_save_before_the_removal_stays(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tree.root / NOTE
    file.write_bytes(b"ours\n")
    real, calls = whole.load, 0

    def late(folder: int, name: str, path: str) -> Loaded:
        nonlocal calls
        calls += 1
        found = real(folder, name, path)
        if calls == 1:
            file.write_bytes(b"saved\n")
        return found

    monkeypatch.setattr(whole, "load", late)
    whole.change(tree, NOTE, lambda now: None if now == Source.of("ours\n") else now)
    assert file.read_bytes() == b"saved\n"


def test_no_link_is_followed(tree: Tree, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (tree.root / "link").symlink_to(outside)
    (tree.root / NOTE).symlink_to(outside / "note")
    for path in (f"link/{NOTE}", NOTE):
        with pytest.raises(PlanError, match="symbolic link"):
            whole.change(tree, path, longer)
    assert list(outside.iterdir()) == []


def test_a_file_that_never_holds_still(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole, "_TRIES", 3)
    (tree.root / NOTE).write_bytes(b"x\n")

    def restless(now: Source | None) -> Source:
        with (tree.root / NOTE).open("ab") as file:
            file.write(b"y\n")
        return longer(now)

    with pytest.raises(PlanError) as caught:
        whole.change(tree, NOTE, restless)
    assert caught.value.code == "busy"
    assert b"ours" not in (tree.root / NOTE).read_bytes()
