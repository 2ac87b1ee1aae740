"""``execplan install`` and ``uninstall``: what they print and how they end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from execplan.workspace.wire.schemas import schema
from tests.cli.conftest import Run, sent


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path.parent / f"{tmp_path.name}-home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    for name in ("XDG_CONFIG_HOME", "CODEX_HOME", "CLAUDE_CONFIG_DIR"):
        monkeypatch.delenv(name, raising=False)
    return home


def test_in_and_out(run: Run, root: Path) -> None:
    path = root / ".mcp.json"
    path.write_text('{\n  "mcpServers": {\n    "a": {"env": {"KEY": "s3cret"}}\n  },\n  "z": "s3cret"\n}')
    before = path.read_bytes()
    result = run("install", "claude-code", "--scope", "project")
    assert result.exit_code == 0
    assert "✓ installed in Claude Code" in result.stdout
    assert '+      "command": "execplan",' in result.stdout.splitlines()
    assert "as it was: " in result.stdout
    assert '"z"' not in result.stdout
    again = run("install", "claude-code", "--scope", "project")
    assert "✓ already there: Claude Code" in again.stdout
    out = run("uninstall", "claude-code", "--scope", "project")
    assert "✓ removed from Claude Code" in out.stdout
    assert path.read_bytes() == before
    assert "○ not there: Claude Code" in run("uninstall", "claude-code", "--scope", "project").stdout


def test_json_obeys_its_schema(run: Run, home: Path) -> None:
    check = Draft202012Validator(schema("client"))
    for command in (
        ("install", "codex", "--dry-run"),
        ("install", "codex", "--command", "uvx 'exec plan'"),
        ("install", "codex", "--command", "uvx 'exec plan'"),
        ("uninstall", "codex"),
        ("uninstall", "codex"),
    ):
        result = run(*command, "--json")
        assert result.exit_code == 0
        check.validate(sent(result))
    assert not (home / ".codex/config.toml").exists()


def test_the_command_is_split_as_in_a_shell(run: Run, home: Path) -> None:
    run("install", "gemini", "--command", "uvx --from 'a b' execplan")
    said = json.loads((home / ".gemini/settings.json").read_text())
    assert said["mcpServers"]["execplan"] == {"command": "uvx", "args": ["--from", "a b", "execplan", "mcp"]}


def test_a_dry_run_says_so(run: Run, home: Path) -> None:
    result = run("install", "zed", "--dry-run")
    assert "would be installed in Zed" in result.stdout
    assert list(home.iterdir()) == []
    run("install", "zed")
    assert "it would be removed" in run("uninstall", "zed", "--dry-run").stdout


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("install", "emacs"), 2, "'emacs' is not one of"),
        (("install", "windsurf", "--scope", "project"), 2, "no configuration of a project"),
        (("install", "codex", "--command", "'"), 2, "no closing quotation"),
        (("install", "codex", "--command", " "), 2, "--command is empty"),
    ],
)
def test_wrong_requests(arguments: tuple[str, ...], code: int, said: str, run: Run, home: Path) -> None:
    result = run(*arguments)
    assert result.exit_code == code
    assert said in result.stderr
    assert list(home.iterdir()) == []


def test_a_broken_file_ends_with_three(run: Run, home: Path) -> None:
    (home / ".claude.json").write_text("{\n\x1b[31m\n}")
    result = run("install", "claude-code")
    assert result.exit_code == 3
    assert "line 2: no JSON" in result.stderr
    assert "\x1b" not in result.stderr
