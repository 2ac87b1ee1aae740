"""The files that stand beside a plan while it is written, and what a killed writer left of them. Knows no plan.

A name says what the file is for: the hash of the text it was made for and that of its own. It ends in ``.part`` until
it is whole. One that ends in ``.tmp`` is whole, and holds one of three texts: its own (nothing was published), the one
it was made for (it traded places with the file), or a save of somebody else that was displaced and not yet taken in.
Only the last is worth anything, and nobody but the holder of the lock may tell.
"""

from __future__ import annotations

import os
import re
import stat
import sys
from contextlib import suppress
from dataclasses import dataclass

from execplan.plan.errors import PlanError
from execplan.store.files import decoded, open_file, read_whole
from execplan.store.tree import sync
from execplan.text.source import Source

TEMP = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW
_HASH = 20
_NEW = "0" * _HASH
_PART = ".part"
_WHOLE = ".tmp"
_MADE = re.compile(rf"\.(.+)\.([0-9a-f]{{{_HASH}}})\.([0-9a-f]{{{_HASH}}})\.[0-9]+(\.part|\.tmp)")


@dataclass(frozen=True, slots=True)
class Left:
    """A file that a killed writer left, with a text that was published nowhere else."""

    name: str
    base: str
    """The first digits of the revision that the writer worked on."""
    text: Source


def write(folder: int, name: str, text: Source, *, base: str = _NEW, like: os.stat_result | None = None) -> str:
    """A complete file on the disk, with the owner, mode and attributes of the one it is for. Answers its name."""
    stem = f".{name}.{base[:_HASH]}.{text.revision[:_HASH]}.{os.getpid()}"
    part, whole = stem + _PART, stem + _WHOLE
    try:
        file = os.open(part, TEMP, 0o666 if like is None else 0o600, dir_fd=folder)
        try:
            rest = memoryview(text.encode())
            while rest:
                rest = rest[os.write(file, rest) :]
            if like is not None:
                _keep_owner(file, like)
                _keep_attributes(folder, name, file)
                os.fchmod(file, stat.S_IMODE(like.st_mode))  # after the owner: changing that clears bits
            sync(file)
        finally:
            os.close(file)
        os.rename(part, whole, src_dir_fd=folder, dst_dir_fd=folder)
    except BaseException:
        drop(folder, part)
        raise
    return whole


def drop(folder: int, temp: str) -> None:
    """Removes a temporary file. What cannot be removed is left for the next writer and changes no outcome."""
    with suppress(OSError):
        os.unlink(temp, dir_fd=folder)


def is_temp(entry: str) -> bool:
    """Whether a name is one of a temporary file of ours."""
    return _MADE.fullmatch(entry) is not None


def left(folder: int, name: str, path: str, current: str) -> tuple[Left, ...]:
    """What killed writers left of texts that are nowhere else; everything else of theirs is removed.

    ``current`` is the revision of the file. A file that somebody still writes stays for later.
    """
    found: list[Left] = []
    for entry in sorted(os.listdir(folder)):
        match = _MADE.fullmatch(entry)
        if match is None or match[1] != name:
            continue
        _, base, new, kind = match.groups()
        try:
            text = _text(folder, entry, path) if kind == _WHOLE else None
        except _WrittenError:
            continue
        if text is not None and not (text.revision.startswith((base, new)) or text.revision == current):
            found.append(Left(entry, base, text))
        else:
            drop(folder, entry)
    return tuple(found)


class _WrittenError(Exception):
    """Somebody is writing the file."""


def _text(folder: int, name: str, path: str) -> Source | None:
    """The text of a leftover; None when it is empty, no text at all, a link or no regular file."""
    try:
        file = open_file(folder, name, path)
        try:
            found = read_whole(file, path)
            if found is None or found.being_written:
                raise _WrittenError
            return decoded(found.data, path) if found.data else None
        finally:
            os.close(file)
    except (OSError, PlanError):
        return None


def _keep_owner(file: int, like: os.stat_result) -> None:
    """Keeps owner and group where the system lets us; only root may give a file away."""
    mine = os.fstat(file)
    if (mine.st_uid, mine.st_gid) == (like.st_uid, like.st_gid):
        return
    try:
        os.fchown(file, like.st_uid, like.st_gid)
    except PermissionError:
        with suppress(PermissionError):
            os.fchown(file, -1, like.st_gid)


def _keep_attributes(folder: int, name: str, file: int) -> None:
    """Keeps extended attributes (access lists among them) where the file system has them and lets us."""
    if sys.platform != "linux":
        return
    with suppress(OSError):
        old = os.open(name, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
        try:
            for key in os.listxattr(old):
                with suppress(OSError):
                    os.setxattr(file, key, os.getxattr(old, key))
        finally:
            os.close(old)
