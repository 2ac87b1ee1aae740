"""Sheets made by hand: a plan with findings, one without, one that nobody could read."""

from __future__ import annotations

from execplan.views.reports.report import Finding, Report, Rule, Sheet, unread
from tests.views.plans import plan, step

HOSTILE = "\x1b[31m\x1b]0;owned\x07\x9b2J\u202e\u2066\u200b\u200f\ufeff\u00ad\U000e0041\x08\x7f\u2028\ufffe\x00"
RULES = (Rule("odd", "It is odd.", "Make it even.", "warning"), Rule("unreadable", "Not read.", "Look.", "error"))


def finding(message: str = "50% off, see a:b", line: int = 7, **more: str) -> Finding:
    values = {"plan": "cache", "path": ".agents/cache/PLAN.md", "code": "odd", "anchor": "words", **more}
    return Finding(line=line, severity="warning", message=message, **values)  # type: ignore[arg-type]


def sheet(*findings: Finding) -> Sheet:
    document = plan(step("a", "done"), step("b"))
    reports = (
        Report("cache", ".agents/cache/PLAN.md", findings, document),
        Report("mail", ".agents/mail/PLAN.md", (), document),
        unread("broken", ".agents/broken/PLAN.md", "not UTF-8", "error"),
    )
    return Sheet("review", "1.2.3", RULES, reports)
