"""What is late: past its day, or worked on for far longer than was thought. Knows a step, moments and a calendar."""

from __future__ import annotations

from datetime import datetime

from execplan.plan.estimates import said
from execplan.plan.model import Plan, Step
from execplan.schedule.calendar import Calendar
from execplan.schedule.remarks import last_day_in, said_of
from execplan.views.starts import start_of

_TIMES = 2
"""So many times its estimate is late."""


def lateness(plan: Plan, step: Step, begun: datetime | None, now: datetime) -> str:
    """Why an open step is late, in words; empty where it is not, or where nobody can tell."""
    if told := said_of(plan, step).get("due"):
        due = last_day_in(told, start_of(plan, f"{now:%Y-%m-%dT%H:%MZ}") or (begun or now).date())
        if due is not None and due < now.date():
            return f"was due {due}"
    if step.status == "in_progress" and begun is not None and step.estimate_minutes:
        worked = Calendar().minutes(begun.replace(tzinfo=None), now.replace(tzinfo=None))
        if worked > _TIMES * step.estimate_minutes:
            return f"in progress for {said(worked)}, estimated {said(step.estimate_minutes)}"
    return ""
