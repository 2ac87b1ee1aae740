"""A folder of Backlog.md tasks as an outline. Knows the front matter and the sections of its task files; knows no file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from execplan.plan.drafts import NewStep, OutlineStep
from execplan.plan.errors import PlanError
from execplan.plan.model import Status
from execplan.views.imports.front_matter import Values, front_matter
from execplan.views.imports.outline import Left, Outline, Wish

_STATES: Mapping[str, Status] = {
    "to do": "todo", "todo": "todo", "draft": "todo", "": "todo", "in progress": "in_progress", "done": "done",
    "blocked": "blocked", "deferred": "skipped", "cancelled": "skipped", "canceled": "skipped",
}  # fmt: skip
_TAKEN = {"id", "title", "status", "assignee", "dependencies", "parent_task_id", "milestone", "ordinal"}
_MARKER = re.compile(r"\s*<!--\s*(?:SECTION:\w+:|AC:|DOD:)(?:BEGIN|END)\s*-->\s*\Z")
_HEADING = re.compile(r"##\s+(?P<title>.+?)\s*\Z")
_CRITERION = re.compile(r"\s*[-*]\s+\[(?P<mark>[ xX])\]\s+(?:#\d+\s+)?(?P<text>\S.*)\Z")
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class _Task:
    id: str
    values: Values
    odd: tuple[str, ...]
    sections: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def title(self) -> str:
        return _one(self.values, "title") or self.id or "Untitled task"


def is_backlog(text: str) -> bool:
    """Is it one task file: front matter with an id, a title and a status?"""
    values, _, _ = front_matter(text)
    return {"id", "title", "status"} <= values.keys()


def read_backlog(files: tuple[tuple[str, str], ...]) -> Outline:
    """The outline of task files, by name and text. Milestones become phases, a task's criteria the plan's.

    Raises ``invalid`` without a single task.
    """
    left: list[Left] = []
    tasks: list[_Task] = []
    for name, text in files:
        if is_backlog(text):
            tasks.append(_task(text))
        else:
            left.append(Left("file", name))
    if not tasks:
        raise PlanError("invalid", "no Backlog.md task here", "name the folder backlog/tasks, or one of its files")
    tasks = _parents_first(sorted(tasks, key=_order))
    index: dict[str, int] = {}
    for at, task in enumerate(tasks):
        index.setdefault(task.id.casefold(), at)
    criteria: list[Wish] = []
    steps = tuple(_step(task, at, index, left, criteria) for at, task in enumerate(tasks))
    return Outline("backlog", steps=steps, criteria=tuple(criteria), left=tuple(left))


def _task(text: str) -> _Task:
    values, odd, body = front_matter(text)
    sections: list[tuple[str, list[str]]] = [("", [])]
    for line in body.splitlines():
        heading = _HEADING.match(line)
        if heading:
            sections.append((heading["title"], []))
        elif not _MARKER.match(line):
            sections[-1][1].append(line)
    return _Task(_one(values, "id") or "", values, tuple(odd), tuple((name, tuple(lines)) for name, lines in sections))


def _order(task: _Task) -> tuple[float, tuple[int, ...]]:
    try:
        ordinal = float(_one(task.values, "ordinal") or "inf")
    except ValueError:
        ordinal = float("inf")
    return ordinal, tuple(int(number) for number in _NUMBER.findall(task.id)[:8] if len(number) < 10)


def _parents_first(tasks: list[_Task]) -> list[_Task]:
    """Each task after the one it is a part of, the order kept otherwise; a ring of parents stays as it stands."""
    known = {task.id.casefold() for task in tasks}
    placed: set[str] = set()
    ordered: list[_Task] = []
    waiting = tasks
    while waiting:
        ready = [task for task in waiting if (up := _parent(task)) is None or up not in known or up in placed]
        if not ready:
            return [*ordered, *waiting]
        ordered += ready
        placed |= {task.id.casefold() for task in ready}
        taken = {id(task) for task in ready}
        waiting = [task for task in waiting if id(task) not in taken]
    return ordered


def _parent(task: _Task) -> str | None:
    said = _one(task.values, "parent_task_id")
    return said.casefold() if said else None


def _step(task: _Task, at: int, index: dict[str, int], left: list[Left], criteria: list[Wish]) -> OutlineStep:
    title, values = task.title, task.values
    word = _one(values, "status") or ""
    status = _STATES.get(word.strip().casefold())
    if status is None:
        left.append(Left("status", word, title))
    left += [Left(key, ", ".join(value), title) for key, value in values.items() if key not in _TAKEN and value]
    left += [Left("front matter", line, title) for line in task.odd]
    waits: list[int] = []
    for one in values.get("dependencies", ()):
        if one.casefold() in index:
            waits.append(index[one.casefold()])
        else:
            left.append(Left("dependency", f"on {one}", title))
    parent_id = _parent(task)
    parent = index.get(parent_id) if parent_id else None
    if parent_id and (parent is None or parent >= at):
        parent = None
        left.append(Left("parent", parent_id, title))
    step = NewStep(title, phase=_one(values, "milestone"), owner=", ".join(values.get("assignee", ())) or None)
    for name, lines in task.sections:
        step = _section(step, name, lines, left, criteria)
    why = f"{word} in Backlog.md" if status in ("skipped", "blocked") else None
    return OutlineStep(step, status or "todo", why, parent, tuple(waits))


def _section(step: NewStep, name: str, lines: tuple[str, ...], left: list[Left], criteria: list[Wish]) -> NewStep:
    text = " ".join(line.strip() for line in lines if line.strip())
    if not text:
        return step
    if name.casefold() == "description" and step.notes is None:
        return replace(step, notes=text)
    if name.casefold() == "acceptance criteria":
        for line in filter(str.strip, lines):
            found = _CRITERION.match(line)
            if found:
                criteria.append(Wish(f"{found['text'].strip()} ({step.title})", found["mark"] != " "))
            else:
                left.append(Left("acceptance criteria", line.strip(), step.title))
        return step
    left.append(Left(name or "text", text, step.title))
    return step


def _one(values: Values, key: str) -> str | None:
    found = values.get(key, ())
    return found[0] if found else None
