"""The SHA-256 of a file of the tree. Knows bytes and containment; knows no plan."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress

from execplan.plan.errors import PlanError
from execplan.store.tree import Tree, regular_file

MOST = 64 << 20
"""Bytes of the largest file that is read for its digest: an answer must not wait longer."""


def digest_of(tree: Tree, path: str) -> str | None:
    """The digest of a regular file inside the tree, reached through no link; None where there is none, or a larger one."""
    with suppress(OSError, PlanError), regular_file(tree, path) as (file, status):
        return _read(file) if status.st_size <= MOST else None
    return None


def _read(file: int) -> str | None:
    found, left = hashlib.sha256(), MOST
    while more := os.read(file, 1 << 20):
        left -= len(more)
        if left < 0:  # it grew while it was read
            return None
        found.update(more)
    return found.hexdigest()
