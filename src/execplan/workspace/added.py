"""Which entry a change is about, in the plan as it is afterwards. Knows ids and texts; knows no file.

The id of a new entry depends on the text around it, so it is known only once the result has been read.
"""

from __future__ import annotations

from collections.abc import Iterator

from execplan.edits.change import Change
from execplan.plan.identity import normal
from execplan.plan.model import Plan


def entity_of(before: Plan, change: Change, after: Plan) -> str | None:
    """The id the change names, else the id of the entry it added; None when it is about no entry."""
    if change.id is not None or not change.text:
        return change.id
    known = {(kind, id) for kind, id, _ in _entries(before)}
    wanted = normal(change.text)
    came = [(kind, id, text) for kind, id, text in _entries(after) if kind in change.adds and (kind, id) not in known]
    exact = [id for _, id, text in came if normal(text) == wanted]
    return next(iter(exact or [id for _, id, _ in came]), None)


def _entries(plan: Plan) -> Iterator[tuple[str, str, str]]:
    """Kind, id and text. The log comes last: what it repeats of another entry is not that entry."""
    yield from (("step", one.id, one.title) for one in plan.steps)
    yield from (("blocker", one.id, one.text) for one in plan.blockers)
    yield from (("question", one.id, one.text) for one in plan.questions)
    yield from (("criterion", one.id, one.text) for one in plan.criteria)
    yield from (("decision", one.id, one.title) for one in plan.decisions)
    yield from (("discovery", one.id, one.title) for one in plan.discoveries)
    yield from (("risk", one.id, one.text) for one in plan.risks)
    yield from (("log", one.id, one.text) for one in plan.log)
