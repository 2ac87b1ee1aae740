"""A plan's steps as a Mermaid flowchart. Knows steps and their states; knows no file and no Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, pairwise

from execplan.plan import mermaid
from execplan.plan.graph import Graph, graph_of
from execplan.plan.model import Plan, Step
from execplan.views.reports.report import short, visible
from execplan.views.steps import phase_name, step_name

MOST = 100
"""Steps, and arrows, of one chart: above some 50,000 characters Mermaid draws nothing."""
_ROOM = 80
"""Characters of a step's name."""
_STATES = {
    "todo": ("○ todo", ""),
    "in_progress": ("▸ in progress", "stroke:#0969da,stroke-width:3px"),
    "blocked": ("✗ blocked", "stroke:#cf222e,stroke-width:3px"),
    "done": ("✓ done", "stroke:#1a7f37"),
    "skipped": ("– skipped", "stroke-dasharray:4"),
}
"""Word and style of each state. Only outlines, which are seen on light and dark pages alike."""


def flowchart(plan: Plan) -> str:
    """The leaf steps with their states, by phase; an arrow leads from a step to what waits for it.

    Neighbours without an arrow are joined by an invisible line, which keeps the order of the document.
    """
    graph, leaves = graph_of(plan), plan.leaves()[:MOST]
    if not leaves:
        return ""
    names = {step.id: f"s{at}" for at, step in enumerate(leaves, 1)}
    lines = ["flowchart TD"]
    for at, (phase, steps) in enumerate(_groups(leaves), 1):
        inside = [f"  {names[step.id]}{_node(graph, step)}" for step in steps]
        title = phase_name(graph.phases[phase]) if phase in graph.phases else ""
        if title:
            names.setdefault(phase, f"p{at}")
            inside = [f'  subgraph p{at}["{label(title)}"]', *(f"  {one}" for one in inside), "  end"]
        lines += inside
    lines += _lines(graph, leaves, names)
    used = {_state(graph, step) for step in leaves}
    lines += [f"  classDef {state} {style}" for state, (_, style) in _STATES.items() if style and state in used]
    return "\n".join(lines)


def label(text: str) -> str:
    """The text inside the quotes of a label, with what is not seen spelled out."""
    return mermaid.label(short(visible(text).strip(), _ROOM))


def _groups(leaves: tuple[Step, ...]) -> list[tuple[str, list[Step]]]:
    groups: list[tuple[str, list[Step]]] = []
    for step in leaves:
        if not groups or groups[-1][0] != (step.phase or ""):
            groups.append((step.phase or "", []))
        groups[-1][1].append(step)
    return groups


def _state(graph: Graph, step: Step) -> str:
    return "blocked" if graph.is_blocked(step) else step.status


def _node(graph: Graph, step: Step) -> str:
    state = _state(graph, step)
    word, style = _STATES[state]
    return f'["{label(step_name(step))} · {word}"]{f":::{state}" if style else ""}'


def _lines(graph: Graph, leaves: tuple[Step, ...], names: dict[str, str]) -> list[str]:
    arrows = dict.fromkeys(_arrows(graph, leaves, names))
    pairs = [(names[before.id], names[after.id]) for before, after in pairwise(leaves)]
    return [
        *(f"  {before} --> {after}" for before, after in islice(arrows, MOST)),
        *(f"  {one} ~~~ {two}" for one, two in pairs if (one, two) not in arrows),
    ]


def _arrows(graph: Graph, leaves: tuple[Step, ...], names: dict[str, str]) -> Iterator[tuple[str, str]]:
    """From what is waited for to what waits, as declared. A step with parts is not drawn; its parts stand for it."""
    within = {step.id: {step.id, *(one.id for one in graph.ancestors(step))} for step in leaves}
    for step in leaves:
        for one in (step, *graph.ancestors(step)):
            for target in one.depends_on:
                if target in names:
                    yield names[target], names[step.id]
                elif target in graph.order:
                    inside = (leaf for leaf in leaves if target in within[leaf.id] and target not in within[step.id])
                    yield from ((names[leaf.id], names[step.id]) for leaf in inside)
    for phase in graph.phases.values():
        yield from ((names[one], names[phase.id]) for one in phase.depends_on if one in names and phase.id in names)
