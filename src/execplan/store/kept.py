"""Files of our own below ``.agents/.state/`` that could be made again at any time. Knows bytes; knows no plan.

Put in place whole, by a rename and without fsync: after a power cut there may be nothing, or bytes that are no longer
what was written, and whoever reads them must be able to tell.
"""

from __future__ import annotations

import os
import stat
import time
from contextlib import suppress

from execplan.plan.errors import PlanError
from execplan.store.state import state_folder
from execplan.store.tree import FILE, STATE, Tree

KNOWN = "known.json"
"""What lists of plans ask for."""
WORDS = "words"
"""What searches ask for."""
NAMES = frozenset({KNOWN, WORDS})
_BEGUN = ".new"
_LARGEST = 128 << 20
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW
_DEAD = 60
"""Seconds after which a file that was begun is nobody's any more."""


def is_kept(name: str) -> bool:
    """Is a file of this name in the state folder one of these, or one that is being written?"""
    return name.removesuffix(_BEGUN) in NAMES


def read_kept(tree: Tree, name: str) -> bytes | None:
    """The bytes of a file; None where there is none, or it cannot be read."""
    with suppress(OSError, PlanError), tree.folder(STATE) as folder:
        file = os.open(name, FILE, dir_fd=folder)
        try:
            found = os.fstat(file)
            if stat.S_ISREG(found.st_mode) and found.st_size <= _LARGEST:
                with open(file, "rb", closefd=False) as stream:
                    return stream.read(_LARGEST)
        finally:
            os.close(file)
    return None


def write_kept(tree: Tree, name: str, data: bytes) -> bool:
    """Puts a file in place; False where that cannot be done, or somebody else is just doing it."""
    with suppress(OSError, PlanError), state_folder(tree) as folder:
        begun = name + _BEGUN
        with suppress(FileNotFoundError):
            if time.time() - os.stat(begun, dir_fd=folder, follow_symlinks=False).st_mtime > _DEAD:
                os.unlink(begun, dir_fd=folder)
        file = os.open(begun, _NEW, 0o666, dir_fd=folder)
        try:
            with open(file, "wb") as stream:
                stream.write(data)
            os.rename(begun, name, src_dir_fd=folder, dst_dir_fd=folder)
        except BaseException:
            with suppress(OSError):
                os.unlink(begun, dir_fd=folder)
            raise
        return True
    return False
