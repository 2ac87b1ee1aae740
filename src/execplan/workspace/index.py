"""What has been read already: path → stat → plan. Knows files and plans; is never the truth, only a memory of it.

Nothing is parsed twice, and nothing stale is answered: every look compares the file's stat, and a file that
was written so shortly before its stat that a second write could have left the same one is hashed again.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from threading import Lock

from execplan.plan.limits import within
from execplan.plan.model import Plan
from execplan.plan.reader import read_plan
from execplan.store.files import Stamp, read, stamp
from execplan.store.tree import Tree
from execplan.text.source import Source

_RACY = 20_000_000
"""Nanoseconds within which two writes may leave the same stat: file times advance in ticks of up to 10 ms."""
_RACY_COARSE = 2_000_000_000
"""The same where the file system keeps whole seconds only."""
_MOST = 1_000
"""Files that are remembered."""


@dataclass(slots=True)
class _Slot:
    """What is known of one file. ``seen`` is a time not after the stat, in nanoseconds."""

    lock: Lock = field(default_factory=Lock)
    stamp: Stamp | None = None
    seen: int = 0
    plan: Plan | None = None


class Index:
    """The plans of one tree, each parsed once per revision. Safe for threads."""

    __slots__ = ("_guard", "_slots", "_tree")

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._guard = Lock()
        self._slots: dict[str, _Slot] = {}

    def plan(self, path: str, known: Stamp | None = None) -> Plan:
        """The plan in a file as it is now. ``known`` is a stat just taken. Raises ``PlanError``."""
        slot = self._slot(path)
        with slot.lock:
            now = known or stamp(self._tree, path)
            if slot.plan is not None and now == slot.stamp and not _racy(now, slot.seen):
                return within(slot.plan, path)
            seen = time.time_ns()
            loaded = read(self._tree, path)
            if slot.plan is None or slot.plan.revision != loaded.source.revision:
                slot.plan = read_plan(loaded.source)
            slot.stamp, slot.seen = loaded.stamp, seen
            return within(slot.plan, path)

    def parsed(self, path: str, source: Source) -> Plan:
        """The plan of a text, parsed unless it is the one already known for the path. Raises ``PlanError``."""
        known = self._slot(path).plan
        return within(known if known is not None and known.revision == source.revision else read_plan(source), path)

    def put(self, path: str, found: Stamp, plan: Plan) -> None:
        """Remembers what was just written; the next look still hashes it once."""
        slot = self._slot(path)
        with slot.lock:
            slot.stamp, slot.seen, slot.plan = found, found.mtime_ns, plan

    def _slot(self, path: str) -> _Slot:
        with self._guard:
            slot = self._slots.get(path)
            if slot is None:
                if len(self._slots) >= _MOST:
                    del self._slots[next(iter(self._slots))]
                slot = self._slots[path] = _Slot()
            return slot


def _racy(found: Stamp, seen: int) -> bool:
    written = max(found.mtime_ns, found.ctime_ns)
    coarse = found.mtime_ns % 1_000_000_000 == 0
    return written > seen - (_RACY_COARSE if coarse else _RACY)
