"""The checklist of a team's plan, item by item. Knows what each is called; speaks only of plans in the team's form."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache, partial

from execplan.plan.model import Plan, Severity
from execplan.plan.weighing import registered
from execplan.schedule.bounds import FULL, LEAST, MOST
from execplan.text.source import Source
from execplan.views.review.bodies import lines_read
from execplan.views.review.phrases import short
from execplan.views.review.rule import Facts, Hit, Profile, Rule, everywhere, only

_LEVELS: dict[Profile, Severity] = {**everywhere("info"), **only("warning", "team")}
_SOURCE = "team plan: quick checklist"
_YET = re.compile(r"\byet\b|\byet\.|\bTBD\b", re.IGNORECASE)
_NAMED: tuple[tuple[str, str, str, str], ...] = (
    (
        "team_no_constraints",
        "Constraints (time, people, budget, quality) are not documented.",
        r"\bconstraints?\b|\bdeadline\b|\bbudget\b",
        "no constraints are documented: time, people, budget, quality",
    ),
    (
        "team_no_critical_path",
        "The critical path is not identified.",
        r"\bcritical[ -](?:path|chain)\b|:\s*crit\b",
        "the critical path is not identified: which chain of work decides the date?",
    ),
    (
        "team_no_parallel_work",
        "Nothing says what can happen at the same time.",
        r"\bparallel\w*|\b(?:work)?streams?\b|\[P\]|\bconcurrent(?:ly)?\b|\bsimultaneous\w*|\bat the same time\b",
        "nothing says which work can go on in parallel",
    ),
    (
        "team_no_external_dependencies",
        "Dependencies on other teams, services and approvals are not tracked.",
        r"\bexternal\b|\bvendors?\b|\bthird[ -]part\w+|\bdependenc\w+|\bdepends? on\b|\bother teams?\b|\bapprovals?\b",
        "dependencies on other teams, services or approvals are not tracked (if there are none, say so)",
    ),
    (
        "team_no_cadence",
        "No cadence of check-ins is set.",
        r"\bstand-?ups?\b|\bcheck-?ins?\b|\bdaily\b|\bweekly\b|\bcadence\b|\bteam syncs?\b|\bstatus (?:meeting|report)s?\b",
        "no cadence of check-ins is set (daily, weekly)",
    ),
    (
        "team_no_rollback",
        "There is no way back.",
        r"\broll(?:ed|ing)?[ -]?backs?\b|\brevert\w*|\bfeature flags?\b|\bkill[ -]switch\w*|\bback[ -]?out\b|\bundo\b",
        "no rollback plan: how is it switched off, and who does it?",
    ),
)
"""Items that only have to be there: code, summary, what names them, what is said when nothing does."""
_LAUNCH = re.compile(
    r"\b(?:launch(?:es|ed|ing)?|go[- ]?live|rollouts?|roll(?:ing|ed)?[- ]out|general availability|release to all)\b",
    re.IGNORECASE,
)
_STAGED = (
    r"\b(?:staged|phased|gradual|canary|progressive|beta|pilots?|all at once)\b|\brollout (?:plan|stages?)\b"
    r"|\b(?:1|2|5|10|20|25|50)\s?%[^\n]{0,60}\b(?:users?|teams?|customers?|tenants?|traffic|requests?)\b"
)
_TELLS = (
    r"\bcommunicat\w+|\bannounc\w+|\bstakeholders?\b|\bnewsletters?\b|\bblog posts?\b|\brelease notes\b"
    r"|\binform(?:s|ed)?\b|\be-?mail (?:to|all)\b"
)
_ON_LAUNCH: tuple[tuple[str, str, str, str], ...] = (
    (
        "team_no_rollout",
        "A launch is planned, but not in stages.",
        _STAGED,
        "the launch has no stages: to whom first, how many then, and what must hold between (or say: all at once)",
    ),
    (
        "team_no_communication",
        "A launch is planned, but nobody is told.",
        _TELLS,
        "nothing says who is told of the launch, when and by whom",
    ),
)
"""Items that a plan owes which speaks of a launch: as ``_NAMED``."""
_BREAKER = re.compile(r"\bgo\s?/\s?no[ -]?go\b|\bcircuit[ -]breakers?\b|\bkill criteria\b|\bno-go\b", re.IGNORECASE)
_CONDITION = re.compile(
    r"\b(?:if|when|unless|until|once|must|by|at least|at most|more than|less than)\b|[<>≥≤]", re.IGNORECASE
)
_BUFFER = re.compile(r"\b(?:buffer|contingency|slack|reserve)\b", re.IGNORECASE)
_BUFFER_SHARE = re.compile(
    r"\b(?:buffer|contingency|slack|reserve)\b[^.;|\n%]{0,24}?(?P<after>\d{1,3}(?:\.\d+)?)\s?%"
    r"|(?P<before>\d{1,3}(?:\.\d+)?)\s?%\s+(?:\w+\s)?(?:buffer|contingency|slack|reserve)\b",
    re.IGNORECASE,
)
_SCOPE = (
    ("must have", r"\bmust[ -]haves?\b"),
    ("should have", r"\bshould[ -]haves?\b"),
    ("won't have", r"\bwon[’']?t[ -]haves?\b|\bout of scope\b|\bnon-?goals?\b"),
)
_SHARE = re.compile(r"(?<![\d.])(\d{1,3})\s?%")
_TOTAL = re.compile(r"\b(?:total|allocated|allocation|utili[sz]ation)\b", re.IGNORECASE)
_RANGE = re.compile(r"\bweeks?\s+\d+(?:\s*[-–]\s*\d+)?\s*:", re.IGNORECASE)


def _told(plan: Plan) -> tuple[tuple[int, str], ...]:
    """The lines that say something, and what announces them: labels right above, headings. A placeholder says nothing."""
    return _told_in(plan.source, tuple((section.line, section.end) for section in plan.sections))


@lru_cache(maxsize=4)
def _told_in(source: Source, sections: tuple[tuple[int, int], ...]) -> tuple[tuple[int, str], ...]:
    """Read once for all rules of a review."""
    lines = [
        line
        for line in lines_read(source)
        if line.says == "said" or (line.says == "none" and not _YET.search(line.text))
    ]
    said = sorted({line.number for line in lines})
    filled = {start for start, end in sections if bisect_left(said, end) > bisect_left(said, start + 1)}
    above = (number - 1 for number in said if number)
    labels = {number for number in above if source.line(number).rstrip(" *_").endswith(":")}
    return tuple((number, source.line(number)) for number in sorted(filled.union(said, labels)))


def _at(plan: Plan) -> int:
    return next((section.line for section in plan.sections if section.level == 1), 0)


def _missing(plan: Plan, facts: Facts, *, named: re.Pattern[str], message: str) -> Iterator[Hit]:
    del facts
    if plan.dialect == "team" and not any(named.search(text) for _, text in _told(plan)):
        yield Hit(_at(plan), message)


def _missing_on_launch(plan: Plan, facts: Facts, *, named: re.Pattern[str], message: str) -> Iterator[Hit]:
    """``Launch Criteria`` is a heading of the form; a launch is planned where the text speaks of one."""
    del facts
    if plan.dialect != "team":
        return
    told = _told(plan)
    heads = {section.line for section in plan.sections if section.role == "criteria"}
    at = next((number for number, text in told if number not in heads and _LAUNCH.search(text)), None)
    if at is not None and not any(named.search(text) for _, text in told):
        yield Hit(at, message)


def _criteria(plan: Plan, facts: Facts) -> Iterator[Hit]:
    del facts
    if plan.dialect == "team" and not plan.criteria:
        yield Hit(
            _at(plan), "the goals have no success criteria: what must hold to launch, and what counts as success?"
        )


def _risks(plan: Plan, facts: Facts) -> Iterator[Hit]:
    del facts
    if plan.dialect != "team":
        return
    standing = registered(plan)
    if not standing:
        yield Hit(_at(plan), "no risks are identified: what could go wrong, and what is done about it?")
    for risk in standing:
        values = (("mitigation", risk.mitigation), ("owner", risk.owner), ("status", risk.status))
        lacks = [name for name, value in values if not value]
        if lacks:
            yield Hit(risk.line, f"the risk '{short(risk.text)}' has no {' and no '.join(lacks)}")


def _allocation(plan: Plan, facts: Facts) -> Iterator[Hit]:
    del facts
    if plan.dialect != "team":
        return
    lines = {
        line for section in plan.sections if section.role == "timeline" for line in range(section.line + 1, section.end)
    }
    for line in sorted(lines):
        share = _allocated(plan.source.line(line))
        if share > FULL:
            yield Hit(line, f"somebody is allocated to {share} %")


def _allocated(text: str) -> int:
    """The largest figure of a total or a row; of a span of weeks the sum of what it is split into."""
    shares = [int(share) for share in _SHARE.findall(text)]
    if _TOTAL.search(text) or "|" in text:
        return max(shares, default=0)
    return sum(shares) if _RANGE.search(text) else 0


def _buffer(plan: Plan, facts: Facts) -> Iterator[Hit]:
    del facts
    if plan.dialect != "team":
        return
    told = _told(plan)
    if not any(_BUFFER.search(text) for _, text in told):
        yield Hit(_at(plan), f"no buffer is planned: {LEAST}-{MOST} % of the time")
    for number, text in told:
        match = _BUFFER_SHARE.search(text)
        share = float(match["after"] or match["before"]) if match else LEAST
        if not LEAST <= share <= MOST:
            yield Hit(number, f"a buffer of {share:g} %: {LEAST}-{MOST} % is what holds")


def _scope(plan: Plan, facts: Facts) -> Iterator[Hit]:
    del facts
    if plan.dialect != "team":
        return
    text = "\n".join(line for _, line in _told(plan))
    lacks = [name for name, pattern in _SCOPE if not re.search(pattern, text, re.IGNORECASE)]
    if lacks:
        yield Hit(_at(plan), f"the scope does not tell apart: {', '.join(lacks)}")


def _breakers(plan: Plan, facts: Facts) -> Iterator[Hit]:
    del facts
    if plan.dialect != "team":
        return
    told = _told(plan)
    at = next((number for number, text in told if _BREAKER.search(text)), None)
    if at is None:
        yield Hit(_at(plan), "no circuit breakers: at which points is go or no-go decided, and on what?")
        return
    lines = dict(told)
    spots = [number for number, text in told if _BREAKER.search(text)]
    near = [lines[number] for spot in spots for number in range(spot, spot + 6) if number in lines]
    if not any(_CONDITION.search(_BREAKER.sub("", text)) for text in near):
        yield Hit(
            at, "the circuit breakers have no condition: what must hold by then, and what changes if it does not?"
        )


def _rule(code: str, summary: str, check: Callable[[Plan, Facts], Iterator[Hit]]) -> Rule:
    return Rule(code, summary, _SOURCE, check, _LEVELS)


RULES: tuple[Rule, ...] = (
    _rule("team_no_criteria", "The goals have no success criteria.", _criteria),
    *(
        _rule(code, summary, partial(_missing, named=re.compile(names, re.IGNORECASE), message=message))
        for code, summary, names, message in _NAMED
    ),
    *(
        _rule(code, summary, partial(_missing_on_launch, named=re.compile(names, re.IGNORECASE), message=message))
        for code, summary, names, message in _ON_LAUNCH
    ),
    replace(
        _rule("team_risk_incomplete", "No risks are identified, or one has no mitigation, owner or status.", _risks),
        levels={**_LEVELS, **only("warning", "production")},
    ),
    _rule("team_overallocated", "Somebody is allocated to more than their time.", _allocation),
    _rule("team_buffer", f"There is no buffer, or one outside {LEAST}-{MOST} % of the time.", _buffer),
    _rule("team_scope_open", "Must have, should have and won't have are not told apart.", _scope),
    _rule(
        "team_no_circuit_breaker",
        "No point is set at which go or no-go is decided, or none has a condition.",
        _breakers,
    ),
)
