"""Commands for whole plans: new, list, show. Know options and how to print; decide nothing."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from execplan.cli.session import PLAN, TEXT, Session, Word, of_plan, reading, which_plan, whole
from execplan.cli.terminal import Cell, Terminal, plain, plain_lines, table
from execplan.plan.errors import PlanError

if TYPE_CHECKING:
    from execplan.workspace.changed import Changed
    from execplan.workspace.handle import Handle
    from execplan.workspace.wire.answers import Answer
    from execplan.workspace.workspace import Workspace

# The same words as ``workspace.listing.WHICH``, which is too dear to import for a help page.
STATUSES = ("open", "all", "planning", "in_progress", "blocked", "completed", "archived")


@click.command()
@click.argument("title", type=TEXT)
@click.option("--objective", "-o", type=TEXT, required=True, help="What will be true when the plan is done.")
@click.option("--template", "-t", type=TEXT, help="Template to start from (default: the project's own, else living).")
@click.option("--slug", type=TEXT, help="Name of the plan's folder (default: made from the title).")
@click.option("--context", type=TEXT, help="How things stand today.")
@click.option("--step", "-s", "steps", type=TEXT, multiple=True, help="A step; repeat for more.")
@click.option("--criterion", "-c", "criteria", type=TEXT, multiple=True, help="When it is a success; repeat for more.")
@click.option(
    "--brief", type=click.Path(path_type=Path, allow_dash=True), help="Goals, constraints, risks … in Markdown."
)
@click.option("--goal", "goals", type=TEXT, multiple=True, help="What is to be reached; repeat for more.")
@click.option(
    "--constraint", "constraints", type=TEXT, multiple=True, help="'Budget: 5K', 'Freeze: Dec 1-8' …; repeat."
)
@click.option("--person", "people", type=TEXT, multiple=True, help="'Ana (backend, 50%)', '2 designers'; repeat.")
@click.option("--risk", "risks", type=TEXT, multiple=True, help="What could go wrong; repeat for more.")
@click.option("--deadline", type=TEXT, help="The day on which it must be done.")
@reading
def new(
    session: Session,
    title: str,
    objective: str,
    template: str | None,
    slug: str | None,
    context: str | None,
    steps: tuple[str, ...],
    criteria: tuple[str, ...],
    brief: Path | None,
    goals: tuple[str, ...],
    constraints: tuple[str, ...],
    people: tuple[str, ...],
    risks: tuple[str, ...],
    deadline: str | None,
) -> None:
    """Create a plan.

    From a brief (--brief FILE, - is stdin; or --goal, --constraint, --person, --risk, --deadline) comes a phased plan
    with dates: its template is team. Headings of a brief: Goals, Constraints, Team, Scope, Known Risks, Rollback …

    Example: execplan new "Move the cache" -o "Builds take under a minute" -s "Measure" -s "Switch over"
    """
    from execplan.plan.drafts import NewStep
    from execplan.workspace.wire.created import created_answer

    told = {
        "Goals": goals,
        "Constraints": (*constraints, *([f"Timeline: deadline {deadline}"] if deadline else [])),
        "Team": people,
        "Known Risks": risks,
    }
    planned = brief is not None or any(told.values())
    workspace = session.workspace()
    changed = workspace.create(
        title,
        objective,
        slug=slug,
        template=template or ("team" if planned else None),
        context=_brief(brief, {"Context": (context,) if context else (), **told}) if planned else context,
        criteria=criteria,
        steps=tuple(NewStep(one) for one in steps),
        planned=planned,
    )
    session.answer(
        created_answer(str(workspace.root), changed),
        lambda terminal: _created(changed, terminal, planned=planned),
    )


def _brief(file: Path | None, told: dict[str, tuple[str, ...]]) -> str:
    """The brief of the file with what the options say. Refused where nothing in it says what it is."""
    from execplan.edits.planner.brief import LONGEST, composed, is_brief
    from execplan.workspace.outside import read_text

    text = composed(read_text(file, 4 * LONGEST) if file is not None else "", told)
    if not is_brief(text):
        raise PlanError(
            "invalid", "the brief has no heading that is known", "write ## Goals, ## Constraints, ## Known Risks"
        )
    return text


def _created(changed: Changed, terminal: Terminal, *, planned: bool) -> list[str]:
    """What was made, and what is next; of a plan made from a brief also when it would be done, and what it lacks."""
    from execplan.cli.render import next_line

    made = terminal.glyphs(f"✓ created {changed.handle.slug}")
    empty = terminal.fit(f'next: execplan add "First step" --plan {changed.handle.slug}')
    following = next_line(changed.plan, terminal) if changed.plan.steps else empty
    lines = [f"{terminal.paint(made, 'good')}  {changed.handle.path}", following]
    if planned:
        from execplan.edits.planner.outlook import said_finish
        from execplan.views.review.unfilled import placeholders

        finish, left = plain(said_finish(changed.plan)), placeholders(changed.plan)
        lines.append(terminal.paint(terminal.fit(finish), "bad" if "after the deadline" in finish else "good"))
        steps = changed.plan.leaves()
        if assumed := sum(step.estimate_minutes is None for step in steps):
            counts = "has no estimate yet and counts" if assumed == 1 else "have no estimate yet and count"
            lines.append(terminal.fit(f"{assumed} of {len(steps)} step{'s' * (len(steps) != 1)} {counts} as a day"))
        owed = (
            f"{left} placeholder{'s' * (left != 1)} left: execplan review names them"
            if left
            else "nothing left to fill in"
        )
        lines.append(terminal.fit(owed))
    return lines


@click.command("list")
@click.option("--status", type=Word(STATUSES), default="open", show_default=True, help="Which plans.")
@reading
def list_(session: Session, status: str) -> None:
    """List the plans with their state, progress and current step.

    Example: execplan list --status all
    """
    from execplan.workspace.listing import Which, each

    workspace = session.workspace()
    handles: list[Handle] = []
    for handle in each(workspace, cast("Which", status)):
        with suppress(PlanError):  # which its row says
            handle.summary()  # in turn, so that the bar tells of what takes long
        handles.append(handle)

    def answer() -> Answer:
        from execplan.workspace.wire.build import plans_answer

        return plans_answer(str(workspace.root), handles, sys.maxsize)

    session.answer(answer, lambda terminal: _plans(workspace, handles, status, terminal))
    workspace.keep()


def _plans(workspace: Workspace, handles: list[Handle], status: str, terminal: Terminal) -> list[str]:
    from execplan.workspace.listing import listed

    if not handles:
        kind = "" if status == "all" else f"{status.replace('_', ' ')} "
        others = len(listed(workspace, "all")) if status != "all" else 0
        more = [f"{others} in other states: execplan list --status all"] if others else []
        create = 'Create one: execplan new "Title" --objective "…"'
        return [plain(f"No {kind}plans under {workspace.root}"), *more, terminal.glyphs(create)]
    return table([row(handle) for handle in handles], terminal, whole=3)


def row(handle: Handle) -> tuple[Cell, ...]:
    """A plan in one line of a table."""
    from execplan.cli.render import state

    name = Cell(plain(handle.name), "strong")
    try:
        told = handle.summary()
    except PlanError as error:
        return state("unreadable"), name, Cell(""), Cell(plain(error.message)), Cell(""), Cell(""), Cell("")
    blockers = len(told.open_obstacles)
    return (
        state(told.status),
        name,
        Cell(f"{told.done}/{told.total}"),
        Cell(plain(told.title)),
        Cell(plain(f"▸ {told.current[1]}" if told.current else ""), "busy"),
        Cell(f"✗ {blockers} blocker{'s' * (blockers != 1)}" if blockers else "", "bad"),
        Cell(told.changed or "", "dim"),
    )


@click.command()
@click.argument("named", metavar="[PLAN]", type=PLAN, required=False)
@click.option("--section", type=TEXT, help="Show one section's text: its title, or a piece of it.")
@of_plan
@reading
def show(session: Session, named: str | None, section: str | None, plan: str | None) -> None:
    """Show a plan: where it stands, what blocks it, its steps.

    With --json the whole plan as data (execplan/plan/1).

    Example: execplan show cache --section "Decision Log"
    """
    ref = which_plan(named, plan)
    if section is not None:
        return _section(session, ref, section)

    from execplan.cli.render import plan_page

    handle, found = session.workspace().ask(ref, whole)

    def data() -> dict[str, object]:
        from execplan.workspace.wire.document import document

        return document(found, slug=handle.slug, path=handle.path).model_dump(mode="json", by_alias=True)

    return session.say(data, lambda terminal: plan_page(plain(handle.name), found, terminal))


def _section(session: Session, ref: str | None, section: str) -> None:
    from execplan.views.outline import section_text
    from execplan.workspace.wire.build import section_answer

    if not section.strip():
        raise PlanError("invalid", "--section is empty", "name a section by its title, or a piece of it")
    handle, (found, shown) = session.workspace().ask(ref, lambda one: (one, section_text(one, section, sys.maxsize)))
    session.answer(section_answer(handle.name, found, shown), lambda _: plain_lines(shown.text).split("\n"))
