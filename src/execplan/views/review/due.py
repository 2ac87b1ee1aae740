"""Rules about days that have passed: a mitigation that is overdue, a decision nobody made. Know the register, not its words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from execplan.plan.model import Plan
from execplan.views.decision_points import decision_points, may_have_any
from execplan.views.review.phrases import short
from execplan.views.review.rule import Facts, Hit, Rule, everywhere
from execplan.views.risks import register_of
from execplan.views.starts import start_of

_DIGIT = re.compile(r"\d")
"""Without one there is no day."""
_SOURCE = "team plan: risk register, circuit breakers"


def _overdue(plan: Plan, facts: Facts) -> Iterator[Hit]:
    if plan.status == "completed" or not any(_DIGIT.search(f"{one.due} {one.mitigation}") for one in plan.risks):
        return
    today = date.fromisoformat(facts.now[:10])
    for one in register_of(plan, today, start_of(plan, facts.now)).entries:
        if one.overdue:
            yield Hit(
                one.risk.line, f"the mitigation of '{short(one.risk.text)}' was due {one.due}, and the risk is open"
            )


def _undecided(plan: Plan, facts: Facts) -> Iterator[Hit]:
    if plan.status == "completed" or not may_have_any(plan):
        return
    today = date.fromisoformat(facts.now[:10])
    for one in decision_points(plan, today, start_of(plan, facts.now)):
        if one.state == "due":
            yield Hit(one.line, f"'{short(one.text)}' was to be decided by {one.when}: no decision is recorded")


RULES: tuple[Rule, ...] = (
    Rule(
        "risk_overdue",
        "The day by which a risk was to be mitigated has passed, and the risk is open.",
        _SOURCE,
        _overdue,
        everywhere("warning"),
    ),
    Rule(
        "decision_point_due",
        "The day of a go or no-go has come, and nothing was decided.",
        _SOURCE,
        _undecided,
        everywhere("warning"),
    ),
)
