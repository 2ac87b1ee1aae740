"""The JSON Schemas of the wire models. Knows every model; knows no plan and no file."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any, Literal

from pydantic import BaseModel, Field

from execplan.plan.errors import Code
from execplan.workspace.wire.document import Wire
from execplan.workspace.wire.names import PLACES, identity

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


def _model(place: str) -> type[BaseModel]:
    module, _, name = place.partition(":")
    return getattr(import_module(f"execplan.workspace.wire.{module}"), name)


MODELS: Mapping[str, type[BaseModel]] = {name: _model(place) for name, place in PLACES.items()}
"""Every model by its name without version."""


def schema(name: str) -> dict[str, Any]:
    """The JSON Schema of a model: what it looks like when sent."""
    model, said = MODELS[name], identity(name)
    described = model.model_json_schema(mode="serialization", by_alias=True)
    properties: dict[str, Any] = described.pop("properties")
    properties.pop("schema", None)
    return {
        "$schema": DRAFT,
        "$id": said,
        **{key: described.pop(key) for key in ("title", "description") if key in described},
        "type": "object",
        "properties": {"schema": {"const": said}, **properties},
        **described,
    }
