"""Commands for steps: current, steps, mark. Know options and how to print; decide nothing."""

from __future__ import annotations

import sys
from typing import cast

import click

from execplan.cli.session import TEXT, Session, Word, of_plan, reading, which_plan, whole, writing
from execplan.cli.terminal import Terminal, plain
from execplan.plan.model import Status
from execplan.views.steps import FILTERS, Filter, select, step_name

STATES = ("todo", "in_progress", "blocked", "done", "skipped")


@click.command()
@click.argument("named", metavar="[PLAN]", type=TEXT, required=False)
@of_plan
@reading
def current(session: Session, named: str | None, plan: str | None) -> None:
    """Show the step to work on now, or why there is none.

    Example: execplan current
    """
    from execplan.cli.render import current_page
    from execplan.workspace.wire.build import current_answer, name_of

    handle, found = session.workspace().ask(which_plan(named, plan), whole)
    name = name_of(handle)
    session.answer(current_answer(name, found), lambda terminal: current_page(plain(name), found, terminal))


@click.command()
@click.option("--status", type=Word(FILTERS), default="all", show_default=True, help="Which steps.")
@click.option("--phase", type=TEXT, help="Only of this phase: id, label or a piece of its title.")
@of_plan
@reading
def steps(session: Session, status: str, phase: str | None, plan: str | None) -> None:
    """List steps with ids, states and what they wait for.

    Example: execplan steps --status ready
    """
    from execplan.cli.render import step_lines
    from execplan.plan.graph import graph_of
    from execplan.workspace.wire.build import name_of, steps_answer

    handle, (found, chosen) = session.workspace().ask(plan, lambda one: (one, select(one, cast(Filter, status), phase)))

    def text(terminal: Terminal) -> list[str]:
        none = f"No {'' if status == 'all' else status.replace('_', ' ') + ' '}steps in {plain(name_of(handle))}"
        return step_lines(graph_of(found), chosen, terminal) or [none]

    session.answer(steps_answer(name_of(handle), found, chosen, sys.maxsize), text)


@click.command()
@click.argument("step", type=TEXT)
@click.argument("status", type=Word(STATES))
@click.option("--note", "-n", type=TEXT, help="Why; needed for blocked and skipped.")
@writing
@reading
def mark(session: Session, step: str, status: str, note: str | None, plan: str | None, if_revision: str | None) -> None:
    """Set the state of a step.

    STEP is an id, a label or a piece of the title; STATUS is todo, in_progress, blocked, done or skipped.

    Example: execplan mark "Step 3" done
    """
    from execplan.cli.render import bar, next_line, painted, state
    from execplan.edits import steps as edits
    from execplan.plan.references import find_step
    from execplan.views.progress import progress
    from execplan.workspace.wire.build import mark_answer

    changed = session.workspace().change(
        plan, lambda one, now: edits.mark(one, step, cast(Status, status), note=note, now=now), if_revision=if_revision
    )
    # By place: an id may gain or lose a character when the edit adds an entry that shares its first ones.
    marked = changed.plan.steps[changed.before.steps.index(find_step(changed.before, changed.id or step))]
    same = changed.plan.revision == changed.before.revision

    def text(terminal: Terminal) -> list[str]:
        name = terminal.fit(plain(step_name(marked)), indent=24)
        said = painted(state(marked.status), terminal) + (" already" if same else "")
        return [f"{said}  {name}", bar(progress(changed.plan), terminal), next_line(changed.plan, terminal)]

    session.answer(mark_answer(changed, marked), text)
