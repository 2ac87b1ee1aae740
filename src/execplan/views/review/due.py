"""Rules about days that have passed: a mitigation that is overdue, a decision nobody made. Know the register, not its words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from execplan.plan.model import Plan
from execplan.views.due import overdue, undecided
from execplan.views.review.phrases import short
from execplan.views.review.rule import Facts, Hit, Rule, everywhere
from execplan.views.starts import start_of

_SOURCE = "team plan: risk register, circuit breakers"


def _overdue(plan: Plan, facts: Facts) -> Iterator[Hit]:
    if plan.status == "completed":
        return
    for one in overdue(plan, date.fromisoformat(facts.now[:10]), start_of(plan, facts.now)):
        yield Hit(one.risk.line, f"the mitigation of '{short(one.risk.text)}' was due {one.due}, and the risk is open")


def _undecided(plan: Plan, facts: Facts) -> Iterator[Hit]:
    if plan.status == "completed":
        return
    for one in undecided(plan, date.fromisoformat(facts.now[:10]), start_of(plan, facts.now)):
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
