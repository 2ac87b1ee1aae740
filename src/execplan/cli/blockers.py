"""Commands for what holds the work up: block, unblock, blockers. Know options and how to print; decide nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import click

from execplan.cli.reports import Form, formatted, prefixed, publish
from execplan.cli.session import TEXT, Session, Word, of_plan, reading, record, whole, writing
from execplan.cli.terminal import Terminal, plain
from execplan.plan.errors import PlanError

if TYPE_CHECKING:
    from execplan.plan.model import Severity
    from execplan.views.reports.report import Sheet
    from execplan.views.summary import Obstacle
    from execplan.workspace.handle import Handle
    from execplan.workspace.wire.answers import Answer
    from execplan.workspace.workspace import Workspace

FINDINGS = 1
"""The exit code that fails a build: there are open blockers, or plans that nobody could look into."""


@click.command()
@click.argument("text", type=TEXT)
@click.option("--step", "-s", type=TEXT, help="The step that cannot go on; it turns blocked.")
@click.option("--needs", type=TEXT, help="What would resolve it, or who.")
@click.option("--option", "options", type=TEXT, multiple=True, help="A way out; repeat for more.")
@writing
@reading
def block(
    session: Session,
    text: str,
    step: str | None,
    needs: str | None,
    options: tuple[str, ...],
    plan: str | None,
    if_revision: str | None,
) -> None:
    """Record what stops the work.

    Example: execplan block "No access to the registry" --step 4 --needs "a token from the platform team"
    """
    from execplan.edits import blockers as edits

    changed = session.workspace().change(
        plan,
        lambda one, now: edits.add(one, text, step=step, needs=needs, options=options, now=now),
        if_revision=if_revision,
    )
    record(session, changed, "blocker", "open", changed.id or "")


@click.command()
@click.argument("blocker", type=TEXT)
@click.argument("resolution", type=TEXT)
@writing
@reading
def unblock(session: Session, blocker: str, resolution: str, plan: str | None, if_revision: str | None) -> None:
    """Resolve a blocker; its step can go on.

    BLOCKER is an id or a piece of its text.

    Example: execplan unblock "registry" "the token is in the vault"
    """
    from execplan.edits import blockers as edits
    from execplan.plan.references import find_blocker

    changed = session.workspace().change(
        plan, lambda one, now: edits.resolve(one, blocker, resolution, now=now), if_revision=if_revision
    )
    record(session, changed, "blocker", "resolved", changed.id or find_blocker(changed.before, blocker).id)


@click.command()
@click.option("--include-resolved", is_flag=True, help="Show resolved ones too (text and json).")
@click.option(
    "--fail-on", type=Word(("any", "none")), default="any", show_default=True, help="Exit with 1 on open blockers."
)
@of_plan
@reading
@formatted
def blockers(session: Session, form: Form, include_resolved: bool, fail_on: str, plan: str | None) -> int:
    """List the open blockers of every open plan, or of one.

    Exits with 1 when there are any, or when a plan cannot be read.

    Example: execplan blockers --plan cache --fail-on none
    """
    from execplan.workspace.listing import each, obstacles_in

    if include_resolved and form not in ("text", "json"):
        raise PlanError("invalid", f"--include-resolved with --format {form}", "that format reports what is open")
    workspace = session.workspace()
    handles = [workspace.ask(plan, whole)[0]] if plan is not None else each(workspace)
    found, unread = obstacles_in(handles, resolved=include_resolved)

    def answer() -> Answer:
        from execplan.workspace.wire.build import blockers_answer

        return blockers_answer(found, sys.maxsize, unread)

    def page(terminal: Terminal) -> list[str]:
        return _page(found, unread, terminal, every=include_resolved)

    def sheet() -> Sheet:
        every = [workspace.ask(plan, whole)[0]] if plan is not None else each(workspace)
        return _sheet(workspace, every, "error" if fail_on == "any" else "warning")

    publish(form, sheet, lambda: session.answer(answer, page))
    workspace.keep()
    findings = bool(unread) or any(not one.resolved for _, obstacles in found for one in obstacles)
    return FINDINGS if findings and fail_on == "any" else 0


def _sheet(workspace: Workspace, handles: Iterable[Handle], severity: Severity) -> Sheet:
    from execplan import __version__
    from execplan.views.reports.blockers import RULES, of_blockers
    from execplan.views.reports.report import Sheet, unread

    path = prefixed(workspace)
    reports = tuple(
        of_blockers(one.name, path(one.path), plan, severity)
        if (plan := one.plan) is not None
        else unread(one.name, path(one.path), str(one.error), severity)
        for one in handles
    )
    return Sheet("blockers", __version__, RULES, reports)


def _page(
    found: Sequence[tuple[Handle, Sequence[Obstacle]]],
    unread: Sequence[str],
    terminal: Terminal,
    *,
    every: bool,
) -> list[str]:
    from execplan.cli.render import blocker_lines

    lines: list[str] = []
    for handle, shown in found:
        title = terminal.fit(f"{plain(handle.name)} · {plain(handle.title())}")
        lines += [*([""] if lines else []), terminal.paint(terminal.glyphs(title), "strong")]
        lines += blocker_lines(shown, terminal)
    lines += [terminal.glyphs(f"✗ not read: {plain(one)}") for one in unread]
    return lines or [terminal.glyphs("✓ no open blockers" if not every else "✓ no blockers")]
