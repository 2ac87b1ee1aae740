"""The short form of every part, each in a process of its own, because the parts fork."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.__main__ import PARTS
from tests.faults.injecting import strace_reason

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("part", PARTS)
def test_nothing_is_lost(part: str):
    if part in ("matrix", "displaced") and (reason := strace_reason()):
        pytest.skip(reason)
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults", "--short", part],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(str(Path(path or ".").resolve()) for path in sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_an_unknown_part_is_named():
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults", "nothing"], cwd=ROOT, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(str(Path(path or ".").resolve()) for path in sys.path)},
    )  # fmt: skip
    assert done.returncode == 2
    assert "no part nothing" in done.stderr
