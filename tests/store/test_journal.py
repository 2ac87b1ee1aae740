"""The journal holds every text of a plan, survives what a crash leaves of it, and is reached through no link."""

from __future__ import annotations

import itertools
import json
import logging
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import execplan
from execplan.store import journal
from execplan.store.entry import parsed
from execplan.store.state import key_of
from execplan.store.tree import Tree
from execplan.text.source import Source

PLAN = ".agents/demo/PLAN.md"
ARCHIVED = ".agents/archive/demo/PLAN.md"
WRITER = Path(__file__).with_name("journalist.py")


def folder(tree: Tree) -> Path:
    return tree.root / ".agents/.state/journal"


def current(tree: Tree, path: str = PLAN) -> Path:
    return folder(tree) / f"{key_of(path)}.jsonl"


def older(tree: Tree, path: str = PLAN) -> Path:
    return folder(tree) / f"{key_of(path)}.1.jsonl"


def write(tree: Tree, base: str, new: str, kind: str = "write", **more: object) -> None:
    journal.record(tree, PLAN, kind=kind, by="test", base=Source.of(base), new=Source.of(new), **more)  # type: ignore[arg-type]


def story(tree: Tree, path: str = PLAN) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for entry in journal.entries(tree, path):
        text = journal.text(entry)
        assert text is not None
        found.append((entry.kind, text.text))
    return found


def chained(tree: Tree) -> bool:
    """Whether each operation was made for the text that the one before it left."""
    every = [entry for entry in journal.entries(tree, PLAN) if entry.kind != "displaced"]
    return all(one.new == two.base for one, two in itertools.pairwise(every))


def test_the_text_before_the_first_operation_is_kept_too(tree: Tree):
    write(tree, "a\n", "b\n")
    write(tree, "b\n", "c\n")
    assert story(tree) == [("seen", "a\n"), ("write", "b\n"), ("write", "c\n")]
    first, second, third = journal.entries(tree, PLAN)
    assert (second.base, second.new, second.by) == (first.new, third.base, "test")
    assert len({first.op, second.op, third.op}) == 3


def test_a_text_that_no_operation_made_is_seen_first(tree: Tree):
    write(tree, "", "a\n", kind="create")
    write(tree, "a\n", "b\n")
    write(tree, "theirs\n", "theirs, then ours\n")
    assert [kind for kind, _ in story(tree)] == ["create", "write", "seen", "write"]
    assert chained(tree)


def test_a_displaced_save_is_kept_beside_the_chain(tree: Tree):
    write(tree, "a\n", "b\n")
    write(tree, "b\n", "lost\n", kind="displaced")
    write(tree, "b\n", "c\n")
    assert [kind for kind, _ in story(tree)] == ["seen", "write", "displaced", "write"]
    assert journal.text_at(tree, PLAN, Source.of("lost\n").revision) == Source.of("lost\n")


def test_a_line_is_what_it_is_said_to_be(tree: Tree):
    write(tree, "a\n", "b\n", kind="undo", undoes=("0123456789ab",))
    line = json.loads(current(tree).read_text().splitlines()[-1])
    assert set(line) == {"v", "op", "path", "at", "by", "kind", "base", "new", "undoes", "text"}
    assert (line["v"], line["path"], line["kind"], line["undoes"]) == (1, PLAN, "undo", ["0123456789ab"])
    assert line["new"] == Source.of("b\n").revision
    assert (tree.root / ".agents/.state/.gitignore").read_text() == "*\n"


def test_no_control_character_is_written_raw(tree: Tree):
    journal.record(tree, PLAN, kind="write", by="mcp \x1b[31m\n\u202ex", base=Source.of("a"), new=Source.of("\x1b\0b"))
    data = current(tree).read_bytes()
    assert all(32 <= byte < 127 or byte == 10 for byte in data)
    assert journal.entries(tree, PLAN)[-1].by == "mcp \x1b[31m\n\u202ex"


