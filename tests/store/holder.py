"""A process that takes the lock of the plan and keeps it until it is killed. Run by ``test_locks``."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from execplan.store.locks import locked
from execplan.store.tree import Tree

with locked(Tree(Path(sys.argv[1])), ".agents/demo/PLAN.md"):
    print("held", flush=True)
    time.sleep(60)
