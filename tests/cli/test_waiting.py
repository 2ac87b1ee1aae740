"""The bar of long work: on a terminal's standard error, after a while, and gone at the end."""

from __future__ import annotations

import io
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from execplan.cli import waiting
from tests.cli.test_program import SRC

SHORT = "# Plan\n\n## Steps\n\n- [ ] One\n"


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_nobody_watches(monkeypatch: pytest.MonkeyPatch) -> None:
    assert waiting.bar(io.StringIO()) is None
    monkeypatch.setenv("TERM", "dumb")
    assert waiting.bar(Screen()) is None


def test_quick_work_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TERM", raising=False)
    screen = Screen()
    tell = waiting.bar(screen)
    assert tell
    for done in range(1, 11):
        tell(done, 10)
    assert screen.getvalue() == ""


def test_it_is_shown_and_wiped_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TERM", raising=False)
    monkeypatch.setattr(waiting, "AFTER", 0)
    monkeypatch.setenv("COLUMNS", "60")
    screen = Screen()
    tell = waiting.bar(screen)
    assert tell
    tell(5, 1_000)
    first = screen.getvalue()
    assert first.startswith("\r")
    assert "5 of 1,000 plans" in first
    tell(1_000, 1_000)
    assert screen.getvalue() == first + "\r" + " " * (len(first) - 1) + "\r"


@pytest.mark.parametrize("watched", [True, False])
def test_a_real_terminal(watched: bool, tmp_path: Path) -> None:
    """Standard output stays what it is; the bar is where a person looks."""
    for number in range(40):
        folder = tmp_path / ".agents" / f"plan-{number}"
        folder.mkdir(parents=True)
        (folder / "PLAN.md").write_text(SHORT)
    code = "import sys\nfrom execplan.cli import waiting\nwaiting.AFTER = 0\nfrom execplan.cli.app import app\napp.main(['list'])"
    here, there = pty.openpty()
    env = {**os.environ, "PYTHONPATH": SRC, "TERM": "xterm", "COLUMNS": "80"}
    stderr = there if watched else subprocess.DEVNULL
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=env, stdout=subprocess.PIPE, stderr=stderr, check=False
    )
    os.close(there)
    seen = b""
    try:
        while chunk := os.read(here, 65536):
            seen += chunk
    except OSError:  # the other end is closed, and all is read
        pass
    os.close(here)
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == 40
    assert (b"of 40 plans" in seen) == watched
    assert b"of 40 plans" not in done.stdout
