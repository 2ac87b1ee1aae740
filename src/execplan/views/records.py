"""Records as every answer takes them: without those that were taken back, and the newest last. Knows no file, no clock."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar


class Retractable(Protocol):
    @property
    def retracted(self) -> str | None: ...


class Dated(Protocol):
    @property
    def date(self) -> str | None: ...


R = TypeVar("R", bound=Retractable)
D = TypeVar("D", bound=Dated)


def standing(records: Iterable[R]) -> tuple[R, ...]:
    """The records that were not taken back."""
    return tuple(one for one in records if one.retracted is None)


def by_day(records: Iterable[D]) -> tuple[D, ...]:
    """Newest last: by day where all are dated, else by place."""
    known = tuple(records)
    return tuple(sorted(known, key=lambda one: (one.date or "")[:10])) if all(one.date for one in known) else known
