"""Whole reads of one file, and what a file's stat says about it. Knows bytes and limits; knows no plan.

Editors truncate and write in place, or unlink and create again. A read that saw the file change, or that found it open
for writing, is made again; an empty or missing file gets a moment to come back before it is reported.
"""

from __future__ import annotations

import errno
import os
import stat
import time
from dataclasses import dataclass

from execplan.plan.errors import PlanError
from execplan.store import lease
from execplan.store.faults import told_when_reading
from execplan.store.tree import FILE, Tree, parts_of, refuse_link
from execplan.text.record import record
from execplan.text.source import Source, UndecodableError

LIMIT = 1 << 20
"""Bytes of the largest plan that is read or written."""

_MOMENT = 0.05
"""Seconds an empty or missing file gets, so that a save in progress is not mistaken for a loss."""
_FRESH = 1.0
"""Seconds since its last change after which an empty file is no save in progress."""
_WRITTEN = 0.5
"""Seconds a save in progress gets to end. Some programs keep a file open for writing though they write nothing."""
_STEADY = 2.0
"""Seconds after which a file that never holds still is given up on."""
_PAUSE = 0.001
_NOTHING = b" \t\r\n\0\xef\xbb\xbf"


@record
class Stamp:
    """What tells a changed file from an unchanged one without reading it."""

    mtime_ns: int
    size: int
    inode: int
    ctime_ns: int
    device: int

    @staticmethod
    def of(status: os.stat_result) -> Stamp:
        return Stamp(status.st_mtime_ns, status.st_size, status.st_ino, status.st_ctime_ns, status.st_dev)


@dataclass(frozen=True, slots=True)
class Loaded:
    """A file as one whole read found it."""

    source: Source
    stamp: Stamp
    status: os.stat_result
    being_written: bool
    """Whether somebody has it open for writing, as far as the platform tells."""


def read(tree: Tree, path: str) -> Loaded:
    """The text of a file of the tree, whole. Raises ``PlanError``."""
    *above, name = parts_of(path)
    with told_when_reading(path), tree.folder(tuple(above)) as folder:
        return load(folder, name, path)


def stamp(tree: Tree, path: str) -> Stamp:
    """What the file's stat says now. Raises ``PlanError``, also for a link or for what is no regular file."""
    *above, name = parts_of(path)
    with told_when_reading(path), tree.folder(tuple(above)) as folder:
        status = _stat(folder, name)
        if not stat.S_ISREG(status.st_mode):
            refuse_link(folder, name, path)
            raise _not_regular(path)
        return Stamp.of(status)


def _stat(folder: int, name: str) -> os.stat_result:
    """Gives a missing file the moment that an editor needs to make it again."""
    start = time.monotonic()
    while True:
        try:
            return os.stat(name, dir_fd=folder, follow_symlinks=False)
        except FileNotFoundError:
            if time.monotonic() - start > _MOMENT:
                raise
        time.sleep(_PAUSE)


def load(folder: int, name: str, path: str) -> Loaded:
    """As ``read``, from a folder that is already open. ``path`` is for messages. May also raise ``OSError``."""
    start = time.monotonic()
    while True:
        waited = time.monotonic() - start
        try:
            found = _attempt(folder, name, path)
        except FileNotFoundError:
            if waited > _MOMENT:
                raise
        else:
            if found is None:
                if waited > _STEADY:
                    raise PlanError("busy", f"{path} keeps changing while it is read", "try again in a moment")
            elif not found.being_written or waited > _WRITTEN:
                if found.data.strip(_NOTHING):
                    source = decoded(found.data, path)
                    return Loaded(source, Stamp.of(found.status), found.status, found.being_written)
                if waited > _MOMENT or time.time() - found.status.st_mtime > _FRESH:
                    raise PlanError("unreadable", f"{path} is empty", "restore it (git, backup) or delete it")
        time.sleep(_PAUSE)


@dataclass(frozen=True, slots=True)
class Read:
    """The bytes of a file that did not change while they were read."""

    data: bytes
    status: os.stat_result
    being_written: bool


def read_whole(file: int, path: str) -> Read | None:
    """What an open file holds, read while nobody may write it; None when it changed meanwhile.

    Raises ``OSError``, ``PlanError``.
    """
    taken = lease.take(file)
    try:
        found = read_steady(file, path)
    finally:
        if taken == "held":
            lease.give_back(file)
    return None if found is None else Read(*found, taken == "open")


def read_steady(file: int, path: str) -> tuple[bytes, os.stat_result] | None:
    """As ``read_whole``, by the stat before and after alone: for who holds a lease, or has none."""
    before = os.fstat(file)
    if not stat.S_ISREG(before.st_mode):
        raise _not_regular(path)
    refuse_large(before.st_size, path)
    data = b""
    # One byte more than there should be: what grows meanwhile is noticed, and no room is made for what is not there.
    while len(data) <= before.st_size and (more := os.pread(file, before.st_size + 1 - len(data), len(data))):
        data += more
    after = os.fstat(file)
    if Stamp.of(before) != Stamp.of(after) or len(data) != after.st_size:
        return None
    return data, after


def refuse_large(size: int, path: str) -> None:
    """Raises ``PlanError`` above the limit."""
    if size > LIMIT:
        raise PlanError(
            "too_large",
            f"{path}: {size:,} bytes are more than the limit of {LIMIT:,} (1 MiB)",
            "move old entries or attachments into a file beside it",
        )


def _attempt(folder: int, name: str, path: str) -> Read | None:
    file = open_file(folder, name, path)
    try:
        return read_whole(file, path)
    finally:
        os.close(file)


def open_file(folder: int, name: str, path: str) -> int:
    """A descriptor of a file for reading, never of what a link names. Raises ``OSError`` and ``PlanError``."""
    try:
        return os.open(name, FILE, dir_fd=folder)
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.EMLINK):
            refuse_link(folder, name, path)
        if error.errno == errno.ENXIO:  # a socket
            raise _not_regular(path) from None
        raise


def decoded(data: bytes, path: str) -> Source:
    """The text of a file's bytes. Raises ``PlanError``."""
    try:
        return Source.decode(data)
    except UndecodableError as error:
        utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
        raise PlanError(
            "unreadable",
            f"{path} is not UTF-8 at line {error.line} (byte {error.offset})",
            "it looks like UTF-16: save it as UTF-8" if utf16 else "save it as UTF-8; it was left as it is",
        ) from None


def _not_regular(path: str) -> PlanError:
    return PlanError("refused", f"{path} is no regular file", "a plan is a Markdown file")
