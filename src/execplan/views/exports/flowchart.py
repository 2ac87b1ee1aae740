"""A plan as a Mermaid flowchart: phases as groups, states as classes, dependencies as arrows. Knows no file."""

from __future__ import annotations

from execplan.plan.mermaid import label
from execplan.plan.model import Plan, Status, Step
from execplan.views.steps import step_name

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
    return "\n".join(lines) + "\n"


def _node(step: Step, indent: str) -> str:
    return f'{indent}s_{step.id}["{label(step_name(step))}"]:::{step.status}'


def _arrow(target: str, to: str, steps: set[str], phases: set[str]) -> str:
    """What is waited for and stands in no step is told in a comment."""
    if target in steps:
        return f"    s_{target} --> {to}"
    if target in phases and f"p_{target}" != to:
        return f"    p_{target} --> {to}"
    return f"    %% {to} waits for {label(target)}"
