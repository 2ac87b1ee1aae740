"""Tools for what holds the work up. Knows arguments and answers; decides nothing."""

from __future__ import annotations

from execplan.edits import blockers as edits
from execplan.plan.references import find_blocker
from execplan.server.arguments import Ref, Text, Texts
from execplan.server.tool import READS, RECORDS, PlanTool
from execplan.server.tools.plans import whole
from execplan.workspace.listing import each, obstacles_in
from execplan.workspace.wire import answers, build
from execplan.workspace.workspace import Workspace

LIMIT = 50


def list_blockers(
    workspace: Workspace, plan: Ref | None = None, include_resolved: bool = False
) -> answers.BlockersAnswer:
    handles = [workspace.ask(plan, whole)[0]] if plan is not None else each(workspace)
    found, unreadable = obstacles_in(handles, resolved=include_resolved)
    return build.blockers_answer(found, LIMIT, unreadable)


def add_blocker(
    workspace: Workspace,
    text: Text,
    plan: Ref | None = None,
    step: Ref | None = None,
    needs: Text | None = None,
    options: Texts | None = None,
    if_revision: Text | None = None,
) -> answers.AddedAnswer:
    changed = workspace.change(
        plan,
        lambda one, now: edits.add(one, text, step=step, needs=needs, options=tuple(options or ()), now=now),
        if_revision=if_revision,
    )
    return build.added_answer(changed, "blocker", "open")


def resolve_blocker(
    workspace: Workspace,
    blocker: Ref,
    resolution: Text,
    plan: Ref | None = None,
    if_revision: Text | None = None,
) -> answers.AddedAnswer:
    changed = workspace.change(
        plan, lambda one, now: edits.resolve(one, blocker, resolution, now=now), if_revision=if_revision
    )
    return build.added_answer(changed, "blocker", "resolved", find_blocker(changed.before, blocker).id)


TOOLS = (
    PlanTool(
        "list_blockers",
        "List open blockers, of every open plan unless one is named.",
        "core",
        READS,
        list_blockers,
    ),
    PlanTool(
        "add_blocker",
        "Record what stops the work; with step, that step turns blocked (like mark_step blocked with a note).",
        "core",
        RECORDS,
        add_blocker,
    ),
    PlanTool(
        "resolve_blocker",
        "Resolve a blocker; its step can go on.",
        "core",
        RECORDS,
        resolve_blocker,
    ),
)