def test_any_text_comes_back_as_its_bytes(tree: Tree):
    text = "﻿# Ä\r\n\r\x00  \n👩‍👩‍👧 no end"
    write(tree, "a", text)
    found = journal.text_at(tree, PLAN, Source.of(text).revision[:8])
    assert found is not None
    assert found.encode() == text.encode()
    assert journal.text_at(tree, PLAN, Source.of(text).revision[:7]) is None
    assert journal.text_at(tree, PLAN, "0" * 64) is None


def test_a_moved_plan_keeps_its_history_and_the_next_one_there_begins_anew(tree: Tree):
    write(tree, "", "a\n", kind="create")
    write(tree, "a\n", "b\n")
    b = Source.of("b\n")
    journal.record(tree, ARCHIVED, kind="archive", by="", base=b, new=b, came_from=PLAN)
    write(tree, "", "another\n", kind="create")
    assert [kind for kind, _ in story(tree, ARCHIVED)] == ["create", "write", "archive"]
    assert journal.entries(tree, ARCHIVED)[-1].came_from == PLAN
    assert story(tree) == [("create", "another\n")]


def test_a_plan_archived_twice_tells_each_operation_once(tree: Tree):
    write(tree, "", "a\n", kind="create")
    a, c = Source.of("a\n"), Source.of("c\n")
    journal.record(tree, ARCHIVED, kind="archive", by="", base=a, new=a, came_from=PLAN)
    write(tree, "a\n", "b\n")  # moved back by hand
    journal.record(tree, ARCHIVED, kind="archive", by="", base=c, new=c, came_from=PLAN)  # saved by hand before
    assert [kind for kind, _ in story(tree, ARCHIVED)] == ["create", "write", "seen", "archive"]


def test_paths_that_came_from_each_other_end(tree: Tree):
    a = Source.of("a\n")
    journal.record(tree, ARCHIVED, kind="archive", by="", base=a, new=a, came_from=PLAN)
    journal.record(tree, PLAN, kind="archive", by="", base=a, new=a, came_from=ARCHIVED)
    journal.record(tree, ARCHIVED, kind="archive", by="", base=a, new=a, came_from=PLAN)
    assert journal.entries(tree, ARCHIVED)


# What a crash leaves


@given(st.data())
def test_a_cut_of_the_end_loses_the_last_line_at_most(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject):
    tree = Tree(tmp_path_factory.mktemp("cut"))
    for number in range(3):
        write(tree, f"{number}\n", f"{number + 1}\n")
    file = current(tree)
    whole = file.read_bytes()
    last = whole.rindex(b"\n", 0, len(whole) - 1) + 1
    file.write_bytes(whole[: data.draw(st.integers(last, len(whole)))])
    kept = [text for _, text in story(tree)]
    assert kept[:3] == ["0\n", "1\n", "2\n"]
    assert kept[3:] in ([], ["3\n"])
    write(tree, "3\n", "4\n")  # the file had it, whatever the journal says
    assert [text for _, text in story(tree)] == ["0\n", "1\n", "2\n", "3\n", "4\n"]
    assert chained(tree)
    assert all(parsed(line, key_of(PLAN)) for line in file.read_bytes().splitlines())


