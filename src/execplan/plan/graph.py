"""How the steps of one plan stand to each other: what encloses, blocks and holds up what.

Built once per question, so that asking it about every step stays linear. Knows the model; knows no file and no clock.
A reference in ``depends_on`` that names nothing in the plan is external: it holds a step up only where it is known that
another plan has it open (``Plan.outside``). An issue never does, for nobody can know; nor does a box that does not
count, since nobody ticks it. ``[P]`` is no matter here: it takes no dependency away.
"""

from __future__ import annotations

from dataclasses import dataclass

from execplan.plan.model import Blocker, Phase, Plan, Status, Step

_OPEN: tuple[Status, ...] = ("todo", "in_progress")
_CLOSED: tuple[Status, ...] = ("done", "skipped")


def is_open(step: Step) -> bool:
    """To do or in progress: neither closed nor blocked."""
    return step.status in _OPEN


def is_closed(step: Step) -> bool:
    """Done or skipped."""
    return step.status in _CLOSED


def is_work(step: Step) -> bool:
    """May this step be the current one, its status and what it waits for left aside?"""
    return step.counted and step.candidate and not step.children


@dataclass(frozen=True, slots=True)
class Graph:
    """The steps of a plan by id, by phase and by what blocks them."""

    steps: tuple[Step, ...]
    order: dict[str, int]
    phases: dict[str, Phase]
    leaves: dict[str, tuple[Step, ...]]
    """The leaves of each phase."""
    blockers: dict[str, tuple[Blocker, ...]]
    """The open blockers of each step."""
    outside: dict[str, tuple[str, ...]]
    """What of other plans is open, by the words for it; nothing where it is done."""

    def ancestors(self, step: Step) -> tuple[Step, ...]:
        """The parents of a step, nearest first."""
        found: list[Step] = []
        while step.parent in self.order and len(found) < len(self.steps):
            step = self.steps[self.order[step.parent]]
            found.append(step)
        return tuple(found)

    def waits_for(self, step: Step) -> tuple[Step, ...]:
        """The open steps that must close before this one, in document order; own and inherited dependencies.

        A dependency on a phase is one on each of its open leaves. What encloses the step is never waited for.
        """
        above = self.ancestors(step)
        own = self.phases.get(step.phase or "")
        named = {target for one in (step, *above) for target in one.depends_on}
        named.update(own.depends_on if own else ())
        named -= {step.id, *(one.id for one in above), *([own.id] if own else [])}
        found: set[int] = set()
        for target in named:
            phase = self.phases.get(target)
            if phase is not None and phase.status not in _CLOSED:
                found.update(self.order[one.id] for one in self.leaves.get(target, ()) if not is_closed(one))
            elif target in self.order:
                other = self.steps[self.order[target]]
                found.update([self.order[target]] if other.counted and not is_closed(other) else [])
        return tuple(self.steps[at] for at in sorted(found - {self.order.get(step.id)}))

    def waits_outside(self, step: Step) -> tuple[str, ...]:
        """The open steps of other plans that must close before this one, as ``plan/id``, or the plan alone."""
        if not self.outside:
            return ()
        open_there = (one for word in self._named_by(step) for one in self.outside.get(word, ()))
        return tuple(dict.fromkeys(open_there))

    def mentions(self, step: Step) -> tuple[str, ...]:
        """What else outside it is said to wait for, in the document's words: issues, people, plans nobody knows."""
        words = self._named_by(step)
        return tuple(
            one for one in words if one not in self.order and one not in self.phases and one not in self.outside
        )

    def _named_by(self, step: Step) -> tuple[str, ...]:
        """What the step, those above it and its phase name, in that order."""
        own = self.phases.get(step.phase or "")
        named = [target for one in (step, *self.ancestors(step)) for target in one.depends_on]
        return tuple(dict.fromkeys([*named, *(own.depends_on if own else ())]))

    def blockers_of(self, step: Step) -> tuple[Blocker, ...]:
        """The open blockers on a step or on a step above it."""
        if not self.blockers:
            return ()
        return tuple(blocker for one in (step, *self.ancestors(step)) for blocker in self.blockers.get(one.id, ()))

    def is_blocked(self, step: Step) -> bool:
        """Marked as blocked, or open with an open blocker on it or on a step above it."""
        return step.status == "blocked" or (is_open(step) and bool(self.blockers_of(step)))

    def is_ready(self, step: Step) -> bool:
        """Open, not blocked, and all it depends on closed."""
        return is_open(step) and not (self.is_blocked(step) or self.waits_for(step) or self.waits_outside(step))


def graph_of(plan: Plan) -> Graph:
    leaves: dict[str, tuple[Step, ...]] = {}
    for step in plan.steps:
        if step.phase is not None and step.counted and not step.children:
            leaves[step.phase] = (*leaves.get(step.phase, ()), step)
    blockers: dict[str, tuple[Blocker, ...]] = {}
    for blocker in plan.blockers:
        if blocker.step is not None and not blocker.resolved:
            blockers[blocker.step] = (*blockers.get(blocker.step, ()), blocker)
    order = {step.id: index for index, step in enumerate(plan.steps)}
    return Graph(plan.steps, order, {phase.id: phase for phase in plan.phases}, leaves, blockers, dict(plan.outside))
