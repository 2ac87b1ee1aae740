"""Which plans may hold some words: what was indexed of their texts, compared with the files at every look. Parses no plan.

What is kept of it below ``.agents/.state/`` only saves reading: a row is believed of a file with exactly its stamp.
Where there is no SQLite with FTS5 the texts are read at every look, and nothing else changes.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from execplan.plan.errors import PlanError
from execplan.store.discover import ARCHIVE, Found
from execplan.store.files import Loaded, read
from execplan.store.kept import WORDS, read_kept, write_kept
from execplan.store.tree import AGENTS, Tree
from execplan.workspace.known import WORTH, racy

if TYPE_CHECKING:
    from execplan.store.fulltext import FullText, Row
    from execplan.workspace.catalog import Progress

_SHARE = 50
"""One file in so many that changed is worth writing it again."""
_ARCHIVED = f"{AGENTS}/{ARCHIVE}/"


@dataclass(frozen=True, slots=True)
class Likely:
    """The files in which all words may stand, the likeliest first; how many more there are; which could not be read."""

    files: tuple[Found, ...]
    more: int
    unread: tuple[tuple[Found, PlanError], ...]


class Words:
    """The indexed words of one tree. Safe for threads."""

    __slots__ = ("_index", "_lock", "_new", "_tried", "_young")

    def __init__(self) -> None:
        self._lock = Lock()
        self._index: FullText | None = None
        self._tried = False
        """Whether the kept form was looked at, or is not to be."""
        self._new = 0
        """Files that were indexed since it was kept."""
        self._young: dict[str, str] = {}
        """The revisions of files whose stamps could not be trusted when they were read."""

    def likely(
        self,
        tree: Tree,
        every: Sequence[Found],
        words: Sequence[str],
        most: int,
        *,
        writes: bool,
        progress: Progress | None = None,
    ) -> Likely:
        """Looks at ``every`` plan file of the tree. Keeps nothing on disk unless it ``writes``."""
        try:
            import sqlite3
        except ImportError:
            return by_reading(tree, every, words, most, progress)
        with self._lock:
            for _ in range(2):
                try:
                    return self._asked(tree, every, words, most, writes, progress)
                except sqlite3.Error:  # what was kept is broken in a way that a checksum does not tell: once more, anew
                    self._index, self._tried, self._new = None, True, 0
        return by_reading(tree, every, words, most, progress)

    def _asked(
        self,
        tree: Tree,
        every: Sequence[Found],
        words: Sequence[str],
        most: int,
        writes: bool,
        progress: Progress | None,
    ) -> Likely:
        from execplan.store.fulltext import FullText
        from execplan.text.terms import behind

        if self._index is None and not self._tried:
            self._tried = True
            self._index = _kept(tree, every)
        if self._index is None or self._index.last > 2 * len(self._index.rows) + WORTH:
            self._index, self._new, self._young = FullText(), 0, {}
        index = self._index
        unread = self._look(index, tree, every, progress)
        if writes and self._new >= max(WORTH, len(index.rows) // _SHARE):
            self._new = 0  # what cannot be kept is not tried again at every look
            _keep(tree, index)
        broken = {found.path for found, _ in unread}
        shown = {index.rows[found.path].number: found for found in every if found.path not in broken}
        asked = [behind(word, index.vocabulary) for word in words]
        numbers, total = index.find(asked, shown.keys(), most)
        return Likely(tuple(shown[number] for number in numbers), max(0, total - len(numbers)), unread)

    def _look(
        self, index: FullText, tree: Tree, every: Sequence[Found], progress: Progress | None
    ) -> tuple[tuple[Found, PlanError], ...]:
        """Takes in what is new or changed, forgets what is gone; answers what cannot be read."""
        from execplan.store.fulltext import mark
        from execplan.text.terms import indexed

        rows = index.rows
        stale = [
            (at, found)
            for at, found in enumerate(every, 1)
            if found.stamp is None or (row := rows.get(found.path)) is None or row.mark != mark(found.stamp)
        ]
        unread: list[tuple[Found, PlanError]] = []

        def take_in() -> None:
            for at, found in stale:
                seen = time.time_ns()
                loaded = _read(tree, found, unread)
                if loaded is not None:
                    stamp = None if racy(loaded.stamp, seen) else loaded.stamp
                    if self._young.pop(found.path, None) == loaded.source.revision and found.path in rows:
                        index.confirm(found.path, stamp)
                    else:
                        index.put(found.path, stamp, indexed(loaded.source.text))
                        self._new += 1
                    if stamp is None:
                        self._young[found.path] = loaded.source.revision
                if progress is not None:
                    progress(at, len(every))

        if stale:
            index.together(take_in)
            if progress is not None:
                progress(len(every), len(every))
        _forget(rows, every)
        return tuple(unread)


def by_reading(
    tree: Tree, every: Sequence[Found], words: Sequence[str], most: int, progress: Progress | None = None
) -> Likely:
    """As ``Words.likely``, without an index; in the given order."""
    from execplan.text.terms import indexed, may_have

    unread: list[tuple[Found, PlanError]] = []
    files: list[Found] = []
    for at, found in enumerate(every, 1):
        loaded = _read(tree, found, unread)
        if loaded is not None and may_have(indexed(loaded.source.text).whole, words):
            files.append(found)
        if progress is not None:
            progress(at, len(every))
    return Likely(tuple(files[:most]), max(0, len(files) - most), tuple(unread))


def _read(tree: Tree, found: Found, unread: list[tuple[Found, PlanError]]) -> Loaded | None:
    try:
        return read(tree, found.path)
    except PlanError as error:
        unread.append((found, error))
        return None


def _forget(rows: dict[str, Row], every: Sequence[Found]) -> None:
    """Leaves out rows of files that are gone. Archived ones are known to be only where they were looked at."""
    if len(rows) <= len(every) and all(found.path in rows for found in every):
        return
    there = {found.path for found in every}
    archive = any(path.startswith(_ARCHIVED) for path in there)
    for path in [path for path in rows if path not in there and (archive or not path.startswith(_ARCHIVED))]:
        del rows[path]


def _kept(tree: Tree, every: Sequence[Found]) -> FullText | None:
    """What was kept, where it tells of at least one file as it is: what came with a checkout cannot know the stamps."""
    from execplan.store.fulltext import FullText, keeps, mark, parted

    data = read_kept(tree, WORDS) if keeps() else None
    kept = None if data is None else parted(data)
    if kept is None:
        return None
    believed = any(
        found.stamp is not None and (row := kept.rows.get(found.path)) is not None and row.mark == mark(found.stamp)
        for found in every
    )
    return FullText(kept) if believed else None


def _keep(tree: Tree, index: FullText) -> None:
    from execplan.store.fulltext import keeps

    if keeps():
        write_kept(tree, WORDS, index.kept())
