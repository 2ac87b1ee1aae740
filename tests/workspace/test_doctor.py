"""Each finding provoked for real, and what is found in clients' files. Real files, real processes, real journals."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from tests.workspace.conftest import Put

import execplan
from execplan.edits.steps import mark
from execplan.store.journal import FOLDER
from execplan.store.mounts import Mount
from execplan.store.probes import Guard, Name, Probed, State
from execplan.store.state import key_of
from execplan.workspace.doctor.assess import findings
from execplan.workspace.doctor.clients import Registration, Server, registrations
from execplan.workspace.doctor.examine import examine
from execplan.workspace.doctor.facts import Facts, Finding
from execplan.workspace.doctor.guards import kind_of, of_file_system, of_guards
from execplan.workspace.doctor.versions import PACKAGES, versions
from execplan.workspace.workspace import Workspace

SRC = str(Path(execplan.__file__).parents[1])
HOLD = (
    "import sys, time\n"
    "from pathlib import Path\n"
    "from execplan.store.locks import locked\n"
    "from execplan.store.tree import Tree\n"
    "with locked(Tree(Path(sys.argv[1])), '.agents/cache/PLAN.md'):\n"
    "    print('held', flush=True)\n"
    "    time.sleep(60)\n"
)


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home of its own, so that what this machine's user has set up counts for nothing."""
    home = tmp_path.parent / f"{tmp_path.name}-home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    for name in ("XDG_CONFIG_HOME", "CODEX_HOME", "CLAUDE_CONFIG_DIR", "EXECPLAN_ROOT", "EXECPLAN_STORE"):
        monkeypatch.delenv(name, raising=False)


def seen(root: Path) -> dict[str, Finding]:
    """Code to finding, but for those that any such root has."""
    return {
        one.code: one for one in findings(examine(root)) if one.code not in ("no_client", "in_memory", "bind_mount")
    }


def done(root: Path, *names: str) -> None:
    """Marks first steps done through the workspace, with all that this writes."""
    workspace = Workspace(root, by="cli")
    for name in names:
        workspace.change("cache", lambda plan, now, name=name: mark(plan, name, "done", now=now))


def journal_of(root: Path, path: str = ".agents/cache/PLAN.md") -> Path:
    return root / ".agents/.state" / FOLDER / f"{key_of(path)}.jsonl"


def test_a_healthy_root(put: Put, tmp_path: Path) -> None:
    put("cache")
    assert seen(tmp_path) == {}
    done(tmp_path, "First thing")
    assert seen(tmp_path) == {}
    facts = examine(tmp_path)
    assert facts.tree is not None
    assert facts.root is not None
    assert facts.root.why == "--root"
    (one,) = facts.tree.journals
    assert (one.standing, one.journal.operations) == ("in the file", 1)


def test_nothing_is_written(put: Put, tmp_path: Path) -> None:
    put("cache")
    for _ in range(2):
        before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}
        examine(tmp_path)
        assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()} == before
        (tmp_path / ".agents/.state").mkdir(exist_ok=True)


def test_no_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    facts = examine(None)
    if facts.root is not None:
        pytest.skip("a folder above is a root")
    assert findings(facts)[0].code == "no_root"
    assert facts.tree is None


@pytest.mark.parametrize("made", ["nothing", "file", "pipe"])
def test_a_root_that_is_none(tmp_path: Path, made: str) -> None:
    root = tmp_path / "root"
    {"nothing": lambda: None, "file": root.touch, "pipe": lambda: os.mkfifo(root)}[made]()
    (first, *_) = findings(examine(root))
    assert (first.severity, first.code) == ("error", "root_refused")
    assert "is no folder" in first.text


def test_a_working_folder_that_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "gone"
    folder.mkdir()
    monkeypatch.chdir(folder)
    folder.rmdir()
    assert findings(examine(None))[0].code == "root_refused"


@pytest.mark.parametrize("made", ["link", "file"])
def test_agents_that_is_no_folder(tmp_path: Path, made: str) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    root = tmp_path / "root"
    root.mkdir()
    if made == "link":
        (root / ".agents").symlink_to(elsewhere)
    else:
        (root / ".agents").write_text("x")
    found = seen(root)
    assert found["plans_unreachable"].severity == "error"
    assert found["not_writable"].severity == "warning"
    assert list(elsewhere.iterdir()) == []


