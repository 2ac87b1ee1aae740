"""The plan as data: what a reader finds, and where in the text it stands.

``retracted`` of a record is the reason for which it was taken back (it may be empty), None while it stands.

Everything is frozen. Places (``Place``, ``Field``, spans) belong to the one text they were read from and
never outlive it. Times are RFC 3339 strings as precise as the document writes them: a date, a local time
without zone, or a time with zone. Lines are 0-based here and 1-based on the wire.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from execplan.text.record import record
from execplan.text.source import Source, Span

Status = Literal["todo", "in_progress", "blocked", "done", "skipped"]
CLOSED: frozenset[Status] = frozenset({"done", "skipped"})
"""States in which a step needs no more work."""
PlanStatus = Literal["planning", "in_progress", "blocked", "completed", "abandoned"]
DialectId = Literal["execution-plan", "execplan", "team", "living", "cookbook"]
BoxKind = Literal["task", "other", "none"]
CriterionKind = Literal["success", "metric", "launch", "acceptance", "access"]
_TEMPLATE = re.compile(r"(?:[^\[\]]*[:：—–-]\s*)?(?:\[[^\]]+\]|\{[^}]+\})\s*(?:exec\s*plan|plan)?", re.IGNORECASE)
Severity = Literal["error", "warning", "info"]


@record
class Field:
    """One labelled value: ``- **Status**: …``, ``Status: …`` or a table cell. ``line``..``end`` are its lines."""

    names: tuple[str, ...]
    """The canonical names its label may mean (``status``, ``verification`` …), else the label, case-folded."""
    label: Span
    value: Span
    """Trimmed; may be empty; covers wrapped lines."""
    line: int
    end: int


@record
class Place:
    """Where an entry stands: its lines (nested lines included, trailing blank lines not) and its own first text."""

    line: int
    end: int
    text: Span
    """The entry's own text, after marker and box, through its first paragraph."""
    box: Span | None = None
    """The one character between the brackets."""
    indent: str = ""
    """What stands before the marker on its line."""
    marker: str = ""
    """``-``, ``*``, ``+``, ``3.``, ``3)``; empty for a paragraph, a heading or a table row."""
    content: int = 0
    """The column at which the entry's text starts, so where nested lines are indented to."""
    fields: tuple[Field, ...] = ()

    def field(self, name: str) -> Field | None:
        """The first field of that canonical name."""
        return next((one for one in self.fields if name in one.names), None)


@record
class Step:
    """A unit of work. A step with sub-steps is a parent: its state is derived from theirs."""

    id: str
    label: str | None
    """As written: ``5``, ``Step 5``, ``2.1``, ``T027``."""
    title: str
    status: Status
    line: int
    place: Place
    phase: str | None = None
    parent: str | None = None
    children: tuple[str, ...] = ()
    depends_on: tuple[str, ...] = ()
    """Ids where the target is in this plan, else the words of the document."""
    estimate_minutes: int | None = None
    owner: str | None = None
    started: str | None = None
    completed: str | None = None
    verification: str | None = None
    files: tuple[str, ...] = ()
    notes: str | None = None
    evidence: tuple[str, ...] = ()
    percent: int | None = None
    box: BoxKind = "task"
    counted: bool = True
    """False for boxes elsewhere in a plan whose Progress section holds the boxes."""
    pointed: bool = False
    """Carries ``← CURRENT``, or a section of the plan names it as current."""
    parallel: bool = False
    """``[P]``: may run beside its neighbours."""
    candidate: bool = True
    """False where an open box is no work to do next (under a closed heading, led by a tick, one of several options)."""
    detail: Place | None = None
    """The step's paragraph in ``Plan of Work``, where the document keeps details apart from progress."""


@dataclass(frozen=True, slots=True)
class Phase:
    """A group of steps under one heading (or bold label)."""

    id: str
    label: str | None
    title: str
    status: Status
    line: int
    depends_on: tuple[str, ...] = ()
    parallel: bool = False
    place: Place | None = None
    """Its heading line and lines up to the next heading of the same or a higher level."""


@dataclass(frozen=True, slots=True)
class Criterion:
    id: str
    text: str
    met: bool
    kind: CriterionKind
    line: int
    place: Place
    box: BoxKind = "task"
    evidence: tuple[str, ...] = ()
    retracted: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    id: str
    text: str
    resolved: bool
    line: int
    place: Place
    answer: str | None = None
    blocking: bool = False
    options: tuple[str, ...] = ()
    needs: str | None = None
    box: BoxKind = "task"
    retracted: str | None = None


