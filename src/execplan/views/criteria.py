"""How many criteria are met. Knows the model; knows no file and no clock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from execplan.plan.model import Criterion, OtherBox, Plan


class Retractable(Protocol):
    @property
    def retracted(self) -> str | None: ...


T = TypeVar("T", bound=Retractable)


@dataclass(frozen=True, slots=True)
class Count:
    met: int
    total: int


def standing(records: Iterable[T]) -> tuple[T, ...]:
    """The records that were not taken back."""
    return tuple(one for one in records if one.retracted is None)


def met_criteria(plan: Plan) -> Count:
    """The criteria that stand."""
    criteria = standing(plan.criteria)
    return Count(sum(one.met for one in criteria), len(criteria))


def count_of(plan: Plan, box: Criterion | OtherBox) -> Count:
    """The boxes of the same sort as this one."""
    if isinstance(box, Criterion):
        return met_criteria(plan)
    return Count(sum(one.checked for one in plan.other_boxes), len(plan.other_boxes))
