# ruff: noqa: E501 (data: one row a line reads better than a wrapped one)
"""The five dialects as data: where each record goes and how it looks where the document shows no habit of its own.

The reader never asks for a dialect (it reads every form in every document); the writer falls back to these shapes
only in a section that has no entry yet. A new dialect is a new row here and a golden document.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from execplan.plan.model import DialectId, Status

RecordKind = Literal["decision", "discovery", "blocker", "question", "risk", "log"]


@dataclass(frozen=True, slots=True)
class Shape:
    """An entry: its first line with ``{stamp}`` and ``{title}``, then one line for each value that is given."""

    head: str
    fields: tuple[tuple[str, str], ...]
    """Canonical name and the line's prefix, indent included."""
    stamp: str
    gap: int = 1
    """Blank lines between entries."""
    tail: str = ""
    """A last line with ``{stamp}`` and ``{by}``, for forms that name the author there."""
    lead: int = 0
    """Blank lines between the first line and the fields."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a record goes: the first section of that role (under that bold label), else a new heading."""

    role: str
    heading: str
    shape: Shape
    before: tuple[str, ...] = ()
    """A new heading stands before the first section with one of these roles, else at the end."""
    inside: str = ""
    """A new heading goes to the end of the section with this role instead."""
    label: str = ""
    """A bold label inside the section (living: ``**Open Questions:**``)."""
    groups: tuple[tuple[str, str], ...] = ()
    """A sub-heading for each sort of record (execution-plan: three sorts of questions)."""
    table: str = ""
    """The head of the table that a new section gets."""


@dataclass(frozen=True, slots=True)
class Dialect:
    id: DialectId
    spots: dict[RecordKind, Spot]
    step: str
    """A new step's line without its box: ``**Step {n}**: {title}``."""
    ordered: bool = False
    step_status: bool = False
    """Steps carry ``Status:`` / ``Started:`` / ``Completed:`` lines."""
    detail: bool = False
    """Details stand apart in ``Plan of Work``."""
    done_stamp: str = ""
    """Written after the box of a done step."""
    pointer: bool = False
    """The current step carries ``← CURRENT``."""
    steps_heading: str = "## Steps"
    phases: str = "steps"
    """The role of the section in which phases stand."""


_DAY = "%Y-%m-%d"
_MINUTE = "%Y-%m-%d %H:%M UTC"
_DECISION = (
    ("rationale", "Rationale"),
    ("alternatives", "Alternatives considered"),
    ("trade_offs", "Trade-offs"),
    ("by", "Decided by"),
    ("reference", "Reference"),
)
_DISCOVERY = (("why_it_matters", "Why it matters"), ("action", "Action taken"), ("evidence", "Evidence"))
_BLOCKER = (("needs", "Need"), ("option", "Option {letter}"))
_RISK = tuple((word.casefold(), word) for word in ("Impact", "Probability", "Mitigation", "Owner", "Status"))
_REGISTER = tuple((name, "Likelihood" if name == "probability" else label) for name, label in _RISK)
_QUESTION_BOX = Shape("- [ ] {title}", (), _DAY, 0)


