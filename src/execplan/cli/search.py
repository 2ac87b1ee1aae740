"""The command that searches all plans. Knows options and how to print; decides nothing."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, cast

import click

from execplan.cli.session import TEXT, Session, Word, reading
from execplan.cli.terminal import Cell, Terminal, plain, table

if TYPE_CHECKING:
    from execplan.views.search import Kind
    from execplan.workspace.wire.search import SearchAnswer

# The same words as ``views.search.KINDS``, which is too dear to import for a help page.
KINDS = ("plan", "step", "criterion", "decision", "discovery", "blocker", "question", "risk", "log", "section")
LIMIT = 20
"""Hits shown to people; ``--json`` shows all unless told otherwise."""


@click.command()
@click.argument("query", type=TEXT, nargs=-1, required=True)
@click.option("--kind", "-k", "kinds", type=Word(KINDS), multiple=True, help="Only these; repeat for more.")
@click.option("--limit", "-n", type=click.IntRange(min=1), help=f"How many (default: {LIMIT}; all with --json).")
@click.option("--archived", is_flag=True, help="Look in the archive as well.")
@reading
def search(session: Session, query: tuple[str, ...], kinds: tuple[str, ...], limit: int | None, archived: bool) -> None:
    """Find words in the steps, records and prose of all plans.

    Example: execplan search rate limit --kind decision
    """
    from execplan.workspace.searching import found
    from execplan.workspace.wire.search import search_answer

    chosen: tuple[Kind, ...] = tuple(cast("Kind", kind) for kind in kinds)
    sought = found(session.workspace(), " ".join(query), chosen, archived=archived)
    answer = search_answer(sought, limit or (sys.maxsize if session.as_json else LIMIT))
    session.answer(answer, lambda terminal: _lines(answer, terminal))


def _lines(answer: SearchAnswer, terminal: Terminal) -> list[str]:
    from execplan.workspace.wire.search import name

    rows = [
        (
            Cell(plain(row.plan), "strong"),
            Cell(row.kind, "dim"),
            Cell(plain(name(row))),
            Cell(plain(row.snippet)),
        )
        for row in answer.hits
    ]
    lines = table(rows, terminal) if rows else ["Nothing found."]
    lines += [f"+{answer.more} more: raise --limit, or name a --kind"] if answer.more else []
    lines += [f"+{answer.plans_more} plans with the words not looked into: add a word"] if answer.plans_more else []
    return [*lines, *(plain(f"not read: {one}") for one in answer.unreadable or ())]
