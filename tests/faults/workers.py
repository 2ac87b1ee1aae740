"""Processes that work beside each other: forked, told nothing, killed at any moment; what they tell is read line by line.

A line is told by one write to a pipe, so it is read whole or not at all, also when its teller is killed.
"""

from __future__ import annotations

import logging
import os
import select
import signal
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

Tell = Callable[[str], None]

CRASHED = "crashed "


@dataclass(slots=True)
class Worker:
    """A running process and what it has told so far."""

    pid: int
    pipe: int
    told: list[str] = field(default_factory=list)
    open: bool = True
    _rest: bytes = b""

    def read(self) -> None:
        """Reads what is there; waits for nothing but the first byte."""
        data = os.read(self.pipe, 1 << 16)
        if not data:
            self.open = False
            os.close(self.pipe)
            return
        *lines, self._rest = (self._rest + data).split(b"\n")
        self.told += [line.decode() for line in lines]

    def kill(self) -> list[str]:
        """Ends it at once; answers everything it told."""
        os.kill(self.pid, signal.SIGKILL)
        return self.ended()

    def ended(self) -> list[str]:
        """Waits for its end; answers everything it told."""
        while self.open:
            self.read()
        os.waitpid(self.pid, 0)
        return self.told


def spawn(work: Callable[[Tell], None]) -> Worker:
    """Starts ``work`` in a process of its own. What it raises is told as a last line that begins with ``CRASHED``."""
    inwards, outwards = os.pipe()
    pid = os.fork()
    if pid:
        os.close(outwards)
        return Worker(pid, inwards)
    try:
        os.close(inwards)
        logging.disable(logging.CRITICAL)

        def tell(line: str) -> None:
            os.write(outwards, line.encode() + b"\n")

        try:
            work(tell)
        except BaseException as error:
            tell(f"{CRASHED}{type(error).__name__}: {error}".replace("\n", " ")[:2000])
    finally:
        os._exit(0)


def listen(workers: Iterable[Worker], seconds: float) -> None:
    """Reads what the workers tell, for so long; shorter only when all have ended."""
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        by_pipe = {worker.pipe: worker for worker in workers if worker.open}
        if not by_pipe:
            return
        for pipe in select.select(list(by_pipe), [], [], left)[0]:
            by_pipe[pipe].read()


def crashes(told: Iterable[str]) -> list[str]:
    return [line for line in told if line.startswith(CRASHED)]
