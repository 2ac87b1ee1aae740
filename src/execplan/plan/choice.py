"""Which step to work on: pointed at, in progress, or first ready in document order. Knows one plan; knows no clock."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from execplan.plan.graph import Graph, graph_of, is_closed, is_open, is_work
from execplan.plan.model import Plan, Step


def first_choice(plan: Plan) -> Step | None:
    """The step to work on: the one pointed at, else the one in progress, else the first ready one."""
    if plan.is_template:
        return None
    graph = graph_of(plan)
    for step in chain(_pointed(graph), _in_progress(graph)):
        return step
    return next((step for step in plan.steps if is_open(step) and is_work(step) and graph.is_ready(step)), None)


def _pointed(graph: Graph) -> Iterator[Step]:
    for step in graph.steps:
        if not step.pointed:
            continue
        if is_work(step) and is_open(step):
            yield step
        elif step.children and not is_closed(step):
            yield from _below(graph, step)


def _in_progress(graph: Graph) -> Iterator[Step]:
    """Leaves in progress come before parents: a parent in progress stands for its first open leaf."""
    for step in graph.steps:
        if step.status == "in_progress" and is_work(step):
            yield step
    for step in graph.steps:
        if step.status == "in_progress" and step.children and step.counted:
            yield from (leaf for leaf in _below(graph, step) if graph.is_ready(leaf))


def _below(graph: Graph, parent: Step) -> Iterator[Step]:
    """The open leaves below a step, in document order."""
    for child in parent.children:
        step = graph.steps[graph.order[child]]
        if step.children:
            yield from _below(graph, step)
        elif is_work(step) and is_open(step):
            yield step


def next_step(plan: Plan, step: Step) -> Step | None:
    """What comes once this step is closed; None where nothing is ready then."""
    return first_choice(_with_closed(plan, step))


def _with_closed(plan: Plan, step: Step) -> Plan:
    """The plan as it will be: the step done, and each step above it whose last open child that was."""
    done = {one.id for one in plan.steps if is_closed(one)} | {step.id}
    for above in graph_of(plan).ancestors(step):
        if not done.issuperset(above.children):
            break
        done.add(above.id)
    steps = (replace(one, status="done") if one.id in done and not is_closed(one) else one for one in plan.steps)
    return replace(plan, steps=tuple(steps))
