"""Holds a write to the revision its caller saw. Knows plans and the journal; writes nothing."""

from __future__ import annotations

import re

from execplan.plan.errors import PlanError
from execplan.plan.model import Plan
from execplan.store import journal
from execplan.store.tree import Tree
from execplan.text.diff import shortened
from execplan.workspace.handle import Handle

_REVISION = re.compile(r"[0-9a-f]{8,64}")
_SHORT = 8


def revision_of(said: str | None) -> str | None:
    """A revision as a caller gives it, or its first digits. Raises ``PlanError`` for what is none."""
    if said is None:
        return None
    said = said.strip().lower()
    if not _REVISION.fullmatch(said):
        raise PlanError("invalid", f"if_revision {said[:80]!r} is no revision", "at least 8 hexadecimal digits of it")
    return said


def hold(tree: Tree, handle: Handle, plan: Plan, expected: str | None) -> None:
    """Raises ``conflict``, with what changed since, when the plan is no longer what the caller saw."""
    if expected is None or plan.revision.startswith(expected):
        return
    then = journal.text_at(tree, handle.path, expected)
    told = f"{handle.name} is at revision {plan.revision[:_SHORT]}, not {expected[:_SHORT]}"
    raise PlanError(
        "conflict",
        f"{told}; nothing was written" + ("" if then else f", and what {expected[:_SHORT]} said is not kept any more"),
        "repeat the change on what it says now"
        if then
        else "read it again, then repeat the change on what it says now",
        "" if then is None else shortened(then, plan.source, handle.path),
    )
