"""Open blockers as findings. Knows blockers; knows no format, no file and no clock."""

from __future__ import annotations

from execplan.plan.model import Blocker, Plan, Severity
from execplan.views.blockers import open_blockers
from execplan.views.reports.report import UNREADABLE, Finding, Report, Rule
from execplan.views.steps import step_name

CODE = "open_blocker"
RULES = (
    Rule(
        CODE,
        "A blocker of the plan is open.",
        'Resolve it with execplan unblock ID "how", or strike it with execplan retract when it never was one.',
        "error",
    ),
    Rule(
        UNREADABLE, "The plan cannot be read.", "Blockers may stand in it unseen: execplan doctor says more.", "error"
    ),
)


def of_blockers(name: str, path: str, plan: Plan, severity: Severity) -> Report:
    """The open blockers of a plan, each on its line."""
    steps = {step.id: step_name(step) for step in plan.steps}
    found = tuple(
        Finding(name, path, one.line + 1, severity, CODE, _said(one, steps), one.id)
        for one in sorted(open_blockers(plan), key=lambda one: one.line)
    )
    return Report(name, path, found, plan)


def _said(one: Blocker, steps: dict[str, str]) -> str:
    told = {
        "blocks": steps.get(one.step or "", one.step),
        "needs": one.needs,
        "options": " / ".join(one.options),
        "owner": one.owner,
        "since": (one.since or "")[:10],
    }
    return "; ".join([one.text, *(f"{label}: {value}" for label, value in told.items() if value)])
