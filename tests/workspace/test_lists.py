"""Lists of plans read no more of each file than they tell, keep what they learn, and are never wrong for it."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import Any

import pytest

from execplan.plan.model import Plan
from execplan.plan.reader import read_plan
from execplan.store.tree import Tree
from execplan.text.source import Source
from execplan.workspace import index as indexing
from execplan.workspace import known as knowing
from execplan.workspace.listing import listed, obstacles_in
from execplan.workspace.wire.build import plans_answer
from execplan.workspace.workspace import Workspace

PLANS = 60
OLD = 1_700_000_000.5


def text(number: int, more: str = "") -> str:
    return f"# Plan {number}\n\n- **Status**: In Progress\n\n## Progress\n\n- [x] one\n- [ ] two\n{more}"


def write(root: Path, number: int, said: str) -> Path:
    file = root / ".agents" / f"p{number:02}" / "PLAN.md"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(said, "utf-8")
    os.utime(file, (OLD, OLD))
    return file


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """Sixty plans; one is blocked, one is over, one cannot be read."""
    for number in range(PLANS):
        write(tmp_path, number, text(number))
    write(tmp_path, 3, text(3, "\n## Blockers\n\n- No key\n- Old wall → Resolved: gone\n"))
    write(tmp_path, 4, text(4).replace("In Progress", "Completed"))
    (tmp_path / ".agents/p05/PLAN.md").write_bytes(b"\xff\xfe")
    time.sleep(0.05)  # so that the files' times can be trusted
    return tmp_path


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    seen: list[str] = []

    def counting(source: Source) -> Plan:
        seen.append(source.line(0))
        return read_plan(source)

    monkeypatch.setattr(indexing, "read_plan", counting)
    return seen


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    seen: list[str] = []
    read = indexing.read

    def counting(tree: Any, path: str) -> Any:
        seen.append(path)
        return read(tree, path)

    monkeypatch.setattr(indexing, "read", counting)
    return seen


def blockers(workspace: Workspace) -> tuple[list[tuple[str, list[str]]], list[str]]:
    found, unread = obstacles_in(listed(workspace), resolved=True)
    return [(handle.name, [one.text for one in every]) for handle, every in found], unread


def whole(workspace: Workspace) -> dict[str, Any]:
    """All that lists say."""
    rows = plans_answer("", listed(workspace, "all"), 1000).model_dump()
    return {"rows": rows, "blockers": blockers(workspace), "open": [one.name for one in listed(workspace)]}


def kept(root: Path) -> Path:
    return root / ".agents/.state/known.json"


def test_blockers_are_told_of_all_and_only_the_blocked_plan_is_parsed(many: Path, parsed: list[str]) -> None:
    found, unread = blockers(Workspace(many))
    assert found == [("p03", ["No key", "Old wall"])]
    assert len(unread) == 1
    assert unread[0].startswith("p05: unreadable")
    assert sorted(parsed) == ["# Plan 3", "# Plan 4"]  # what may be blocked, what may be over


def test_a_list_parses_the_plans_it_shows(many: Path, parsed: list[str]) -> None:
    workspace = Workspace(many)
    answer = plans_answer("", listed(workspace), 2)
    assert [one.title for one in answer.plans] == ["Plan 0", "Plan 1"]
    assert answer.more == PLANS - 3
    assert sorted(parsed) == ["# Plan 0", "# Plan 1", "# Plan 4"]


def test_what_one_process_learned_the_next_need_not_read(many: Path, parsed: list[str], loaded: list[str]) -> None:
    first = Workspace(many)
    said = whole(first)
    first.keep()
    assert kept(many).exists()
    parsed.clear()
    loaded.clear()
    assert whole(Workspace(many)) == said
    assert parsed == []
    assert set(loaded) == {".agents/p05/PLAN.md"}  # what cannot be read is tried again


def test_a_changed_plan_is_read_again(many: Path, loaded: list[str]) -> None:
    first = Workspace(many)
    whole(first)
    first.keep()
    write(many, 7, text(7, "\n## Blockers\n\n- A new wall\n"))
    os.utime(many / ".agents/p07/PLAN.md", (OLD, OLD))  # its size and its times say nothing
    loaded.clear()
    found, _ = blockers(Workspace(many))
    assert ("p07", ["A new wall"]) in found
    assert ".agents/p07/PLAN.md" in loaded


def test_a_new_file_of_the_same_words_is_read_again(many: Path, loaded: list[str]) -> None:
    """As after a checkout: nobody may bring what is known along with the files."""
    first = Workspace(many)
    whole(first)
    first.keep()
    file = many / ".agents/p08/PLAN.md"
    again = file.with_name("again")
    again.write_bytes(file.read_bytes())
    os.utime(again, (OLD, OLD))
    os.replace(again, file)
    loaded.clear()
    whole(Workspace(many))
    assert ".agents/p08/PLAN.md" in loaded


def test_a_forged_memory_hides_no_blocker(many: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A repository comes with a memory of its own, in which nothing is blocked."""
    first = Workspace(many)
    whole(first)
    first.keep()
    document = json.loads(kept(many).read_text())
    for row in document["files"].values():
        row[3] = ["Nothing to see", False, False]
        row[4] = None
    clone = tmp_path_factory.mktemp("clone")
    for file in many.glob(".agents/*/PLAN.md"):
        to = clone / file.relative_to(many)
        to.parent.mkdir(parents=True)
        to.write_bytes(file.read_bytes())
        os.utime(to, (OLD, OLD))
    kept(clone).parent.mkdir()
    kept(clone).write_text(json.dumps(document))
    assert blockers(Workspace(clone))[0] == [("p03", ["No key", "Old wall"])]


