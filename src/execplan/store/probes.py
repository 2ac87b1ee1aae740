"""Which guards of a write are in force where the plans are: each tried for real. Knows the guards; knows no plan.

They are tried in ``.agents/.state/``, where there is one, else in a temporary folder of the same file system. Never
beside a plan: a probe that is killed leaves nothing there. Whatever is made is removed.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Literal

from filelock import lock_descriptor, unlock_descriptor

from execplan.plan.errors import PlanError
from execplan.store import exchange, lease
from execplan.store.guards import plain
from execplan.store.tree import AGENTS, STATE, Tree, let_go, sync

Name = Literal["lock", "fsync", "folder fsync", "exchange", "lease"]
State = Literal["on", "off", "switched off", "unknown"]

PREFIX = ".doctor."
"""How the names of what is made here begin."""

_PROBE = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW
_AGAIN = os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC | os.O_NOFOLLOW
_NO_SYNC = frozenset({errno.EINVAL, errno.ENOTSUP, errno.ENOSYS})
_NO_LOCKS = frozenset({errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL})


@dataclass(frozen=True, slots=True)
class Guard:
    """One guard. ``off``: the platform does not have it; ``unknown``: it could not be tried, for this reason."""

    name: Name
    state: State
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Probed:
    """What was tried, in which folder of the tree; ``problem`` is why nothing could be written there."""

    place: str
    guards: tuple[Guard, ...]
    problem: str = ""


def probe(tree: Tree) -> Probed:
    """Tries every guard. Never raises: what cannot be tried is unknown."""
    place = "/".join(STATE)
    try:
        with _place(tree) as (folder, place):
            return Probed(place, tuple(_tried(name, folder) for name in _PROBES))
    except PlanError as error:
        problem = error.message
    except OSError as error:
        problem = (error.strerror or str(error)).lower()
    return Probed(place, tuple(Guard(name, "unknown", problem) for name in _PROBES), problem)


@contextmanager
def _place(tree: Tree) -> Generator[tuple[int, str]]:
    """A folder to try in, and its name in the tree."""
    if _is_there(tree, STATE):
        with tree.folder(STATE) as state:
            _refuse_unwritable(state)
            yield state, "/".join(STATE)
        return
    above = (AGENTS,) if _is_there(tree, (AGENTS,)) else ()
    name = f"{PREFIX}{os.getpid()}"
    with tree.folder(above) as folder:
        os.mkdir(name, 0o700, dir_fd=folder)
        try:
            made = os.open(name, _FOLDER, dir_fd=folder)
            try:
                yield made, "/".join((*above, name))
            finally:
                let_go(made)
        finally:
            with suppress(OSError):
                os.rmdir(name, dir_fd=folder)


def _is_there(tree: Tree, parts: tuple[str, ...]) -> bool:
    try:
        with tree.folder(parts):
            return True
    except FileNotFoundError:
        return False


def _refuse_unwritable(folder: int) -> None:
    """Raises what the system says when a file is made: one answer for every guard."""
    with _file(folder, "write"):
        return


@contextmanager
def _file(folder: int, what: str) -> Generator[tuple[int, str]]:
    """A new file to try on, and its name."""
    name = f"{PREFIX}{os.getpid()}.{what}"
    file = os.open(name, _PROBE, 0o600, dir_fd=folder)
    try:
        yield file, name
    finally:
        let_go(file)
        with suppress(OSError):
            os.unlink(name, dir_fd=folder)


def _tried(name: Name, folder: int) -> Guard:
    if plain() and name in ("exchange", "lease"):
        return Guard(name, "switched off", "EXECPLAN_STORE=plain")
    try:
        return Guard(name, "on" if _PROBES[name](folder) else "off")
    except OSError as error:
        return Guard(name, "unknown", (error.strerror or str(error)).lower())


def _excludes(folder: int) -> bool:
    """Does a lock keep a second opening of the file out, and let it in when it is given back?"""
    with _file(folder, "lock") as (one, name):
        other = os.open(name, _AGAIN, dir_fd=folder)
        try:
            if not lock_descriptor(one, blocking=False) or lock_descriptor(other, blocking=False):
                return False
            unlock_descriptor(one)
            return lock_descriptor(other, blocking=False)
        except OSError as error:
            if error.errno in _NO_LOCKS:
                return False
            raise
        finally:
            let_go(other)


def _syncs_files(folder: int) -> bool:
    with _file(folder, "fsync") as (file, _):
        os.write(file, b"probe\n")
        return _can(sync, file)


def _syncs_folders(folder: int) -> bool:
    return _can(os.fsync, folder)


def _can(call: Callable[[int], None], descriptor: int) -> bool:
    try:
        call(descriptor)
    except OSError as error:
        if error.errno in _NO_SYNC:
            return False
        raise
    return True


_PROBES: dict[Name, Callable[[int], bool]] = {
    "lock": _excludes,
    "fsync": _syncs_files,
    "folder fsync": _syncs_folders,
    "exchange": exchange.available,
    "lease": lease.available,
}
