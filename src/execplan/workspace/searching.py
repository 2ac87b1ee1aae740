"""Which plans a search looks at: of many those alone in which the words may stand. Knows no answer and no transport."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from execplan.plan.errors import PlanError
from execplan.store.discover import discover, discover_archived
from execplan.views.search import Hit, Kind, search, words_of
from execplan.workspace.handle import Handle, OnDisk

if TYPE_CHECKING:
    from execplan.plan.model import Plan
    from execplan.store.tree import Tree
    from execplan.workspace.catalog import Progress
    from execplan.workspace.index import Index
    from execplan.workspace.words import Words
    from execplan.workspace.workspace import Workspace

MOST = 32
"""Plans that are looked into."""
AT_LAST = 256
"""Plans that are looked into where those had all the words, but no entry with all of them."""
FEW = 50
"""Plans up to which each is looked into."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What a search found. Where ``plans_more`` have the words too but were not looked into, there may be more hits."""

    hits: tuple[Hit, ...]
    unread: tuple[str, ...]
    plans_more: int = 0


def found(workspace: Workspace, query: str, kinds: Iterable[Kind] = (), *, archived: bool = False) -> Sought:
    """The hits in all plans, open and closed, and the plans that could not be read. The archive is read on request."""
    words, kinds = words_of(query), tuple(kinds)
    sought = _within(*workspace.likely(words, archived=archived), query, kinds)
    if sought.hits or not sought.plans_more:
        return sought
    return _within(*workspace.likely(words, archived=archived, most=AT_LAST), query, kinds)


def _within(handles: Iterable[Handle], more: int, query: str, kinds: Iterable[Kind]) -> Sought:
    plans: list[tuple[str, Plan]] = []
    unread: list[str] = []
    for handle in handles:
        try:
            plans.append((handle.name, handle.whole()))
        except PlanError as error:
            unread.append(f"{handle.name}: {error}")
    return Sought(search(plans, query, kinds), tuple(unread), more)


def likely(
    tree: Tree,
    index: Index,
    known: Words,
    words: tuple[str, ...],
    *,
    archived: bool,
    most: int,
    writes: bool,
    progress: Progress | None,
) -> tuple[list[Handle], int]:
    """The plans in which the folded words may stand, and those that cannot be read; and how many more there are.

    Of a few plans these are all. Raises ``PlanError``.
    """
    every = discover(tree) + (discover_archived(tree) if archived else ())
    if len(every) <= FEW:
        seen = count(1)
        begun = None if progress is None else lambda: progress(next(seen), len(every))
        return [Handle(one.slug, one.path, OnDisk(index, one.path, one.stamp, begun)) for one in every], 0
    some = known.likely(tree, every, words, most, writes=writes, progress=progress)
    unread = [Handle.broken(found.slug, found.path, error) for found, error in some.unread]
    return [Handle(one.slug, one.path, OnDisk(index, one.path, one.stamp)) for one in some.files] + unread, some.more
