"""What a review may know besides the text, looked up: files, their hashes, when they changed. Knows no rule."""

from __future__ import annotations

from pathlib import Path

from execplan.plan.model import Plan
from execplan.store.digest import digest_of
from execplan.store.git import last_changes
from execplan.store.presence import is_there
from execplan.store.tree import Tree
from execplan.views.review.paths import dated_paths, evidence_paths, paths_named
from execplan.views.review.rule import Facts

_MOST_NAMED, _MOST_HASHED = 500, 32
"""Paths that are looked for, and files that are read, for one review."""


def facts_of(root: Path | None, path: str, plan: Plan, now: str) -> Facts:
    """The facts about the plan at ``path`` (as its handle says). What cannot be found out is left out; never raises."""
    if root is None:
        return Facts(now)
    tree = Tree(root)
    named = tuple(dict.fromkeys(one for one, _ in paths_named(plan)))[:_MOST_NAMED]
    exists = {one: there for one in named if (there := _exists(tree, path, one)) is not None}
    hashed = {one: digest for one in evidence_paths(plan)[:_MOST_HASHED] if (digest := digest_of(tree, one))}
    return Facts(now, exists, last_changes(tree, dated_paths(plan)), hashed)


def _exists(tree: Tree, path: str, named: str) -> bool | None:
    """From the root, or from the plan's own folder, as links in it are read."""
    folder, _, _ = path.rpartition("/")
    answers = [is_there(tree, named), *([is_there(tree, f"{folder}/{named}")] if folder else [])]
    if True in answers:
        return True
    return None if None in answers else False
