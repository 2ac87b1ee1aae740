"""A plan as a Mermaid flowchart: phases as groups, states as classes, dependencies as arrows. Knows no file."""

from __future__ import annotations

from itertools import pairwise

from execplan.plan.mermaid import label
from execplan.plan.model import Plan, Status, Step
from execplan.views.steps import step_name

_COLUMNS = 4
"""Steps beside each other, where nothing says how they should stand."""
_CLASSES: dict[Status, str] = {
    "todo": "fill:#f6f8fa,stroke:#57606a,color:#1f2328",
    "in_progress": "fill:#ddf4ff,stroke:#0969da,color:#1f2328",
    "blocked": "fill:#ffebe9,stroke:#cf222e,color:#1f2328",
    "done": "fill:#dafbe1,stroke:#1a7f37,color:#1f2328",
    "skipped": "fill:#f6f8fa,stroke:#8c959f,color:#656d76,stroke-dasharray:4",
}


def flowchart(plan: Plan) -> str:
    """Every step is a node; a line without a point leads from a step to its parts."""
    lines = ["flowchart TD"]
    lines += [f"    classDef {state} {style}" for state, style in _CLASSES.items()]
    known = {phase.id for phase in plan.phases}
    lines += [_node(step, "    ") for step in plan.steps if step.phase not in known]
    for phase in plan.phases:
        inside = [step for step in plan.steps if step.phase == phase.id]
        if inside:
            name = " ".join(filter(None, (phase.label, phase.title)))
            lines += [f'    subgraph p_{phase.id}["{label(name)}"]', *(_node(step, "        ") for step in inside)]
            lines.append("    end")
        else:
            lines.append(f'    p_{phase.id}["{label(phase.title)}"]')
    steps = {step.id for step in plan.steps}
    for step in plan.steps:
        if step.parent in steps:
            lines.append(f"    s_{step.parent} --- s_{step.id}")
        lines += [_arrow(target, f"s_{step.id}", steps, known) for target in step.depends_on]
    for phase in plan.phases:
        lines += [_arrow(target, f"p_{phase.id}", steps, known) for target in phase.depends_on]
    lines += _laid_out(plan)
    return "\n".join(lines) + "\n"


def _laid_out(plan: Plan) -> list[str]:
    """Links that are not drawn: what nothing leads to or from would all stand in one row, phases in any order."""
    steps = {step.id: step for step in plan.steps}
    tied = {step.parent for step in plan.steps} | {one for step in plan.steps for one in step.depends_on}
    lines: list[str] = []
    groups: list[str] = []
    for group in (*(phase.id for phase in plan.phases), None):
        own = [step for step in plan.steps if step.phase == group]
        loose = [step for step in own if step.id not in tied and not step.depends_on and step.parent not in steps]
        lines += [f"    s_{one.id} ~~~ s_{below.id}" for one, below in zip(loose, loose[_COLUMNS:], strict=False)]
        if group is not None and own:
            groups.append(group)
    crossing = {
        end
        for step in plan.steps
        for target in step.depends_on
        for end in (step.phase, steps[target].phase if target in steps else target)
        if target not in steps or steps[target].phase != step.phase
    }
    crossing |= {one for phase in plan.phases for one in (phase.id, *phase.depends_on) if phase.depends_on}
    lines += [f"    p_{one} ~~~ p_{below}" for one, below in pairwise(groups) if below not in crossing]
    return lines


def _node(step: Step, indent: str) -> str:
    return f'{indent}s_{step.id}["{label(step_name(step))}"]:::{step.status}'


def _arrow(target: str, to: str, steps: set[str], phases: set[str]) -> str:
    """What is waited for and stands in no step is told in a comment."""
    if target in steps:
        return f"    s_{target} --> {to}"
    if target in phases and f"p_{target}" != to:
        return f"    p_{target} --> {to}"
    return f"    %% {to} waits for {label(target)}"
