"""A folder tree and the only way into it. Knows names and descriptors; knows no plan.

Every component is opened from the descriptor of the one before it and never through a symbolic link, so
nothing outside the tree can be reached whatever name is asked for and whoever renames folders meanwhile.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock

from execplan.plan.errors import PlanError

AGENTS = ".agents"
STATE = (AGENTS, ".state")
WAIT = 10.0
"""Seconds a writer waits for its turn."""

FILE = os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
"""How a file is opened for reading: through no link, and without waiting for the other end of a pipe."""
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
_BEYOND = frozenset({".git"})


class Tree:
    """The tree below ``root``. The root itself may be named through links; nothing below it may.

    It also holds the queue in which the threads of this process wait for one file: see ``locks``.
    """

    __slots__ = ("_guard", "_queues", "root", "wait")

    def __init__(self, root: Path, *, wait: float = WAIT) -> None:
        self.root = root
        self.wait = wait
        self._guard = Lock()
        self._queues: dict[str, Lock] = {}

    def queue(self, key: str) -> Lock:
        """The lock on which this process's writers of one file wait for each other."""
        with self._guard:
            return self._queues.setdefault(key, Lock())

    @contextmanager
    def folder(self, parts: tuple[str, ...]) -> Generator[int]:
        """A descriptor of a folder of the tree. Raises ``OSError``, and ``PlanError`` for a link on the way."""
        at = os.open(self.root, _FOLDER)
        try:
            for depth, name in enumerate(parts):
                below = _enter(at, name, "/".join(parts[: depth + 1]))
                let_go(at)
                at = below
            yield at
        finally:
            let_go(at)

    @contextmanager
    def made_folder(self, parts: tuple[str, ...]) -> Generator[int]:
        """As ``folder``; folders that are missing are made, durably."""
        for depth in range(len(parts)):
            with self.folder(parts[:depth]) as above:
                try:
                    os.mkdir(parts[depth], dir_fd=above)
                except FileExistsError:
                    continue
                sync_folder(above)
        with self.folder(parts) as made:
            yield made


@contextmanager
def regular_file(tree: Tree, path: str) -> Generator[tuple[int, os.stat_result]]:
    """A descriptor of a regular file of the tree, and its stat. Raises ``OSError`` and ``PlanError``."""
    *above, name = parts_of(path)
    with tree.folder(tuple(above)) as folder:
        file = os.open(name, FILE, dir_fd=folder)
    try:
        status = os.fstat(file)
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, "no regular file", path)
        yield file, status
    finally:
        let_go(file)


def parts_of(path: str) -> tuple[str, ...]:
    """The components of a path relative to the root, written with ``/``. Raises ``PlanError`` for what leads out."""
    parts = tuple(path.split("/"))
    if (
        not path
        or any(part in ("", ".", "..") or "\0" in part or "\\" in part for part in parts)
        or (os.name == "nt" and ":" in path)
        or not _encodable(path)
    ):
        raise PlanError("refused", f"{path[:200]!r} is no path inside the root", "name a plan by its slug")
    folded = tuple(part.casefold() for part in parts)  # some file systems do not tell the cases apart
    if folded[: len(STATE)] == STATE or not _BEYOND.isdisjoint(folded):
        raise PlanError("refused", f"{path} is no place for plans", "name a plan by its slug")
    return parts


def refuse_link(folder: int, name: str, path: str) -> None:
    """Raises ``PlanError`` when the entry is a symbolic link."""
    with suppress(FileNotFoundError):
        if stat.S_ISLNK(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode):
            raise PlanError(
                "refused", f"{path} is a symbolic link", "plans are reached through no links: use a real one"
            )


def let_go(descriptor: int) -> None:
    """Closes what nothing was written to: a failure here says nothing about the work, so it is none of ours."""
    with suppress(OSError):
        os.close(descriptor)


def sync(descriptor: int) -> None:
    """Waits until the file is on the disk."""
    os.fsync(descriptor)


def sync_folder(descriptor: int) -> None:
    """Waits until the names in a folder are on the disk, where the file system can say so."""
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise


def unconfirmed_names(*folders: int) -> OSError | None:
    """As ``sync_folder``, for what is done already: answers the failure, so that it can be told for what it is."""
    try:
        for folder in folders:
            sync_folder(folder)
    except OSError as error:
        return error
    return None


def _enter(folder: int, name: str, path: str) -> int:
    try:
        return os.open(name, _FOLDER | os.O_NOFOLLOW, dir_fd=folder)
    except OSError as error:
        if error.errno in (errno.ENOTDIR, errno.ELOOP):
            refuse_link(folder, name, path)
        raise


def _encodable(path: str) -> bool:
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
