"""A process that swaps one file many times, with or without its guards. Run by ``test_locks``.

Arguments: root, tag, count, mode. ``slow`` widens the moment between the last look and the rename, in which only
the lock keeps writers apart; ``slow-unlocked`` also leaves the lock out, so that writes must be lost. ``telling``
prints every line that was acknowledged.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
from pathlib import Path

from execplan.store import swap as swapping
from execplan.store.guards import PLAIN, VARIABLE
from execplan.store.tree import Tree
from execplan.text.source import Source


def main(root: str, tag: str, count: str, mode: str) -> None:
    if mode.startswith("slow"):
        os.environ[VARIABLE] = PLAIN  # an exchange would find what the other one displaced
        replace = os.replace

        def slow(*args: str, **kwargs: int) -> None:
            time.sleep(0.003)
            replace(*args, **kwargs)

        os.replace = slow
    if mode == "slow-unlocked":
        swapping.locked = lambda *_: contextlib.nullcontext()
    tree = Tree(Path(root), wait=60)
    print("ready", flush=True)
    sys.stdin.readline()
    for number in range(int(count)):
        line = f"- {tag} {number}\n"
        swapping.swap(tree, ".agents/demo/PLAN.md", lambda source, line=line: Source.of(source.text + line))
        if mode == "telling":
            print(line, end="", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
