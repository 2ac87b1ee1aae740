"""What an import and an export answer. Knows no reader and no renderer."""

from __future__ import annotations

from typing import Literal

from execplan.views.imports.outline import Kind
from execplan.workspace.importing import Imported
from execplan.workspace.wire.answers import Answer

Format = Literal["json", "mermaid-gantt", "mermaid-flowchart", "csv"]


class LeftRow(Answer):
    """Something that the plan has no place for."""

    what: str
    text: str
    of: str | None = None
    """The task it belongs to, or the heading it stands under."""


class ImportedAnswer(Answer):
    """A plan made of what another tool keeps."""

    slug: str
    path: str
    title: str
    revision: str
    kind: Kind
    """How the source was read."""
    steps: int
    done: int
    criteria: int
    left: list[LeftRow]
    """All that has no place in the plan; empty where nothing is missing."""
    dry_run: bool | None = None
    text: str | None = None
    """What would be written; only of a dry run."""


class ExportedAnswer(Answer):
    """A plan in another form."""

    plan: str
    revision: str
    format: Format
    path: str | None = None
    """The file that was written."""
    text: str | None = None
    """The export itself, where no file was asked for."""


def imported_answer(imported: Imported, *, dry_run: bool) -> ImportedAnswer:
    plan, handle = imported.changed.plan, imported.changed.handle
    return ImportedAnswer(
        slug=handle.name,
        path=handle.path,
        title=plan.title,
        revision=plan.revision[:8],
        kind=imported.kind,
        steps=len(plan.steps),
        done=sum(step.status == "done" for step in plan.steps),
        criteria=len(plan.criteria),
        left=[LeftRow(what=one.what, text=one.text, of=one.of) for one in imported.left],
        dry_run=dry_run or None,
        text=plan.source.text if dry_run else None,
    )
