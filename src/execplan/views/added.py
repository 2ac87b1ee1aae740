"""What a change added to a plan, told from the plan before and after. Knows two plans; knows no edit and no file."""

from __future__ import annotations

from collections.abc import Iterable

from execplan.plan.identity import normal
from execplan.plan.model import Plan


def added_steps(before: Plan, after: Plan, titles: Iterable[str]) -> tuple[str, ...]:
    """The ids of the steps that only ``after`` has, and of those with these titles that were there already."""
    known = {one.id for one in before.steps}
    asked = {normal(title) for title in titles}
    return tuple(one.id for one in after.steps if one.id not in known or normal(one.title) in asked)
