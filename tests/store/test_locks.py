"""Writers wait for each other: threads, processes, and processes that die. Real files, real processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import execplan
from execplan.plan.errors import PlanError
from execplan.store.locks import locked
from execplan.store.swap import swap
from execplan.store.tree import Tree
from execplan.text.source import Source

PLAN = ".agents/demo/PLAN.md"
HERE = Path(__file__).parent
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(execplan.__file__).parents[1])}


def start(script: str, *args: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(HERE / script), *args],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=ENVIRONMENT,
    )


def write_together(tree: Tree, writers: int, count: int, mode: str) -> list[str]:
    """What stands in the file after so many processes appended so many lines each."""
    processes = [start("writer.py", str(tree.root), f"w{n}", str(count), mode) for n in range(writers)]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in processes:
        process.communicate(timeout=120)
        assert process.returncode == 0
    return (tree.root / PLAN).read_text().splitlines()[1:]


def expected(writers: int, count: int) -> set[str]:
    return {f"- w{writer} {number}" for writer in range(writers) for number in range(count)}


@contextmanager
def holder(tree: Tree) -> Iterator[int]:
    process = start("holder.py", str(tree.root))
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    try:
        yield process.pid
    finally:
        process.kill()
        process.communicate()


def test_two_processes_lose_nothing(tree: Tree):
    lines = write_together(tree, 2, 100, "plain")
    assert len(lines) == 200
    assert set(lines) == expected(2, 100)


def test_six_processes_lose_nothing_and_none_starves(tree: Tree):
    lines = write_together(tree, 6, 40, "plain")
    assert len(lines) == 240
    assert set(lines) == expected(6, 40)


def test_the_lock_is_what_keeps_writers_apart(tree: Tree):
    """The test above can fail: with a slow rename all land under the lock, and some are lost without it."""
    assert set(write_together(tree, 2, 30, "slow")) == expected(2, 30)
    (tree.root / PLAN).write_text("# Demo\n")
    assert len(write_together(tree, 2, 30, "slow-unlocked")) < 60


def test_fifty_calls_of_one_process_all_land(tree: Tree):
    errors: list[BaseException] = []

    def write(number: int) -> None:
        try:
            swap(tree, PLAN, lambda source: Source.of(source.text + f"- {number}\n"))
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    lines = (tree.root / PLAN).read_text().splitlines()[1:]
    assert sorted(lines) == sorted(f"- {number}" for number in range(50))


def test_two_trees_of_one_process_exclude_each_other_too(tree: Tree):
    other = Tree(tree.root, wait=0.05)
    with locked(tree, PLAN), pytest.raises(PlanError) as caught, locked(other, PLAN):
        pass
    assert caught.value.code == "busy"


def test_a_long_wait_names_the_holder(tree: Tree):
    impatient = Tree(tree.root, wait=0.1)
    with holder(tree) as pid:
        started = time.monotonic()
        with pytest.raises(PlanError) as caught:
            swap(impatient, PLAN, lambda _: Source.of("x"))
        assert 0.1 <= time.monotonic() - started < 1
    assert caught.value.code == "busy"
    assert f"process {pid}" in caught.value.message
    assert (tree.root / PLAN).read_text() == "# Demo\n"


def test_a_stopped_holder_is_waited_for_and_a_killed_one_leaves_nothing_behind(tree: Tree):
    with holder(tree) as pid:
        os.kill(pid, signal.SIGSTOP)
        with pytest.raises(PlanError):
            swap(Tree(tree.root, wait=0.05), PLAN, lambda _: Source.of("x"))
        timer = threading.Timer(0.2, os.kill, (pid, signal.SIGKILL))
        timer.start()
        swap(tree, PLAN, lambda _: Source.of("after the kill"))
    assert (tree.root / PLAN).read_text() == "after the kill"


def test_a_waiting_thread_gives_up_as_well(tree: Tree):
    impatient = Tree(tree.root, wait=0.05)
    inside, leave = threading.Event(), threading.Event()

    def hold() -> None:
        with locked(impatient, PLAN):
            inside.set()
            leave.wait(10)

    thread = threading.Thread(target=hold)
    thread.start()
    assert inside.wait(10)
    try:
        with pytest.raises(PlanError) as caught:
            swap(impatient, PLAN, lambda _: Source.of("x"))
    finally:
        leave.set()
        thread.join()
    assert caught.value.code == "busy"
    assert str(os.getpid()) in caught.value.message


def test_a_lock_file_that_was_removed_meanwhile_is_made_again(tree: Tree):
    """``git clean`` may take the state away: a waiter on the old inode must not believe it holds the lock."""
    swap(tree, PLAN, lambda source: Source.of(source.text + "1"))
    (lock,) = (tree.root / ".agents/.state").glob("*.lock")
    (turn,) = (tree.root / ".agents/.state").glob("*.turn")
    results: list[str] = []

    def write() -> None:
        swap(Tree(tree.root), PLAN, lambda source: Source.of(source.text + "3"))
        results.append("written")

    with locked(tree, PLAN):
        thread = threading.Thread(target=write)
        thread.start()
        time.sleep(0.05)
        lock.unlink()
        turn.unlink()
    thread.join()
    assert results == ["written"]
    assert lock.exists()


def test_locks_stand_in_the_state_folder_and_stay(tree: Tree):
    swap(tree, PLAN, lambda source: Source.of(source.text + "x"))
    state = tree.root / ".agents/.state"
    assert sorted(path.suffix or path.name for path in state.iterdir()) == [".gitignore", ".lock", ".turn", "journal"]
    assert (state / ".gitignore").read_text() == "*\n"
    assert os.listdir(tree.root / ".agents/demo") == ["PLAN.md"]


def test_a_cut_off_ignore_file_is_completed(tree: Tree):
    state = tree.root / ".agents/.state"
    state.mkdir()
    (state / ".gitignore").touch()
    swap(tree, PLAN, lambda source: Source.of(source.text + "x"))
    assert (state / ".gitignore").read_text() == "*\n"


def test_different_plans_do_not_wait_for_each_other(tree: Tree):
    other = tree.root / ".agents/other/PLAN.md"
    other.parent.mkdir()
    other.write_text("# Other\n")
    with locked(tree, PLAN):
        swap(Tree(tree.root, wait=0.05), ".agents/other/PLAN.md", lambda source: Source.of(source.text + "x"))
    assert other.read_text() == "# Other\nx"


def test_a_writer_without_a_pause_does_not_starve_the_others(tree: Tree):
    done = threading.Event()

    def hog() -> None:
        greedy = Tree(tree.root)
        while not done.is_set():
            with locked(greedy, PLAN):
                time.sleep(0.02)

    thread = threading.Thread(target=hog)
    thread.start()
    try:
        for _ in range(10):
            with locked(Tree(tree.root, wait=1), PLAN):
                pass
    finally:
        done.set()
        thread.join()
