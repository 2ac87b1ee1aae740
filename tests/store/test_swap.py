"""What ``swap`` keeps, refuses and leaves alone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from execplan.plan.errors import PlanError
from execplan.store import commit, files, temps
from execplan.store.files import Stamp, read, stamp
from execplan.store.swap import swap
from execplan.store.tree import Tree
from execplan.text.source import Source

PLAN = ".agents/demo/PLAN.md"


def add(line: str):
    return lambda source: Source.of(source.text + line)


def leftovers(tree: Tree) -> list[str]:
    return [name for name in os.listdir(tree.root / ".agents/demo") if name != "PLAN.md"]


def test_the_new_text_is_in_the_file_and_its_stamp_is_right(tree: Tree, plan: Path):
    swapped = swap(tree, PLAN, add("more\n"))
    assert plan.read_text() == "# Demo\nmore\n"
    assert (swapped.before.text, swapped.after.text) == ("# Demo\n", "# Demo\nmore\n")
    assert swapped.stamp == stamp(tree, PLAN)
    assert leftovers(tree) == []


@pytest.mark.parametrize(
    "data",
    [b"\xef\xbb\xbf# A\r\n\r\n- [ ] x\r\n", b"a\rb\nc\r\nd", "é\u2028\ufffd\x00 no end".encode()],
    ids=["bom-crlf", "mixed-ends", "odd-characters"],
)
def test_bytes_outside_the_change_stay(tree: Tree, plan: Path, data: bytes):
    plan.write_bytes(data)
    swap(tree, PLAN, add("!"))
    assert plan.read_bytes() == data + b"!"


@pytest.mark.parametrize("once", [lambda _: None, lambda source: source, lambda source: Source.of(source.text)])
def test_nothing_new_writes_nothing(tree: Tree, once):
    before = stamp(tree, PLAN)
    swapped = swap(tree, PLAN, once)
    assert stamp(tree, PLAN) == before == swapped.stamp
    assert swapped.before == swapped.after


def test_an_error_of_the_function_leaves_the_file_and_frees_the_lock(tree: Tree, plan: Path):
    def refuse(_: Source) -> Source:
        raise PlanError("invalid", "no")

    before = stamp(tree, PLAN)
    with pytest.raises(PlanError, match="no"):
        swap(tree, PLAN, refuse)
    assert stamp(tree, PLAN) == before
    swap(tree, PLAN, add("x"))
    assert plan.read_text() == "# Demo\nx"


def test_a_save_while_the_function_runs_is_kept(tree: Tree, plan: Path):
    seen: list[str] = []

    def once(source: Source) -> Source:
        seen.append(source.text)
        if len(seen) == 1:
            plan.write_text("# Saved by an editor\n")
        return Source.of(source.text + "ours\n")

    swapped = swap(tree, PLAN, once)
    assert seen == ["# Demo\n", "# Saved by an editor\n"]
    assert plan.read_text() == "# Saved by an editor\nours\n"
    assert swapped.before.text == "# Saved by an editor\n"
    assert leftovers(tree) == []


def test_a_save_by_rename_with_the_old_times_is_kept(tree: Tree, plan: Path):
    old = plan.stat()
    runs = 0

    def once(source: Source) -> Source:
        nonlocal runs
        runs += 1
        if runs == 1:
            other = plan.with_suffix(".swp")
            other.write_text("# DEMO\n")
            os.utime(other, ns=(old.st_atime_ns, old.st_mtime_ns))
            other.rename(plan)
        return Source.of(source.text + "ours\n")

    swap(tree, PLAN, once)
    assert plan.read_text() == "# DEMO\nours\n"


def test_a_file_that_never_holds_still_is_busy_and_stays(tree: Tree, plan: Path):
    impatient = Tree(tree.root, wait=0.05)
    count = 0

    def once(source: Source) -> Source:
        nonlocal count
        count += 1
        plan.write_text(f"# Saved {count}\n")
        return Source.of("ours")

    with pytest.raises(PlanError) as caught:
        swap(impatient, PLAN, once)
    assert caught.value.code == "busy"
    assert plan.read_text() == f"# Saved {count}\n"
    assert leftovers(tree) == []


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o755])
def test_the_mode_is_kept(tree: Tree, plan: Path, mode: int):
    plan.chmod(mode)
    old = os.umask(0o077)
    try:
        swap(tree, PLAN, add("x"))
    finally:
        os.umask(old)
    assert plan.stat().st_mode & 0o7777 == mode


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give files away")
def test_the_owner_is_kept(tree: Tree, plan: Path):
    os.chown(plan, 1234, 2345)
    swap(tree, PLAN, add("x"))
    assert (plan.stat().st_uid, plan.stat().st_gid) == (1234, 2345)


def test_extended_attributes_are_kept(tree: Tree, plan: Path):
    try:
        os.setxattr(plan, "user.note", b"mine")
    except OSError:
        pytest.skip("no extended attributes here")
    swap(tree, PLAN, add("x"))
    assert os.getxattr(plan, "user.note") == b"mine"


def test_a_write_protected_file_is_refused(tree: Tree, plan: Path):
    plan.chmod(0o444)
    with pytest.raises(PlanError) as caught:
        swap(tree, PLAN, add("x"))
    assert caught.value.code == "refused"
    assert plan.read_text() == "# Demo\n"


def test_a_hard_link_is_read_but_not_written(tree: Tree, plan: Path, tmp_path: Path):
    other = tmp_path / "other.md"
    other.hardlink_to(plan)
    assert read(tree, PLAN).source.text == "# Demo\n"
    with pytest.raises(PlanError, match="hard links"):
        swap(tree, PLAN, add("x"))
    assert plan.read_text() == other.read_text() == "# Demo\n"


def test_a_result_above_the_limit_is_refused(tree: Tree, plan: Path):
    with pytest.raises(PlanError) as caught:
        swap(tree, PLAN, add("x" * files.LIMIT))
    assert caught.value.code == "too_large"
    assert plan.read_text() == "# Demo\n"
    assert leftovers(tree) == []


def test_a_crash_leaves_only_what_the_next_writer_drops(tree: Tree, plan: Path):
    stray = plan.parent / f".PLAN.md.{'a' * 20}.{'b' * 20}.99999.tmp"
    stray.hardlink_to(plan)  # killed between the link and the unlink of a creation
    theirs = plan.parent / ".PLAN.md.mine.tmp"
    theirs.write_text("not ours")
    swap(tree, PLAN, add("x"))
    assert plan.read_text() == "# Demo\nx"
    assert leftovers(tree) == [".PLAN.md.mine.tmp"]


def test_a_failing_disk_leaves_the_file_and_no_litter(tree: Tree, plan: Path, monkeypatch: pytest.MonkeyPatch):
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(temps, "sync", full)
    with pytest.raises(PlanError) as caught:
        swap(tree, PLAN, add("x"))
    assert caught.value.code == "refused"
    assert "no space left" in caught.value.message
    assert plan.read_text() == "# Demo\n"
    assert leftovers(tree) == []


def test_file_and_folder_are_synced(tree: Tree, monkeypatch: pytest.MonkeyPatch):
    calls: list[str] = []
    monkeypatch.setattr(temps, "sync", lambda _: calls.append("file"))
    monkeypatch.setattr(commit, "sync_folder", lambda _: calls.append("folder"))
    swap(tree, PLAN, add("x"))
    assert calls == ["file", "folder"]


def test_the_stamp_of_a_file_saved_right_after_is_not_taken_for_ours(
    tree: Tree, plan: Path, monkeypatch: pytest.MonkeyPatch
):
    def somebody_saves(_: int) -> None:
        plan.write_text("# Theirs, longer\n")

    monkeypatch.setattr(commit, "sync_folder", somebody_saves)
    swapped = swap(tree, PLAN, add("x"))
    assert swapped.stamp != Stamp.of(plan.stat())
