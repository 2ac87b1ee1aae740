"""The register of a plan's risks: how bad each is, where it stands, what is overdue. Knows values; knows no text but theirs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from execplan.plan import outline
from execplan.plan.levels import LEVELS, Level, level
from execplan.plan.model import Plan, Risk
from execplan.schedule.terms.dates import days_in

Lack = Literal["owner", "mitigation"]
Standing = Literal["open", "mitigated", "accepted", "closed"]
RECENT = timedelta(days=90)
"""A day without a year is taken to be at most so long ago where the plan says no start."""
_UNSETTLED = re.compile(r"\b(?:not|un\w*|partly|partially|in part|to be|being|teilweise|nicht)\b", re.IGNORECASE)
_SETTLED: tuple[tuple[Standing, re.Pattern[str]], ...] = (
    ("accepted", re.compile(r"\baccept(?:ed|iert)\b|\baceptado\b|принят|接受|수용|\baccepté", re.IGNORECASE)),
    (
        "mitigated",
        re.compile(
            r"\b(?:mitigated|reduced|avoided|transferred|mitigado)\b|смягч|已缓解|완화",
            re.IGNORECASE,
        ),
    ),
    (
        "closed",
        re.compile(
            r"\b(?:closed|resolved|retired|done|gone|obsolete|eliminated|expired|no longer|geschlossen|erledigt|cerrado|fermé)\b"
            r"|закрыт|已关闭|关闭|종료|完了",
            re.IGNORECASE,
        ),
    ),
)
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
        if self.impact is None or self.probability is None:
            return None
        product = _rank(self.impact) * _rank(self.probability)
        return "high" if product >= 6 else "medium" if product >= 3 else "low"


@dataclass(frozen=True, slots=True)
class Register:
    """Overdue risks first, then open ones, each by severity; risks that were taken back are not in it."""

    entries: tuple[Entry, ...]
    matrix: Mapping[tuple[Level | None, Level | None], int]
    """How many open risks have this impact and this probability."""


def register_of(plan: Plan, today: date, start: date | None = None) -> Register:
    """The register as of a day. ``start`` is the first day of week 1, where the plan counts in weeks."""
    floor = start or today - RECENT
    known = (one for one in plan.risks if one.retracted is None and is_registered(plan, one))
    entries = sorted((_entry(one, today, floor, start) for one in known), key=_order)
    matrix: dict[tuple[Level | None, Level | None], int] = {}
    for one in entries:
        if one.standing == "open":
            at = one.impact, one.probability
            matrix[at] = matrix.get(at, 0) + 1
    return Register(tuple(entries), matrix)


def is_registered(plan: Plan, risk: Risk) -> bool:
    """It stands in a section on risks or says more than its name; what is listed below ``Risk watch:`` is an answer to one."""
    said = (risk.impact, risk.probability, risk.mitigation, risk.owner, risk.status)
    if any(said):
        return True
    chain = outline.chain(plan.sections, outline.section_at(plan.sections, risk.line))
    near = next((plan.sections[index] for index in chain if plan.sections[index].role), None)
    return near is not None and (
        near.role in ("risks", "risks_and_questions") or re.search(r"\brisks?\b", near.title, re.IGNORECASE) is not None
    )


def standing_of(risk: Risk) -> Standing:
    """What its status says of it, in whatever words; open where it says nothing known."""
    said = risk.status or ""
    if _UNSETTLED.search(said):
        return "open"
    for standing, words in _SETTLED:
        if words.search(said):
            return standing
    return "open"


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
    impact = _rank(one.impact) if one.impact else _UNRATED
    probability = _rank(one.probability) if one.probability else _UNRATED
    return not one.overdue, one.standing != "open", -impact * probability, one.risk.line


def _rank(said: Level) -> int:
    return LEVELS.index(said) + 1
