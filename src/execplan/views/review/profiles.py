"""Rules that only some kinds of project ask for: teams, learning, production. Know what each must find in a plan."""

from __future__ import annotations

import re
from collections.abc import Iterator

from execplan.plan.model import Plan
from execplan.views.records import standing
from execplan.views.review.bodies import lines_of, within
from execplan.views.review.language import in_english
from execplan.views.review.phrases import counted, short, some
from execplan.views.review.rule import Facts, Hit, Rule, only

_LINK = re.compile(r"(?<![\w#])#\d{1,6}\b|/(?:pull|issues|merge_requests|browse)/|\b[A-Z]{2,10}-\d{1,6}\b|\bPR\s*#?\d+")
_OWNER = re.compile(
    r"^(?:[^\w\n]++|_++)*+(?:owners?|assignees?|assigned to|lead|负责人|担当者?|담당자?|responsable|verantwortlich|ответственный)"
    r"[*_]*\s*[:：][*_ \t]*[^\W_]|\|\s*(?:owner|assignee|负责人)\s*\|",
    re.IGNORECASE | re.MULTILINE,
)
_ROLLBACK = re.compile(
    r"\broll(?:ing|ed)?[- ]?back|\brevert|\bundo\b|\bfeature flag|\bkill switch|\brestore\b", re.IGNORECASE
)
_MONITORING = re.compile(
    r"\bmonitor|\balert|\bobservab|\btelemetry|\bhealth ?check|\bprometheus|\bdashboard|\bgrafana|\bsentry|\bdatadog|"
    r"\bpagerduty|\bon-call",
    re.IGNORECASE,
)
_NAMES = {
    "next": re.compile(
        r"hand[- ]?(?:off|over)\b|\bnext\b|follow-?ups?|引き継ぎ|交接|인수|übergabe|traspaso|передач", re.IGNORECASE
    ),
    "discoveries": re.compile(r"surpris|discover|finding", re.IGNORECASE),
    "outcomes": re.compile(r"outcome|result|retrospect|lesson", re.IGNORECASE),
    "risks": re.compile(r"\brisks?\b|风险|リスク|위험|riesgo|risik|риск", re.IGNORECASE),
    "rollback": re.compile(r"roll[- ]?back|recovery|revert", re.IGNORECASE),
}
"""What else a heading may call it."""


def _said(plan: Plan, role: str) -> bool:
    """Does a section about this say anything? Its heading may name more than one thing (``Timeline & Handoff``)."""
    lines = lines_of(plan)
    named = _NAMES[role]
    sections = [one for one in plan.sections if one.role == role or (one.role != "phase" and named.search(one.title))]
    return any(line.says == "said" for one in sections for line in within(lines, one))


def _no_owner(plan: Plan, facts: Facts) -> Iterator[Hit]:
    """A label or a column is enough: whom it names is not weighed."""
    del facts
    named = plan.owner or any(step.owner for step in plan.steps) or _OWNER.search(plan.source.text)
    if plan.leaves() and not named:
        yield Hit(0, "no owner is named, of the plan or of a step")


def _no_handoff(plan: Plan, facts: Facts) -> Iterator[Hit]:
    del facts
    section = next((one for one in plan.sections if one.role == "next"), None)
    if plan.leaves() and not _said(plan, "next"):
        yield Hit(section.line if section else 0, "no handoff notes: what whoever goes on must know")


def _no_links(plan: Plan, facts: Facts) -> Iterator[Hit]:
    del facts
    if plan.leaves() and not _LINK.search(plan.source.text):
        yield Hit(0, "no link to a pull request or an issue")


def _no_discoveries(plan: Plan, facts: Facts) -> Iterator[Hit]:
    """Half the work done and nothing surprising: it was not written down."""
    del facts
    leaves = plan.leaves()
    done = sum(step.status == "done" for step in leaves)
    if leaves and 2 * done >= len(leaves) and not plan.discoveries and not _said(plan, "discoveries"):
        section = next((one for one in plan.sections if one.role == "discoveries"), None)
        message = f"{done} of {counted(len(leaves), 'step')} done and no discovery written down"
        yield Hit(section.line if section else 0, message)


