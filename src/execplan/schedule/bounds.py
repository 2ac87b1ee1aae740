"""What a team's plan is held to, in figures. Knows no plan; a list of tools needs it, so it imports next to nothing."""

from __future__ import annotations

from typing import Literal

Room = Literal["none", "short", "good", "ample"]
LEAST, MOST = 10, 20
"""Per cent of the planned duration that are kept free before a deadline."""
FULL = 100
"""Per cent of somebody's time beyond which nobody works."""


def room(buffer: float) -> Room:
    """How so many per cent compare with what should be kept free."""
    if buffer <= 0:
        return "none"
    return "short" if buffer < LEAST else "ample" if buffer > MOST else "good"
