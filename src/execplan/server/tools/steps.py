"""Tools for steps: the current one, lists, adding, marking. Knows arguments and answers; decides nothing."""

from __future__ import annotations

from execplan.edits import revise
from execplan.edits import steps as edits
from execplan.plan.model import Status
from execplan.plan.references import find_step
from execplan.server.arguments import Count, Ref, Refs, Replacement, StepArguments, Text, Texts
from execplan.server.tool import READS, RECORDS, REPLACES, PlanTool
from execplan.server.tools.plans import drafts, whole
from execplan.views.added import added_steps, same_step
from execplan.views.steps import Filter, select
from execplan.workspace.evidence import graded
from execplan.workspace.wire import answers, build
from execplan.workspace.wire.steps import EditedStepAnswer, edited_step_answer
from execplan.workspace.workspace import Workspace


def get_current_step(workspace: Workspace, plan: Ref | None = None) -> answers.CurrentAnswer:
    handle, found = workspace.ask(plan, whole)
    return build.current_answer(handle.name, found)


def list_steps(
    workspace: Workspace,
    plan: Ref | None = None,
    status: Filter = "all",
    phase: Ref | None = None,
    limit: Count = 50,
) -> answers.StepsAnswer:
    handle, (found, chosen) = workspace.ask(plan, lambda one: (one, select(one, status, phase)))
    return build.steps_answer(handle.name, found, chosen, limit)


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
    evidence: Text | None = None,
    percent: int | None = None,
    done_part: Text | None = None,
    if_revision: Text | None = None,
) -> answers.MarkAnswer:
    piece = None if evidence is None else graded(workspace.root, evidence)
    changed = workspace.change(
        plan,
        lambda one, now: edits.mark(
            one, step, status, note=note, evidence=piece, percent=percent, done_part=done_part, now=now
        ),
        if_revision=if_revision,
    )
    return build.mark_answer(changed, same_step(changed.plan, find_step(changed.before, step)))


def edit_step(
    workspace: Workspace,
    step: Ref,
    plan: Ref | None = None,
    title: Text | None = None,
    verify: Replacement = None,
    files: Texts | None = None,
    estimate: Replacement = None,
    depends_on: Refs | None = None,
    owner: Replacement = None,
    move_after: Ref | None = None,
    if_revision: Text | None = None,
) -> EditedStepAnswer:
    changed = workspace.change(
        plan,
        lambda one, now: revise.edit_step(
            one,
            step,
            title=title,
            verify=verify,
            files=None if files is None else tuple(files),
            estimate=estimate,
            depends_on=None if depends_on is None else tuple(depends_on),
            owner=owner,
            move_after=move_after,
            now=now,
        ),
        if_revision=if_revision,
    )
    return edited_step_answer(changed, find_step(changed.before, step))


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
        "skipped. evidence: a file, commit, URL, or command with its result. done_part: names the part that is done; "
        "it is split off, status is that of the rest.",
        "core",
        RECORDS,
        mark_step,
    ),
    PlanTool(
        "edit_step",
        "Change what a step says, or move it behind a sibling. Lists replace; an empty value clears. A new title gives "
        "a new id.",
        "more",
        REPLACES,
        edit_step,
        shows=("if_revision",),
    ),
)
