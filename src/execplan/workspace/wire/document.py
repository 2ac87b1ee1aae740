"""The whole plan as one JSON document, `execplan/plan/1`: what other programs read. Knows no file and no transport.

It is a full contract: every key is present, null stays null, lists may be empty. Only a few marks are left out
where they say nothing: ``box`` of a task-list box, ``counted`` of a step that counts, ``question`` of a blocker
that repeats none, ``retracted`` of a record that stands. Keys may be added within version 1; none is renamed or removed.
"""

from __future__ import annotations

from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from execplan.plan import model
from execplan.plan.model import CriterionKind, DialectId, Plan, PlanStatus, Severity, Status
from execplan.views.current import current_step
from execplan.views.progress import progress

SCHEMA: Literal["execplan/plan/1"] = "execplan/plan/1"

Box = Literal["task", "other", False]
"""How an entry's box is drawn: ``[ ]`` or ``[x]``; another mark such as ``[~]``; none at all."""


def _is_task(box: object) -> bool:
    return box == "task"


def _is_none(value: object) -> bool:
    return value is None


class Wire(BaseModel):
    """Frozen, and described by its own docstrings."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)


class Retractable(Wire):
    retracted: str | None = Field(default=None, exclude_if=_is_none)
    """Why the record was taken back; it no longer counts. Only there when it was; may be empty."""


class PlanHead(Wire):
    """What the plan says about itself."""

    slug: str | None
    """Name of the plan's folder; null for a plan that is named by its path."""
    path: str
    """Relative to the root, with forward slashes."""
    title: str
    status: PlanStatus | None
    dialect: DialectId
    revision: str
    """SHA-256 of the file's bytes, hexadecimal."""
    created: str | None
    updated: str | None
    owner: str | None
    objective: str | None


class ProgressDocument(Wire):
    """Steps without sub-steps; skipped ones are left out, the percentage is rounded down."""

    done: int
    total: int
    percent: int


class PhaseDocument(Wire):
    id: str
    label: str | None
    title: str
    status: Status
    depends_on: tuple[str, ...]


class StepDocument(Wire):
    id: str
    label: str | None
    """As written: ``5``, ``Step 5``, ``2.1``, ``T027``."""
    title: str
    status: Status
    phase: str | None
    """Id of the phase."""
    parent: str | None
    """Id of the step that this one is a part of."""
    depends_on: tuple[str, ...]
    """Ids where the target is in this plan, else the words of the document."""
    estimate_minutes: int | None
    owner: str | None
    started: str | None
    completed: str | None
    verification: str | None
    files: tuple[str, ...]
    notes: str | None
    evidence: tuple[str, ...]
    line: int
    box: Box = Field(default="task", exclude_if=_is_task)
    counted: bool = Field(default=True, exclude_if=bool)
    """False for boxes elsewhere in a plan whose Progress section holds the boxes."""


class CriterionDocument(Retractable):
    id: str
    text: str
    met: bool
    kind: CriterionKind
    evidence: tuple[str, ...]
    line: int
    box: Box = Field(default="task", exclude_if=_is_task)


class QuestionDocument(Retractable):
    id: str
    text: str
    resolved: bool
    answer: str | None
    blocking: bool
    line: int
    box: Box = Field(default="task", exclude_if=_is_task)


class BlockerDocument(Retractable):
    id: str
    text: str
    step: str | None
    """Id of the step that waits."""
    since: str | None
    needs: str | None
    options: tuple[str, ...]
    resolved: bool
    line: int
    box: Box = Field(default="task", exclude_if=_is_task)
    question: str | None = Field(default=None, exclude_if=_is_none)
    """Id of the question that this blocker repeats."""


class DecisionDocument(Retractable):
    id: str
    title: str
    date: str | None
    rationale: str | None
    alternatives: str | None
    trade_offs: str | None
    by: str | None
    line: int


class DiscoveryDocument(Retractable):
    id: str
    title: str
    date: str | None
    why_it_matters: str | None
    action: str | None
    evidence: str | None
    line: int


class RiskDocument(Retractable):
    id: str
    text: str
    impact: str | None
    probability: str | None
    mitigation: str | None
    owner: str | None
    status: str | None
    due: str | None = None
    """By when the mitigation is to be done or the risk is looked at again, as written."""
    line: int


class LogDocument(Retractable):
    id: str
    date: str | None
    kind: str
    text: str
    line: int


class OtherBoxDocument(Wire):
    """A task-list box that is no step, criterion, question or blocker."""

    id: str
    text: str
    checked: bool
    line: int


class DiagnosticDocument(Wire):
    code: str
    severity: Severity
    line: int
    message: str


class PlanDocument(Wire):
    """One plan as data. Times are RFC 3339, as precise as the plan writes them; lines count from 1."""

    schema_: Literal["execplan/plan/1"] = Field(alias="schema")
    plan: PlanHead
    progress: ProgressDocument
    current: str | None
    """Id of the current step; null when there is none."""
    phases: tuple[PhaseDocument, ...]
    steps: tuple[StepDocument, ...]
    criteria: tuple[CriterionDocument, ...]
    questions: tuple[QuestionDocument, ...]
    blockers: tuple[BlockerDocument, ...]
    decisions: tuple[DecisionDocument, ...]
    discoveries: tuple[DiscoveryDocument, ...]
    risks: tuple[RiskDocument, ...]
    log: tuple[LogDocument, ...]
    other_boxes: tuple[OtherBoxDocument, ...]
    diagnostics: tuple[DiagnosticDocument, ...]


_W = TypeVar("_W", bound=Wire)
_BOXES: dict[model.BoxKind, Box] = {"task": "task", "other": "other", "none": False}


def _wire(kind: type[_W], record: object, **given: object) -> _W:
    """The wire form of a record: names are the same on both sides, lines turn 1-based, boxes are renamed."""
    values: dict[str, Any] = {
        name: given[name] if name in given else getattr(record, name) for name in kind.model_fields
    }
    if "line" in values:
        values["line"] += 1
    if "box" in values:
        values["box"] = _BOXES[values["box"]]
    return kind(**values)


def document(plan: Plan, *, slug: str | None, path: str) -> PlanDocument:
    """The plan as `execplan/plan/1`. Law: every task-list box of the plan stands in exactly one list, once."""
    current = current_step(plan).step
    return PlanDocument(
        schema=SCHEMA,
        plan=_wire(PlanHead, plan, slug=slug, path=path),
        progress=_wire(ProgressDocument, progress(plan)),
        current=None if current is None else current.id,
        phases=tuple(_wire(PhaseDocument, one) for one in plan.phases),
        steps=tuple(_wire(StepDocument, one) for one in plan.steps),
        criteria=tuple(_wire(CriterionDocument, one) for one in plan.criteria),
        questions=tuple(_wire(QuestionDocument, one) for one in plan.questions),
        blockers=tuple(_wire(BlockerDocument, one) for one in plan.blockers),
        decisions=tuple(_wire(DecisionDocument, one) for one in plan.decisions),
        discoveries=tuple(_wire(DiscoveryDocument, one) for one in plan.discoveries),
        risks=tuple(_wire(RiskDocument, one) for one in plan.risks),
        log=tuple(_wire(LogDocument, one) for one in plan.log),
        other_boxes=tuple(_wire(OtherBoxDocument, one) for one in plan.other_boxes),
        diagnostics=tuple(_wire(DiagnosticDocument, one) for one in plan.diagnostics),
    )
