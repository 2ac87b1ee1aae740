"""What is made by the first who asks for it. Knows threads; knows nothing of what is made."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class Once(Generic[T]):
    """Calls ``make`` once, whichever threads ask; a failure is not kept, and the next who asks tries again."""

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._made: list[T] = []
        self._turn = Lock()

    def __call__(self) -> T:
        with self._turn:
            if not self._made:
                self._made.append(self._make())
            return self._made[0]
