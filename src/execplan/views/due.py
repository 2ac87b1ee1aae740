"""What should have been decided or done by now: go or no-go, mitigations. Knows the register and the points, not their words."""

from __future__ import annotations

from datetime import date

from execplan.plan.model import Plan
from execplan.schedule.terms.dates import may_name_days
from execplan.views.decision_points import DecisionPoint, decision_points, may_have_any
from execplan.views.progress import plan_status
from execplan.views.risks import Entry, register_of

OVER = ("completed", "abandoned")


def overdue(plan: Plan, today: date, start: date | None) -> tuple[Entry, ...]:
    """Open risks whose mitigation was due before today."""
    if not any(may_name_days(one.due or one.mitigation or "") for one in plan.risks):
        return ()
    return tuple(one for one in register_of(plan, today, start).entries if one.overdue)


def undecided(plan: Plan, today: date, start: date | None) -> tuple[DecisionPoint, ...]:
    """Points whose day has come with nothing decided."""
    if not may_have_any(plan):
        return ()
    return tuple(one for one in decision_points(plan, today, start) if one.state == "due")


def due_lines(plan: Plan, today: date, start: date | None) -> tuple[str, ...]:
    """Both, each in a few words. Of a plan that is over nothing is due any more."""
    if plan_status(plan) in OVER:
        return ()
    decide = (
        f"undecided{'' if str(one.when) in one.text else f' since {one.when}'}: {one.text}"
        for one in undecided(plan, today, start)
    )
    mitigate = (f"mitigation due since {one.due}: {one.risk.text}" for one in overdue(plan, today, start))
    return (*decide, *mitigate)
