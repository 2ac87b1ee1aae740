"""Every public edit function, found by looking, with a strategy for its arguments.

An edit function takes ``plan: Plan`` first and answers ``Change``. One without a strategy here fails the laws by name.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from typing import Any, get_type_hints

from hypothesis import strategies as st

import execplan.edits
from execplan.edits import blockers, change, grow, journal, steps
from execplan.edits.change import Change
from execplan.plan.drafts import NewStep
from execplan.plan.errors import PlanError
from execplan.plan.model import Plan
from execplan.plan.safe import entry
from tests.laws.plans import NOW
from tests.laws.texts import entries

EditFunction = Callable[..., Change]
Call = Callable[[Plan], Change]


def edit_functions() -> dict[str, EditFunction]:
    """``module.name`` of each public edit function below ``execplan.edits``."""
    found: dict[str, EditFunction] = {}
    for info in pkgutil.walk_packages(execplan.edits.__path__, "execplan.edits."):
        module = importlib.import_module(info.name)
        for name, value in inspect.getmembers(module, inspect.isfunction):
            if not name.startswith("_") and value.__module__ == module.__name__ and _is_edit(value):
                found[f"{info.name.removeprefix('execplan.edits.')}.{name}"] = value
    return found


def _is_edit(function: Callable[..., Any]) -> bool:
    names = list(inspect.signature(function).parameters)
    if not names:
        return False
    hints = get_type_hints(function)
    return hints.get(names[0]) is Plan and hints.get("return") is Change


maybe = st.none() | entries
statuses = st.sampled_from(steps.STATUSES)


def refs(draw: st.DrawFn, plan: Plan, known: tuple[str, ...]) -> str:
    """An id there is, or anything else."""
    if known and draw(st.integers(0, 9)):
        return draw(st.sampled_from(known))
    return draw(entries | st.sampled_from(("1", "Step 2", "Measure")))


def ids(found: Any) -> tuple[str, ...]:
    return tuple(one.id for one in found)


@st.composite
def new_steps(draw: st.DrawFn) -> tuple[NewStep, ...]:
    one = st.builds(
        NewStep, entries, phase=st.none() | st.sampled_from(("Ground", "Phase 2", "New phase")) | entries,
        verify=maybe,
        files=st.lists(entries, max_size=2).map(tuple), estimate=st.none() | st.just("2 hours") | entries,
        depends_on=st.lists(entries, max_size=1).map(tuple), owner=maybe,
    )  # fmt: skip
    return tuple(draw(st.lists(one, min_size=0, max_size=3)))


def _mark(draw: st.DrawFn, plan: Plan) -> Call:
    step, status, note = refs(draw, plan, ids(plan.steps)), draw(statuses), draw(maybe)
    return lambda at: steps.mark(at, step, status, note=note, now=NOW)


def _grow(draw: st.DrawFn, plan: Plan) -> Call:
    some = st.none() | st.just("")
    new, known = draw(new_steps()), ids(plan.steps)
    parent, after = (draw(some | st.sampled_from(known)) if known else None for _ in range(2))
    phase = draw(st.none() | st.sampled_from(("Ground", "Phase 2", "Brand new")) | entries)
    return lambda at: grow.add(at, new, parent=parent, after=after, phase=phase, now=NOW)


def _decision(draw: st.DrawFn, plan: Plan) -> Call:
    what, why = draw(entries), draw(entries)
    more = {name: draw(maybe) for name in ("alternatives", "trade_offs", "by", "reference")}
    return lambda at: journal.add_decision(at, what, why, **more, now=NOW)


def _discovery(draw: st.DrawFn, plan: Plan) -> Call:
    what, more = draw(entries), {name: draw(maybe) for name in ("why_it_matters", "action", "evidence")}
    return lambda at: journal.add_discovery(at, what, **more, now=NOW)


def _blocker(draw: st.DrawFn, plan: Plan) -> Call:
    text, needs, options = draw(entries), draw(maybe), tuple(draw(st.lists(entries, max_size=2)))
    step = refs(draw, plan, ids(plan.steps)) if draw(st.booleans()) else None
    return lambda at: blockers.add(at, text, step=step, needs=needs, options=options, now=NOW)


def _block_step(draw: st.DrawFn, plan: Plan) -> Call:
    text, step = draw(entries), draw(st.sampled_from(plan.steps)) if plan.steps else None

    def call(at: Plan) -> Change:
        if step is None:
            raise PlanError("not_found", "no step")
        return blockers.block_step(at, step, entry(text), now=NOW)

    return call


def _resolve(draw: st.DrawFn, plan: Plan) -> Call:
    ref, answer = refs(draw, plan, ids(plan.blockers)), draw(entries)
    return lambda at: blockers.resolve(at, ref, answer, now=NOW)


def _nothing(draw: st.DrawFn, plan: Plan) -> Call:
    return lambda at: change.no_change(at)


STRATEGIES: dict[str, Callable[[st.DrawFn, Plan], Call]] = {
    "steps.mark": _mark,
    "grow.add": _grow,
    "journal.add_decision": _decision,
    "journal.add_discovery": _discovery,
    "blockers.add": _blocker,
    "blockers.block_step": _block_step,
    "blockers.resolve": _resolve,
    "change.no_change": _nothing,
}
"""A call of each edit function with drawn arguments."""
