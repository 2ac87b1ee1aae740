"""How much a plan may hold to be read and written at all. Knows counts; knows no file.

Reading is total: a text beyond a limit reads as a plan without entries whose diagnostic names the limit. Whoever
loads or writes plans calls ``within``, which makes a refusal of it. The limit of bytes is that of files: ``store/files``.
"""

from __future__ import annotations

from collections.abc import Sequence

from execplan.plan.errors import PlanError
from execplan.plan.model import Diagnostic, Plan
from execplan.text.blocks import MOST_LINES, Blocks
from execplan.text.source import Source

ENTRIES = 6_000
"""Steps, records, boxes and headings of one plan."""

_CODE = "too_large"
_HINT = "move what is done, or other documents, into a file beside it"


def beyond(source: Source, blocks: Blocks) -> Diagnostic | None:
    """Why the blocks of a text were not read."""
    if not blocks.too_dear:
        return None
    if source.line_count > MOST_LINES:
        return _found(f"{source.line_count:,} lines are more than the limit of {MOST_LINES:,}")
    return _found("more lists, cells and quotes in each other than the limit of work for one document")


def too_many(*groups: Sequence[object]) -> Diagnostic | None:
    """Why the entries of a text are not read."""
    count = sum(map(len, groups))
    return _found(f"{count:,} entries are more than the limit of {ENTRIES:,}") if count > ENTRIES else None


def within(plan: Plan, path: str) -> Plan:
    """The plan itself. Raises ``PlanError`` for one that was too large to be read."""
    for one in plan.diagnostics:
        if one.code == _CODE:
            raise PlanError(_CODE, f"{path}: {one.message}", _HINT)
    return plan


def _found(message: str) -> Diagnostic:
    return Diagnostic(_CODE, "error", 0, message)
