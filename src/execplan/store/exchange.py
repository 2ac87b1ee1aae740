"""Two files of a folder trade names in one step: renameat2(2) with ``RENAME_EXCHANGE``. Knows names; knows no plan.

A rename destroys what it replaces before anybody could look at it. An exchange keeps it under the other name, so it can
be looked at afterwards. Linux has it on most local file systems, by glibc 2.28 or a C library with the same name for it.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cache

from execplan.store.guards import plain

_EXCHANGE = 2
_NONE = frozenset({errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP, errno.EPERM})
_PROBE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW


def exchange(folder: int, one: str, other: str) -> bool:
    """Whether the two traded names. False, and nothing done, where the platform cannot. Raises ``OSError``."""
    call = None if plain() else _renameat2()
    if call is None:
        return False
    while (code := call(folder, one, other)) == errno.EINTR:
        pass
    if code in _NONE:
        return False
    if code:
        raise OSError(code, os.strerror(code), one, None, other)
    return True


def available(folder: int) -> bool:
    """Whether files of this folder can trade names, tried with two of its own. Raises ``OSError``."""
    one, other = (f".exchange.{os.getpid()}.{number}" for number in (1, 2))
    try:
        for name in (one, other):
            os.close(os.open(name, _PROBE, 0o600, dir_fd=folder))
        return exchange(folder, one, other)
    finally:
        for name in (one, other):
            with suppress(FileNotFoundError):
                os.unlink(name, dir_fd=folder)


@cache
def _renameat2() -> Callable[[int, str, str], int] | None:
    """The system call, answering an error number; None where the C library does not know it."""
    if sys.platform != "linux":
        return None
    import ctypes  # here, because only a writer needs it

    try:
        function = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return None
    function.argtypes = (ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint)

    def call(folder: int, one: str, other: str) -> int:
        failed: int = function(folder, os.fsencode(one), folder, os.fsencode(other), _EXCHANGE)
        return ctypes.get_errno() if failed else 0

    return call
