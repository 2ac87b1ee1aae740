"""Nothing is parsed twice, and nothing stale is answered."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import pytest

from execplan.plan.errors import PlanError
from execplan.plan.model import Plan
from execplan.plan.reader import read_plan
from execplan.store.files import read, stamp
from execplan.store.tree import Tree
from execplan.text.source import Source
from execplan.workspace import index as indexing
from execplan.workspace.index import Index

PLAN = ".agents/demo/PLAN.md"


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that were parsed, in order."""
    seen: list[str] = []

    def counting(source: Source) -> Plan:
        seen.append(source.text)
        return read_plan(source)

    monkeypatch.setattr(indexing, "read_plan", counting)
    return seen


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths that were read, in order."""
    seen: list[str] = []

    def counting(tree: Tree, path: str):
        seen.append(path)
        return read(tree, path)

    monkeypatch.setattr(indexing, "read", counting)
    return seen


@pytest.fixture
def plan(put) -> Path:
    path = put("demo")
    os.utime(path, (1_700_000_000, 1_700_000_000.5))
    return path


def settle() -> None:
    """Lets so much time pass that a file's times can be trusted."""
    time.sleep(0.05)


def test_an_unchanged_file_is_read_and_parsed_once(tmp_path: Path, plan: Path, parsed: list[str], loaded: list[str]):
    settle()
    index = Index(Tree(tmp_path))
    first = index.plan(PLAN)
    assert index.plan(PLAN) is first
    assert index.plan(PLAN, stamp(Tree(tmp_path), PLAN)) is first
    assert (len(parsed), len(loaded)) == (1, 1)


def test_a_touched_file_is_read_but_not_parsed_again(tmp_path: Path, plan: Path, parsed: list[str], loaded: list[str]):
    index = Index(Tree(tmp_path))
    first = index.plan(PLAN)
    plan.touch()
    assert index.plan(PLAN) is first
    assert (len(parsed), len(loaded)) == (1, 2)


def test_a_changed_file_is_read_again(tmp_path: Path, plan: Path):
    index = Index(Tree(tmp_path))
    assert index.plan(PLAN).title == "demo"
    plan.write_text("# Other\n")
    assert index.plan(PLAN).title == "Other"


def test_a_change_that_leaves_the_same_stat_is_seen_while_the_file_is_young(
    tmp_path: Path, plan: Path, monkeypatch: pytest.MonkeyPatch
):
    """Two writes within one tick of the file system's clock, of the same length, look alike to stat."""
    index = Index(Tree(tmp_path))
    plan.write_text("# One\n")
    frozen = stamp(Tree(tmp_path), PLAN)
    assert index.plan(PLAN, frozen).title == "One"
    plan.write_text("# Two\n")
    slot = index._slot(PLAN)
    slot.stamp = frozen  # as if the second write had left the first one's stat
    assert index.plan(PLAN, frozen).title == "Two"


def test_same_length_writes_in_a_row_are_never_answered_stale(tmp_path: Path, plan: Path):
    index = Index(Tree(tmp_path))
    for number in range(1000, 1400):
        with plan.open("r+") as file:
            file.write(f"# Plan {number}\n")
            file.truncate()
        assert index.plan(PLAN).title == f"Plan {number}"


def test_whole_second_file_times_are_distrusted_longer():
    from execplan.store.files import Stamp
    from execplan.workspace.known import racy

    second = 1_000_000_000
    assert racy(Stamp(5 * second, 1, 1, 5 * second, 1), 6 * second)
    assert not racy(Stamp(5 * second + 1, 1, 1, 5 * second + 1, 1), 6 * second)
    assert racy(Stamp(9 * second + 1, 1, 1, 1, 1), 6 * second), "a time in the future is never trusted"


def test_what_was_put_is_answered_and_hashed_once_more(
    tmp_path: Path, plan: Path, parsed: list[str], loaded: list[str]
):
    index = Index(Tree(tmp_path))
    source = Source.decode(plan.read_bytes())
    known = read_plan(source)
    index.put(PLAN, stamp(Tree(tmp_path), PLAN), known)
    assert index.parsed(PLAN, source) is known
    settle()
    assert index.plan(PLAN) is known
    assert index.plan(PLAN) is known
    assert (len(parsed), len(loaded)) == (0, 1)


def test_another_text_than_the_known_one_is_parsed(tmp_path: Path, plan: Path):
    index = Index(Tree(tmp_path))
    index.plan(PLAN)
    assert index.parsed(PLAN, Source.of("# Else\n")).title == "Else"
    assert index.plan(PLAN).title == "demo"


def test_a_file_that_breaks_and_heals_is_told_and_forgiven(tmp_path: Path, plan: Path):
    index = Index(Tree(tmp_path))
    good = index.plan(PLAN)
    text = plan.read_bytes()
    plan.write_bytes(b"\xff")
    for _ in range(2):
        with pytest.raises(PlanError) as caught:
            index.plan(PLAN)
        assert caught.value.code == "unreadable"
    plan.write_bytes(text)
    assert index.plan(PLAN) is good
    plan.unlink()
    with pytest.raises(PlanError) as caught:
        index.plan(PLAN)
    assert caught.value.code == "not_found"


def test_many_threads_parse_once(tmp_path: Path, plan: Path, parsed: list[str]):
    index = Index(Tree(tmp_path))
    answers: list[Plan] = []
    threads = [threading.Thread(target=lambda: answers.append(index.plan(PLAN))) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(parsed) == 1
    assert len({id(answer) for answer in answers}) == 1


def test_the_memory_is_bounded(tmp_path: Path, put, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(indexing, "_MOST", 3)
    index = Index(Tree(tmp_path))
    for number in range(6):
        put(f"p{number}")
        assert index.plan(f".agents/p{number}/PLAN.md").title == f"p{number}"
    assert len(index._slots) == 3
