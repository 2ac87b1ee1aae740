"""Commands for what was done to a plan: history, undo, recover. Know options and how to print; decide nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from execplan.cli.session import PLAN, TEXT, Session, of_plan, reading, which_plan, writing
from execplan.cli.terminal import Cell, Terminal, Tone, cut, plain, table

if TYPE_CHECKING:
    from execplan.workspace.wire.past import HistoryAnswer, OperationRow, RecoveredAnswer

MISSING = 1
"""The exit code when ``recover --dry-run`` finds something."""
_OP = 8
"""Digits of an operation's id that are shown; fewer name it."""
_WHO = 20
_LINES = 3
"""Changes of one operation that are shown."""
_LEADS: dict[str, str] = {
    "create": "plan created",
    "merge": "merged with a save",
    "displaced": "kept here, in no file",
    "undo": "undo",
    "recover": "recovered",
    "archive": "moved to the archive",
}
"""What is said of an operation before what it changed; a write speaks for itself."""


@click.command()
@click.argument("named", metavar="PLAN", type=PLAN, required=False)
@click.option("--limit", "-n", type=click.IntRange(min=1, max=1_000), default=20, help="How many (default: 20).")
@of_plan
@reading
def history(session: Session, named: str | None, plan: str | None, limit: int) -> None:
    """Show what was done to a plan, newest first, by whom.

    Saves by an editor or by git are told too. Times are UTC.

    Example: execplan history cache --limit 5
    """
    from execplan.workspace.wire.past import history_answer

    answer = history_answer(session.workspace().history(which_plan(named, plan), limit))
    session.answer(answer, lambda terminal: _page(answer, terminal))


@click.command()
@click.argument("named", metavar="PLAN", type=PLAN, required=False)
@click.option("--op", type=TEXT, help="The operation to take back, as history names it (default: the last one).")
@click.option("--to", type=TEXT, metavar="OP", help="Take back all that came after this operation.")
@writing
@reading
def undo(
    session: Session, named: str | None, op: str | None, to: str | None, plan: str | None, if_revision: str | None
) -> None:
    """Take back an operation; what came later otherwise stays.

    An undo is an edit: it is in the history, and can be undone. Where it contradicts what came later, it is refused.

    Example: execplan undo cache --op 3f2a1b9c
    """
    from execplan.cli.render import next_line
    from execplan.workspace.wire.past import undone_answer

    undone = session.workspace().undo(which_plan(named, plan), op=op, to=to, if_revision=if_revision)
    answer = undone_answer(undone)

    def text(terminal: Terminal) -> list[str]:
        count = len(answer.undone)
        back = f"back to {answer.to[:_OP]}, {count} operation{'s' * (count != 1)} undone" if answer.to else ""
        said = plain(f"✓ {back or f'undone {answer.undone[0][:_OP]}'} in {answer.plan}")
        made = terminal.paint(terminal.fit(terminal.glyphs(said)), "good")
        return [made, *_changes(answer.changes, terminal), next_line(undone.plan, terminal)]

    session.answer(answer, text)


@click.command()
@click.argument("named", metavar="PLAN", type=PLAN, required=False)
@click.option("--dry-run", is_flag=True, help="Only say what is missing; exits with 1 when something is.")
@of_plan
@reading
def recover(session: Session, named: str | None, plan: str | None, dry_run: bool) -> int:
    """Bring back what a stale editor, git or a deletion took out.

    A plan whose file is gone is made again; name it by its slug.

    Example: execplan recover cache --dry-run
    """
    from execplan.workspace.wire.past import recovered_answer

    workspace, ref = session.workspace(), which_plan(named, plan)
    found = workspace.missing(ref) if dry_run else workspace.recover(ref)
    answer = recovered_answer(found, "missing" if dry_run else "recovered")
    session.answer(answer, lambda terminal: _recovered(answer, terminal))
    return MISSING if answer.status == "missing" else 0


def _recovered(answer: RecoveredAnswer, terminal: Terminal) -> list[str]:
    name = plain(answer.plan)
    look = (
        [terminal.fit(f"look at {plain(answer.aside)}: a save that does not fit in any more")] if answer.aside else []
    )
    if answer.status == "complete":
        said = terminal.glyphs(f"✓ nothing is missing in {name}")
        return [terminal.paint(terminal.fit(said), "good"), *look]
    changes = _changes(answer.changes, terminal)
    if answer.status == "missing":
        said = f"{plain(answer.path)} is gone" if answer.gone else f"{name} lacks what its history holds"
        said = terminal.glyphs(f"✗ {said}")
        then = terminal.fit(f"next: execplan recover {name}")
        return [terminal.paint(terminal.fit(said), "bad"), *changes, then]
    said = terminal.glyphs(f"✓ {plain(answer.path)} made again" if answer.gone else f"✓ recovered {name}")
    return [terminal.paint(terminal.fit(said), "good"), *changes, *look]


def _changes(changes: Sequence[str], terminal: Terminal) -> list[str]:
    return [f"  {terminal.fit(terminal.glyphs(plain(one)), indent=2)}" for one in changes]


def _page(answer: HistoryAnswer, terminal: Terminal) -> list[str]:
    if not answer.operations:
        return [terminal.fit(f"Nothing is recorded of {plain(answer.plan)} yet.")]
    lines: list[str] = []
    if answer.gone:
        gone = terminal.glyphs(f"✗ {plain(answer.path)} is gone or cannot be read")
        then = terminal.fit(f"next: execplan recover {plain(answer.plan)}")
        lines += [terminal.paint(terminal.fit(gone), "bad"), then, ""]
    rows = [(one.at[:10], row) for one in answer.operations for row in _rows(one)]
    day = ""
    for (today, _), line in zip(rows, table([row for _, row in rows], terminal, whole=2), strict=True):
        if today != day:
            lines += [*([""] if day else []), terminal.paint(today, "strong")]
            day = today
        lines.append(line)
    return [*lines, *([f"+{answer.more} older: raise --limit"] if answer.more else [])]


def _rows(one: OperationRow) -> Iterator[tuple[Cell, ...]]:
    """Time, id, who, and a line for each of the first changes."""
    tone: Tone = "dim" if one.undone else "plain"
    changes = [plain(change) for change in one.changes]
    if len(changes) > _LINES + 1:
        changes = [*changes[:_LINES], f"… {len(changes) - _LINES} more with --json"]
    lead = _lead(one)
    if lead and changes:
        changes[0] = f"{lead}: {changes[0]}"
    first = changes[0] if changes else lead or "first text that is known"
    if one.undone:
        first = f"(undone) {first}"
    who = "by hand" if one.kind in ("seen", "displaced") else cut(plain(one.by or ""), _WHO)
    yield Cell(one.at[11:16]), Cell((one.op or "")[:_OP], "dim"), Cell(who, "dim"), Cell(first, tone)
    for change in changes[1:]:
        yield Cell(""), Cell(""), Cell(""), Cell(change, tone)


def _lead(one: OperationRow) -> str:
    """What is said before the changes; nothing of a write."""
    if not one.undoes:
        return _LEADS.get(one.kind, "")
    more = len(one.undoes) - 1
    return f"undo of {one.undoes[0][:_OP]}" + (f" and {more} more" if more else "")
