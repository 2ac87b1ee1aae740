"""Recovery: what a stale buffer, a checkout or a deletion took out of the file comes back, and nothing else does."""

from __future__ import annotations

import os
import shutil
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.workspace.conftest import Put

from execplan.edits import journal, revise, risks, steps
from execplan.plan.errors import PlanError
from execplan.store import journal as kept
from execplan.store.entry import Entry
from execplan.store.locks import locked
from execplan.store.tree import Tree
from execplan.text.source import Source
from execplan.workspace.lineage import lost
from execplan.workspace.workspace import Workspace

PLAN = (
    "# Demo\n\n**Status**: In Progress\n\n## Progress\n\n"
    "- [ ] First thing\n- [ ] Second thing\n- [ ] Third thing\n\n"
    "## Decision Log\n\n- Decision: Begin\n  Rationale: somebody must\n"
)


@pytest.fixture
def file(put: Put) -> Path:
    path = put("demo")
    path.write_text(PLAN)
    return path


@pytest.fixture
def workspace(file: Path, tmp_path: Path) -> Workspace:
    return Workspace(tmp_path, by="test")


def mark(workspace: Workspace, step: str, state: str = "done") -> None:
    workspace.change("demo", lambda plan, now: steps.mark(plan, step, state, now=now))  # type: ignore[arg-type]


def decide(workspace: Workspace, what: str) -> None:
    workspace.change("demo", lambda plan, now: journal.add_decision(plan, what, "it is so", now=now))


def states(workspace: Workspace) -> list[str]:
    return [step.status for step in workspace.ask("demo", lambda plan: plan)[1].steps]


def decisions(workspace: Workspace) -> list[str]:
    return [one.title for one in workspace.ask("demo", lambda plan: plan)[1].decisions]


def lines(workspace: Workspace) -> int:
    return len(workspace.history("demo", 1000).operations)


def test_a_save_from_a_stale_buffer(workspace: Workspace, file: Path):
    mark(workspace, "First thing")
    buffer = file.read_text()
    mark(workspace, "Second thing")
    decide(workspace, "Keep SQLite")
    file.write_text(buffer.replace("Third thing", "Third thing, by letter"))
    assert states(workspace) == ["done", "todo", "todo"]
    told = workspace.missing("demo").told
    assert file.read_text() == buffer.replace("Third thing", "Third thing, by letter"), "a look writes nothing"
    recovered = workspace.recover("demo")
    assert states(workspace) == ["done", "done", "todo"]
    assert decisions(workspace) == ["Begin", "Keep SQLite"]
    assert "Third thing, by letter" in file.read_text()
    assert recovered.told == told
    assert any("Keep SQLite" in line for line in told)
    assert not recovered.complete
    assert [one.kind for one in workspace.history("demo").operations[:2]] == ["recover", "seen"]


def test_a_stale_save_before_more_operations(workspace: Workspace, file: Path):
    buffer = file.read_text()
    mark(workspace, "First thing")
    file.write_text(buffer + "\nA word at the end.\n")
    mark(workspace, "Second thing")
    decide(workspace, "Keep SQLite")
    assert states(workspace) == ["todo", "done", "todo"]
    workspace.recover("demo")
    assert states(workspace) == ["done", "done", "todo"]
    assert file.read_text().endswith("\nA word at the end.\n")
    assert decisions(workspace) == ["Begin", "Keep SQLite"]


def test_a_checkout_of_an_older_text(workspace: Workspace, file: Path):
    committed = file.read_bytes()
    for step in ("First thing", "Second thing"):
        mark(workspace, step)
    whole = file.read_bytes()
    file.write_bytes(committed)
    assert not workspace.recover("demo").complete
    assert file.read_bytes() == whole