@given(st.binary(max_size=200), st.integers(0, 4))
def test_bad_lines_are_passed_over(tmp_path_factory: pytest.TempPathFactory, bad: bytes, at: int):
    tree = Tree(tmp_path_factory.mktemp("bad"))
    for number in range(3):
        write(tree, f"{number}\n", f"{number + 1}\n")
    file = current(tree)
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join((*lines[:at], bad + b"\n", *lines[at:])))
    assert [text for _, text in story(tree)] == ["0\n", "1\n", "2\n", "3\n"]
    write(tree, "3\n", "4\n")
    assert [text for _, text in story(tree)] == ["0\n", "1\n", "2\n", "3\n", "4\n"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("v", 2),
        ("op", "x"),
        ("op", None),
        ("path", ".agents/other/PLAN.md"),
        ("path", "\ud800"),
        ("kind", []),
        ("kind", "else"),
        ("by", 3),
        ("at", "yesterday"),
        ("new", "0" * 63),
        ("undoes", 3),
        ("undoes", "0123456789ab"),
        ("text", "%"),
        ("text", None),
        ("from", 7),
    ],
)
def test_a_line_that_lies_is_passed_over(tree: Tree, field: str, value: object):
    write(tree, "a\n", "b\n")
    seen, line = current(tree).read_text().splitlines()
    current(tree).write_text(f"{seen}\n{json.dumps(json.loads(line) | {field: value})}\n")
    assert story(tree) == [("seen", "a\n")]


def test_a_text_that_is_not_its_revision_is_none(tree: Tree):
    write(tree, "a\n", "b\n")
    seen, line = map(json.loads, current(tree).read_text().splitlines())
    current(tree).write_text(json.dumps(line | {"text": seen["text"]}) + "\n")
    (entry,) = journal.entries(tree, PLAN)
    assert journal.text(entry) is None
    assert journal.text_at(tree, PLAN, entry.new) is None


# Rotation


