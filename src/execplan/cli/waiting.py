"""The bar that long work shows on a terminal, on standard error. Knows counts; knows no plan."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import TextIO

from execplan.cli.terminal import Terminal

AFTER = 1.0
"""Seconds of work before anything is shown."""
_EVERY = 0.1
_CELLS = 20


def bar(stream: TextIO) -> Callable[[int, int], None] | None:
    """What hears how many plans of how many were looked at; None where nobody watches. It wipes itself away at the end."""
    if not stream.isatty() or os.environ.get("TERM") == "dumb":
        return None
    terminal = Terminal.of(stream)
    started = time.monotonic()
    shown, longest = 0.0, 0

    def tell(done: int, total: int) -> None:
        nonlocal shown, longest
        now = time.monotonic()
        if done >= total:
            _write(stream, f"\r{' ' * longest}\r" if longest else "")
            longest = 0
        elif now - started >= AFTER and now - shown >= _EVERY:
            filled = _CELLS * done // total
            cells = terminal.glyphs("█" * filled + "░" * (_CELLS - filled))
            line = terminal.fit(f"{cells} {done:,} of {total:,} plans", indent=1)
            shown, longest = now, max(longest, len(line))
            _write(stream, f"\r{line}")

    return tell


def _write(stream: TextIO, text: str) -> None:
    """A terminal that has gone away is no reason to stop."""
    try:
        stream.write(text)
        stream.flush()
    except OSError:
        pass
