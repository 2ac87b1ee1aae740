"""A folder with one plan, and the program run on it in this process."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from click.testing import CliRunner, Result

from execplan.cli.app import app

PLAN = dedent("""\
    # ExecPlan: 缓存 on disk

    ## Metadata

    - **Owner**: Ana
    - **Status**: In Progress
    - **Last Updated**: 2026-11-20 10:00 UTC

    ## Purpose / Big Picture

    Builds take under a minute.

    **Success Criteria:**

    - [ ] A cold build takes less than 60 s

    ## Progress

    ### Phase 1: Foundations

    - [x] **Step 1**: Measure the build
    - [ ] **Step 2**: Перенести индекс

    ### Phase 2: Switch

    - [ ] **Step 3**: 切换到新的缓存

    ## Decision Log

    None yet.

    ## Surprises & Discoveries

    None yet.
    """)

Run = Callable[..., Result]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A root with the plan ``cache``."""
    folder = tmp_path / ".agents" / "cache"
    folder.mkdir(parents=True)
    (folder / "PLAN.md").write_text(PLAN, "utf-8")
    return tmp_path


@pytest.fixture
def run(root: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs one command below the root; the width is that of an ordinary terminal."""
    monkeypatch.chdir(root)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("EXECPLAN_ROOT", raising=False)

    def one(*arguments: str) -> Result:
        return CliRunner().invoke(app, arguments)

    return one


def sent(result: Result) -> dict[str, Any]:
    """The one JSON document on standard output."""
    return json.loads(result.stdout)
