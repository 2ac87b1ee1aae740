"""Evidence is graded by looking: files of the root and commits of its repository are observed, the rest is told."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from tests.store.test_objects import loose

from execplan.plan.errors import PlanError
from execplan.workspace.evidence import graded

SAID = hashlib.sha256(b"x = 1\n").hexdigest()[:12]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "src").mkdir()
    for name in ("a.py", "a b.py", "<!--.py"):
        (tmp_path / "src" / name).write_text("x = 1\n")
    return tmp_path


@pytest.mark.parametrize("said", ["src/a.py", "./src/a.py", "`src/a.py`", " src/a.py "])
def test_a_file_is_observed(root: Path, said: str) -> None:
    assert graded(root, said).text == f"`src/a.py` (sha256 {SAID}, observed)"


def test_an_absolute_path_inside_the_root(root: Path) -> None:
    assert graded(root, str(root / "src" / "a.py")).path == "src/a.py"


def test_a_name_with_a_space(root: Path) -> None:
    assert graded(root, "src/a b.py").observed


@pytest.mark.parametrize(
    "said",
    [
        "src/b.py",
        "../secret",
        "/etc/passwd",
        "src",
        "pytest -q: 3 passed",
        "https://ci.example/7",
        "4f1c2ab",
        "src/<!--.py",
    ],
)
def test_everything_else_is_told(root: Path, said: str) -> None:
    assert not graded(root, said).observed


def test_a_commit_is_observed(root: Path) -> None:
    commit = loose(root, "commit", b"tree 0\n")
    assert graded(root, commit[:8]).text == f"commit `{commit[:12]}` (observed)"
    assert graded(root, f"commit {commit}").commit == commit[:12]
    assert graded(None, commit[:8]).text == commit[:8]


def test_nothing_said(root: Path) -> None:
    with pytest.raises(PlanError, match="evidence says nothing"):
        graded(root, "  ")
