"""Who holds which lock now, seen from outside. Knows lock files and processes; knows no plan and takes no turn.

A lock is tried for and given back at once; a writer that looks in that moment looks again some milliseconds later.
"""

from __future__ import annotations

import os
import re
import stat
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from filelock import lock_descriptor, unlock_descriptor

from execplan.store.tree import FILE, STATE, Tree, let_go

NAME = re.compile(r"([0-9a-f]{20})\.(lock|turn)")
"""The names of lock files: the key of the locked file, and which of its two locks."""

Process = Literal["running", "stopped", "unseen"]
"""``unseen``: not to be found here: of another container or machine, or unnamed."""


@dataclass(frozen=True, slots=True)
class Held:
    """A lock file that somebody holds, or that cannot be looked at (``problem``). ``since`` is in epoch seconds."""

    name: str
    key: str
    pid: int | None = None
    process: Process = "unseen"
    command: str = ""
    since: float = 0.0
    waiting: bool = False
    """Is there somebody in front of the line of those who want it?"""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Locks:
    """How many lock files there are, and those that are held or cannot be looked at."""

    count: int
    held: tuple[Held, ...]


def locks(tree: Tree) -> Locks:
    """A look at every lock of the tree. Raises ``OSError`` and ``PlanError`` for a state folder that cannot be read."""
    try:
        with tree.folder(STATE) as state:
            names = sorted(name for name in os.listdir(state) if NAME.fullmatch(name))
            turns = {name[:-5] for name in names if name.endswith(".turn") and _is_held(state, name) is True}
            found = [_look(state, name, turns) for name in names if name.endswith(".lock")]
    except FileNotFoundError:
        return Locks(0, ())
    return Locks(len(found), tuple(one for one in found if one is not None))


def process(pid: int) -> tuple[Process, str]:
    """What a process does now, and the name of its program."""
    with suppress(OSError, IndexError):
        told = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace")
        state = told.rpartition(")")[2].split()[0]
        command = told.partition("(")[2].rpartition(")")[0]
        return ("stopped" if state in "Tt" else "unseen" if state in "ZX" else "running"), command
    if os.name == "posix":
        try:
            os.kill(pid, 0)
        except PermissionError:
            return "running", ""
        except (OSError, OverflowError):
            return "unseen", ""
        return ("unseen" if os.path.isdir("/proc/self") else "running"), ""
    return "unseen", ""


def _look(state: int, name: str, turns: set[str]) -> Held | None:
    key = name.partition(".")[0]
    try:
        held = _is_held(state, name)
        if held is None:
            return Held(name, key, problem="no regular file")
        if not held:
            return None
        said, since = _signed(state, name)
    except FileNotFoundError:
        return None
    except OSError as error:
        return Held(name, key, problem=(error.strerror or str(error)).lower())
    pid = int(said) if said.isdigit() and len(said) < 11 else None
    does, command = process(pid) if pid else ("unseen", "")
    return Held(name, key, pid, does, command, since, key in turns)


def _is_held(state: int, name: str) -> bool | None:
    """None for what is no regular file. Raises ``OSError``."""
    file = _opened(state, name)
    try:
        if not stat.S_ISREG(os.fstat(file).st_mode):
            return None
        if not lock_descriptor(file, blocking=False):
            return True
        unlock_descriptor(file)
        return False
    finally:
        let_go(file)


def _signed(state: int, name: str) -> tuple[bytes, float]:
    """What the holder wrote when he took the lock, and when that was."""
    file = _opened(state, name)
    try:
        return os.pread(file, 32, 0).strip(), os.fstat(file).st_mtime
    finally:
        let_go(file)


def _opened(state: int, name: str) -> int:
    return os.open(name, FILE, dir_fd=state)
