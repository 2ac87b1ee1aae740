"""What the file of a plan lost, and how it comes back. Knows the journal and the files; knows no protocol.

A save from a stale buffer, a checkout or a deletion takes operations out of the file; the journal still has them. They
are merged with what the file says now, or refused: nothing is put back blindly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from execplan.edits.merge import marked, merge
from execplan.plan.errors import PlanError
from execplan.plan.limits import within
from execplan.plan.model import Plan
from execplan.plan.reader import read_plan
from execplan.store import journal, swap
from execplan.store.entry import DISPLACED, Entry
from execplan.store.state import put_aside
from execplan.store.tree import Tree
from execplan.text.diff import shortened
from execplan.text.source import Source
from execplan.views.changes import told
from execplan.workspace.handle import Handle
from execplan.workspace.index import Index
from execplan.workspace.lineage import Lost, lost


@dataclass(frozen=True, slots=True)
class Recovered:
    """What the file had lost. ``plan`` is ``before`` where it lacks nothing."""

    handle: Handle
    before: Plan
    plan: Plan
    told: tuple[str, ...]
    gone: bool
    """Whether the file itself was gone."""
    aside: str = ""
    """The path of a text with marks: somebody's save that does not fit in any more, for a person to look at."""

    @property
    def complete(self) -> bool:
        """Whether nothing was lost."""
        return not self.gone and self.before.revision == self.plan.revision


class _ContradictionError(PlanError):
    """What was lost and what the file says cannot both be true."""

    def __init__(self, clash: _Clash) -> None:
        message = f"what was lost cannot be brought back beside what the plan says now: {clash.error.message}"
        super().__init__("conflict", message, clash.error.hint, clash.diff)
        self.clash = clash


@dataclass(frozen=True, slots=True)
class _Clash:
    """Two texts that cannot be merged: both in one, with marks, for a person."""

    both: Source
    error: PlanError
    diff: str


@dataclass(frozen=True, slots=True)
class _Whole:
    """A text with what was lost, and what somebody had saved that does not fit in any more."""

    text: Source
    clash: _Clash | None


def missing(tree: Tree, handle: Handle) -> Recovered:
    """What a recovery would bring back; writes nothing. Raises ``PlanError``."""
    every = journal.entries(tree, handle.path)
    if handle.plan is None:
        found = _made_again(handle, every)
        return _recovered(handle, read_plan(_last(handle, every)), read_plan(found.text), gone=True)
    found = _completed(handle, every, handle.plan.source)
    return _recovered(handle, handle.plan, read_plan(found.text), gone=False)


def recover(tree: Tree, index: Index, handle: Handle, *, by: str) -> Recovered:
    """Merges what was lost into the file, and makes a file that is gone again. Raises ``PlanError``.

    Where an operation of ours cannot be merged nothing is written. What cannot be merged is put aside for a person,
    with marks.
    """
    try:
        if handle.plan is None:
            every = journal.entries(tree, handle.path)
            whole = _made_again(handle, every)
            swap.create(tree, handle.path, whole.text, by=by, kind="recover")
            before, after = read_plan(_last(handle, every)), read_plan(whole.text)
            return _recovered(handle, before, after, gone=True, aside=_put_aside(tree, handle, whole.clash))
        found: list[_Clash | None] = [None]

        def once(source: Source) -> Source:
            whole = _completed(handle, journal.entries(tree, handle.path), source)
            found[0] = whole.clash
            return whole.text

        swapped = swap.swap(tree, handle.path, once, merge=merge, operation=swap.Operation("recover", by))
    except _ContradictionError as error:
        hint = f"both are in {_put_aside(tree, handle, error.clash)}, with marks: write what is right into the plan"
        raise PlanError("conflict", error.message, hint, error.diff) from None
    before, after = index.parsed(handle.path, swapped.before), read_plan(swapped.after)
    index.put(handle.path, swapped.stamp, after)
    return _recovered(handle, before, after, gone=False, aside=_put_aside(tree, handle, found[0]))


def _recovered(handle: Handle, before: Plan, after: Plan, *, gone: bool, aside: str = "") -> Recovered:
    same = Handle.of(handle.slug, handle.path, after)
    return Recovered(same, before, after, told(before, after), gone, aside)


def _put_aside(tree: Tree, handle: Handle, clash: _Clash | None) -> str:
    """The path of what a person is to look at; empty where there is nothing."""
    return "" if clash is None else put_aside(tree, f"{(handle.slug or 'plan')[:64]}.merge.md", clash.both)


def _completed(handle: Handle, every: Sequence[Entry], now: Source) -> _Whole:
    whole = _joined(handle, lost(every, journal.text, now), now)
    if whole.clash is not None and whole.text.revision == now.revision:
        raise _ContradictionError(whole.clash)
    within(read_plan(whole.text), handle.path)
    return whole


def _made_again(handle: Handle, every: Sequence[Entry]) -> _Whole:
    if handle.error is not None and handle.error.code != "not_found":
        hint = "move that file away, then recover: the journal holds the plan"
        raise PlanError(handle.error.code, handle.error.message, hint if every else handle.error.hint)
    return _joined(handle, lost(every, journal.text, None), _last(handle, every))


def _joined(handle: Handle, losses: Sequence[Lost], text: Source) -> _Whole:
    clash: _Clash | None = None
    for one in losses:
        try:
            text = merge(one.base, text, one.tip)
        except PlanError as error:
            if one.doubtful:
                continue
            clash = clash or _Clash(marked(one.base, text, one.tip), error, shortened(text, one.tip, handle.path))
            text = _step_by_step(one, text, clash)
    return _Whole(text, clash)


def _step_by_step(one: Lost, text: Source, clash: _Clash) -> Source:
    """What was lost, without the saves of others that contradict the text; one of ours that does stops it."""
    for step in one.steps:
        try:
            text = merge(step.before, text, step.after)
        except PlanError:
            if step.ours:
                raise _ContradictionError(clash) from None
    return text


def _last(handle: Handle, every: Sequence[Entry]) -> Source:
    for entry in reversed(every):
        if entry.kind != DISPLACED and (text := journal.text(entry)) is not None:
            return text
    raise PlanError("not_found", f"the journal holds no text of {handle.path}")
