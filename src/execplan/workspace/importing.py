"""A plan made of what another tool keeps: read, fitted, created in one write, and compared with what was wanted.

Knows readers and the workspace's ``create``; the files to read are given by whoever asks.
"""

from __future__ import annotations

from dataclasses import dataclass

from execplan.edits.outlined import found, with_outline
from execplan.views.imports.fitting import fitted, missed
from execplan.views.imports.kinds import read_outline
from execplan.views.imports.outline import Kind, Left
from execplan.workspace.changed import Changed
from execplan.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Imported:
    """The new plan, and all that it has no place for. ``kind`` says how the source was read."""

    kind: Kind
    changed: Changed
    left: tuple[Left, ...]


def import_plan(
    workspace: Workspace,
    files: tuple[tuple[str, str], ...],
    *,
    name: str,
    kind: Kind | None = None,
    folder: bool = False,
    title: str | None = None,
    slug: str | None = None,
    template: str | None = None,
    dry_run: bool = False,
) -> Imported:
    """Makes a plan of ``files`` (name and text). ``name`` stands in for a title that the source has not.

    Raises ``PlanError``; nothing is written then, nor with ``dry_run``.
    """
    outline = fitted(read_outline(files, kind, folder=folder))
    wanted = title or outline.title or name
    met = tuple(wish.text for wish in outline.criteria if wish.met)
    changed = workspace.create(
        wanted,
        outline.objective or wanted,
        slug=slug,
        template=template,
        context=outline.context,
        criteria=tuple(wish.text for wish in outline.criteria),
        then=lambda source, now: with_outline(source, outline.steps, met, now, owner=outline.owner),
        dry_run=dry_run,
    )
    replaced = (Left("title", outline.title),) if title and outline.title and outline.title != title else ()
    ids = found(changed.plan, outline.steps)
    return Imported(outline.kind, changed, (*outline.left, *replaced, *missed(changed.plan, outline, ids)))
