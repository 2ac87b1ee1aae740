"""A whole outline into a new plan: steps, their parts, what they wait for, their states, criteria that are met.

Knows plans; knows no place that outlines come from. It is one function from text to text, for nothing of it is
written unless all of it is. A single state or dependency that the plan cannot say is left out: whoever asked
compares what came with what was wanted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from execplan.edits import about, derived
from execplan.edits.change import Change, Draft
from execplan.edits.criteria import check
from execplan.edits.drafting import written
from execplan.edits.grow import MOST, add
from execplan.edits.marking import write_state
from execplan.edits.revise import edit_step
from execplan.edits.shapes import below
from execplan.edits.steps import mark
from execplan.edits.verify import verify
from execplan.plan.drafts import NewStep, OutlineStep
from execplan.plan.errors import PlanError
from execplan.plan.identity import normal
from execplan.plan.model import CLOSED, Plan, Status, Step
from execplan.plan.phases import parent_status
from execplan.plan.reader import read_plan
from execplan.plan.safe import entry
from execplan.text.edit import apply
from execplan.text.source import Source

_ALL_LEFT = "every part of it was"


def with_outline(
    source: Source, steps: tuple[OutlineStep, ...], met: tuple[str, ...], now: str, *, owner: str | None = None
) -> Source:
    """The text with these steps, in their order, these criteria ticked, and its owner, where it has a place for one.

    Raises ``PlanError`` where steps cannot be.

    Law: every step of the outline is a step of the plan that is read back.
    """
    plan = read_plan(source)
    if owner is not None:
        plan = _tried(plan, lambda one, _: _owned(one, owner), now)
    if not steps:
        return _ticked(plan, met, now).source
    names = _names(steps)
    tops, *deeper = _levels(steps)
    for start in range(0, len(tops), MOST):
        group = tops[start : start + MOST]
        plan = _done(plan, add(plan, _new(steps, group, with_phase=True), now=now))
    for level in deeper:
        plan = _done(plan, _parts(plan, steps, level, _located(plan, steps, names), now))
    ids = _located(plan, steps, names)
    for index, one in enumerate(steps):
        late = tuple(ids[at] for at in one.waits_for if at in ids) if _late(steps, index) else ()
        if late and index in ids:
            plan = _tried(plan, _waiting(ids[index], late), now)
            ids = _located(plan, steps, names)
    wanted: dict[str, tuple[Status, str]] = {
        ids[index]: (one.status, one.why or "")
        for index, one in enumerate(steps)
        if index in ids and one.status in ("in_progress", "done", "skipped")
    }
    plan = _done(plan, _settle(plan, wanted, now=now))
    for index, one in enumerate(steps):
        step = _located(plan, steps, names).get(index) if one.status == "blocked" else None
        if step is not None and not plan.step(step).children:
            plan = _tried(plan, _blocked(step, one.why or "blocked where it comes from"), now)
    return _ticked(plan, met, now).source


def found(plan: Plan, steps: tuple[OutlineStep, ...]) -> dict[int, str]:
    """The id of each step of the outline in the plan: by its title, among the parts of the same step."""
    return _located(plan, steps, _names(steps))


def _owned(plan: Plan, owner: str) -> Change:
    draft = Draft(plan)
    about.set_owner(draft, entry(owner, "owner"))
    return draft.change()


def _names(steps: tuple[OutlineStep, ...]) -> tuple[str, ...]:
    """The titles as they are compared; dear enough to be made once."""
    return tuple(normal(entry(one.step.title, "title")) for one in steps)


def _located(plan: Plan, steps: tuple[OutlineStep, ...], names: tuple[str, ...]) -> dict[int, str]:
    below: dict[str | None, dict[str, str]] = {}
    for step in plan.steps:
        below.setdefault(step.parent, {}).setdefault(normal(step.title), step.id)
    ids: dict[int, str] = {}
    for index, one in enumerate(steps):
        if one.parent is None or one.parent in ids:
            id = below.get(None if one.parent is None else ids[one.parent], {}).get(names[index])
            if id is not None:
                ids[index] = id
    return ids


def _settle(plan: Plan, wanted: Mapping[str, tuple[Status, str]], *, now: str) -> Change:
    """Many states in one edit: of steps without parts, by id, with the reason of a skipped one. Parents follow.

    Law: each of them reads as its state; marking them one by one would say the same, but for the log.
    """
    draft = Draft(plan)
    status: dict[str, Status] = {step.id: step.status for step in plan.steps}
    for step in plan.steps:
        state, reason = wanted.get(step.id, (step.status, ""))
        if state != step.status and not step.children:
            status[step.id] = state
            draft.touched.add(step.id)
            write_state(draft, step, state, now, reason)
    for step in reversed(plan.steps):
        if step.children:
            _follow(draft, step, status, now)
    if not draft.touched:
        return draft.change()
    derived.write_bar(draft, status)
    derived.write_updated(draft, now)
    if plan.status in (None, "planning") and {"in_progress", "done"} & set(status.values()):
        derived.write_plan_status(draft, "in_progress")
    return draft.change()


def _follow(draft: Draft, step: Step, status: dict[str, Status], now: str) -> None:
    children: list[Status] = [status[child] for child in step.children]
    state = parent_status(children)
    status[step.id] = state
    if state == step.status:
        return
    draft.touched.add(step.id)
    if state in CLOSED:
        status[step.id] = state if state == "done" else "skipped"
        write_state(draft, step, state, now, _ALL_LEFT)
    elif step.place.field("status") is not None and state != "blocked":
        write_state(draft, step, state, now)


def _ticked(plan: Plan, met: tuple[str, ...], now: str) -> Plan:
    texts = {criterion.text: criterion.id for criterion in plan.criteria if not criterion.met}
    for text in met:
        if text in texts:
            plan = _tried(plan, _met(texts[text]), now)
    return plan


def _levels(steps: tuple[OutlineStep, ...]) -> list[list[int]]:
    """The steps of the plan itself, their parts, the parts of those; each level is one edit and one reading."""
    levels: list[list[int]] = [[]]
    depth: list[int] = []
    for index, one in enumerate(steps):
        depth.append(0 if one.parent is None else depth[one.parent] + 1)
        while len(levels) <= depth[-1]:
            levels.append([])
        levels[depth[-1]].append(index)
    return levels


def _new(steps: tuple[OutlineStep, ...], group: list[int], *, with_phase: bool = False) -> tuple[NewStep, ...]:
    """The steps as they are added together; they name each other by their titles."""
    inside = set(group)
    return tuple(
        replace(
            steps[index].step,
            phase=steps[index].step.phase if with_phase else None,
            depends_on=tuple(
                steps[at].step.title for at in steps[index].waits_for if at in inside and not _late(steps, index)
            ),
        )
        for index in group
    )


def _parts(plan: Plan, steps: tuple[OutlineStep, ...], level: list[int], ids: dict[int, str], now: str) -> Change:
    """The parts of many steps in one edit, as ``add`` would write them one step at a time."""
    draft = Draft(plan)
    known = {step.id: step for step in plan.steps}
    status: dict[str, Status] = {step.id: step.status for step in plan.steps}
    families: dict[str, list[int]] = {}
    for index in level:
        above = steps[index].parent
        parent = None if above is None else ids.get(above)
        if parent is not None:
            families.setdefault(parent, []).append(index)
    added = 0
    for parent, group in families.items():
        batch = _new(steps, group)
        below(draft, known[parent], [written(plan, one, batch, None) for one in batch], None)
        status[parent] = "skipped"  # a leaf no more: its parts count instead
        added += len(batch)
    draft.adds["step"] += added
    derived.write_bar(draft, status, added=added)
    derived.write_updated(draft, now)
    return draft.change()


def _late(steps: tuple[OutlineStep, ...], index: int) -> bool:
    """Does it wait for a step that stands elsewhere? Then all that it waits for is written once everything stands."""
    return any(steps[at].parent != steps[index].parent for at in steps[index].waits_for)


def _waiting(step: str, targets: tuple[str, ...]) -> Callable[[Plan, str], Change]:
    return lambda plan, now: edit_step(plan, step, depends_on=targets, now=now)


def _blocked(step: str, why: str) -> Callable[[Plan, str], Change]:
    return lambda plan, now: mark(plan, step, "blocked", note=why, now=now)


def _met(criterion: str) -> Callable[[Plan, str], Change]:
    return lambda plan, now: check(plan, criterion, now=now)


def _tried(plan: Plan, edit: Callable[[Plan, str], Change], now: str) -> Plan:
    """The plan with the edit, or without it where it is refused."""
    try:
        return _done(plan, edit(plan, now))
    except PlanError:
        return plan


def _done(plan: Plan, change: Change) -> Plan:
    after = read_plan(apply(plan.source, change.edit))
    verify(plan, change, after)
    return after
