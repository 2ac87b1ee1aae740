"""How a new text takes a file's place: a complete temporary file, a last look, a rename. Knows no plan.

A temporary file's name carries the hashes of the text it was made for and of its own text. Nothing but
unpublished text ever has such a name, so whoever holds the lock next may drop what a crash left. A save
that falls between the last look and the rename (some ten µs) is not seen.
"""

from __future__ import annotations

import errno
import os
import re
import stat
import sys
from contextlib import suppress

from execplan.store.files import Loaded, Stamp, load
from execplan.store.tree import sync, sync_folder
from execplan.text.source import Source

_TEMP = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW
_HASH = 20
_NEW = "0" * _HASH
_NO_LINKS = frozenset({errno.EPERM, errno.EOPNOTSUPP, errno.ENOTSUP, errno.EMLINK, errno.ENOSYS, errno.EINVAL})


def publish(folder: int, name: str, path: str, base: Loaded, text: Source) -> Stamp | None:
    """Puts ``text`` in the place of ``base``. None, and nothing done, when the file is no longer ``base``."""
    temp = _temp_name(name, base.source.revision, text.revision)
    try:
        written = _write(folder, temp, text.encode(), like=(name, base.status))
        seen = load(folder, name, path)
        if (seen.source.revision, seen.stamp) != (base.source.revision, base.stamp):
            return None
        try:
            # Hashing took its time: a stat right before the rename leaves the smallest gap there is without a lease.
            if Stamp.of(os.stat(name, dir_fd=folder, follow_symlinks=False)) != seen.stamp:
                return None
            os.replace(temp, name, src_dir_fd=folder, dst_dir_fd=folder)
        except FileNotFoundError:  # an editor is making the file again, or took our temporary one for a leftover
            return None
        sync_folder(folder)
        return _stamp_after(folder, name, written)
    finally:
        _drop(folder, temp)


def publish_new(folder: int, name: str, data: bytes, revision: str) -> None:
    """Puts a complete new file into the folder. Raises ``FileExistsError`` and leaves what is there."""
    temp = _temp_name(name, _NEW, revision)
    try:
        _write(folder, temp, data)
        try:
            os.link(temp, name, src_dir_fd=folder, dst_dir_fd=folder, follow_symlinks=False)
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            # No hard links here: claim the name with an empty file, which readers wait out, then fill the claim.
            os.close(os.open(name, _TEMP, 0o666, dir_fd=folder))
            os.replace(temp, name, src_dir_fd=folder, dst_dir_fd=folder)
    finally:
        _drop(folder, temp)
    sync_folder(folder)


def drop_leftovers(folder: int, name: str) -> None:
    """Removes what writers of this file left when they were killed. Only for the holder of its lock."""
    made = re.compile(rf"\.{re.escape(name)}\.[0-9a-f]{{{_HASH}}}\.[0-9a-f]{{{_HASH}}}\.[0-9]+\.tmp")
    for found in os.listdir(folder):
        if made.fullmatch(found):
            _drop(folder, found)


def _temp_name(name: str, base: str, new: str) -> str:
    return f".{name}.{base[:_HASH]}.{new[:_HASH]}.{os.getpid()}.tmp"


def _write(folder: int, temp: str, data: bytes, *, like: tuple[str, os.stat_result] | None = None) -> os.stat_result:
    """A complete file on the disk, with the owner, mode and extended attributes of the one it is to replace."""
    file = os.open(temp, _TEMP, 0o666 if like is None else 0o600, dir_fd=folder)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(file, rest) :]
        if like is not None:
            name, status = like
            _keep_owner(file, status)
            _keep_attributes(folder, name, file)
            os.fchmod(file, stat.S_IMODE(status.st_mode))  # after the owner: changing that clears bits
        sync(file)
        return os.fstat(file)
    finally:
        os.close(file)


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


def _stamp_after(folder: int, name: str, written: os.stat_result) -> Stamp:
    """The stamp of what was published: the rename moved its ctime. Of nothing, when somebody saved since."""
    wanted = Stamp.of(written)
    with suppress(FileNotFoundError):
        found = Stamp.of(os.stat(name, dir_fd=folder, follow_symlinks=False))
        if (found.inode, found.size, found.mtime_ns) == (wanted.inode, wanted.size, wanted.mtime_ns):
            return found
    return wanted


def _drop(folder: int, temp: str) -> None:
    """Removes a temporary file. What cannot be removed is a leftover for the next writer and changes no outcome."""
    with suppress(OSError):
        os.unlink(temp, dir_fd=folder)
