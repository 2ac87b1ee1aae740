"""What is answered about a plan's past: its history, an undo, a recovery. Knows operations; knows no file, no journal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal, cast

from execplan.views.current import current_step
from execplan.views.measure import cut
from execplan.workspace.wire.answers import Answer, Written
from execplan.workspace.wire.build import ROW, step_ref

if TYPE_CHECKING:
    from execplan.workspace.past import Operation, Past, Undone
    from execplan.workspace.recovery import Recovered

Kind = Literal["write", "create", "seen", "merge", "displaced", "undo", "recover", "archive"]
SHORT = 8
"""Digits of a revision, and of an operation's id where one is shown to people."""


class OperationRow(Answer):
    op: str | None = None
    """What names it; a save that no operation of ours came after yet has none."""
    at: str
    """When it was done, or first seen: RFC 3339, UTC."""
    by: str | None = None
    """Who: ``cli``, or ``mcp`` and the client's name. Nobody is known of a save by hand."""
    kind: Kind
    """``seen``: saved by an editor or another program. ``displaced``: such a save that is in no file, kept here."""
    revision: str
    """What it made of the plan."""
    changes: list[str]
    """What changed, in words; empty for the first text that is known, and for a move."""
    undoes: list[str] | None = None
    undone: Literal[True] | None = None
    """A later undo took it back."""


class HistoryAnswer(Answer):
    """What was done to a plan, newest first."""

    plan: str
    path: str
    revision: str | None = None
    gone: Literal[True] | None = None
    """The file is gone or cannot be read; ``execplan recover`` makes it again."""
    operations: list[OperationRow]
    more: int | None = None
    """Older operations beyond the limit."""


class UndoneAnswer(Written):
    undone: list[str]
    """The operations that were taken back, newest first."""
    to: str | None = None
    """The operation that was gone back to."""
    changes: list[str]


class RecoveredAnswer(Answer):
    """What the file had lost."""

    plan: str
    path: str
    revision: str
    status: Literal["complete", "missing", "recovered"]
    """``missing``: it was only looked at, and nothing was written."""
    gone: Literal[True] | None = None
    """The file itself was gone."""
    aside: str | None = None
    """The path of a text with marks: somebody's save that does not fit in any more, for a person to look at."""
    changes: list[str]


def history_answer(past: Past) -> HistoryAnswer:
    plan = past.handle.plan
    gone = _undone(past.operations)
    return HistoryAnswer(
        plan=past.handle.name,
        path=past.handle.path,
        revision=plan.revision[:SHORT] if plan else None,
        gone=None if plan else True,
        operations=[_row(one, undone=one.op in gone) for one in past.operations],
        more=past.more or None,
    )


def undone_answer(undone: Undone) -> UndoneAnswer:
    current, op = current_step(undone.plan), undone.operation.op
    return UndoneAnswer(
        plan=undone.handle.name,
        revision=undone.plan.revision[:SHORT],
        next=step_ref(current.step, ROW // 2),
        reason=cut(current.reason, ROW) if current.reason else None,
        undone=list(undone.undoes),
        to=op if op not in undone.undoes else None,
        changes=list(undone.told),
    )


def recovered_answer(found: Recovered, status: Literal["missing", "recovered"]) -> RecoveredAnswer:
    return RecoveredAnswer(
        plan=found.handle.name,
        path=found.handle.path,
        revision=found.plan.revision[:SHORT],
        status="complete" if found.complete else status,
        gone=True if found.gone else None,
        aside=found.aside or None,
        changes=list(found.told),
    )


def _row(one: Operation, *, undone: bool) -> OperationRow:
    return OperationRow(
        op=one.op or None,
        at=one.at,
        by=one.by or None,
        kind=cast("Kind", one.kind),
        revision=one.new[:SHORT],
        changes=list(one.told),
        undoes=list(one.undoes) or None,
        undone=True if undone else None,
    )


def _undone(newest_first: Iterable[Operation]) -> set[str]:
    """The operations that an undo took back which was not taken back itself."""
    gone: set[str] = set()
    for one in newest_first:
        if one.kind == "undo" and one.op not in gone:
            gone.update(one.undoes)
    return gone