def test_a_plan_that_cannot_be_read(put: Put, tmp_path: Path) -> None:
    put("cache").write_bytes(b"# Cache\n\n\xff\n")
    put("mail").write_bytes(b"")
    os.utime(tmp_path / ".agents/mail/PLAN.md", (1, 1))
    found = [one for one in findings(examine(tmp_path)) if one.code == "plan_unreadable"]
    assert [one.severity for one in found] == ["error", "error"]
    assert "cache/PLAN.md is not UTF-8 at line 3" in found[0].text
    assert "mail/PLAN.md is empty" in found[1].text
    assert found[0].do


def test_errors_in_a_plan(put: Put, tmp_path: Path) -> None:
    text = "# Cache\n\n**Created**: 2026-11-20\n**Last Updated**: 2026-01-02\n\n## Progress\n\n- [ ] One\n- [ ] Two\n"
    put("cache").write_text(text)
    found = seen(tmp_path)["plan_errors"]
    assert found.severity == "warning"
    assert "at line" in found.text
    assert found.do == "execplan review cache"


@contextmanager
def holder(root: Path) -> Iterator[int]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(root)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": SRC},
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    try:
        yield process.pid
    finally:
        process.kill()
        process.communicate()


def lock_file(root: Path) -> Path:
    return root / ".agents/.state" / f"{key_of('.agents/cache/PLAN.md')}.lock"


def test_a_lock_that_is_held(put: Put, tmp_path: Path) -> None:
    put("cache")
    with holder(tmp_path) as pid:
        found = seen(tmp_path)
        assert found["lock_held"].severity == "info"
        assert f"cache is locked by process {pid}" in found["lock_held"].text
        os.utime(lock_file(tmp_path), (time.time() - 300, time.time() - 300))
        assert seen(tmp_path)["lock_long"].severity == "warning"
        assert "for 5 minutes" in seen(tmp_path)["lock_long"].text
    assert seen(tmp_path) == {}


def test_a_holder_that_was_stopped(put: Put, tmp_path: Path) -> None:
    put("cache")
    with holder(tmp_path) as pid:
        os.kill(pid, signal.SIGSTOP)
        deadline = time.monotonic() + 5
        while "lock_stopped" not in seen(tmp_path) and time.monotonic() < deadline:
            time.sleep(0.02)
        found = seen(tmp_path)["lock_stopped"]
        assert found.severity == "error"
        assert f"kill -CONT {pid}" in found.do


def test_a_holder_of_another_system(put: Put, tmp_path: Path) -> None:
    put("cache")
    with holder(tmp_path):
        lock_file(tmp_path).write_bytes(b"4194304999\n")
        os.utime(lock_file(tmp_path), (1, 1))
        found = seen(tmp_path)["lock_unseen"]
        assert found.severity == "warning"
        assert "not of this system" in found.text


def test_a_lock_file_that_cannot_be_looked_at(put: Put, tmp_path: Path) -> None:
    put("cache")
    lock_file(tmp_path).mkdir(parents=True)
    assert seen(tmp_path)["lock_unreadable"].severity == "warning"


def test_a_cut_journal_and_a_bad_line(put: Put, tmp_path: Path) -> None:
    put("cache")
    done(tmp_path, "First thing", "Second thing")
    path = journal_of(tmp_path)
    whole = path.read_bytes()
    path.write_bytes(whole[:-30])
    assert seen(tmp_path)["journal_cut"].severity == "warning"
    path.write_bytes(b"nonsense\n" + whole)
    assert "1 of 4 journal lines" in seen(tmp_path)["journal_bad"].text
    path.unlink()
    path.mkdir()
    assert seen(tmp_path)["journal_unreadable"].severity == "warning"


def test_what_was_overwritten_is_named(put: Put, tmp_path: Path) -> None:
    path = put("cache")
    old = path.read_text()
    done(tmp_path, "First thing", "Second thing")
    path.write_text(old + "\nA line of somebody else, who had the old text open.\n")
    found = seen(tmp_path)["overwritten"]
    assert (found.severity, found.do) == ("warning", "execplan recover cache")
    Workspace(tmp_path).recover("cache")
    assert "overwritten" not in seen(tmp_path)


def test_a_save_that_went_on_from_ours_is_no_finding(put: Put, tmp_path: Path) -> None:
    path = put("cache")
    done(tmp_path, "First thing")
    path.write_text(path.read_text() + "\nMore.\n")
    assert seen(tmp_path) == {}
    facts = examine(tmp_path)
    assert facts.tree is not None
    assert facts.tree.journals[0].standing == "saved over"


