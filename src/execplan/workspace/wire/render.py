"""Answers as text: the same facts as the structured content, in as few tokens. Knows no plan and no transport."""

from __future__ import annotations

from collections.abc import Iterator
from functools import singledispatch

from execplan.views.measure import cut, tokens
from execplan.workspace.wire import answers

NAME_ROOM = 10
"""Tokens of a plan's slug in the shortest answers."""
_MARKS = {
    "todo": "[ ]",
    "in_progress": "[>] in_progress",
    "blocked": "[!] blocked",
    "done": "[x]",
    "skipped": "[~] skipped",
}


@singledispatch
def text(answer: answers.Answer) -> str:
    """The answer as compact text."""
    raise TypeError(f"no text for {type(answer).__name__}")


@text.register
def _current(answer: answers.CurrentAnswer) -> str:
    lines = [f"{answer.plan} {answer.done}/{answer.total} rev {answer.revision}"]
    if answer.id is None:
        lines.append(f"no current step: {answer.reason}")
    else:
        label = f"{answer.label}: " if answer.label else ""
        lines.append(f"{answer.id} {answer.status} {label}{answer.title}")
    told = {
        "part of": answer.parent,
        "phase": answer.phase,
        "verify": answer.verification,
        "files": ", ".join(answer.files or ()),
        "notes": answer.notes,
        "blocked by": "; ".join(f"{one.id} {one.text}".rstrip() for one in answer.blockers or ()),
        "next": _ref(answer.next),
        "open questions": answer.open_questions,
    }
    return "\n".join(lines + [f"{name}: {value}" for name, value in told.items() if value])


@text.register
def _steps(answer: answers.StepsAnswer) -> str:
    lines = [f"{answer.plan} rev {answer.revision}: {answer.count or 'no'} step{'s' * (answer.count != 1)}"]
    for row in answer.steps:
        label = f"{row.label}: " if row.label else ""
        waits = f" · waits for {', '.join(row.waits_for)}" if row.waits_for else ""
        blocked = f" · blocked by {', '.join(row.blocked_by)}" if row.blocked_by else ""
        lines.append(f"{row.id} {row.status} {label}{row.title}{waits}{blocked}")
    return "\n".join([*lines, *_more(answer.more, "raise limit")])


@text.register
def _blockers(answer: answers.BlockersAnswer) -> str:
    lines = [] if answer.blockers else ["no blockers"]
    for row in answer.blockers:
        told = {
            "step": row.step,
            "since": row.since,
            "needs": row.needs,
            "options": " / ".join(row.options or ()),
            "owner": row.owner,
            "resolved": (row.resolution or "yes") if row.resolved else None,
        }
        facts = "".join(f" · {name} {value}" for name, value in told.items() if value)
        lines.append(f"{row.plan} {row.id} {row.text}{facts}")
    lines += [f"not read: {one}" for one in answer.unreadable or ()]
    return "\n".join([*lines, *_more(answer.more, "name a plan")])


@text.register
def _plans(answer: answers.PlansAnswer) -> str:
    count = len(answer.plans) + (answer.more or 0)
    lines = [f"root {answer.root}: {count or 'no'} plan{'s' * (count != 1)}"]
    for row in answer.plans:
        name = row.slug or row.path
        if row.error:
            lines.append(f"{name}: {row.error}")
            continue
        current = f" · current {_ref(row.current)}" if row.current else ""
        blockers = f" · {row.blockers} open blocker{'s' * (row.blockers != 1)}" if row.blockers else ""
        changed = f" · changed {row.changed}" if row.changed else ""
        lines.append(f"{name} {row.status} {row.done}/{row.total} {row.title}{current}{blockers}{changed}")
    return "\n".join([*lines, *_more(answer.more, "raise limit")])


@text.register
def _plan(answer: answers.PlanAnswer) -> str:
    if answer.text is not None:
        lines = [f"{answer.plan} rev {answer.revision} section '{answer.section}' line {answer.line}", answer.text]
    else:
        lines = list(_outline(answer))
    return "\n".join([*lines, *(f"+ {one}" for one in answer.left_out or ())])


def _outline(answer: answers.PlanAnswer) -> Iterator[str]:
    yield f"{answer.plan} rev {answer.revision} {answer.status} {answer.done}/{answer.total} {answer.title}"
    if answer.objective:
        yield f"objective: {answer.objective}"
    yield f"current: {_ref(answer.current) or f'none, {answer.reason}'}"
    for blocker in answer.blockers or ():
        yield f"blocker {blocker.id}: {blocker.text}"
    for decision in answer.decisions or ():
        yield f"decision {decision.id}{f' {decision.date}' if decision.date else ''}: {decision.title}"
    for entry in answer.outline or ():
        if entry.id:
            yield f"{entry.id} {_MARKS[entry.status or 'todo']} {entry.title}"
        else:
            yield f"{entry.section} :{entry.line}"


@text.register
def _mark(answer: answers.MarkAnswer) -> str:
    said = " already" if answer.unchanged else ""
    head = f"{_name(answer.plan)} {answer.revision}: {answer.id}{said} {answer.status} {answer.done}/{answer.total}"
    if answer.next and answer.next.id == answer.id:
        return f"{head}; it is the current step"
    return f"{head}; {follow(answer)}"


def _name(plan: str) -> str:
    """A long slug by its beginning: whoever marked a step knows the rest."""
    return plan if tokens(plan) <= NAME_ROOM else cut(plan, NAME_ROOM).split(" +")[0]


@text.register
def _added(answer: answers.AddedAnswer) -> str:
    said = " already" if answer.unchanged else ""
    return f"{answer.plan} rev {answer.revision}: {answer.kind} {answer.id}{said} {answer.status}; {follow(answer)}"


@text.register
def _added_steps(answer: answers.AddedStepsAnswer) -> str:
    said = " already there" if answer.unchanged else ""
    head = f"{answer.plan} rev {answer.revision}: steps {', '.join(answer.ids)}{said}, {answer.done}/{answer.total}"
    return f"{head}; {follow(answer)}"


@text.register
def _created(answer: answers.CreatedAnswer) -> str:
    current = f"current {_ref(answer.current)}" if answer.current else f"no current step: {answer.reason}"
    head = f"created {answer.slug} rev {answer.revision}: {answer.path} in {answer.root}"
    finish = f"; finish {answer.finish}" if answer.finish else ""
    return f"{head}, {answer.done}/{answer.total}; {current}{finish}"


def follow(answer: answers.Written) -> str:
    return f"next {_ref(answer.next)}" if answer.next else f"none next: {answer.reason}"


def _ref(step: answers.StepRef | None) -> str:
    return f"{step.id} {step.title}" if step else ""


def _more(count: int | None, how: str) -> list[str]:
    return [f"+{count} more: {how}"] if count else []
