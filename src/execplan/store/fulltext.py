"""An index of words over files, in memory: which may hold some words, likely ones first. Knows terms; knows no plan.

Three tables of SQLite's FTS5, each without the text itself: a row per file, a row per passage of it, and one for its title.
A row is never changed: a file that changed gets another number, and the numbers that mean nothing any more are hidden.
No path reaches SQLite: what is kept of it on disk are bytes.
"""

from __future__ import annotations

import hashlib
import sqlite3
import sys
import weakref
from array import array
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from execplan.store.files import Stamp
from execplan.text.terms import PASSAGES, Behind, Indexed, Together, joined

KIND = f"execplan words 1 {sys.byteorder}\n".encode()
"""How the kept form begins. Another number where the terms or the tables are made differently."""
_HEAD = len(KIND) + hashlib.sha256().digest_size
_ROW = "CREATE VIRTUAL TABLE {} USING fts5(words, content='', detail=none, tokenize=\"ascii tokenchars '_'\")"
_TABLES = ("titles", "passages", "files")
_SHIFT = PASSAGES.bit_length()
_WEIGHED = 2_000
"""Rows up to which they are weighed against each other. What stands in more says little by standing there."""

Mark = tuple[int, ...]
"""A stamp as numbers."""
_NOBODY: Mark = ()
_MAGIC = b"SQLite format 3\0"
_INTS = 5
_PARTS = 5


class Row(NamedTuple):
    """A file as it was indexed: by which number, and under which stamp. An empty one is that of no file."""

    mark: Mark
    number: int


@dataclass(frozen=True, slots=True)
class Kept:
    """The kept form, taken apart: nothing of it was given to SQLite yet."""

    rows: dict[str, Row]
    words: str
    tables: memoryview


class FullText:
    """The index. Not safe for threads that use it at once. Any of its verbs may raise ``sqlite3.Error``."""

    def __init__(self, kept: Kept | None = None) -> None:
        """A new one, or that which was kept. Raises ``sqlite3.Error`` also where this SQLite has no FTS5."""
        self._base = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        weakref.finalize(self, self._base.close)
        self.rows: dict[str, Row] = {}
        self.last = 0
        """The highest number of a row."""
        self.vocabulary = "\n"
        """All words, as ``text.terms.behind`` takes them."""
        self._words: set[str] | None = None
        self._new: list[str] = []
        self._hidden: frozenset[int] = frozenset()
        if kept is None:
            for table in _TABLES:
                self._base.execute(_ROW.format(table))
        else:
            self._base.deserialize(bytes(kept.tables))
            self._base.execute("PRAGMA trusted_schema = OFF")
            self._base.execute("PRAGMA cell_size_check = ON")
            self._check_tables()
            self.rows, self.vocabulary = dict(kept.rows), kept.words
            self.last = self._base.execute("SELECT max(rowid) FROM files").fetchone()[0] or 0
        self._base.execute("CREATE TEMP TABLE hidden (number INTEGER PRIMARY KEY)")

    def put(self, path: str, stamp: Stamp | None, text: Indexed) -> None:
        """Takes a file in. Without a stamp its row is never believed.

        To be called within ``together``.
        """
        self.last += 1
        number = self.last
        if self._words is None:
            self._words = set(self.vocabulary.split("\n"))
        self._new += text.whole.words - self._words
        self._words |= text.whole.words
        self._add("titles", number, (*text.title.words, *text.title.cuts))
        self._add("files", number, (*text.whole.words, *text.whole.cuts))
        for at, words in enumerate(text.passages):
            self._add("passages", (number << _SHIFT) + at, words)
        self.rows[path] = Row(_NOBODY if stamp is None else mark(stamp), number)

    def confirm(self, path: str, stamp: Stamp | None) -> None:
        """Says of a file that was taken in that it is the same under this stamp."""
        self.rows[path] = Row(_NOBODY if stamp is None else mark(stamp), self.rows[path].number)

    def together(self, work: Callable[[], None]) -> None:
        """Does many ``put`` as one; those that were made before an error stay."""
        self._base.execute("BEGIN")
        try:
            work()
        finally:
            self._base.execute("COMMIT")
            self.vocabulary += joined(self._new)[1:]
            self._words, self._new = None, []

    def find(self, words: Sequence[Behind], shown: Collection[int], most: int) -> tuple[list[int], int]:
        """The numbers of those of the ``shown`` files in which all words may stand, the likeliest ``most``; and how many."""
        self._hide(frozenset(range(1, self.last + 1)).difference(shown))
        wide = _expression([one.any_way for one in words])
        total = self._count(wide)
        found: dict[int, None] = {}
        weighed = wide is not None and most < total <= _WEIGHED
        best = _expression([one.best for one in words])
        tries = [(table, best) for table in _TABLES] if total > most else []
        for table, expression in (*tries, ("files", wide)):
            if len(found) < most:
                found.update(dict.fromkeys(self._ask(table, expression, most, weighed and table == "files")))
        return [number for number in found if number in shown][:most], total

    def kept(self) -> bytes:
        """The index as bytes, of which ``parted`` makes a ``Kept``."""
        for table in _TABLES:
            self._base.execute(f"INSERT INTO {table}({table}) VALUES ('optimize')")
        rows = {path: row for path, row in self.rows.items() if row.mark}
        marks = array("q", (value for row in rows.values() for value in row.mark))
        numbers = array("q", (row.number for row in rows.values()))
        parts = (
            "\0".join(rows).encode(),
            marks.tobytes(),
            numbers.tobytes(),
            self.vocabulary.encode(),
            self._base.serialize(),
        )
        body = b"".join((array("q", map(len, parts)).tobytes(), *parts))
        return KIND + hashlib.sha256(body).digest() + body

    def _add(self, table: str, number: int, terms: Iterable[str]) -> None:
        self._base.execute(f"INSERT INTO {table}(rowid, words) VALUES (?, ?)", (number, " ".join(terms)))

    def _hide(self, numbers: frozenset[int]) -> None:
        if numbers != self._hidden:
            self._base.execute("DELETE FROM hidden")
            self._base.executemany("INSERT INTO hidden VALUES (?)", ((number,) for number in numbers))
            self._hidden = numbers

    def _where(self, table: str, expression: str | None) -> tuple[str, tuple[str, ...]]:
        number = f"rowid >> {_SHIFT}" if table == "passages" else "rowid"
        tests = [f"{table} MATCH ?"] if expression is not None else []
        tests += [f"{number} NOT IN hidden"] if self._hidden else []
        asked = f"SELECT {number} FROM {table}" + (f" WHERE {' AND '.join(tests)}" if tests else "")
        return asked, () if expression is None else (expression,)

    def _count(self, expression: str | None) -> int:
        if expression is None:
            return self.last - len(self._hidden)
        asked, values = self._where("files", expression)
        return self._base.execute(f"SELECT count(*) FROM ({asked})", values).fetchone()[0]

    def _ask(self, table: str, expression: str | None, most: int, weighed: bool) -> list[int]:
        asked, values = self._where(table, expression)
        asked += " ORDER BY rank" if weighed else ""
        most *= PASSAGES if table == "passages" else 1
        return [number for (number,) in self._base.execute(f"{asked} LIMIT {most}", values)]

    def _check_tables(self) -> None:
        schema = dict(self._base.execute("SELECT name, sql FROM sqlite_master WHERE name IN (?, ?, ?)", _TABLES))
        if schema != {table: _ROW.format(table) for table in _TABLES}:
            raise sqlite3.DatabaseError("not our tables")


