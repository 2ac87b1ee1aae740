"""Whole files of the state folder that only save work: read whole or not at all. Knows bytes; knows not what they mean.

Whatever is odd about one (a link, a pipe, cut off, too large, somebody else's) makes it as good as missing, and what
cannot be written is not kept. A checksum tells a file that was written whole; it says nothing of who wrote it.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import threading
import time
from contextlib import suppress

from execplan.plan.errors import PlanError
from execplan.store.state import state_folder
from execplan.store.tree import FILE, STATE, Tree, let_go

WORDS = "words"
"""What is kept for searches."""
_OURS = re.compile(rf"{WORDS}|\.{WORDS}\.[0-9]+\.[0-9]+")
LARGEST = 128 << 20
"""Bytes of a file that is read or written."""
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW
_CHECK = 32
_ABANDONED = 600.0
"""Seconds after which nobody is writing a file any more."""


def is_kept(name: str) -> bool:
    """Is a file of this name in the state folder one of these, or one being written?"""
    return _OURS.fullmatch(name) is not None


def load(tree: Tree, name: str, kind: bytes) -> memoryview | None:
    """What ``keep`` was given under the same name and kind; None where there is no such file."""
    head = len(kind) + _CHECK
    with suppress(OSError, PlanError), tree.folder(STATE) as folder:
        file = os.open(name, FILE, dir_fd=folder)
        try:
            status = os.fstat(file)
            if not stat.S_ISREG(status.st_mode) or not head <= status.st_size <= LARGEST:
                return None
            if os.pread(file, len(kind), 0) != kind:
                return None
            data = bytearray()
            while len(data) < status.st_size and (more := os.pread(file, status.st_size - len(data), len(data))):
                data += more
        finally:
            let_go(file)
        rest = memoryview(data)[head:]
        return rest if hashlib.sha256(rest).digest() == bytes(data[len(kind) : head]) else None
    return None


def keep(tree: Tree, name: str, kind: bytes, pieces: tuple[bytes, ...]) -> bool:
    """Puts the pieces, one behind the other, in the place of what was kept before. Readers see the one or the other.

    Nothing is synced: what a power cut leaves has the wrong checksum.
    """
    if len(kind) + _CHECK + sum(map(len, pieces)) > LARGEST:
        return False
    check = hashlib.sha256()
    for piece in pieces:
        check.update(piece)
    with suppress(OSError, PlanError), state_folder(tree) as folder:
        _sweep(folder, name)
        temp = f".{name}.{os.getpid()}.{threading.get_ident()}"
        file = os.open(temp, _NEW, 0o666, dir_fd=folder)
        try:
            try:
                for piece in (kind, check.digest(), *pieces):
                    rest = memoryview(piece)
                    while rest:
                        rest = rest[os.write(file, rest) :]
            finally:
                os.close(file)
            os.replace(temp, name, src_dir_fd=folder, dst_dir_fd=folder)
        except BaseException:
            with suppress(OSError):
                os.unlink(temp, dir_fd=folder)
            raise
        return True
    return False


def _sweep(folder: int, name: str) -> None:
    """Takes away what killed writers left."""
    with os.scandir(folder) as entries:
        for one in entries:
            if one.name.startswith(f".{name}."):
                with suppress(OSError):
                    if time.time() - one.stat(follow_symlinks=False).st_mtime > _ABANDONED:
                        os.unlink(one.name, dir_fd=folder)
