"""``execplan doctor``: what it prints, when it fails, and that it answers wherever it is asked."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from execplan.cli.terminal import width
from execplan.workspace.wire.schemas import schema
from tests.cli.conftest import Run, sent

SRC = str(Path(__file__).resolve().parents[2] / "src")
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="what Linux has")
MAY_MOUNT = shutil.which("unshare") and not subprocess.run(["unshare", "-m", "true"], capture_output=True).returncode
MOUNTS = pytest.mark.skipif(not MAY_MOUNT, reason="may not mount anything here")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own, so that what this machine's user has set up counts for nothing."""
    home = tmp_path.parent / f"{tmp_path.name}-home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    for name in ("XDG_CONFIG_HOME", "CODEX_HOME", "CLAUDE_CONFIG_DIR", "EXECPLAN_STORE"):
        monkeypatch.delenv(name, raising=False)
    return home


@LINUX
def test_a_healthy_root(run: Run, root: Path) -> None:
    result = run("doctor")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == f"root            {root}"[:80]
    for guard in ("lock", "fsync", "folder fsync", "exchange", "lease"):
        assert f"  {guard:<14}✓ on" in lines
    assert "plans           1 readable" in lines
    assert any(line.startswith("✓ nothing wrong") for line in lines)
    assert "  ○ info     no client is set up to start execplan (no_client)" in lines
    assert all(width(line) <= 80 for line in lines)
    assert not (root / ".agents/.state").exists()


def test_everything_wrong_fits_the_width(run: Run, root: Path) -> None:
    agents = root / ".agents"
    (agents / "mail").mkdir()
    (agents / "mail/PLAN.md").write_bytes(b"# Mail\n\xff\n")
    (agents / "Cache").mkdir()
    (agents / "tmp").mkdir()
    (agents / "tmp/cache.merge.md").write_text("x")
    (agents / f"cache/.PLAN.md.{'0' * 20}.{'1' * 20}.4194304999.tmp").write_text("x")
    (root / ".mcp.json").write_text('{"mcpServers": {"execplan": {"command": "/nowhere/bin/execplan"}}}')
    (root / ".cursor").mkdir()
    (root / ".cursor/mcp.json").write_text("{execplan")
    result = run("doctor")
    assert result.exit_code == 1
    assert "1 error, 5 warnings" in result.stdout
    assert "  ✗ error    .agents/mail/PLAN.md is not UTF-8 at line 2" in result.stdout
    assert "  Claude Code   ✓ registered      .mcp.json" in result.stdout
    assert "  Cursor        ✗ broken          .cursor/mcp.json" in result.stdout
    assert all(width(line) <= 80 for line in result.stdout.splitlines())


def test_an_error_or_a_warning_fails_and_a_note_does_not(run: Run, root: Path) -> None:
    assert run("doctor").exit_code == 0
    (root / ".agents/tmp").mkdir()
    (root / ".agents/tmp/cache.merge.md").write_text("x")
    assert run("doctor").exit_code == 1


def test_json(run: Run, root: Path, home: Path) -> None:
    (home / ".codex").mkdir()
    (home / ".codex/config.toml").write_text('[mcp_servers.execplan]\ncommand = "execplan"\nargs = ["mcp"]\n')
    assert run("mark", "Step 2", "done").exit_code == 0
    result = run("doctor", "--json")
    document = sent(result)
    assert result.exit_code == 0
    assert document["schema"] == "execplan/doctor/1"
    Draft202012Validator(schema("doctor")).validate(document)
    assert document["root"] == {"path": str(root), "why": ".agents"}
    assert [one["name"] for one in document["guards"]] == ["lock", "fsync", "folder fsync", "exchange", "lease"]
    (journal,) = document["journals"]
    assert (journal["plan"], journal["operations"], journal["standing"]) == ("cache", 1, "in the file")
    (codex,) = (one for one in document["clients"] if one["state"] == "registered")
    assert (codex["client"], codex["servers"]) == ("Codex", [{"name": "execplan", "command": "execplan"}])
    assert document["versions"]["python"]
    assert "infos" in document


def test_no_root(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    empty = tmp_path.parent / f"{tmp_path.name}-empty"
    empty.mkdir()
    monkeypatch.chdir(empty)
    result = run("doctor")
    assert result.exit_code == 1
    assert "root            none" in result.stdout
    assert "(no_root)" in result.stdout
    document = sent(run("doctor", "--json"))
    assert "root" not in document
    assert document["guards"] == []
    Draft202012Validator(schema("doctor")).validate(document)


@pytest.mark.parametrize("place", ["/nonexistent", "/dev/null", "/proc/self", "/sys"])
def test_at_any_place_it_answers(run: Run, place: str) -> None:
    if place.startswith(("/proc", "/sys")) and sys.platform != "linux":
        pytest.skip("what Linux has")
    result = run("doctor", "--root", place)
    assert result.exit_code in (0, 1)
    assert result.stdout.startswith("root ")
    assert result.stderr == ""


@MOUNTS
def test_a_read_only_file_system_is_said_once(root: Path) -> None:
    script = 'mount --bind . .; mount -o remount,bind,ro .; cd "$PWD"; exec "$PYTHON" -m execplan doctor --json'
    done = subprocess.run(
        ["unshare", "-m", "sh", "-ec", script],
        cwd=root,
        env={**os.environ, "PYTHONPATH": SRC, "PYTHON": sys.executable, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stderr == ""
    assert done.returncode == 1
    document = json.loads(done.stdout)
    assert {one["state"] for one in document["guards"]} == {"unknown"}
    assert document["plans"]["readable"] == 1
    assert [one["code"] for one in document["findings"] if one["severity"] != "info"] == ["not_writable"]
    assert "read-only" in document["file_system"]["note"]


@MOUNTS
def test_a_plan_mounted_on_its_own_is_named(root: Path) -> None:
    plan = ".agents/cache/PLAN.md"
    script = f'cp {plan} ../plan.md; mount --bind ../plan.md {plan}; exec "$PYTHON" -m execplan doctor --json'
    done = subprocess.run(
        ["unshare", "-m", "sh", "-ec", script],
        cwd=root,
        env={**os.environ, "PYTHONPATH": SRC, "PYTHON": sys.executable},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1
    assert json.loads(done.stdout)["findings"][0]["code"] == "file_mounted"


def test_what_a_name_hides_is_not_printed(run: Run, root: Path) -> None:
    (root / ".agents/tmp").mkdir()
    (root / ".agents/tmp/\x1b[31mred\u202e.merge.md").write_text("x")
    text = run("doctor").stdout
    assert "red.merge.md" in text
    assert "\x1b" not in text
    assert "\u202e" not in text


@LINUX
def test_names_that_are_no_text(run: Run, root: Path) -> None:
    (root / ".agents/tmp").mkdir()
    Path(os.fsdecode(os.fsencode(root / ".agents/tmp") + b"/\xff.merge.md")).write_text("x")
    (root / ".mcp.json").write_text('{"mcpServers": {"execplan\\ud800": {"command": "\\ud800/execplan"}}}')
    assert "?.merge.md" in run("doctor").stdout
    document = sent(run("doctor", "--json"))
    assert any("?.merge.md" in one["text"] for one in document["findings"])


def test_in_ascii_and_in_forty_columns(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    lines = run("doctor").stdout.splitlines()
    assert all(width(line) <= 40 for line in lines if " " in line.strip())
    done = subprocess.run(
        [sys.executable, "-m", "execplan", "doctor"],
        env={**os.environ, "PYTHONPATH": SRC, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        timeout=60,
    )
    assert done.stdout.isascii()
    assert b"x on" in done.stdout
