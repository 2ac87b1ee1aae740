"""Which plan files a tree holds: ``.agents/<slug>/PLAN.md`` and, on request, archived ones. Knows no plan's content."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress

from execplan.plan.errors import PlanError
from execplan.store.faults import told_when_reading
from execplan.store.files import Stamp
from execplan.store.temps import is_temp
from execplan.store.tree import AGENTS, Tree
from execplan.text.record import record

PLAN = "PLAN.md"
ARCHIVE = "archive"
TEMPLATE = "template"
NO_SLUGS = frozenset({TEMPLATE, ARCHIVE, "tmp", "skills"})
"""Folders of ``.agents/`` that are no plans."""


@record
class Found:
    """A plan file. ``stamp`` is None for what is no regular file, so that reading it says why."""

    slug: str
    path: str
    stamp: Stamp | None


def discover(tree: Tree) -> tuple[Found, ...]:
    """The plans that are not archived, by slug. Links are passed over. Raises ``PlanError``."""
    return _plans(tree, (AGENTS,), NO_SLUGS)


def discover_archived(tree: Tree) -> tuple[Found, ...]:
    """The archived plans, by slug. Links are passed over. Raises ``PlanError``."""
    return _plans(tree, (AGENTS, ARCHIVE), frozenset())


def named(tree: Tree, slug: str) -> Found | None:
    """The plan in the folder of exactly this name, else the archived one. No other folder is looked at.

    Raises ``PlanError``.
    """
    if slug not in NO_SLUGS and (found := _at(tree, (AGENTS,), slug)) is not None:
        return found
    with suppress(PlanError):  # an archive that cannot be looked into hides no other plan
        return _at(tree, (AGENTS, ARCHIVE), slug)
    return None


def folders(tree: Tree) -> tuple[str, ...]:
    """Every name that stands in ``.agents/`` or its archive, as written: a new plan takes none of them."""
    names = _names(tree, (AGENTS,))
    with suppress(PlanError):  # an archive that is no folder of the tree keeps no name
        names += _names(tree, (AGENTS, ARCHIVE))
    return tuple(names)


def is_abandoned(tree: Tree, slug: str) -> bool:
    """Whether a folder in ``.agents/`` holds nothing, or only what a writer left that was killed while it made a plan."""
    with suppress(OSError, PlanError), tree.folder((AGENTS, slug)) as folder:
        return all(map(is_temp, os.listdir(folder)))
    return False


def markdown(tree: Tree, parts: tuple[str, ...]) -> tuple[str, ...]:
    """The names of the Markdown files in one folder."""
    return tuple(sorted(name for name in _names(tree, parts) if name.endswith(".md")))


def _names(tree: Tree, parts: tuple[str, ...]) -> list[str]:
    with told_when_reading("/".join(parts)):
        try:
            with tree.folder(parts) as folder:
                return os.listdir(folder)
        except FileNotFoundError:
            return []


def _plans(tree: Tree, parts: tuple[str, ...], skip: frozenset[str]) -> tuple[Found, ...]:
    with told_when_reading("/".join(parts)):
        try:
            with tree.folder(parts) as folder, os.scandir(folder) as entries:
                names = sorted(
                    entry.name
                    for entry in entries
                    if not entry.name.startswith(".") and entry.name not in skip and entry.is_dir(follow_symlinks=False)
                )
                return tuple(found for name in names if (found := _plan(folder, parts, name)) is not None)
        except FileNotFoundError:
            if not tree.root.is_dir():
                raise
            return ()


def _at(tree: Tree, parts: tuple[str, ...], slug: str) -> Found | None:
    if slug.startswith(".") or "/" in slug or "\0" in slug:
        return None
    with told_when_reading("/".join(parts)):
        try:
            with tree.folder(parts) as folder:
                is_folder = stat.S_ISDIR(os.stat(slug, dir_fd=folder, follow_symlinks=False).st_mode)
                return _plan(folder, parts, slug) if is_folder else None
        except (FileNotFoundError, UnicodeEncodeError):
            return None
        except OSError as error:
            if error.errno == errno.ENAMETOOLONG:
                return None
            raise


def _plan(folder: int, parts: tuple[str, ...], slug: str) -> Found | None:
    try:
        slug.encode()
        status = os.stat(f"{slug}/{PLAN}", dir_fd=folder, follow_symlinks=False)
    except (OSError, UnicodeEncodeError):  # no plan file in it, or no name that could be asked for
        return None
    known = Stamp.of(status) if stat.S_ISREG(status.st_mode) else None
    return Found(slug, "/".join((*parts, slug, PLAN)), known)
