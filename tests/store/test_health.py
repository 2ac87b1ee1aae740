"""Who holds a lock, what lies about, and how a journal is: seen from outside, with real processes and real files."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import execplan
from execplan.store.held import locks
from execplan.store.journal import FOLDER, record
from execplan.store.journals import journal, paths
from execplan.store.leftovers import Stray, ignoring, strays, twins
from execplan.store.locks import locked
from execplan.store.state import key_of
from execplan.store.tree import Tree
from execplan.text.source import Source

PLAN = ".agents/demo/PLAN.md"
KEY = key_of(PLAN)
SRC = str(Path(execplan.__file__).parents[1])


@contextmanager
def holder(tree: Tree) -> Iterator[int]:
    process = subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("holder.py")), str(tree.root)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": SRC},
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    try:
        yield process.pid
    finally:
        process.kill()
        process.communicate()


def test_no_state_folder_no_locks(tree: Tree) -> None:
    assert locks(tree).count == 0
    assert not (tree.root / ".agents/.state").exists()


def test_a_lock_that_was_given_back_is_not_held(tree: Tree) -> None:
    with locked(tree, PLAN):
        pass
    found = locks(tree)
    assert (found.count, found.held) == (1, ())


def test_a_holder_is_named(tree: Tree) -> None:
    start = time.time()
    with holder(tree) as pid:
        (one,) = locks(tree).held
        assert (one.key, one.pid, one.process, one.waiting) == (KEY, pid, "running", False)
        assert start - 1 < one.since < time.time() + 1
        assert one.command.startswith("python")
    assert locks(tree).held == ()


def test_a_stopped_holder_is_seen_to_be_stopped(tree: Tree) -> None:
    with holder(tree) as pid:
        os.kill(pid, signal.SIGSTOP)
        deadline = time.monotonic() + 5
        while locks(tree).held[0].process != "stopped" and time.monotonic() < deadline:
            time.sleep(0.01)
        assert locks(tree).held[0].process == "stopped"


def test_who_stands_in_front_is_seen_waiting(tree: Tree) -> None:
    with holder(tree):
        waiter = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("holder.py")), str(tree.root)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": SRC},
        )
        try:
            deadline = time.monotonic() + 10
            while not locks(tree).held[0].waiting and time.monotonic() < deadline:
                time.sleep(0.02)
            assert locks(tree).held[0].waiting
        finally:
            waiter.kill()
            waiter.wait()


def test_a_name_that_is_no_process_here_is_unseen(tree: Tree) -> None:
    with locked(tree, PLAN):
        (tree.root / f".agents/.state/{KEY}.lock").write_bytes(b"4194304999\n")
        (one,) = locks(tree).held
        assert one.process == "unseen"
        (tree.root / f".agents/.state/{KEY}.lock").write_bytes(b"")
        (one,) = locks(tree).held
        assert (one.pid, one.process) == (None, "unseen")


def test_looking_takes_no_lock_away(tree: Tree) -> None:
    with locked(tree, PLAN):
        for _ in range(20):
            assert len(locks(tree).held) == 1


def test_a_lock_file_that_is_none(tree: Tree) -> None:
    state = tree.root / ".agents/.state"
    state.mkdir()
    (state / f"{KEY}.lock").mkdir()
    os.symlink("/etc/hostname", state / f"{'0' * 20}.lock")
    os.mkfifo(state / f"{'1' * 20}.lock")
    assert all(one.problem for one in locks(tree).held)
    assert len(locks(tree).held) == 3


def test_nothing_lies_about(tree: Tree) -> None:
    with locked(tree, PLAN):
        pass
    record(tree, PLAN, kind="write", by="cli", base=Source.of("# Demo\n"), new=Source.of("# D\n"))
    assert strays(tree) == ()
    assert twins(tree) == ()
    assert ignoring(tree) == "yes"


def test_what_lies_about_is_named(tree: Tree) -> None:
    agents = tree.root / ".agents"
    left = f".PLAN.md.{'0' * 20}.{'1' * 20}.4194304999"
    for name in (
        f"demo/{left}.tmp",
        f"demo/{left}.part",
        f"archive/old/{left}.tmp",
        f"nothing-else/{left}.tmp",
        "tmp/demo.merge.md",
        ".state/odd",
        ".state/.lease.4194304999",
        f".state/{FOLDER}/odd.txt",
        ".doctor.7/.keep",
    ):
        (agents / name).parent.mkdir(parents=True, exist_ok=True)
        (agents / name).write_text("x")
    (agents / "linked").symlink_to(agents / "demo")
    os.utime(agents / ".doctor.7", (1, 1))
    assert strays(tree) == (
        Stray(".agents/linked", "link"),
        Stray(".agents/tmp/demo.merge.md", "merge"),
        Stray(".agents/.doctor.7", "probe"),
        Stray(".agents/.state/.lease.4194304999", "probe"),
        Stray(f".agents/.state/{FOLDER}/odd.txt", "stranger"),
        Stray(".agents/.state/odd", "stranger"),
        Stray(f".agents/archive/old/{left}.tmp", "temporary"),
        Stray(f".agents/demo/{left}.part", "temporary"),
        Stray(f".agents/demo/{left}.tmp", "temporary"),
        Stray(f".agents/nothing-else/{left}.tmp", "temporary"),
    )


def test_a_save_under_way_is_no_leftover(tree: Tree) -> None:
    path = tree.root / f".agents/demo/.PLAN.md.{'0' * 20}.{'1' * 20}.{os.getpid()}.tmp"
    path.write_text("x")
    assert strays(tree) == ()
    os.utime(path, (1, 1))
    assert [one.kind for one in strays(tree)] == ["temporary"]


def test_twins(tree: Tree) -> None:
    for name in ("Demo", "archive", "caf\u00e9", "cafe\u0301"):
        (tree.root / ".agents" / name).mkdir()
    if len(list((tree.root / ".agents").iterdir())) < 5:
        pytest.skip("this file system folds names")
    assert twins(tree) == (("Demo", "demo"), ("cafe\u0301", "caf\u00e9"))


@pytest.mark.parametrize(
    ("text", "said"),
    [("*\n", "yes"), ("# ours\n*\n", "yes"), ("", "changed"), ("*.lock\n", "changed"), ("*\n!journal\n", "changed")],
)
def test_the_state_keeps_itself_out_of_git(tree: Tree, text: str, said: str) -> None:
    assert ignoring(tree) == "no state"
    state = tree.root / ".agents/.state"
    state.mkdir()
    assert ignoring(tree) == "missing"
    (state / ".gitignore").write_text(text)
    assert ignoring(tree) == said


def written(tree: Tree, *texts: str) -> Path:
    before = Source.of("# Demo\n")
    for text in texts:
        now = Source.of(text)
        record(tree, PLAN, kind="write", by="cli", base=before, new=now)
        before = now
    return tree.root / f".agents/.state/{FOLDER}/{KEY}.jsonl"


def test_no_journal(tree: Tree) -> None:
    assert journal(tree, PLAN) is None
    assert paths(tree) == ()


def test_a_whole_journal(tree: Tree) -> None:
    path = written(tree, "# One\n", "# Two\n")
    found = journal(tree, PLAN)
    assert found is not None
    assert (found.lines, found.bad, found.cut, found.operations) == (3, 0, False, 2)  # one line tells what was there
    assert found.size == path.stat().st_size
    assert found.last is not None
    assert (found.last.new, found.last.by) == (Source.of("# Two\n").revision, "cli")
    assert paths(tree) == (PLAN,)


def test_a_cut_journal_and_bad_lines_are_counted(tree: Tree) -> None:
    path = written(tree, "# One\n", "# Two\n")
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(lines[0] + b"{}\n" + lines[1].replace(b'"text":"eJ', b'"text":"eK') + lines[2][:-20])
    found = journal(tree, PLAN)
    assert found is not None
    assert (found.lines, found.bad, found.cut) == (1, 2, True)


def test_a_journal_that_cannot_be_read(tree: Tree) -> None:
    path = written(tree, "# One\n")
    path.unlink()
    path.mkdir()
    found = journal(tree, PLAN)
    assert found is not None
    assert "no regular file" in found.problem
    path.rmdir()
    path.symlink_to("/etc/hostname")
    found = journal(tree, PLAN)
    assert found is not None
    assert found.problem
