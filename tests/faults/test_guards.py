"""Each guard of the store, taken away on purpose, lets something be lost that is kept while it is there."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from execplan.store import commit, journal, lease, swap, temps
from execplan.store.files import Loaded
from execplan.store.guards import PLAIN, VARIABLE
from execplan.text.source import Source
from tests.faults import guards
from tests.faults.injecting import strace_reason
from tests.faults.matrix import matrix

REASON = strace_reason()
traced = pytest.mark.skipif(bool(REASON), reason=REASON)


def nothing(*_: Any, **__: Any) -> None:
    """In the place of what a guard does."""


def unseen(_displaced: int, _path: str, _base: Loaded, published: commit.Published) -> commit.Published:
    """In the place of the look at what was displaced."""
    return published


@traced
def test_everything_is_on_the_disk_before_the_next_thing_relies_on_it(tmp_path: Path):
    assert list(guards.order(tmp_path, tmp_path / "log")) == []


@traced
@pytest.mark.parametrize(
    ("module", "name", "missed"),
    [
        (temps, "sync", "never: the file is on the disk"),
        (commit, "sync_folder", "never: the folder is on the disk"),
        (journal, "sync", "never: the journal is on the disk"),
    ],
    ids=["file", "folder", "journal"],
)
def test_a_dropped_fsync_is_seen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, module: Any, name: str, missed: str):
    monkeypatch.setattr(module, name, nothing)
    assert list(guards.order(tmp_path, tmp_path / "log")) == [missed]


@traced
def test_an_answer_before_the_journal_is_seen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr(journal, "record", nothing)
    assert "never: the journal is told" in list(guards.order(tmp_path, tmp_path / "log"))


LOOKS: dict[str, Callable[[Path], list[str]]] = {
    "while we work": guards.saved_while_we_work,
    "rename": guards.saved_by_rename_after_the_last_look,
    "in place": guards.saved_in_place_after_the_last_look,
    "overwritten": guards.overwritten_later,
    "two writers": guards.written_by_two,
}


@pytest.mark.parametrize("look", LOOKS)
def test_nothing_is_lost_with_the_guards(tmp_path: Path, look: str):
    assert LOOKS[look](tmp_path) == []


def test_without_the_recheck_a_save_is_lost(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """The look at what was displaced would make it good, so it is left out too."""
    monkeypatch.setenv(VARIABLE, PLAIN)
    monkeypatch.setattr(commit, "_looked_at", unseen)
    assert guards.saved_while_we_work(tmp_path / "with") == []
    monkeypatch.setattr(commit, "_is_still", lambda *_: True)
    assert guards.saved_while_we_work(tmp_path / "without") == [f"lost: {guards.SAVED}"]


def test_without_the_exchange_a_late_rename_is_lost(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv(VARIABLE, PLAIN)
    assert guards.saved_by_rename_after_the_last_look(tmp_path) == [f"lost: {guards.SAVED}"]


def test_without_the_look_at_what_was_displaced_a_late_rename_is_lost(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr(commit, "_looked_at", unseen)
    assert guards.saved_by_rename_after_the_last_look(tmp_path) == [f"lost: {guards.SAVED}"]


def test_without_the_lease_a_late_write_is_lost(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr(lease, "take", lambda _: "none")
    assert guards.saved_in_place_after_the_last_look(tmp_path) == [f"lost: {guards.SAVED}"]


def test_without_the_journal_what_is_overwritten_is_lost(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr(journal, "record", nothing)
    assert guards.overwritten_later(tmp_path) != []


def test_without_the_lock_writers_lose_each_other(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """With exchange and lease even that is made good, so the platform here has neither."""
    monkeypatch.setenv(VARIABLE, PLAIN)
    assert guards.written_by_two(tmp_path / "with") == []
    monkeypatch.setattr(swap, "locked", lambda *_: nullcontext())
    assert guards.written_by_two(tmp_path / "without") != []


@traced
def test_a_write_in_place_does_not_pass_the_matrix(monkeypatch: pytest.MonkeyPatch):
    def publish(folder: int, name: str, path: str, base: Loaded, text: Source) -> commit.Published:
        file = os.open(name, os.O_WRONLY | os.O_TRUNC, dir_fd=folder)
        os.write(file, text.encode())
        os.close(file)
        return commit.Published(base.stamp, None)

    monkeypatch.setattr(commit, "publish", publish)
    assert any("neither the old nor the new tree" in one for one in matrix(short=True, only="commit (store)").losses)
