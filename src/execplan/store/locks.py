"""One writer of a file at a time: first among the threads here, then among processes. Knows locks; knows no plan.

The lock file stands in ``.agents/.state/``, never beside the plan and never unlinked, because a waiter on
an unlinked inode and a writer on a new one would both believe they hold it. Writers wait; a wait that is
too long names the holder. The lock is the kernel's, so a killed holder leaves nothing behind.
"""

from __future__ import annotations

import os
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress

from filelock import lock_descriptor, unlock_descriptor

from execplan.plan.errors import PlanError
from execplan.store.state import key_of, state_folder
from execplan.store.tree import Tree, let_go

POLL = 0.005
"""Seconds between two tries for a lock that another process holds."""

_LOCK = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW


@contextmanager
def locked(tree: Tree, path: str) -> Generator[None]:
    """Holds the lock of one file. Raises ``PlanError`` busy when ``tree.wait`` seconds were not enough."""
    end = time.monotonic() + tree.wait
    key = key_of(path)
    queue = tree.queue(key)
    if not queue.acquire(timeout=tree.wait):
        raise _busy(path, tree.wait, f"process {os.getpid()} (this one)")
    try:
        file = _waited_for(tree, path, key, end)
        try:
            _sign(file, b"%d\n" % os.getpid())
            yield
        finally:
            _sign(file, b"")
            _give_back(file)
    finally:
        queue.release()


def _waited_for(tree: Tree, path: str, key: str, end: float) -> int:
    """A descriptor of the lock file, locked.

    Who wants the lock takes the turn first and keeps it until the lock is his. So a process that writes all the
    time cannot take its own lock again and again while others look for it: the next turn is somebody else's.
    """
    with state_folder(tree) as state:
        turn = _taken(state, f"{key}.turn", end)
        if turn is not None:
            try:
                file = _taken(state, f"{key}.lock", end)
            finally:
                _give_back(turn)
            if file is not None:
                return file
        raise _busy(path, tree.wait, _holder(state, f"{key}.lock"))


def _taken(state: int, name: str, end: float) -> int | None:
    """A descriptor of a file in the state folder, locked; None when time is up."""
    while True:
        file = os.open(name, _LOCK, 0o666, dir_fd=state)
        try:
            while not lock_descriptor(file, blocking=False):
                if time.monotonic() > end:
                    os.close(file)
                    return None
                time.sleep(POLL)
            if _is_named(state, name, file):
                return file
        except BaseException:
            os.close(file)
            raise
        os.close(file)  # somebody removed the file while this one waited: take the new one


def _give_back(file: int) -> None:
    # Unlocked rather than only closed: a forked child may still hold a copy of the descriptor.
    with suppress(OSError):
        unlock_descriptor(file)
    let_go(file)


def _is_named(state: int, name: str, file: int) -> bool:
    try:
        named = os.stat(name, dir_fd=state, follow_symlinks=False)
    except FileNotFoundError:
        return False
    return os.path.samestat(named, os.fstat(file))


def _sign(file: int, who: bytes) -> None:
    """Says in the lock file who holds it. A courtesy: on a full disk the lock holds without it."""
    with suppress(OSError):
        os.ftruncate(file, 0)
        os.pwrite(file, who, 0)


def _holder(state: int, name: str) -> str:
    pid = b""
    with suppress(OSError):
        file = os.open(name, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=state)
        try:
            pid = os.pread(file, 32, 0).strip()
        finally:
            os.close(file)
    return f"process {pid.decode()}" if pid.isdigit() else "another process"


def _busy(path: str, wait: float, holder: str) -> PlanError:
    return PlanError(
        "busy", f"{path} is locked by {holder}; waited {wait:g} s", "nothing was written; try again, or end the holder"
    )
