"""Commands for risks, criteria and the log, and to take a record back: risk, check, log, retract. Decide nothing."""

from __future__ import annotations

import click

from execplan.cli.session import TEXT, Session, reading, record, writing
from execplan.cli.terminal import Terminal, plain


@click.command()
@click.argument("text", type=TEXT)
@click.option("--impact", type=TEXT, help="How bad it would be.")
@click.option("--probability", type=TEXT, help="How likely it is.")
@click.option("--mitigation", type=TEXT, help="What is done about it.")
@click.option("--owner", type=TEXT, help="Who watches it.")
@click.option("--status", type=TEXT, help="Where it stands: open, mitigated, accepted …")
@writing
@reading
def risk(
    session: Session,
    text: str,
    impact: str | None,
    probability: str | None,
    mitigation: str | None,
    owner: str | None,
    status: str | None,
    plan: str | None,
    if_revision: str | None,
) -> None:
    """Record a risk, or update one that is there.

    TEXT is what may go wrong, or the id or the text of a known risk.

    Example: execplan risk "The vendor raises prices" --impact high --mitigation "sign for two years"
    """
    from execplan.edits.risks import add_risk
    from execplan.views.added import risk_status

    changed = session.workspace().change(
        plan,
        lambda one, now: add_risk(
            one,
            text,
            impact=impact,
            probability=probability,
            mitigation=mitigation,
            owner=owner,
            status=status,
            now=now,
        ),
        if_revision=if_revision,
    )
    record(session, changed, "risk", risk_status(changed.before, changed.plan, changed.id), changed.id or "")


@click.command()
@click.argument("criterion", type=TEXT)
@click.option("--unmet", is_flag=True, help="Untick it.")
@click.option("--evidence", type=TEXT, help="What shows it: a file, a commit, a command and its result, a link.")
@writing
@reading
def check(
    session: Session, criterion: str, unmet: bool, evidence: str | None, plan: str | None, if_revision: str | None
) -> None:
    """Tick a success criterion, or any box that is no step.

    CRITERION is an id or a piece of its text.

    Example: execplan check "cold build" --evidence "make build → 41 s"
    """
    from execplan.edits import criteria as edits
    from execplan.plan.references import find_criterion
    from execplan.workspace.evidence import graded
    from execplan.workspace.wire.checks import check_answer

    workspace = session.workspace()
    piece = graded(workspace.root, evidence) if evidence and evidence.strip() else None
    changed = workspace.change(
        plan,
        lambda one, now: edits.check(one, criterion, met=not unmet, evidence=piece, now=now),
        if_revision=if_revision,
    )
    box = find_criterion(changed.plan, changed.id or criterion)
    said = check_answer(changed, box)

    def text(terminal: Terminal) -> list[str]:
        from execplan.cli.render import next_line

        glyph = "✓" if said.status == "met" else "○"
        already = " already" if said.unchanged else ""
        head = f"{glyph} {said.status}{already}  {plain(box.text)}  {said.met}/{said.total}"
        tone = "good" if said.status == "met" else "plain"
        return [terminal.paint(terminal.fit(terminal.glyphs(head)), tone), next_line(changed.plan, terminal)]

    session.answer(said, text)


@click.command()
@click.argument("entry", type=TEXT)
@click.option("--kind", type=TEXT, default="Note", show_default=True, help="One word that says what it is.")
@writing
@reading
def log(session: Session, entry: str, kind: str, plan: str | None, if_revision: str | None) -> None:
    """Add a dated line to the plan's log.

    It is for what no other command records.

    Example: execplan log "Handed over to Jon" --kind Handoff
    """
    from execplan.edits import progress_log as edits

    changed = session.workspace().change(
        plan, lambda one, now: edits.log(one, entry, kind=kind, now=now), if_revision=if_revision
    )
    record(session, changed, "log", "recorded", changed.id or "")


@click.command()
@click.argument("entry", type=TEXT)
@click.argument("reason", type=TEXT)
@writing
@reading
def retract(session: Session, entry: str, reason: str, plan: str | None, if_revision: str | None) -> None:
    """Strike a mistaken record and say why; nothing is deleted.

    ENTRY is the id or a piece of the text of a decision, discovery, question, risk, blocker, criterion or log entry.

    Example: execplan retract "Keep SQLite" "it was only proposed"
    """
    from execplan.edits import retract as edits
    from execplan.plan.references import find_record

    changed = session.workspace().change(
        plan, lambda one, now: edits.retract(one, entry, reason, now=now), if_revision=if_revision
    )
    record(session, changed, find_record(changed.before, entry)[0], "retracted", changed.id or "")
