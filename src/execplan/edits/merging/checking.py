"""Reads a merged text back: nothing that came or stayed is lost, and every step is in the state the rule says.

The join works on lines; a fence left open on one side could swallow what the other one added. Knows four plans.
"""

from __future__ import annotations

from collections import Counter

from execplan.edits.merging.items import RANK
from execplan.plan import entries
from execplan.plan.identity import normal
from execplan.plan.model import Plan, Status

_Said = tuple[str, str]


def lost(base: Plan, ours: Plan, theirs: Plan, merged: Plan) -> str | None:
    """What the merged plan lacks or says otherwise, in words; None where it is whole."""
    was, mine, yours, now = (_said(one) for one in (base, ours, theirs, merged))
    for kind, words in sorted({*mine, *yours}):
        one = (kind, words)
        least = max(mine[one], yours[one]) if was[one] < max(mine[one], yours[one]) else min(mine[one], yours[one])
        if now[one] < min(least, 1):
            return f"{kind} {words[:60]!r} would be lost"
    states = [_states(one) for one in (base, ours, theirs, merged)]
    for title, status in states[3].items():
        before, one, other = states[0].get(title), states[1].get(title), states[2].get(title)
        if one is None or other is None:
            continue
        wanted = _rule(before, one, other)
        if status != wanted:
            return f"step {title[:60]!r} would read as {status}, not as {wanted}"
    return None


def _rule(before: Status | None, one: Status, other: Status) -> Status:
    if one == before:
        return other
    if other == before:
        return one
    return max(one, other, key=lambda status: RANK[status])


def _said(plan: Plan) -> Counter[_Said]:
    """Steps and records by what they say."""
    found: Counter[_Said] = Counter()
    for kind, several in entries.lists(plan).items():
        if kind in ("step", "decision", "discovery", "risk", "log", "question", "criterion"):
            found.update((kind, normal(plan.source.slice(one.place.text))) for one in several if one.place is not None)
    return found


def _states(plan: Plan) -> dict[str, Status]:
    """By title the states of steps without sub-steps, of which there is one."""
    several = Counter(step.title for step in plan.steps)
    return {step.title: step.status for step in plan.steps if several[step.title] == 1 and not step.children}
