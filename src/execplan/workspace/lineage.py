"""Which text came from which, and what the plan does not come from any more. Knows lines and hashes; knows no plan.

An operation's text comes from the one before it. A text that somebody else saved comes from the one most like it, which
need not be the last: an editor saves what it once read, and ``git checkout`` what was committed. Then the operations
since are in the journal and no longer in the file.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from execplan.store.entry import DISPLACED, SEEN, Entry
from execplan.text.source import Source

_END = re.compile(r"\r\n|\r|\n")
_MOST_LINES = 2_000_000
"""Lines of all texts that are compared; older texts are left out."""


@dataclass(frozen=True, slots=True)
class Step:
    """One change of those that are lost. ``ours`` unless somebody else saved it."""

    before: Source
    after: Source
    ours: bool


@dataclass(frozen=True, slots=True)
class Lost:
    """Changes up to ``tip`` that are not in the file, and the last text that it has in common with them."""

    base: Source
    tip: Source
    steps: tuple[Step, ...]
    doubtful: bool
    """Whether it is as likely that somebody took them back on purpose."""


@dataclass(frozen=True, slots=True)
class _Node:
    """One text. ``above`` is the node it comes from, by index; None for the first."""

    text: Source
    kind: str
    above: int | None
    doubtful: bool


def lost(entries: Sequence[Entry], text: Callable[[Entry], Source | None], now: Source | None) -> tuple[Lost, ...]:
    """What the text ``now`` lacks, oldest first. None for a file that is gone: then what its last text lacks."""
    nodes = _nodes(entries, text, now)
    chain = [at for at, node in enumerate(nodes) if node.kind != DISPLACED]
    if not chain:
        return ()
    held = _origins(nodes, chain[-1])
    found: list[Lost] = []
    for at in _ends(nodes, chain):
        doubtful = any(nodes[other].doubtful for other in chain if other > at)
        base: int | None = at
        steps: list[Step] = []
        while base is not None and base not in held:
            node = nodes[base]
            if node.above is not None:
                steps.append(Step(nodes[node.above].text, node.text, node.kind not in (SEEN, DISPLACED)))
            base = node.above
        if base is not None and nodes[base].text.revision != nodes[at].text.revision:
            found.append(Lost(nodes[base].text, nodes[at].text, tuple(reversed(steps)), doubtful))
        held |= _origins(nodes, at)
    return tuple(found)


def _ends(nodes: Sequence[_Node], chain: Sequence[int]) -> list[int]:
    """The texts after which the plan went on from an older one, and the saves that were displaced."""
    ends = [before for before, at in pairwise(chain) if nodes[at].above != before]
    return sorted(ends + [at for at, node in enumerate(nodes) if node.kind == DISPLACED])


def _origins(nodes: Sequence[_Node], at: int) -> set[int]:
    """The texts that one comes from, itself included. One that was recovered comes from all before it."""
    found: set[int] = set()
    above: int | None = at
    while above is not None:
        if nodes[above].kind == "recover":
            return found | set(range(above + 1))
        found.add(above)
        above = nodes[above].above
    return found


def _nodes(entries: Sequence[Entry], text: Callable[[Entry], Source | None], now: Source | None) -> list[_Node]:
    nodes: list[_Node] = []
    likeness = _Likeness()
    for entry in entries:
        source = text(entry)
        if source is None:
            continue
        nodes.append(_placed(nodes, likeness, source, entry.kind, entry.base))
        if entry.kind != DISPLACED:
            likeness.add(len(nodes) - 1, source)
    last = next((node for node in reversed(nodes) if node.kind != DISPLACED), None)
    if now is not None and last is not None and last.text.revision != now.revision:
        nodes.append(_placed(nodes, likeness, now, SEEN, ""))
    return nodes


def _placed(nodes: Sequence[_Node], likeness: _Likeness, source: Source, kind: str, base: str) -> _Node:
    last = next((at for at in range(len(nodes) - 1, -1, -1) if nodes[at].kind != DISPLACED), None)
    if kind == DISPLACED:
        known = [at for at, node in enumerate(nodes) if node.text.revision == base and node.kind != DISPLACED]
        known = known[-1:] or likeness.nearest(source)
        return _Node(source, kind, known[0] if known else None, False)
    if kind != SEEN or last is None:
        return _Node(source, kind, last, False)
    nearest = likeness.nearest(source)
    above = nearest[0] if nearest else last
    return _Node(source, kind, above, above != last and last in nearest)


class _Likeness:
    """How far texts are from others, counted in lines that only one of the two has.

    Each text is kept as its difference from the one before, so that one pass tells how far all of them are.
    """

    __slots__ = ("_changes", "_compared", "_first", "_last")

    def __init__(self) -> None:
        self._first: Counter[str] = Counter()
        self._last: Counter[str] = Counter()
        self._changes: list[tuple[int, list[tuple[str, int]]]] = []
        self._compared = 0

    def add(self, at: int, source: Source) -> None:
        lines = Counter(_lines(source))
        self._compared += source.line_count
        if not self._changes or self._compared > _MOST_LINES:
            self._first, self._changes, self._compared = lines, [(at, [])], source.line_count
        else:
            seen = lines.keys() | self._last.keys()
            moved = [(line, lines[line] - self._last[line]) for line in seen if lines[line] != self._last[line]]
            self._changes.append((at, moved))
        self._last = lines

    def nearest(self, source: Source) -> list[int]:
        """The texts that are nearest, oldest first."""
        apart = Counter(self._first)
        apart.subtract(_lines(source))
        far = sum(map(abs, apart.values()))
        found: list[tuple[int, int]] = []
        for at, moved in self._changes:
            for line, by in moved:
                old = apart[line]
                apart[line] = old + by
                far += abs(old + by) - abs(old)
            found.append((far, at))
        least = min(found, default=(0, 0))[0]
        return [at for far, at in found if far == least]


def _lines(source: Source) -> list[str]:
    """Lines without their ends: a text that was saved with others is no stranger."""
    return _END.split(source.text)
