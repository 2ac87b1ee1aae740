"""Rules about silent updates: what happened stands in the plan, and its progress log does not tell of it. Know dates."""

from __future__ import annotations

from collections.abc import Iterator

from execplan.plan.model import Plan, Section
from execplan.views.review.phrases import names_of
from execplan.views.review.rule import Facts, Hit, Rule, everywhere

_ABOUT_STEPS = frozenset({"completed", "started", "done", "finished", "progress", "reopened", "skipped"})


def _log_section(plan: Plan) -> Section | None:
    """The log that tells of steps: that of the ExecPlan form, or one with dated entries about them; notes alone are none."""
    section = next((one for one in plan.sections if one.role == "log"), None)
    tells = any(one.date and one.kind.casefold() in _ABOUT_STEPS for one in plan.log)
    return section if plan.dialect == "execplan" or tells else None


def _nothing_logged(plan: Plan, facts: Facts) -> Iterator[Hit]:
    del facts
    section = _log_section(plan)
    begun = [step for step in plan.leaves() if step.status in ("done", "in_progress")]
    told = plan.log or any(section and section.line < one.line < section.end for one in plan.decisions)
    if section is not None and begun and not told:
        yield Hit(section.line, f"the log is empty, though work has begun: {names_of(begun)}")


def _not_logged(plan: Plan, facts: Facts) -> Iterator[Hit]:
    """By the day: zones mix, and an entry may be written after the deed."""
    del facts
    section = _log_section(plan)
    logged = max((one.date[:10] for one in plan.log if one.date), default=None)
    if section is None or logged is None:
        return
    later = [step for step in plan.steps if any(at and at[:10] > logged for at in (step.started, step.completed))]
    if later:
        message = f"the last entry is of {logged}, but there is later work: {names_of(later)}"
        yield Hit(section.line, message)


RULES: tuple[Rule, ...] = (
    Rule(
        "silent_work",
        "Steps are begun or done and the plan's progress log is empty.",
        "ExecPlan guide, anti-pattern silent updates",
        _nothing_logged,
        everywhere("warning"),
    ),
    Rule(
        "silent_update",
        "Steps carry later days than the last entry of the plan's progress log.",
        "ExecPlan guide, anti-pattern silent updates",
        _not_logged,
        everywhere("warning"),
    ),
)
