"""What is late: past its day, or worked on for far longer than was thought. Knows a step and moments; knows no calendar.

Working time is counted roughly, eight hours of each day from Monday to Friday: enough to see twice an estimate.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from execplan.plan import stamps
from execplan.plan.model import Plan, Step

_DAY = 480
_WEEK = 5 * _DAY
_DUE = ("due", "due date", "deadline", "target date")
_TIMES = 2
"""So many times its estimate is late."""


def lateness(plan: Plan, step: Step, begun: datetime | None, now: datetime) -> str:
    """Why an open step is late, in words; empty where it is not, or where nobody can tell."""
    due = _due(plan, step)
    if due is not None and due < now.date().isoformat():
        return f"was due {due}"
    if step.status == "in_progress" and begun is not None and step.estimate_minutes:
        worked = _worked(begun, now)
        if worked > _TIMES * step.estimate_minutes:
            return f"in progress for {_span(worked)}, estimated {_span(step.estimate_minutes)}"
    return ""


def _due(plan: Plan, step: Step) -> str | None:
    for name in _DUE:
        field = step.place.field(name)
        found = stamps.value_of(plan.source.slice(field.value)) if field else None
        if found:
            return found[:10]
    return None


def _worked(begun: datetime, now: datetime) -> int:
    """Minutes of working time from one moment to another: of each working day what lies between, eight hours at most."""
    if now <= begun:
        return 0
    if (now.date() - begun.date()).days > 3_660:
        return 3_660 * _DAY
    total, day = 0, begun.date()
    while day <= now.date():
        start = max(begun, datetime.combine(day, time.min, UTC))
        end = min(now, datetime.combine(day, time.max, UTC))
        if day.weekday() < 5:
            total += min(_DAY, int((end - start).total_seconds() // 60))
        day += timedelta(days=1)
    return total


def _span(minutes: int) -> str:
    """Minutes of work as people say them."""
    for size, name in ((_WEEK, "week"), (_DAY, "day"), (60, "hour")):
        if minutes >= size:
            count = round(minutes / size, 1)
            return f"{count:g} {name}{'' if count == 1 else 's'}"
    return f"{minutes} min"
