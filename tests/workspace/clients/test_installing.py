"""Our entry into real files and out of them: links, modes, backups, and what is left alone."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

import execplan
from execplan.plan.errors import PlanError
from execplan.workspace.clients import files
from execplan.workspace.clients.entries import SHAPES, Client
from execplan.workspace.clients.installing import install, this_program, uninstall
from execplan.workspace.doctor.clients import registrations

WORDS = ("/opt/execplan",)
OTHERS = b'\xef\xbb\xbf{\r\n\t// mine\r\n\t"mcpServers": {\r\n\t\t"a": {"command": "x",},\r\n\t},\r\n}'


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    for name in ("XDG_CONFIG_HOME", "CODEX_HOME", "CLAUDE_CONFIG_DIR"):
        monkeypatch.delenv(name, raising=False)
    return home


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "project").mkdir()
    return tmp_path / "project"


def kept(folder: Path) -> dict[str, bytes]:
    return {str(one.relative_to(folder)): one.read_bytes() for one in folder.rglob("*") if one.is_file()}


@pytest.mark.parametrize("client", SHAPES)
def test_where_nothing_is_nothing_is_left(client: Client, root: Path, home: Path) -> None:
    one = install(client, "user", root, WORDS)
    assert one.status == "installed"
    assert one.path.is_relative_to(home)
    assert one.backup is None
    assert [found.state for found in registrations(root, home, {}) if found.path == one.path] == ["registered"]
    before = kept(home)
    assert install(client, "user", root, WORDS).status == "unchanged"
    assert kept(home) == before
    gone = uninstall(client, "user", root)
    assert (gone.status, gone.gone) == ("removed", True)
    assert kept(home) == {}
    assert uninstall(client, "user", root).status == "absent"


@pytest.mark.parametrize("client", SHAPES)
def test_a_projects_file_names_no_path_of_this_machine(client: Client, root: Path) -> None:
    if client == "windsurf":
        with pytest.raises(PlanError, match="no configuration of a project"):
            install(client, "project", root, ())
        return
    one = install(client, "project", root, ())
    text = one.path.read_text()
    assert one.path.is_relative_to(root)
    assert '"execplan"' in text
    assert str(root) not in text
    assert sys.executable not in text
    assert uninstall(client, "project", root).gone
    assert kept(root) == {}


def test_every_byte_mode_and_link_stays(root: Path, home: Path) -> None:
    dotfiles = home / "dotfiles"
    dotfiles.mkdir()
    real = dotfiles / "claude.json"
    real.write_bytes(OTHERS)
    real.chmod(0o640)
    link = home / ".claude.json"
    link.symlink_to("dotfiles/claude.json")
    one = install("claude-code", "user", root, WORDS)
    assert link.is_symlink()
    backup = dotfiles / "claude.json.execplan-backup"
    assert one.backup == backup
    assert backup.read_bytes() == OTHERS
    for path in (real, backup):
        assert stat.S_IMODE(path.stat().st_mode) == 0o640
    now = real.read_bytes()
    assert now.startswith(OTHERS[: OTHERS.index(b"},\r\n\t},") + 2])
    assert now.endswith(b",\r\n\t},\r\n}")
    assert now.count(b"\n") == now.count(b"\r\n")
    assert uninstall("claude-code", "user", root).status == "removed"
    assert link.is_symlink()
    assert kept(home) == {"dotfiles/claude.json": OTHERS, ".claude.json": OTHERS}
    assert stat.S_IMODE(real.stat().st_mode) == 0o640


def test_a_link_to_nothing_is_written_through(root: Path, home: Path) -> None:
    link = home / ".claude.json"
    link.symlink_to("dotfiles/claude.json")
    install("claude-code", "user", root, WORDS)
    assert link.is_symlink()
    assert (home / "dotfiles/claude.json").exists()
    assert uninstall("claude-code", "user", root).gone
    assert link.is_symlink()
    assert not link.exists()


def test_a_dry_run_writes_nothing(root: Path, home: Path) -> None:
    one = install("codex", "user", root, WORDS, dry_run=True)
    assert (one.status, one.dry_run) == ("installed", True)
    assert one.diff.splitlines()[2:4] == ["@@ -0,0 +1,3 @@", "+[mcp_servers.execplan]"]
    assert list(home.iterdir()) == []
    install("codex", "user", root, WORDS)
    before = kept(home)
    assert uninstall("codex", "user", root, dry_run=True).gone
    assert kept(home) == before


def test_what_came_since_stays(root: Path, home: Path) -> None:
    path = home / ".claude.json"
    path.write_text('{\n  "mcpServers": {}\n}\n')
    install("claude-code", "user", root, WORDS)
    path.write_text(path.read_text().replace("{\n", '{\n  "starts": 7,\n', 1))
    one = uninstall("claude-code", "user", root)
    assert path.read_text() == '{\n  "starts": 7,\n  "mcpServers": {}\n}\n'
    assert one.backup is not None
    assert '"execplan"' in one.backup.read_text()


@pytest.mark.parametrize(
    ("data", "code", "reason"),
    [
        (b'{\n"a": 1,,\n}', "unreadable", "line 2: no JSON: a key in quotes or } is missing"),
        (b'{\n"a": "\xff"}', "unreadable", "line 2: not UTF-8"),
        (b'{"mcpServers":\n 5}', "refused", "line 2: mcpServers is no object"),
        (None, "unreadable", "a folder"),
    ],
)
def test_what_is_broken_is_left_alone(data: bytes | None, code: str, reason: str, root: Path, home: Path) -> None:
    path = home / ".claude.json"
    if data is None:
        path.mkdir()
    else:
        path.write_bytes(data)
    for act in (lambda: install("claude-code", "user", root, WORDS), lambda: uninstall("claude-code", "user", root)):
        with pytest.raises(PlanError) as caught:
            act()
        assert caught.value.code == code
        assert str(path) in caught.value.message
        assert reason in caught.value.message
    assert kept(home) == ({} if data is None else {".claude.json": data})


def test_a_pipe_and_a_giant_are_left_alone(root: Path, home: Path) -> None:
    path = home / ".claude.json"
    os.mkfifo(path)
    with pytest.raises(PlanError, match="no file"):
        install("claude-code", "user", root, WORDS)
    path.unlink()
    with path.open("wb") as giant:
        giant.truncate((16 << 20) + 1)
    with pytest.raises(PlanError, match="more than 16 MiB"):
        install("claude-code", "user", root, WORDS)


def test_a_project_does_not_lead_elsewhere(root: Path, home: Path) -> None:
    (home / ".claude.json").write_text("{}")
    (root / ".mcp.json").symlink_to(home / ".claude.json")
    with pytest.raises(PlanError, match="leads out of the project"):
        install("claude-code", "project", root, WORDS)
    assert (home / ".claude.json").read_text() == "{}"


def test_a_link_in_the_backups_place_is_not_followed(root: Path, home: Path) -> None:
    (home / ".claude.json").write_text('{"a": 1}')
    (home / "precious").write_text('{"b": 2}')
    backup = home / ".claude.json.execplan-backup"
    backup.symlink_to("precious")
    install("claude-code", "user", root, WORDS)
    assert (home / "precious").read_text() == '{"b": 2}'
    assert not backup.is_symlink()
    assert backup.read_text() == '{"a": 1}'


def test_what_changes_meanwhile_is_not_overwritten(home: Path) -> None:
    path = home / "settings.json"
    path.write_text("{}")
    read = files.read(path)
    path.write_text('{"new": 1}')
    with pytest.raises(PlanError) as caught:
        files.exchange(read, b"{ }", backup=True)
    assert caught.value.code == "conflict"
    with pytest.raises(PlanError):
        files.remove(read)
    assert path.read_text() == '{"new": 1}'
    assert [one.name for one in home.iterdir() if one.suffix == ".tmp"] == []


def test_a_folder_that_may_not_be_written_leaves_the_file(root: Path, home: Path) -> None:
    (home / ".codex").write_text("a file where a folder should be")
    with pytest.raises(PlanError) as caught:
        install("codex", "user", root, WORDS)
    assert caught.value.code == "unreadable"
    assert kept(home) == {".codex": b"a file where a folder should be"}


def test_of_two_files_the_one_with_our_entry_then_the_one_that_is_there(root: Path) -> None:
    (root / "opencode.jsonc").write_text("{ // mine\n}")
    assert install("opencode", "project", root, ()).path.name == "opencode.jsonc"
    (root / "opencode.json").write_text("{}")
    assert uninstall("opencode", "project", root).path.name == "opencode.jsonc"
    assert (root / "opencode.jsonc").read_text() == "{ // mine\n}"
    assert install("opencode", "project", root, ()).path.name == "opencode.json"
    said = json.loads((root / "opencode.json").read_text())
    assert said == {"mcp": {"execplan": {"type": "local", "command": ["execplan", "mcp"], "enabled": True}}}


def test_the_program_is_named_so_that_it_starts_anywhere(tmp_path: Path) -> None:
    there, other = tmp_path / "bin", tmp_path / "other"
    for folder in (there, other):
        folder.mkdir()
        (folder / "execplan").write_text("#!/bin/sh\n")
        (folder / "execplan").chmod(0o755)
    on_path = {"PATH": str(there)}
    module = (sys.executable, "-P", "-m", "execplan")
    assert this_program(str(there / "execplan"), on_path) == (str(there / "execplan"),)
    assert this_program("execplan", on_path) == (str(there / "execplan"),)
    assert this_program(str(other / "execplan"), on_path) == module
    assert this_program("/x/execplan/__main__.py", on_path) == module
    assert this_program("execplan", {"PATH": "/nowhere"}) == module
    (tmp_path / "json.py").write_text("raise SystemExit('a stranger runs')")
    (tmp_path / "execplan.py").write_text("raise SystemExit('a stranger runs')")
    environ = os.environ | {"PYTHONPATH": str(Path(execplan.__file__).parents[1])}
    done = subprocess.run([*module, "--version"], cwd=tmp_path, env=environ, capture_output=True, text=True)
    assert (done.stdout, done.returncode) == (f"execplan {execplan.__version__}\n", 0)
