"""What a plan waits for in other plans, looked up where it says so. Knows the tree; decides nothing about steps.

A plan without such words costs nothing: no other file is looked at.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from execplan.plan import abroad
from execplan.plan.errors import PlanError
from execplan.plan.graph import is_closed
from execplan.plan.model import Plan
from execplan.plan.references import find_step
from execplan.workspace.handle import Handle

_MOST = 100
"""Words that are looked up for one plan."""


def aware(plan: Plan, name: str, named: Callable[[str], Handle | None]) -> Plan:
    """The plan with what other plans say about what it waits for there. ``name`` is its own folder.

    What is done there is known to be done. A plan or a step that is not there is not known: it holds nothing up.
    """
    words = abroad.words(plan)
    said = words and [(word, other) for word in words[:_MOST] if (other := abroad.other_plan(word))]
    if not said:
        return plan
    found: list[tuple[str, tuple[str, ...]]] = []
    handles: dict[str, Handle | None] = {}
    for word, (slug, step) in said:
        if slug not in handles:
            handles[slug] = None if slug == name else named(slug)
        handle = handles[slug]
        there = None if handle is None else _open(handle, slug, step)
        if there is not None:
            found.append((word, there))
    return replace(plan, outside=tuple(found)) if found else plan


def _open(handle: Handle, slug: str, ref: str | None) -> tuple[str, ...] | None:
    """What of it is open: the step, or the plan; None where nobody can say."""
    plan = handle.plan
    if plan is None:
        return None
    over = handle.archived or plan.status in ("completed", "abandoned")
    if ref is None:
        leaves = plan.leaves()
        return () if over or (leaves and all(is_closed(one) for one in leaves)) else (slug,)
    try:
        step = find_step(plan, ref)
    except PlanError:
        return None
    return () if over or is_closed(step) else (f"{slug}/{step.id}",)
