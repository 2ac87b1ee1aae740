"""Tools for steps: the current one, lists, adding, marking. Knows arguments and answers; decides nothing."""

from __future__ import annotations

from execplan.edits import steps as edits
from execplan.plan.model import Status
from execplan.plan.references import find_step
from execplan.server.arguments import Count, Ref, StepArguments, Text
from execplan.server.tool import READS, RECORDS, PlanTool
from execplan.server.tools.plans import drafts, whole
from execplan.views.added import added_steps
from execplan.views.steps import Filter, select
from execplan.workspace.wire import answers, build
from execplan.workspace.workspace import Workspace


def get_current_step(workspace: Workspace, plan: Ref | None = None) -> answers.CurrentAnswer:
    handle, found = workspace.ask(plan, whole)
    return build.current_answer(build.name_of(handle), found)


def list_steps(
    workspace: Workspace,
    plan: Ref | None = None,
    status: Filter = "all",
    phase: Ref | None = None,
    limit: Count = 50,
) -> answers.StepsAnswer:
    handle, (found, chosen) = workspace.ask(plan, lambda one: (one, select(one, status, phase)))
    return build.steps_answer(build.name_of(handle), found, chosen, limit)


def add_steps(
    workspace: Workspace,
    steps: StepArguments,
    plan: Ref | None = None,
    parent: Ref | None = None,
    after: Ref | None = None,
    phase: Ref | None = None,
    if_revision: Text | None = None,
) -> answers.AddedStepsAnswer:
    new = drafts(steps)
    changed = workspace.change(
        plan,
        lambda one, now: edits.add(one, new, parent=parent, after=after, phase=phase, now=now),
        if_revision=if_revision,
    )
    return build.added_steps_answer(changed, added_steps(changed.before, changed.plan, [one.title for one in new]))


def mark_step(
    workspace: Workspace,
    step: Ref,
    status: Status,
    plan: Ref | None = None,
    note: Text | None = None,
    if_revision: Text | None = None,
) -> answers.MarkAnswer:
    changed = workspace.change(
        plan, lambda one, now: edits.mark(one, step, status, note=note, now=now), if_revision=if_revision
    )
    marked = find_step(changed.before, step)
    return build.mark_answer(changed, changed.plan.step(marked.id))


TOOLS = (
    PlanTool(
        "get_current_step",
        "The step to work on now: details, its blockers, progress and what comes next; or why there is none. "
        "Call at the start and after a compaction.",
        "core",
        READS,
        get_current_step,
    ),
    PlanTool(
        "list_steps",
        "List steps with ids, states and what they wait for (default all). ready: can be worked on now; "
        "waiting: for other steps.",
        "core",
        READS,
        list_steps,
    ),
    PlanTool(
        "add_steps",
        "Add steps to a plan, at the end or after a step, in a phase, or as sub-steps of parent.",
        "core",
        RECORDS,
        add_steps,
    ),
    PlanTool(
        "mark_step",
        "Set a step's state as soon as it changes; answers the next step. note: the reason, needed for blocked and "
        "skipped.",
        "core",
        RECORDS,
        mark_step,
    ),
)
