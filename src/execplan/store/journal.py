"""What was done to one file, and every text it had: one line an operation, only ever added to. Knows no plan.

The journal stands in ``.agents/.state/journal/``, a file for each path, and holds the text that each operation made.
So does it hold the text an operation was made for: one that no line made (an editor's save) is ``seen`` first.
Lines are written by the holder of the path's lock, and read by anybody at any time: what cannot be read, or was cut
off by a crash, is passed over. The file holds the truth; a journal that cannot be written stops no write.
"""

from __future__ import annotations

import errno
import logging
import os
import stat
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from execplan.plan.errors import PlanError
from execplan.store.entry import CREATE, DISPLACED, SEEN, Entry, line_of, parsed, text
from execplan.store.state import key_of, state_folder
from execplan.store.tree import FILE, STATE, Tree, let_go, sync, sync_folder
from execplan.text.source import Source

__all__ = ["Entry", "entries", "record", "text", "text_at"]

logger = logging.getLogger(__name__)

FOLDER = "journal"
MOST = 4 << 20
"""Bytes of one generation of a journal. There are two: the one written to, and the one before it."""
_MOST_READ = 2 * MOST
_TRIES = 5
_CHUNK = 1 << 16
_NO_JOURNAL = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ELOOP})
_FAR = 20
"""Moves of one plan that are followed back."""
_WRITTEN = os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK


def record(
    tree: Tree,
    path: str,
    *,
    kind: str,
    by: str,
    base: Source,
    new: Source,
    undoes: tuple[str, ...] = (),
    came_from: str | None = None,
) -> None:
    """Adds what was just done, durably; for the holder of the path's lock. Never raises: a failure is a warning.

    ``came_from`` is the path that a moved file had before.
    """
    try:
        with state_folder(tree, FOLDER) as folder:
            _record(folder, _Operation(path, kind, by, base, new, undoes, came_from))
    except (OSError, PlanError) as error:
        logger.warning("%s: %s was done, but is not in the journal: %s", path, kind, error)


def entries(tree: Tree, path: str) -> tuple[Entry, ...]:
    """What was done to the plan at a path, oldest first; from before it was moved there, too. Raises ``PlanError``.

    A plan begins where its file was created: what stood there before was another one.
    """
    found: tuple[Entry, ...] = ()
    until: str | None = None
    for _ in range(_FAR):
        own, start = _life(_lines(tree, path), until)
        found = own + found
        if start is None or start.came_from is None:
            break
        path, until = start.came_from, start.after
    return found


def text_at(tree: Tree, path: str, prefix: str) -> Source | None:
    """The text of a revision, named by its first digits (at least 8); None when it is not kept."""
    if len(prefix) < 8:
        return None
    with suppress(PlanError):
        for entry in reversed(entries(tree, path)):
            if entry.new.startswith(prefix) and (found := text(entry)) is not None:
                return found
    return None


@dataclass(frozen=True, slots=True)
class _Operation:
    path: str
    kind: str
    by: str
    base: Source
    new: Source
    undoes: tuple[str, ...]
    came_from: str | None

    def line(self, after: str) -> bytes:
        return self._line(self.kind, self.by, self.base.revision, self.new, self.undoes, self.came_from, after)

    def seen(self, before: str) -> bytes:
        return self._line(SEEN, "", before, self.base, (), None, "")

    def _line(
        self,
        kind: str,
        by: str,
        base: str,
        new: Source,
        undoes: tuple[str, ...],
        came_from: str | None,
        after: str,
    ) -> bytes:
        at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        op = os.urandom(6).hex()
        return line_of(self.path, op, at, by, kind, base, new, undoes, came_from, after)


def _record(folder: int, done: _Operation) -> None:
    key = key_of(done.path)
    with _writable(folder, f"{key}.jsonl") as file:
        _end_line(file, key)
        size = os.fstat(file).st_size
        # A moved file's history goes on from that of its old path.
        before = key if done.came_from is None else key_of(done.came_from)
        last = _last(folder, before)
        known = done.base.revision if last is None else last.new
        # A save that was displaced stands beside the others, and of no file there is no text.
        follows = done.kind in (CREATE, DISPLACED) or not done.base.text
        added = b"" if follows or (last is not None and known == done.base.revision) else done.seen(known)
        line = done.line("" if last is None or done.came_from is None else last.op)
        if not size or size + len(added) + len(line) <= MOST:
            _append(file, added + line)
            if not size:
                sync_folder(folder)
            return
    os.rename(f"{key}.jsonl", f"{key}.1.jsonl", src_dir_fd=folder, dst_dir_fd=folder)
    with _writable(folder, f"{key}.jsonl") as file:
        # Each generation begins with the text that its first operation was made for.
        _append(file, (added or done.seen(done.base.revision)) + line)
    sync_folder(folder)