def _no_retrospective(plan: Plan, facts: Facts) -> Iterator[Hit]:
    """Whatever the form, and as soon as all is done."""
    del facts
    leaves = plan.leaves()
    closed = bool(leaves) and all(step.status in ("done", "skipped") for step in leaves)
    if closed and plan.status != "completed" and not _said(plan, "outcomes"):
        section = next((one for one in plan.sections if one.role == "outcomes"), None)
        yield Hit(section.line if section else 0, "all steps are closed: write what was learned")


def _no_risks(plan: Plan, facts: Facts) -> Iterator[Hit]:
    del facts
    if plan.leaves() and not standing(plan.risks) and not _said(plan, "risks"):
        section = next((one for one in plan.sections if one.role in ("risks", "risks_and_questions")), None)
        yield Hit(section.line if section else 0, "no risk is named")


def _no_mitigation(plan: Plan, facts: Facts) -> Iterator[Hit]:
    """A risk's own text may say what is done about it; only one of a few words surely does not.

    A team's plan is told so by ``team_risk_incomplete``.
    """
    del facts
    if plan.dialect == "team":
        return
    risks = standing(plan.risks)
    bare = [one for one in risks if not one.mitigation and one.place.end == one.place.line + 1 and _is_terse(one.text)]
    if bare:
        said = some(f"'{short(one.text)}'" for one in bare)
        yield Hit(bare[0].line, f"{len(bare)} of {counted(len(risks), 'risk')} without a mitigation: {said}")


def _is_terse(text: str) -> bool:
    return len(text.split()) < 12 and not re.search(r"[:：;；→]|mitigat", text, re.IGNORECASE)


def _no_rollback(plan: Plan, facts: Facts) -> Iterator[Hit]:
    del facts
    if plan.leaves() and in_english(plan) and not _said(plan, "rollback") and not _ROLLBACK.search(plan.source.text):
        yield Hit(0, "no way back: how is the change rolled back?")


def _no_monitoring(plan: Plan, facts: Facts) -> Iterator[Hit]:
    del facts
    if plan.leaves() and in_english(plan) and not _MONITORING.search(plan.source.text):
        yield Hit(0, "nothing on monitoring or alerts: how is a failure noticed?")


RULES: tuple[Rule, ...] = (
    Rule(
        "owner_missing",
        "Neither the plan nor a step names an owner.",
        "living plan, metadata; solo projects leave it out",
        _no_owner,
        only("warning", "team", "production"),
    ),
    Rule(
        "handoff_missing",
        "There are no handoff notes.",
        "living plan, team projects: detailed handoff notes",
        _no_handoff,
        only("warning", "team"),
    ),
    Rule(
        "links_missing",
        "The plan links no pull request and no issue.",
        "living plan, team projects: link to pull requests and issues",
        _no_links,
        only("info", "team"),
    ),
    Rule(
        "discoveries_missing",
        "Half of the steps are done and no discovery is written down.",
        "living plan, learning projects: expand surprises and discoveries",
        _no_discoveries,
        only("warning", "learning"),
    ),
    Rule(
        "reflection_missing",
        "All steps are closed and the retrospective is empty.",
        "living plan, learning projects: focus on the retrospective",
        _no_retrospective,
        only("warning", "learning"),
    ),
    Rule(
        "risks_missing",
        "No risk is named.",
        "living plan, production systems: the risks section is required",
        _no_risks,
        only("warning", "production"),
    ),
    Rule(
        "risk_unmitigated",
        "A risk is named without what is done about it.",
        "living plan, risks with mitigation",
        _no_mitigation,
        only("warning", "production", "team"),
    ),
    Rule(
        "rollback_missing",
        "Nothing says how the change is rolled back (English).",
        "living plan, production systems: rollback procedures",
        _no_rollback,
        only("warning", "production"),
    ),
    Rule(
        "monitoring_missing",
        "Nothing says how a failure is noticed (English).",
        "living plan, production systems: link to monitoring and alerting",
        _no_monitoring,
        only("warning", "production"),
    ),
)
