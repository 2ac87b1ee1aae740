"""The plans of one root, by a few verbs. Knows references, revisions and the clock; knows no protocol and no feature.

A feature is a pure function given to ``ask`` or ``change``; this class never grows a method for one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import copy
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from execplan.edits.change import Change
from execplan.edits.create import TEAM
from execplan.edits.create import create as new_plan
from execplan.edits.merge import merge
from execplan.edits.verify import verify
from execplan.plan.drafts import NewStep
from execplan.plan.errors import PlanError
from execplan.plan.limits import within
from execplan.plan.model import Plan
from execplan.plan.reader import read_plan
from execplan.plan.safe import one_line
from execplan.store.archive import archive as archive_folder
from execplan.store.discover import ARCHIVE, PLAN, folders, is_abandoned
from execplan.store.swap import Operation, TakenError, create, swap
from execplan.store.tree import AGENTS, Tree
from execplan.text.edit import apply
from execplan.text.source import Source
from execplan.workspace.abroad import aware
from execplan.workspace.catalog import Catalog, Progress
from execplan.workspace.changed import Archived, Changed, entity_among
from execplan.workspace.expected import hold, revision_of
from execplan.workspace.handle import Handle
from execplan.workspace.index import Index
from execplan.workspace.slug import checked_slug, free_slug
from execplan.workspace.templates import template_source, terms_for
from execplan.workspace.words import Words

if TYPE_CHECKING:
    # A plan's past is imported by the first who asks for it: few ever do.
    from execplan.workspace.past import Past, Undone
    from execplan.workspace.recovery import Recovered

T = TypeVar("T")
_LONGEST_NAME = 80


def utc_now() -> datetime:
    return datetime.now(UTC)


class Workspace:
    """The plans below ``root``. Without a root every verb says how to give one. Safe for threads."""

    def __init__(
        self,
        root: Path | None,
        *,
        read_only: bool = False,
        clock: Callable[[], datetime] = utc_now,
        by: str = "",
    ) -> None:
        self.root = root
        self.read_only = read_only
        self._clock = clock
        self._tree = None if root is None else Tree(root)
        self._index = None if self._tree is None else Index(self._tree)
        self._words = Words()
        self._progress: Progress | None = None
        self._by = _name(by)

    def reporting(self, progress: Progress) -> Workspace:
        """The same plans; ``progress`` hears how far a look at many of them is."""
        same = copy(self)
        same._progress = progress
        return same

    def acting(self, by: str) -> Workspace:
        """The same plans; the journal says that ``by`` wrote."""
        same = copy(self)
        same._by = _name(by)
        return same

    def ask(self, ref: str | None, view: Callable[[Plan], T]) -> tuple[Handle, T]:
        """What ``view`` answers about a plan as its file is now. Raises ``PlanError``."""
        tree, index = self._opened()
        catalog = Catalog(tree, index, self._progress)
        handle = catalog.find(ref)
        return handle, view(aware(handle.whole(), handle.name, catalog.named))

    def change(
        self, ref: str | None, edit: Callable[[Plan, str], Change], *, if_revision: str | None = None
    ) -> Changed:
        """Makes ``edit`` true: applied to the fresh text, read again, verified, on the disk. Raises ``PlanError``.

        ``edit`` is pure and may run several times. With ``if_revision`` (at least 8 digits of it) nothing is
        written unless the file still has that revision.
        """
        self._refuse_read_only()
        tree, index = self._opened()
        catalog = Catalog(tree, index, self._progress)
        handle = catalog.find(ref)
        _refuse_archived(handle)
        expected = revision_of(if_revision)
        now = self.now()
        made: list[tuple[Plan, str | None, Plan]] = []

        def once(source: Source) -> Source:
            before = index.parsed(handle.path, source)
            hold(tree, handle, before, expected)
            change = edit(aware(before, handle.name, catalog.named), now)
            text = apply(source, change.edit)
            after = before if text.revision == source.revision else within(read_plan(text), handle.path)
            came = verify(before, change, after)
            made[:] = [(before, change.id or entity_among(came), after)]
            return text

        swapped = swap(tree, handle.path, once, merge=merge, operation=Operation("write", self._by))
        ((before, entity, after),) = made
        if swapped.after.revision != after.revision:  # somebody saved in the same moment, and both were merged
            after = read_plan(swapped.after)
        index.put(handle.path, swapped.stamp, after)
        after = aware(after, handle.name, catalog.named)
        return Changed(Handle.of(handle.slug, handle.path, after), before, after, entity)

    def create(
        self,
        title: str,
        objective: str,
        *,
        slug: str | None = None,
        template: str | None = None,
        context: str | None = None,
        criteria: Iterable[str] = (),
        steps: Iterable[NewStep] = (),
        planned: bool = False,
        then: Callable[[Source, str], Source] | None = None,
        dry_run: bool = False,
    ) -> Changed:
        """A new plan from a template. Nothing is overwritten: a made slug counts on, a given one is refused when taken.

        ``planned``: the context is a brief, to be written as a phased plan, as it is with the template ``team``.

        ``then`` is pure and goes on with the new text before it is written; ``dry_run`` answers what would be
        written, and writes nothing. Raises ``PlanError``.
        """
        self._refuse_read_only()
        tree, _ = self._opened()
        start = template_source(tree, template)
        criteria, steps, now = tuple(criteria), tuple(steps), self.now()
        taken = {name.casefold() for name in folders(tree)}
        wanted = free_slug(title, ()) if slug is None else slug
        if wanted in taken and is_abandoned(tree, wanted):
            taken.remove(wanted)
        while True:
            name = free_slug(title, taken) if slug is None else checked_slug(slug, taken)
            text = new_plan(
                start, title, objective, slug=name, context=context, criteria=criteria, steps=steps,
                planned=planned or template == TEAM, terms=terms_for(tree, context), now=now,
            )  # fmt: skip
            path = f"{AGENTS}/{name}/{PLAN}"
            if then is not None:
                text = then(text, now)
            if dry_run:
                plan = within(read_plan(text), path)
                return Changed(Handle.of(name, path, plan), read_plan(Source.of("")), plan, None)
            try:
                create(tree, path, text, by=self._by)
            except TakenError:  # by somebody else, since we looked
                taken.add(name)
                continue
            plan = read_plan(text)
            return Changed(Handle.of(name, path, plan), read_plan(Source.of("")), plan, None)

    def archive(self, ref: str, *, if_revision: str | None = None) -> Archived:
        """Moves a plan's folder into the archive, with all that is in it. Raises ``PlanError``.

        A verb of its own: ``change`` makes one text of another at the same place, here the place changes and no text
        does. A plan that is archived already stays where it is.
        """
        self._refuse_read_only()
        tree, index = self._opened()
        handle = Catalog(tree, index, self._progress).find(ref)
        if handle.archived:
            return Archived(handle, handle.whole(), moved=False)
        if handle.slug is None:
            raise PlanError("refused", f"{handle.path} is not in {AGENTS}/", "move it there to archive it")
        expected = revision_of(if_revision)
        seen: list[Plan] = []

        def look(source: Source) -> None:
            plan = index.parsed(handle.path, source)
            hold(tree, handle, plan, expected)
            seen[:] = [plan]

        name = archive_folder(tree, handle.slug, look, by=self._by)
        (plan,) = seen
        path = f"{AGENTS}/{ARCHIVE}/{name}/{PLAN}"
        return Archived(Handle.of(name, path, plan), plan, moved=True)

    def plans(self, *, archived: bool = False) -> list[Handle]:
        """The plans of the tree, by slug; archived ones after them when asked for. Raises ``PlanError``."""
        tree, index = self._opened()
        catalog = Catalog(tree, index, self._progress)
        return catalog.plans() + (catalog.archived() if archived else [])

    def named(self, slug: str) -> Handle | None:
        """The plan in the folder of exactly this name, archived or not. Raises ``PlanError``."""
        tree, index = self._opened()
        return Catalog(tree, index).named(slug)

    def keep(self) -> None:
        """Keeps for the next process what was learned of many plans. Only a memory: nothing fails where it cannot."""
        if self._index is not None and not self.read_only:
            self._index.keep()

    def likely(
        self, words: tuple[str, ...], *, archived: bool = False, most: int | None = None
    ) -> tuple[list[Handle], int]:
        """The plans in which the folded words may stand, of many the likeliest; and how many more. Raises ``PlanError``."""
        from execplan.workspace import searching

        tree, index = self._opened()
        return searching.likely(
            tree,
            index,
            self._words,
            words,
            archived=archived,
            most=most or searching.MOST,
            writes=not self.read_only,
            progress=self._progress,
        )

    def history(self, ref: str | None = None, limit: int = 20) -> Past:
        """What was done to a plan, newest first; also to one whose file is gone. Raises ``PlanError``."""
        from execplan.workspace import past

        tree, _, handle = self._ever(ref)
        return past.history(tree, handle, limit)

    def undo(
        self,
        ref: str | None = None,
        *,
        op: str | None = None,
        to: str | None = None,
        if_revision: str | None = None,
    ) -> Undone:
        """Takes back the last operation of ours, the one that is named, or all that came after ``to``.

        What came later otherwise stays; where both cannot be, the undo is refused. Raises ``PlanError``.
        """
        from execplan.workspace import past

        self._refuse_read_only()
        tree, index = self._opened()
        handle = Catalog(tree, index, self._progress).find(ref)
        _refuse_archived(handle)
        expected = revision_of(if_revision)
        return past.undo(
            tree, index, handle, by=self._by, op=op, to=to, look=lambda plan: hold(tree, handle, plan, expected)
        )

    def missing(self, ref: str | None = None) -> Recovered:
        """What ``recover`` would bring back; writes nothing. Raises ``PlanError``."""
        from execplan.workspace import recovery

        tree, _, handle = self._ever(ref)
        return recovery.missing(tree, handle)

    def recover(self, ref: str | None = None) -> Recovered:
        """Brings back what a save from a stale buffer, a checkout or a deletion took out of the file.

        Raises ``PlanError``.
        """
        from execplan.workspace import recovery

        self._refuse_read_only()
        return recovery.recover(*self._ever(ref), by=self._by)

    def _ever(self, ref: str | None) -> tuple[Tree, Index, Handle]:
        """The plan that is meant, also one whose file is gone."""
        from execplan.workspace.past import find

        tree, index = self._opened()
        return tree, index, find(tree, Catalog(tree, index, self._progress), ref)

    def _opened(self) -> tuple[Tree, Index]:
        if self._tree is None or self._index is None:
            raise PlanError(
                "not_found", "no root: no folder upwards has .agents or .git", "use --root or EXECPLAN_ROOT"
            )
        return self._tree, self._index

    def _refuse_read_only(self) -> None:
        if self.read_only:
            raise PlanError("refused", "this is read-only", "start execplan without --read-only to write")

    def now(self) -> str:
        """The time, as edits and reviews take it: RFC 3339, UTC, to the minute."""
        return self._clock().astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")


def _refuse_archived(handle: Handle) -> None:
    if handle.archived:
        raise PlanError("refused", f"{handle.slug} is archived", "move its folder back to .agents/ to change it")


def _name(by: str) -> str:
    """Who writes, as the journal says it: one line."""
    return one_line(by.encode("utf-8", "replace").decode())[:_LONGEST_NAME]