def noise(size: int, seed: int) -> str:
    return random.Random(seed).randbytes(size // 2).hex()


def test_a_full_journal_goes_on_in_a_new_file_and_keeps_one_old_one(tree: Tree, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(journal, "MOST", 20_000)
    texts = [noise(2_000, number) for number in range(60)]
    for base, new in itertools.pairwise(texts):
        write(tree, base, new)
        assert chained(tree)
        assert journal.text_at(tree, PLAN, Source.of(base).revision) is not None
    assert sorted(os.listdir(folder(tree))) == sorted((current(tree).name, older(tree).name))
    assert current(tree).stat().st_size <= 20_000
    kept = [text for _, text in story(tree)]
    assert kept == texts[-len(kept) :]
    assert len(kept) > 10
    first = json.loads(current(tree).read_text().splitlines()[0])
    assert first["kind"] == "seen", "each generation holds the text its first operation was made for"


def test_the_largest_text_has_room(tree: Tree):
    base, new = noise(1 << 20, 1), noise(1 << 20, 2)
    write(tree, base, new)
    write(tree, new, base)
    write(tree, base, new)
    assert len(journal.entries(tree, PLAN)) == 4
    assert current(tree).stat().st_size <= journal.MOST


def test_the_last_line_is_found_without_reading_the_whole_file(tree: Tree, monkeypatch: pytest.MonkeyPatch):
    for number in range(40):
        write(tree, noise(50_000, number), noise(50_000, number + 1))
    read: list[int] = []
    pread = os.pread

    def counted(file: int, size: int, at: int) -> bytes:
        read.append(size)
        return pread(file, size, at)

    monkeypatch.setattr(os, "pread", counted)
    write(tree, noise(50_000, 40), "small\n")
    assert sum(read) < 200_000 < current(tree).stat().st_size


# Hostile state, and none


def test_reading_makes_nothing(tree: Tree):
    assert journal.entries(tree, PLAN) == ()
    assert journal.text_at(tree, PLAN, "0" * 64) is None
    assert os.listdir(tree.root / ".agents") == ["demo"]


@pytest.mark.parametrize("what", ["link", "hard link", "folder", "pipe", "dangling link"])
def test_what_is_no_file_of_its_own_is_neither_read_nor_written(
    tree: Tree, tmp_path_factory: pytest.TempPathFactory, caplog: pytest.LogCaptureFixture, what: str
):
    outside = tmp_path_factory.mktemp("outside") / "secret"
    outside.write_text("secret")
    folder(tree).mkdir(parents=True)
    match what:
        case "link":
            current(tree).symlink_to(outside)
        case "dangling link":
            current(tree).symlink_to(outside.with_name("other"))
        case "hard link":
            os.link(outside, current(tree))
        case "folder":
            current(tree).mkdir()
        case _:
            os.mkfifo(current(tree))
    with caplog.at_level(logging.WARNING):
        write(tree, "a\n", "b\n")
    assert len(caplog.records) == 1
    assert journal.entries(tree, PLAN) == ()
    assert outside.read_text() == "secret"
    assert os.listdir(outside.parent) == ["secret"]


@pytest.mark.parametrize("where", [".agents/.state", ".agents/.state/journal"])
def test_a_linked_state_folder_leads_nowhere(
    tree: Tree, tmp_path_factory: pytest.TempPathFactory, caplog: pytest.LogCaptureFixture, where: str
):
    outside = tmp_path_factory.mktemp("outside")
    link = tree.root / where
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(outside)
    with caplog.at_level(logging.WARNING):
        write(tree, "a\n", "b\n")
    assert len(caplog.records) == 1
    assert journal.entries(tree, PLAN) == ()
    assert os.listdir(outside) == []


def test_a_full_disk_is_a_warning_and_leaves_whole_lines(
    tree: Tree, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    write(tree, "a\n", "b\n")
    before = current(tree).read_bytes()
    real = os.write

    def short(file: int, data: bytes) -> int:
        if len(data) > 10:
            return real(file, data[:10])
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch, caplog.at_level(logging.WARNING):
        patch.setattr(os, "write", short)
        write(tree, "b\n", "c\n")
    assert "No space left" in caplog.text
    assert current(tree).read_bytes() == before
    write(tree, "c\n", "d\n")
    assert [text for _, text in story(tree)] == ["a\n", "b\n", "c\n", "d\n"]


def test_two_processes_write_whole_lines_while_a_third_reads(tree: Tree):
    environment = {**os.environ, "PYTHONPATH": str(Path(execplan.__file__).parents[1])}
    writers = [
        subprocess.Popen([sys.executable, str(WRITER), str(tree.root), f"w{number}", "150"], env=environment)
        for number in range(2)
    ]
    while any(writer.poll() is None for writer in writers):
        assert chained(tree)
    assert all(writer.returncode == 0 for writer in writers)
    lines = [line for line in older(tree).read_bytes().splitlines() + current(tree).read_bytes().splitlines() if line]
    assert all(parsed(line, key_of(PLAN)) for line in lines)
    assert chained(tree)
    done = journal.entries(tree, PLAN)
    assert {f"w{number}" for number in range(2)} <= {entry.by for entry in done}
    assert sum(entry.kind == "seen" for entry in done) <= 1


def test_a_line_is_on_the_disk_before_the_lock_is_given_back(tree: Tree, monkeypatch: pytest.MonkeyPatch):
    synced: list[int] = []

    def noted(file: int) -> None:
        synced.append(os.fstat(file).st_size)

    monkeypatch.setattr(journal, "sync", noted)
    write(tree, "a\n", "b\n")
    assert synced[-1] == current(tree).stat().st_size
    write(tree, "b\n", "c\n")
    assert synced[-1] == current(tree).stat().st_size


def test_a_reader_misses_nothing_when_the_journal_goes_on_in_a_new_file_meanwhile(
    tree: Tree, monkeypatch: pytest.MonkeyPatch
):
    for number in range(3):
        write(tree, f"{number}\n", f"{number + 1}\n")
    real = journal._data
    turns: list[str] = []

    def slow(folder: int, name: str) -> tuple[bytes, int | None]:
        found = real(folder, name)
        turns.append(name)
        if len(turns) == 1:  # between the newer file and the older one
            with monkeypatch.context() as patch:
                patch.setattr(journal, "MOST", 1)
                write(tree, "3\n", "4\n")
        return found

    monkeypatch.setattr(journal, "_data", slow)
    told = [text for _, text in story(tree)]
    assert told == ["0\n", "1\n", "2\n", "3\n", "4\n"]
