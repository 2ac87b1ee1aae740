"""The plans of a workspace as they changed in a time: from the journal, from git, from the files. Knows no form.

The journal knows every operation on this machine, git what was shared and by whom; where neither knows a plan, its own
stamps are all there is. Git is asked a few times for all plans together, and only what changed is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from execplan.plan.errors import PlanError
from execplan.plan.limits import within
from execplan.plan.model import Plan
from execplan.plan.reader import read_plan
from execplan.store import journal
from execplan.store.commits import Commits, Saved, commits
from execplan.store.entry import CREATE, DISPLACED, SEEN, Entry
from execplan.store.files import read, stamp
from execplan.store.tree import AGENTS, Tree
from execplan.text.source import Source, UndecodableError
from execplan.views.checkin.standup import known_as
from execplan.views.checkin.timeline import Change
from execplan.views.checkin.work import Work, work_of
from execplan.workspace.abroad import aware

if TYPE_CHECKING:
    from execplan.views.checkin.period import Period
    from execplan.workspace.handle import Handle
    from execplan.workspace.workspace import Workspace

_FIRST = datetime.min.replace(tzinfo=UTC)
"""When what was found was made, where nobody knows."""
_MOST = 300
"""Versions of one plan that are compared; of more, neighbours by the same hand are taken together."""
_BUSY = ("in_progress", "blocked")


@dataclass(frozen=True, slots=True)
class Gathered:
    """What became of the plans."""

    works: tuple[Work, ...]
    unread: tuple[str, ...]
    """What could not be looked into, and why."""


def gathered(workspace: Workspace, period: Period, ref: str | None = None) -> Gathered:
    """The plans that changed in the time or are being worked on; with ``ref`` that one. Raises ``PlanError``."""
    handles = [workspace.ask(ref, lambda plan: plan)[0]] if ref is not None else workspace.plans(archived=True)
    if workspace.root is None:
        return Gathered((), ())
    tree = Tree(workspace.root)
    places = {AGENTS, *(one.path for one in handles if not one.path.startswith(f"{AGENTS}/"))}
    until = None if period.live else period.end
    git = commits(tree, period.start, until, sorted(places)) if handles else None
    chosen, broken = _chosen(tree, handles, git, period, everything=ref is not None)
    contents, whole = _contents(git, [handle.path for handle, _, _ in chosen])
    unread = () if whole else ("git's history could not be read as a whole: not all of it is told",)
    works: list[Work] = []

    def named(slug: str) -> Handle | None:  # asked only for what waits for another plan
        return next((one for one in workspace.plans(archived=True) if one.name == slug), None)

    for handle, plan, touched in chosen:
        past = _Past(tree, handle.path, plan, period.start)
        changes, error = past.changes(git, contents)
        broken += error
        at_end = aware(plan, handle.name, named) if until is None else past.at(until, changes, git, contents)
        if at_end is None:  # it was not there yet
            continue
        before = changes if until is None else [one for one in changes if one.at <= until]
        work = work_of(handle.name, at_end, before, period)
        touched = touched if until is None else any(one.at >= period.start for one in before)
        at_work = work.under_way or _begun(work) or touched
        if ref is not None or work.changed or (handle.open and at_work):
            works.append(work)
    return Gathered(known_as(works), (*broken, *unread))


def _begun(work: Work) -> bool:
    return 0 < work.progress.done < work.progress.total


def _chosen(
    tree: Tree, handles: Sequence[Handle], git: Commits | None, period: Period, *, everything: bool
) -> tuple[list[tuple[Handle, Plan, bool]], tuple[str, ...]]:
    """The plans worth reading whole: all that may have changed, and of the others those that are at work."""
    chosen: list[tuple[Handle, Plan, bool]] = []
    unread: list[str] = []
    for handle in handles:
        try:
            touched = _touched(tree, handle.path, git, period.start)
            if everything or touched or (handle.open and _is_busy(handle)):
                chosen.append((handle, handle.whole(), touched))
        except PlanError as error:
            if not handle.archived:
                unread.append(f"{handle.name}: {error}")
    return chosen, tuple(unread)


def _touched(tree: Tree, path: str, git: Commits | None, since: datetime) -> bool:
    """May it have changed since? A file that git wrote just now, as it was committed long ago, did not."""
    if git is not None and path in git.saved:
        return True
    if _written(tree, path) < since:
        return False
    return git is None or path not in git.head or not git.holds(path, read(tree, path).source.encode())


def _is_busy(handle: Handle) -> bool:
    told = handle.summary()
    return told.status in _BUSY or bool(told.open_obstacles)


def _written(tree: Tree, path: str) -> datetime:
    return datetime.fromtimestamp(stamp(tree, path).mtime_ns / 1e9, UTC)


def _contents(git: Commits | None, paths: Sequence[str]) -> tuple[dict[str, bytes], bool]:
    """The last version of each of these plans that git holds, then those of the time; and whether that is all."""
    if git is None:
        return {}, True
    held = (git.head, git.then[1] if git.then else {})
    names = [one[path] for path in paths for one in held if path in one]
    saved = [one for path in paths for one in reversed(git.saved.get(path, ()))]
    names += [name for one in saved for name in (one.after, one.before) if name]
    found = git.contents(names)
    return found, git.whole and found.keys() >= set(names)


class _Past:
    """The versions of one plan. Each text is read once."""

    __slots__ = ("_path", "_plan", "_plans", "_since", "_tree")

    def __init__(self, tree: Tree, path: str, plan: Plan, since: datetime) -> None:
        self._since = since
        self._tree = tree
        self._path = path
        self._plan = plan
        self._plans: dict[str, Plan | None] = {plan.revision: plan}

    def changes(self, git: Commits | None, contents: dict[str, bytes]) -> tuple[list[Change], tuple[str, ...]]:
        """In the order of time, from the journal and from git; and why the journal could not be read."""
        said: tuple[str, ...] = ()
        found: list[Change] = []
        try:
            found += self._operations(shared=git is not None and self._path in git.head)
        except PlanError as error:
            said = (f"{self._path}: {error}",)
        if git is not None:
            found += self._commits(git, contents)
        return sorted(found, key=lambda one: one.at), said

    def at(
        self, end: datetime, changes: Sequence[Change], git: Commits | None, contents: dict[str, bytes]
    ) -> Plan | None:
        """The plan as it was then, by the newest text that is known; None where it was not there yet."""
        known = [(one.at, one.after) for one in changes if one.at <= end and one.here]
        if git is not None and git.then is not None and (name := git.then[1].get(self._path)) is not None:
            held = self._decoded(contents.get(name))
            known += [] if held is None else [(git.then[0], held)]
        if known:
            return max(known, key=lambda pair: pair[0])[1]
        later = next((one for one in changes if one.at > end), None)
        return self._plan if later is None else later.before

    def _operations(self, *, shared: bool) -> list[Change]:
        """What the journal tells of the time, and of before only how the plan was when it began.

        A text that was there before the first operation tells nothing by itself: nobody knows how old it is. Neither
        does a save by others of a file that is ``shared``: it may have come with a pull, and git tells when it was made.
        """
        every = [one for one in journal.entries(self._tree, self._path) if one.kind != DISPLACED]
        times = [datetime.fromisoformat(one.at) for one in every]
        first = max(0, sum(at < self._since for at in times) - 1)
        kept = _thinned(list(zip(every, times, strict=True))[first:])
        found: list[Change] = []
        before: Plan | None = None
        for one, at in kept:
            source = journal.text(one)
            after = None if source is None else self._read(source)
            if after is None:
                continue
            if before is None:
                if one.kind == CREATE or at < self._since:
                    found.append(Change(at, None, after, old=one.kind == CREATE, here=True))
            elif before.revision != after.revision:
                found.append(Change(at, before, after, late=shared and one.kind == SEEN, here=True))
            before = after
        if before is not None and before.revision != self._plan.revision and not shared:
            found.append(Change(max([self._written(), *(one.at for one in found[-1:])]), before, self._plan, here=True))
        return found

    def _commits(self, git: Commits, contents: dict[str, bytes]) -> list[Change]:
        found: list[Change] = []
        bridge: Plan | None = None
        """The last text that could be read, while one cannot."""
        for one in _joined(git.saved.get(self._path, ())):
            before = self._decoded(contents.get(one.before)) if one.before else None
            after = self._decoded(contents.get(one.after))
            before = bridge if before is None else before
            if after is not None and (before is not None or one.before is None):
                found.append(Change(one.at, before, after, one.by or None))
            bridge = before if after is None else None
        head = git.head.get(self._path)
        if head is not None and not git.holds(self._path, self._plan.source.encode()):
            last = self._decoded(contents.get(head))
            if last is not None:
                found.append(Change(self._written(), last, self._plan, here=True))
        return found

    def _written(self) -> datetime:
        try:
            return _written(self._tree, self._path)
        except PlanError:  # gone since it was read
            return _FIRST

    def _decoded(self, data: bytes | None) -> Plan | None:
        with suppress(UndecodableError):
            return None if data is None else self._read(Source.decode(data))
        return None

    def _read(self, source: Source) -> Plan | None:
        """None for a text that is too much to be a plan: it tells nothing."""
        if source.revision not in self._plans:
            found: Plan | None = None
            with suppress(PlanError):
                found = within(read_plan(source), self._path)
            self._plans[source.revision] = found
        return self._plans[source.revision]


def _thinned(operations: list[tuple[Entry, datetime]]) -> list[tuple[Entry, datetime]]:
    """Of very many, some: the first, the last, and evenly between."""
    if len(operations) <= _MOST:
        return operations
    step = -(-len(operations) // _MOST)
    return [*operations[:-1:step], operations[-1]]


def _joined(saved: Sequence[Saved]) -> Sequence[Saved]:
    """Of very many, neighbours by the same author as one change."""
    if len(saved) <= _MOST:
        return saved
    found: list[Saved] = []
    for one in saved:
        last = found[-1] if found else None
        if last is not None and last.after == one.before and last.by == one.by and last.at.date() == one.at.date():
            found[-1] = Saved(one.at, one.by, last.before, one.after)
        else:
            found.append(one)
    return found
