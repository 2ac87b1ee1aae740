"""Which plans a search looks at. Knows plans and the archive; knows no answer and no transport."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from execplan.views.search import Hit, Kind, search

if TYPE_CHECKING:
    from execplan.workspace.workspace import Workspace


def found(
    workspace: Workspace, query: str, kinds: Iterable[Kind] = (), *, archived: bool = False
) -> tuple[tuple[Hit, ...], list[str]]:
    """The hits in all plans, open and closed, and the plans that could not be read. The archive is read on request."""
    handles = workspace.plans(archived=archived)
    plans = [(one.slug or one.path, one.plan) for one in handles if one.plan is not None]
    unread = [f"{one.slug or one.path}: {one.error}" for one in handles if one.plan is None]
    return search(plans, query, kinds), unread