def _other_version(data: bytes) -> bytes:
    return data.replace(b'"made_by":"', b'"made_by":"0')


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data[: len(data) // 2],
        lambda data: b"",
        lambda data: b"\0" * len(data),
        lambda data: b"[" * 100_000,
        lambda data: b'{"made_by":1}',
        lambda data: data.replace(b'"files":{', b'"files":[{').replace(b"}", b"]}"),
        lambda data: data.replace(b"[[", b'[["x",'),
        lambda data: b"\xff\xfe",
        _other_version,
    ],
    ids=["cut", "empty", "zeros", "deep", "bare", "shape", "types", "bytes", "version"],
)
def test_a_spoiled_memory_is_none(many: Path, spoil: Any, loaded: list[str]) -> None:
    first = Workspace(many)
    said = whole(first)
    first.keep()
    kept(many).write_bytes(spoil(kept(many).read_bytes()))
    loaded.clear()
    assert whole(Workspace(many)) == said
    assert len(set(loaded)) == PLANS


@pytest.mark.parametrize("kind", ["link", "folder", "fifo"])
def test_what_is_no_file_of_ours_is_left_alone(many: Path, kind: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("other") / "theirs"
    other.write_text("theirs")
    kept(many).parent.mkdir()
    if kind == "link":
        kept(many).symlink_to(other)
    elif kind == "folder":
        kept(many).mkdir()
    else:
        os.mkfifo(kept(many))
    workspace = Workspace(many)
    assert blockers(workspace)[0] == [("p03", ["No key", "Old wall"])]
    workspace.keep()
    assert other.read_text() == "theirs"


def test_nothing_is_kept_of_few_plans_nor_read_only(tmp_path: Path, many: Path) -> None:
    small = tmp_path / "small"
    write(small, 1, text(1))
    few = Workspace(small)
    whole(few)
    few.keep()
    assert not (small / ".agents/.state").exists()
    careful = Workspace(many, read_only=True)
    whole(careful)
    careful.keep()
    assert not kept(many).exists()


def test_a_few_changes_do_not_write_it_all_again(many: Path) -> None:
    first = Workspace(many)
    whole(first)
    first.keep()
    before = kept(many).stat().st_mtime_ns
    write(many, 9, text(9, "more\n"))
    second = Workspace(many)
    whole(second)
    second.keep()
    assert kept(many).stat().st_mtime_ns == before


def test_two_processes_that_keep_at_once_leave_a_whole_file(many: Path) -> None:
    first = Workspace(many)
    said = whole(first)
    kept(many).parent.mkdir()
    begun = kept(many).with_name("known.json.new")
    begun.write_text("half")  # somebody else is just writing
    first.keep()
    assert not kept(many).exists()
    os.utime(begun, (OLD, OLD))  # somebody who died over it
    second = Workspace(many)
    assert whole(second) == said
    second.keep()
    assert len(knowing.load(Tree(many))) == PLANS - 1
    assert not begun.exists()


def test_what_is_known_of_archived_plans_outlives_a_list_without_them(many: Path, loaded: list[str]) -> None:
    for number in range(PLANS):
        file = many / f".agents/archive/a{number:02}/PLAN.md"
        file.parent.mkdir(parents=True)
        file.write_text(text(number))
    time.sleep(0.05)
    first = Workspace(many)
    said = whole(first)
    first.keep()
    for number in range(10, 20):  # enough that it is written again, by who never asked for the archive
        write(many, number, text(number, "more\n"))
    time.sleep(0.05)
    second = Workspace(many)
    blockers(second)
    second.keep()
    loaded.clear()
    assert [row["title"] for row in whole(Workspace(many))["rows"]["plans"]] == [
        row["title"] for row in said["rows"]["plans"]
    ]
    assert not [path for path in loaded if "/archive/" in path]


def test_plans_that_are_gone_are_forgotten(many: Path) -> None:
    first = Workspace(many)
    whole(first)
    first.keep()
    for number in range(10, 30):
        (many / f".agents/p{number:02}/PLAN.md").unlink()
    for number in range(100, 140):
        write(many, number, text(number))
    time.sleep(0.05)
    second = Workspace(many)
    whole(second)
    second.keep()
    kept_paths = json.loads(kept(many).read_text())["files"].keys()
    assert ".agents/p12/PLAN.md" not in kept_paths
    assert ".agents/p120/PLAN.md" in kept_paths
