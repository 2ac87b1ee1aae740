"""What is late: past its day, or worked on for far longer than was thought. Knows a step, moments and a calendar."""

from __future__ import annotations

from datetime import datetime

from execplan.plan.model import Plan, Step
from execplan.schedule.calendar import Calendar
from execplan.schedule.model import DAY, WEEK
from execplan.schedule.remarks import day_of, said_of
from execplan.views.starts import start_of

_TIMES = 2
"""So many times its estimate is late."""


def lateness(plan: Plan, step: Step, begun: datetime | None, now: datetime) -> str:
    """Why an open step is late, in words; empty where it is not, or where nobody can tell."""
    said = said_of(plan, step).get("due")
    due = day_of(said, start_of(plan, f"{now:%Y-%m-%dT%H:%MZ}") or (begun or now).date(), last=True) if said else None
    if due is not None and due < now.date():
        return f"was due {due}"
    if step.status == "in_progress" and begun is not None and step.estimate_minutes:
        worked = Calendar().minutes(begun.replace(tzinfo=None), now.replace(tzinfo=None))
        if worked > _TIMES * step.estimate_minutes:
            return f"in progress for {_span(worked)}, estimated {_span(step.estimate_minutes)}"
    return ""


def _span(minutes: int) -> str:
    """Minutes of work as people say them."""
    for size, name in ((WEEK, "week"), (DAY, "day"), (60, "hour")):
        if minutes >= size:
            count = round(minutes / size, 1)
            return f"{count:g} {name}{'' if count == 1 else 's'}"
    return f"{minutes} min"
