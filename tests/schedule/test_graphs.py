"""A thousand plans as text against networkx on the graphs they were written from: what is ready, what waits, finish, slack."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

import networkx
import pytest

from execplan.plan.reader import read_plan
from execplan.schedule.calendar import Calendar
from execplan.schedule.model import Terms
from execplan.schedule.planning import unlevelled
from execplan.schedule.project import project_of
from execplan.text.source import Source
from execplan.views.steps import select

GROUPS, EACH = 20, 50
NOW = "2026-01-05T09:00Z"
"""A Monday, at the opening."""
OPEN = {" ": "", ">": "\n  - **Status**: In Progress", "x": ""}


def drawn(seed: int) -> tuple[networkx.DiGraph[int], dict[int, str]]:
    """Steps with an arrow to each that waits for them, and how each stands: a step is done only if what it waits for is."""
    chance = Random(seed)
    count = chance.randint(1, 25)
    density = chance.choice((0.05, 0.15, 0.4))
    graph: networkx.DiGraph[int] = networkx.DiGraph()
    graph.add_nodes_from((step, {"hours": chance.randint(1, 40)}) for step in range(1, count + 1))
    place = list(range(1, count + 1))
    chance.shuffle(place)
    for at, step in enumerate(place):
        graph.add_edges_from((before, step) for before in place[:at] if chance.random() < density)
    states: dict[int, str] = {}
    for step in place:
        free = all(states[before] == "x" for before in graph.predecessors(step))
        states[step] = chance.choice("xx> ") if free else " "
    return graph, states


def written(graph: networkx.DiGraph[int], states: dict[int, str]) -> str:
    lines = ["# Graph", "", "## Progress", ""]
    for step in sorted(graph):
        lines.append(f"- [{'x' if states[step] == 'x' else ' '}] **Step {step}**: Work {step}{OPEN[states[step]]}")
        lines.append(f"  - **Estimated time**: {graph.nodes[step]['hours']} hours")
        before = sorted(graph.predecessors(step))
        if before:
            lines.append(f"  - **Depends on**: {', '.join(f'Step {one}' for one in before)}")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("group", range(GROUPS))
def test_a_thousand_plans_as_networkx_sees_them(group: int) -> None:
    for seed in range(group * EACH, (group + 1) * EACH):
        graph, states = drawn(seed)
        plan = read_plan(Source.of(written(graph, states)))
        number = {step.id: int((step.label or "0").split()[-1]) for step in plan.steps}
        assert sorted(number.values()) == sorted(graph), seed

        still = {step for step in graph if states[step] != "x"}
        ready = {step for step in still if still.isdisjoint(graph.predecessors(step))}
        assert {number[step.id] for step in select(plan, "ready")} == ready, seed
        assert {number[step.id] for step in select(plan, "waiting")} == still - ready, seed

        found = unlevelled(project_of(plan, Terms(Calendar()), NOW))
        if not graph.number_of_edges():  # nothing is stated: a list, from top to bottom
            continue
        left = graph.subgraph(still)
        down = {step: graph.nodes[step]["hours"] for step in still}
        for step in reversed(list(networkx.topological_sort(left))):
            down[step] += max((down[after] for after in left.successors(step)), default=0)
        up: dict[int, int] = {}
        for step in networkx.topological_sort(left):
            up[step] = max((up[before] + graph.nodes[before]["hours"] for before in left.predecessors(step)), default=0)
        whole = max(down.values(), default=0)
        slack = {number[slot.task.id]: slot.slack // 60 for slot in found.slots}
        assert slack == {step: whole - up[step] - down[step] for step in still}, seed
        if still:
            assert found.finish == closing(whole), seed
            assert sum(graph.nodes[number[id]]["hours"] for id in found.critical) == whole, seed


def closing(hours: int) -> datetime:
    """So many hours of work after Monday's opening, counted day by day."""
    day, rest = datetime(2026, 1, 5, 9), hours
    while rest > 8:
        day, rest = day + timedelta(days=3 if day.weekday() == 4 else 1), rest - 8
    return day + timedelta(hours=rest)
