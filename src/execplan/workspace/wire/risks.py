"""What ``risks`` answers: the register, the matrix, the points of decision, the goals. Knows the views; knows no transport."""

from __future__ import annotations

from datetime import date
from typing import Literal

from execplan.plan.levels import LEVELS, Level
from execplan.plan.model import Plan
from execplan.views.decision_points import DecisionPoint
from execplan.views.goals import Goal
from execplan.views.risks import Entry, Register
from execplan.workspace.wire.answers import Answer


class RiskRow(Answer):
    """``severity``, ``impact_level`` and ``probability_level`` are left out where nobody can tell."""

    id: str
    text: str
    line: int
    standing: Literal["open", "mitigated", "accepted", "closed"]
    overdue: bool
    severity: Level | None = None
    impact: str | None = None
    """As the plan says it."""
    impact_level: Level | None = None
    probability: str | None = None
    probability_level: Level | None = None
    mitigation: str | None = None
    owner: str | None = None
    status: str | None = None
    due: date | None = None
    """By when the mitigation is to be done."""
    lacks: list[Literal["owner", "mitigation"]] | None = None


class MatrixCell(Answer):
    """How many open risks are of this impact and this probability."""

    impact: Level | Literal["unknown"]
    probability: Level | Literal["unknown"]
    count: int


class DecisionPointRow(Answer):
    text: str
    line: int
    state: Literal["due", "soon", "later", "undated", "decided"]
    """``soon``: within seven days."""
    when: date | None = None
    condition: str | None = None
    otherwise: str | None = None
    """What changes then."""


class GoalRow(Answer):
    text: str
    line: int
    firmness: Literal["fixed", "negotiable", "unknown"]


class RisksAnswer(Answer):
    """The risks of a plan as of a day: overdue ones first, then by severity; and what is decided when."""

    plan: str
    revision: str
    today: date
    start: date | None = None
    """The first day of week 1, where it is known."""
    risks: list[RiskRow]
    matrix: list[MatrixCell]
    decision_points: list[DecisionPointRow]
    goals: list[GoalRow]


def risks_answer(
    name: str,
    plan: Plan,
    today: date,
    start: date | None,
    register: Register,
    points: tuple[DecisionPoint, ...],
    goals: tuple[Goal, ...],
) -> RisksAnswer:
    levels: tuple[Level | None, ...] = (*reversed(LEVELS), None)
    return RisksAnswer(
        plan=name,
        revision=plan.revision[:8],
        today=today,
        start=start,
        risks=[_row(one) for one in register.entries],
        matrix=[
            MatrixCell(impact=impact or "unknown", probability=probability or "unknown", count=count)
            for impact in levels
            for probability in levels
            if (count := register.matrix.get((impact, probability), 0))
        ],
        decision_points=[
            DecisionPointRow(
                text=one.text,
                line=one.line + 1,
                state=one.state,
                when=one.when,
                condition=one.condition,
                otherwise=one.otherwise,
            )
            for one in points
        ],
        goals=[GoalRow(text=one.text, line=one.line + 1, firmness=one.firmness) for one in goals],
    )


def _row(one: Entry) -> RiskRow:
    risk = one.risk
    return RiskRow(
        id=risk.id,
        text=risk.text,
        line=risk.line + 1,
        standing=one.standing,
        overdue=one.overdue,
        severity=one.severity,
        impact=risk.impact,
        impact_level=one.impact,
        probability=risk.probability,
        probability_level=one.probability,
        mitigation=risk.mitigation,
        owner=risk.owner,
        status=risk.status,
        due=one.due,
        lacks=list(one.lacks) or None,
    )
