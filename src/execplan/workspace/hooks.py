"""What execplan answers to an event of a client's hook. Knows events, plans and files; knows no command line.

An event is what a client sends: any JSON object. What is not of use is silence, never an error of the client's session.
Claude Code and Codex name their events alike; where they differ it is said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from execplan.plan.model import is_placeholder
from execplan.store.files import stamp
from execplan.store.newer import written_since
from execplan.store.sessions import once, remember_task, said_at, tasks
from execplan.store.tree import AGENTS, Tree
from execplan.views.hooks import Named, reminder, where
from execplan.workspace.catalog import Catalog
from execplan.workspace.handle import Handle
from execplan.workspace.index import Index
from execplan.workspace.root import git_branch

if TYPE_CHECKING:
    from execplan.edits.mirroring import State, Todo

EVENTS = ("SessionStart", "PreCompact", "PostToolUse", "Stop")
_STARTED, _REMINDED = "started", "reminded"
_LOOK = 0.6
"""Seconds for a look at the files of the working tree."""

Event = Mapping[str, object]
Answer = Mapping[str, object] | str | None
"""A document, plain text, or nothing to say."""


@dataclass(frozen=True, slots=True)
class _Open:
    """The open plans of a root, the one that is meant first."""

    tree: Tree
    handles: tuple[Handle, ...]

    @property
    def first(self) -> Named:
        """The plan that is meant, read as a whole. Raises ``PlanError``."""
        return self.handles[0].name, self.handles[0].whole()

    def said(self) -> str:
        return where(self.first, [one.name for one in self.handles[1:]])


def answer(event: Event, root: Path, name: str = "") -> Answer:
    """What the client is told. ``name`` is the event's own name where it has none. Raises ``PlanError``."""
    name = name or _text(event, "hook_event_name")
    if name not in EVENTS or not (root / AGENTS).is_dir():
        return None
    plans = _open(root)
    if not plans.handles:
        return None
    match name:
        case "SessionStart":
            return _session_start(event, plans)
        case "PreCompact":
            # Claude Code takes plain text into what its summary is asked for; Codex takes none.
            return None if "turn_id" in event else plans.said()
        case "PostToolUse":
            return _mirrored(event, plans)
        case _:
            return _stop(event, plans)


def _open(root: Path) -> _Open:
    tree = Tree(root)
    found = [one for one in Catalog(tree, Index(tree)).plans() if one.open and not is_placeholder(one.title())]
    if len(found) > 1:
        branch = (git_branch(root) or "").rpartition("/")[2]
        found.sort(key=lambda one: one.slug != branch)
    return _Open(tree, tuple(found))


def _session_start(event: Event, plans: _Open) -> Answer:
    if session := _text(event, "session_id"):
        once(plans.tree, session, _STARTED)  # what was written before is none of this session's work
    context = plans.said()
    return {"hookSpecificOutput": {"hookEventName": "SessionStart", "additionalContext": context}}


def _stop(event: Event, plans: _Open) -> Answer:
    """One reminder in a session, and only to one that can follow it."""
    session = _text(event, "session_id")
    if not session or event.get("stop_hook_active") is not False or _text(event, "permission_mode") == "plan":
        return None
    if said_at(plans.tree, session, _REMINDED) is not None:
        return None
    told = [stamp(plans.tree, one.path).mtime_ns for one in plans.handles]
    since = max(*told, said_at(plans.tree, session, _STARTED) or 0)
    if not written_since(plans.tree, since, _LOOK) or not once(plans.tree, session, _REMINDED):
        return None
    return {"decision": "block", "reason": reminder(plans.first)}


def _mirrored(event: Event, plans: _Open) -> None:
    """A todo list written into the steps of the one open plan; of several, of the one the branch is named after."""
    found = _todos(event, plans.tree)
    if not found or _text(event, "agent_id"):  # a sub-agent's list is about its own errand
        return
    alone = len(plans.handles) == 1
    handle = plans.handles[0]
    if not alone and handle.slug != (git_branch(plans.tree.root) or "").rpartition("/")[2]:
        return
    from execplan.edits.mirroring import mirror
    from execplan.workspace.workspace import Workspace

    workspace = Workspace(plans.tree.root, by="hook")
    plan = handle.plan
    if plan is None or mirror(plan, found, adding=alone, now=workspace.now()).edit.empty:
        return
    workspace.change(handle.name, lambda one, now: mirror(one, found, adding=alone, now=now))


def _todos(event: Event, tree: Tree) -> tuple[Todo, ...]:
    """What a tool of the client's own list said: the whole list, or one line of it."""
    given, answered = _object(event.get("tool_input")), _object(event.get("tool_response"))
    session = _text(event, "session_id")
    match _text(event, "tool_name"):
        case "TodoWrite":
            return _lines(given.get("todos"), "content")
        case "update_plan":
            return _lines(given.get("plan"), "step")
        case "TaskList":
            return _lines(answered.get("tasks"), "subject")
        case "TaskCreate":
            subject, task = _text(given, "subject"), _text(_object(answered.get("task")), "id")
            if session and task and subject:
                remember_task(tree, session, task, subject)
            return _todo(subject, "pending")
        case "TaskUpdate" if answered.get("success") is not False:
            # It names its task by number; the words are those the task was made with.
            task, subject = _text(given, "taskId"), _text(given, "subject")
            if subject and session and task:
                remember_task(tree, session, task, subject)
            return _todo(subject or tasks(tree, session).get(task, ""), _text(given, "status"))
        case _:
            return ()


def _lines(listed: object, text: str) -> tuple[Todo, ...]:
    lines = cast(list[object], listed) if isinstance(listed, list) else []
    return tuple(todo for line in map(_object, lines) for todo in _todo(_text(line, text), _text(line, "status")))


def _todo(text: str, status: str) -> tuple[Todo, ...]:
    from execplan.edits.mirroring import Todo

    states: dict[str, State] = {"pending": "todo", "in_progress": "in_progress", "completed": "done"}
    state = states.get(status)
    return (Todo(text, state),) if state and text.strip() else ()


def _object(said: object) -> Event:
    return cast(Event, said) if isinstance(said, dict) else {}


def _text(said: Event, name: str) -> str:
    found = said.get(name)
    return found if isinstance(found, str) else ""