@contextmanager
def _writable(folder: int, name: str) -> Generator[int]:
    file = os.open(name, _WRITTEN, 0o666, dir_fd=folder)
    try:
        status = os.fstat(file)
        if not stat.S_ISREG(status.st_mode) or status.st_nlink != 1:
            raise PlanError("refused", f"{name} is no file of its own")
        yield file
    finally:
        let_go(file)


def _append(file: int, data: bytes) -> None:
    size = os.fstat(file).st_size
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(file, rest) :]
        sync(file)
    except BaseException:
        with suppress(OSError):
            os.ftruncate(file, size)
        raise


def _end_line(file: int, key: str) -> None:
    """Ends a last line that lacks only its end, and drops one that a crash cut off."""
    size = os.fstat(file).st_size
    if not size or os.pread(file, 1, size - 1) == b"\n":
        return
    rest = next(_backwards(file, size), b"")
    if parsed(rest, key) is not None:
        _append(file, b"\n")
    else:
        os.ftruncate(file, size - len(rest))


def _last(folder: int, key: str) -> Entry | None:
    """The last operation that made the file's text, found from the end."""
    for name in _generations(key):
        with suppress(FileNotFoundError), _readable(folder, name) as file:
            for line in _backwards(file, os.fstat(file).st_size):
                entry = parsed(line, key)
                if entry is not None and entry.kind != DISPLACED:
                    return entry
    return None


def _backwards(file: int, size: int) -> Iterator[bytes]:
    """The lines of a file, the last first, without their ends; what follows the last end counts when there is any."""
    at, rest, first = size, b"", True
    while at > 0 and size - at < _MOST_READ:
        start = max(0, at - _CHUNK)
        rest = os.pread(file, at - start, start) + rest
        at = start
        first_line, *others = rest.split(b"\n")
        if not others:
            continue
        for line in reversed(others):
            if line or not first:
                yield line
            first = False
        rest = first_line
    if rest:
        yield rest


@contextmanager
def _readable(folder: int, name: str) -> Generator[int]:
    file = os.open(name, FILE, dir_fd=folder)
    try:
        if not stat.S_ISREG(os.fstat(file).st_mode):
            raise PlanError("refused", f"{name} is no regular file")
        yield file
    finally:
        let_go(file)


def _generations(key: str) -> tuple[str, str]:
    return f"{key}.jsonl", f"{key}.1.jsonl"


def _lines(tree: Tree, path: str) -> tuple[Entry, ...]:
    """All that the journal of a path says, oldest first. A line that cannot be read says nothing.

    Raises ``PlanError`` when there is a journal and the system does not let it be read.
    """
    key = key_of(path)
    now, before = _generations(key)
    try:
        with suppress(PlanError), tree.folder((*STATE, FOLDER)) as folder:
            for _ in range(_TRIES):
                newer = _data(folder, now)
                older = _data(folder, before)
                if _inode(folder, now) == newer[1]:  # else it became the older one meanwhile
                    break
            else:
                return ()
            lines = (older[0] + newer[0]).split(b"\n")
            read = [entry for line in lines if (entry := parsed(line, key)) is not None]
            return tuple(one for at, one in enumerate(read) if not at or one.kind != SEEN or one.base != one.new)
    except OSError as error:
        if error.errno not in _NO_JOURNAL:
            reason = (error.strerror or str(error)).lower()
            raise PlanError(
                "unreadable", f"the journal of {path} cannot be read: {reason}", f"check who owns {'/'.join(STATE)}"
            ) from error
    return ()


def _data(folder: int, name: str) -> tuple[bytes, int | None]:
    """The bytes of whole lines, and which file they are from. Nothing of what is no file, or one too large."""
    with suppress(FileNotFoundError, PlanError), _readable(folder, name) as file:
        status = os.fstat(file)
        if status.st_size > _MOST_READ:
            return b"", status.st_ino
        data = b""
        while len(data) < _MOST_READ and (more := os.read(file, _MOST_READ - len(data))):
            data += more
        # A last line without an end is being written, or only lacks its end: the parser tells.
        return data if data.endswith(b"\n") or not data else data + b"\n", status.st_ino
    return b"", _inode(folder, name)


def _inode(folder: int, name: str) -> int | None:
    try:
        return os.stat(name, dir_fd=folder, follow_symlinks=False).st_ino
    except FileNotFoundError:
        return None


def _life(lines: tuple[Entry, ...], until: str | None) -> tuple[tuple[Entry, ...], Entry | None]:
    """The operations on one plan up to one of them, and the one it began with when that made or moved its file."""
    if until is not None:
        ops = [entry.op for entry in lines]
        lines = lines[: ops.index(until) + 1] if until in ops else ()
    for at in range(len(lines) - 1, -1, -1):
        if lines[at].kind == CREATE or lines[at].came_from is not None:
            # what was seen of a moved file before its move was told belongs to it
            first = at - 1 if at and lines[at].kind != CREATE and lines[at - 1].kind == SEEN else at
            return lines[first:], lines[at]
    return lines, None
