"""The SHA-256 of a file of the tree. Knows bytes and containment; knows no plan."""

from __future__ import annotations

import hashlib
import os
import stat
from contextlib import suppress

from execplan.plan.errors import PlanError
from execplan.store.tree import Tree, let_go, parts_of

MOST = 64 << 20
"""Bytes of the largest file that is read for its digest: an answer must not wait longer."""
_OPEN = os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK


def digest_of(tree: Tree, path: str) -> str | None:
    """The digest of a regular file inside the tree, reached through no link; None where there is none, or a larger one."""
    with suppress(OSError, PlanError):
        *above, name = parts_of(path)
        with tree.folder(tuple(above)) as folder:
            file = os.open(name, _OPEN, dir_fd=folder)
        try:
            status = os.fstat(file)
            return _read(file) if stat.S_ISREG(status.st_mode) and status.st_size <= MOST else None
        finally:
            let_go(file)
    return None


def _read(file: int) -> str | None:
    found, left = hashlib.sha256(), MOST
    while more := os.read(file, 1 << 20):
        left -= len(more)
        if left < 0:  # it grew while it was read
            return None
        found.update(more)
    return found.hexdigest()
