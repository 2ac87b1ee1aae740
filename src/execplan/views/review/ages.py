"""How much time lies between two stamps, as far as they say. Knows stamps; knows no plan.

A stamp without a time counts as the start of its day, one without a zone as UTC: an answer is right to the day where
one of the two is less precise.
"""

from __future__ import annotations

from datetime import UTC, datetime


def hours_between(earlier: str, later: str) -> float | None:
    """Hours from ``earlier`` to ``later``, negative where they stand the other way round; None where one is no date.

    When one of them names only a day, both are taken as days.
    """
    if min(len(earlier), len(later)) == len("2026-01-01"):
        earlier, later = earlier[:10], later[:10]
    first, last = _instant(earlier), _instant(later)
    return (last - first).total_seconds() / 3600 if first and last else None


def days_between(earlier: str, later: str) -> int | None:
    """Whole days, by the dates alone."""
    hours = hours_between(earlier[:10], later[:10])
    return None if hours is None else round(hours / 24)


def _instant(stamp: str) -> datetime | None:
    try:
        read = datetime.fromisoformat(stamp)
    except ValueError:
        return None
    return read if read.tzinfo else read.replace(tzinfo=UTC)
