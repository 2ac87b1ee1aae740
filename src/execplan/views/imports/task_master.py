"""A task-master ``tasks.json`` as an outline. Knows its keys, of all versions that were seen; knows no file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, cast

from execplan.plan.drafts import NewStep, OutlineStep
from execplan.plan.errors import PlanError
from execplan.plan.model import Status
from execplan.views.imports.outline import Left, Outline

_STATES: Mapping[str, Status] = {
    "pending": "todo", "done": "done", "completed": "done", "in-progress": "in_progress", "review": "in_progress",
    "blocked": "blocked", "deferred": "skipped", "cancelled": "skipped",
}  # fmt: skip
_KNOWN = {
    "id", "title", "status", "description", "details", "testStrategy", "dependencies", "subtasks", "parentTaskId", "parentId",
}  # fmt: skip
_UNSAID = (None, "", "undefined", "pending")
_DEEPEST = 50


def is_task_master(text: str) -> bool:
    """Is it JSON that holds a list of tasks, below a tag or not?"""
    if not text.lstrip("\ufeff \t\r\n").startswith("{"):
        return False
    try:
        return bool(_tags(_parsed(text)))
    except PlanError:
        return False


def read_task_master(text: str) -> Outline:
    """The outline. Several tags become phases, subtasks parts. Raises ``invalid`` for what is no tasks.json."""
    document = _parsed(text)
    tags = _tags(document)
    if not tags:
        raise PlanError("invalid", "no tasks in this JSON", "pass the tasks.json that task-master keeps")
    left = [Left(key, _words(value)) for key, value in document.items() if key not in tags and key != "tasks"]
    filled = [tag for tag, tasks in tags.items() if tasks]
    steps: list[OutlineStep] = []
    for tag, tasks in tags.items():
        if tag:
            extra = cast("dict[str, Any]", document[tag])
            left += [Left(key, _words(value), tag) for key, value in extra.items() if key != "tasks" and value]
        _read(tasks, tag if len(filled) > 1 else None, steps, left)
    return Outline("task-master", steps=tuple(steps), left=tuple(left))


def _parsed(text: str) -> dict[str, Any]:
    try:
        document: object = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        raise PlanError("invalid", "this is no JSON", "pass the tasks.json that task-master keeps") from None
    if not isinstance(document, dict):
        raise PlanError("invalid", "this JSON is no object", "pass the tasks.json that task-master keeps")
    return cast("dict[str, Any]", document)


def _tags(document: dict[str, Any]) -> dict[str, list[object]]:
    """The lists of tasks by their tag; the older form without tags has the tag ``""``."""
    if isinstance(document.get("tasks"), list):
        return {"": document["tasks"]}
    return {
        tag: cast("dict[str, list[object]]", value)["tasks"]
        for tag, value in document.items()
        if isinstance(value, dict) and isinstance(cast("dict[str, object]", value).get("tasks"), list)
    }


def _read(tasks: list[object], phase: str | None, steps: list[OutlineStep], left: list[Left]) -> None:
    ids: dict[str, int] = {}
    waits: list[tuple[int, str, list[object]]] = []

    def walk(entries: list[object], parent: int | None, prefix: str, depth: int) -> None:
        for entry in entries:
            if not isinstance(entry, dict) or depth > _DEEPEST:
                left.append(
                    Left(
                        "task", _words(cast("object", entry)), steps[parent].step.title if parent is not None else phase
                    )
                )
                continue
            task = cast("dict[str, Any]", entry)
            id = f"{prefix}{_words(task.get('id'))}"
            at = len(steps)
            ids.setdefault(id, at)
            waits.append((at, prefix, _list(task.get("dependencies"))))
            steps.append(_step(task, id, phase, parent, left))
            walk(_list(task.get("subtasks")), at, f"{id}.", depth + 1)

    walk(tasks, None, "", 0)
    for at, prefix, wanted in waits:
        targets: list[int] = []
        for value in wanted:
            # A subtask names its siblings by their own number, others by the words of the whole id.
            one = _words(value)
            sibling = ids.get(prefix + one)
            target = sibling if prefix and isinstance(value, int) and sibling is not None else ids.get(one, sibling)
            if target is None:
                left.append(Left("dependency", f"on task {one}", steps[at].step.title))
            else:
                targets.append(target)
        if targets:
            old = steps[at]
            steps[at] = OutlineStep(old.step, old.status, old.why, old.parent, tuple(targets))


def _step(task: dict[str, Any], id: str, phase: str | None, parent: int | None, left: list[Left]) -> OutlineStep:
    title = _words(task.get("title")) or _words(task.get("description")) or f"Task {id}"
    word = _words(task.get("status")) or "pending"
    status = _STATES.get(word)
    if status is None or word == "review":
        left.append(Left("status", word, title))
    for key, value in task.items():
        if key not in _KNOWN and value not in (*_UNSAID, [], {}):
            left.append(Left(key, _words(value), title))
    told = [_words(task.get(key)) for key in ("description", "details")]
    notes = " — ".join(dict.fromkeys(one for one in told if one and one != title))
    step = NewStep(title, phase=phase, verify=_words(task.get("testStrategy")) or None, notes=notes or None)
    why = f"{word} in task-master" if status in ("skipped", "blocked") else None
    return OutlineStep(step, status or "todo", why, parent)


def _list(value: object) -> list[object]:
    if isinstance(value, list):
        return cast("list[object]", value)
    return [] if value in (None, "") else [value]


def _words(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
