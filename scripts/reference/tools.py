"""What docs/TOOLS.md lists: every tool with its arguments, as a client sees them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from mcp.server.mcpserver.utilities.func_metadata import func_metadata

from execplan.server.app import INSTRUCTIONS
from execplan.server.arguments import slim_input
from execplan.server.inventory import INVENTORY
from execplan.server.tool import PlanTool
from reference.tables import code, table

_SETS = {"core": "core", "more": "all"}


def overview() -> str:
    return table(
        ("tool", "set", "writes", "what for"),
        [
            (f"[`{one.name}`](#{one.name})", _SETS[one.toolset], "yes" if one.writes else "", one.description)
            for one in INVENTORY
        ],
    )


def arguments() -> str:
    return "\n\n".join(f"### {one.name}\n\n{one.description}\n\n{_table(one)}" for one in INVENTORY)


def _table(tool: PlanTool) -> str:
    schema = slim_input(func_metadata(tool.function, skip_names=["workspace"]).arg_model.model_json_schema())
    needed = schema.get("required", ())
    rows = [
        (code(name), _kind(shape), "needed" if name in needed else "") for name, shape in schema["properties"].items()
    ]
    hints = tool.annotations
    told = {
        "read-only": hints.read_only_hint,
        "destructive": hints.destructive_hint,
        "idempotent": hints.idempotent_hint,
        "open world": hints.open_world_hint,
    }
    said = ", ".join(name for name, yes in told.items() if yes) or "none"
    return f"{table(('argument', 'type', ''), rows)}\n\nHints: {said}."


def _kind(shape: dict[str, Any]) -> str:
    if "enum" in shape:
        return " / ".join(str(one) for one in shape["enum"])
    if shape.get("type") == "array":
        return f"list of {_kind(shape['items'])}"
    if "properties" in shape:
        return "object: " + ", ".join(_members(shape["properties"], shape.get("required", ())))
    if "anyOf" in shape:
        return " or ".join(_kind(one) for one in shape["anyOf"])
    return {"string": "text", "integer": "number", "boolean": "true / false"}.get(shape.get("type", ""), "text")


def _members(properties: Iterable[str], needed: Iterable[str]) -> Iterator[str]:
    for name in properties:
        yield name if name in needed else f"{name}?"


def instructions() -> str:
    return "\n".join(f"> {line}" for line in INSTRUCTIONS.splitlines())


LISTS: dict[str, Callable[[], str]] = {
    "tools": overview,
    "arguments": arguments,
    "instructions": instructions,
}
