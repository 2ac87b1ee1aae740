"""What the operating system refuses, in the words a caller gets. Knows errno; knows no plan."""

from __future__ import annotations

import errno
from collections.abc import Generator
from contextlib import contextmanager

from execplan.plan.errors import PlanError

_MISSING = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG})
_DENIED = frozenset({errno.EACCES, errno.EPERM})


@contextmanager
def told_when_reading(path: str) -> Generator[None]:
    """Turns what the system refuses while ``path`` is read into a ``PlanError``."""
    try:
        yield
    except OSError as error:
        raise _missing(path, error) or PlanError(
            "unreadable", f"{path} cannot be read: {_reason(error)}", _hint(error)
        ) from error


@contextmanager
def told_when_writing(path: str) -> Generator[None]:
    """Turns what the system refuses while ``path`` is written into a ``PlanError``."""
    try:
        yield
    except OSError as error:
        raise _missing(path, error) or PlanError(
            "refused", f"{path} cannot be written: {_reason(error)}", _hint(error)
        ) from error


def unsure(path: str, error: OSError) -> PlanError:
    """What to say of a text that is in its file, though the disk did not confirm it."""
    return PlanError(
        "refused",
        f"{path} is written, but the disk did not confirm it: {_reason(error)}",
        "look at it before you repeat this; a power cut may take it back",
    )


def _missing(path: str, error: OSError) -> PlanError | None:
    if error.errno not in _MISSING:
        return None
    return PlanError("not_found", f"{path} is not there", "list the plans to see their names")


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()


def _hint(error: OSError) -> str:
    match error.errno:
        case errno.EBUSY:
            return "a file that is mounted on its own cannot be replaced: mount its folder"
        case errno.ENOSPC | errno.EDQUOT:
            return "free some space and try again; the file is as it was"
        case errno.EROFS:
            return "the file system is mounted read-only"
        case errno.ENOLCK | errno.ENOSYS | errno.EOPNOTSUPP:
            return "this file system has no file locks: keep the plans on a local disk"
        case code if code in _DENIED:
            return "check who owns the file, its folder and .agents/.state"
        case _:
            return ""
