"""What must hold of a plan's journal whatever happened to its writers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from execplan.plan.errors import PlanError
from execplan.store.files import read
from execplan.store.journal import Entry, entries, text
from execplan.store.journals import journal
from execplan.store.tree import Tree
from execplan.text.source import Source


def journal_problems(root: Path, path: str, acknowledged: str | None) -> Iterator[str]:
    """What is wrong with the journal of a plan after a clean write of it; ``acknowledged`` is a revision it told."""
    tree = Tree(root)
    health = journal(tree, path)
    if health is None:
        yield "there is no journal"
        return
    if health.problem or health.bad or health.cut:
        yield f"the journal cannot be read: {health}"
    try:
        revision = read(tree, path).source.revision
    except PlanError as error:
        yield f"the plan cannot be read: {error}"
        return
    known = entries(tree, path)
    if any(text(entry) is None for entry in known):
        yield "a line of the journal does not hold its text"
    if not known or known[-1].new != revision:
        yield "the journal does not end with the text of the file"
    if acknowledged is not None and not any(acknowledged in (entry.base, entry.new) for entry in known):
        yield "acknowledged, and not in the journal"
    yield from _gaps(known)


def _gaps(known: tuple[Entry, ...]) -> Iterator[str]:
    """Every operation's ``base`` must be the text of a line before it, so that nothing was overwritten untold."""
    held = {Source.of("").revision}  # what a file that was not there was made of
    for at, entry in enumerate(known):
        if at and entry.kind not in ("create", "seen", "displaced") and entry.base not in held:
            yield f"the text that operation {at + 1} of {len(known)} ({entry.kind}) was made for is not in the journal"
        held.add(entry.new)


def texts(root: Path, path: str) -> Iterator[str]:
    """Every text that the journal holds, oldest first."""
    for entry in entries(Tree(root), path):
        if (found := text(entry)) is not None:
            yield found.text
