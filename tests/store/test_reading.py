"""Whole reads, limits, and files that hold no text."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import pytest

from execplan.plan.errors import PlanError
from execplan.store import files
from execplan.store.files import LIMIT, read
from execplan.store.guards import PLAIN, VARIABLE
from execplan.store.swap import swap
from execplan.store.tree import Tree
from execplan.text.source import Source

PLAN = ".agents/demo/PLAN.md"


def refused(tree: Tree, path: str = PLAN) -> PlanError:
    """The error of reading, which is the error of writing as well."""
    with pytest.raises(PlanError) as reading:
        read(tree, path)
    with pytest.raises(PlanError) as writing:
        swap(tree, path, lambda source: Source.of(source.text + "x"))
    assert writing.value.code == reading.value.code
    return reading.value


def test_the_largest_file_is_read_and_a_byte_more_is_not(tree: Tree, plan: Path):
    plan.write_bytes(b"x" * LIMIT)
    assert len(read(tree, PLAN).source.text) == LIMIT
    plan.write_bytes(b"x" * (LIMIT + 1))
    error = refused(tree)
    assert error.code == "too_large"
    assert "1,048,576" in error.message
    assert plan.stat().st_size == LIMIT + 1


def test_a_file_that_is_not_utf8_is_named_with_its_line_and_left_alone(tree: Tree, plan: Path):
    data = b"# A\n\nfine\nbad \xff\xfe here\n"
    plan.write_bytes(data)
    error = refused(tree)
    assert error.code == "unreadable"
    assert "line 4" in error.message
    assert plan.read_bytes() == data


def test_utf16_is_recognised(tree: Tree, plan: Path):
    plan.write_bytes("# A\n".encode("utf-16"))
    assert "UTF-16" in refused(tree).hint


@pytest.mark.parametrize("data", [b"", b"\n", b"\xef\xbb\xbf", b"\0" * 4096], ids=["none", "newline", "bom", "nul"])
def test_an_empty_file_is_never_a_new_plan(tree: Tree, plan: Path, data: bytes):
    plan.write_bytes(data)
    error = refused(tree)
    assert (error.code, "empty" in error.message) == ("unreadable", True)
    assert plan.read_bytes() == data


def test_an_empty_file_of_long_ago_is_told_at_once(tree: Tree, plan: Path):
    plan.write_bytes(b"")
    os.utime(plan, (1, 1))
    start = time.monotonic()
    with pytest.raises(PlanError):
        read(tree, PLAN)
    assert time.monotonic() - start < 0.04


def test_a_missing_file_is_not_found(tree: Tree):
    assert refused(tree, ".agents/none/PLAN.md").code == "not_found"
    assert refused(tree, ".agents/demo/OTHER.md").code == "not_found"
    assert refused(tree, ".agents/demo/PLAN.md/x.md").code == "not_found"
    assert refused(tree, f".agents/{'n' * 300}/PLAN.md").code == "not_found"


@pytest.mark.parametrize("make", [os.mkdir, os.mkfifo])
def test_what_is_no_file_is_refused_without_waiting(tree: Tree, plan: Path, make):
    plan.unlink()
    make(plan)
    assert refused(tree).code == "refused"


def test_an_editor_that_truncates_or_unlinks_is_waited_for(tree: Tree, plan: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(files, "_MOMENT", 10.0)  # a busy machine may keep the editor waiting for long
    done = threading.Event()

    def edit() -> None:
        number = 0
        while not done.is_set():
            number += 1
            if number % 2:
                plan.write_text("# Demo, saved in place\n")
            else:
                plan.unlink()
                plan.write_text("# Demo, made again\n")

    editor = threading.Thread(target=edit)
    editor.start()
    try:
        for _ in range(300):
            assert read(tree, PLAN).source.text in ("# Demo, saved in place\n", "# Demo, made again\n", "# Demo\n")
    finally:
        done.set()
        editor.join()


def test_readers_see_whole_texts_while_a_writer_swaps(tree: Tree, plan: Path):
    body = "- one line of a plan\n" * 3000
    plan.write_text("0\n" + body + "0\n")
    done = threading.Event()

    def turn(source: Source) -> Source:
        number = str(int(source.text.split("\n", 1)[0]) + 1)
        return Source.of(f"{number}\n{body}{number}\n")

    def write() -> None:
        while not done.is_set():
            swap(tree, PLAN, turn)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for _ in range(200):
            lines = read(tree, PLAN).source.text.split("\n")
            assert lines[0] == lines[-2]
    finally:
        done.set()
        writer.join()


def test_reading_needs_no_right_to_write(tree: Tree):
    agents = tree.root / ".agents"
    agents.chmod(0o555)
    try:
        assert read(tree, PLAN).source.text == "# Demo\n"
    finally:
        agents.chmod(0o755)
    assert not (agents / ".state").exists()


def test_a_file_that_changes_while_it_is_read_is_read_again(tree: Tree, plan: Path, monkeypatch: pytest.MonkeyPatch):
    real, calls = os.pread, 0

    def half(file: int, count: int, offset: int) -> bytes:
        nonlocal calls
        calls += 1
        data = real(file, min(count, 4), offset)
        if calls == 1:
            plan.write_bytes(b"# OMED\n")  # in place, of the same length
        return data

    plan.write_bytes(b"# Demo\n")
    # Under a lease nobody can write meanwhile, and this process would wait for itself.
    monkeypatch.setenv(VARIABLE, PLAIN)
    monkeypatch.setattr(os, "pread", half)
    assert read(tree, PLAN).source.text == "# OMED\n"
    assert calls > 3


def test_a_file_that_never_holds_still_is_busy(tree: Tree, plan: Path, monkeypatch: pytest.MonkeyPatch):
    real = os.pread

    def disturbed(file: int, count: int, offset: int) -> bytes:
        plan.touch()
        return real(file, count, offset)

    monkeypatch.setattr(os, "pread", disturbed)
    monkeypatch.setattr(files, "_STEADY", 0.02)
    with pytest.raises(PlanError) as caught:
        read(tree, PLAN)
    assert caught.value.code == "busy"
