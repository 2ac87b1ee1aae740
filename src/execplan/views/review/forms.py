"""Which form a plan plainly keeps. Stricter than its dialect, which is only the nearest one. Knows headings and titles.

A rule that asks for a part of a form asks first whether the plan keeps it: a list of tasks is not told that it lacks
the sections of a living plan.
"""

from __future__ import annotations

from execplan.plan.model import DialectId, Plan

ALIVE = ("progress", "discoveries", "decisions", "outcomes")
"""What the sections mean that a cookbook plan keeps alive."""
_TEMPLATE = ("approach", "risks", "questions", "dependencies", "criteria")
_HEAD = 4000
"""Characters in which a plan says that it is a living document."""


def form_of(plan: Plan) -> DialectId | None:
    """The form a plan keeps; None where it only resembles one."""
    roles = {section.role for section in plan.sections}
    title = next((section.raw.casefold() for section in plan.sections if section.level == 1), "")
    match plan.dialect:
        case "cookbook":
            kept = len(roles.intersection(ALIVE))
            keeps = kept >= len(ALIVE) - 1 or (kept > 0 and "living document" in plan.source.text[:_HEAD].casefold())
        case "execplan":
            keeps = title.endswith("execplan") or "execution steps" in {one.title.casefold() for one in plan.sections}
        case "execution-plan":
            core = roles.issuperset(("objective", "steps")) and len(roles.intersection(_TEMPLATE)) >= len(_TEMPLATE) - 1
            keeps = core or title.startswith("execution plan")
        case _:
            keeps = True
    return plan.dialect if keeps else None
