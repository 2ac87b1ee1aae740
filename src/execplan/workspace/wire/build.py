"""From plans to answers. Knows the views and how long an answer may get; knows no file and no transport.

Long fields are cut with ``+N``; none is dropped, so that what is cut can be asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Literal, TypedDict

from execplan.plan.errors import PlanError
from execplan.plan.graph import Graph, graph_of
from execplan.plan.model import Blocker, Decision, Plan, Section, Step
from execplan.views.blockers import blockers_of
from execplan.views.current import current_step
from execplan.views.measure import cut, share, tokens
from execplan.views.outline import TITLE, Outline, SectionText
from execplan.views.progress import plan_status, progress
from execplan.views.steps import awaited_outside, next_step, phase_name, step_name
from execplan.views.summary import Obstacle
from execplan.workspace.wire import answers
from execplan.workspace.wire.render import NAME_ROOM

if TYPE_CHECKING:
    from execplan.workspace.changed import Changed
    from execplan.workspace.handle import Handle

CURRENT_BUDGET = 124
"""Estimated tokens for the long fields of the current step, shared among them."""
MARK_BUDGET = 40
"""Tokens of a whole mark_step answer; the next step's title takes what the rest leaves."""
MARK_FRAME = 23
"""What the fixed parts of a mark's answer cost: revision, two ids, counts, a few words."""
ROW = 24
"""Tokens of a title or a text in a list."""
_LEAST = 6
"""Tokens that even a crowded field keeps."""


class _Head(TypedDict):
    plan: str
    revision: str
    done: int
    total: int


def current_answer(name: str, plan: Plan) -> answers.CurrentAnswer:
    current, count = current_step(plan), progress(plan)
    head = _Head(plan=name, revision=_short(plan), done=count.done, total=count.total)
    questions = sum(not one.resolved for one in plan.questions) or None
    step = current.step
    if step is None:
        return answers.CurrentAnswer(**head, open_questions=questions, reason=cut(current.reason or "", CURRENT_BUDGET))

    above = graph_of(plan).ancestors(step)
    own = next((one.phase for one in (step, *above) if one.phase), None)
    phase = next((phase_name(one) for one in plan.phases if one.id == own), None)
    parent = step_name(above[0]) if above else None
    following = next_step(plan, step)
    blocked = blockers_of(plan, step)
    fields = [step.title, phase or "", step.verification or "", ", ".join(step.files), step.notes or ""]
    fields += [one.text for one in blocked[:2]]
    fields.append(parent or "")
    room = CURRENT_BUDGET - (min(tokens(step_name(following)), ROW) if following else 0)
    limit = share([tokens(one) for one in fields if one], room, _LEAST)
    return answers.CurrentAnswer(
        **head,
        id=step.id,
        label=step.label,
        title=cut(step.title, limit),
        parent=_cut(parent, limit),
        phase=_cut(phase, limit),
        status=step.status,
        verification=_cut(step.verification, limit),
        files=_cut_list(step.files, limit),
        notes=_cut(step.notes, limit),
        blockers=_blocker_refs(blocked, limit, 2),
        next=step_ref(following, min(limit, ROW)),
        open_questions=questions,
    )


def steps_answer(name: str, plan: Plan, steps: Sequence[Step], limit: int) -> answers.StepsAnswer:
    graph = graph_of(plan)
    rows = [
        answers.StepRow(
            id=step.id,
            label=step.label,
            title=cut(step.title, ROW),
            status=step.status,
            waits_for=_waits(graph, step),
            blocked_by=[one.id for one in graph.blockers_of(step)] or None,
        )
        for step in steps[:limit]
    ]
    return answers.StepsAnswer(
        plan=name, revision=_short(plan), count=len(steps), steps=rows, more=_beyond(steps, limit)
    )


