"""Commands for a plan's own text: edit section, edit plan. Know options and how to print; decide nothing."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from execplan.cli.session import TEXT, Session, Word, reading, writing
from execplan.cli.steps import edit_step
from execplan.cli.terminal import Terminal, plain
from execplan.plan.errors import PlanError

if TYPE_CHECKING:
    from execplan.workspace.changed import Changed

# The same words as ``edits.revise_plan.SETTABLE``, which is too dear to import for a help page.
STATUSES = ("planning", "in_progress", "blocked", "abandoned")


@click.group()
def edit() -> None:
    """Change what a plan, a section or a step says.

    Example: execplan edit section Testing "Run scripts/test."
    """


@edit.command("section")
@click.argument("section", type=TEXT)
@click.argument("text", type=TEXT)
@click.option("--replace", "mode", flag_value="replace", help="In place of its text (needs --if-revision).")
@click.option("--append", "mode", flag_value="append", default="append", help="At its end (default).")
@writing
@reading
def edit_section(
    session: Session, section: str, text: str, mode: str, plan: str | None, if_revision: str | None
) -> None:
    """Write Markdown into a section; TEXT - reads standard input.

    Text without headings leaves the section's sub-sections as they are.

    Example: execplan edit section Testing "Run scripts/test."
    """
    from execplan.edits.sections import edit_section as change
    from execplan.workspace.wire.whole import section_written

    if mode == "replace" and if_revision is None:
        raise PlanError("invalid", "--replace needs --if-revision", "`execplan show --section … --json` says it")
    said = _standard_input() if text == "-" else text
    changed = session.workspace().change(
        plan, lambda one, now: change(one, section, said, mode=mode, now=now), if_revision=if_revision
    )
    session.answer(
        section_written(changed, section), lambda terminal: _said(changed, f"section '{section}' written", terminal)
    )


@edit.command("plan")
@click.option("--title", type=TEXT, help="Its new title; the slug stays.")
@click.option("--status", type=Word(STATUSES), help="Its status; `execplan finish` completes it.")
@click.option("--owner", type=TEXT, help="Who owns it.")
@click.option("--criterion", "-c", "criteria", type=TEXT, multiple=True, help="A criterion to add; repeat for more.")
@writing
@reading
def edit_plan(
    session: Session,
    title: str | None,
    status: str | None,
    owner: str | None,
    criteria: tuple[str, ...],
    plan: str | None,
    if_revision: str | None,
) -> None:
    """Change what a plan says about itself.

    Example: execplan edit plan --status blocked --owner Ana
    """
    from execplan.edits.revise_plan import edit_plan as change
    from execplan.workspace.wire.whole import plan_revised

    changed = session.workspace().change(
        plan,
        lambda one, now: change(one, title=title, status=status, owner=owner, criteria=criteria, now=now),
        if_revision=if_revision,
    )
    session.answer(plan_revised(changed), lambda terminal: _said(changed, "plan changed", terminal))


def _standard_input() -> str:
    try:
        return sys.stdin.buffer.read().decode("utf-8")
    except UnicodeDecodeError:
        raise PlanError("invalid", "standard input is not UTF-8 text", "send the text as UTF-8") from None


def _said(changed: Changed, what: str, terminal: Terminal) -> list[str]:
    from execplan.cli.render import next_line

    already = " already" if changed.plan.revision == changed.before.revision else ""
    said = plain(f"✓ {what}{already} in {changed.handle.name}")
    return [terminal.paint(terminal.fit(terminal.glyphs(said)), "good"), next_line(changed.plan, terminal)]


edit.add_command(edit_step)
