"""Which plans a list shows. Knows states and the archive; knows no answer and no transport."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

from execplan.views.progress import plan_status

if TYPE_CHECKING:
    from execplan.workspace.workspace import Handle, Workspace

Which = Literal["open", "all", "planning", "in_progress", "blocked", "completed", "archived"]
WHICH: tuple[str, ...] = get_args(Which)


def listed(workspace: Workspace, which: Which = "open") -> list[Handle]:
    """The plans of one kind. A plan that cannot be read is open: somebody should look at it."""
    return [one for one in workspace.plans(archived=which in ("archived", "all")) if _is(one, which)]


def _is(handle: Handle, which: Which) -> bool:
    if which == "all":
        return True
    if which == "archived" or handle.archived:
        return handle.archived and which == "archived"
    if handle.plan is None:
        return which == "open"
    return handle.open if which == "open" else plan_status(handle.plan) == which
