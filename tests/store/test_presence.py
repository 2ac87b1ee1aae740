"""Whether something is there, told only about what lies inside the tree."""

from __future__ import annotations

from pathlib import Path

import pytest

from execplan.store.presence import is_there
from execplan.store.tree import Tree


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    root = tmp_path / "root"
    (root / "src").mkdir(parents=True)
    (root / "src" / "a.py").write_text("a\n")
    (root / "link.py").symlink_to("src/a.py")
    (root / "way").symlink_to(tmp_path)
    (tmp_path / "outside.py").write_text("x\n")
    return Tree(root)


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("src/a.py", True),
        ("src", True),
        ("link.py", True),
        ("src/b.py", False),
        ("lib/b.py", False),
        ("src/a.py/x", False),
        ("way/outside.py", None),
        ("../outside.py", None),
        ("/etc/hosts", None),
        (".git/config", None),
        ("a\0b", None),
        ("", None),
        ("x" * 300, None),
    ],
)
def test_is_there(tree: Tree, path: str, answer: bool | None) -> None:
    assert is_there(tree, path) is answer


def test_a_root_that_is_gone(tmp_path: Path) -> None:
    assert is_there(Tree(tmp_path / "gone"), "a.py") is False
