"""Which of the readers a text is for. Knows their signs; knows no file."""

from __future__ import annotations

from execplan.plan.errors import PlanError
from execplan.plan.limits import within
from execplan.plan.reader import read_plan
from execplan.text.source import Source
from execplan.views.imports.backlog import is_backlog, read_backlog
from execplan.views.imports.checklist import outline_of, read_checklist
from execplan.views.imports.issue import is_issue, read_issue
from execplan.views.imports.outline import Kind, Outline
from execplan.views.imports.task_master import is_task_master, read_task_master


def read_outline(files: tuple[tuple[str, str], ...], kind: Kind | None, *, folder: bool) -> Outline:
    """The outline of a file, or of a folder of them, by name and text.

    Raises ``PlanError``: for a folder without tasks, for a text that holds no work at all.
    """
    if folder or kind == "backlog":
        return read_backlog(files)
    ((_, text),) = files
    outline = _read(text, kind, kind or kind_of(text))
    if not outline.steps and not outline.criteria:
        raise PlanError("invalid", "no tasks here", "a task is a list item with a box: - [ ] Measure first")
    return outline


def kind_of(text: str) -> Kind:
    """What the text looks like; a checklist where it looks like nothing else."""
    if is_task_master(text):
        return "task-master"
    if is_backlog(text):
        return "backlog"
    return "issue" if is_issue(text) else "checklist"


def _read(text: str, asked: Kind | None, kind: Kind) -> Outline:
    if kind == "task-master":
        return read_task_master(text)
    if kind == "backlog":
        return read_backlog((("", text),))
    if kind == "issue":
        return read_issue(text)
    if asked is None:
        return read_checklist(text)
    return outline_of(within(read_plan(Source.of(text)), "the checklist"))
