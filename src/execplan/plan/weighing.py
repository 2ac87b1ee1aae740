"""How much a risk counts, and whether it still stands. Knows the values of a risk; knows no date and no schedule."""

from __future__ import annotations

import re
from typing import Literal

from execplan.plan import outline
from execplan.plan.levels import LEVELS, Level
from execplan.plan.model import Plan, Risk

Standing = Literal["open", "mitigated", "accepted", "closed"]
_UNSETTLED = re.compile(r"\b(?:not|un\w*|partly|partially|in part|to be|being|teilweise|nicht)\b", re.IGNORECASE)
_SETTLED: tuple[tuple[Standing, re.Pattern[str]], ...] = (
    ("accepted", re.compile(r"\baccept(?:ed|iert)\b|\baceptado\b|принят|接受|수용|\baccepté", re.IGNORECASE)),
    (
        "mitigated",
        re.compile(r"\b(?:mitigated|reduced|avoided|transferred|mitigado)\b|смягч|已缓解|완화", re.IGNORECASE),
    ),
    (
        "closed",
        re.compile(
            r"\b(?:closed|resolved|retired|done|gone|obsolete|eliminated|expired|no longer|geschlossen|erledigt|cerrado|fermé)\b"
            r"|закрыт|已关闭|关闭|종료|完了|\A\W*✅\W*\Z",
            re.IGNORECASE,
        ),
    ),
)
_HEADED = re.compile(r"\brisks?\b", re.IGNORECASE)


def is_registered(plan: Plan, risk: Risk) -> bool:
    """It stands in a section on risks or says more than its name; what is listed below ``Risk watch:`` is an answer to one."""
    said = (risk.impact, risk.probability, risk.mitigation, risk.owner, risk.status)
    if any(said):
        return True
    chain = outline.chain(plan.sections, outline.section_at(plan.sections, risk.line))
    near = next((plan.sections[index] for index in chain if plan.sections[index].role), None)
    return near is not None and (
        near.role in ("risks", "risks_and_questions") or _HEADED.search(near.title) is not None
    )


def registered(plan: Plan) -> tuple[Risk, ...]:
    """The risks of the plan, those left out that were taken back."""
    return tuple(one for one in plan.risks if one.retracted is None and is_registered(plan, one))


def standing_of(risk: Risk) -> Standing:
    """What its status says of it, in whatever words; open where it says nothing known."""
    said = risk.status or ""
    if _UNSETTLED.search(said):
        return "open"
    for standing, words in _SETTLED:
        if words.search(said):
            return standing
    return "open"


def severity(impact: Level | None, probability: Level | None) -> Level | None:
    """How much a risk counts that is so bad and so likely; None while one of the two is not known."""
    if impact is None or probability is None:
        return None
    product = rank(impact) * rank(probability)
    return "high" if product >= 6 else "medium" if product >= 3 else "low"


def rank(said: Level) -> int:
    """1 low … 3 high."""
    return LEVELS.index(said) + 1