def test_a_checkout_and_back_keeps_what_each_side_did(workspace: Workspace, file: Path):
    """The text to merge with is the last that both sides come from: else one side's work would look taken back."""
    older = file.read_bytes()
    mark(workspace, "First thing")
    decide(workspace, "Keep SQLite")
    newer = file.read_bytes()
    file.write_bytes(older)
    decide(workspace, "On the older branch")
    file.write_bytes(newer)
    mark(workspace, "Second thing")
    recovered = workspace.recover("demo")
    assert states(workspace) == ["done", "done", "todo"]
    assert sorted(decisions(workspace)) == ["Begin", "Keep SQLite", "On the older branch"]
    assert len(recovered.told) >= 1
    assert workspace.recover("demo").complete


def test_many_checkouts_with_work_between(workspace: Workspace, file: Path):
    texts = [file.read_bytes()]
    for number in range(8):
        file.write_bytes(texts[number // 2])
        decide(workspace, f"Number {number}")
        texts.append(file.read_bytes())
    workspace.recover("demo")
    assert sorted(decisions(workspace)) == ["Begin", *(f"Number {number}" for number in range(8))]
    assert workspace.missing("demo").complete


def test_twice_is_once(workspace: Workspace, file: Path):
    buffer = file.read_text()
    mark(workspace, "First thing")
    file.write_text(buffer)
    workspace.recover("demo")
    text, count = file.read_bytes(), lines(workspace)
    again = workspace.recover("demo")
    assert again.complete
    assert again.told == ()
    assert (file.read_bytes(), lines(workspace)) == (text, count)


def test_what_was_lost_after_a_recovery_comes_back_too(workspace: Workspace, file: Path):
    buffer = file.read_text()
    mark(workspace, "First thing")
    file.write_text(buffer)
    workspace.recover("demo")
    decide(workspace, "Keep SQLite")
    whole = file.read_text()
    file.write_text(buffer)
    workspace.recover("demo")
    assert file.read_text() == whole


@pytest.mark.parametrize(
    "edit",
    [
        lambda text: text + "\nA new paragraph.\n",
        lambda text: text.replace("Third thing", "The third thing, by letter"),
        lambda text: text.replace("- [ ] Third thing\n", ""),
        lambda text: text.replace("- [ ] Third thing\n", "- [ ] Third thing\n- [ ] Fourth thing\n"),
        lambda text: text.replace("**Status**: In Progress", "**Status**: Blocked by weather"),
        lambda text: text.replace("\n", "\r\n"),
    ],
)
def test_a_persons_edit_is_no_loss(workspace: Workspace, file: Path, edit: Callable[[str], str]):
    mark(workspace, "First thing")
    decide(workspace, "Keep SQLite")
    edited = edit(file.read_text()).encode()
    file.write_bytes(edited)
    assert workspace.missing("demo").complete
    assert workspace.recover("demo").complete
    assert file.read_bytes() == edited
    decide(workspace, "Another one")
    assert workspace.missing("demo").complete


def test_an_undo_is_no_loss(workspace: Workspace, file: Path):
    mark(workspace, "First thing")
    decide(workspace, "Keep SQLite")
    workspace.undo("demo")
    assert workspace.missing("demo").complete
    file.write_text(file.read_text() + "\nMore.\n")
    assert workspace.missing("demo").complete


def test_a_file_that_was_deleted(workspace: Workspace, file: Path):
    mark(workspace, "First thing")
    whole = file.read_bytes()
    file.unlink()
    missing = workspace.missing("demo")
    assert missing.gone
    assert not file.exists()
    recovered = workspace.recover("demo")
    assert recovered.gone
    assert not recovered.complete
    assert file.read_bytes() == whole
    assert workspace.history("demo").operations[0].kind == "recover"
    mark(workspace, "Second thing")
    assert workspace.missing("demo").complete
    assert [one.kind for one in workspace.history("demo").operations] == ["write", "recover", "write", "seen"]


def test_a_folder_that_was_deleted(workspace: Workspace, file: Path):
    buffer = file.read_text()
    mark(workspace, "First thing")
    file.write_text(buffer)
    decide(workspace, "Keep SQLite")
    shutil.rmtree(file.parent)
    workspace.recover("demo")
    assert states(workspace) == ["done", "todo", "todo"], "what was lost before is there as well"
    assert decisions(workspace) == ["Begin", "Keep SQLite"]
    assert file.stat().st_nlink == 1
    with pytest.raises(PlanError):
        workspace.undo("demo", op=workspace.history("demo").operations[0].op)
    workspace.undo("demo")
    assert decisions(workspace) == ["Begin"]


def test_an_archived_plan_that_was_deleted_comes_back_where_it_was(workspace: Workspace, file: Path):
    mark(workspace, "First thing")
    whole = file.read_bytes()
    workspace.archive("demo")
    archived = file.parents[1] / "archive/demo/PLAN.md"
    shutil.rmtree(archived.parent)
    workspace.recover("demo")
    assert archived.read_bytes() == whole
    assert not file.exists()


def test_a_plan_nobody_knows(workspace: Workspace):
    for ref in ("nothing", "../demo", ".git/config", "a/b/c", "", "x\0y"):
        with pytest.raises(PlanError):
            Workspace(workspace.root).recover(ref or "none")


@pytest.mark.parametrize("left", [b"", b"\xff\xfe\0#", b"   \n"])
def test_a_file_that_cannot_be_read_is_left_as_it_is(workspace: Workspace, file: Path, left: bytes):
    mark(workspace, "First thing")
    file.write_bytes(left)
    os.utime(file, (1, 1))
    assert workspace.history("demo").operations
    with pytest.raises(PlanError) as caught:
        workspace.recover("demo")
    assert caught.value.code == "unreadable"
    assert "recover" in caught.value.hint
    assert file.read_bytes() == left


def contradict(workspace: Workspace, file: Path) -> None:
    """The same words changed in two ways: by us, and by a buffer that did not know."""
    buffer = file.read_text()
    mark(workspace, "First thing")
    workspace.change("demo", lambda plan, now: revise.edit_step(plan, "Second thing", title="Ours", now=now))
    workspace.change("demo", lambda plan, now: risks.add_risk(plan, "The disk fills up", now=now))
    file.write_text(buffer.replace("Second thing", "Theirs"))


def test_a_contradiction_is_put_aside_for_a_person(workspace: Workspace, file: Path):
    contradict(workspace, file)
    before = file.read_bytes()
    with pytest.raises(PlanError) as looked:
        workspace.missing("demo")
    aside = file.parents[1] / "tmp"
    assert not aside.exists(), "a look writes nothing"
    with pytest.raises(PlanError) as caught:
        workspace.recover("demo")
    assert looked.value.code == caught.value.code == "conflict"
    assert file.read_bytes() == before
    text = (aside / "demo.merge.md").read_text()
    assert "<<<<<<<" in text
    assert "Ours" in text
    assert "Theirs" in text
    assert (aside / ".gitignore").read_text() == "*\n"
    assert ".agents/tmp/demo.merge.md" in caught.value.hint
    assert caught.value.diff
    with pytest.raises(PlanError):
        workspace.recover("demo")
    assert sorted(os.listdir(aside)) == [".gitignore", "demo.merge.md"]


def test_saves_that_contradict_each_other_keep_no_operation_out(workspace: Workspace, file: Path):
    """An editor saved over its own earlier save: what we did in between comes back, and a person sees the two."""
    mark(workspace, "First thing")
    buffer = file.read_text()
    file.write_text(buffer + "\nThe first note.\n")
    decide(workspace, "Keep SQLite")
    file.write_text(buffer + "\nThe second note.\n")
    assert any("Keep SQLite" in line for line in workspace.missing("demo").told)
    recovered = workspace.recover("demo")
    assert decisions(workspace) == ["Begin", "Keep SQLite"]
    assert "The second note." in file.read_text()
    assert "The first note." not in file.read_text()
    assert recovered.aside == ".agents/tmp/demo.merge.md"
    text = (file.parents[1] / "tmp/demo.merge.md").read_text()
    assert "The first note." in text
    assert "The second note." in text
    assert workspace.recover("demo").complete


def test_what_is_put_aside_follows_no_link(workspace: Workspace, file: Path, tmp_path_factory: pytest.TempPathFactory):
    outside = tmp_path_factory.mktemp("outside") / "secret"
    outside.write_text("secret")
    contradict(workspace, file)
    aside = file.parents[1] / "tmp"
    aside.mkdir()
    (aside / "demo.merge.md").symlink_to(outside)
    with pytest.raises(PlanError):
        workspace.recover("demo")
    assert outside.read_text() == "secret"
    shutil.rmtree(aside)
    aside.symlink_to(outside.parent)
    with pytest.raises(PlanError) as caught:
        workspace.recover("demo")
    assert "symbolic link" in caught.value.message
    assert os.listdir(outside.parent) == ["secret"]


def test_a_save_that_is_in_the_journal_only_comes_in(workspace: Workspace, file: Path):
    mark(workspace, "First thing")
    assert workspace.root is not None
    tree, path = Tree(workspace.root), ".agents/demo/PLAN.md"
    base = Source.of(file.read_text())
    mark(workspace, "Second thing")
    with locked(tree, path):
        save = Source.of(base.text.replace("Third thing", "Third thing, by letter"))
        kept.record(tree, path, kind="displaced", by="", base=base, new=save)
    workspace.recover("demo")
    assert "Third thing, by letter" in file.read_text()
    assert states(workspace) == ["done", "done", "todo"]
    assert workspace.missing("demo").complete


# Lineage: data alone


def entry(number: int, base: str, new: str, kind: str = "write") -> Entry:
    text = Source.of(new)
    packed = zlib.compress(text.encode())
    return Entry(f"{number:012x}", "p", "", "", kind, Source.of(base).revision, text.revision, packed=packed)


def story(*told: tuple[str, str]) -> list[Entry]:
    texts = ["", *(text for _, text in told)]
    return [entry(at, texts[at], text, kind) for at, (kind, text) in enumerate(told)]


def missed(told: list[Entry], now: str | None) -> list[tuple[str, str]]:
    found = lost(told, kept.text, None if now is None else Source.of(now))
    return [(one.base.text, one.tip.text) for one in found]


A, AB, ABC = "a\nx\ny\n", "a\nx\ny\nb\n", "a\nx\ny\nb\nc\n"


def test_lineage():
    told = story(("create", A), ("write", AB), ("write", ABC))
    assert missed(told, ABC) == []
    assert missed(told, None) == []
    assert missed(told, ABC + "more\n") == []
    assert missed(told, A) == [(A, ABC)]
    assert missed(told, A + "more\n") == [(A, ABC)]
    assert missed(told, AB + "more\n") == [(AB, ABC)]
    assert missed([], A) == []


def test_lineage_of_two_branches():
    side = "a\nx\ny\ns\n"
    told = story(("create", A), ("write", AB), ("seen", A), ("write", side))
    assert missed(told, side) == [(A, AB)]
    assert missed(told, AB) == [(A, side)], "what is in the file is not lost, though it was for a while"
    assert missed([*told, *story(("recover", AB + "s\n"))], AB + "s\n") == []


def test_a_branch_of_what_is_lost_is_told_from_where_it_left():
    told = story(("create", A), ("write", AB), ("write", ABC), ("seen", AB), ("write", AB + "d\n"))
    assert missed(told, A) == [(A, ABC), (AB, AB + "d\n")]


def test_lineage_passes_over_what_is_no_text():
    told = story(("create", A), ("write", AB), ("write", ABC))
    broken = [
        told[0],
        Entry(*(getattr(told[1], name) for name in ("op", "path", "at", "by", "kind", "base", "new"))),
        told[2],
    ]
    assert missed(broken, A) == [(A, ABC)]


def test_many_saves_are_compared_in_good_time():
    text = "".join(f"line {number}\n" for number in range(300))
    told: list[tuple[str, str]] = [("create", text)]
    for number in range(400):
        text += f"op {number}\n"
        told += [("seen", text + f"editor {number}\n"), ("write", text + f"editor {number}\nop {number}\n")]
        text = told[-1][1]
    assert missed(story(*told), text) == []
