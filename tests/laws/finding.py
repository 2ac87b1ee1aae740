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
from execplan.edits import (
    blockers,
    change,
    criteria,
    finish,
    fixing,
    grow,
    journal,
    mirroring,
    progress_log,
    questions,
    retract,
    revise,
    revise_plan,
    risks,
    sections,
    steps,
)
from execplan.edits.change import Change
from execplan.plan import evidence
from execplan.plan.drafts import NewStep
from execplan.plan.model import Plan
from execplan.views.review.review import review
from execplan.views.review.rule import Facts
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
    seen = st.just(evidence.observed_file("src/a.py", "0123456789abcdef")) | st.just(
        evidence.observed_commit("4f1c2ab90d31")
    )
    piece, part = draw(st.none() | entries | seen), draw(st.none() | st.none() | entries)
    percent = draw(st.none() | st.none() | st.integers(-1, 101))
    return lambda at: steps.mark(at, step, status, note=note, evidence=piece, percent=percent, done_part=part, now=NOW)


def _edit_step(draw: st.DrawFn, plan: Plan) -> Call:
    step, known = refs(draw, plan, ids(plan.steps)), ids(plan.steps)
    text = st.none() | st.just("") | entries
    title, verify, estimate, owner = draw(maybe), draw(text), draw(text | st.just("2 hours")), draw(text)
    files = draw(st.none() | st.lists(entries | st.just("src/a.py"), max_size=2).map(tuple))
    targets = st.sampled_from(known) if known else entries
    depends_on = draw(st.none() | st.none() | st.lists(targets, max_size=2).map(tuple))
    move_after = draw(st.none() | st.none() | targets)
    return lambda at: revise.edit_step(
        at, step, title=title, verify=verify, files=files, estimate=estimate, depends_on=depends_on, owner=owner,
        move_after=move_after, now=NOW,
    )  # fmt: skip


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


def _resolve(draw: st.DrawFn, plan: Plan) -> Call:
    ref, answer = refs(draw, plan, ids(plan.blockers)), draw(entries)
    return lambda at: blockers.resolve(at, ref, answer, now=NOW)


def _fix(draw: st.DrawFn, plan: Plan) -> Call:
    def call(at: Plan) -> Change:
        found = review(at, Facts(now=NOW), "solo").findings
        return fixing.fix(at, [one for finding in found for one in finding.fix], now=NOW)

    return call


def _question(draw: st.DrawFn, plan: Plan) -> Call:
    text, kind = draw(entries), draw(st.sampled_from(("decision", "clarification", "research")))
    return lambda at: questions.add_question(at, text, kind=kind, now=NOW)


def _answer(draw: st.DrawFn, plan: Plan) -> Call:
    ref, said = refs(draw, plan, ids(plan.questions)), draw(entries)
    return lambda at: questions.answer_question(at, ref, said, now=NOW)


def _risk(draw: st.DrawFn, plan: Plan) -> Call:
    text = refs(draw, plan, ids(plan.risks)) if draw(st.booleans()) else draw(entries)
    given = {name: draw(maybe) for name in risks.FIELDS}
    return lambda at: risks.add_risk(at, text, **given, now=NOW)


def _check(draw: st.DrawFn, plan: Plan) -> Call:
    ref, met = refs(draw, plan, ids((*plan.criteria, *plan.other_boxes))), draw(st.booleans())
    evidence = draw(maybe)
    return lambda at: criteria.check(at, ref, met=met, evidence=evidence, now=NOW)


def _log(draw: st.DrawFn, plan: Plan) -> Call:
    text, kind = draw(entries), draw(st.none() | st.sampled_from(("Note", "review", "Completed", "Decision", "a b")))
    return lambda at: progress_log.log(at, text, kind=kind, now=NOW)


def _retract(draw: st.DrawFn, plan: Plan) -> Call:
    every = (
        *plan.decisions,
        *plan.discoveries,
        *plan.questions,
        *plan.risks,
        *plan.blockers,
        *plan.criteria,
        *plan.log,
    )
    ref, why = refs(draw, plan, ids(every)), draw(entries)
    return lambda at: retract.retract(at, ref, why, now=NOW)


def _edit_section(draw: st.DrawFn, plan: Plan) -> Call:
    named = tuple(one.raw for one in plan.sections if one.raw)
    section = draw(st.sampled_from(named)) if named and draw(st.integers(0, 4)) else draw(st.just("Testing") | entries)
    text = draw(entries | st.sampled_from(("Some prose.", "- a\n- b", "##### Deep\n\nText", "- [ ] a box")))
    mode = draw(st.sampled_from(sections.MODES))
    return lambda at: sections.edit_section(at, section, text, mode=mode, now=NOW)


def _edit_plan(draw: st.DrawFn, plan: Plan) -> Call:
    title, owner, status = draw(maybe), draw(maybe), draw(st.none() | st.sampled_from(revise_plan.SETTABLE))
    criteria = tuple(draw(st.lists(entries, max_size=2)))
    return lambda at: revise_plan.edit_plan(at, title=title, status=status, owner=owner, criteria=criteria, now=NOW)


def _mirror(draw: st.DrawFn, plan: Plan) -> Call:
    titles = entries | st.sampled_from(tuple(one.title for one in plan.steps) or ("Measure",))
    labels = st.sampled_from(tuple(one.label for one in plan.steps if one.label) or ("Step 1",))
    text = titles | labels | st.builds("{}: {}".format, labels, titles)
    one = st.builds(mirroring.Todo, text, st.sampled_from(("todo", "in_progress", "done")))
    todos, adding = tuple(draw(st.lists(one, max_size=5))), draw(st.booleans())
    return lambda at: mirroring.mirror(at, todos, adding=adding, now=NOW)


def _finish(draw: st.DrawFn, plan: Plan) -> Call:
    summary, force = draw(entries), draw(maybe)
    parts = {name: tuple(draw(st.lists(entries, max_size=2))) for name in ("delivered", "worked", "metrics", "lessons")}
    return lambda at: finish.finish(at, summary, **parts, force=force, now=NOW)


def _nothing(draw: st.DrawFn, plan: Plan) -> Call:
    return lambda at: change.no_change(at)


STRATEGIES: dict[str, Callable[[st.DrawFn, Plan], Call]] = {
    "steps.mark": _mark,
    "revise.edit_step": _edit_step,
    "grow.add": _grow,
    "journal.add_decision": _decision,
    "journal.add_discovery": _discovery,
    "blockers.add": _blocker,
    "blockers.resolve": _resolve,
    "fixing.fix": _fix,
    "questions.add_question": _question,
    "questions.answer_question": _answer,
    "risks.add_risk": _risk,
    "criteria.check": _check,
    "mirroring.mirror": _mirror,
    "progress_log.log": _log,
    "retract.retract": _retract,
    "sections.edit_section": _edit_section,
    "revise_plan.edit_plan": _edit_plan,
    "finish.finish": _finish,
    "change.no_change": _nothing,
}
"""A call of each edit function with drawn arguments."""
