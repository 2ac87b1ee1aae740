"""What must end before what, as a plan states it or, where it states nothing at all, as its list is read.

A plan in which no step and no phase names another one is a list to be done from top to bottom: phases follow each other;
inside a phase the steps of the same people follow each other (those of nobody as well), and people work side by side.
Steps with ``[P]`` run beside the ones around them, a phase with ``[P]`` beside the one before. As soon as anything is
stated, what is stated counts and nothing else: an order of the document beside it would be a guess. Headings such as
``Week 3`` pin nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from execplan.plan.errors import PlanError
from execplan.plan.model import Plan, Step
from execplan.plan.rings import without_rings
from execplan.plan.vocabulary import is_unset

MOST = 100_000
"""Arrows from step to step. A phase that waits for a phase is one of each step on each: few words can ask for millions."""
_REMARK = re.compile(r"\s*[(（]|\s+[-–—]\s+")


@dataclass(frozen=True, slots=True)
class Stated:
    """What waits for what as stated, for leaves only; ``outside`` is what is none of this plan's."""

    after: dict[str, tuple[str, ...]]
    outside: tuple[tuple[str, str], ...]
    any: bool


def stated(plan: Plan, tasks: Sequence[Step]) -> Stated:
    """Own and inherited dependencies; one on a phase or a parent is one on each leaf of it that is a task.

    Raises ``too_large`` for more than ``MOST``.
    """
    own = {step.id: step for step in plan.steps}
    phases = {phase.id: phase for phase in plan.phases}
    leaves: dict[str, dict[str, None]] = {}
    above: dict[str, tuple[str, ...]] = {}
    for step in tasks:
        chain = _above(step, own)
        above[step.id] = chain
        for group in (step.id, *chain, *([step.phase] if step.phase in phases else [])):
            leaves.setdefault(group or "", {})[step.id] = None
    after: dict[str, tuple[str, ...]] = {}
    outside: dict[tuple[str, str], None] = {}
    over = {word for word, still_open in plan.outside if not still_open}
    found, count = False, 0
    for step in tasks:
        phase = phases.get(step.phase or "")
        named = [target for one in (step.id, *above[step.id]) for target in own[one].depends_on]
        named += phase.depends_on if phase else ()
        around = {step.id, *above[step.id], *([phase.id] if phase else [])}
        targets: dict[str, None] = {}
        for target in named:
            if target in own or target in phases:
                found = True
                targets |= leaves.get(target, {}) if target not in around else {}
            # ``None (can start at once)`` waits for nothing, nor does what waits for what is over elsewhere.
            elif target not in over and not is_unset(_REMARK.split(target, maxsplit=1)[0]):
                outside[step.id, target] = None
        targets.pop(step.id, None)
        after[step.id] = tuple(targets)
        count = _within(count + len(targets))
    return Stated(without_rings(after), tuple(outside), found)


def _within(count: int) -> int:
    if count > MOST:
        raise PlanError(
            "too_large",
            f"the steps of this plan wait for each other more than {MOST:,} times, each single one counted",
            "let each phase and each step wait only for what comes right before it",
        )
    return count


def _above(step: Step, own: Mapping[str, Step]) -> tuple[str, ...]:
    found: list[str] = []
    while step.parent in own and step.parent not in found:
        step = own[step.parent or ""]
        found.append(step.id)
    return tuple(found)


def by_document(plan: Plan, tasks: Sequence[Step], people: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """The order of a plan that states none. Law: no ring, for each task waits only for earlier ones.

    Raises ``too_large`` for more than ``MOST`` arrows.
    """
    beside = {phase.id for phase in plan.phases if phase.parallel}
    after: dict[str, tuple[str, ...]] = {}
    before: tuple[str, ...] = ()
    """What the phase waits for."""
    ends: tuple[str, ...] = ()
    for phase, members in groupby(tasks, key=lambda step: step.phase):
        steps = tuple(members)
        if phase not in beside:
            before, ends = ends, ()
        last = _lanes(steps, before, people, after)
        ends = (*ends, *last)
    _within(sum(map(len, after.values())))
    return after


@dataclass(slots=True)
class _Lane:
    """Where the work of the same people has come to."""

    before: tuple[str, ...]
    """What a step with ``[P]`` waits for."""
    run: tuple[str, ...]
    """What the next step without it waits for."""


def _lanes(
    steps: Sequence[Step],
    before: tuple[str, ...],
    people: Mapping[str, tuple[str, ...]],
    after: dict[str, tuple[str, ...]],
) -> tuple[str, ...]:
    """Fills in ``after`` for a phase, and answers what must end for the phase to be over."""
    lanes: dict[tuple[str, ...], _Lane] = {}
    for step in steps:
        lane = lanes.setdefault(tuple(sorted(people.get(step.id, ()))), _Lane(before, before))
        if step.parallel:
            after[step.id] = lane.before
            lane.run = (*(() if lane.run == lane.before else lane.run), step.id)
        else:
            after[step.id] = lane.run
            lane.before = lane.run = (step.id,)
    return tuple(dict.fromkeys(target for lane in lanes.values() for target in lane.run if target not in before))
