"""Grades evidence: looks whether the file or the commit it names is there. Knows a root; knows no plan and runs nothing."""

from __future__ import annotations

from pathlib import Path

from execplan.plan.errors import PlanError
from execplan.plan.evidence import Evidence, asserted, observed_commit, observed_file, said_commit, said_path
from execplan.plan.safe import entry
from execplan.store.digest import digest_of
from execplan.store.objects import find_commit
from execplan.store.tree import Tree


def graded(root: Path | None, text: str) -> Evidence:
    """A file of the tree or a commit of its repository is observed; everything else is as told. Raises ``PlanError``."""
    told = asserted(entry(text, "evidence"))
    if root is None:
        return told
    path = said_path(text.strip())
    if path and (path := _relative(root, path)) and (digest := digest_of(Tree(root), path)):
        seen = observed_file(path, digest)
        return seen if _stands(seen) else told
    prefix = said_commit(text)
    commit = find_commit(root, prefix) if prefix else None
    return observed_commit(commit) if commit else told


def _relative(root: Path, path: str) -> str:
    """The path as written from the root: ``./src/a.py`` is ``src/a.py``."""
    path = path.removeprefix(f"{root}/")
    while path.startswith("./"):
        path = path[2:].lstrip("/")
    return path


def _stands(piece: Evidence) -> bool:
    """Would the piece stand in a document as it is? A name with odd characters would not."""
    try:
        return entry(piece.text, "evidence") == piece.text
    except PlanError:
        return False
