"""What was done to a plan, and how it is taken back. Knows the journal and the files; knows no protocol.

Nothing is put back blindly: an undo is merged with what came later, or refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from execplan.edits.merge import merge
from execplan.plan.errors import PlanError
from execplan.plan.limits import within
from execplan.plan.model import Plan
from execplan.plan.reader import read_plan
from execplan.plan.safe import one_line
from execplan.store import journal, swap
from execplan.store.discover import ARCHIVE, PLAN
from execplan.store.entry import DISPLACED, SEEN, Entry
from execplan.store.files import stamp
from execplan.store.tree import AGENTS, Tree, parts_of
from execplan.text.source import Source
from execplan.views.changes import told
from execplan.workspace.catalog import Catalog
from execplan.workspace.handle import Handle
from execplan.workspace.index import Index
from execplan.workspace.undoing import since, to_undo, undone

MOST = 1_000


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation. ``op`` is empty for a save of somebody else that is only in the file yet."""

    op: str
    at: str
    by: str
    kind: str
    base: str
    new: str
    told: tuple[str, ...]
    """What it did, in words. Nothing for the first text that is known, and for a move."""
    undoes: tuple[str, ...] = ()
    """The operations that an undo took back."""


@dataclass(frozen=True, slots=True)
class Past:
    """What was done to a plan, newest first. The handle of a plan whose file is gone has an error."""

    handle: Handle
    operations: tuple[Operation, ...]
    more: int
    """Older operations that are kept and not told here."""


@dataclass(frozen=True, slots=True)
class Undone:
    """An undo that is on the disk."""

    handle: Handle
    before: Plan
    plan: Plan
    operation: Operation
    """The one that was taken back, or that was gone back to."""
    undoes: tuple[str, ...]
    """The ids of all that were taken back, newest first."""
    told: tuple[str, ...]


class _TakenBackError(Exception):
    """Somebody else took the same operation back meanwhile."""


def find(tree: Tree, catalog: Catalog, ref: str | None) -> Handle:
    """The plan that is meant, and besides those with a file one whose file is gone, or cannot be read, by its slug.

    Raises ``PlanError``.
    """
    try:
        return catalog.find(ref)
    except PlanError as error:
        if error.code not in ("not_found", "unreadable", "too_large"):
            raise
        known = [
            (every[-1].at, path)
            for path in _places(ref.strip() if ref else "")
            if (every := journal.entries(tree, path))
        ]
        if not known:
            raise
        _, path = max(known)
        return Handle.broken(path.split("/")[-2], path, error)


def _places(ref: str) -> Iterator[str]:
    """Where a plan of that slug, or at that path, would be."""
    said = (ref.removeprefix("./"), f"{ref}/{PLAN}") if "/" in ref else ()
    for path in (*said, f"{AGENTS}/{ref}/{PLAN}", f"{AGENTS}/{ARCHIVE}/{ref}/{PLAN}"):
        with suppress(PlanError):
            parts = parts_of(path)
            if len(parts) > 1 and parts[-1].endswith(".md"):
                yield path


def history(tree: Tree, handle: Handle, limit: int) -> Past:
    """The last operations on a plan. Raises ``PlanError``."""
    if not 1 <= limit <= MOST:
        raise PlanError("invalid", f"limit {limit} is not between 1 and {MOST:,}")
    every = journal.entries(tree, handle.path)
    tell = _Teller(handle, every)
    saved = [] if handle.plan is None else _not_told_yet(tree, handle, handle.plan, every, tell)
    first = max(0, len(every) - (limit - len(saved)))
    return Past(handle, (*saved, *map(tell.operation, reversed(every[first:]))), first)


