"""Whether somebody worked in the tree since a time: a file written later. Knows names and times; knows no plan.

In a repository the files that git knows or would take in count, elsewhere all but those in folders of tools.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterator

from execplan.store.git import working_files
from execplan.store.tree import AGENTS, Tree

_MOST = 200_000
_SKIPPED = frozenset({"node_modules", "__pycache__", "venv", "target", "dist", "build"})


def written_since(tree: Tree, then: int, patience: float) -> bool:
    """Is a file outside ``.agents/`` newer than ``then`` (nanoseconds)? False where that cannot be told in time."""
    end = time.monotonic() + patience
    listed = working_files(tree)
    for count, path in enumerate(_walked(tree) if listed is None else listed):
        if count > _MOST or (count % 256 == 0 and time.monotonic() > end):
            return False
        if not path.startswith(f"{AGENTS}/") and _is_newer(os.path.join(tree.root, path), then):
            return True
    return False


def _is_newer(path: str, then: int) -> bool:
    try:
        found = os.lstat(path)
    except (OSError, ValueError):
        return False
    return stat.S_ISREG(found.st_mode) and found.st_mtime_ns > then


def _walked(tree: Tree) -> Iterator[str]:
    for folder, below, names in os.walk(tree.root):
        below[:] = [name for name in below if not name.startswith(".") and name not in _SKIPPED]
        for name in names:
            yield os.path.relpath(os.path.join(folder, name), tree.root)
