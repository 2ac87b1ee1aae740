"""Which operations an undo is about. Knows what the journal says of them; reads nothing itself."""

from __future__ import annotations

from collections.abc import Sequence

from execplan.plan.errors import PlanError
from execplan.store.entry import CREATE, DISPLACED, MERGE, SEEN, Entry
from execplan.text.source import Source

SHORTEST = 4
"""Digits of an operation's id that name it."""
_OURS = frozenset({"write", "recover"})
_CHANGES = _OURS | {SEEN, MERGE, "undo"}
_NO_FILE = Source.of("").revision
_INSTEAD = {
    CREATE: "archive the plan, or delete its folder",
    "recover": "archive the plan, or delete its folder",
    DISPLACED: "that save is in no file; recover brings it in",
    "archive": "move its folder back to .agents/",
    SEEN: "it is the first text that the journal holds",
}


def undone(entries: Sequence[Entry]) -> frozenset[str]:
    """The operations that an undo took back. An undo that was undone itself took nothing back."""
    gone: set[str] = set()
    for entry in reversed(entries):
        if entry.kind == "undo" and entry.op not in gone:
            gone |= set(entry.undoes)
    return frozenset(gone)


def to_undo(entries: Sequence[Entry], op: str | None) -> Entry:
    """The operation to take back; without a name the last of ours that is not taken back. Raises ``PlanError``."""
    gone = undone(entries)
    if op is None:
        for entry in reversed(entries):
            if entry.kind in _OURS and entry.op not in gone and entry.base != _NO_FILE:
                return entry
        raise PlanError("refused", "nothing to undo: the journal holds no change that still stands")
    entry = named(entries, op)
    if entry.op in gone:
        raise PlanError("refused", f"{entry.op} is undone already", "the history names the undo, which can be undone")
    if entry.kind not in _CHANGES or entry.base == _NO_FILE or (entry.kind == SEEN and entry.base == entry.new):
        raise PlanError("refused", f"{entry.op} is no change of the plan's text ({entry.kind})", _INSTEAD[entry.kind])
    return entry


def since(entries: Sequence[Entry], to: str) -> tuple[Entry, tuple[str, ...]]:
    """The operation to go back to, and those after it that stand, newest first. Raises ``PlanError``."""
    entry = named(entries, to)
    if entry.kind == DISPLACED:
        raise PlanError("refused", f"{entry.op} is a save that never was the plan", _INSTEAD[DISPLACED])
    gone = undone(entries)
    later = entries[[one.op for one in entries].index(entry.op) + 1 :]
    return entry, tuple(one.op for one in reversed(later) if one.op not in gone and one.kind in _CHANGES)


def named(entries: Sequence[Entry], op: str) -> Entry:
    """The operation with that id, or whose id begins so. Raises ``PlanError``."""
    said = op.strip().lower()
    if len(said) < SHORTEST:
        raise PlanError("invalid", f"{op[:40]!r} names no operation", f"at least {SHORTEST} digits of its id")
    found = [entry for entry in entries if entry.op.startswith(said)]
    if len(found) > 1:
        raise PlanError("ambiguous", f"several operations begin with {said[:12]}", "give more digits")
    if not found:
        raise PlanError("not_found", f"no operation {op[:40]!r} in the journal of this plan", "the history lists them")
    return found[0]
