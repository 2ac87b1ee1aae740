"""Looks whether a repository holds a commit, in git's own files. Knows loose objects and packs; knows no history, no plan.

No git is run for it, so that evidence is graded where there is none, too: only ``git`` beside this runs one, fenced in,
for what cannot be read from single files. Only files with git's own names are opened (``objects/xx/…``,
``objects/pack/pack-….idx``), and nothing of what they hold is answered but the commit's hash. Repositories with SHA-1
names count; objects borrowed from elsewhere (``objects/info/alternates``) do not.
"""

from __future__ import annotations

import os
import re
import stat
import zlib
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from execplan.store.tree import FILE

_HASH = re.compile(r"[0-9a-f]{40}")
_PREFIX = re.compile(r"[0-9a-f]{7,40}")
_PACK = re.compile(r"pack-[0-9a-f]{40}\.idx")
_HEADER = 8
"""Bytes before the fan-out table of an index: its magic and version."""
_FAN_OUT = 256 * 4
_WIDTH = 20
_MOST_PACKS = 1_000
_DEEPEST = 4_096
"""Deltas from a commit to its whole base."""
_COMMIT, _OFFSET_DELTA, _REFERENCE_DELTA = 1, 6, 7


def find_commit(root: Path, prefix: str) -> str | None:
    """The whole hash of the one commit that begins with ``prefix`` (at least 7 digits); None when there is no such one."""
    if not _PREFIX.fullmatch(prefix):
        return None
    with suppress(OSError, ValueError):
        objects = _objects(root)
        if objects is not None:
            found = {*_loose(objects, prefix), *_packed(objects, prefix)}
            return found.pop() if len(found) == 1 else None
    return None


def _objects(root: Path) -> Path | None:
    """The object store of the repository around ``root``; a worktree's ``.git`` file leads to the one it shares."""
    for folder in (root, *root.parents):
        dot_git = folder / ".git"
        if dot_git.is_file():
            said = _line(dot_git)
            if not said.startswith("gitdir:"):
                return None
            dot_git = folder / said.removeprefix("gitdir:").strip()
        if dot_git.is_dir():
            shared = _line(dot_git / "commondir")
            return (dot_git / shared if shared else dot_git) / "objects"
    return None


def _line(path: Path) -> str:
    """The first line of a small file; empty where there is none."""
    with suppress(OSError), _opened(path) as file:
        return os.read(file, 4096).decode("utf-8", "replace").split("\n", 1)[0].strip()
    return ""


@contextmanager
def _opened(path: Path) -> Generator[int]:
    """A regular file, not through a link. Raises ``OSError``."""
    file = os.open(path, FILE)
    try:
        if not stat.S_ISREG(os.fstat(file).st_mode):
            raise OSError(f"{path.name} is no regular file")
        yield file
    finally:
        os.close(file)


def _loose(objects: Path, prefix: str) -> Iterator[str]:
    folder = objects / prefix[:2]
    try:
        names = os.listdir(folder)
    except (FileNotFoundError, NotADirectoryError):
        return
    for name in names:
        whole = prefix[:2] + name
        if whole.startswith(prefix) and _HASH.fullmatch(whole):
            with suppress(OSError, zlib.error), _opened(folder / name) as file:
                if zlib.decompressobj().decompress(os.read(file, 4096), 32).startswith(b"commit "):
                    yield whole


def _packed(objects: Path, prefix: str) -> Iterator[str]:
    try:
        names = sorted(name for name in os.listdir(objects / "pack") if _PACK.fullmatch(name))
    except (FileNotFoundError, NotADirectoryError):
        return
    for name in names[:_MOST_PACKS]:
        index = objects / "pack" / name
        with suppress(OSError, IndexError), _opened(index) as file:
            for whole, offset in _indexed(file, prefix):
                with _opened(index.with_suffix(".pack")) as pack:
                    if _kind(pack, file, offset) == _COMMIT:
                        yield whole


# --- a pack's index, version 2 --------------------------------------------------------------------
# magic and version · 256 counts by first byte · sorted hashes · their checksums · their offsets · offsets beyond 2 GiB


def _indexed(index: int, prefix: str) -> Iterator[tuple[str, int]]:
    """The hashes that begin so, each with its offset in the pack."""
    if os.pread(index, _HEADER, 0) != b"\xfftOc\0\0\0\2":
        return
    first = int(prefix[:2], 16)
    low = _number(index, _HEADER + 4 * (first - 1)) if first else 0
    high = _number(index, _HEADER + 4 * first)
    names, total = _HEADER + _FAN_OUT, _number(index, _HEADER + _FAN_OUT - 4)
    while low < high:
        middle = (low + high) // 2
        if _name(index, middle)[: len(prefix)] < prefix:
            low = middle + 1
        else:
            high = middle
    while low < total and (whole := _name(index, low)).startswith(prefix):
        at = _number(index, names + total * (_WIDTH + 4) + 4 * low)
        if at & 0x8000_0000:
            at = _number(index, names + total * (_WIDTH + 8) + 8 * (at & 0x7FFF_FFFF), 8)
        yield whole, at
        low += 1


def _name(index: int, at: int) -> str:
    return os.pread(index, _WIDTH, _HEADER + _FAN_OUT + at * _WIDTH).hex()


def _number(file: int, at: int, width: int = 4) -> int:
    data = os.pread(file, width, at)
    if len(data) < width:
        raise OSError("the index is cut short")
    return int.from_bytes(data, "big")


def _kind(pack: int, index: int, at: int) -> int:
    """What kind of object stands at an offset; a delta is of its base's kind."""
    for _ in range(_DEEPEST):
        data = os.pread(pack, 64, at)
        kind, used = data[0] >> 4 & 7, 1
        while data[used - 1] & 0x80:  # the size follows, seven bits a byte
            used += 1
        if kind == _OFFSET_DELTA:
            back = data[used] & 0x7F
            while data[used] & 0x80:
                used += 1
                back = (back + 1) << 7 | data[used] & 0x7F
            at -= back
        elif kind == _REFERENCE_DELTA:
            base = data[used : used + _WIDTH].hex()
            at = next((offset for name, offset in _indexed(index, base) if name == base), -1)
        else:
            return kind
        if at < 0:
            break
    return 0
