"""Dataclasses for values that are made by the thousand. Knows no value.

Frozen to the type checker, which refuses every assignment; at run time a frozen dataclass sets each field by a call, and
making one takes two to five times as long. Equality and hash are those of a frozen dataclass.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True)
def record(cls: type[T]) -> type[T]:
    """``@dataclass(frozen=True, slots=True)``, made quickly."""
    return dataclass(slots=True, unsafe_hash=True)(cls)


@dataclass_transform(frozen_default=True, order_default=True)
def ordered(cls: type[T]) -> type[T]:
    """The same with ``order=True``."""
    return dataclass(slots=True, unsafe_hash=True, order=True)(cls)
