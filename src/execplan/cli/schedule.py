"""The command that says when the work can be done. Knows options and how to print; decides nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from execplan.cli.session import PLAN, TEXT, Session, Word, emit_json, of_plan, pour, reading, which_plan
from execplan.cli.terminal import Terminal
from execplan.plan.errors import PlanError

if TYPE_CHECKING:
    from execplan.workspace.scheduling import Scheduled

FORMATS = ("text", "json", "mermaid", "csv")
FINDINGS = 1
"""The exit code that fails a build: the deadline is missed, and that was asked for."""


@click.command()
@click.argument("named", metavar="[PLAN]", type=PLAN, required=False)
@click.option("--people", is_flag=True, help="Nobody does two steps at once.")
@click.option("--format", "form", type=Word(FORMATS), help="How to answer; text is what people read.  [default: text]")
@click.option("--as-of", type=TEXT, metavar="DATE", help="What if today were this day (2026-10-15)?")
@click.option("--fail-on", type=Word(("missed", "none")), default="none", show_default=True, help="Exit with 1 then.")
@of_plan
@reading
def schedule(
    session: Session,
    named: str | None,
    people: bool,
    form: str | None,
    as_of: str | None,
    fail_on: str,
    plan: str | None,
) -> int:
    """Show when the work can be done: dates, critical path, deadline.

    Steps without an estimate take a day. With --people the order is the solver's where it is installed
    (pip install "execplan[schedule]"), else that of a priority rule.

    Example: execplan schedule launch --people --fail-on missed
    """
    from execplan.views.timetable import verdict
    from execplan.workspace.scheduling import scheduled

    if session.as_json and form not in (None, "json"):
        raise PlanError("invalid", f"two formats: --json and --format {form}", "leave one out")
    found = scheduled(session.workspace(), which_plan(named, plan), people=people, as_of=as_of)
    _print(replace(session, as_json=session.as_json or form == "json"), found, form)
    return FINDINGS if fail_on == "missed" and verdict(found.schedule) == "missed" else 0


def _print(session: Session, found: Scheduled, form: str | None) -> None:
    if session.as_json:
        from execplan.workspace.wire.schedule_document import schedule_document

        emit_json(schedule_document(found).model_dump(mode="json", by_alias=True))
    elif form == "csv":
        from execplan.views.exports.schedule import schedule_table

        pour(schedule_table(found.schedule))
    elif form == "mermaid":
        from execplan.schedule.gantt import gantt

        pour(gantt(found.schedule))
    else:
        session.show(lambda terminal: _page(found, terminal))


def _page(found: Scheduled, terminal: Terminal) -> list[str]:
    from execplan.cli.timetable import page

    return page(found, terminal)
