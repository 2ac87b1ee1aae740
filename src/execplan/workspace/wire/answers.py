"""What each tool answers, as pydantic models. Knows no transport and no plan.

Both faces share these: the server sends them as structured content and as the text of ``wire.render``.
Nulls are left out on the wire, lines are 1-based, revisions are their first 8 digits, and long fields come cut.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from execplan.plan.model import PlanStatus, Status

EntryKind = Literal["decision", "discovery", "blocker", "question", "risk", "criterion", "log"]
EntryStatus = Literal["recorded", "open", "resolved", "answered", "updated", "retracted"]


class Answer(BaseModel):
    """Frozen; ``content`` is what goes over the wire."""

    model_config = ConfigDict(frozen=True)

    def content(self) -> dict[str, object]:
        """The structured content: what is null is left out."""
        return self.model_dump(mode="json", exclude_none=True)


class StepRef(Answer):
    """A step by its id, its name for the reader's sake."""

    id: str
    title: str


class BlockerRef(Answer):
    id: str
    text: str


class CurrentAnswer(Answer):
    """The current step; without ``id`` there is none and ``reason`` says why."""

    plan: str
    revision: str
    done: int
    total: int
    id: str | None = None
    label: str | None = None
    title: str | None = None
    parent: str | None = None
    """The step that this one is a part of."""
    phase: str | None = None
    status: Status | None = None
    verification: str | None = None
    files: list[str] | None = None
    notes: str | None = None
    blockers: list[BlockerRef] | None = None
    next: StepRef | None = None
    open_questions: int | None = None
    reason: str | None = None


class StepRow(Answer):
    id: str
    label: str | None = None
    title: str
    status: Status
    waits_for: list[str] | None = None
    blocked_by: list[str] | None = None


class StepsAnswer(Answer):
    plan: str
    revision: str
    count: int
    """All that match."""
    steps: list[StepRow]
    more: int | None = None
    """Matches beyond the limit."""


class BlockerRow(Answer):
    plan: str
    id: str
    text: str
    step: str | None = None
    since: str | None = None
    needs: str | None = None
    options: list[str] | None = None
    owner: str | None = None
    resolved: bool | None = None
    resolution: str | None = None


class BlockersAnswer(Answer):
    blockers: list[BlockerRow]
    more: int | None = None
    unreadable: list[str] | None = None
    """Plans that could not be read, and why."""


class PlanRow(Answer):
    slug: str | None = None
    path: str | None = None
    """Only of a plan without slug."""
    title: str | None = None
    status: PlanStatus | None = None
    done: int | None = None
    total: int | None = None
    current: StepRef | None = None
    blockers: int | None = None
    changed: str | None = None
    error: str | None = None


class PlansAnswer(Answer):
    root: str
    plans: list[PlanRow]
    more: int | None = None


class Entry(Answer):
    """A line of an outline: a section (``section``, ``line``) or a step (``id``, ``title``, ``status``)."""

    section: str | None = None
    line: int | None = None
    id: str | None = None
    title: str | None = None
    status: Status | None = None


class DecisionRef(Answer):
    id: str
    title: str
    date: str | None = None


class PlanAnswer(Answer):
    """An outline, or one section's ``text``."""

    plan: str
    revision: str
    title: str | None = None
    status: PlanStatus | None = None
    done: int | None = None
    total: int | None = None
    objective: str | None = None
    current: StepRef | None = None
    reason: str | None = None
    blockers: list[BlockerRef] | None = None
    decisions: list[DecisionRef] | None = None
    outline: list[Entry] | None = None
    section: str | None = None
    line: int | None = None
    text: str | None = None
    left_out: list[str] | None = None
    """What did not fit, and how to get it."""


class Written(Answer):
    """What every write answers: the plan, its revision, and what comes next or why nothing does."""

    plan: str
    revision: str
    unchanged: Literal[True] | None = None
    """Nothing was written: the plan said so already."""
    next: StepRef | None = None
    reason: str | None = None


class MarkAnswer(Written):
    id: str
    status: Status
    done: int
    total: int


class AddedAnswer(Written):
    id: str
    kind: EntryKind
    status: EntryStatus


class AddedStepsAnswer(Written):
    ids: list[str]
    done: int
    total: int


class CreatedAnswer(Answer):
    root: str
    slug: str
    path: str
    revision: str
    done: int
    total: int
    current: StepRef | None = None
    reason: str | None = None
    finish: str | None = None
    """Of a plan with dates: its last day, and how that stands to the deadline."""
