"""History and undo, on real files: in every dialect each kind of operation goes back byte for byte."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.workspace.conftest import Put

from execplan.edits import blockers, grow, journal, progress_log, questions, revise, risks, steps
from execplan.edits.change import Change
from execplan.plan.choice import first_choice
from execplan.plan.drafts import NewStep
from execplan.plan.errors import PlanError
from execplan.plan.model import Plan
from execplan.store.entry import Entry
from execplan.workspace.undoing import named, since, to_undo, undone
from execplan.workspace.workspace import Workspace

DIALECTS = ("living", "execplan", "execution-plan", "team", "cookbook")
TEMPLATES = {"living": None}


def _current(plan: Plan) -> str:
    step = first_choice(plan)
    assert step is not None
    return step.id


Edit = Callable[[Plan, str], Change]
OPERATIONS: dict[str, Edit] = {
    "started": lambda plan, now: steps.mark(plan, _current(plan), "in_progress", now=now),
    "done": lambda plan, now: steps.mark(plan, _current(plan), "done", evidence="`pytest` → 3 passed", now=now),
    "decision": lambda plan, now: journal.add_decision(plan, "Keep SQLite", rationale="one file", now=now),
    "discovery": lambda plan, now: journal.add_discovery(plan, "The log is cut at midnight", now=now),
    "blocker": lambda plan, now: blockers.add(plan, "No access to the catalogue", now=now),
    "question": lambda plan, now: questions.add_question(plan, "Which port?", now=now),
    "risk": lambda plan, now: risks.add_risk(plan, "The disk fills up", now=now),
    "log": lambda plan, now: progress_log.log(plan, "Looked at the traces", now=now),
    "steps": lambda plan, now: grow.add(plan, (NewStep("Write the manual"),), now=now),
    "reworded": lambda plan, now: revise.edit_step(plan, _current(plan), title="Another name for it", now=now),
}


class Clock:
    """Time that goes on by a minute with each look."""

    def __init__(self) -> None:
        self.minutes = 0

    def __call__(self) -> datetime:
        self.minutes += 1
        return datetime(2026, 3, 1, 8 + self.minutes // 60, self.minutes % 60, tzinfo=UTC)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path, clock=Clock(), by="test")


def made(workspace: Workspace, dialect: str) -> Path:
    changed = workspace.create(
        "Search that forgives typos",
        "A shopper finds trousers.",
        template=TEMPLATES.get(dialect, dialect),
        steps=[NewStep("Measure today's misses"), NewStep("Fill it from the catalogue"), NewStep("Tell the shop")],
    )
    assert workspace.root is not None
    return workspace.root / changed.handle.path


@pytest.mark.parametrize("what", OPERATIONS)
@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_last_operation_goes_back_byte_for_byte(workspace: Workspace, dialect: str, what: str):
    file = made(workspace, dialect)
    before = file.read_bytes()
    workspace.change(None, OPERATIONS[what])
    assert file.read_bytes() != before
    undone = workspace.undo()
    assert file.read_bytes() == before
    assert undone.undoes == (undone.operation.op,)
    assert undone.operation.kind == "write"
    assert undone.operation.told
    assert undone.plan.revision != undone.before.revision


@pytest.mark.parametrize("what", OPERATIONS)
@pytest.mark.parametrize("dialect", DIALECTS)
def test_what_came_later_stays(workspace: Workspace, dialect: str, what: str):
    file = made(workspace, dialect)
    before = file.read_bytes()

    def later(plan: Plan, _: str) -> Change:
        now = "2026-03-01T12:05Z"
        if what == "decision":
            return journal.add_discovery(plan, "Something else came up", now=now)
        return journal.add_decision(plan, "Something else came up", "it is cheaper", now=now)

    workspace.change(None, lambda plan, _: OPERATIONS[what](plan, "2026-03-01T12:00Z"))
    op = workspace.history().operations[0].op
    workspace.change(None, later)
    undone = workspace.undo(op=op)
    assert undone.told
    found = file.read_text()
    file.write_bytes(before)
    workspace.change(None, later)
    # Where both records stand in one section, the words that it was empty come back: they were there before.
    back = found.replace("## Notes\n\nNone yet.\n\n### ", "## Notes\n\n### ")
    assert back == file.read_text(), "as if it had never been"


def test_undoing_again_walks_back(workspace: Workspace):
    file = made(workspace, "living")
    texts = [file.read_bytes()]
    for what in ("started", "decision", "done", "blocker"):
        workspace.change(None, OPERATIONS[what])
        texts.append(file.read_bytes())
    for text in reversed(texts[:-1]):
        workspace.undo()
        assert file.read_bytes() == text
    with pytest.raises(PlanError) as caught:
        workspace.undo()
    assert caught.value.code == "refused"
    assert file.read_bytes() == texts[0]


def test_an_undo_can_be_undone(workspace: Workspace):
    file = made(workspace, "living")
    workspace.change(None, OPERATIONS["decision"])
    decided = file.read_bytes()
    workspace.undo()
    workspace.undo(op=workspace.history().operations[0].op)
    assert file.read_bytes() == decided
    workspace.undo()
    assert b"Keep SQLite" not in file.read_bytes()


def test_an_operation_is_taken_back_once(workspace: Workspace):
    made(workspace, "living")
    workspace.change(None, OPERATIONS["decision"])
    op = workspace.history().operations[0].op
    workspace.undo(op=op)
    with pytest.raises(PlanError) as caught:
        workspace.undo(op=op)
    assert caught.value.code == "refused"


def test_what_was_changed_again_is_not_taken_back(workspace: Workspace):
    file = made(workspace, "living")
    workspace.change(None, lambda plan, now: revise.edit_step(plan, _current(plan), title="One name", now=now))
    op = workspace.history().operations[0].op
    workspace.change(None, lambda plan, now: revise.edit_step(plan, _current(plan), title="Two names", now=now))
    before = file.read_bytes()
    with pytest.raises(PlanError) as caught:
        workspace.undo(op=op)
    assert caught.value.code in ("conflict", "refused")
    assert op in caught.value.message
    assert file.read_bytes() == before


def test_what_somebody_took_back_by_hand_is_refused(workspace: Workspace):
    file = made(workspace, "living")
    before = file.read_bytes()
    workspace.change(None, OPERATIONS["decision"])
    file.write_bytes(before)
    with pytest.raises(PlanError) as caught:
        workspace.undo()
    assert caught.value.code == "refused"
    assert file.read_bytes() == before


def test_an_editors_save_stays_and_can_be_taken_back_by_name(workspace: Workspace):
    file = made(workspace, "living")
    before = file.read_text()
    workspace.change(None, OPERATIONS["decision"])
    file.write_text(file.read_text().replace("Tell the shop", "Tell the shop by letter"))
    assert workspace.history().operations[0].op == "", "not in the journal yet, and told"
    workspace.undo()
    assert file.read_text() == before.replace("Tell the shop", "Tell the shop by letter")
    seen = workspace.history().operations[1]
    assert (seen.kind, seen.by) == ("seen", "")
    workspace.undo(op=seen.op)
    assert file.read_text() == before


def test_going_back_to_an_operation_keeps_what_others_saved(workspace: Workspace):
    file = made(workspace, "living")
    workspace.change(None, OPERATIONS["started"])
    started, op = file.read_text(), workspace.history().operations[0].op
    for what in ("decision", "done", "blocker"):
        workspace.change(None, OPERATIONS[what])
    file.write_text(file.read_text().replace("Tell the shop", "Tell the shop by letter"))
    undone = workspace.undo(to=op)
    assert file.read_text() == started.replace("Tell the shop", "Tell the shop by letter")
    assert len(undone.undoes) == 3
    assert undone.operation.op == op
    workspace.undo(to=op)
    assert file.read_text() == started, "by now that save is in the journal as well"
    with pytest.raises(PlanError) as caught:
        workspace.undo(to=op)
    assert caught.value.code == "refused"
    workspace.undo()
    assert "Keep SQLite" not in file.read_text()
    assert [one.kind for one in workspace.history().operations[:4]] == ["undo", "undo", "undo", "seen"]


def test_two_at_once_take_back_two(workspace: Workspace):
    file = made(workspace, "living")
    before = file.read_bytes()
    for what in ("decision", "discovery", "question", "risk"):
        workspace.change(None, OPERATIONS[what])
    threads = [threading.Thread(target=workspace.undo) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert file.read_bytes() == before


def test_history_tells_who_did_what(workspace: Workspace):
    made(workspace, "living")
    workspace.acting("mcp \x1b[31mclient\n").change(None, OPERATIONS["decision"])
    past = workspace.history()
    assert [one.kind for one in past.operations] == ["write", "create"]
    assert [one.by for one in past.operations] == ["mcp [31mclient", "test"]
    assert any("Keep SQLite" in line for line in past.operations[0].told)
    assert past.more == 0
    assert workspace.history(limit=1).more == 1
    assert workspace.history(limit=1).operations == past.operations[:1]
    with pytest.raises(PlanError):
        workspace.history(limit=0)


def test_history_of_an_archived_plan_and_of_one_that_is_gone(workspace: Workspace):
    file = made(workspace, "living")
    slug = file.parent.name
    workspace.change(None, OPERATIONS["decision"])
    workspace.archive(slug)
    assert [one.kind for one in workspace.history(slug).operations] == ["archive", "write", "create"]
    with pytest.raises(PlanError) as caught:
        workspace.undo(slug)
    assert caught.value.code == "refused"
    (file.parents[1] / "archive" / slug / "PLAN.md").unlink()
    gone = workspace.history(slug)
    assert gone.handle.plan is None
    assert gone.handle.error is not None
    assert [one.kind for one in gone.operations] == ["archive", "write", "create"]


def test_looking_back_writes_nothing_and_read_only_undoes_nothing(tmp_path: Path, put: Put):
    put("demo")
    workspace = Workspace(tmp_path, read_only=True)
    assert workspace.history().operations == ()
    assert workspace.missing().complete
    for verb in (workspace.undo, workspace.recover):
        with pytest.raises(PlanError) as caught:
            verb()
        assert caught.value.code == "refused"
    assert sorted(path.name for path in (tmp_path / ".agents").iterdir()) == ["demo"]


def test_an_undo_holds_to_the_revision_its_caller_saw(workspace: Workspace):
    file = made(workspace, "living")
    seen = workspace.change(None, OPERATIONS["decision"]).plan.revision
    workspace.change(None, OPERATIONS["risk"])
    before = file.read_bytes()
    with pytest.raises(PlanError) as caught:
        workspace.undo(if_revision=seen)
    assert caught.value.code == "conflict"
    assert "+" in caught.value.diff
    assert file.read_bytes() == before


# The conflict that shows what changed


def test_a_conflict_shows_what_changed_since(workspace: Workspace):
    made(workspace, "living")
    seen = workspace.ask(None, lambda plan: plan.revision)[1]
    workspace.change(None, OPERATIONS["decision"])
    with pytest.raises(PlanError) as caught:
        workspace.change(None, OPERATIONS["risk"], if_revision=seen[:12])
    lines = caught.value.diff.splitlines()
    assert lines[0].startswith("--- a/.agents/")
    assert any(line.startswith("+") and "Keep SQLite" in line for line in lines)


def test_a_revision_that_is_not_kept_is_said_to_be_gone(workspace: Workspace):
    made(workspace, "living")
    with pytest.raises(PlanError) as caught:
        workspace.change(None, OPERATIONS["risk"], if_revision="0" * 64)
    assert caught.value.diff == ""
    assert "not kept" in caught.value.message


# Which operation: data alone


def entry(op: str, kind: str = "write", undoes: tuple[str, ...] = ()) -> Entry:
    return Entry(
        op.ljust(12, "0"), "p", "", "", kind, f"before {op}", f"after {op}", tuple(u.ljust(12, "0") for u in undoes)
    )


def test_the_last_that_stands_is_undone():
    done = [entry("aaaa", "create"), entry("bbbb"), entry("cccc", "seen"), entry("dddd"), entry("eeee", "displaced")]
    assert to_undo(done, None).op.startswith("dddd")
    done.append(entry("ffff", "undo", ("dddd",)))
    assert to_undo(done, None).op.startswith("bbbb")
    assert undone(done) == {"dddd00000000"}
    done.append(entry("1111", "undo", ("ffff",)))
    assert to_undo(done, None).op.startswith("dddd")
    assert undone(done) == {"ffff00000000"}


def test_going_back_takes_back_what_stands_since():
    done = [
        entry("aaaa", "create"),
        entry("bbbb"),
        entry("cccc"),
        entry("dddd", "undo", ("cccc",)),
        entry("eeee", "seen"),
    ]
    target, ops = since(done, "aaaa")
    assert target.op.startswith("aaaa")
    assert [op[:4] for op in ops] == ["eeee", "dddd", "bbbb"]
    # the undo is taken back with what it took back: of the two nothing stands after the first
    assert undone([*done, entry("ffff", "undo", tuple(op[:4] for op in ops))]) >= {"eeee00000000", "dddd00000000"}


@pytest.mark.parametrize(
    ("op", "code"), [("abc", "invalid"), ("", "invalid"), ("zzzz", "not_found"), ("aaaa", "ambiguous")]
)
def test_an_operation_is_named_by_the_beginning_of_its_id(op: str, code: str):
    done = [entry("aaaa1"), entry("aaaa2"), entry("bbbb")]
    with pytest.raises(PlanError) as caught:
        named(done, op)
    assert caught.value.code == code
    assert named(done, "AAAA1").op.startswith("aaaa1")


@pytest.mark.parametrize("kind", ["create", "archive", "displaced"])
def test_what_is_no_change_is_not_undone(kind: str):
    with pytest.raises(PlanError) as caught:
        to_undo([entry("aaaa", kind)], "aaaa")
    assert caught.value.code == "refused"
    assert caught.value.hint
