"""How the process ends while a call still computes. Knows threads; knows no protocol.

A thread cannot be stopped, and Python waits for each at its end. What a call writes takes its file's place in one
rename, so that leaving at any moment leaves the old text or the new one, never a part.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from contextlib import suppress

INTERRUPTED = 130
"""The exit code after an interrupt, as shells have it."""
_GRACE = 0.1
"""Seconds for threads that are about to end."""


def end_now(code: int) -> None:
    """Ends the process if a call still runs; otherwise returns, and the process ends as usual."""
    end = time.monotonic() + _GRACE
    for thread in threading.enumerate():
        if not thread.daemon and thread is not threading.current_thread():
            thread.join(max(0.0, end - time.monotonic()))
            if thread.is_alive():
                for stream in (sys.stdout, sys.stderr):
                    with suppress(OSError, ValueError):  # closed, or nobody reads it any more
                        stream.flush()
                os._exit(code)
