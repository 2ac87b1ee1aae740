"""What a change added to a plan, told from the plan before and after. Knows two plans; knows no edit and no file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from execplan.plan.identity import normal
from execplan.plan.model import Plan, Step


def added_steps(before: Plan, after: Plan, titles: Iterable[str]) -> tuple[str, ...]:
    """The ids of the steps that only ``after`` has, and of those with these titles that were there already."""
    known = {one.id for one in before.steps}
    asked = {normal(title) for title in titles}
    return tuple(one.id for one in after.steps if one.id not in known or normal(one.title) in asked)


def same_step(after: Plan, step: Step) -> Step:
    """The step as it stands afterwards; its id may have grown or shrunk by a character. Raises ``KeyError``."""
    for one in after.steps:
        near = one.id.startswith(step.id) or step.id.startswith(one.id)
        if near and normal(one.title) == normal(step.title):
            return one
    return after.step(step.id)


def risk_status(before: Plan, after: Plan, id: str | None) -> Literal["recorded", "updated"]:
    """Was the risk there before, and is it another now?"""
    known = any(one.id == id for one in before.risks)
    return "updated" if known and before.revision != after.revision else "recorded"
