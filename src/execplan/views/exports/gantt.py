"""A plan as a Mermaid gantt chart. Knows stamps, estimates and dependencies; knows no calendar and no clock.

A task stands where its own stamps say, else after what it waits for, else after the task before it. Eight hours are
a day; a task without an estimate is drawn as one, and a comment says so.
"""

from __future__ import annotations

from datetime import date, timedelta

from execplan.plan.estimates import DAY
from execplan.plan.mermaid import label, line_start, margin, section, ticks
from execplan.plan.model import Plan, Status, Step
from execplan.views.steps import step_name

_TAGS: dict[Status, str] = {"done": "done, ", "in_progress": "active, ", "blocked": "crit, "}


def gantt(plan: Plan, today: str) -> str:
    """Every step without parts is a task; skipped ones are told in a comment. ``today`` is where nothing says when."""
    names = {phase.id: " ".join(filter(None, (phase.label, phase.title))) for phase in plan.phases}
    tasks = [step for step in plan.steps if not step.children]
    drawn = [step for step in tasks if step.status != "skipped"]
    waits, waited = _without_rings(drawn, plan)
    begin = _day(plan.created) or _day(today) or date(2000, 1, 1)
    lines = [
        "gantt",
        *margin(names.get(step.phase or "", "") for step in tasks),
        f"    title {line_start(plan.title)}",
        "    dateFormat YYYY-MM-DD",
        *ticks(_days(drawn, begin)),
    ]
    group: str | None = None
    before: Step | None = None
    for step in tasks:
        name = names.get(step.phase or "", "Steps")
        if name != group:
            group = name
            lines.append(f"    section {section(name)}")
        if step.status == "skipped":
            lines.append(f"    %% skipped: {label(step_name(step))}")
            continue
        if step.estimate_minutes is None and _span(step) is None:
            lines.append(f"    %% s_{step.id} has no estimate: drawn as 1d")
        if before is not None and not waits[step.id]:
            _wait(waits, waited, step.id, before.id)
        start = _start(step, waits[step.id], begin)
        lines.append(
            f"    {line_start(step_name(step))} :{_TAGS.get(step.status, '')}s_{step.id}, {start}, {_length(step)}"
        )
        before = step
    return "\n".join(lines) + "\n"


def _days(tasks: list[Step], begin: date) -> int:
    """Days that the chart spans at most: as if nothing were done side by side."""
    stamps = [day for step in tasks for day in (_day(step.started), _day(step.completed)) if day]
    unstamped = sum(max(1, -(-(step.estimate_minutes or 0) // DAY)) for step in tasks if not step.started)
    return (max([begin, *stamps]) - min([begin, *stamps])).days + 1 + unstamped


def _start(step: Step, after: list[str], begin: date) -> str:
    own = _day(step.started)
    if own is None and (ended := _day(step.completed)):
        own = ended - timedelta(days=max(1, (step.estimate_minutes or 0) // DAY) - 1)
    if own is not None:
        return own.isoformat()
    return "after " + " ".join(f"s_{one}" for one in after) if after else begin.isoformat()


def _length(step: Step) -> str:
    days = _span(step)
    if days is not None:
        return f"{days}d"
    minutes = step.estimate_minutes
    if minutes is None:
        return "1d"
    return f"{max(minutes, 1)}m" if minutes < DAY else f"{-(-minutes // DAY)}d"


def _span(step: Step) -> int | None:
    """The days from start to end, both told and in that order."""
    start, end = _day(step.started), _day(step.completed)
    return (end - start).days + 1 if start and end and start <= end else None


def _day(stamp: str | None) -> date | None:
    try:
        found = date.fromisoformat((stamp or "")[:10])
    except ValueError:
        return None
    return found if found.year >= 1900 else None


def _without_rings(tasks: list[Step], plan: Plan) -> tuple[dict[str, list[str]], set[str]]:
    """What each task waits for, as tasks, and which are waited for.

    A step with parts stands for its parts, a phase for its steps. What closes a ring is left out, for Mermaid has no
    date for it.
    """
    leaves = _leaves(tasks, plan)
    waits: dict[str, list[str]] = {step.id: [] for step in tasks}
    waited: set[str] = set()
    for step in tasks:
        for target in step.depends_on:
            for one in leaves.get(target, ()):
                if one not in waits[step.id]:
                    _wait(waits, waited, step.id, one)
    return waits, waited


def _wait(waits: dict[str, list[str]], waited: set[str], step: str, target: str) -> None:
    """The step waits for the target, unless that closed a ring; none closes where nothing waits for the step."""
    if step != target and not (step in waited and _reaches(waits, target, step)):
        waits[step].append(target)
        waited.add(target)


def _leaves(tasks: list[Step], plan: Plan) -> dict[str, list[str]]:
    parents = {step.id: step.parent for step in plan.steps}
    found: dict[str, list[str]] = {}
    for step in tasks:
        at: str | None = step.id
        while at is not None:
            found.setdefault(at, []).append(step.id)
            at = parents.get(at)
        if step.phase is not None:
            found.setdefault(step.phase, []).append(step.id)
    return found


def _reaches(waits: dict[str, list[str]], start: str, wanted: str) -> bool:
    """Does ``start`` wait, directly or not, for ``wanted``?"""
    seen: set[str] = set()
    ahead = [start]
    while ahead:
        one = ahead.pop()
        if one == wanted:
            return True
        if one not in seen:
            seen.add(one)
            ahead += waits[one]
    return False
