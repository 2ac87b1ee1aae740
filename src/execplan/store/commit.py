"""How a new text takes a file's place without destroying a save nobody has seen. Knows files; knows no plan.

A complete file is written beside the old one. Then, under a read lease, which keeps those out who would write in place,
the old one is looked at once more, and the two trade names. What was displaced is looked at too: an editor that saves
by a rename, or that waited for the lease, may have put its own text there. Where the platform has no exchange or
no lease, what is left of this is done, and a save that falls in a moment of some ten µs is not seen.
"""

from __future__ import annotations

import errno
import os
import time
from contextlib import suppress
from dataclasses import dataclass, replace

from execplan.plan.errors import PlanError
from execplan.store import lease, temps
from execplan.store.exchange import exchange
from execplan.store.files import Loaded, Stamp, decoded, open_file, read_steady, read_whole
from execplan.store.tree import let_go, sync_folder
from execplan.text.source import Source

_NO_LINKS = frozenset({errno.EPERM, errno.EOPNOTSUPP, errno.ENOTSUP, errno.EMLINK, errno.ENOSYS, errno.EINVAL})
_MOMENT = 0.05
"""Seconds an empty displaced file gets to be filled."""
_PATIENCE = 5.0
"""Seconds given to somebody who writes the file that was displaced; after that it is left for the next writer."""
_PAUSE = 0.001


@dataclass(frozen=True, slots=True)
class Published:
    """A text that is in the file, durably."""

    stamp: Stamp
    displaced: str | None
    """The file that holds the displaced text. Whoever has told of the operation drops it; None: it must stay."""
    unseen: Source | None = None
    """A save of somebody else that was displaced."""
    unsure: OSError | None = None
    """Why the disk did not confirm it."""


def publish(folder: int, name: str, path: str, base: Loaded, text: Source) -> Published | None:
    """Puts ``text`` in the place of ``base``. None, and nothing done, when the file is no longer ``base``.

    Raises ``OSError`` and ``PlanError``; the file is then as it was.
    """
    try:
        temp = temps.write(folder, name, text, base=base.source.revision, like=base.status)
    except FileNotFoundError:  # a writer whom the lock did not keep out took it for a leftover
        return None
    try:
        old = open_file(folder, name, path)
        try:
            published = _replace(folder, name, path, temp, old, base)
        finally:
            let_go(old)
    except FileNotFoundError:  # an editor is making the file again, or as above
        published = None
    except BaseException:
        temps.drop(folder, temp)
        raise
    if published is None:
        temps.drop(folder, temp)
        return None
    try:
        sync_folder(folder)
    except OSError as error:
        return replace(published, unsure=error)
    return published


def publish_new(folder: int, name: str, text: Source) -> None:
    """Puts a complete new file into the folder, whose names the caller syncs.

    Raises ``FileExistsError`` and leaves what is there.
    """
    temp = temps.write(folder, name, text)
    try:
        try:
            os.link(temp, name, src_dir_fd=folder, dst_dir_fd=folder, follow_symlinks=False)
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            # No hard links here: claim the name with an empty file, which readers wait out, then fill the claim.
            os.close(os.open(name, temps.TEMP, 0o666, dir_fd=folder))
            os.replace(temp, name, src_dir_fd=folder, dst_dir_fd=folder)
    finally:
        temps.drop(folder, temp)


def _replace(folder: int, name: str, path: str, temp: str, old: int, base: Loaded) -> Published | None:
    """Trades the names, if ``old`` is still ``base``, and looks at what was displaced."""
    leased = lease.take(old)
    try:
        if leased == "open" or not _is_still(folder, name, path, old, base):
            return None
        mine = os.stat(temp, dir_fd=folder, follow_symlinks=False)
        exchanged = exchange(folder, temp, name)
        if not exchanged:
            os.replace(temp, name, src_dir_fd=folder, dst_dir_fd=folder)
        published = Published(_stamp_now(folder, name, mine), temp)
        try:
            displaced = open_file(folder, temp, path) if exchanged else os.dup(old)  # ``old`` has no name any more
            try:
                if leased == "held" and os.path.samestat(os.fstat(displaced), os.fstat(old)) and lease.unbroken(old):
                    return published
                lease.give_back(old)
                return _looked_at(displaced, path, base, published)
            finally:
                let_go(displaced)
        except OSError:  # it cannot be looked at now: the next writer will
            return replace(published, displaced=None)
        except PlanError:  # no text that a plan could have: it goes back where it was
            exchange(folder, temp, name)
            raise
    finally:
        lease.give_back(old)


def _is_still(folder: int, name: str, path: str, old: int, base: Loaded) -> bool:
    """Whether the file is ``base``, by its bytes, and ``old`` a descriptor of it."""
    found = read_steady(old, path)
    if found is None or Stamp.of(found[1]) != base.stamp or found[0] != base.source.encode():
        return False
    # Reading took its time: a stat right before the exchange leaves the smallest gap there is.
    return Stamp.of(os.stat(name, dir_fd=folder, follow_symlinks=False)) == base.stamp


def _looked_at(displaced: int, path: str, base: Loaded, published: Published) -> Published:
    """What was published, with the save that an editor made in the displaced file, once that editor is done.

    Raises ``PlanError`` for a save that is no text.
    """
    start = time.monotonic()
    while (waited := time.monotonic() - start) < _PATIENCE:
        found = read_whole(displaced, path)
        if found is not None and not found.being_written and (found.data or waited > _MOMENT):
            seen = found.data in (b"", base.source.encode())
            return published if seen else replace(published, unseen=decoded(found.data, path))
        time.sleep(_PAUSE)
    return replace(published, displaced=None)


def _stamp_now(folder: int, name: str, mine: os.stat_result) -> Stamp:
    """The stamp of what was published: its change of name moved its ctime. Of nothing, when somebody saved since."""
    wanted = Stamp.of(mine)
    with suppress(OSError):
        found = Stamp.of(os.stat(name, dir_fd=folder, follow_symlinks=False))
        if (found.inode, found.size, found.mtime_ns) == (wanted.inode, wanted.size, wanted.mtime_ns):
            return found
    return wanted
