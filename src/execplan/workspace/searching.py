"""Which plans a search looks at: of many those alone in which the words may stand. Knows no answer and no transport."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from execplan.plan.errors import PlanError
from execplan.store.discover import discover, discover_archived
from execplan.views.search import Hit, Kind, search, words_of
from execplan.workspace.catalog import Handle

if TYPE_CHECKING:
    from execplan.store.discover import Found
    from execplan.store.tree import Tree
    from execplan.workspace.catalog import Progress
    from execplan.workspace.index import Index
    from execplan.workspace.words import Words
    from execplan.workspace.workspace import Workspace

MOST = 32
"""Plans that are looked into."""
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
    handles, more = workspace.likely(words_of(query), archived=archived)
    plans = [(one.slug or one.path, one.plan) for one in handles if one.plan is not None]
    unread = tuple(f"{one.slug or one.path}: {one.error}" for one in handles if one.plan is None)
    return Sought(search(plans, query, kinds), unread, more)


def likely(
    tree: Tree,
    index: Index,
    known: Words,
    words: tuple[str, ...],
    *,
    archived: bool,
    writes: bool,
    progress: Progress | None,
) -> tuple[list[Handle], int]:
    """The plans in which the folded words may stand, and those that cannot be read; and how many more there are.

    Of a few plans these are all. Raises ``PlanError``.
    """
    every = discover(tree) + (discover_archived(tree) if archived else ())
    if len(every) <= FEW:
        handles: list[Handle] = []
        for found in every:
            handles.append(_handle(index, found))
            if progress is not None:
                progress(len(handles), len(every))
        return handles, 0
    some = known.likely(tree, every, words, MOST, writes=writes, progress=progress)
    unread = [Handle(found.slug, found.path, None, error) for found, error in some.unread]
    return [_handle(index, found) for found in some.files] + unread, some.more


def _handle(index: Index, found: Found) -> Handle:
    try:
        return Handle(found.slug, found.path, index.plan(found.path, found.stamp), None)
    except PlanError as error:
        return Handle(found.slug, found.path, None, error)
