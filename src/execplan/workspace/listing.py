"""Which plans a list shows. Knows states and the archive; knows no answer and no transport."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Literal, get_args

from execplan.plan.errors import PlanError

if TYPE_CHECKING:
    from execplan.views.summary import Obstacle
    from execplan.workspace.handle import Handle
    from execplan.workspace.workspace import Workspace

Which = Literal["open", "all", "planning", "in_progress", "blocked", "completed", "archived"]
WHICH: tuple[str, ...] = get_args(Which)


def listed(workspace: Workspace, which: Which = "open") -> list[Handle]:
    """The plans of one kind. A plan that cannot be read is open: somebody should look at it."""
    return list(each(workspace, which))


def each(workspace: Workspace, which: Which = "open") -> Iterator[Handle]:
    """As ``listed``, one after another: what is done with each comes between two looks, so that their progress tells of it."""
    return (one for one in workspace.plans(archived=which in ("archived", "all")) if _is(one, which))


def _is(handle: Handle, which: Which) -> bool:
    if which == "all":
        return True
    if which == "archived" or handle.archived:
        return handle.archived and which == "archived"
    if handle.error is not None:
        return which == "open"
    try:
        return handle.open if which == "open" else handle.summary().status == which
    except PlanError:  # gone since it was listed
        return False


def obstacles_in(
    handles: Iterable[Handle], *, resolved: bool
) -> tuple[list[tuple[Handle, tuple[Obstacle, ...]]], list[str]]:
    """The blockers of each plan that has some, resolved ones too if asked for; and what could not be read, and why."""
    found: list[tuple[Handle, tuple[Obstacle, ...]]] = []
    unread: list[str] = []
    for handle in handles:
        try:
            every = handle.obstacles()
        except PlanError as error:
            unread.append(f"{handle.name}: {error}")
            continue
        shown = every if resolved else tuple(one for one in every if not one.resolved)
        if shown:
            found.append((handle, shown))
    return found, unread
