"""Rules about a step with sub-steps whose own box says something else than theirs. Know boxes; know no time."""

from __future__ import annotations

from collections.abc import Iterator

from execplan.plan.model import CLOSED, Plan, Step
from execplan.text.edit import Replacement
from execplan.views.review.phrases import counted, name_of, names_of
from execplan.views.review.rule import Facts, Hit, Rule, everywhere


def _parents(plan: Plan) -> Iterator[tuple[Step, list[Step], list[Step]]]:
    """The parents drawn as task boxes, each with its sub-steps and those of them that are open.

    What a sub-step with sub-steps is follows from theirs, not from its own box, which may have to be repaired as well.
    """
    known = {step.id: step for step in plan.steps}
    opened = {step.id for step in plan.steps if not step.children and step.status not in CLOSED}
    for step in reversed(plan.steps):  # sub-steps stand below their parent
        if any(child in opened for child in step.children):
            opened.add(step.id)
    for step in plan.steps:
        if step.children and step.box == "task" and step.place.box:
            children = [known[child] for child in step.children]
            yield step, children, [child for child in children if child.id in opened]


def _ticked_over_open(plan: Plan, facts: Facts) -> Iterator[Hit]:
    del facts
    for step, _, left in _parents(plan):
        if left and _is_ticked(plan, step):
            message = f"{name_of(step)} is ticked, but still open: {names_of(left)}"
            yield Hit(step.line, message, _box(step, " "))


def _open_over_closed(plan: Plan, facts: Facts) -> Iterator[Hit]:
    del facts
    for step, children, left in _parents(plan):
        closed = not left and any(one.status == "done" for one in children)
        if closed and not _is_ticked(plan, step) and step.status not in ("skipped", "blocked"):
            message = (
                f"{name_of(step)} is open, but what it consists of is closed: {counted(len(children), 'sub-step')}"
            )
            yield Hit(step.line, message, _box(step, "x"))


def _is_ticked(plan: Plan, step: Step) -> bool:
    return step.place.box is not None and plan.source.slice(step.place.box) in ("x", "X")


def _box(step: Step, mark: str) -> tuple[Replacement, ...]:
    """Only the box: a step with a status line of its own has more to put right, which marking does."""
    simple = step.place.box is not None and step.place.field("status") is None
    return (Replacement(step.place.box, mark),) if step.place.box and simple else ()


RULES: tuple[Rule, ...] = (
    Rule(
        "parent_ticked",
        "A step is ticked though sub-steps of it are open.",
        "a parent's state follows from its sub-steps",
        _ticked_over_open,
        everywhere("warning"),
    ),
    Rule(
        "parent_open",
        "A step is open though all its sub-steps are closed.",
        "a parent's state follows from its sub-steps",
        _open_over_closed,
        everywhere("info"),
    ),
)
