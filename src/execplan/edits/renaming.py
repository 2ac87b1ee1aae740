"""What a new title changes elsewhere: the step's own id and those of the entries below it. Knows two plans and a change.

An entry's id is made of its own text and those it hangs below, so all of them get new ones. Each must be there again,
in the same order and saying the same; whatever names one of them by its id names the new one.
"""

from __future__ import annotations

from execplan.edits.change import Change
from execplan.plan.errors import PlanError
from execplan.plan.model import Plan

Fact = tuple[object, ...]
Facts = dict[tuple[str, str], Fact]


def followed(before: Plan, change: Change, after: Plan, old: Facts, new: Facts) -> tuple[Facts, frozenset[str], str]:
    """The facts from before, the touched ids and the step's own, under the new ids. Raises ``refused`` without successor."""
    ids: dict[str, str] = {}
    for kind, entries in _lists(after).items():
        gone = [id for id, line in _lists(before)[kind] if (kind, id) not in new and _below(before, change, line)]
        came = [id for id, _ in entries if (kind, id) not in old]
        if not gone:
            continue
        if len(gone) != len(came):
            raise PlanError(
                "refused", "with this title the plan would not read as before; nothing was written", "use plainer words"
            )
        ids |= dict(zip(gone, came, strict=True))
    title = next((value for kind, name, value in change.shows if (kind, name) == ("step", "title")), None)
    facts: Facts = {}
    for (kind, id), fact in old.items():
        following = _mapped(fact, ids)
        if id == change.renamed and kind in ("step", "blocker"):  # a bare blocker is named after its step
            following = (title, *following[1:])
        facts[kind, ids.get(id, id)] = following
    own = change.renamed or ""
    return facts, frozenset(ids.get(id, id) for id in change.touched), ids.get(own, own)


def _below(before: Plan, change: Change, line: int) -> bool:
    """Does the entry stand in the lines of the renamed step?"""
    place = next(step.place for step in before.steps if step.id == change.renamed)
    return place.line <= line < place.end


def _lists(plan: Plan) -> dict[str, list[tuple[str, int]]]:
    lists = {
        "step": plan.steps, "phase": plan.phases, "criterion": plan.criteria, "question": plan.questions,
        "blocker": plan.blockers, "decision": plan.decisions, "discovery": plan.discoveries, "risk": plan.risks,
    }  # fmt: skip
    return {kind: [(one.id, one.line) for one in found] for kind, found in lists.items()}


def _mapped(fact: Fact, ids: dict[str, str]) -> Fact:
    """The fact with each id in it replaced by its successor."""
    return tuple(
        ids.get(value, value)
        if isinstance(value, str)
        else _mapped(value, ids)  # pyright: ignore[reportUnknownArgumentType]
        if isinstance(value, tuple)
        else value
        for value in fact
    )
