"""One entry of a document as it was found, before its values are read. Knows a place and a kind."""

from __future__ import annotations

from typing import Literal

from execplan.plan.model import BoxKind, Place
from execplan.text.record import record

Kind = Literal[
    "step", "detail", "criterion", "question", "blocker", "decision", "discovery", "risk", "log", "other", "unknown"
]


@record
class Found:
    """One entry: its kind, its place, where it hangs."""

    kind: Kind
    place: Place
    section: int
    label: str
    """The label that decided the kind (normal, may be empty)."""
    item: int = -1
    """Index into ``Outline.items`` where it is a list item."""
    box: BoxKind = "none"
    mark: str = ""
    number: str = ""
    """Of a detail: the number written before its title."""
    date: str | None = None
    """The date of the heading it stands under, where the heading is one."""