def test_a_plan_that_is_gone(put: Put, tmp_path: Path) -> None:
    path = put("cache")
    done(tmp_path, "First thing")
    path.unlink()
    path.parent.rmdir()
    found = seen(tmp_path)["plan_gone"]
    assert (found.severity, found.do.split(",")[0]) == ("info", "execplan recover cache")


def test_an_archived_plan_is_not_gone(put: Put, tmp_path: Path) -> None:
    put("cache")
    done(tmp_path, "First thing")
    Workspace(tmp_path).archive("cache")
    assert seen(tmp_path) == {}


def test_strays_twins_and_what_git_takes(put: Put, tmp_path: Path) -> None:
    put("cache")
    put("mail")
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    left = tmp_path / f".agents/cache/.PLAN.md.{'0' * 20}.{'1' * 20}.4194304999.tmp"
    left.write_text("x")
    (tmp_path / ".agents/tmp").mkdir()
    (tmp_path / ".agents/tmp/cache.merge.md").write_text("x")
    (tmp_path / ".agents/.state").mkdir()
    (tmp_path / ".agents/.state/odd").write_text("x")
    (tmp_path / ".agents/Cache").mkdir()
    (tmp_path / ".gitignore").write_text("\n*.md\n")
    found = seen(tmp_path)
    assert {code: one.severity for code, one in found.items()} == {
        "stray_temporary": "warning",
        "stray_merge": "warning",
        "stray_stranger": "info",
        "state_in_git": "warning",
        "plan_ignored": "warning",
        "twins": "warning",
    }
    assert "*.md (.gitignore:2)" in found["plan_ignored"].text
    assert "and 1 more" in found["plan_ignored"].text
    assert "Cache and .agents/cache" in found["twins"].text
    (tmp_path / ".gitignore").write_text(".agents/\n")
    assert seen(tmp_path)["plan_ignored"].severity == "info"  # somebody meant it


def test_a_tree_outside_git_says_nothing_of_git(put: Put, tmp_path: Path) -> None:
    put("cache")
    if any((folder / ".git").exists() for folder in tmp_path.parents):
        pytest.skip("a folder above is a repository")
    (tmp_path / ".agents/.state").mkdir()
    assert seen(tmp_path) == {}


