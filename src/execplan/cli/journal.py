"""Commands for what was decided and found out: decide, discover. Know options and how to print; decide nothing."""

from __future__ import annotations

import click

from execplan.cli.session import TEXT, Session, reading, record, writing


@click.command()
@click.argument("decision", metavar="TEXT", type=TEXT)
@click.option("--because", type=TEXT, required=True, help="The reason.")
@click.option("--alternatives", type=TEXT, help="What else was considered.")
@click.option("--trade-offs", type=TEXT, help="What it costs.")
@click.option("--by", type=TEXT, help="Who decided.")
@click.option("--reference", type=TEXT, help="Where it was discussed.")
@writing
@reading
def decide(
    session: Session,
    decision: str,
    because: str,
    alternatives: str | None,
    trade_offs: str | None,
    by: str | None,
    reference: str | None,
    plan: str | None,
    if_revision: str | None,
) -> None:
    """Record a decision and its reason.

    Example: execplan decide "Keep SQLite" --because "one writer is enough"
    """
    from execplan.edits.journal import add_decision

    changed = session.workspace().change(
        plan,
        lambda one, now: add_decision(
            one,
            decision,
            because,
            alternatives=alternatives,
            trade_offs=trade_offs,
            by=by,
            reference=reference,
            now=now,
        ),
        if_revision=if_revision,
    )
    record(session, changed, "decision", "recorded", changed.id or "")


@click.command()
@click.argument("what", metavar="TEXT", type=TEXT)
@click.option("--why", type=TEXT, help="Why it matters.")
@click.option("--action", type=TEXT, help="What was done about it.")
@click.option("--evidence", type=TEXT, help="How it is known: a command, a number, a link.")
@writing
@reading
def discover(
    session: Session,
    what: str,
    why: str | None,
    action: str | None,
    evidence: str | None,
    plan: str | None,
    if_revision: str | None,
) -> None:
    """Record something unexpected found during the work.

    Example: execplan discover "The index is rebuilt on every read" --evidence "strace shows 40 opens"
    """
    from execplan.edits.journal import add_discovery

    changed = session.workspace().change(
        plan,
        lambda one, now: add_discovery(one, what, why_it_matters=why, action=action, evidence=evidence, now=now),
        if_revision=if_revision,
    )
    record(session, changed, "discovery", "recorded", changed.id or "")
