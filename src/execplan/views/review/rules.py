"""Every rule there is, by theme. A new rule is a function and a row in its module; a new module is a row here."""

from __future__ import annotations

from execplan.views.review import (
    contradictions,
    dates,
    due,
    ending,
    evidence,
    numbers,
    outcomes,
    parents,
    planning,
    profiles,
    reasons,
    sections,
    selfcontained,
    silent,
    steps,
    team,
    unfilled,
)
from execplan.views.review.rule import Rule

RULES: tuple[Rule, ...] = (
    *contradictions.RULES,
    *dates.RULES,
    *due.RULES,
    *numbers.RULES,
    *parents.RULES,
    *steps.RULES,
    *evidence.RULES,
    *outcomes.RULES,
    *reasons.RULES,
    *silent.RULES,
    *planning.RULES,
    *unfilled.RULES,
    *sections.RULES,
    *selfcontained.RULES,
    *ending.RULES,
    *profiles.RULES,
    *team.RULES,
)
