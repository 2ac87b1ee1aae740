"""Entries that are not written yet. Knows plain values; knows no text and no place."""

from __future__ import annotations

from dataclasses import dataclass

from execplan.plan.model import Status


@dataclass(frozen=True, slots=True)
class NewStep:
    """A step to be added. ``depends_on`` names labels, ids or titles; titles of the same call count."""

    title: str
    phase: str | None = None
    verify: str | None = None
    files: tuple[str, ...] = ()
    estimate: str | None = None
    """As people write it: ``2 hours``, ``30 min``."""
    depends_on: tuple[str, ...] = ()
    owner: str | None = None
    notes: str | None = None


@dataclass(frozen=True, slots=True)
class OutlineStep:
    """A step of an outline from elsewhere: with its state, and the index of the one that it is a part of.

    ``waits_for`` are indices as well: titles of an outline need not be unique. Parents come before their parts.
    """

    step: NewStep
    status: Status = "todo"
    why: str | None = None
    """Why it is blocked or skipped."""
    parent: int | None = None
    waits_for: tuple[int, ...] = ()
