"""The verbs on real files."""

from __future__ import annotations

import os
import threading
from datetime import UTC, datetime, timedelta, timezone
from functools import partial
from pathlib import Path

import pytest

from execplan.edits.change import Change
from execplan.edits.journal import add_decision
from execplan.edits.steps import mark
from execplan.plan.errors import PlanError
from execplan.plan.model import Plan
from execplan.text.edit import Edit, Replacement, edit_of
from execplan.text.source import Source, Span
from execplan.views.progress import progress
from execplan.workspace.changed import Changed
from execplan.workspace.workspace import Workspace

NOW = datetime(2026, 11, 21, 6, 0, 59, tzinfo=UTC)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path, clock=lambda: NOW)


def done(title: str):
    def edit(plan: Plan, now: str) -> Change:
        return mark(plan, title, "done", now=now)

    return edit


def everything(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def failing(call: partial[object]) -> PlanError:
    with pytest.raises(PlanError) as caught:
        call()
    return caught.value


def test_ask_answers_about_the_file_as_it_is_now(workspace: Workspace, put):
    path = put("one")
    handle, found = workspace.ask(None, progress)
    assert (handle.slug, handle.path, found.done, found.total) == ("one", ".agents/one/PLAN.md", 0, 2)
    path.write_text(path.read_text().replace("[ ]", "[x]", 1))
    assert workspace.ask("one", progress)[1].done == 1


def test_asking_writes_nothing(workspace: Workspace, put, tmp_path: Path):
    put("one")
    before = everything(tmp_path)
    workspace.ask(None, progress)
    workspace.plans(archived=True)
    assert everything(tmp_path) == before


def test_change_is_on_the_disk_and_in_the_answer(workspace: Workspace, put):
    path = put("one")
    changed = workspace.change("one", done("First thing"))
    assert "- [x] (2026-11-21 06:00Z) First thing\n- [ ] Second thing\n" in path.read_text()
    assert changed.plan.source.text == path.read_text()
    assert changed.before.step(changed.id or "").status == "todo"
    assert changed.plan.step(changed.id or "").status == "done"
    assert changed.handle.plan == changed.plan
    assert workspace.ask("one", lambda plan: plan)[1] == changed.plan


def test_the_edit_gets_the_time_to_the_minute_in_utc(put, tmp_path: Path):
    put("one")
    east = NOW.astimezone(timezone(timedelta(hours=9)))
    seen: list[str] = []

    def edit(plan: Plan, now: str) -> Change:
        seen.append(now)
        return mark(plan, "First", "done", now=now)

    Workspace(tmp_path, clock=lambda: east).change(None, edit)
    assert seen == ["2026-11-21T06:00Z"]


def test_a_change_of_nothing_writes_nothing(workspace: Workspace, put):
    path = put("one")
    before = path.stat()

    def nothing(plan: Plan, _: str) -> Change:
        return Change(Edit(plan.revision, ()))

    changed = workspace.change("one", nothing)
    assert changed.before == changed.plan
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert path.stat().st_ino == before.st_ino


@pytest.mark.parametrize(
    "data", [b"\xef\xbb\xbf# A\r\n\r\n## Progress\r\n\r\n- [ ] First \xe2\x80\xa8thing  \r\n- [ ] b"]
)
def test_bytes_outside_the_change_stay(workspace: Workspace, put, data: bytes):
    path = put("one")
    path.write_bytes(data)
    workspace.change("one", done("First"))
    assert path.read_bytes() == data.replace(b"[ ] ", b"[x] (2026-11-21 06:00Z) ", 1)


def test_an_edit_with_effects_it_does_not_declare_is_refused(workspace: Workspace, put):
    path = put("one")
    before = path.read_bytes()

    def sneaky(plan: Plan, _: str) -> Change:
        end = len(plan.source.text)
        return Change(edit_of(plan.source, [Replacement(Span(end, end), "- [ ] Smuggled in\n")]))

    assert failing(partial(workspace.change, "one", sneaky)).code == "refused"
    assert path.read_bytes() == before


def test_if_revision_lets_only_the_known_text_be_changed(workspace: Workspace, put):
    path = put("one")
    known = workspace.ask("one", lambda plan: plan.revision)[1]
    workspace.change("one", done("First"), if_revision=known[:8])
    before = path.read_bytes()
    for stale in (known, known[:8], known[:8].upper()):
        failed = failing(partial(workspace.change, "one", done("Second"), if_revision=stale))
        assert failed.code == "conflict"
        assert Source.decode(before).revision[:8] in failed.message
    assert path.read_bytes() == before
    current = Source.decode(before).revision
    workspace.change("one", done("Second"), if_revision=f" {current.upper()} ")


@pytest.mark.parametrize("revision", ["", "abc", "abcdefg", "xyzxyzxyz", "0" * 65])
def test_a_revision_that_is_none_is_invalid(workspace: Workspace, put, revision: str):
    put("one")
    assert failing(partial(workspace.change, "one", done("First"), if_revision=revision)).code == "invalid"


def test_a_save_in_between_is_kept_and_the_edit_runs_again(workspace: Workspace, put):
    path = put("one")
    runs = 0

    def edit(plan: Plan, now: str) -> Change:
        nonlocal runs
        runs += 1
        if runs == 1:
            path.write_text(path.read_text().replace("[ ] Second", "[x] Second") + "\nA person wrote this.\n")
        return mark(plan, "First", "done", now=now)

    changed = workspace.change("one", edit)
    text = path.read_text()
    assert runs == 2
    assert "[x] First thing" in text
    assert "[x] Second" in text
    assert "A person wrote this." in text
    assert [step.status for step in changed.before.steps] == ["todo", "done"]


def test_fifty_parallel_calls_all_land(workspace: Workspace, put):
    path = put("one")
    failed: list[BaseException] = []

    def call(number: int) -> None:
        try:
            workspace.change("one", lambda plan, now: add_decision(plan, f"Choice number {number}", "because", now=now))
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=call, args=(number,)) for number in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    text = path.read_text()
    assert [number for number in range(50) if f"Choice number {number}\n" not in text + "\n"] == []


