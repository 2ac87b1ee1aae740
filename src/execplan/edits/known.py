"""Is it recorded already? The same kind and the same normalised text twice is one record. Knows entries; writes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol, TypeVar

from execplan.plan.errors import PlanError
from execplan.plan.identity import normal


class Retractable(Protocol):
    @property
    def id(self) -> str: ...

    @property
    def retracted(self) -> str | None: ...


T = TypeVar("T", bound=Retractable)


def known(entries: Iterable[T], text: str, text_of: Callable[[T], str], what: str) -> T | None:
    """The entry that says the same. Raises ``refused`` where it was retracted: it is a mistake until said anew."""
    same = [one for one in entries if normal(text_of(one)) == normal(text)]
    standing = next((one for one in same if one.retracted is None), None)
    if standing is None and same:
        why = f": {same[0].retracted}" if same[0].retracted else ""
        raise PlanError(
            "refused", f"{what} {same[0].id} was retracted{why}", "say it in other words if it holds after all"
        )
    return standing
