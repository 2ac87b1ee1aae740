"""A repository whose configuration names programs: no tool and no command runs one of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from mcp import Client

from execplan.cli.app import app
from execplan.server.app import build_server
from execplan.server.inventory import INVENTORY
from execplan.workspace.workspace import Workspace
from tests.server.filled import KNOWN, least, schema_of
from tests.server.test_edges import PLAN
from tests.store.test_git import run, save
from tests.threats.test_escapes import COMMANDS, words

PROGRAMS = (
    "core.fsmonitor", "core.pager", "core.sshCommand", "core.askPass", "core.editor", "core.gitProxy", "gpg.program",
    "core.alternateRefsCommand", "diff.external", "diff.evil.command", "diff.evil.textconv", "filter.evil.clean",
    "filter.evil.smudge", "filter.evil.process", "merge.evil.driver", "credential.helper", "uploadpack.packObjectsHook",
    "gpg.ssh.program", "sequence.editor", "interactive.diffFilter", "trailer.evil.command",
)  # fmt: skip
CALLED = ("rev-parse", "cat-file", "rev-list", "diff-tree", "log", "status", "ls-files", "version", "config")


@pytest.fixture
def trace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where each program would leave its name; the current folder is the repository."""
    root, trace, bad = tmp_path / "work", tmp_path / "trace", tmp_path / "bad"
    root.mkdir()
    run(root, "init", "-q")
    save(root, ".agents/edges/PLAN.md", PLAN)
    save(root, "a.py", "a = 1\n")
    run(root, "add", ".")
    run(root, "commit", "-qm", "one")
    save(tmp_path, "bad", f"#!/bin/sh\necho \"$0 $@\" >> '{trace}'\n")
    bad.chmod(0o755)
    for hook in ("post-checkout", "pre-commit", "reference-transaction", "post-index-change", "fsmonitor-watchman"):
        save(root, f"hooks/{hook}", bad.read_text())
        (root / "hooks" / hook).chmod(0o755)
    save(root, ".gitattributes", "* filter=evil diff=evil merge=evil\n")
    save(root, "more.config", "".join(f"[alias]\n\t{name} = !{bad}\n[pager]\n\t{name} = {bad}\n" for name in CALLED))
    save(root, "a.py", "a = 2\n")
    for key in PROGRAMS:
        run(root, "config", key, str(bad))
    run(root, "config", "log.showSignature", "true")
    run(root, "config", "include.path", str(root / "more.config"))
    run(root, "config", "core.hooksPath", str(root / "hooks"))
    monkeypatch.chdir(root)
    monkeypatch.setenv("EXECPLAN_ROOT", str(root))
    return trace


async def test_no_tool_runs_what_a_repository_names(trace: Path) -> None:
    root = Path.cwd()
    async with Client(build_server(Workspace(root))) as client:
        for tool in INVENTORY:
            save(root, ".agents/edges/PLAN.md", PLAN)
            given = {name: "a.py" for name in ("evidence", "files") if name in schema_of(tool)["properties"]}
            for more in ({}, given):
                await client.call_tool(tool.name, {**least(tool), **more})
                assert not trace.exists(), f"{tool.name}: {trace.read_text()}"


def test_no_command_runs_what_a_repository_names(trace: Path) -> None:
    for path, command in COMMANDS:
        save(Path.cwd(), ".agents/edges/PLAN.md", PLAN)
        known = {param.name or "": str(KNOWN[param.name]) for param in command.params if param.name in KNOWN}
        CliRunner().invoke(app, [*path, *words(command, known)])
        assert not trace.exists(), f"{path}: {trace.read_text()}"


def test_the_programs_would_be_run(trace: Path) -> None:
    """By an ordinary git command: so the trap is set."""
    run(Path.cwd(), "status")
    assert trace.exists()
