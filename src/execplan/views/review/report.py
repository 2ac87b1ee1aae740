"""What a review says, as values: findings and measures. Knows no rule, so that a name costs nothing to import."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from execplan.plan.model import Severity
from execplan.views.review.rule import Finding

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
"""Worst first."""
Name = Literal["clarity", "completeness", "currency", "traceability", "actionability"]
Unit = Literal["s", "%", "h"]


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure in its unit, or None; ``source`` says in words what it came from."""

    name: Name
    value: int | None
    unit: Unit
    source: str


@dataclass(frozen=True, slots=True)
class Review:
    findings: tuple[Finding, ...]
    """By line; on one line the worst first."""
    measures: tuple[Measure, ...]
