"""The review of one plan: what its rules find, and its measures. Knows no rule by name, no file and no clock."""

from __future__ import annotations

from collections.abc import Iterator

from execplan.plan.model import Plan, Severity
from execplan.views.review.measures import measures
from execplan.views.review.report import SEVERITIES, Review
from execplan.views.review.rule import Facts, Finding, Profile
from execplan.views.review.rules import RULES


def review(plan: Plan, facts: Facts, profile: Profile = "solo") -> Review:
    """What is to be said about a plan. Law: the same plan and facts give the same review, whatever came before.

    A template is no plan yet: all there is to say is that it is one.
    """
    found = _template(plan) if plan.is_template else (*_told(plan), *_found(plan, facts, profile))
    known = dict.fromkeys(found)  # two rules of one mind say it once
    ordered = sorted(known, key=lambda one: (one.line, SEVERITIES.index(one.severity), one.code, one.message))
    return Review(tuple(ordered), measures(plan, facts))


def at_least(findings: tuple[Finding, ...], severity: Severity) -> tuple[Finding, ...]:
    """The findings as bad as this or worse."""
    worst = SEVERITIES[: SEVERITIES.index(severity) + 1]
    return tuple(one for one in findings if one.severity in worst)


def _template(plan: Plan) -> tuple[Finding, ...]:
    line = next((section.line for section in plan.sections if section.level == 1), 0)
    return (Finding("template", "info", line, "this is a template: its title is not filled in"),)


def _told(plan: Plan) -> Iterator[Finding]:
    """What the reader noticed, but for what a rule says better under the same code."""
    codes = {rule.code for rule in RULES}
    for one in plan.diagnostics:
        if one.code not in codes:
            yield Finding(one.code, one.severity, one.line, one.message)


def _found(plan: Plan, facts: Facts, profile: Profile) -> Iterator[Finding]:
    for rule in RULES:
        severity = rule.levels.get(profile)
        if severity is None:
            continue
        for hit in rule.check(plan, facts):
            yield Finding(rule.code, severity, hit.line, hit.message, hit.fix)
