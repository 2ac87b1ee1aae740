"""A tree with one plan in it, on a real disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from execplan.store.tree import Tree

PLAN = ".agents/demo/PLAN.md"


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    plan = tmp_path / PLAN
    plan.parent.mkdir(parents=True)
    plan.write_bytes(b"# Demo\n")
    return Tree(tmp_path)


@pytest.fixture
def plan(tree: Tree) -> Path:
    return tree.root / PLAN
