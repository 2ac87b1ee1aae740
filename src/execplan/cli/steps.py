"""Commands for steps: current, steps, add, mark, edit step. Know options and how to print; decide nothing."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING, cast

import click

from execplan.cli.session import PLAN, TEXT, Session, Word, of_plan, reading, which_plan, whole, writing
from execplan.cli.terminal import Cell, Terminal, plain
from execplan.plan.errors import PlanError
from execplan.plan.model import Status, Step
from execplan.views.steps import FILTERS, Filter, select, step_name

if TYPE_CHECKING:
    from execplan.workspace.wire.answers import Answer

STATES = ("todo", "in_progress", "blocked", "done", "skipped")


@click.command()
@click.argument("named", metavar="[PLAN]", type=PLAN, required=False)
@of_plan
@reading
def current(session: Session, named: str | None, plan: str | None) -> None:
    """Show the step to work on now, or why there is none.

    Example: execplan current
    """
    from execplan.cli.render import current_page

    handle, found = session.workspace().ask(which_plan(named, plan), whole)
    name = handle.name

    def answer() -> Answer:
        from execplan.workspace.wire.build import current_answer

        return current_answer(name, found)

    session.answer(answer, lambda terminal: current_page(plain(name), found, terminal))


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

    handle, (found, chosen) = session.workspace().ask(plan, lambda one: (one, select(one, cast(Filter, status), phase)))

    def text(terminal: Terminal) -> list[str]:
        none = f"No {'' if status == 'all' else status.replace('_', ' ') + ' '}steps in {plain(handle.name)}"
        return step_lines(graph_of(found), chosen, terminal) or [none]

    def answer() -> Answer:
        from execplan.workspace.wire.build import steps_answer

        return steps_answer(handle.name, found, chosen, sys.maxsize)

    session.answer(answer, text)


@click.command()
@click.argument("step", type=TEXT)
@click.argument("status", type=Word(STATES))
@click.option("--note", "-n", type=TEXT, help="Why; needed for blocked and skipped.")
@click.option("--evidence", "-e", type=TEXT, help="A file, a commit, a URL, or a command with its result.")
@click.option("--percent", type=int, help="How far a step in progress is: 0 to 99.")
@click.option("--done-part", type=TEXT, help="Split the step: this part is done, the rest stays.")
@writing
@reading
def mark(
    session: Session,
    step: str,
    status: str,
    note: str | None,
    evidence: str | None,
    percent: int | None,
    done_part: str | None,
    plan: str | None,
    if_revision: str | None,
) -> None:
    """Set the state of a step.

    STEP is an id, a label or a piece of the title; STATUS is todo, in_progress, blocked, done or skipped.
    A file inside the root is kept with its hash, a commit is looked up; commands are never run.

    Example: execplan mark "Step 3" done --evidence tests/test_limits.py
    """
    from execplan.cli.render import bar, next_line, state, step_state
    from execplan.edits import steps as edits
    from execplan.plan.references import find_step
    from execplan.views.added import added_steps, same_step
    from execplan.views.progress import progress
    from execplan.workspace.evidence import graded

    workspace = session.workspace()
    piece = None if evidence is None else graded(workspace.root, evidence)
    changed = workspace.change(
        plan,
        lambda one, now: edits.mark(
            one,
            step,
            cast(Status, status),
            note=note,
            evidence=piece,
            percent=percent,
            done_part=done_part,
            now=now,
        ),
        if_revision=if_revision,
    )
    marked = same_step(changed.plan, find_step(changed.before, changed.id or step))
    same = changed.plan.revision == changed.before.revision

    def text(terminal: Terminal) -> list[str]:
        split = added_steps(changed.before, changed.plan, [])
        lines = [_named(state(one.status), one, "", terminal) for one in changed.plan.steps if one.id in split]
        lines.append(_named(step_state(marked), marked, " already" if same else "", terminal))
        return [*lines, bar(progress(changed.plan), terminal), next_line(changed.plan, terminal)]

    def answer() -> Answer:
        from execplan.workspace.wire.build import mark_answer

        return mark_answer(changed, marked)

    session.answer(answer, text)


def _named(said: Cell, step: Step, more: str, terminal: Terminal) -> str:
    from execplan.cli.render import painted

    return f"{painted(said, terminal)}{more}  {terminal.fit(plain(step_name(step)), indent=24)}"


@click.command()
@click.argument("titles", metavar="STEP...", type=TEXT, nargs=-1, required=True)
@click.option("--after", type=TEXT, help="Behind this step (default: at the end).")
@click.option("--parent", type=TEXT, help="As parts of this step.")
@click.option("--phase", type=TEXT, help="In this phase; a new one is made if there is none.")
@click.option("--verify", type=TEXT, help="How to see that it is done.")
@click.option("--file", "files", type=TEXT, multiple=True, help="A file it touches; repeat for more.")
@click.option("--estimate", type=TEXT, help="How long it takes, such as '2 hours' or '2-4d'.")
@click.option("--depends-on", type=TEXT, multiple=True, help="A step it waits for, or 'plan: its step'; repeat.")
@click.option("--owner", type=TEXT, help="Who does it.")
@writing
@reading
def add(
    session: Session,
    titles: tuple[str, ...],
    after: str | None,
    parent: str | None,
    phase: str | None,
    verify: str | None,
    files: tuple[str, ...],
    estimate: str | None,
    depends_on: tuple[str, ...],
    owner: str | None,
    plan: str | None,
    if_revision: str | None,
) -> None:
    """Add steps: at the end, or where you say.

    Several steps at once share the options.

    Example: execplan add "Switch the readers" --verify "p95 is under 5 min" --estimate 2h
    """
    from execplan.cli.render import bar, next_line
    from execplan.edits import steps as edits
    from execplan.plan.drafts import NewStep
    from execplan.plan.graph import graph_of
    from execplan.views.added import added_steps
    from execplan.views.progress import progress

    said = NewStep("", None, verify, files, estimate, depends_on, owner)
    new = tuple(replace(said, title=title) for title in titles)
    changed = session.workspace().change(
        plan,
        lambda one, now: edits.add(one, new, parent=parent, after=after, phase=phase, now=now),
        if_revision=if_revision,
    )
    ids = added_steps(changed.before, changed.plan, titles)

    def text(terminal: Terminal) -> list[str]:
        from execplan.cli.render import step_lines

        known = changed.plan.revision == changed.before.revision
        head = terminal.paint(
            terminal.glyphs(f"✓ {len(ids)} step{'s' * (len(ids) != 1)} {'there already' if known else 'added'}"), "good"
        )
        rows = step_lines(
            graph_of(changed.plan), [one for one in changed.plan.steps if one.id in ids], terminal, indent=2
        )
        return [head, *rows, bar(progress(changed.plan), terminal), next_line(changed.plan, terminal)]

    def answer() -> Answer:
        from execplan.workspace.wire.build import added_steps_answer

        return added_steps_answer(changed, ids)

    session.answer(answer, text)


@click.command("step")
@click.argument("step", type=TEXT)
@click.option("--title", type=TEXT, help="Its new title; the step gets a new id.")
@click.option("--verify", help="How to see that it is done.")
@click.option(
    "--file", "files", multiple=True, help="A file it touches; repeat for more, they replace those there are."
)
@click.option("--estimate", help="How long it takes, such as '2 hours' or '2-4d'.")
@click.option(
    "--depends-on",
    multiple=True,
    help="A step it waits for, or 'plan: its step'; repeat for more, they replace those there are.",
)
@click.option("--owner", help="Who does it.")
@click.option("--move-after", type=TEXT, help="Move it behind this step of the same list.")
@writing
@reading
def edit_step(
    session: Session,
    step: str,
    title: str | None,
    verify: str | None,
    files: tuple[str, ...],
    estimate: str | None,
    depends_on: tuple[str, ...],
    owner: str | None,
    move_after: str | None,
    plan: str | None,
    if_revision: str | None,
) -> None:
    """Change what a step says, or move it in its list.

    STEP is an id, a label or a piece of the title. An empty value takes a line away: --owner "".

    Example: execplan edit step "Step 3" --verify "pytest -q is green"
    """
    from execplan.cli.render import next_line
    from execplan.edits import revise
    from execplan.plan.references import find_step
    from execplan.workspace.wire.steps import edited_step_answer

    if all(one in (None, ()) for one in (title, verify, files, estimate, depends_on, owner, move_after)):
        raise PlanError("invalid", "nothing to change", "`execplan edit step --help` lists what can be")
    changed = session.workspace().change(
        plan,
        lambda one, now: revise.edit_step(
            one,
            step,
            title=title,
            verify=verify,
            files=_list(files),
            estimate=estimate,
            depends_on=_list(depends_on),
            owner=owner,
            move_after=move_after,
            now=now,
        ),
        if_revision=if_revision,
    )
    answer = edited_step_answer(changed, find_step(changed.before, step))

    def text(terminal: Terminal) -> list[str]:
        was = f" (was {answer.was})" if answer.was != answer.id else ""
        said = f"✓ step {answer.id}{was}{' already says so' if answer.unchanged else ' changed'}"
        return [terminal.paint(terminal.fit(terminal.glyphs(said)), "good"), next_line(changed.plan, terminal)]

    session.answer(answer, text)


def _list(given: tuple[str, ...]) -> tuple[str, ...] | None:
    """None where the option was not given; an empty value empties the list."""
    return tuple(one for one in given if one.strip()) if given else None
