"""Tools for a plan's own text: sections, and what the plan says about itself. Knows arguments and answers; decides nothing."""

from __future__ import annotations

from execplan.edits import revise_plan
from execplan.edits import sections as edits
from execplan.edits.revise_plan import Settable
from execplan.edits.sections import Mode
from execplan.plan.errors import PlanError
from execplan.server.arguments import Ref, Text, Texts
from execplan.server.tool import REPLACES, PlanTool
from execplan.workspace.wire import whole
from execplan.workspace.workspace import Workspace


def edit_section(
    workspace: Workspace,
    section: Ref,
    text: Text,
    plan: Ref | None = None,
    mode: Mode = "append",
    if_revision: Text | None = None,
) -> whole.RevisedAnswer:
    if mode == "replace" and if_revision is None:
        raise PlanError("invalid", "replace needs if_revision", "the revision that get_plan with this section answers")
    changed = workspace.change(
        plan, lambda one, now: edits.edit_section(one, section, text, mode=mode, now=now), if_revision=if_revision
    )
    return whole.section_written(changed, section)


def edit_plan(
    workspace: Workspace,
    plan: Ref | None = None,
    title: Text | None = None,
    status: Settable | None = None,
    owner: Text | None = None,
    criteria: Texts | None = None,
    if_revision: Text | None = None,
) -> whole.RevisedAnswer:
    changed = workspace.change(
        plan,
        lambda one, now: revise_plan.edit_plan(
            one, title=title, status=status, owner=owner, criteria=tuple(criteria or ()), now=now
        ),
        if_revision=if_revision,
    )
    return whole.plan_revised(changed)


TOOLS = (
    PlanTool(
        "edit_section",
        "Write Markdown into a prose section: append (default), or replace (needs if_revision, from get_plan; "
        "sub-sections stay unless text has headings). Not for steps and records.",
        "more",
        REPLACES,
        edit_section,
        shows=("if_revision",),
    ),
    PlanTool(
        "edit_plan",
        "Change a plan's title, status or owner; add success criteria.",
        "more",
        REPLACES,
        edit_plan,
    ),
)
