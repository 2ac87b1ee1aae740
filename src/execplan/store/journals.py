"""How the journal of one file is: lines, size, what is broken, what it says last. Knows lines; knows no plan.

``journal`` passes over what it cannot read; this module counts it. Both read, neither takes a lock.
"""

from __future__ import annotations

import os
import re
import stat
from contextlib import suppress
from dataclasses import dataclass

from execplan.plan.errors import PlanError
from execplan.store.entry import DISPLACED, SEEN, Entry, parsed, text
from execplan.store.journal import FOLDER, MOST, entries
from execplan.store.state import key_of
from execplan.store.tree import FILE, STATE, Tree, let_go

NAME = re.compile(r"([0-9a-f]{20})(?:\.1)?\.jsonl")
"""The names of journals: the key of the path, and the older generation's mark."""

_MOST_READ = 2 * MOST


@dataclass(frozen=True, slots=True)
class Journal:
    """``lines`` are those that can be read, ``bad`` those that cannot; ``cut`` is a last line that a crash cut off."""

    path: str
    lines: int
    size: int
    bad: int = 0
    cut: bool = False
    operations: int = 0
    last: Entry | None = None
    """The last operation of ours, and not a save that was seen."""
    problem: str = ""


def journal(tree: Tree, path: str) -> Journal | None:
    """The journal of the file at a path; None where there is none. Never raises."""
    key, lines, size, bad, cut = key_of(path), 0, 0, 0, False
    found = False
    for name in (f"{key}.1.jsonl", f"{key}.jsonl"):
        try:
            data = _data(tree, name)
        except FileNotFoundError:
            continue
        except (OSError, PlanError) as error:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            return Journal(path, lines, size, bad, problem=f"{name}: {(reason or str(error)).lower()}")
        found, size = True, size + len(data)
        *whole, rest = data.split(b"\n")
        good = sum(_is_good(line, key) for line in whole)
        lines, bad = lines + good, bad + len(whole) - good
        if rest and _is_good(rest, key):
            lines += 1
        elif rest:
            cut = True
    if not found:
        return None
    told = [one for one in entries(tree, path) if one.kind not in (SEEN, DISPLACED)]
    return Journal(path, lines, size, bad, cut, len(told), told[-1] if told else None)


def paths(tree: Tree) -> tuple[str, ...]:
    """The paths of which there are journals that can be read, a plan at them or not."""
    names: list[str] = []
    with suppress(OSError, PlanError), tree.folder((*STATE, FOLDER)) as folder:
        names = os.listdir(folder)
    found = {match[1] for name in names if (match := NAME.fullmatch(name))}
    return tuple(sorted(path for key in found if (path := _path(tree, key)) is not None))


def _path(tree: Tree, key: str) -> str | None:
    for name in (f"{key}.jsonl", f"{key}.1.jsonl"):
        with suppress(OSError, PlanError):
            for line in _data(tree, name).splitlines():
                if (entry := parsed(line, key)) is not None:
                    return entry.path
    return None


def _is_good(line: bytes, key: str) -> bool:
    entry = parsed(line, key)
    return entry is not None and text(entry) is not None


def _data(tree: Tree, name: str) -> bytes:
    with tree.folder((*STATE, FOLDER)) as folder:
        file = os.open(name, FILE, dir_fd=folder)
    try:
        status = os.fstat(file)
        if not stat.S_ISREG(status.st_mode):
            raise PlanError("refused", "no regular file")
        if status.st_size > _MOST_READ:
            raise PlanError("too_large", f"{status.st_size:,} bytes are more than {_MOST_READ:,}")
        data = b""
        while len(data) <= _MOST_READ and (more := os.read(file, 1 << 20)):
            data += more
        return data
    finally:
        let_go(file)
