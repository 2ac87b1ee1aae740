"""The operations whose every system call is failed: how each begins, what it does, what must work afterwards.

Everything an operation writes into a plan is determined (the clock stands still), so its outcome can be compared
byte by byte with that of a run without a fault.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from execplan.edits.journal import add_decision
from execplan.plan.drafts import NewStep
from execplan.store import archive as archiving
from execplan.store.files import read
from execplan.store.swap import create, swap
from execplan.store.tree import Tree
from execplan.text.source import Source
from execplan.workspace import past, recovery
from execplan.workspace.workspace import Workspace

IMPORTED = (past, recovery)
"""What the verbs import when they are first used: calls are failed after that."""

SLUG = "demo"
PLAN = f".agents/{SLUG}/PLAN.md"
ARCHIVED = f".agents/archive/{SLUG}/PLAN.md"
BESIDE = f".agents/{SLUG}/notes.txt"
FIRST = "# Demo\n\n- [ ] one\n"
ADDED = "- [ ] added\n"


@dataclass(frozen=True, slots=True)
class Scenario:
    """An operation: ``begin`` makes the tree, ``work`` is the operation and answers the revision it acknowledges.

    ``again`` is a clean write afterwards, which must succeed whatever happened.
    """

    verb: str
    level: str
    begin: Callable[[Path], None]
    work: Callable[[Path], str]
    again: Callable[[Path], object]

    @property
    def name(self) -> str:
        return f"{self.verb} ({self.level})"


def workspace(root: Path) -> Workspace:
    return Workspace(root, clock=lambda: datetime(2026, 1, 2, 3, 4, tzinfo=UTC))


def append(root: Path, line: str = ADDED) -> str:
    return swap(Tree(root), PLAN, lambda source: Source.of(source.text + line)).after.revision


def decide(root: Path, what: str) -> str:
    made = workspace(root).change(SLUG, lambda plan, now: add_decision(plan, what, "it is tried", now=now))
    return made.plan.revision


def _file(root: Path) -> None:
    plan = root / PLAN
    plan.parent.mkdir(parents=True)
    plan.write_text(FIRST)
    (root / BESIDE).write_text("kept beside the plan\n")
    append(root, "- [ ] two\n")


def _plan(root: Path) -> None:
    workspace(root).create("Demo", "Every fault is survived", slug=SLUG, steps=(NewStep("One"), NewStep("Two")))
    (root / BESIDE).write_text("kept beside the plan\n")
    decide(root, "Begin")


def _empty(root: Path) -> None:
    (root / ".agents").mkdir()


def _overwritten(root: Path) -> None:
    """A plan of which somebody put back an old text, so that there is something to recover."""
    _plan(root)
    old = (root / PLAN).read_bytes()
    decide(root, "Lost")
    (root / PLAN).write_bytes(old)


def _deleted(root: Path) -> None:
    _plan(root)
    (root / PLAN).unlink()


def _read(root: Path) -> str:
    return read(Tree(root), PLAN).source.revision


def _ask(root: Path) -> str:
    return workspace(root).ask(SLUG, lambda plan: plan.revision)[1]


def _create(root: Path, path: str = PLAN) -> str:
    text = Source.of(FIRST)
    create(Tree(root), path, text)
    return text.revision


def _create_plan(root: Path, slug: str = SLUG) -> str:
    made = workspace(root).create("Demo", "Every fault is survived", slug=slug, steps=(NewStep("One"),))
    return made.plan.revision


def _archive(root: Path) -> str:
    seen: list[str] = []
    archiving.archive(Tree(root), SLUG, lambda source: seen.append(source.revision))
    return seen[-1]


def _archive_plan(root: Path) -> str:
    return workspace(root).archive(SLUG).plan.revision


def _undo(root: Path) -> str:
    return workspace(root).undo(SLUG).plan.revision


def _recover(root: Path) -> str:
    return workspace(root).recover(SLUG).plan.revision


def _append_again(root: Path) -> None:
    append(root, "- [ ] again\n")


def _decide_again(root: Path) -> None:
    decide(root, "Again")


def _write_or_create(root: Path) -> None:
    if (root / PLAN).exists():
        append(root, "- [ ] again\n")
    else:
        _create(root, PLAN if not (root / ARCHIVED).exists() else ".agents/next/PLAN.md")


def _decide_or_create(root: Path) -> None:
    if (root / PLAN).exists():
        decide(root, "Again")
    else:
        _create_plan(root, SLUG if not (root / ARCHIVED).exists() else "next")  # a name in the archive stays taken


def _decide_or_recover(root: Path) -> None:
    if (root / PLAN).exists():
        decide(root, "Again")
    else:
        _recover(root)


def scenarios() -> Iterator[Scenario]:
    yield Scenario("read", "store", _file, _read, _append_again)
    yield Scenario("commit", "store", _file, append, _append_again)
    yield Scenario("create", "store", _empty, _create, _write_or_create)
    yield Scenario("archive", "store", _file, _archive, _write_or_create)
    yield Scenario("read", "workspace", _plan, _ask, _decide_again)
    yield Scenario("commit", "workspace", _plan, lambda root: decide(root, "Tried"), _decide_again)
    yield Scenario("create", "workspace", _empty, _create_plan, _decide_or_create)
    yield Scenario("archive", "workspace", _plan, _archive_plan, _decide_or_create)
    yield Scenario("undo", "workspace", _plan, _undo, _decide_again)
    yield Scenario("recover", "workspace", _overwritten, _recover, _decide_again)
    yield Scenario("recover", "of a deleted plan", _deleted, _recover, _decide_or_recover)
