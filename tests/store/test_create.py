"""``create`` makes complete files and never overwrites."""

from __future__ import annotations

import errno
import os
import threading
from pathlib import Path

import pytest

from execplan.plan.errors import PlanError
from execplan.store import temps
from execplan.store.files import LIMIT
from execplan.store.swap import TakenError, create, swap
from execplan.store.tree import Tree
from execplan.text.source import Source

PLAN = ".agents/new/PLAN.md"


def names(folder: Path) -> list[str]:
    return sorted(os.listdir(folder))


def test_the_folders_are_made_and_the_file_is_complete(tmp_path: Path):
    tree = Tree(tmp_path)
    create(tree, PLAN, Source.of("# New\r\n"))
    assert (tmp_path / PLAN).read_bytes() == b"# New\r\n"
    assert names(tmp_path / ".agents") == [".state", "new"]
    assert names(tmp_path / ".agents/new") == ["PLAN.md"]
    assert (tmp_path / ".agents/.state/.gitignore").read_text() == "*\n"
    assert (tmp_path / PLAN).stat().st_nlink == 1


def test_the_mode_follows_the_umask(tmp_path: Path):
    old = os.umask(0o027)
    try:
        create(Tree(tmp_path), PLAN, Source.of("# New\n"))
    finally:
        os.umask(old)
    assert (tmp_path / PLAN).stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("there", ["file", "empty file", "folder", "dangling link"])
def test_what_is_there_stays(tree: Tree, plan: Path, there: str):
    plan.unlink()
    match there:
        case "file":
            plan.write_text("# Theirs\n")
        case "empty file":
            plan.touch()
        case "folder":
            plan.mkdir()
        case _:
            plan.symlink_to("nowhere")
    before = plan.lstat()
    with pytest.raises(PlanError) as caught:
        create(tree, ".agents/demo/PLAN.md", Source.of("# Ours\n"))
    assert caught.value.code == "refused"
    after = plan.lstat()
    assert (after.st_ino, after.st_mtime_ns, after.st_size) == (before.st_ino, before.st_mtime_ns, before.st_size)
    assert names(plan.parent) == ["PLAN.md"]


def test_other_files_of_the_folder_stay(tree: Tree, plan: Path):
    plan.rename(plan.with_name("notes.md"))
    create(tree, ".agents/demo/PLAN.md", Source.of("# Ours\n"))
    assert names(plan.parent) == ["PLAN.md", "notes.md"]
    assert plan.with_name("notes.md").read_text() == "# Demo\n"


def test_without_hard_links_it_is_complete_and_overwrites_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def no_links(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    tree = Tree(tmp_path)
    create(tree, PLAN, Source.of("# New\n"))
    with pytest.raises(TakenError):
        create(tree, PLAN, Source.of("# Other\n"))
    assert (tmp_path / PLAN).read_text() == "# New\n"
    assert names(tmp_path / ".agents/new") == ["PLAN.md"]


def test_a_failure_takes_its_folder_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(temps, "sync", full)
    with pytest.raises(PlanError) as caught:
        create(Tree(tmp_path), PLAN, Source.of("# New\n"))
    assert caught.value.code == "refused"
    assert names(tmp_path / ".agents") == [".state"]


def test_too_large_a_text_makes_nothing(tmp_path: Path):
    with pytest.raises(PlanError) as caught:
        create(Tree(tmp_path), PLAN, Source.of("x" * (LIMIT + 1)))
    assert caught.value.code == "too_large"
    assert names(tmp_path) == []


def test_one_of_many_wins(tmp_path: Path):
    tree = Tree(tmp_path)
    won: list[int] = []

    def make(number: int) -> None:
        try:
            create(tree, PLAN, Source.of(f"# {number}\n"))
        except TakenError:
            return
        won.append(number)

    threads = [threading.Thread(target=make, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 1
    assert (tmp_path / PLAN).read_text() == f"# {won[0]}\n"


def test_a_new_file_can_be_changed_at_once(tmp_path: Path):
    tree = Tree(tmp_path)
    create(tree, PLAN, Source.of("# New\n"))
    swap(tree, PLAN, lambda source: Source.of(source.text + "x"))
    assert (tmp_path / PLAN).read_text() == "# New\nx"
