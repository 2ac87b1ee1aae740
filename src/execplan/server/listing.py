"""What clients are told of the tools, made beforehand. Knows names, toolsets and JSON; knows no function behind a tool.

A client asks for the list as soon as it starts a server, and for a tool minutes later or never. So the list is data
(`tools.json`, written by ``scripts/schemas.py`` from the inventory), and the tools are imported when one is called.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from execplan.plan.errors import PlanError

FILE = Path(__file__).with_name("tools.json")


@dataclass(frozen=True, slots=True)
class Listed:
    """A tool as it is told of: ``told`` is its entry in the answer to ``tools/list``."""

    name: str
    toolset: str
    writes: bool
    told: dict[str, Any]


@cache
def listing() -> tuple[Listed, ...]:
    """Every tool, in the inventory's order."""
    return tuple(
        Listed(told["name"], one["toolset"], not told["annotations"]["readOnlyHint"], told)
        for one in json.loads(FILE.read_bytes())
        for told in (one["told"],)
    )


def offered(choice: str, *, read_only: bool = False) -> tuple[Listed, ...]:
    """The tools of a choice such as ``all``, ``core`` or ``core,search_plans``, in the inventory's order.

    Raises ``PlanError`` when a part of the choice is neither a toolset nor a tool, or nothing is left.
    """
    parts = [part.strip() for part in choice.split(",") if part.strip()]
    known = ["all", "core", *(one.name for one in listing())]
    for part in parts:
        if part not in known:
            near = get_close_matches(part, known, 1, 0.5)
            hint = f"did you mean '{near[0]}'?" if near else f"known: {', '.join(known)}"
            raise PlanError("invalid", f"no tool or toolset '{part}'", hint)
    tools = tuple(one for one in listing() if {"all", one.toolset, one.name} & set(parts))
    kept = tuple(one for one in tools if not (read_only and one.writes))
    if not kept:
        raise PlanError("invalid", f"no tool is left of '{choice}'", "use all, core or names, separated by commas")
    return kept
