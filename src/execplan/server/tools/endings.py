"""Tools for the end of a plan: finish, archive. Knows arguments and answers; decides nothing."""

from __future__ import annotations

from execplan.edits import finish as edits
from execplan.server.arguments import Ref, Text, Texts
from execplan.server.tool import RECORDS, PlanTool
from execplan.workspace.wire import whole
from execplan.workspace.workspace import Workspace


def finish_plan(
    workspace: Workspace,
    summary: Text,
    plan: Ref | None = None,
    delivered: Texts | None = None,
    worked: Texts | None = None,
    did_not_work: Texts | None = None,
    metrics: Texts | None = None,
    lessons: Texts | None = None,
    force: Text | None = None,
    if_revision: Text | None = None,
) -> whole.FinishedAnswer:
    changed = workspace.change(
        plan,
        lambda one, now: edits.finish(
            one,
            summary,
            delivered=tuple(delivered or ()),
            worked=tuple(worked or ()),
            did_not_work=tuple(did_not_work or ()),
            metrics=tuple(metrics or ()),
            lessons=tuple(lessons or ()),
            force=force,
            now=now,
        ),
        if_revision=if_revision,
    )
    return whole.finished(changed)


def archive_plan(workspace: Workspace, plan: Ref, if_revision: Text | None = None) -> whole.ArchivedAnswer:
    return whole.archived(workspace.archive(plan, if_revision=if_revision))


TOOLS = (
    PlanTool(
        "finish_plan",
        "Complete a plan and write its retrospective. Refused while steps, criteria or blockers are open, unless force "
        "says why.",
        "core",
        RECORDS,
        finish_plan,
    ),
    PlanTool(
        "archive_plan",
        "Move a plan's folder to the archive; it stays readable.",
        "more",
        RECORDS,
        archive_plan,
    ),
)
