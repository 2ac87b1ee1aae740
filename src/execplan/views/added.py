"""What a change added to a plan, told from the plan before and after. Knows two plans; knows no edit and no file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from execplan.plan.identity import normal
from execplan.plan.model import Blocker, Decision, Discovery, Plan

Record = Literal["decision", "discovery", "blocker"]


def added_record(before: Plan, after: Plan, kind: Record) -> str | None:
    """The id of the record that only ``after`` has; None where nothing of that kind is new."""
    known = {one.id for one in _records(before, kind)}
    return next((one.id for one in _records(after, kind) if one.id not in known), None)


def added_steps(before: Plan, after: Plan, titles: Iterable[str]) -> tuple[str, ...]:
    """The ids of the steps that only ``after`` has, and of those with these titles that were there already."""
    known = {one.id for one in before.steps}
    asked = {normal(title) for title in titles}
    return tuple(one.id for one in after.steps if one.id not in known or normal(one.title) in asked)


def _records(plan: Plan, kind: Record) -> tuple[Decision | Discovery | Blocker, ...]:
    match kind:
        case "decision":
            return plan.decisions
        case "discovery":
            return plan.discoveries
        case "blocker":
            return plan.blockers
