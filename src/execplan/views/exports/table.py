"""The steps of a plan as CSV (RFC 4180), one row a step. Knows columns; knows no file.

A cell that a spreadsheet would run as a formula gets an apostrophe before it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable

from execplan.plan.model import Plan, Step
from execplan.plan.visible import visible

COLUMNS = (
    "id", "label", "title", "status", "phase", "parent", "depends_on", "estimate_minutes", "owner", "started",
    "completed", "line",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class _Lines(list[str]):
    """What the csv module writes to: it asks for a ``write``."""

    def write(self, text: str) -> None:
        self.append(text)


def table(plan: Plan) -> str:
    """Law: read back, it has one row a step, in the plan's order."""
    phases = {phase.id: phase.title for phase in plan.phases}
    return written(COLUMNS, (_row(step, phases) for step in plan.steps))


def written(columns: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """The rows below their columns' names."""
    lines = _Lines()
    writer = csv.writer(lines)
    writer.writerow(columns)
    writer.writerows([cell(value) for value in row] for row in rows)
    return "".join(lines)


def cell(value: object) -> str:
    """The value as a cell that stays text."""
    if value is None:
        return ""
    raw = str(value)
    text = visible(raw)
    return f"'{text}" if text.startswith(_FORMULA) or raw.startswith(_FORMULA) else text


def _row(step: Step, phases: dict[str, str]) -> tuple[object, ...]:
    return (
        step.id,
        step.label,
        step.title,
        step.status,
        phases.get(step.phase or "", step.phase),
        step.parent,
        "; ".join(step.depends_on),
        step.estimate_minutes,
        step.owner,
        step.started,
        step.completed,
        step.line + 1,
    )
