"""What lies about in the tree besides plans: temporary files, merges to be done, links, strangers. Removes nothing.

Knows the names that the store gives; knows no plan.
"""

from __future__ import annotations

import os
import re
import stat
import time
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

from execplan.plan.errors import PlanError
from execplan.store.discover import ARCHIVE, PLAN
from execplan.store.held import NAME, process
from execplan.store.journal import FOLDER as JOURNAL
from execplan.store.journals import NAME as JOURNALS
from execplan.store.kept import is_kept
from execplan.store.sessions import FOLDER as HOOKS
from execplan.store.state import SCRATCH
from execplan.store.tree import AGENTS, FILE, STATE, Tree, let_go

Kind = Literal["temporary", "merge", "probe", "stranger", "link"]
Ignoring = Literal["yes", "missing", "changed", "no state"]

_IGNORE = ".gitignore"
_LEFT = re.compile(rf"\.{re.escape(PLAN)}\.(?:.*\.)?([0-9]*)\.(?:tmp|part)")
_MERGE = ".merge.md"
_PROBES = re.compile(r"\.(doctor|exchange|lease)\.[0-9].*")
_UNDER_WAY = 60.0
"""Seconds for which a temporary file of a living process is a save under way."""
_MOST = 200


@dataclass(frozen=True, slots=True)
class Stray:
    """Something that lies about. ``path`` is relative to the root."""

    path: str
    kind: Kind


def strays(tree: Tree) -> tuple[Stray, ...]:
    """Everything of that kind, by path, up to a limit. A folder that cannot be looked into hides only its own."""
    return tuple(sorted(_strays(tree), key=lambda one: (one.kind, one.path)))[:_MOST]


def twins(tree: Tree) -> tuple[tuple[str, ...], ...]:
    """Folders of ``.agents/`` whose names are one name to a file system that folds letters."""
    named: dict[str, list[str]] = {}
    for name, folder in _entries(tree, (AGENTS,)):
        if folder and not name.startswith("."):
            named.setdefault(unicodedata.normalize("NFC", name).casefold(), []).append(name)
    return tuple(tuple(sorted(same)) for same in named.values() if len(same) > 1)


def ignoring(tree: Tree) -> Ignoring:
    """Does the state folder keep itself out of git?"""
    try:
        with tree.folder(STATE) as state:
            try:
                file = os.open(_IGNORE, FILE, dir_fd=state)
            except FileNotFoundError:
                return "missing"
            try:
                lines = os.read(file, 4096).decode("utf-8", "replace").splitlines()
            finally:
                let_go(file)
    except (OSError, PlanError):
        return "no state"
    rules = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    return "yes" if "*" in rules and not any(rule.startswith("!") for rule in rules) else "changed"


def _strays(tree: Tree) -> Iterator[Stray]:
    for above in ((AGENTS,), (AGENTS, ARCHIVE)):
        for name, folder in _entries(tree, above):
            if name.startswith(".doctor."):
                if not _is_under_way(tree, (*above, name), name.split(".")[2]):
                    yield Stray("/".join((*above, name)), "probe")
            elif _is_link(tree, (*above, name)):
                yield Stray("/".join((*above, name)), "link")
            elif folder and not name.startswith("."):
                for left, _ in _entries(tree, (*above, name)):
                    path = (*above, name, left)
                    if (found := _LEFT.fullmatch(left)) and not _is_under_way(tree, path, found[1]):
                        yield Stray("/".join(path), "temporary")
    for name, _ in _entries(tree, SCRATCH):
        if name.endswith(_MERGE):
            yield Stray("/".join((*SCRATCH, name)), "merge")
    for name, folder in _entries(tree, STATE):
        if _PROBES.fullmatch(name):
            if not _is_under_way(tree, (*STATE, name), name.split(".")[2]):
                yield Stray("/".join((*STATE, name)), "probe")
        elif not (NAME.fullmatch(name) or name == _IGNORE or is_kept(name) or (name in (JOURNAL, HOOKS) and folder)):
            yield Stray("/".join((*STATE, name)), "stranger")
    for name, _ in _entries(tree, (*STATE, JOURNAL)):
        if not JOURNALS.fullmatch(name):
            yield Stray("/".join((*STATE, JOURNAL, name)), "stranger")


def _entries(tree: Tree, parts: tuple[str, ...]) -> list[tuple[str, bool]]:
    """The names in a folder, and whether each is a folder; none for what is not there or cannot be read."""
    with suppress(OSError, PlanError), tree.folder(parts) as folder, os.scandir(folder) as entries:
        return sorted((entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries)
    return []


def _is_link(tree: Tree, path: tuple[str, ...]) -> bool:
    with suppress(OSError, PlanError), tree.folder(path[:-1]) as folder:
        return stat.S_ISLNK(os.stat(path[-1], dir_fd=folder, follow_symlinks=False).st_mode)
    return False


def _is_under_way(tree: Tree, path: tuple[str, ...], pid: str) -> bool:
    """Is it of a process that lives, and new?"""
    with suppress(OSError, PlanError), tree.folder(path[:-1]) as folder:
        written = os.stat(path[-1], dir_fd=folder, follow_symlinks=False).st_mtime
        lives = pid.isdigit() and len(pid) < 11 and process(int(pid))[0] == "running"
        return lives and time.time() - written < _UNDER_WAY
    return True  # gone meanwhile: it was under way
