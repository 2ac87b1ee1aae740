"""A whole outline into a new plan: steps, their parts, what they wait for, their states, criteria that are met.

Knows plans; knows no place that outlines come from. It is one function from text to text, for nothing of it is
written unless all of it is. A single state or dependency that the plan cannot say is left out: whoever asked
compares what came with what was wanted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from execplan.edits import derived
from execplan.edits.change import Change, Draft
from execplan.edits.criteria import check
from execplan.edits.grow import MOST, add
from execplan.edits.marking import write_state
from execplan.edits.revise import edit_step
from execplan.edits.steps import mark
from execplan.edits.verify import verify
from execplan.plan.drafts import OutlineStep
from execplan.plan.errors import PlanError
from execplan.plan.identity import normal
from execplan.plan.model import CLOSED, Plan, Status, Step
from execplan.plan.phases import parent_status
from execplan.plan.reader import read_plan
from execplan.plan.safe import entry
from execplan.text.edit import apply
from execplan.text.source import Source

_ALL_LEFT = "every part of it was"


def with_outline(source: Source, steps: tuple[OutlineStep, ...], met: tuple[str, ...], now: str) -> Source:
    """The text with these steps, in their order, and these criteria ticked. Raises ``PlanError`` where steps cannot be.

    Law: every step of the outline is a step of the plan that is read back.
    """
    plan = read_plan(source)
    for parent, group in _groups(steps):
        for start in range(0, len(group), MOST):
            plan = _grown(plan, steps, parent, group[start : start + MOST], now)
    ids = found(plan, steps)
    for index, one in enumerate(steps):
        late = tuple(ids[at] for at in one.waits_for if at in ids) if _late(steps, index) else ()
        if late and index in ids:
            plan = _tried(plan, _waiting(ids[index], late), now)
            ids = found(plan, steps)
    wanted: dict[str, tuple[Status, str]] = {
        ids[index]: (one.status, one.why or "")
        for index, one in enumerate(steps)
        if index in ids and one.status in ("in_progress", "done", "skipped")
    }
    plan = _done(plan, _settle(plan, wanted, now=now))
    for index, one in enumerate(steps):
        step = found(plan, steps).get(index) if one.status == "blocked" else None
        if step is not None and not plan.step(step).children:
            plan = _tried(plan, _blocked(step, one.why or "blocked where it comes from"), now)
    texts = {criterion.text: criterion.id for criterion in plan.criteria if not criterion.met}
    for text in met:
        if text in texts:
            plan = _tried(plan, _met(texts[text]), now)
    return plan.source


def found(plan: Plan, steps: tuple[OutlineStep, ...]) -> dict[int, str]:
    """The id of each step of the outline in the plan: by its title, among the parts of the same step."""
    below: dict[str | None, dict[str, str]] = {}
    for step in plan.steps:
        below.setdefault(step.parent, {}).setdefault(normal(step.title), step.id)
    ids: dict[int, str] = {}
    for index, one in enumerate(steps):
        if one.parent is not None and one.parent not in ids:
            continue
        siblings = below.get(None if one.parent is None else ids[one.parent], {})
        id = siblings.get(normal(entry(one.step.title, "title")))
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


def _groups(steps: tuple[OutlineStep, ...]) -> list[tuple[int | None, list[int]]]:
    """The steps below one parent, those of the plan itself first; a parent always comes before its parts."""
    groups: dict[int | None, list[int]] = {None: []}
    for index, one in enumerate(steps):
        groups.setdefault(one.parent, []).append(index)
    return [(parent, group) for parent, group in groups.items() if group]


def _grown(plan: Plan, steps: tuple[OutlineStep, ...], parent: int | None, group: list[int], now: str) -> Plan:
    under = None if parent is None else found(plan, steps).get(parent)
    if parent is not None and under is None:
        return plan
    inside = set(group)
    new = tuple(
        replace(
            steps[index].step,
            phase=steps[index].step.phase if parent is None else None,
            depends_on=tuple(
                steps[at].step.title for at in steps[index].waits_for if at in inside and not _late(steps, index)
            ),
        )
        for index in group
    )
    return _done(plan, add(plan, new, parent=under, now=now))


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
