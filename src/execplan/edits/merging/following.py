"""What follows from merged steps: parents, the bar, ``← CURRENT``. Written anew only where neither side had these steps.

Knows four plans: the base, either side, the merged one. What one side alone wrote of its own steps is left as it is.
"""

from __future__ import annotations

from execplan.edits import derived
from execplan.edits.change import Draft
from execplan.edits.marking import write_state
from execplan.plan import marks, states
from execplan.plan.choice import first_choice
from execplan.plan.model import CLOSED, Plan, Status, Step
from execplan.plan.phases import parent_status
from execplan.plan.reader import read_plan
from execplan.text.edit import apply
from execplan.text.source import Source, Span

_Shape = tuple[tuple[str, Status], ...]


def followed(base: Plan, ours: Plan, theirs: Plan, merged: Source) -> Plan:
    """The merged plan, its derived lines in agreement with its steps."""
    plan = read_plan(merged)
    if _steps(plan) in (_steps(ours), _steps(theirs)):
        return plan
    draft = Draft(plan)
    _parents(draft, (ours, theirs))
    _bar(draft, base, ours, theirs)
    return _pointer(_written(draft), base, ours, theirs)


def _steps(plan: Plan) -> _Shape:
    return tuple((one.title, one.status) for one in plan.steps)


def _written(draft: Draft) -> Plan:
    change = draft.change()
    return draft.plan if change.edit.empty else read_plan(apply(draft.source, change.edit))


def _parents(draft: Draft, sides: tuple[Plan, ...]) -> None:
    """Closing the last open child on one side and another one on the other ticks the parent; a new open one opens it."""
    plan = draft.plan
    known = {shape for side in sides for shape in _families(side)}
    steps = {step.id: step for step in plan.steps}
    status: dict[str, Status] = {step.id: step.status for step in plan.steps}
    for step in reversed(plan.steps):
        if not step.children or step.box == "none" or _family(step, steps) in known:
            continue
        children: list[Status] = [status[child] for child in step.children]
        closed = all(child in CLOSED for child in children)
        if closed and _looks_open(plan, step):
            status[step.id] = "done"
            _close(draft, step, _now(plan, step, steps))
        elif not closed:
            wanted = parent_status(children)
            field = step.place.field("status")
            said = states.of_text(plan.source.slice(field.value)) if field else None
            if status[step.id] in CLOSED or (said is not None and wanted in ("todo", "in_progress") and said != wanted):
                status[step.id] = wanted
                write_state(draft, step, wanted if field and wanted != "blocked" else "todo", "")


def _looks_open(plan: Plan, step: Step) -> bool:
    """Is its box open and its title not struck? It reads as closed by then, for its sub-steps are."""
    box, text = step.place.box, marks.read(plan.source.slice(step.place.text))
    return box is not None and plan.source.slice(box) not in "xX" and text.state != "skipped"


def _close(draft: Draft, step: Step, now: str) -> None:
    """Done as of then; a plan that says no time at all is not given one."""
    if now:
        write_state(draft, step, "done", now)
    elif step.place.box:
        draft.replace(step.place.box, "x")


def _families(plan: Plan) -> list[tuple[str, Status, _Shape]]:
    steps = {step.id: step for step in plan.steps}
    return [_family(step, steps) for step in plan.steps if step.children]


def _family(step: Step, steps: dict[str, Step]) -> tuple[str, Status, _Shape]:
    return step.title, step.status, tuple((steps[child].title, steps[child].status) for child in step.children)


def _now(plan: Plan, step: Step, steps: dict[str, Step]) -> str:
    """When the last of the sub-steps was done, as far as the plan says."""
    dates = [date for child in step.children if (date := steps[child].completed)] or [plan.updated or ""]
    latest = max(dates)
    return latest and f"{latest[:10]}T{latest[11:16] or '00:00'}Z"


def _bar(draft: Draft, base: Plan, ours: Plan, theirs: Plan) -> None:
    """Counted anew where a side moves it: a bar that nobody keeps is left alone."""
    if not _bar_text(base) == _bar_text(ours) == _bar_text(theirs):
        derived.write_bar(draft, {step.id: step.status for step in draft.plan.steps})


def _bar_text(plan: Plan) -> str:
    return plan.source.line(plan.bar.line) if plan.bar else ""


def _pointer(plan: Plan, base: Plan, ours: Plan, theirs: Plan) -> Plan:
    """One step is current: where both moved the mark, or it stands on a closed step, it goes to the first choice."""
    if any(len(_pointers(side)) > 1 for side in (base, ours, theirs)):
        return plan
    there = _pointers(plan)
    if not there and not (_pointers(ours) or _pointers(theirs)):
        return plan
    if len(there) == 1 and there[0][0].status not in CLOSED:
        return plan
    draft = Draft(plan)
    raw = ""
    for _, span in there:
        raw = raw or plan.source.slice(span)
        draft.replace(span, "")
    for side in (ours, theirs):
        for _, span in _pointers(side):
            raw = raw or side.source.slice(span)
    bare = _written(draft)
    target = first_choice(bare)
    if target is None:
        return bare
    draft = Draft(bare)
    draft.insert(target.place.text.end, raw.rstrip())
    return _written(draft)


def _pointers(plan: Plan) -> list[tuple[Step, Span]]:
    found: list[tuple[Step, Span]] = []
    for step in plan.steps:
        mark = marks.read(plan.source.slice(step.place.text)).first("pointer")
        if mark:
            base = step.place.text.start
            found.append((step, Span(base + mark.start, base + mark.end)))
    return found
