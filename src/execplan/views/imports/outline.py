"""What is read from elsewhere, before it is a plan. Knows plain values; knows no format and no text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from execplan.plan.drafts import OutlineStep

Kind = Literal["checklist", "issue", "task-master", "backlog"]
KINDS: tuple[Kind, ...] = ("checklist", "issue", "task-master", "backlog")


@dataclass(frozen=True, slots=True)
class Left:
    """Something that a plan has no place for: what it is, its words, and the task it belongs to."""

    what: str
    text: str
    of: str | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """A criterion, and whether it is met already."""

    text: str
    met: bool = False


@dataclass(frozen=True, slots=True)
class Outline:
    """One list of work. ``title`` and ``objective`` are None where the source says none."""

    kind: Kind
    title: str | None = None
    objective: str | None = None
    context: str | None = None
    owner: str | None = None
    steps: tuple[OutlineStep, ...] = ()
    criteria: tuple[Wish, ...] = ()
    left: tuple[Left, ...] = ()