def test_switched_off(put: Put, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put("cache")
    monkeypatch.setenv("EXECPLAN_STORE", "plain")
    found = seen(tmp_path)
    assert found.keys() == {"switched_off"}
    assert "~100 µs" in found["switched_off"].text


NAMES: tuple[Name, ...] = ("lock", "fsync", "folder fsync", "exchange", "lease")
ORDINARY = Mount("/", "ext4", "/dev/vda", "/", False)


def guards(**states: State) -> Probed:
    given: dict[str, State] = {name.replace("_", " "): state for name, state in states.items()}
    return Probed(".agents/.state", tuple(Guard(name, given.get(name, "on"), "") for name in NAMES))


def test_each_missing_guard_says_what_it_means() -> None:
    assert list(of_guards(guards(), ORDINARY)) == []
    for name in NAMES:
        off: dict[str, State] = {name.replace(" ", "_"): "off"}
        (one,) = of_guards(guards(**off), ORDINARY)
        assert one.severity == "warning"
        assert one.code == f"no_{name.replace(' ', '_')}"
        assert one.do
    (one,) = of_guards(guards(exchange="off"), None)
    assert "~100 µs" in one.text
    (one,) = of_guards(guards(lease="unknown"), None)
    assert "could not be tried" in one.text


def test_where_nothing_can_be_written_that_is_the_one_finding() -> None:
    probed = Probed(".agents/.state", (Guard("lock", "unknown", "no"),), "permission denied")
    (one,) = of_guards(probed, ORDINARY)
    assert (one.code, one.severity) == ("not_writable", "warning")
    assert "permission denied" in one.text
    (one,) = of_guards(probed, Mount("/", "ext4", "x", "/", True))
    assert "read-only" in one.text


@pytest.mark.parametrize(
    ("kind", "part", "said", "code"),
    [
        ("ext4", "/", "", None),
        ("btrfs", "/@home", "", None),
        ("nfs4", "/", "network", "not_local"),
        ("fuse.sshfs", "/", "network", "not_local"),
        ("9p", "/", "shared with another system", "not_local"),
        ("fuse.encfs", "/", "FUSE", "fuse"),
        ("fuseblk", "/", "FUSE", "fuse"),
        ("tmpfs", "/", "in memory", "in_memory"),
        ("ext4", "/home/ana", "bind mount", "bind_mount"),
        ("overlay", "/", "layers of a container", None),
    ],
)
def test_what_a_file_system_means(put: Put, tmp_path: Path, kind: str, part: str, said: str, code: str | None) -> None:
    put("cache")
    facts = examine(tmp_path).tree
    assert facts is not None
    mount = Mount("/", kind, "somewhere", part, False)
    assert kind_of(mount) == said
    found = [one.code for one in of_file_system(replace(facts, mount=mount, mounted=()))]
    assert found == ([code] if code else [])
    found = [one.code for one in of_file_system(replace(facts, mount=None, mounted=(".agents/cache/PLAN.md",)))]
    assert found == ["file_mounted"]


# --- clients -----------------------------------------------------------------------------------------


def looked(root: Path, **environ: str) -> dict[str, Registration]:
    """Registrations by file name, but for files that are not there."""
    home = Path(os.environ["HOME"])
    every = registrations(root, home, environ)
    return {one.path.name: one for one in every if one.state != "no file"}


def save(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


HOME_FILES = {
    "Claude Code": (".claude.json", '{"mcpServers": {"execplan": {"command": "execplan", "args": ["mcp"]}}}'),
    "Codex": (".codex/config.toml", '[mcp_servers.execplan]\ncommand = "execplan"\nargs = ["mcp"]\n'),
    "Cursor": (".cursor/mcp.json", '{"mcpServers": {"plans": {"command": "uvx", "args": ["execplan", "mcp"]}}}'),
    "VS Code": (".config/Code/User/mcp.json", '{"servers": {"execplan": {"command": "execplan"}}}'),
    "Gemini CLI": (".gemini/settings.json", '{"mcpServers": {"execplan": {"command": "execplan"}}}'),
    "Windsurf": (".codeium/windsurf/mcp_config.json", '{"mcpServers": {"execplan": {"serverUrl": "http://x"}}}'),
    "Zed": (".config/zed/settings.json", '// mine\n{"context_servers": {"a": {"command": {"path": "execplan"}}},}'),
    "opencode": (".config/opencode/opencode.json", '{"mcp": {"p": {"type": "local", "command": ["execplan", "mcp"]}}}'),
}
PROJECT_FILES = {
    "Claude Code": ".mcp.json",
    "Cursor": ".cursor/mcp.json",
    "VS Code": ".vscode/mcp.json",
    "Gemini CLI": ".gemini/settings.json",
    "Zed": ".zed/settings.json",
    "Codex": ".codex/config.toml",
    "opencode": "opencode.json",
}


@pytest.mark.skipif(sys.platform == "darwin", reason="other folders there")
@pytest.mark.parametrize("client", HOME_FILES)
def test_each_client_is_found_where_its_user_keeps_it(tmp_path: Path, client: str) -> None:
    name, text = HOME_FILES[client]
    save(Path(os.environ["HOME"]) / name, text)
    (one,) = looked(tmp_path).values()
    assert (one.client, one.state, len(one.servers)) == (client, "registered", 1)


@pytest.mark.parametrize("client", PROJECT_FILES)
def test_each_client_is_found_in_the_project(tmp_path: Path, client: str) -> None:
    save(tmp_path / PROJECT_FILES[client], HOME_FILES[client][1])
    (one,) = looked(tmp_path).values()
    assert (one.client, one.state) == (client, "registered")


def test_other_folders_by_the_environment(tmp_path: Path) -> None:
    save(tmp_path / "a/.claude.json", HOME_FILES["Claude Code"][1])
    save(tmp_path / "b/config.toml", HOME_FILES["Codex"][1])
    save(tmp_path / "c/zed/settings.json", HOME_FILES["Zed"][1])
    found = looked(
        tmp_path,
        CLAUDE_CONFIG_DIR=str(tmp_path / "a"),
        CODEX_HOME=str(tmp_path / "b"),
        XDG_CONFIG_HOME=str(tmp_path / "c"),
    )
    assert {one.state for one in found.values()} == {"registered"}
    assert len(found) == 3


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        "",
        "[]",
        "null",
        '"execplan"',
        '{"mcpServers": {"other": {"command": "npx"}}}',
        '{"mcpServers": ["execplan"], "servers": "execplan", "mcp": {"execplan": true}}',
        '{"theme": "execplan"}',
    ],
)
def test_a_file_without_us(tmp_path: Path, text: str) -> None:
    save(tmp_path / ".mcp.json", text)
    assert looked(tmp_path)[".mcp.json"].state == "not registered"


