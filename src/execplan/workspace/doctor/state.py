"""What locks, journals and leftovers mean. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from execplan.store.leftovers import Kind, Stray
from execplan.store.tree import WAIT
from execplan.workspace.doctor.facts import Finding, JournalFact, LockFact, TreeFacts

_SHOWN = 3


def of_locks(tree: TreeFacts) -> Iterator[Finding]:
    if tree.locks_problem:
        text = f".agents/.state cannot be looked into: {tree.locks_problem}"
        yield Finding("warning", "locks_unreadable", text, "check who owns .agents/.state")
    for one in tree.held:
        yield _lock(one)


def _lock(one: LockFact) -> Finding:
    held, name = one.held, one.name or f"a plan that is not there ({one.held.name})"
    if held.problem:
        text = f"the lock of {name} cannot be looked at: {held.problem}"
        return Finding("warning", "lock_unreadable", text, f"look at .agents/.state/{held.name}")
    text = f"{name} is locked by {holder(one)} for {seconds(one.seconds)}"
    if held.process == "stopped":
        text += " and cannot go on: it is stopped; writers give up after waiting"
        return Finding(
            "error", "lock_stopped", text, f"kill -CONT {held.pid} lets it go on, kill -9 {held.pid} ends it"
        )
    if one.seconds < WAIT:
        return Finding("info", "lock_held", text)
    if held.process == "unseen":
        return Finding("warning", "lock_unseen", text, "look in other containers or machines that use this folder")
    return Finding("warning", "lock_long", text, f"see what process {held.pid} does; ending it loses nothing written")


def holder(one: LockFact) -> str:
    """Who holds a lock, as far as it can be told."""
    held = one.held
    if held.pid is None:
        return "somebody who left no name"
    named = f"process {held.pid}" + (f" ({held.command})" if held.command else "")
    return f"{named}, which is not of this system," if held.process == "unseen" else named


def seconds(count: float) -> str:
    if count < 1:
        return "less than a second"
    for name, size in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if count >= 2 * size:
            return f"{int(count // size)} {name}s"
    return f"{int(count)} s"


def of_journals(tree: TreeFacts) -> Iterator[Finding]:
    for one in tree.journals:
        yield from _journal(one)
    if tree.gone:
        text = f"the plan is gone, its journal is there: {_some(tree.gone)}"
        yield Finding("info", "plan_gone", text, f"execplan recover {tree.gone[0]}, if it was not deleted on purpose")


def _journal(one: JournalFact) -> Iterator[Finding]:
    found = one.journal
    if found.problem:
        text = f"{one.name}: the journal cannot be read: {found.problem}"
        yield Finding("warning", "journal_unreadable", text, "undo and recover have nothing to go by until it can")
        return
    back = f": {_some(one.back)}" if one.back else ""
    if one.standing == "overwritten":
        text = (
            f"{one.name}: somebody saved over it from an older text; only the journal has what was written since{back}"
        )
        yield Finding("warning", "overwritten", text, f"execplan recover {one.name}")
    elif one.standing == "taken back":
        text = f"{one.name}: the file is as it was before the last operations, which may be meant{back}"
        yield Finding("info", "taken_back", text, f"execplan recover {one.name}, if it is not")
    if found.bad:
        text = f"{one.name}: {found.bad} of {found.lines + found.bad} journal lines cannot be read"
        yield Finding("warning", "journal_bad", text, "they are passed over; the rest of the history stands")
    if found.cut:
        text = f"{one.name}: the last line of the journal was cut off, by a crash or a full disk"
        yield Finding("warning", "journal_cut", text, "the next write of the plan drops it; the plan itself is whole")


_STRAYS: dict[Kind, tuple[str, str]] = {
    "temporary": ("of a write that was killed", "the next write of the plan takes care of it: a save in it is kept"),
    "merge": ("a merge that a person has to finish", "put its text into the plan, then delete it"),
    "probe": ("of an examination that was killed", "delete it"),
    "stranger": ("not ours", "delete it if you do not know it either"),
    "link": ("a link is not followed: no plan is seen behind it", "use a real folder"),
}


def of_strays(tree: TreeFacts) -> Iterator[Finding]:
    for kind, (what, do) in _STRAYS.items():
        found = [one for one in tree.strays if one.kind == kind]
        if kind == "merge":
            for one in found:
                yield _stray([one], what, do)
        elif found:
            yield _stray(found, what, do)


def _stray(found: list[Stray], what: str, do: str) -> Finding:
    kind = found[0].kind
    return Finding(
        "warning" if kind in ("temporary", "merge") else "info",
        f"stray_{kind}",
        f"{_some([one.path for one in found])}: {what}",
        do,
    )


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more
