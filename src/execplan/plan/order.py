"""What must be over before what, of every step and phase: own dependencies and those of what encloses it.

The one place that says what a dependency on a phase, of a phase and of a parent means, so that reading and writing
find the same rings. Knows steps and phases; knows no document.
"""

from __future__ import annotations

from collections.abc import Sequence

from execplan.plan.model import Phase, Step


def order_of(steps: Sequence[Step], phases: Sequence[Phase]) -> dict[str, tuple[str, ...]]:
    """For each id those it waits for: a leaf for its targets, a phase for its steps, a parent for its parts.

    What a step is a part of is never waited for.
    """
    by_id = {step.id: step for step in steps}
    of_phase = {phase.id: phase for phase in phases}
    inside: dict[str, list[str]] = {}
    for step in steps:
        if step.phase in of_phase and not step.children:
            inside.setdefault(step.phase or "", []).append(step.id)
    after: dict[str, tuple[str, ...]] = {phase.id: tuple(inside.get(phase.id, ())) for phase in phases}
    for step in steps:
        if step.children:
            after[step.id] = step.children
            continue
        named: dict[str, None] = dict.fromkeys(step.depends_on)
        own = {step.id}
        at = step.parent
        while at in by_id and at not in own:
            own.add(at)
            named.update(dict.fromkeys(by_id[at].depends_on))
            at = by_id[at].parent
        if step.phase in of_phase:
            own.add(step.phase or "")
            named.update(dict.fromkeys(of_phase[step.phase or ""].depends_on))
        after[step.id] = tuple(one for one in named if one not in own and (one in by_id or one in of_phase))
    return after