def test_plans_by_path_are_changed_too(workspace: Workspace, put):
    path = put(".agents/tmp/scratch/notes.md")
    changed = workspace.change(".agents/tmp/scratch/notes.md", done("First"))
    assert (changed.handle.slug, changed.handle.path) == (None, ".agents/tmp/scratch/notes.md")
    assert "- [x] (2026-11-21 06:00Z) First thing\n" in path.read_text()


def test_an_archived_plan_is_read_and_not_changed(workspace: Workspace, put):
    put(".agents/archive/old/PLAN.md")
    assert workspace.ask("old", progress)[1].total == 2
    for ref in ("old", ".agents/archive/old/PLAN.md"):
        assert failing(partial(workspace.change, ref, done("First"))).code == "refused"


def test_unreadable_plans_are_listed_with_their_error(workspace: Workspace, put, tmp_path: Path):
    put("one")
    put("two").write_bytes(b"# A\n\xff")
    put("three").write_bytes(b"")
    put("four").write_bytes(b"x" * (1 << 21))
    (tmp_path / ".agents/five/PLAN.md").mkdir(parents=True)
    put(".agents/archive/old/PLAN.md")
    codes = {handle.slug: handle.error and handle.error.code for handle in workspace.plans()}
    assert codes == {"one": None, "two": "unreadable", "three": "unreadable", "four": "too_large", "five": "refused"}
    assert [handle.slug for handle in workspace.plans(archived=True)][-1] == "old"
    for slug in ("two", "three", "four", "five"):
        before = everything(tmp_path)
        assert failing(partial(workspace.change, slug, done("First"))).code == codes[slug]
        assert everything(tmp_path) == before


def test_read_only_writes_nothing_at_all(put, tmp_path: Path):
    put("one")
    before = everything(tmp_path)
    workspace = Workspace(tmp_path, read_only=True)
    assert workspace.ask(None, progress)[1].total == 2
    assert failing(partial(workspace.change, "one", done("First"))).code == "refused"
    assert failing(partial(workspace.create, "New", "An objective")).code == "refused"
    assert everything(tmp_path) == before
    assert os.listdir(tmp_path / ".agents") == ["one"]