def test_comments_commas_and_a_mark_are_forgiven(tmp_path: Path) -> None:
    save(
        tmp_path / ".vscode/mcp.json",
        '\ufeff{ // "servers": {\n "servers": { /* a */ "execplan": { "command": "/x//execplan", "args": ["a,}", ] }, }, }',
    )
    (one,) = looked(tmp_path)["mcp.json"].servers
    assert one == Server("execplan", "/x//execplan", missing=True)


BROKEN: dict[str, Callable[[Path], object]] = {
    "cut": lambda path: path.write_text('{"mcpServers": {"execplan"'),
    "bytes": lambda path: path.write_bytes(b"\xff\xfe\x00execplan"),
    "deep": lambda path: path.write_text('{"execplan":' * 200_000),
    "number": lambda path: path.write_text('{"execplan": ' + "9" * 5000 + "}"),
    "folder": lambda path: path.mkdir(),
    "pipe": os.mkfifo,
    "loop": lambda path: path.symlink_to(path),
    "device": lambda path: path.symlink_to("/dev/zero"),
}


@pytest.mark.parametrize("how", BROKEN)
def test_a_broken_file_says_so(tmp_path: Path, how: str) -> None:
    BROKEN[how](tmp_path / ".mcp.json")
    start = time.monotonic()
    one = looked(tmp_path)[".mcp.json"]
    assert time.monotonic() - start < 2
    assert one.state == "broken"
    assert one.reason
    assert len(one.reason) < 300
    assert one.named == (how in ("cut", "bytes", "deep", "number"))


def test_broken_toml(tmp_path: Path) -> None:
    save(tmp_path / ".codex/config.toml", "[mcp_servers.execplan\n")
    one = looked(tmp_path)["config.toml"]
    assert (one.state, one.named) == ("broken", True)
    assert "line 1" in one.reason


def test_claude_code_keeps_entries_for_one_folder(tmp_path: Path) -> None:
    spec = '{"mcpServers": {"execplan": {"command": "execplan"}}}'
    path = Path(os.environ["HOME"]) / ".claude.json"
    save(path, f'{{"projects": {{"{tmp_path}": {spec}, "/elsewhere": {spec}}}}}')
    (one,) = looked(tmp_path)[".claude.json"].servers
    assert one.project == str(tmp_path)
    assert looked(tmp_path / "below")[".claude.json"].state == "registered"
    assert looked(Path("/another"))[".claude.json"].state == "not registered"


def test_what_registrations_mean(put: Put, tmp_path: Path) -> None:
    put("cache")
    codes = [one.code for one in findings(examine(tmp_path))]
    assert "no_client" in codes
    text = '{"mcpServers": {"execplan": {"command": "/nowhere/execplan", "args": ["--root", "/other", "mcp"]}}}'
    save(tmp_path / ".mcp.json", text)
    save(tmp_path / ".cursor/mcp.json", "{ execplan")
    save(tmp_path / ".gemini/settings.json", "{ other")
    found = findings(examine(tmp_path))
    told = {one.code: one for one in found}
    assert told["client_command"].severity == "warning"
    assert "/nowhere/execplan" in told["client_command"].text
    assert told["client_elsewhere"].severity == "info"
    assert [one.severity for one in found if one.code == "client_broken"] == ["warning", "info"]
    assert "no_client" not in told


def test_nothing_of_a_file_is_told_but_our_entry(tmp_path: Path) -> None:
    save(
        tmp_path / ".mcp.json",
        '{"mcpServers": {"execplan": {"command": "execplan", "args": ["--token", "SECRET"], "env": {"K": "SECRET"}},'
        ' "other": {"command": "SECRET"}}}',
    )
    assert "SECRET" not in repr(looked(tmp_path))


def test_versions() -> None:
    found = versions()
    assert found["execplan"] == execplan.__version__
    assert found["python"].startswith(f"{sys.version_info[0]}.{sys.version_info[1]}")
    assert all(found[name][0].isdigit() for name in PACKAGES)


def test_the_worst_comes_first() -> None:
    broken = Registration("X", Path("/x"), "broken", reason="no", named=True)
    found = findings(Facts(None, None, None, (broken,), {}))
    assert [one.severity for one in found] == ["warning", "warning", "info"]
