"""Every tool there is, and which of them a server offers. Knows names and toolsets; knows no transport."""

from __future__ import annotations

from difflib import get_close_matches

from execplan.plan.errors import PlanError
from execplan.server.tool import PlanTool
from execplan.server.tools import blockers, endings, journal, plans, questions, records, review, search, sections, steps

_ORDER = (
    "list_plans",
    "get_plan",
    "get_current_step",
    "list_steps",
    "list_blockers",
    "search_plans",
    "review_plan",
    "create_plan",
    "add_steps",
    "edit_step",
    "mark_step",
    "edit_section",
    "edit_plan",
    "add_decision",
    "add_discovery",
    "add_blocker",
    "resolve_blocker",
    "add_question",
    "answer_question",
    "add_risk",
    "check_criterion",
    "log_progress",
    "retract",
    "finish_plan",
    "archive_plan",
)
"""As listed to clients: reading before writing, the common before the rare."""

_BY_NAME = {
    tool.name: tool
    for tool in (
        *plans.TOOLS,
        *search.TOOLS,
        *sections.TOOLS,
        *endings.TOOLS,
        *review.TOOLS,
        *steps.TOOLS,
        *blockers.TOOLS,
        *journal.TOOLS,
        *questions.TOOLS,
        *records.TOOLS,
    )
}

INVENTORY: tuple[PlanTool, ...] = tuple(_BY_NAME[name] for name in _ORDER)


def offered(choice: str, *, read_only: bool = False) -> tuple[PlanTool, ...]:
    """The tools of a choice such as ``all``, ``core`` or ``core,search_plans``, in the inventory's order.

    Raises ``PlanError`` when a part of the choice is neither a toolset nor a tool, or nothing is left.
    """
    parts = [part.strip() for part in choice.split(",") if part.strip()]
    known = ["all", "core", *_BY_NAME]
    for part in parts:
        if part not in known:
            near = get_close_matches(part, known, 1, 0.5)
            hint = f"did you mean '{near[0]}'?" if near else f"known: {', '.join(known)}"
            raise PlanError("invalid", f"no tool or toolset '{part}'", hint)
    tools = tuple(tool for tool in INVENTORY if {"all", tool.toolset, tool.name} & set(parts))
    kept = tuple(tool for tool in tools if not (read_only and tool.writes))
    if not kept:
        raise PlanError("invalid", f"no tool is left of '{choice}'", "use all, core or names, separated by commas")
    return kept
