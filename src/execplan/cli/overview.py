"""What ``execplan`` alone shows: where you are and what to do next. Knows how to print; decides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from execplan.cli.session import Session
from execplan.cli.terminal import Terminal, plain
from execplan.plan.errors import PlanError

if TYPE_CHECKING:
    from execplan.workspace.handle import Handle

_WHOLE = 3
"""Plans that are shown with their bar and next step; more are listed in a line each."""
_LISTED = 20
_NONE = "No plans here: no folder upwards has .agents or .git"
_BEGIN = 'Begin one: execplan new "Move the cache" --objective "Builds take under a minute"'


def overview(session: Session) -> None:
    """Print the open plans. A folder without plans is no error: it says how to begin."""
    from execplan.workspace.listing import listed

    try:
        workspace = session.workspace()
        handles = listed(workspace, "open")
    except PlanError as error:
        if error.code != "not_found":
            raise
        session.show(lambda terminal: _nothing(_NONE, f"{_BEGIN} --root .", terminal))
        return
    if handles:
        session.show(lambda terminal: _page(handles, terminal))
        workspace.keep()
    else:
        session.show(lambda terminal: _nothing(f"No open plans under {workspace.root}", _BEGIN, terminal))


def _nothing(said: str, then: str, terminal: Terminal) -> list[str]:
    return [terminal.fit(plain(said)), then, "All commands: execplan --help"]


def _page(handles: list[Handle], terminal: Terminal) -> list[str]:
    from execplan.cli.plans import row
    from execplan.cli.terminal import table

    if len(handles) > _WHOLE:
        lines = table([row(handle) for handle in handles[:_LISTED]], terminal, whole=3)
        more = len(handles) - _LISTED
        lines += [terminal.fit(f"+{more:,} more: execplan list")] if more > 0 else []
    else:
        lines = [line for handle in handles for line in ("", *_plan(handle, terminal))][1:]
    named = plain(handles[0].slug or handles[0].path)
    more = terminal.glyphs(f"execplan show {named} · execplan --help")
    return [*lines, "", terminal.paint(terminal.fit(more), "dim")]


def _plan(handle: Handle, terminal: Terminal) -> list[str]:
    """Title and state, the bar, what blocks it, what is next."""
    from execplan.cli.render import bar, blocker_lines, next_line, painted, state
    from execplan.views.progress import plan_status, progress

    name, plan = plain(handle.name), handle.plan
    if plan is None:
        why = plain(handle.error.message) if handle.error else ""
        return [f"{painted(state('unreadable'), terminal)}  {terminal.fit(name, indent=14)}", terminal.fit(f"  {why}")]
    title = terminal.paint(terminal.fit(plain(plan.title) or name), "strong")
    said = terminal.paint(terminal.fit(name, indent=16), "dim")
    return [
        title,
        f"{painted(state(plan_status(plan)), terminal)}  {said}",
        bar(progress(plan), terminal),
        *blocker_lines(handle.summary().open_obstacles, terminal),
        next_line(plan, terminal),
    ]