@dataclass(frozen=True, slots=True)
class Blocker:
    id: str
    text: str
    resolved: bool
    line: int
    place: Place
    step: str | None = None
    since: str | None = None
    needs: str | None = None
    options: tuple[str, ...] = ()
    owner: str | None = None
    resolution: str | None = None
    question: str | None = None
    """The question this blocker repeats, when it is one."""
    box: BoxKind = "none"
    retracted: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    id: str
    title: str
    line: int
    place: Place
    date: str | None = None
    decision: str | None = None
    """What was decided, where the entry says it apart from its title."""
    rationale: str | None = None
    alternatives: str | None = None
    trade_offs: str | None = None
    by: str | None = None
    reference: str | None = None
    retracted: str | None = None


@dataclass(frozen=True, slots=True)
class Discovery:
    id: str
    title: str
    line: int
    place: Place
    date: str | None = None
    what: str | None = None
    why_it_matters: str | None = None
    action: str | None = None
    evidence: str | None = None
    retracted: str | None = None


@dataclass(frozen=True, slots=True)
class Risk:
    id: str
    text: str
    line: int
    place: Place
    impact: str | None = None
    probability: str | None = None
    mitigation: str | None = None
    owner: str | None = None
    status: str | None = None
    due: str | None = None
    """By when its mitigation is to be done or it is looked at again, as written."""
    retracted: str | None = None


@dataclass(frozen=True, slots=True)
class LogEntry:
    id: str
    date: str | None
    kind: str
    """The entry's label as written (``Completed``, ``Decision`` …); ``Note`` where it has none."""
    text: str
    line: int
    place: Place
    retracted: str | None = None


@dataclass(frozen=True, slots=True)
class OtherBox:
    id: str
    text: str
    checked: bool
    line: int
    place: Place
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """Something odd about the document. Reading goes on regardless."""

    code: str
    severity: Severity
    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with the lines below it, up to the next heading of the same or a higher level."""

    title: str
    """The heading's text without its number, emoji and state suffix."""
    raw: str
    level: int
    line: int
    end: int
    """The line after the section's last line, deeper sections included."""
    own_end: int
    """The line after the section's last line before its first deeper section."""
    role: str | None
    """What the heading means (``progress``, ``decisions`` …; see ``vocabulary``), None where it says nothing known."""
    parent: int
    """Index of the enclosing section, -1 at the top."""


@dataclass(frozen=True, slots=True)
class Bar:
    """The overall progress line: ``⚫⚫⚪⚪ 50% (2/4 steps)``. Spans of what changes when a step closes."""

    line: int
    cells: Span
    filled: str
    empty: str
    count: int
    percent: Span | None
    done: Span | None
    total: Span | None


@dataclass(frozen=True, slots=True)
class Plan:
    """One plan as read from one text. Reading is total: what is odd is in ``diagnostics``."""

    source: Source
    dialect: DialectId
    title: str
    sections: tuple[Section, ...]
    status: PlanStatus | None = None
    status_field: Field | None = None
    created: str | None = None
    updated: str | None = None
    updated_fields: tuple[Span, ...] = ()
    """Every place where the document says when it was last updated (the values)."""
    about: tuple[Field, ...] = ()
    """What the document says about itself, label by label: front matter, the lines below the title, metadata, footer."""
    owner: str | None = None
    objective: str | None = None
    bar: Bar | None = None
    phases: tuple[Phase, ...] = ()
    steps: tuple[Step, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    questions: tuple[Question, ...] = ()
    blockers: tuple[Blocker, ...] = ()
    decisions: tuple[Decision, ...] = ()
    discoveries: tuple[Discovery, ...] = ()
    risks: tuple[Risk, ...] = ()
    log: tuple[LogEntry, ...] = ()
    other_boxes: tuple[OtherBox, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    outside: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """What is known of the words in ``depends_on`` that mean other plans: for each what of it is still open.

    No text says so: reading leaves it empty, and who knows the other plans fills it in.
    """

    @property
    def revision(self) -> str:
        return self.source.revision

    @property
    def is_template(self) -> bool:
        """Is the title still a placeholder (``[Title]``, ``Plan: [Short description]``)? A template has no current step."""
        return is_placeholder(self.title)

    def section(self, role: str) -> Section | None:
        """The first section whose heading means this."""
        return next((section for section in self.sections if section.role == role), None)

    def step(self, id: str) -> Step:
        """The step with this id. Raises ``KeyError``."""
        for step in self.steps:
            if step.id == id:
                return step
        raise KeyError(id)

    def leaves(self) -> tuple[Step, ...]:
        """The steps that count as work: counted, and without sub-steps."""
        return tuple(step for step in self.steps if step.counted and not step.children)


def is_placeholder(title: str) -> bool:
    """Is a title one that a template has (``[Title]``, ``Plan: [Short description]``)?"""
    return bool(_TEMPLATE.fullmatch(title))
