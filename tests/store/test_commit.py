"""What happens to a save that an editor makes in the very moment of ours: each interleaving, made to happen."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from execplan.plan.errors import PlanError
from execplan.store import commit, journal, lease
from execplan.store.exchange import available as can_exchange
from execplan.store.guards import PLAIN, VARIABLE
from execplan.store.lease import available as can_lease
from execplan.store.swap import swap
from execplan.store.tree import Tree
from execplan.text.source import Source

PLAN = ".agents/demo/PLAN.md"


def ours(source: Source) -> Source:
    return Source.of(source.text + "ours\n")


def lines_of_both(base: Source, ours: Source, theirs: Source) -> Source:
    """A merge for lists of lines that only grow."""
    del base
    have = set(ours.text.splitlines())
    return Source.of(ours.text + "".join(f"{line}\n" for line in theirs.text.splitlines() if line not in have))


def cannot(base: Source, ours: Source, theirs: Source) -> Source:
    raise PlanError("conflict", "no")


def names(plan: Path) -> list[str]:
    return sorted(os.listdir(plan.parent))


@pytest.fixture
def guarded(tree: Tree) -> None:
    with tree.folder((".agents",)) as folder:
        if not (can_exchange(folder) and can_lease(folder)):
            pytest.skip("no exchange or no lease on this file system")


def right_before_the_exchange(monkeypatch: pytest.MonkeyPatch, save: Callable[[], object]) -> None:
    """Lets ``save`` happen once, after the last look."""
    real, todo = commit.exchange, [save]

    def exchange(folder: int, one: str, other: str) -> bool:
        while todo:
            todo.pop()()
        return real(folder, one, other)

    monkeypatch.setattr(commit, "exchange", exchange)


def by_rename(plan: Path, text: str) -> None:
    other = plan.with_suffix(".swp")
    other.write_text(text)
    other.rename(plan)


def by_a_new_file(plan: Path, text: str) -> None:
    plan.unlink()
    plan.write_text(text)


@pytest.mark.usefixtures("guarded")
@pytest.mark.parametrize("save", [by_rename, by_a_new_file])
def test_a_save_after_the_last_look_is_merged(tree: Tree, plan: Path, save, monkeypatch: pytest.MonkeyPatch):
    right_before_the_exchange(monkeypatch, lambda: save(plan, "# Demo\ntheirs\n"))
    swapped = swap(tree, PLAN, ours, merge=lines_of_both)
    assert plan.read_text() == "# Demo\nours\ntheirs\n" == swapped.after.text
    assert names(plan) == ["PLAN.md"]
    assert [entry.kind for entry in journal.entries(tree, PLAN)] == ["seen", "write", "merge"]


@pytest.mark.usefixtures("guarded")
@pytest.mark.parametrize("save", [by_rename, by_a_new_file])
def test_what_cannot_be_merged_is_worked_on_afresh(tree: Tree, plan: Path, save, monkeypatch: pytest.MonkeyPatch):
    right_before_the_exchange(monkeypatch, lambda: save(plan, "# Theirs\n"))
    swapped = swap(tree, PLAN, ours, merge=cannot)
    assert plan.read_text() == "# Theirs\nours\n" == swapped.after.text
    assert names(plan) == ["PLAN.md"]


@pytest.mark.usefixtures("guarded")
def test_a_save_on_which_the_operation_is_refused_goes_back(tree: Tree, plan: Path, monkeypatch: pytest.MonkeyPatch):
    def once(source: Source) -> Source:
        if "Theirs" in source.text:
            raise PlanError("not_found", "no such step")
        return ours(source)

    right_before_the_exchange(monkeypatch, lambda: by_rename(plan, "# Theirs\n"))
    with pytest.raises(PlanError, match="no such step"):
        swap(tree, PLAN, once, merge=cannot)
    assert plan.read_text() == "# Theirs\n"
    assert names(plan) == ["PLAN.md"]


@pytest.mark.usefixtures("guarded")
def test_a_second_save_over_the_first_is_kept_in_the_journal(tree: Tree, plan: Path, monkeypatch: pytest.MonkeyPatch):
    """Theirs is displaced, and before it can be merged somebody saves over all: three texts, one file."""

    def merge(base: Source, now: Source, theirs: Source) -> Source:
        by_rename(plan, "# Somebody else\n")
        raise PlanError("conflict", "no")

    def once(source: Source) -> Source:
        if "Somebody" in source.text:
            raise PlanError("conflict", "not on that")
        return ours(source)

    right_before_the_exchange(monkeypatch, lambda: by_rename(plan, "# Theirs\n"))
    swap(tree, PLAN, once, merge=merge)
    assert plan.read_text() == "# Somebody else\n"
    kept = [journal.text(entry) for entry in journal.entries(tree, PLAN)]
    assert Source.of("# Theirs\n") in kept
    assert Source.of("# Demo\nours\n") in kept
    assert names(plan) == ["PLAN.md"]


@pytest.mark.usefixtures("guarded")
def test_a_save_that_is_no_text_goes_back_and_nothing_is_written(
    tree: Tree, plan: Path, monkeypatch: pytest.MonkeyPatch
):
    def save() -> None:
        other = plan.with_suffix(".swp")
        other.write_bytes(b"\xff\xfe# latin")
        other.rename(plan)

    right_before_the_exchange(monkeypatch, save)
    with pytest.raises(PlanError) as caught:
        swap(tree, PLAN, ours, merge=lines_of_both)
    assert caught.value.code == "unreadable"
    assert plan.read_bytes() == b"\xff\xfe# latin"
    assert names(plan) == ["PLAN.md"]


_EDITOR = """
import sys
file, text = sys.argv[1:]
print("opening", flush=True)
with open(file, "w") as out:
    out.write(text)
