"""What a new title changes elsewhere: the step's own id and those of the entries below it. Knows two plans and a change.

An entry's id is made of its own text and those it hangs below, so all of them get new ones. Each must be there again,
in the same order and saying the same; whatever names one of them by its id names the new one.
"""

from __future__ import annotations

from typing import cast

from execplan.edits.change import Change
from execplan.edits.entries import Facts, lists
from execplan.plan.errors import PlanError
from execplan.plan.model import Plan


def followed(before: Plan, change: Change, after: Plan, old: Facts, new: Facts) -> tuple[Facts, frozenset[str], str]:
    """The facts from before, the touched ids and the step's own, under the new ids. Raises ``refused`` without successor."""
    ids: dict[str, str] = {}
    for kind, found in lists(after).items():
        standing = [one for one in lists(before)[kind] if _below(before, change, one.line)]
        gone = [one.id for one in standing if (kind, one.id) not in new]
        came = [one.id for one in found if (kind, one.id) not in old]
        if not gone:
            continue
        if len(gone) != len(came):
            raise PlanError(
                "refused", "with this title the plan would not read as before; nothing was written", "use plainer words"
            )
        ids |= dict(zip(gone, came, strict=True))
    own = change.renamed or ""
    line = before.step(own).line
    renamed = {(kind, one.id) for kind, found in lists(before).items() for one in found if one.line == line}
    title = next((value for kind, name, value in change.shows if (kind, name) == ("step", "title")), None)
    facts: Facts = {}
    for (kind, id), fact in old.items():
        following = {name: _mapped(value, ids) for name, value in fact.items()}
        if (kind, id) in renamed:  # a bare blocker is named after its step, and a heading may be step and phase
            following["text" if kind == "blocker" else "title"] = title
        facts[kind, ids.get(id, id)] = following
    return facts, frozenset(ids.get(id, id) for id in change.touched), ids.get(own, own)


def _below(before: Plan, change: Change, line: int) -> bool:
    """Does the entry stand in the lines of the renamed step?"""
    place = next(step.place for step in before.steps if step.id == change.renamed)
    return place.line <= line < place.end


def _mapped(value: object, ids: dict[str, str]) -> object:
    """The value with each id in it replaced by its successor."""
    if isinstance(value, tuple):
        return tuple(_mapped(one, ids) for one in cast(tuple[object, ...], value))
    return ids.get(value, value) if isinstance(value, str) else value
