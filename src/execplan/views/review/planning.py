"""Rules about planning itself: too much of it before the work, and plans nobody keeps. Know counts and ages."""

from __future__ import annotations

from collections.abc import Iterator

from execplan.plan.graph import is_closed, is_work
from execplan.plan.model import Plan
from execplan.views.progress import last_change, plan_status
from execplan.views.review.ages import days_between
from execplan.views.review.phrases import counted
from execplan.views.review.rule import Facts, Hit, Rule, everywhere

MOST_STEPS = 50
"""Detailed steps before the first one is begun."""
MANY_STEPS = 15
"""Steps that are hard to see as one group."""
QUIET_DAYS, ABANDONED_DAYS = 7, 30


def _over_planning(plan: Plan, facts: Facts) -> Iterator[Hit]:
    del facts
    leaves = plan.leaves()
    if len(leaves) > MOST_STEPS and all(step.status == "todo" for step in leaves):
        message = f"{len(leaves)} steps and none begun: keep 5 to 10 and refine them as you learn"
        yield Hit(leaves[0].line, message)


def _no_phases(plan: Plan, facts: Facts) -> Iterator[Hit]:
    del facts
    top = [step for step in plan.steps if step.counted and step.parent is None]
    grouped = any(step.phase for step in top) or any(section.role == "phase" for section in plan.sections)
    if len(top) > MANY_STEPS and not grouped and plan.dialect != "cookbook":  # its progress is a log of what was done
        yield Hit(top[0].line, f"{len(top)} steps in one row: group them in phases")


def _not_updated(plan: Plan, facts: Facts) -> Iterator[Hit]:
    yield from _quiet(plan, facts, QUIET_DAYS, ABANDONED_DAYS)


def _abandoned(plan: Plan, facts: Facts) -> Iterator[Hit]:
    yield from _quiet(plan, facts, ABANDONED_DAYS, None)


def _quiet(plan: Plan, facts: Facts, least: int, below: int | None) -> Iterator[Hit]:
    """An open plan that tells of no change for so many days."""
    changed = last_change(plan)
    if changed is None or plan_status(plan) in ("completed", "abandoned"):
        return
    waiting = [step for step in plan.leaves() if is_work(step) and not is_closed(step)]
    days = days_between(changed, facts.now)
    if not waiting or days is None or days < least or (below is not None and days >= below):
        return
    line = plan.source.line_of(plan.updated_fields[0].start) if plan.updated_fields else waiting[0].line
    yield Hit(line, f"no change since {changed} ({counted(days, 'day')}), {counted(len(waiting), 'step')} open")


RULES: tuple[Rule, ...] = (
    Rule(
        "over_planning",
        f"More than {MOST_STEPS} steps are planned and none is begun.",
        "ExecPlan guide, anti-pattern over-planning",
        _over_planning,
        everywhere("warning"),
    ),
    Rule(
        "no_phases",
        f"More than {MANY_STEPS} steps stand in one row without phases.",
        "living plan: think in phases",
        _no_phases,
        everywhere("info"),
    ),
    Rule(
        "not_updated",
        f"An open plan tells of no change for {QUIET_DAYS} days.",
        "ExecPlan guide, quality metric currency",
        _not_updated,
        everywhere("info"),
    ),
    Rule(
        "abandoned",
        f"An open plan tells of no change for {ABANDONED_DAYS} days.",
        "ExecPlan guide, anti-pattern abandoned plans; living plan: do not set and forget",
        _abandoned,
        everywhere("warning"),
    ),
)