"""


@pytest.mark.usefixtures("guarded")
@pytest.mark.parametrize("exchanges", [True, False], ids=["exchange", "rename"])
def test_a_save_in_place_waits_for_the_lease_and_is_merged(
    tree: Tree, plan: Path, monkeypatch: pytest.MonkeyPatch, exchanges: bool
):
    """The editor opens the file for writing while we hold it: it writes what we displaced, and that is read."""
    real, editors = commit.exchange, list[subprocess.Popen[str]]()

    def exchange(folder: int, one: str, other: str) -> bool:
        if not editors:
            command = [sys.executable, "-c", _EDITOR, str(plan), "# Demo\ntheirs\n"]
            editors.append(subprocess.Popen(command, stdout=subprocess.PIPE, text=True))
            assert editors[0].stdout is not None
            editors[0].stdout.readline()
            time.sleep(0.1)  # now it waits in open(2)
        return exchanges and real(folder, one, other)

    monkeypatch.setattr(commit, "exchange", exchange)
    swap(tree, PLAN, ours, merge=lines_of_both)
    editors[0].communicate(timeout=10)
    assert plan.read_text() == "# Demo\nours\ntheirs\n"
    assert names(plan) == ["PLAN.md"]


@pytest.mark.usefixtures("guarded")
def test_a_file_open_for_writing_is_waited_for(tree: Tree, plan: Path):
    file = plan.open("a")
    file.write("theirs\n")
    closing = threading.Timer(0.2, file.close)
    closing.start()
    swap(tree, PLAN, ours)
    closing.join()
    assert plan.read_text() == "# Demo\ntheirs\nours\n"


@pytest.mark.usefixtures("guarded")
def test_a_file_that_stays_open_for_writing_is_busy_and_says_so(tree: Tree, plan: Path):
    impatient = Tree(tree.root, wait=0.1)
    with plan.open("a"), pytest.raises(PlanError, match="kept open for writing") as caught:
        swap(impatient, PLAN, ours)
    assert caught.value.code == "busy"
    assert plan.read_text() == "# Demo\n"
    assert names(plan) == ["PLAN.md"]


def test_without_exchange_and_lease_it_is_written_all_the_same(tree: Tree, plan: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(VARIABLE, PLAIN)
    swap(tree, PLAN, ours)
    assert plan.read_text() == "# Demo\nours\n"
    assert names(plan) == ["PLAN.md"]


def left_over(plan: Path, base: str, new: str, text: str) -> None:
    temp = plan.parent / f".PLAN.md.{Source.of(base).revision[:20]}.{Source.of(new).revision[:20]}.99999.tmp"
    temp.write_text(text)


def test_a_save_that_a_killed_writer_displaced_is_merged_by_the_next(tree: Tree, plan: Path):
    swap(tree, PLAN, ours)
    left_over(plan, "# Demo\n", "# Demo\nours\n", "# Demo\ntheirs\n")
    swap(tree, PLAN, lambda source: Source.of(source.text + "more\n"), merge=lines_of_both)
    assert plan.read_text() == "# Demo\nours\ntheirs\nmore\n"
    assert names(plan) == ["PLAN.md"]


def test_a_displaced_save_whose_base_nobody_knows_is_kept_in_the_journal(tree: Tree, plan: Path):
    left_over(plan, "# Unknown\n", "# Gone\n", "# Theirs\n")
    swap(tree, PLAN, ours, merge=lines_of_both)
    assert plan.read_text() == "# Demo\nours\n"
    kept = [(entry.kind, journal.text(entry)) for entry in journal.entries(tree, PLAN)]
    assert ("displaced", Source.of("# Theirs\n")) in kept
    assert names(plan) == ["PLAN.md"]


@pytest.mark.parametrize("text", ["# Demo\n", "# Demo\nours\n"], ids=["what it was made for", "what it was to be"])
def test_a_leftover_that_is_known_is_dropped(tree: Tree, plan: Path, text: str):
    left_over(plan, "# Demo\n", "# Demo\nours\n", text)
    swap(tree, PLAN, lambda source: Source.of(source.text + "more\n"), merge=cannot)
    assert plan.read_text() == "# Demo\nmore\n"
    assert names(plan) == ["PLAN.md"]
    assert "displaced" not in [entry.kind for entry in journal.entries(tree, PLAN)]


@pytest.mark.usefixtures("guarded")
def test_a_leftover_that_is_being_written_stays_for_later(tree: Tree, plan: Path):
    left_over(plan, "# Demo\n", "# Gone\n", "# Half")
    (temp,) = (plan.parent / name for name in names(plan) if name != "PLAN.md")
    with temp.open("a"):
        swap(tree, PLAN, ours)
        assert temp.exists()
    swap(tree, PLAN, ours)
    assert not temp.exists()


@pytest.mark.usefixtures("guarded")
def test_a_lease_ends_no_process(plan: Path):
    """The default signal of a broken lease would."""
    code = (
        "import os, sys, time; from execplan.store import lease\n"
        "file = os.open(sys.argv[1], os.O_RDONLY); assert lease.take(file) == 'held'\n"
        "print('held', flush=True); sys.stdin.readline()\n"
        "assert not lease.unbroken(file); lease.give_back(file); print('alive', flush=True)"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(lease.__file__).parents[2])}
    holder = subprocess.Popen(
        [sys.executable, "-c", code, str(plan)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    writer = threading.Thread(target=plan.write_text, args=("# Saved\n",))
    writer.start()
    time.sleep(0.1)
    out, _ = holder.communicate("\n", timeout=10)
    writer.join(10)
    assert (out, holder.returncode) == ("alive\n", 0)
    assert plan.read_text() == "# Saved\n"