def _waits(graph: Graph, step: Step) -> list[str] | None:
    outside = [cut(one, ROW // 2) for one in awaited_outside(graph, step)[:5]]
    return [*(one.id for one in graph.waits_for(step)[:5]), *outside] or None if step.status != "done" else None


def blockers_answer(
    found: Iterable[tuple[Handle, Sequence[Obstacle]]], limit: int, unreadable: Sequence[str] = ()
) -> answers.BlockersAnswer:
    """The blockers of several plans."""
    every = [(handle.name, one) for handle, obstacles in found for one in obstacles]
    rows = [_blocker_row(name, one) for name, one in every[:limit]]
    return answers.BlockersAnswer(blockers=rows, more=_beyond(every, limit), unreadable=list(unreadable) or None)


def _blocker_row(name: str, one: Obstacle) -> answers.BlockerRow:
    return answers.BlockerRow(
        plan=name,
        id=one.id,
        text=cut(one.text, ROW * 2),
        step=one.step,
        since=one.since,
        needs=_cut(one.needs, ROW),
        options=[cut(option, ROW) for option in one.options] or None,
        owner=one.owner,
        resolved=one.resolved or None,
        resolution=_cut(one.resolution, ROW),
    )


def plans_answer(root: str, handles: Sequence[Handle], limit: int) -> answers.PlansAnswer:
    rows = [_plan_row(handle) for handle in handles[:limit]]
    return answers.PlansAnswer(root=root, plans=rows, more=_beyond(handles, limit))


def _plan_row(handle: Handle) -> answers.PlanRow:
    path = None if handle.slug else handle.path
    try:
        told = handle.summary()
    except PlanError as error:
        return answers.PlanRow(slug=handle.slug, path=path, error=str(error))
    return answers.PlanRow(
        slug=handle.slug,
        path=path,
        title=cut(told.title, ROW),
        status=told.status,
        done=told.done,
        total=told.total,
        current=answers.StepRef(id=told.current[0], title=cut(told.current[1], ROW)) if told.current else None,
        blockers=len(told.open_obstacles) or None,
        changed=told.changed,
    )


def plan_answer(name: str, plan: Plan, shown: Outline) -> answers.PlanAnswer:
    count = progress(plan)
    left_out = [f"{shown.closed} closed steps: list_steps status=done"] if shown.closed else []
    left_out += [f"{shown.rest} more entries: raise max_tokens or name a section"] if shown.rest else []
    return answers.PlanAnswer(
        plan=name,
        revision=_short(plan),
        title=cut(plan.title, TITLE),
        status=plan_status(plan),
        done=count.done,
        total=count.total,
        objective=shown.objective,
        current=step_ref(shown.current.step, TITLE),
        reason=_cut(shown.current.reason, TITLE * 3),
        blockers=_blocker_refs(shown.blockers, TITLE * 2, len(shown.blockers)),
        decisions=[_decision_ref(one) for one in shown.decisions] or None,
        outline=[_entry(one) for one in shown.entries] or None,
        left_out=left_out or None,
    )


def _decision_ref(one: Decision) -> answers.DecisionRef:
    return answers.DecisionRef(id=one.id, title=cut(one.title, TITLE), date=one.date and one.date[:10])


def _entry(one: Section | Step) -> answers.Entry:
    if isinstance(one, Step):
        return answers.Entry(id=one.id, title=cut(step_name(one), TITLE), status=one.status)
    return answers.Entry(section=f"{'#' * one.level} {cut(one.title, TITLE)}", line=one.line + 1)


def section_answer(name: str, plan: Plan, shown: SectionText) -> answers.PlanAnswer:
    return answers.PlanAnswer(
        plan=name,
        revision=_short(plan),
        section=shown.part.title,
        line=shown.part.line + 1,
        text=shown.text,
        left_out=[f"{shown.rest} more lines: raise max_tokens"] if shown.rest else None,
    )


def mark_answer(changed: Changed, step: Step) -> answers.MarkAnswer:
    """``step`` as it stands after the mark."""
    plan, count = changed.plan, progress(changed.plan)
    current = current_step(plan)
    name = changed.handle.name
    room = MARK_BUDGET - min(tokens(name), NAME_ROOM) - tokens(step.status) - MARK_FRAME
    return answers.MarkAnswer(
        plan=name,
        revision=_short(plan),
        unchanged=_unchanged(changed),
        id=step.id,
        status=step.status,
        done=count.done,
        total=count.total,
        next=step_ref(current.step, max(room, 4)),
        reason=_cut(current.reason, max(room + 4, 8)),
    )


def added_answer(
    changed: Changed,
    kind: answers.EntryKind,
    status: answers.EntryStatus,
    entry: str | None = None,
) -> answers.AddedAnswer:
    """``entry`` is the record's id where it was there before; else it is the one that is new."""
    current = current_step(changed.plan)
    return answers.AddedAnswer(
        plan=changed.handle.name,
        revision=_short(changed.plan),
        unchanged=_unchanged(changed),
        id=entry or changed.id or "",
        kind=kind,
        status=status,
        next=step_ref(current.step, ROW // 2),
        reason=_cut(current.reason, ROW),
    )


def added_steps_answer(changed: Changed, ids: Sequence[str]) -> answers.AddedStepsAnswer:
    current, count = current_step(changed.plan), progress(changed.plan)
    return answers.AddedStepsAnswer(
        plan=changed.handle.name,
        revision=_short(changed.plan),
        unchanged=_unchanged(changed),
        ids=list(ids),
        done=count.done,
        total=count.total,
        next=step_ref(current.step, ROW // 2),
        reason=_cut(current.reason, ROW),
    )


def step_ref(step: Step | None, limit: int) -> answers.StepRef | None:
    return answers.StepRef(id=step.id, title=cut(step_name(step), limit)) if step else None


def _blocker_refs(blockers: Sequence[Blocker], limit: int, count: int) -> list[answers.BlockerRef] | None:
    refs = [answers.BlockerRef(id=one.id, text=cut(one.text, limit)) for one in blockers[:count]]
    more = [answers.BlockerRef(id=one.id, text="") for one in blockers[count:]]
    return [*refs, *more] or None


def _cut(text: str | None, limit: int) -> str | None:
    return cut(text, limit) if text else None


def _cut_list(items: Sequence[str], limit: int) -> list[str] | None:
    """As many whole items as fit, at least one, then ``+N``."""
    kept: list[str] = []
    for item in items:
        cost = tokens(item) + 1
        if kept and cost > limit:
            break
        kept.append(cut(item, max(limit, _LEAST)))
        limit -= cost
    rest = len(items) - len(kept)
    return [*kept, *([f"+{rest}"] if rest else [])] or None


def _unchanged(changed: Changed) -> Literal[True] | None:
    return True if changed.plan.revision == changed.before.revision else None


def _short(plan: Plan) -> str:
    return plan.revision[:8]


def _beyond(items: Sequence[object], limit: int) -> int | None:
    return len(items) - limit if len(items) > limit else None
