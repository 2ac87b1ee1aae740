"""The names of the wire models, and their JSON Schemas. Knows every model; knows no plan and no file.

A name is ``execplan/<what>/<version>``. On the command line every document says its own; a tool's answer leaves
it out, since its tool already says what it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, Field

from execplan.plan.errors import Code
from execplan.workspace.wire import answers, exchange, past, search, setup, whole
from execplan.workspace.wire.checks import CheckAnswer
from execplan.workspace.wire.clients import ClientAnswer
from execplan.workspace.wire.doctor import DoctorAnswer
from execplan.workspace.wire.document import PlanDocument, Wire
from execplan.workspace.wire.review import ReviewsAnswer
from execplan.workspace.wire.steps import EditedStepAnswer

DRAFT = "https://json-schema.org/draft/2020-12/schema"


class Failure(Wire):
    code: Code | Literal["internal"]
    message: str
    """What is wrong."""
    hint: str
    """What to do next; may be empty."""
    diff: str | None = None
    """Of a conflict: the unified diff since the revision that was given, cut short where it is long."""


class ErrorDocument(Wire):
    """What a command answers with ``--json`` when it fails; nothing was written."""

    schema_: Literal["execplan/error/1"] = Field(alias="schema")
    error: Failure


MODELS: Mapping[str, type[BaseModel]] = {
    "plan": PlanDocument,
    "error": ErrorDocument,
    "plans": answers.PlansAnswer,
    "outline": answers.PlanAnswer,
    "current": answers.CurrentAnswer,
    "steps": answers.StepsAnswer,
    "blockers": answers.BlockersAnswer,
    "created": answers.CreatedAnswer,
    "added-steps": answers.AddedStepsAnswer,
    "mark": answers.MarkAnswer,
    "edited-step": EditedStepAnswer,
    "record": answers.AddedAnswer,
    "revised": whole.RevisedAnswer,
    "finished": whole.FinishedAnswer,
    "archived": whole.ArchivedAnswer,
    "search": search.SearchAnswer,
    "check": CheckAnswer,
    "review": ReviewsAnswer,
    "doctor": DoctorAnswer,
    "client": ClientAnswer,
    "history": past.HistoryAnswer,
    "undone": past.UndoneAnswer,
    "recovered": past.RecoveredAnswer,
    "setup": setup.SetupAnswer,
    "imported": exchange.ImportedAnswer,
    "exported": exchange.ExportedAnswer,
}
"""Every model by its name without version."""


def named(answer: answers.Answer) -> dict[str, object]:
    """The answer as one JSON document that says its schema first."""
    name = next(name for name, model in MODELS.items() if type(answer) is model)
    return {"schema": f"execplan/{name}/1", **answer.content()}


def schema(name: str) -> dict[str, Any]:
    """The JSON Schema of a model: what it looks like when sent."""
    model, identity = MODELS[name], f"execplan/{name}/1"
    described = model.model_json_schema(mode="serialization", by_alias=True)
    properties: dict[str, Any] = described.pop("properties")
    properties.pop("schema", None)
    return {
        "$schema": DRAFT,
        "$id": identity,
        **{key: described.pop(key) for key in ("title", "description") if key in described},
        "type": "object",
        "properties": {"schema": {"const": identity}, **properties},
        **described,
    }