def undo(
    tree: Tree,
    index: Index,
    handle: Handle,
    *,
    by: str,
    op: str | None,
    to: str | None,
    look: Callable[[Plan], None],
) -> Undone:
    """Takes one operation back, or all that came after ``to``; what came later otherwise stays. Raises ``PlanError``.

    ``look`` sees the plan that is in the file; what it raises stops the undo.
    """
    if op is not None and to is not None:
        raise PlanError("invalid", "one operation to undo and one to go back to", "give one of them")
    while True:
        every = journal.entries(tree, handle.path)
        if to is None:
            entry = to_undo(every, op)
            undoes, base, theirs = (entry.op,), entry.new, entry.base
            fail = f"{entry.op} cannot be undone"
        else:
            entry, undoes = since(every, to)
            base, theirs = next((one.new for one in reversed(every) if one.kind != DISPLACED), entry.new), entry.new
            fail = f"the plan cannot go back to {entry.op}"
        once = partial(
            _without,
            path=handle.path,
            look=lambda source: look(index.parsed(handle.path, source)),
            stands=partial(_stand, tree, handle.path, undoes),
            base=_kept(every, base, fail),
            theirs=_kept(every, theirs, fail),
            fail=fail,
        )
        try:
            swapped = swap.swap(tree, handle.path, once, merge=merge, operation=swap.Operation("undo", by, undoes))
        except _TakenBackError:
            continue
        before, after = index.parsed(handle.path, swapped.before), read_plan(swapped.after)
        index.put(handle.path, swapped.stamp, after)
        operation = _Teller(handle, every).operation(entry)
        same = Handle.of(handle.slug, handle.path, after)
        return Undone(same, before, after, operation, undoes, told(before, after))


def _without(
    source: Source,
    *,
    path: str,
    look: Callable[[Source], None],
    stands: Callable[[], bool],
    base: Source,
    theirs: Source,
    fail: str,
) -> Source:
    """The text without what led from ``theirs`` to ``base``."""
    look(source)
    if not stands():
        raise _TakenBackError
    try:
        text = merge(base, source, theirs)
    except PlanError as error:
        raise PlanError(error.code, f"{fail}: {error.message}", error.hint, error.diff) from None
    if text.revision == source.revision:
        raise PlanError("refused", f"{fail}: nothing of it is left in the plan", "the history tells what came later")
    within(read_plan(text), path)
    return text


def _stand(tree: Tree, path: str, ops: tuple[str, ...]) -> bool:
    """Whether nobody took these operations back meanwhile."""
    return undone(journal.entries(tree, path)).isdisjoint(ops)


def _kept(every: Sequence[Entry], revision: str, fail: str) -> Source:
    for entry in reversed(every):
        if entry.new == revision and (text := journal.text(entry)) is not None:
            return text
    raise PlanError("not_found", f"{fail}: its text is not kept any more", "the journal keeps the last operations only")


def _not_told_yet(tree: Tree, handle: Handle, plan: Plan, every: Sequence[Entry], tell: _Teller) -> list[Operation]:
    """The save of somebody else that no operation of ours came after."""
    last = next((entry.new for entry in reversed(every) if entry.kind != DISPLACED), plan.revision)
    if last == plan.revision:
        return []
    at = datetime.fromtimestamp(stamp(tree, handle.path).mtime_ns / 1e9, UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return [Operation("", at, "", SEEN, last, plan.revision, tell.between(last, plan.revision))]


class _Teller:
    """Tells operations of one plan in words; reads each text once."""

    __slots__ = ("_every", "_handle", "_plans")

    def __init__(self, handle: Handle, every: Sequence[Entry]) -> None:
        self._handle = handle
        self._every = {entry.new: entry for entry in every}
        self._plans: dict[str, Plan | None] = {}

    def operation(self, entry: Entry) -> Operation:
        by = one_line(entry.by)
        words = self.between(entry.base, entry.new)
        return Operation(entry.op, entry.at, by, entry.kind, entry.base, entry.new, words, entry.undoes)

    def between(self, base: str, new: str) -> tuple[str, ...]:
        before, after = self._plan(base), self._plan(new)
        return () if before is None or after is None or base == new else told(before, after)

    def _plan(self, revision: str) -> Plan | None:
        if revision not in self._plans:
            now, entry = self._handle.plan, self._every.get(revision)
            if now is not None and now.revision == revision:
                self._plans[revision] = now
            else:
                text = None if entry is None else journal.text(entry)
                self._plans[revision] = None if text is None else read_plan(text)
        return self._plans[revision]
