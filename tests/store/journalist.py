"""A process that swaps nothing and tells the journal of it, under the lock. Run by ``test_journal``.

Arguments: root, who, count. The text goes on from the last that the journal holds, and the journal is small.
"""

from __future__ import annotations

import sys
from pathlib import Path

from execplan.store import journal
from execplan.store.locks import locked
from execplan.store.tree import Tree
from execplan.text.source import Source

PLAN = ".agents/demo/PLAN.md"


def main(root: str, who: str, count: str) -> None:
    journal.MOST = 20_000
    tree = Tree(Path(root), wait=60)
    for number in range(int(count)):
        with locked(tree, PLAN):
            done = journal.entries(tree, PLAN)
            base = journal.text(done[-1]) if done else Source.of("")
            assert base is not None
            new = Source.of(f"{who} {number}\n")
            journal.record(tree, PLAN, kind="write", by=who, base=base, new=new)


if __name__ == "__main__":
    main(*sys.argv[1:])