def parted(whole: bytes) -> Kept | None:
    """What ``FullText.kept`` said, none of it given to SQLite; None where the bytes are something else, or cut off."""
    data = memoryview(whole)[_HEAD:]
    if not whole.startswith(KIND) or hashlib.sha256(data).digest() != whole[len(KIND) : _HEAD]:
        return None
    try:
        head = _PARTS * array("q").itemsize
        lengths = data[:head].cast("q").tolist()
        if min(lengths) < 0 or sum(lengths) + head != len(data):
            return None
        parts: list[memoryview] = []
        for length in lengths:
            parts.append(data[head : head + length])
            head += length
        paths = bytes(parts[0]).decode().split("\0") if lengths[0] else []
        marks = zip(*[iter(parts[1].cast("q").tolist())] * _INTS, strict=True)
        numbers = parts[2].cast("q").tolist()
        words = bytes(parts[3]).decode()
        if not (words.startswith("\n") and words.endswith("\n")) or bytes(parts[4][: len(_MAGIC)]) != _MAGIC:
            return None
        return Kept(dict(zip(paths, map(Row, marks, numbers), strict=True)), words, parts[4])
    except (ValueError, TypeError):
        return None


def keeps() -> bool:
    """Can this SQLite be given a whole database as bytes?"""
    return hasattr(sqlite3.Connection, "deserialize")


def mark(stamp: Stamp) -> Mark:
    return stamp.mtime_ns, stamp.size, stamp.inode, stamp.ctime_ns, stamp.device


def _expression(words: Sequence[Sequence[Together] | None]) -> str | None:
    """The question in FTS5's words; None where any file will do."""
    asked = [alternatives for alternatives in words if alternatives is not None]
    return " AND ".join(f"({' OR '.join(map(_together, one))})" for one in asked) or None


def _together(terms: Together) -> str:
    quoted = [f'"{term.text}"' + ("*" if term.begins else "") for term in terms]
    return quoted[0] if len(quoted) == 1 else f"({' AND '.join(quoted)})"
