"""How many criteria are met. Knows the model; knows no file and no clock."""

from __future__ import annotations

from dataclasses import dataclass

from execplan.plan.model import Criterion, OtherBox, Plan
from execplan.views.records import standing


@dataclass(frozen=True, slots=True)
class Count:
    met: int
    total: int


def met_criteria(plan: Plan) -> Count:
    """The criteria that stand."""
    criteria = standing(plan.criteria)
    return Count(sum(one.met for one in criteria), len(criteria))


def count_of(plan: Plan, box: Criterion | OtherBox) -> Count:
    """The boxes of the same sort as this one."""
    if isinstance(box, Criterion):
        return met_criteria(plan)
    return Count(sum(one.checked for one in plan.other_boxes), len(plan.other_boxes))
