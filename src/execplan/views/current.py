"""The current step of a plan, or why there is none. Knows the order of work; knows no file and no clock."""

from __future__ import annotations

from dataclasses import dataclass

from execplan.plan.choice import first_choice
from execplan.plan.graph import Graph, graph_of, is_closed, is_work
from execplan.plan.model import Plan, Step

_NAMED = 3
"""How many waiting steps a reason spells out."""


@dataclass(frozen=True, slots=True)
class Current:
    """Exactly one of the two is set."""

    step: Step | None
    reason: str | None


def current_step(plan: Plan) -> Current:
    """The step to work on now.

    An explicit pointer that is still open; else the first step in progress; else the first ready one in
    document order. Always a leaf: of a parent it is the first open leaf.
    """
    if plan.status in ("completed", "abandoned"):
        return Current(None, f"the plan is {plan.status}")
    if plan.is_template:
        return Current(None, "this is a template: its title is not filled in")
    leaves = plan.leaves()
    if not leaves:
        return Current(None, "the plan has no steps")
    step = first_choice(plan)
    if step is not None:
        return Current(step, None)
    waiting = [one for one in leaves if not is_closed(one) and is_work(one)]
    if waiting:
        return Current(None, f"all open steps wait: {_why(graph_of(plan), waiting)}")
    return Current(None, _all_closed(leaves))


def _all_closed(leaves: tuple[Step, ...]) -> str:
    still = sum(not is_closed(one) for one in leaves)
    skipped = sum(one.status == "skipped" for one in leaves)
    done = len(leaves) - skipped - still
    if still:
        return f"no step is left to take up: {still} open under closed headings or as options"
    count, state = (done, "done") if done else (skipped, "skipped")
    what = f"all {count} steps are {state}" if count > 1 else f"the only step is {state}"
    return f"{what}{f' ({skipped} skipped)' if done and skipped else ''}: finish the plan"


def _why(graph: Graph, waiting: list[Step]) -> str:
    said = [_reason(graph, step) for step in waiting[:_NAMED]]
    more = len(waiting) - _NAMED
    return "; ".join(said) + (f"; +{more} more" if more > 0 else "")


def _reason(graph: Graph, step: Step) -> str:
    if graph.is_blocked(step):
        blockers = graph.blockers_of(step)
        return f"{_short(step)} blocked" + (f" by {_cut(blockers[0].text)}" if blockers else "")
    waits = [*(_short(one) for one in graph.waits_for(step)), *graph.waits_outside(step)]
    return f"{_short(step)} waits for {', '.join(waits[:_NAMED])}"


def _short(step: Step) -> str:
    return step.label or f"'{_cut(step.title)}'"


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 40 else line[:39] + "…"
