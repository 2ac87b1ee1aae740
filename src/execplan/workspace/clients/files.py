"""A configuration file read whole and exchanged whole. Knows the file system; knows no client and no format.

A link stays a link: what it leads to is exchanged. The file keeps its mode, and its owner where that may be set.
"""

from __future__ import annotations

import os
import secrets
import stat
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from execplan.plan.errors import PlanError

BACKUP = ".execplan-backup"
_LARGEST = 16 << 20
_READ = os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK


@dataclass(frozen=True, slots=True)
class Config:
    """A file as it was read. ``path`` is where a link leads; ``data`` is None where nothing is."""

    path: Path
    data: bytes | None
    status: os.stat_result | None = None

    @property
    def backup(self) -> Path:
        return self.path.with_name(self.path.name + BACKUP)


def read(path: Path) -> Config:
    """The file at ``path``. Raises ``PlanError`` for what is no regular file, too large or not to be read."""
    try:
        target = Path(os.path.realpath(path))
        file = os.open(target, _READ)
    except FileNotFoundError:
        return Config(Path(os.path.realpath(path)), None)
    except OSError as error:
        raise PlanError("unreadable", f"{path}: {_said(error)}") from None
    try:
        status = os.fstat(file)
        if not stat.S_ISREG(status.st_mode):
            raise PlanError("unreadable", f"{path}: {'a folder' if stat.S_ISDIR(status.st_mode) else 'no file'}")
        with os.fdopen(file, "rb", closefd=False) as opened:
            data = opened.read(_LARGEST + 1)
    except OSError as error:
        raise PlanError("unreadable", f"{path}: {_said(error)}") from None
    finally:
        os.close(file)
    if len(data) > _LARGEST:
        raise PlanError("too_large", f"{path}: more than {_LARGEST >> 20} MiB")
    return Config(target, data, status)


def exchange(config: Config, data: bytes, *, backup: bool) -> Path | None:
    """Write ``data`` in place of what was read; with ``backup``, keep that beside it. Answers where.

    Raises ``PlanError`` when the file has changed since, or cannot be written; it is then as it was.
    """
    try:
        config.path.parent.mkdir(parents=True, exist_ok=True)
        kept = config.backup if backup and config.data is not None else None
        if kept is not None and config.data is not None:
            _write(config, kept, config.data)
        _write(config, config.path, data, unchanged=True)
    except OSError as error:
        raise PlanError("unreadable", f"{config.path}: not written: {_said(error)}") from None
    return kept


def remove(config: Config) -> None:
    """Remove the file that was read. Raises ``PlanError`` when it has changed since, or cannot be removed."""
    _check(config)
    try:
        config.path.unlink()
    except OSError as error:
        raise PlanError("unreadable", f"{config.path}: not removed: {_said(error)}") from None


def before(config: Config) -> bytes | None:
    """What the backup beside the file holds; None where there is none that can be read."""
    with suppress(PlanError):
        return None if config.backup.is_symlink() else read(config.backup).data
    return None


def forget(config: Config) -> None:
    """Remove the backup: the file says the same."""
    with suppress(OSError):
        config.backup.unlink()


def _write(config: Config, path: Path, data: bytes, *, unchanged: bool = False) -> None:
    temp = path.with_name(f".{path.name}.{secrets.token_hex(8)}.tmp")
    # A file that is new has the mode of any new file; one that is exchanged is never readable for more than before.
    mode = 0o666 if config.status is None else 0o600
    file = os.open(temp, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, mode)
    try:
        with os.fdopen(file, "wb") as opened:
            if config.status is not None:
                with suppress(OSError):
                    os.fchown(file, config.status.st_uid, config.status.st_gid)
                os.fchmod(file, stat.S_IMODE(config.status.st_mode))
            opened.write(data)
            opened.flush()
            os.fsync(file)
        if unchanged:
            _check(config)
        os.replace(temp, path)
    except BaseException:
        with suppress(OSError):
            temp.unlink()
        raise
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        with suppress(OSError):
            os.fsync(folder)
    finally:
        os.close(folder)


def _check(config: Config) -> None:
    if read(config.path).data != config.data:
        raise PlanError("conflict", f"{config.path} has changed meanwhile", "run it again")


def _said(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
