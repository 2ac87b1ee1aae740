"""Tools for risks, criteria and the log, and to take a record back. Knows arguments and answers; decides nothing."""

from __future__ import annotations

from execplan.edits import criteria, progress_log, risks
from execplan.edits import retract as edits
from execplan.plan.references import find_criterion, find_record
from execplan.server.arguments import Ref, Text
from execplan.server.tool import RECORDS, PlanTool
from execplan.views.added import risk_status
from execplan.workspace.evidence import graded
from execplan.workspace.wire import answers, build
from execplan.workspace.wire.checks import CheckAnswer, check_answer
from execplan.workspace.workspace import Workspace


def add_risk(
    workspace: Workspace,
    risk: Text,
    plan: Ref | None = None,
    impact: Text | None = None,
    probability: Text | None = None,
    mitigation: Text | None = None,
    owner: Text | None = None,
    status: Text | None = None,
    if_revision: Text | None = None,
) -> answers.AddedAnswer:
    changed = workspace.change(
        plan,
        lambda one, now: risks.add_risk(
            one,
            risk,
            impact=impact,
            probability=probability,
            mitigation=mitigation,
            owner=owner,
            status=status,
            now=now,
        ),
        if_revision=if_revision,
    )
    return build.added_answer(changed, "risk", risk_status(changed.before, changed.plan, changed.id))


def check_criterion(
    workspace: Workspace,
    criterion: Ref,
    plan: Ref | None = None,
    met: bool = True,
    evidence: Text | None = None,
    if_revision: Text | None = None,
) -> CheckAnswer:
    piece = graded(workspace.root, evidence) if evidence else None
    changed = workspace.change(
        plan,
        lambda one, now: criteria.check(one, criterion, met=met, evidence=piece, now=now),
        if_revision=if_revision,
    )
    return check_answer(changed, find_criterion(changed.plan, changed.id or criterion))


def log_progress(
    workspace: Workspace,
    entry: Text,
    plan: Ref | None = None,
    kind: Text | None = None,
    if_revision: Text | None = None,
) -> answers.AddedAnswer:
    changed = workspace.change(
        plan, lambda one, now: progress_log.log(one, entry, kind=kind, now=now), if_revision=if_revision
    )
    return build.added_answer(changed, "log", "recorded")


def retract(
    workspace: Workspace,
    entry: Ref,
    reason: Text,
    plan: Ref | None = None,
    if_revision: Text | None = None,
) -> answers.AddedAnswer:
    changed = workspace.change(
        plan, lambda one, now: edits.retract(one, entry, reason, now=now), if_revision=if_revision
    )
    return build.added_answer(changed, find_record(changed.before, entry)[0], "retracted")


TOOLS = (
    PlanTool(
        "add_risk",
        "Record what may go wrong, or update a known risk.",
        "more",
        RECORDS,
        add_risk,
    ),
    PlanTool(
        "check_criterion",
        "Tick a success criterion or any box that is no step; met false unticks.",
        "more",
        RECORDS,
        check_criterion,
    ),
    PlanTool(
        "log_progress",
        "Add a dated line to the plan's log, for what no other tool records.",
        "more",
        RECORDS,
        log_progress,
    ),
    PlanTool(
        "retract",
        "Strike a mistaken record (not a step) with the reason; nothing is deleted.",
        "more",
        RECORDS,
        retract,
    ),
)
