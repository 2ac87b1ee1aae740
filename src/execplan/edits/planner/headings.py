"""What the headings and labels of a brief mean, as data. Knows words; knows no brief."""

from __future__ import annotations

import re
from typing import Literal

from execplan.plan import vocabulary

Part = Literal[
    "goals", "constraints", "timeline", "team", "budget", "external", "quality", "scope", "must", "should", "wont", "risks",
    "launch", "metrics", "rollback", "rollout", "communication", "decisions", "checkins", "context", "steps",
]  # fmt: skip
"""What a part of a brief is about: a section of the plan, or a labelled line of its constraints."""

WORDS: dict[Part, tuple[str, ...]] = {
    "goals": ("goals", "goal", "objectives", "objective", "deliverables", "what ships", "aims"),
    "constraints": ("constraints", "constraint", "limits", "boundaries", "givens"),
    "timeline": ("timeline", "deadline", "deadlines", "dates", "date", "schedule", "time", "start", "end", "freeze", "freezes",
                 "holidays", "holiday", "milestones", "working days", "working hours"),
    "team": ("team", "people", "person", "resources", "staff", "who", "team capacity", "capacity", "owners"),
    "budget": ("budget", "cost", "costs", "money", "infrastructure"),
    "external": ("external", "external dependencies", "dependencies", "dependency", "approvals", "approval", "vendors", "waits"),
    "quality": ("quality bars", "quality bar", "quality", "sla", "slas", "quality requirements", "testing"),
    "scope": ("scope", "scope flexibility"),
    "must": ("must have", "must", "must haves", "mvp", "required", "in scope", "non-negotiable"),
    "should": ("should have", "should", "should haves", "nice to have", "nice to haves", "could have", "optional", "flexible"),
    "wont": ("won't have", "wont have", "won't", "wont", "out of scope", "not in scope", "non-goals", "excluded"),
    "risks": ("risks", "known risks", "risk", "risk register", "unknowns", "risks and unknowns", "what could go wrong"),
    "launch": ("launch criteria", "success criteria", "acceptance criteria", "criteria", "definition of done", "done when"),
    "metrics": ("success metrics", "metrics", "kpis", "success metric", "measures"),
    "rollback": ("rollback", "rollback plan", "back-out", "back out"),
    "rollout": ("rollout", "rollout plan", "staged rollout", "release plan", "launch plan", "stages", "deployment"),
    "communication": ("communication", "communications", "communication plan", "stakeholders", "announcements"),
    "decisions": ("decision points", "decision point", "circuit breakers", "circuit breaker", "go / no-go", "go/no-go", "gates"),
    "checkins": ("check-ins", "checkins", "check-in", "cadence", "meetings", "standups"),
    "context": ("context", "background", "current state", "where things stand"),
    "steps": ("steps", "tasks", "phases", "work breakdown", "work plan", "plan of work"),
}  # fmt: skip

_PARTS: dict[str, Part] = {word: part for part, words in WORDS.items() for word in words}
_ROLES: dict[str, Part] = {
    "objective": "goals",
    "constraints": "constraints",
    "scope": "scope",
    "risks": "risks",
    "criteria": "launch",
    "rollback": "rollback",
    "context": "context",
}
"""What a heading means to every plan, for words that are not in the list above: other languages."""
_WHOLE = frozenset(_PARTS) | {word for words in vocabulary.SECTIONS.values() for word in words}
_AROUND = re.compile(r"^\W*(?:\d+(?:\.\d+)*[.)]\s*)?|[\s:：*_#.]+$")
_ASIDE = re.compile(r"\s*\([^()]*\)\s*$")


def _words(*some: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(some)})\b", re.IGNORECASE)


_KINDS: tuple[tuple[Part, re.Pattern[str]], ...] = (
    (
        "timeline",
        _words("freeze", "holidays?", "deadline", r"no deploy\w*", "due", "ship by", "by end of", "working days?"),
    ),
    (
        "external",
        _words("turnaround", "approval", "sign-?off", "vendor", "legal", "external", "third[- ]part(?:y|ies)"),
    ),
    ("budget", re.compile(r"[$€£¥]\s*\d|\d\s*[kK]?\s*[$€£¥]")),
    ("budget", _words("budget", r"\d+\s*k?\s*(?:EUR|USD|GBP|euros?|dollars?)")),
    ("external", _words("review")),
    (
        "quality",
        _words("sla", "slo", "uptime", "latency", "coverage", r"p9\d", r"accessib\w+", "wcag", "tests?", "tested"),
    ),
    ("team", _words(r"\d+(?:\s+[\w-]+){0,3}\s+(?:engineers?|developers?|devs?|people|designers?|qa|backend|frontend)")),
    ("timeline", _words(r"\d{4}-\d\d-\d\d", r"\d+\s*(?:days?|weeks?|months?)")),
)
"""What an unlabelled constraint is about, by the first of these that it says."""


def part_of(heading: str) -> Part | None:
    """What a heading or label means; None where it says nothing known."""
    bare = bare_of(heading)
    own = _PARTS.get(bare) or _PARTS.get(_ASIDE.sub("", bare))
    return own or _ROLES.get(vocabulary.role_of(bare) or "")


def label_part(label: str) -> Part | None:
    """What a label before a value means: only words that are listed, for any text may hold a colon."""
    bare = bare_of(label)
    return _PARTS.get(bare) or _PARTS.get(_ASIDE.sub("", bare))


def says_more(heading: str) -> bool:
    """Does a heading say more than what its part is? ``Goals (third quarter)`` does."""
    return bare_of(heading) not in _WHOLE


def bare_of(heading: str) -> str:
    return _AROUND.sub("", heading.replace("’", "'")).strip().casefold()


def kind_of(text: str) -> Part | None:
    """What an unlabelled constraint is about."""
    return next((part for part, words in _KINDS if words.search(text)), None)
