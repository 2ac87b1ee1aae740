"""Tools for what was decided and found out. Knows arguments and answers; decides nothing."""

from __future__ import annotations

from execplan.edits import journal as edits
from execplan.server.arguments import Ref, Text
from execplan.server.tool import RECORDS, PlanTool
from execplan.workspace.wire import answers, build
from execplan.workspace.workspace import Workspace


def add_decision(
    workspace: Workspace,
    decision: Text,
    rationale: Text,
    plan: Ref | None = None,
    alternatives: Text | None = None,
    trade_offs: Text | None = None,
    by: Text | None = None,
    reference: Text | None = None,
    if_revision: Text | None = None,
) -> answers.AddedAnswer:
    changed = workspace.change(
        plan,
        lambda one, now: edits.add_decision(
            one,
            decision,
            rationale,
            alternatives=alternatives,
            trade_offs=trade_offs,
            by=by,
            reference=reference,
            now=now,
        ),
        if_revision=if_revision,
    )
    return build.added_answer(changed, "decision", "recorded")


def add_discovery(
    workspace: Workspace,
    what: Text,
    plan: Ref | None = None,
    why_it_matters: Text | None = None,
    action: Text | None = None,
    evidence: Text | None = None,
    if_revision: Text | None = None,
) -> answers.AddedAnswer:
    changed = workspace.change(
        plan,
        lambda one, now: edits.add_discovery(
            one, what, why_it_matters=why_it_matters, action=action, evidence=evidence, now=now
        ),
        if_revision=if_revision,
    )
    return build.added_answer(changed, "discovery", "recorded")


TOOLS = (
    PlanTool(
        "add_decision",
        "Record a decision and why, as soon as it is made.",
        "core",
        RECORDS,
        add_decision,
    ),
    PlanTool(
        "add_discovery",
        "Record something unexpected that was found during the work.",
        "core",
        RECORDS,
        add_discovery,
    ),
)
