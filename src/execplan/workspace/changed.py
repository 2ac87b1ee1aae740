"""What came of a verb that writes. Knows plans; knows no file."""

from __future__ import annotations

from dataclasses import dataclass

from execplan.plan.model import Plan
from execplan.workspace.handle import Handle


@dataclass(frozen=True, slots=True)
class Changed:
    """A change that is on the disk. ``before`` is the plan the edit was made for; empty for a new plan."""

    handle: Handle
    before: Plan
    plan: Plan
    id: str | None
    """The entity that was changed or added."""


@dataclass(frozen=True, slots=True)
class Archived:
    """A plan in the archive. ``moved`` is false where it was there before."""

    handle: Handle
    plan: Plan
    moved: bool


def entity_among(came: tuple[tuple[str, str], ...]) -> str | None:
    """The entry an addition is about: what only tells of it (a log line, a heading made for it) is so only alone."""
    ordered = sorted(came, key=lambda one: one[0] in ("log", "phase"))
    return ordered[0][1] if ordered and ordered[0][0] != "phase" else None
