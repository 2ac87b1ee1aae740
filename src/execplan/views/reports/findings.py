"""A review's findings and rules as those of a report. Knows reviews; knows no format and no file."""

from __future__ import annotations

from execplan.plan.identity import normal
from execplan.plan.model import Plan
from execplan.views.reports.report import UNREADABLE, Finding, Report, Rule
from execplan.views.review.report import Review
from execplan.views.review.rule import Profile
from execplan.views.review.rules import RULES

_TOLD = "The reader noticed something odd about the text."


def of_review(name: str, path: str, plan: Plan, found: Review) -> Report:
    """The findings of a review. The line's own words are their anchor: they move with it."""
    last = plan.source.line_count - 1
    return Report(
        name,
        path,
        tuple(
            Finding(
                name,
                path,
                one.line + 1,
                one.severity,
                one.code,
                one.message,
                normal(plan.source.line(min(one.line, last))),
            )
            for one in found.findings
        ),
        plan,
    )


def rules_of(profile: Profile, reports: tuple[Report, ...]) -> tuple[Rule, ...]:
    """The rules that run in a profile, and the codes that were found besides, which are the reader's."""
    known = {
        rule.code: Rule(rule.code, rule.summary, f"{rule.summary} Where the rule comes from: {rule.source}.", severity)
        for rule in RULES
        if (severity := rule.levels.get(profile)) is not None
    }
    known[UNREADABLE] = Rule(UNREADABLE, "The plan cannot be read.", "execplan doctor says more.", "error")
    for report in reports:
        for one in report.findings:
            known.setdefault(one.code, Rule(one.code, _TOLD, f"{_TOLD} The message says what.", one.severity))
    return tuple(known.values())
