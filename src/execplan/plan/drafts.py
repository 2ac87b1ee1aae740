"""Entries that are not written yet. Knows plain values; knows no text and no place."""

from __future__ import annotations

from dataclasses import dataclass


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