def _bold(fields: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    return tuple((name, f"- **{label}**: ") for name, label in fields)


def _nested(fields: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    return tuple((name, f"  - {label}: ") for name, label in fields)


def _flat(fields: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    return tuple((name, f"- {label}: ") for name, label in fields)


def _hanging(fields: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    return tuple((name, f"  {label}: ") for name, label in fields)


_DATED_BULLET = "- ({stamp}) {title}"
_LOG_DECISION = (
    ("rationale", "Reason"),
    ("alternatives", "Alternatives"),
    ("trade_offs", "Trade-off"),
    ("by", "Decided by"),
    ("reference", "Reference"),
)
_AFTER_WORK = ("decisions", "outcomes", "risks", "risks_and_questions", "next", "notes")

DIALECTS: dict[DialectId, Dialect] = {
    "living": Dialect(
        "living",
        {
            "decision": Spot("decisions", "## Decision Log", Shape("**{stamp}**: {title}", _bold(_DECISION), _MINUTE), ("outcomes", "risks_and_questions", "risks", "next")),
            "discovery": Spot("discoveries", "## Surprises & Discoveries", Shape("**{stamp}**: {title}", _bold(_DISCOVERY), _MINUTE), _AFTER_WORK),
            "blocker": Spot("questions", "## Open Questions", Shape("- ❓ {title} → **BLOCKER**", _nested(_BLOCKER), _DAY, 0), ("next",), label="Open Questions"),
            "question": Spot("questions", "## Open Questions", Shape("- ❓ {title}", (), _DAY, 0), ("next",), label="Open Questions"),
            "risk": Spot("risks", "## Risks", Shape("- ⚠️ {title}", _nested(_RISK), _DAY, 0), ("questions", "next"), label="Risks"),
            "log": Spot("log", "## Progress Log", Shape("- ({stamp}) {title}", (), _MINUTE, 0), ("discoveries", *_AFTER_WORK)),
        },
        "**Step {n}**: {title}", step_status=True, detail=True, steps_heading="## Progress", phases="plan_of_work",
    ),
    "execplan": Dialect(
        "execplan",
        {
            "decision": Spot("log", "## Progress Log", Shape("- Decision: {title}", _nested(_LOG_DECISION), "%Y-%m-%d %H:%M", 0), ("questions", "outcomes")),
            "discovery": Spot("log", "## Progress Log", Shape("- Discovery: {title}", _nested(_DISCOVERY), "%Y-%m-%d %H:%M", 0), ("questions", "outcomes")),
            "blocker": Spot("questions", "## Open Questions", Shape("- [ ] {title} → **BLOCKER**", _nested(_BLOCKER), _DAY, 0), ("outcomes",)),
            "question": Spot("questions", "## Open Questions", _QUESTION_BOX, ("outcomes",)),
            "risk": Spot("risks", "## Risks", Shape("- {title}", _nested(_RISK), _DAY, 0), ("questions", "outcomes")),
            "log": Spot("log", "## Progress Log", Shape("- {title}", (), "%Y-%m-%d %H:%M", 0), ("questions", "outcomes")),
        },
        "{title}", ordered=True, pointer=True, steps_heading="## Execution Steps",
    ),
    "execution-plan": Dialect(
        "execution-plan",
        {
            "decision": Spot("decisions", "### Decisions", Shape(_DATED_BULLET, _nested(_DECISION), _DAY, 0), inside="notes"),
            "discovery": Spot("discoveries", "### Discoveries", Shape(_DATED_BULLET, _nested(_DISCOVERY), _DAY, 0), inside="notes"),
            "blocker": Spot("blockers", "## Blockers", Shape("- {title} (since {stamp})", _nested(_BLOCKER), _DAY, 0), ("criteria", "notes")),
            "question": Spot(
                "questions", "## Questions", _QUESTION_BOX, ("criteria", "notes"),
                groups=(("decision", "Technical Decisions Needed"), ("clarification", "Clarifications Required"), ("research", "Research Tasks")),
            ),
            "risk": Spot(
                "risks", "## Risks & Mitigations", Shape("- {title}", _nested(_RISK), _DAY, 0), ("questions", "criteria", "notes"),
                table="| Risk | Impact | Probability | Mitigation Strategy |",
            ),
            "log": Spot("log", "## Progress Log", Shape(_DATED_BULLET, (), _DAY, 0), ("notes",)),
        },
        "{title}",
    ),
    "team": Dialect(
        "team",
        {
            "decision": Spot("decisions", "## Decision Log", Shape(_DATED_BULLET, _nested(_DECISION), _DAY, 0), ("criteria", "outcomes", "rollback")),
            "discovery": Spot("discoveries", "## Discoveries", Shape(_DATED_BULLET, _nested(_DISCOVERY), _DAY, 0), ("decisions", "criteria", "outcomes", "rollback")),
            "blocker": Spot("blockers", "## Blockers", Shape("- {title} (since {stamp})", _nested(_BLOCKER), _DAY, 0), ("decisions", "discoveries", "risks", "timeline", "criteria")),
            "question": Spot("questions", "## Open Questions", _QUESTION_BOX, ("decisions", "discoveries", "criteria", "outcomes", "rollback")),
            "risk": Spot("risks", "## Risk Register", Shape("**Risk 1: {title}**", _flat(_REGISTER), _DAY, 1), ("questions", "criteria", "outcomes", "rollback")),
            "log": Spot("log", "## Progress Log", Shape(_DATED_BULLET, (), _DAY, 0), ("criteria", "outcomes", "rollback")),
        },
        "{title}", steps_heading="## Phases",
    ),
    "cookbook": Dialect(
        "cookbook",
        {
            "decision": Spot(
                "decisions", "## Decision Log",
                Shape("- Decision: {title}", _hanging((("rationale", "Rationale"), ("alternatives", "Alternatives"), ("trade_offs", "Trade-offs"), ("reference", "Reference"))), _DAY, 1, "  Date/Author: {stamp} / {by}"),
                ("outcomes", "context"),
            ),
            "discovery": Spot("discoveries", "## Surprises & Discoveries", Shape("- Observation: {title}", _hanging((("why_it_matters", "Why it matters"), ("action", "Action taken"), ("evidence", "Evidence"))), _DAY, 1), ("decisions", "outcomes", "context")),
            "blocker": Spot("blockers", "## Blockers", Shape("- {title} (since {stamp})", _nested(_BLOCKER), "%Y-%m-%d %H:%MZ", 0), ("discoveries", "decisions", "outcomes", "context")),
            "question": Spot("questions", "## Open Questions", Shape("- {title}", (), _DAY, 0), ("outcomes", "context")),
            "risk": Spot("risks", "## Risks", Shape("- {title}", _nested(_RISK), _DAY, 0), ("questions", "outcomes", "context")),
            "log": Spot("log", "## Progress Log", Shape(_DATED_BULLET, (), _DAY, 0), ("discoveries", "decisions", "outcomes", "context")),
        },
        "{title}", done_stamp="(%Y-%m-%d %H:%MZ) ", steps_heading="## Progress", phases="progress",
    ),
}  # fmt: skip

STATUS_VALUES: dict[Status, str] = {
    "todo": "Pending",
    "in_progress": "🟡 In Progress",
    "blocked": "🔴 Blocked",
    "done": "✅ Complete",
    "skipped": "⏭️ Skipped",
}
"""Values of a step's ``Status:`` line where no sibling shows another form."""
STATE_MARKS: dict[Status, str] = {"in_progress": "**IN PROGRESS** ", "blocked": "**BLOCKED** "}
POINTER = " ← CURRENT"
FIELD_LABELS = {
    "verification": "Verification", "files": "Files affected", "estimate": "Estimated time", "depends_on": "Depends on", "owner": "Owner",
    "notes": "Notes", "blocked": "Blocked", "needs": "Need", "started": "Started", "completed": "Completed", "evidence": "Evidence",
}  # fmt: skip
HEADINGS: dict[DialectId, tuple[str, ...]] = {
    "living": (
        "Metadata",
        "Short Description",
        "Purpose / Big Picture",
        "Context and Orientation",
        "Technical Approach",
        "Plan of Work",
        "Testing",
        "Progress",
        "Surprises & Discoveries",
        "Decision Log",
        "Outcomes & Retrospective",
        "Risks / Open Questions",
        "Next Steps / Handoff Notes",
    ),
    "execplan": (
        "Objective",
        "Context",
        "Success Criteria",
        "Technical Approach",
        "Execution Steps",
        "Testing",
        "Progress Log",
        "Open Questions",
        "Results",
    ),
    "execution-plan": (
        "Goal",
        "Context",
        "Technical Approach",
        "Steps",
        "Testing",
        "Dependencies",
        "Risks & Mitigations",
        "Questions",
        "Success Criteria",
        "Notes",
        "Outcomes",
    ),
    "team": (
        "Goals",
        "Context",
        "Constraints",
        "Scope",
        "Technical Approach",
        "Phases",
        "Critical Path",
        "Team Capacity",
        "Testing",
        "Risk Register",
        "Circuit Breakers",
        "Launch Criteria",
        "Success Metrics",
        "Rollback Plan",
        "Check-ins",
        "Outcomes",
    ),
    "cookbook": (
        "Purpose / Big Picture",
        "Progress",
        "Surprises & Discoveries",
        "Decision Log",
        "Outcomes & Retrospective",
        "Context and Orientation",
        "Plan of Work",
        "Concrete Steps",
        "Validation and Acceptance",
        "Idempotence and Recovery",
        "Artifacts and Notes",
        "Interfaces and Dependencies",
    ),
}
"""The sections of each dialect, in their usual order: where one that is missing is made."""
