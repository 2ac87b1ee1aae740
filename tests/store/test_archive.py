"""What moving a plan's folder into the archive keeps, refuses and survives."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from execplan.plan.errors import PlanError
from execplan.store import archive as archiving
from execplan.store.archive import archive
from execplan.store.swap import swap
from execplan.store.tree import Tree
from execplan.text.source import Source

PLAN = ".agents/demo/PLAN.md"


def look(_: Source) -> None:
    """Sees nothing wrong."""


def everything(root: Path) -> dict[str, bytes]:
    top = root / ".agents"
    return {
        path.relative_to(top).as_posix(): path.read_bytes()
        for path in top.rglob("*")
        if path.is_file() and ".state" not in path.parts
    }


def test_the_whole_folder_moves(tree: Tree, plan: Path):
    (plan.parent / "notes").mkdir()
    (plan.parent / "notes" / "a.txt").write_bytes(b"\x00a")
    assert archive(tree, "demo", look) == "demo"
    assert everything(tree.root) == {"archive/demo/PLAN.md": b"# Demo\n", "archive/demo/notes/a.txt": b"\x00a"}
    assert not plan.parent.exists()


@pytest.mark.parametrize("kind", ["folder", "empty folder", "file", "link"])
def test_nothing_in_the_archive_is_replaced(tree: Tree, kind: str):
    there = tree.root / ".agents/archive/demo"
    there.parent.mkdir()
    if kind == "file":
        there.write_bytes(b"old")
    elif kind == "link":
        there.symlink_to("nowhere")
    else:
        there.mkdir()
        if kind == "folder":
            (there / "PLAN.md").write_bytes(b"# Old\n")
    before = everything(tree.root)
    assert archive(tree, "demo", look) == "demo-2"
    after = everything(tree.root)
    assert after.pop("archive/demo-2/PLAN.md") == b"# Demo\n"
    before.pop("demo/PLAN.md")
    assert after == before


def test_what_the_look_refuses_stays(tree: Tree, plan: Path):
    def refuse(source: Source) -> None:
        assert source.text == "# Demo\n"
        raise PlanError("conflict", "changed")

    with pytest.raises(PlanError, match="changed"):
        archive(tree, "demo", refuse)
    assert plan.exists()
    assert archive(tree, "demo", look) == "demo"


@pytest.mark.parametrize("slug", ["nope", "../x", "a/b", "", "..", ".state"])
def test_names_that_are_no_plan(tree: Tree, slug: str):
    before = everything(tree.root)
    with pytest.raises(PlanError) as caught:
        archive(tree, slug, look)
    assert caught.value.code in ("not_found", "refused")
    assert everything(tree.root) == before


@pytest.mark.parametrize("linked", ["demo", "archive", "archive/up"])
def test_links_lead_nowhere(tree: Tree, tmp_path_factory: pytest.TempPathFactory, linked: str):
    outside = tmp_path_factory.mktemp("outside")
    (outside / "PLAN.md").write_bytes(b"# Outside\n")
    path = tree.root / ".agents" / linked
    if linked == "demo":
        (path / "PLAN.md").unlink()
        path.rmdir()
    path.parent.mkdir(exist_ok=True)
    path.symlink_to(outside, target_is_directory=True)
    if linked == "archive/up":
        assert archive(tree, "demo", look) == "demo"
    else:
        with pytest.raises(PlanError, match="symbolic link"):
            archive(tree, "demo", look)
    assert [one.name for one in outside.iterdir()] == ["PLAN.md"]


def test_a_writer_that_waited_finds_the_plan_gone(tree: Tree, plan: Path):
    told: list[str] = []
    started = threading.Event()

    def write() -> None:
        try:
            swap(tree, PLAN, lambda source: Source.of(source.text + "late\n"))
        except PlanError as error:
            told.append(error.code)

    writer = threading.Thread(target=lambda: (started.set(), write()))

    def wait(_: Source) -> None:
        writer.start()
        started.wait()

    archive(tree, "demo", wait)
    writer.join()
    assert told == ["not_found"]
    assert everything(tree.root) == {"archive/demo/PLAN.md": b"# Demo\n"}


def test_a_killed_process_leaves_the_plan_in_one_place(tree: Tree, plan: Path):
    """Killed before the rename and right after it, before anything is synced."""
    program = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from execplan.store import archive\n"
        "from execplan.store.tree import Tree\n"
        "rename = os.rename\n"
        "def killed(*a, **k):\n"
        "    if sys.argv[2] == 'after': rename(*a, **k)\n"
        "    os._exit(9)\n"
        "archive.os.rename = killed\n"
        "archive.archive(Tree(Path(sys.argv[1])), 'demo', lambda _: None)\n"
    )
    for moment, where in (("before", plan), ("after", tree.root / ".agents/archive/demo/PLAN.md")):
        ended = subprocess.run([sys.executable, "-c", program, str(tree.root), moment], check=False)
        assert ended.returncode == 9
        assert where.read_bytes() == b"# Demo\n"
        assert len(everything(tree.root)) == 1


def test_a_name_taken_in_the_last_moment_is_passed_over(tree: Tree, monkeypatch: pytest.MonkeyPatch):
    rename, tried = os.rename, list[str]()

    def late(source: str, target: str, **more: int) -> None:
        tried.append(target)
        if len(tried) == 1:
            (tree.root / ".agents/archive" / target).mkdir()
            (tree.root / ".agents/archive" / target / "PLAN.md").write_bytes(b"# Theirs\n")
        rename(source, target, **more)

    monkeypatch.setattr(archiving.os, "rename", late)
    assert archive(tree, "demo", look) == "demo-2"
    assert tried == ["demo", "demo-2"]
    assert (tree.root / ".agents/archive/demo/PLAN.md").read_bytes() == b"# Theirs\n"
