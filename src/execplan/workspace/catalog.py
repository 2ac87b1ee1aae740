"""The plans of a tree, and which one a caller means. Knows slugs, paths and titles; writes nothing."""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable, Iterable, Sequence
from itertools import count
from pathlib import Path, PurePath

from execplan.plan.errors import PlanError
from execplan.store.discover import ARCHIVE, NO_SLUGS, PLAN, Found, discover, discover_archived, named
from execplan.store.files import stamp
from execplan.store.tree import AGENTS, Tree, parts_of
from execplan.workspace.handle import Handle, OnDisk
from execplan.workspace.index import Index
from execplan.workspace.root import git_branch
from execplan.workspace.slug import is_slug

_SHOWN = 8
"""Candidates that a message names."""

Progress = Callable[[int, int], None]
"""Hears how many plans are read, and of how many, while several are looked at. What it raises ends the look."""


class Catalog:
    """What is in the tree now. Every question looks at the files again."""

    __slots__ = ("_index", "_progress", "_tree")

    def __init__(self, tree: Tree, index: Index, progress: Progress | None = None) -> None:
        self._tree = tree
        self._index = index
        self._progress = progress

    def plans(self) -> list[Handle]:
        return self._handles(discover(self._tree))

    def archived(self) -> list[Handle]:
        return self._handles(discover_archived(self._tree))

    def at(self, path: str) -> Handle:
        """The plan at a path relative to the root, whatever its error."""
        return Handle(_slug_in(path), path, OnDisk(self._index, path))

    def named(self, slug: str) -> Handle | None:
        """The plan in the folder of exactly this name, archived or not, without a look at the others."""
        found = named(self._tree, slug)
        return None if found is None else self._handle(found)

    def find(self, ref: str | None) -> Handle:
        """The plan that is meant. Left out: the only open plan, else that of the git branch.

        Tried in turn: exact slug, path, title, piece of a title. The first level with a match decides and must match
        exactly one. Raises ``PlanError``; a plan that cannot be read raises its own error.
        """
        ref = ref.strip() if ref else ""
        handle = self._named(ref) if ref else self._current()
        handle.whole()
        return handle

    def _handles(self, every: Sequence[Found]) -> list[Handle]:
        self._index.recall([one.path for one in every])
        tell, seen = self._progress, count(1)
        begun = None if tell is None else lambda: tell(next(seen), len(every))
        return [self._handle(one, begun) for one in every]

    def _handle(self, found: Found, begun: Callable[[], None] | None = None) -> Handle:
        return Handle(found.slug, found.path, OnDisk(self._index, found.path, found.stamp, begun))

    def _current(self) -> Handle:
        plans = self.plans()
        fit = [handle for handle in plans if handle.open]
        if len(fit) > 1:
            branch = (git_branch(self._tree.root) or "").rpartition("/")[2]
            own = [handle for handle in plans if handle.slug == branch and (handle.open or handle.error)]
            return own[0] if own else _one(fit, "several plans are open", _slugs)
        if fit:
            return fit[0]
        broken = [handle for handle in plans if handle.error is not None]
        if len(broken) == 1:
            return broken[0]
        raise PlanError("not_found", f"no open plan under {self._tree.root}", _name_one(plans) or "create one")

    def _named(self, ref: str) -> Handle:
        if (handle := self.named(ref)) is not None:
            return handle
        if (path := self._path(ref)) is not None:
            return self.at(path)
        plans = self.plans()
        folded = ref.casefold()
        titled = [(handle, handle.title().casefold()) for handle in plans if handle.error is None]
        for fit in (
            [handle for handle, title in titled if title == folded],
            [handle for handle, title in titled if folded in title],
        ):
            if fit:
                return _one(fit, f"{_short(ref)} fits several plans", _slugs_and_titles)
        raise PlanError(
            "not_found", f"no plan {_short(ref)} under {self._tree.root}", _nearest(ref, plans) or _name_one(plans)
        )

    def _path(self, ref: str) -> str | None:
        """The path relative to the root that is meant; None when the reference can only be a title."""
        if "/" not in ref and not ref.endswith(".md"):
            # A folder that is not listed (a link, say) tells why it is none, rather than being unknown.
            return self._there(f"{AGENTS}/{ref}/{PLAN}") if is_slug(ref) else None
        path = "/".join(parts_of(self._inside(ref).removeprefix("./")))
        return self._there(path if path.endswith(".md") else f"{path}/{PLAN}")

    def _inside(self, ref: str) -> str:
        """An absolute path below the root made relative; other references as they are."""
        given, root = PurePath(ref), self._tree.root
        if not given.is_absolute():
            return ref
        for top in (root, Path(os.path.realpath(root))):
            if given.is_relative_to(top):
                return given.relative_to(top).as_posix()
        raise PlanError("refused", f"{_short(ref)} is outside the root {root}", "name a plan by its slug")

    def _there(self, path: str) -> str | None:
        """The path when there is something to read or to be told about; None where there is nothing."""
        try:
            stamp(self._tree, path)
        except PlanError as error:
            if error.code == "not_found":
                return None
            raise
        return path


def _one(fit: list[Handle], said: str, shown: Callable[[Iterable[Handle]], list[str]]) -> Handle:
    if len(fit) == 1:
        return fit[0]
    raise PlanError("ambiguous", f"{said}: {_list(shown(fit))}", "name one by its slug")


def _slugs(handles: Iterable[Handle]) -> list[str]:
    return [handle.name for handle in handles]


def _slugs_and_titles(handles: Iterable[Handle]) -> list[str]:
    return [f"{handle.name} ({handle.title()})" for handle in handles]


def _nearest(ref: str, plans: list[Handle]) -> str:
    names: dict[str, Handle] = {}
    for handle in plans:
        for name in (handle.slug, None if handle.error else handle.title()):
            if name:
                names[name.casefold()] = handle
    near = difflib.get_close_matches(ref.casefold()[:200], names, n=3)
    found = dict.fromkeys(names[name].name for name in near)
    return f"did you mean {' or '.join(found)}?" if found else ""


def _name_one(plans: list[Handle]) -> str:
    return f"name one of: {_list(_slugs(plans))}" if plans else "there are no plans yet: create one"


def _short(ref: str) -> str:
    return repr(ref[:80] + ("…" if len(ref) > 80 else ""))


def _list(names: list[str]) -> str:
    more = len(names) - _SHOWN
    return ", ".join(names[:_SHOWN]) + (f" and {more} more" if more > 0 else "")


def _slug_in(path: str) -> str | None:
    match path.split("/"):
        case [top, slug, name] if top == AGENTS and name == PLAN and slug not in NO_SLUGS:
            return slug
        case [top, archive, slug, name] if (top, archive, name) == (AGENTS, ARCHIVE, PLAN):
            return slug
        case _:
            return None
