"""The names of the wire models. Data: to name one answer imports no other.

A name is ``execplan/<what>/<version>``. On the command line every document says its own; a tool's answer leaves
it out, since its tool already says what it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from execplan.workspace.wire.answers import Answer

PLACES: Mapping[str, str] = {
    "plan": "document:PlanDocument",
    "error": "schemas:ErrorDocument",
    "plans": "answers:PlansAnswer",
    "outline": "answers:PlanAnswer",
    "current": "answers:CurrentAnswer",
    "steps": "answers:StepsAnswer",
    "blockers": "answers:BlockersAnswer",
    "created": "answers:CreatedAnswer",
    "added-steps": "answers:AddedStepsAnswer",
    "mark": "answers:MarkAnswer",
    "edited-step": "steps:EditedStepAnswer",
    "record": "answers:AddedAnswer",
    "revised": "whole:RevisedAnswer",
    "finished": "whole:FinishedAnswer",
    "archived": "whole:ArchivedAnswer",
    "search": "search:SearchAnswer",
    "risks": "risks:RisksAnswer",
    "check": "checks:CheckAnswer",
    "review": "review:ReviewsAnswer",
    "schedule": "schedule_document:ScheduleDocument",
    "doctor": "doctor:DoctorAnswer",
    "client": "clients:ClientAnswer",
    "history": "past:HistoryAnswer",
    "undone": "past:UndoneAnswer",
    "recovered": "past:RecoveredAnswer",
    "standup": "checkin:StandupAnswer",
    "checkin": "checkin:CheckinAnswer",
    "setup": "setup:SetupAnswer",
    "imported": "exchange:ImportedAnswer",
    "exported": "exchange:ExportedAnswer",
}
"""Every model by its name without version: module in this package and class, parted by a colon."""
_NAMES = {place: name for name, place in PLACES.items()}


def identity(name: str) -> str:
    """The name with its version, as a document says it."""
    return f"execplan/{name}/1"


def named(answer: Answer) -> dict[str, object]:
    """The answer as one JSON document that says its schema first."""
    kind = type(answer)
    place = f"{kind.__module__.rpartition('.')[2]}:{kind.__qualname__}"
    return {"schema": identity(_NAMES[place]), **answer.content()}