def test_without_a_root_every_verb_says_how_to_give_one():
    workspace = Workspace(None)
    for call in (
        partial(workspace.ask, None, progress),
        partial(workspace.change, None, done("x")),
        partial(workspace.create, "New", "An objective"),
        workspace.plans,
    ):
        failed = failing(partial(call))
        assert failed.code == "not_found"
        assert "--root" in failed.hint
        assert "EXECPLAN_ROOT" in failed.hint


def test_a_root_that_went_away_is_not_found(workspace: Workspace, tmp_path: Path):
    gone = Workspace(tmp_path / "gone")
    assert failing(partial(gone.plans)).code == "not_found"
    assert failing(partial(gone.create, "New", "An objective")).code == "not_found"


def test_create_makes_a_plan_that_can_be_worked_on(workspace: Workspace, tmp_path: Path):
    changed = workspace.create("Größe der Straße", "People find their way.")
    assert isinstance(changed, Changed)
    assert changed.handle.slug == "groesse-der-strasse"
    assert changed.handle.path == ".agents/groesse-der-strasse/PLAN.md"
    assert changed.plan.title == "Größe der Straße"
    assert (tmp_path / changed.handle.path).read_bytes() == changed.plan.source.encode()
    assert changed.before.source.text == ""
    assert workspace.ask(None, lambda plan: plan.revision)[1] == changed.plan.revision


def test_a_made_slug_counts_on_and_nothing_is_overwritten(workspace: Workspace, put, tmp_path: Path):
    put(".agents/archive/new-thing-2/PLAN.md")
    (tmp_path / ".agents/New-Thing-3").mkdir(parents=True)
    slugs = [workspace.create("New thing", f"Objective {number}.").handle.slug for number in range(2)]
    assert slugs == ["new-thing", "new-thing-4"]


def test_a_given_slug_is_taken_or_refused(workspace: Workspace, tmp_path: Path):
    assert workspace.create("New thing", "An objective.", slug="mine").handle.slug == "mine"
    before = everything(tmp_path)
    assert failing(partial(workspace.create, "Other", "An objective.", slug="mine")).code == "refused"
    assert failing(partial(workspace.create, "Other", "An objective.", slug="../x")).code == "invalid"
    assert failing(partial(workspace.create, "Other", "An objective.", slug="archive")).code == "refused"
    assert everything(tmp_path) == before


def test_parallel_creations_of_one_title_all_get_their_own_plan(workspace: Workspace, tmp_path: Path):
    slugs: list[str | None] = []

    def make(number: int) -> None:
        slugs.append(Workspace(tmp_path).create("New thing", f"Objective {number}.").handle.slug)

    threads = [threading.Thread(target=make, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(slug or "" for slug in slugs) == ["new-thing", *(f"new-thing-{number}" for number in range(2, 9))]


def test_an_unknown_template_makes_nothing(workspace: Workspace, tmp_path: Path):
    assert failing(partial(workspace.create, "New", "An objective.", template="nope")).code == "not_found"
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize(
    "left", [(), (f".PLAN.md.{'0' * 20}.{'a' * 20}.1.tmp",), (f".PLAN.md.{'0' * 20}.{'a' * 20}.1.part",)]
)
def test_a_folder_that_a_killed_writer_made_keeps_no_name(tmp_path: Path, left: tuple[str, ...]):
    folder = tmp_path / ".agents/move-it"
    folder.mkdir(parents=True)
    for name in left:
        (folder / name).write_text("# Half a plan\n")
    made = Workspace(tmp_path).create("Move it", "It moves")
    assert made.handle.slug == "move-it"
    assert os.listdir(folder) == ["PLAN.md"]


def test_a_folder_with_a_file_of_its_own_keeps_its_name(tmp_path: Path):
    folder = tmp_path / ".agents/move-it"
    folder.mkdir(parents=True)
    (folder / "notes.md").write_text("mine\n")
    assert Workspace(tmp_path).create("Move it", "It moves").handle.slug == "move-it-2"
