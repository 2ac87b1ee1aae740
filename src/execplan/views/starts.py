"""The day on which a plan's first week begins. Knows what the plan tells and when it was made; knows no clock."""

from __future__ import annotations

from datetime import date

from execplan.plan import stamps
from execplan.plan.model import Plan
from execplan.schedule.terms.reader import start_told


def start_of(plan: Plan, now: str) -> date | None:
    """The start that the plan tells, else the day it was created. ``now`` is RFC 3339, to the minute, in UTC."""
    told = start_told(plan, now)
    if told is not None or not plan.created:
        return told
    try:
        return date.fromisoformat((stamps.value_of(plan.created) or "")[:10])
    except ValueError:
        return None
