"""Nobody has this file open for writing: fcntl(2) ``F_SETLEASE`` with a read lease. Knows descriptors; knows no plan.

The kernel grants a read lease only while no descriptor anywhere may write the file, and makes whoever opens it for
writing wait until the lease is given back. So the holder sees a whole file, and learns of a writer who came since.

It is had on Linux by the owner of the file (or with ``CAP_LEASE``), on file systems that know leases. Whoever waits
longer than /proc/sys/fs/lease-break-time (45 s) gets in all the same; a lease is held here for less than a millisecond.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
from contextlib import suppress
from typing import Literal

from execplan.store.guards import plain

Taken = Literal["held", "open", "none"]
"""``open``: somebody may be writing the file. ``none``: there are no leases for us here."""

_PROBE = os.O_RDONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW


def take(file: int) -> Taken:
    """Takes a read lease on an open file, or says why not."""
    if sys.platform != "linux" or plain():
        return "none"
    import fcntl

    try:
        # The holder is told of a writer by a signal. The default one ends the process, this one is ignored by default.
        fcntl.fcntl(file, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_RDLCK)
    except OSError as error:
        return "open" if error.errno == errno.EAGAIN else "none"
    return "held"


def unbroken(file: int) -> bool:
    """Whether a lease that was taken is still held and nobody waits to write."""
    if sys.platform != "linux":
        return False
    import fcntl

    return fcntl.fcntl(file, fcntl.F_GETLEASE) == fcntl.F_RDLCK


def give_back(file: int) -> None:
    """Lets writers in. Said aloud rather than by closing: a forked child may hold a copy of the descriptor."""
    if sys.platform != "linux":
        return
    import fcntl

    with suppress(OSError):
        fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_UNLCK)


def available(folder: int) -> bool:
    """Whether files that we make in this folder can be leased, tried with one. Raises ``OSError``."""
    name = f".lease.{os.getpid()}"
    try:
        file = os.open(name, _PROBE, 0o600, dir_fd=folder)
        try:
            return take(file) == "held"
        finally:
            give_back(file)
            os.close(file)
    finally:
        with suppress(FileNotFoundError):
            os.unlink(name, dir_fd=folder)
