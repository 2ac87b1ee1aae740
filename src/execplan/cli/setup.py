"""The command that makes a project ready for plans: init. Knows options and how to print; decides nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from execplan.cli.session import Session, reading
from execplan.cli.terminal import Cell, Terminal, Tone, table
from execplan.plan.errors import PlanError

if TYPE_CHECKING:
    from execplan.workspace.wire.setup import SetupAnswer

_SHOWN: dict[str, tuple[str, Tone]] = {
    "made": ("✓ made", "good"),
    "changed": ("✓ changed", "good"),
    "unchanged": ("– unchanged", "dim"),
    "kept": ("○ kept", "plain"),
    "removed": ("✓ removed", "good"),
}
_WOULD = {"made": "would make", "changed": "would change", "removed": "would remove"}


@click.command()
@click.option("--github", is_flag=True, help="Also an issue form for new plans, in .github/ISSUE_TEMPLATE.")
@click.option("--skill", is_flag=True, help="Also a skill for Claude Code, in .claude/skills.")
@click.option("--remove", is_flag=True, help="Take it all back; plans, and files you changed, stay.")
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
@reading
def init(session: Session, github: bool, skill: bool, remove: bool, dry_run: bool) -> None:
    """Make a project ready: template, ignore rules, agent notes.

    The note stands between marks in AGENTS.md (or your CLAUDE.md) and is brought up to date by the next init; the rest of
    the file is left as it is.

    Example: execplan init --github
    """
    from execplan.store.tree import Tree
    from execplan.workspace.setup.setup import Wanted, made, unmade
    from execplan.workspace.wire.setup import setup_answer

    if remove and (github or skill):
        raise PlanError("invalid", "--remove takes everything back", "leave out --github and --skill")
    root = session.workspace().root or Path.cwd()
    tree = Tree(root)
    parts = unmade(tree, dry=dry_run) if remove else made(tree, Wanted(skill, github), dry=dry_run)
    answer = setup_answer(str(root), parts, dry=dry_run)
    session.answer(answer, lambda terminal: _page(answer, terminal, remove=remove))


def _page(answer: SetupAnswer, terminal: Terminal, *, remove: bool) -> list[str]:
    rows: list[tuple[Cell, ...]] = []
    for one in answer.files:
        if one.outcome == "absent":
            continue
        text, tone = _SHOWN[one.outcome]
        if answer.dry_run and one.outcome in _WOULD:
            text, tone = f"○ {_WOULD[one.outcome]}", "plain"
        why = "says something else: yours" if one.outcome == "kept" else ""
        rows.append((Cell(text, tone), Cell(one.path), Cell(why, "dim")))
    lines = table(rows, terminal, whole=2) or ["nothing of execplan's set-up is here"]
    if remove or answer.dry_run:
        return lines
    return [*lines, terminal.fit('next: execplan new "Title" --objective "…"')]
