"""The register of a plan's risks: how bad each is, where it stands, what is overdue. Knows values; knows no text but theirs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from execplan.plan.levels import Level, level
from execplan.plan.model import Plan, Risk
from execplan.plan.weighing import Standing, rank, registered, severity, standing_of
from execplan.schedule.terms.dates import days_in

Lack = Literal["owner", "mitigation"]
RECENT = timedelta(days=90)
"""A day without a year is taken to be at most so long ago where the plan says no start."""
_BY = re.compile(
    r"(?:\b(?:by|until|before|due|bis|no later than)|[(（])\s*(?:on\s+)?(?:the\s+)?(?:end of\s+)?\Z", re.IGNORECASE
)
"""What leads to the day by which something is done, right before the day."""
_UNRATED = 1.5
"""What nobody rated is sorted below medium and above low; it is never shown as either."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One risk of the register. A level is None where the plan says none or one nobody can read."""

    risk: Risk
    impact: Level | None
    probability: Level | None
    standing: Standing
    due: date | None
    overdue: bool
    lacks: tuple[Lack, ...]
    """Of an open risk: ``owner`` and ``mitigation`` where it has none."""

    @property
    def severity(self) -> Level | None:
        """How much it counts: low, medium or high; None while one of the two is not known."""
        return severity(self.impact, self.probability)


@dataclass(frozen=True, slots=True)
class Register:
    """Overdue risks first, then open ones, each by severity; risks that were taken back are not in it."""

    entries: tuple[Entry, ...]
    matrix: Mapping[tuple[Level | None, Level | None], int]
    """How many open risks have this impact and this probability."""


def register_of(plan: Plan, today: date, start: date | None = None) -> Register:
    """The register as of a day. ``start`` is the first day of week 1, where the plan counts in weeks."""
    floor = start or today - RECENT
    entries = sorted((_entry(one, today, floor, start) for one in registered(plan)), key=_order)
    matrix: dict[tuple[Level | None, Level | None], int] = {}
    for one in entries:
        if one.standing == "open":
            at = one.impact, one.probability
            matrix[at] = matrix.get(at, 0) + 1
    return Register(tuple(entries), matrix)


def due_of(risk: Risk, floor: date, start: date | None = None) -> date | None:
    """The day by which its mitigation is due: as its own field says, else ``by <day>`` within the mitigation."""
    if risk.due:
        days = days_in(risk.due, floor, start)
        return days[0].last if days else None
    said = risk.mitigation or ""
    return next((one.last for one in days_in(said, floor, start) if _BY.search(said, 0, one.start)), None)


def _entry(risk: Risk, today: date, floor: date, start: date | None) -> Entry:
    standing, due = standing_of(risk), due_of(risk, floor, start)
    lacks: list[Lack] = []
    if standing == "open":
        if not risk.owner:
            lacks.append("owner")
        if not risk.mitigation:
            lacks.append("mitigation")
    overdue = due is not None and due < today and standing == "open"
    return Entry(risk, level(risk.impact), level(risk.probability), standing, due, overdue, tuple(lacks))


def _order(one: Entry) -> tuple[bool, bool, float, int]:
    impact = rank(one.impact) if one.impact else _UNRATED
    probability = rank(one.probability) if one.probability else _UNRATED
    return not one.overdue, one.standing != "open", -impact * probability, one.risk.line
