"""How far a long call is, told to the client that asked. Knows threads and the clock; knows no plan and no transport."""

from __future__ import annotations

import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any

import anyio.from_thread

_FIRST = 1.0
"""Seconds of work after which it is told: what is quicker needs no telling."""
_AGAIN = 0.5


class Teller:
    """Called in the call's own thread with what is done and what there is; tells it from time to time.

    A call that was cancelled ends here: nothing is written while plans are only looked at.
    """

    def __init__(self, send: Callable[[float, float], Coroutine[Any, Any, None]]) -> None:
        self._send = send
        self._next = time.monotonic() + _FIRST
        self._told = 0

    def __call__(self, done: int, total: int) -> None:
        anyio.from_thread.check_cancelled()
        now = time.monotonic()
        if now < self._next or done <= self._told:
            return
        self._next, self._told = now + _AGAIN, done
        # A client that has gone away, or a server about to end, is no reason to fail.
        with suppress(Exception):
            anyio.from_thread.run(self._send, float(done), float(total))
