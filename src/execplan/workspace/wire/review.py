"""What a review answers: measures and findings, as models and as text. Knows reviews; knows no rule and no file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from execplan.plan.model import Plan, Severity
from execplan.views.measure import cut
from execplan.views.review.report import SEVERITIES, Measure, Name, Review, Unit
from execplan.views.review.rule import Finding, Profile
from execplan.workspace.wire.answers import Answer
from execplan.workspace.wire.render import text

if TYPE_CHECKING:
    from execplan.workspace.handle import Handle

LIMIT = 25
"""Findings a tool's answer names; the worst stay."""
ROOM = 60
"""Tokens of a message."""


class MeasureRow(Answer):
    name: Name
    value: int | None = None
    """None: the plan has nothing to take it from."""
    unit: Unit
    source: str
    """What the figure came from."""


class FindingRow(Answer):
    code: str
    severity: Severity
    line: int
    message: str
    fix: bool
    """Can ``execplan review --fix`` repair it?"""


class ReviewAnswer(Answer):
    plan: str
    revision: str
    profile: Profile
    errors: int
    warnings: int
    infos: int
    measures: list[MeasureRow]
    diagnostics: list[FindingRow]
    more: int | None = None
    """Findings beyond the limit."""


class ReviewsAnswer(Answer):
    """The reviews of several plans."""

    reviews: list[ReviewAnswer]
    fixed: list[str] | None = None
    """Plans that were repaired before they were reviewed."""
    unreadable: list[str] | None = None


def review_answer(handle: Handle, plan: Plan, found: Review, profile: Profile, limit: int = LIMIT) -> ReviewAnswer:
    counts = {severity: sum(one.severity == severity for one in found.findings) for severity in SEVERITIES}
    kept = worst(found.findings, limit)
    return ReviewAnswer(
        plan=handle.name,
        revision=plan.revision[:8],
        profile=profile,
        errors=counts["error"],
        warnings=counts["warning"],
        infos=counts["info"],
        measures=[_measure(one) for one in found.measures],
        diagnostics=[_finding(one) for one in kept],
        more=len(found.findings) - len(kept) or None,
    )


def worst(findings: Sequence[Finding], limit: int) -> list[Finding]:
    """At most so many findings, the worst of them, in the order they came in."""
    chosen = sorted(range(len(findings)), key=lambda at: (SEVERITIES.index(findings[at].severity), at))[:limit]
    return [findings[at] for at in sorted(chosen)]


def _measure(one: Measure) -> MeasureRow:
    return MeasureRow(name=one.name, value=one.value, unit=one.unit, source=cut(one.source, ROOM))


def _finding(one: Finding) -> FindingRow:
    return FindingRow(
        code=one.code, severity=one.severity, line=one.line + 1, message=cut(one.message, ROOM), fix=bool(one.fix)
    )


@text.register
def _review(answer: ReviewAnswer) -> str:
    lines = [f"{answer.plan} rev {answer.revision} as {answer.profile}: {said(answer)}"]
    lines += [f"{one.name} {figure(one)}: {one.source}" for one in answer.measures]
    lines += [f":{one.line} {one.severity} {one.code}: {one.message}{' [fix]' * one.fix}" for one in answer.diagnostics]
    return "\n".join([*lines, *([f"+{answer.more} more: execplan review lists all"] if answer.more else [])])


@text.register
def _reviews(answer: ReviewsAnswer) -> str:
    lines = [f"fixed: {', '.join(answer.fixed)}"] if answer.fixed else []
    lines += [_review(one) for one in answer.reviews]
    return "\n".join([*lines, *(f"not read: {one}" for one in answer.unreadable or ())]) or "no plans"


def said(answer: ReviewAnswer) -> str:
    """``1 error, 2 warnings``; ``nothing found``."""
    counts = (("error", answer.errors), ("warning", answer.warnings), ("info", answer.infos))
    parts = [f"{count} {word}{'s' * (count > 1)}" for word, count in counts if count]
    return ", ".join(parts) or "nothing found"


def figure(one: MeasureRow) -> str:
    return "–" if one.value is None else f"{one.value} {one.unit}"
