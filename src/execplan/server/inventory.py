"""Every tool there is, with the function behind it. Knows their order; knows no transport.

Imported by the first call of a tool: what a client is told before that is in ``listing``.
"""

from __future__ import annotations

from execplan.server.tool import PlanTool
from execplan.server.tools import (
    blockers,
    endings,
    journal,
    plans,
    questions,
    records,
    review,
    schedule,
    search,
    sections,
    steps,
)

_ORDER = (
    "list_plans",
    "get_plan",
    "get_current_step",
    "list_steps",
    "list_blockers",
    "search_plans",
    "review_plan",
    "get_schedule",
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

BY_NAME = {
    tool.name: tool
    for tool in (
        *plans.TOOLS,
        *search.TOOLS,
        *sections.TOOLS,
        *endings.TOOLS,
        *review.TOOLS,
        *schedule.TOOLS,
        *steps.TOOLS,
        *blockers.TOOLS,
        *journal.TOOLS,
        *questions.TOOLS,
        *records.TOOLS,
    )
}

INVENTORY: tuple[PlanTool, ...] = tuple(BY_NAME[name] for name in _ORDER)
