"""What is known of files already: path → stat → what it says. Knows files and plans; is never the truth, only a memory.

Nothing is parsed twice, and nothing stale is answered: every look compares the file's stat, and a file that
was written so shortly before its stat that a second write could have left the same one is read again.

Few whole plans are kept, and of every file the little that lists of plans ask for.
"""

from __future__ import annotations

import time
from collections.abc import Collection
from dataclasses import dataclass, field
from threading import Lock

from execplan.plan.limits import within
from execplan.plan.model import Plan
from execplan.plan.reader import read_plan
from execplan.store.discover import ARCHIVE
from execplan.store.files import Stamp, read, stamp
from execplan.store.tree import AGENTS, Tree
from execplan.text.source import Source
from execplan.views.glance import UNSURE, Glance, glance, glance_of
from execplan.views.summary import Summary, summary_of
from execplan.workspace.known import WORTH, Known, load, racy, save

_MOST = 200
"""Plans that are kept whole: 110 KB each for a file of 9 KB."""
_MOST_KNOWN = 100_000
"""Files of which the little is kept: 1 KB each."""
_ARCHIVED = f"{AGENTS}/{ARCHIVE}/"
_PART = 20
"""One in so many files is newly read before all that is known is written again."""


@dataclass(slots=True)
class _Slot:
    """A plan that is kept whole, and when it was read."""

    lock: Lock = field(default_factory=Lock)
    stamp: Stamp | None = None
    seen: int = 0
    plan: Plan | None = None


class Index:
    """The plans of one tree, each parsed once per revision. Safe for threads."""

    __slots__ = ("_fresh", "_guard", "_kept", "_known", "_slots", "_tree")

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._guard = Lock()
        self._slots: dict[str, _Slot] = {}
        self._known: dict[str, Known] = {}
        self._fresh: set[str] = set()
        self._kept: dict[str, Known] | None = None
        """What an earlier process kept, and nobody asked for yet."""

    def recall(self, there: Collection[str]) -> None:
        """Takes up what an earlier process kept of the files that are there, where they are enough that it pays."""
        if len(there) < WORTH:
            return
        with self._guard:
            if self._kept is None:
                self._kept = load(self._tree)
            for path in there:
                if (known := self._kept.pop(path, None)) is not None:
                    self._known.setdefault(path, known)

    def keep(self) -> None:
        """Keeps what is known for the next process, where much of it is new. What cannot be written is not kept."""
        with self._guard:
            if len(self._known) < WORTH or len(self._fresh) * _PART < len(self._known):
                return
            self._fresh = set()
            unasked = {path: one for path, one in (self._kept or {}).items() if path.startswith(_ARCHIVED)}
            known = unasked | self._known
        save(self._tree, known)

    def plan(self, path: str, known: Stamp | None = None) -> Plan:
        """The plan in a file as it is now. ``known`` is a stat just taken. Raises ``PlanError``."""
        return self._loaded(path, known)[0]

    def parsed(self, path: str, source: Source) -> Plan:
        """The plan of a text, parsed unless it is the one already known for the path. Raises ``PlanError``."""
        known = self._slot(path).plan
        return within(known if known is not None and known.revision == source.revision else read_plan(source), path)

    def put(self, path: str, found: Stamp, plan: Plan) -> None:
        """Remembers what was just written; the next look still hashes it once."""
        slot = self._slot(path)
        with slot.lock:
            slot.stamp, slot.seen, slot.plan = found, found.mtime_ns, plan

    def glance(self, path: str, known: Stamp | None = None) -> Glance:
        """What is sure of a file without reading it as a plan. Raises ``PlanError``."""
        return self._known_of(path, known).glance

    def revision(self, path: str, known: Stamp | None = None) -> str:
        """The revision of the text in a file. Raises ``PlanError``."""
        return self._known_of(path, known).revision

    def size(self, path: str, known: Stamp | None = None) -> int:
        """The size of a file in bytes. Raises ``PlanError``."""
        return self._known_of(path, known).stamp.size

    def summary(self, path: str, known: Stamp | None = None) -> Summary:
        """What a list says of a file's plan. Raises ``PlanError``."""
        found = self._known_of(path, known)
        return found.summary or self._read(path, found.stamp)[1]

    def _known_of(self, path: str, known: Stamp | None) -> Known:
        now = known or stamp(self._tree, path)
        kept = self._known.get(path)
        if kept is not None and kept.holds(now):
            return kept
        slot = self._slots.get(path)
        if slot is None or slot.plan is None:
            seen = time.time_ns()
            loaded = read(self._tree, path)
            sure = glance(loaded.source)
            if sure is not UNSURE:
                return self._keep(path, Known(loaded.stamp, seen, loaded.source.revision, sure))
        return self._read(path, now)[0]  # kept whole anyway, or perhaps too large to be read at all

    def _read(self, path: str, known: Stamp) -> tuple[Known, Summary]:
        """Reads the whole plan, and keeps of it what a list asks for."""
        plan, at, seen = self._loaded(path, known)
        summary = summary_of(plan)
        return self._keep(path, Known(at, seen, plan.revision, glance_of(plan), summary)), summary

    def _loaded(self, path: str, known: Stamp | None) -> tuple[Plan, Stamp, int]:
        """The plan in a file, the file's stat, and a time before that."""
        slot = self._slot(path)
        with slot.lock:
            now = known or stamp(self._tree, path)
            if slot.plan is None or now != slot.stamp or racy(now, slot.seen):
                seen = time.time_ns()
                loaded = read(self._tree, path)
                if slot.plan is None or slot.plan.revision != loaded.source.revision:
                    slot.plan = read_plan(loaded.source)
                slot.stamp, slot.seen, now = loaded.stamp, seen, loaded.stamp
            return within(slot.plan, path), now, slot.seen

    def _keep(self, path: str, known: Known) -> Known:
        with self._guard:
            if len(self._known) >= _MOST_KNOWN and path not in self._known:
                del self._known[next(iter(self._known))]
            self._known[path] = known
            self._fresh.add(path)
        return known

    def _slot(self, path: str) -> _Slot:
        with self._guard:
            slot = self._slots.pop(path, None)
            if slot is None:
                if len(self._slots) >= _MOST:
                    del self._slots[next(iter(self._slots))]
                slot = _Slot()
            self._slots[path] = slot
            return slot
