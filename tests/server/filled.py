"""Arguments that fit, for every tool of the inventory: found in its schema, not listed by hand."""

from __future__ import annotations

from typing import Any

from execplan.server.tool import PlanTool, arguments_of

KNOWN: dict[str, Any] = {
    "step": "Begin",
    "blocker": "No key",
    "question": "Which region",
    "criterion": "A build takes",
    "entry": "Take the bucket",
    "section": "Context",
    "plan": "edges",
}
"""What the arguments that name something name; all other required texts are just a word."""


def schema_of(tool: PlanTool) -> dict[str, Any]:
    """The whole schema of what the tool takes, hidden arguments too."""
    return arguments_of(tool).model_json_schema()


def arms(schema: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for one in schema.get("anyOf", [schema]) if one.get("type") != "null"]


def least(tool: PlanTool) -> dict[str, Any]:
    """The required arguments, filled with something that fits."""
    schema = schema_of(tool)
    return {name: filling(name, arms(schema["properties"][name])[0]) for name in schema.get("required", ())}


def filling(name: str, schema: dict[str, Any]) -> Any:
    if "enum" in schema:
        return schema["enum"][0]
    match schema.get("type"):
        case "array":
            return ["x"]
        case "integer" | "number":
            return 1
        case "boolean":
            return True
        case _:
            return KNOWN.get(name, "x")
