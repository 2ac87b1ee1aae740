"""Commands for the end of a plan: finish, archive. Know options and how to print; decide nothing."""

from __future__ import annotations

import click

from execplan.cli.session import PLAN, TEXT, Session, reading, which_plan, writing
from execplan.cli.terminal import Terminal, plain
from execplan.plan.errors import PlanError


@click.command()
@click.argument("summary", type=TEXT)
@click.option("--delivered", "-d", type=TEXT, multiple=True, help="What was delivered; repeat for more.")
@click.option("--worked", type=TEXT, multiple=True, help="What worked; repeat for more.")
@click.option("--did-not-work", type=TEXT, multiple=True, help="What did not work; repeat for more.")
@click.option("--metric", "metrics", type=TEXT, multiple=True, help="What was measured; repeat for more.")
@click.option("--lesson", "lessons", type=TEXT, multiple=True, help="What was learned; repeat for more.")
@click.option("--force", type=TEXT, metavar="REASON", help="Finish though work is open; the reason is written down.")
@writing
@reading
def finish(
    session: Session,
    summary: str,
    delivered: tuple[str, ...],
    worked: tuple[str, ...],
    did_not_work: tuple[str, ...],
    metrics: tuple[str, ...],
    lessons: tuple[str, ...],
    force: str | None,
    plan: str | None,
    if_revision: str | None,
) -> None:
    """Complete a plan and write its outcome.

    Refused while steps, criteria or blockers are open.

    Example: execplan finish "Builds take 48 s" --delivered "The disk cache" --lesson "Measure first"
    """
    from execplan.edits.finish import finish as edit
    from execplan.workspace.wire.whole import finished

    changed = session.workspace().change(
        plan,
        lambda one, now: edit(
            one,
            summary,
            delivered=delivered,
            worked=worked,
            did_not_work=did_not_work,
            metrics=metrics,
            lessons=lessons,
            force=force,
            now=now,
        ),
        if_revision=if_revision,
    )
    answer = finished(changed)

    def text(terminal: Terminal) -> list[str]:
        already = " already" if answer.unchanged else ""
        said = f"✓ finished{already} {answer.plan}  {answer.done}/{answer.total} steps"
        where = [plain(f"outcome in '{answer.section}'")] if answer.section else []
        then = terminal.fit(plain(f"next: execplan archive {answer.plan}"))
        return [terminal.paint(terminal.fit(terminal.glyphs(plain(said))), "good"), *where, then]

    session.answer(answer, text)


@click.command()
@click.argument("named", metavar="PLAN", type=PLAN, required=False)
@writing
@reading
def archive(session: Session, named: str | None, plan: str | None, if_revision: str | None) -> None:
    """Move a plan's folder to the archive, with all that is in it.

    Example: execplan archive cache
    """
    from execplan.workspace.wire.whole import archived, left_open

    ref = which_plan(named, plan)
    if ref is None or not ref.strip():
        raise PlanError("invalid", "no plan is named", "name the plan to archive: its slug, or a piece of its title")
    answer = archived(session.workspace().archive(ref, if_revision=if_revision))

    def text(terminal: Terminal) -> list[str]:
        already = " already" if answer.unchanged else ""
        left = left_open(answer)
        made = terminal.glyphs(plain(f"✓ archived{already} {answer.plan}"))
        warning = [terminal.paint(plain(f"it has {left}"), "busy")] if left else []
        return [f"{terminal.paint(made, 'good')}  {plain(answer.path)}", *warning]

    session.answer(answer, text)
