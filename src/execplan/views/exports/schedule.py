"""A schedule as CSV (RFC 4180), one row an open step, by start. Knows columns; knows no file and no algorithm."""

from __future__ import annotations

from execplan.schedule.model import Schedule, Slot
from execplan.views.exports.table import written

COLUMNS = (
    "id", "name", "phase", "status", "start", "finish", "latest_start", "latest_finish", "slack_minutes", "critical",
    "assumed", "low_minutes", "likely_minutes", "high_minutes", "wait", "percent", "after", "people", "not_before",
    "due", "risk", "scope", "deliverable", "line",
)  # fmt: skip


def schedule_table(schedule: Schedule) -> str:
    """Law: read back, it has one row a slot, in the schedule's order. Moments are naive, in the plan's own zone."""
    return written(COLUMNS, (_row(one) for one in schedule.slots))


def _row(slot: Slot) -> tuple[object, ...]:
    task, effort = slot.task, slot.task.effort
    return (
        task.id,
        task.name,
        task.phase,
        task.status,
        *(
            one.isoformat(timespec="minutes")
            for one in (slot.start, slot.finish, slot.latest_start, slot.latest_finish)
        ),
        slot.slack,
        _yes(slot.critical),
        _yes(slot.assumed),
        *((effort.low, effort.likely, effort.high) if effort else (None, None, None)),
        _yes(task.wait),
        task.percent,
        "; ".join(task.after),
        "; ".join(task.people),
        task.not_before,
        task.due,
        task.risk,
        task.scope,
        task.deliverable,
        task.line + 1,
    )


def _yes(value: bool) -> str:
    return "yes" if value else "no"
