"""A plan from a brief: its parts written, its steps derived where none are given, and the whole put on a calendar. Pure."""

from __future__ import annotations

from execplan.edits.change import Draft
from execplan.edits.child_lines import step_line
from execplan.edits.grow import add
from execplan.edits.planner.brief import read_brief
from execplan.edits.planner.given import Given, sorted_out
from execplan.edits.planner.outlook import write_outlook
from execplan.edits.planner.phases import steps_of
from execplan.edits.planner.sections import write_given
from execplan.plan import estimates
from execplan.plan.drafts import NewStep
from execplan.plan.model import Plan, Step
from execplan.plan.reader import read_plan
from execplan.schedule.calendar import Calendar
from execplan.schedule.model import Schedule, Terms
from execplan.schedule.planning import levelled, unlevelled
from execplan.schedule.project import project_of
from execplan.schedule.serial import list_schedule
from execplan.text.edit import apply
from execplan.text.source import Source

HOW_LONG, WHO = "[how long]", "[who]"


def write_brief(
    source: Source, brief: str, title: str, steps: tuple[NewStep, ...], *, terms: Terms | None, now: str
) -> Source:
    """The new plan with the brief in it, its steps and its dates. ``source`` has its title and objective already.

    Laws: what the brief says is in the plan, word for word; a placeholder stands only where it says nothing.
    """
    given = sorted_out(read_brief(brief))
    source = write_given(source, given, now)
    source = _with_steps(source, given, title, (*steps, *given.steps), now)
    return write_outlook(source, scheduled(read_plan(source), terms or Terms(Calendar()), now))


def scheduled(plan: Plan, terms: Terms, now: str) -> Schedule:
    """When the plan would be done; where steps have owners, with nobody doing two things at once."""
    project = project_of(plan, terms, now)
    assigned = any(task.people for task in project.tasks)
    return levelled(project, list_schedule, "list") if assigned else unlevelled(project)


def _with_steps(source: Source, given: Given, title: str, steps: tuple[NewStep, ...], now: str) -> Source:
    plan = read_plan(source)
    wanted = steps or steps_of(given, title, checked=bool(plan.criteria))
    source = apply(source, add(plan, wanted, now=now).edit)
    plan = read_plan(source)
    draft = Draft(plan)
    chained = not any(step.depends_on for step in steps)
    for before, phase in zip(plan.phases, plan.phases[1:], strict=False):
        if chained and not phase.depends_on and before.label:
            draft.insert_lines(phase.line + 1, ["", f"**Depends on**: {before.label}"])
    for step in plan.leaves():
        owes = [("estimate", HOW_LONG)] if step.estimate_minutes is None else []
        owes += [("owner", WHO)] if step.owner is None and given.kind("team") and not _waits(step, wanted) else []
        lines = [step_line(draft, step, name, "") + value for name, value in owes if step.place.field(name) is None]
        draft.insert_lines(step.place.end, lines)
    return apply(source, draft.change().edit)


def _waits(step: Step, steps: tuple[NewStep, ...]) -> bool:
    """Is it others who work on it?"""
    return any(one.title == step.title and estimates.is_wait(one.estimate or "") for one in steps)
