"""The little that is known of each file, and how it is kept from one process to the next. Knows stats and summaries.

Kept as one JSON file below ``.agents/.state/``, written whole and put in place by a rename: it is there, or the one
before it is. A row is believed only for the very file it was read from, by all of its stat: a checkout cannot bring
rows that fit, since nobody chooses a file's inode and change time. Whatever is odd about the file, it is not there.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import astuple
from functools import cache
from pathlib import Path
from typing import Any

import execplan
from execplan.store.files import Stamp
from execplan.store.kept import KNOWN, read_kept, write_kept
from execplan.store.tree import Tree
from execplan.text.record import record
from execplan.views.glance import Glance
from execplan.views.summary import Obstacle, Summary

WORTH = 50
"""Files from which on it is worth keeping what is known of them: fewer are read as fast."""

_RACY = 20_000_000
"""Nanoseconds within which two writes may leave the same stat: file times advance in ticks of up to 10 ms."""
_RACY_COARSE = 2_000_000_000
"""The same where the file system keeps whole seconds only."""


@record
class Known:
    """What is kept of one file. ``seen`` is a time not after the stat, in nanoseconds."""

    stamp: Stamp
    seen: int
    revision: str
    glance: Glance
    summary: Summary | None = None

    def holds(self, now: Stamp) -> bool:
        """Does it still say what the file says, given the file's stat?"""
        return now == self.stamp and not racy(now, self.seen)


def racy(found: Stamp, seen: int) -> bool:
    """Was the file written so shortly before its stat that another write could have left the same one?"""
    written = max(found.mtime_ns, found.ctime_ns)
    coarse = found.mtime_ns % 1_000_000_000 == 0
    return written > seen - (_RACY_COARSE if coarse else _RACY)


def load(tree: Tree) -> dict[str, Known]:
    """What was kept, by path; nothing where there is nothing that can be believed."""
    data = read_kept(tree, KNOWN)
    if data is None:
        return {}
    try:
        found = json.loads(data)
        if found["made_by"] != _reader():
            return {}
        return {path: _known(*row) for path, row in found["files"].items()}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}


def save(tree: Tree, known: Mapping[str, Known]) -> None:
    """Keeps it. Where that cannot be done it is not kept, which is no error."""
    files = {path: _row(one) for path, one in known.items()}
    document = {"made_by": _reader(), "files": files}
    write_kept(tree, KNOWN, json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"))


@cache
def _reader() -> str:
    """What read the plans: another version may read them otherwise, and so may another state of its own source."""
    here = Path(execplan.__file__).parent
    sources = [one.stat() for room in ("text", "plan", "views") for one in sorted((here / room).glob("*.py"))]
    return f"{execplan.__version__} {sum(one.st_mtime_ns for one in sources)} {sum(one.st_size for one in sources)}"


def _row(known: Known) -> list[object]:
    told = known.summary
    return [
        list(astuple(known.stamp)),
        known.seen,
        known.revision,
        list(astuple(known.glance)),
        told and _summary(told),
    ]


def _summary(told: Summary) -> list[object]:
    obstacles = [_obstacle(one) for one in told.obstacles]
    numbers = (told.said, told.status, told.done, told.total, told.current, told.changed)
    return [told.title, *numbers, obstacles]


def _obstacle(one: Obstacle) -> list[object]:
    return [
        one.id, one.text, one.resolved, one.step, one.step_name, one.since, one.needs, one.options, one.owner,
        one.resolution,
    ]  # fmt: skip


def _known(stamp: list[int], seen: int, revision: str, glance: list[Any], told: list[Any] | None) -> Known:
    if not all(type(one) is int for one in (*stamp, seen)):
        raise ValueError
    return Known(Stamp(*stamp), seen, _text(revision), Glance(*glance), None if told is None else _told(*told))


def _told(
    title: str,
    said: Any,
    status: Any,
    done: int,
    total: int,
    current: Any,
    changed: Any,
    rest: list[Any],
) -> Summary:
    where = None if current is None else (_text(current[0]), _text(current[1]))
    obstacles = tuple(_obstacle_in(*one) for one in rest)
    return Summary(_text(title), said, status, int(done), int(total), where, changed, obstacles)


def _obstacle_in(
    id: str, text: str, resolved: bool, step: Any, name: Any, since: Any, needs: Any, options: list[str], *rest: Any
) -> Obstacle:
    return Obstacle(_text(id), _text(text), resolved, step, name, since, needs, tuple(options), *rest)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value
