"""When files last changed: as git's history says, and never at the price of running what a repository asks for."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from execplan.store import git
from execplan.store.git import Ignored, ignored, last_changes
from execplan.store.tree import Tree

ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "HOME": "/dev/null",
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "Ana",
    "GIT_AUTHOR_EMAIL": "ana@example.com",
    "GIT_COMMITTER_NAME": "Ana",
    "GIT_COMMITTER_EMAIL": "ana@example.com",
}
WRITTEN = 1_780_000_000  # 2026-05-28T20:26:40Z


def run(root: Path, *arguments: str, at: str = "2026-05-02T10:00:00Z") -> str:
    environment = {**ENVIRONMENT, "GIT_AUTHOR_DATE": at, "GIT_COMMITTER_DATE": at}
    return subprocess.run(
        ["git", "-c", "init.defaultBranch=main", *arguments],
        cwd=root,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    ).stdout


def save(root: Path, name: str, text: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    os.utime(path, (WRITTEN, WRITTEN))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Two commits: the first brings ``a.py`` and ``src/b c.py``, the second changes the latter."""
    root = tmp_path / "work"
    root.mkdir()
    run(root, "init", "-q")
    save(root, "a.py", "a = 1\n")
    save(root, "src/b c.py", "b = 1\n")
    run(root, "add", ".")
    run(root, "commit", "-qm", "one", at="2026-05-02T10:00:00+02:00")
    save(root, "src/b c.py", "b = 22\n")
    run(root, "commit", "-qam", "two", at="2026-05-03T10:00:00Z")
    return root


def asked(root: Path, *paths: str) -> dict[str, str]:
    return last_changes(Tree(root), paths)


def test_a_committed_file_changed_with_its_last_commit(root: Path) -> None:
    assert asked(root, "a.py", "src/b c.py") == {
        "a.py": "2026-05-02T08:00:00Z",
        "src/b c.py": "2026-05-03T10:00:00Z",
    }


def test_a_changed_file_and_one_git_does_not_have(root: Path) -> None:
    save(root, "a.py", "a = 3\n")
    save(root, "new.py", "n = 1\n")
    assert asked(root, "a.py", "new.py") == dict.fromkeys(("a.py", "new.py"), "2026-05-28T20:26:40Z")


def test_other_line_ends_are_no_change(root: Path) -> None:
    save(root, "a.py", "a = 1\r\n")
    assert asked(root, "a.py") == {"a.py": "2026-05-02T08:00:00Z"}


def test_what_stands_for_a_large_file_tells_nothing(root: Path) -> None:
    save(root, "a.py", "a = 1\n" * 900)
    assert asked(root, "a.py") == {}


def test_a_root_below_the_repository(root: Path) -> None:
    assert asked(root / "src", "b c.py", "a.py") == {"b c.py": "2026-05-03T10:00:00Z"}


def test_what_is_not_there_or_not_inside(root: Path) -> None:
    save(root.parent, "outside.py", "x\n")
    (root / "link.py").symlink_to(root / "a.py")
    (root / "way").symlink_to(root.parent)
    odd = (
        "gone.py",
        "../outside.py",
        "/etc/hosts",
        "way/outside.py",
        "link.py",
        "src",
        "",
        "-x",
        "a\nb",
        ".git/config",
        ":(top)a.py",
    )
    assert asked(root, *odd) == {}
    assert asked(root, "a.py", *odd) == {"a.py": "2026-05-02T08:00:00Z"}


def test_no_repository_no_commit_no_git(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save(tmp_path / "plain", "a.py", "a = 1\n")
    save(tmp_path / "empty", "a.py", "a = 1\n")
    run(tmp_path / "empty", "init", "-q")
    assert asked(tmp_path / "plain", "a.py") == {}
    assert asked(tmp_path / "empty", "a.py") == {}
    assert asked(root) == {}
    monkeypatch.setenv("PATH", str(tmp_path / "plain"))
    assert asked(root, "a.py") == {}


def test_a_slow_git_is_given_up_on(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = tmp_path / "bin" / "git"
    save(tmp_path, "bin/git", "#!/bin/sh\nexec sleep 20\n")
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", f"{slow.parent}:{os.environ['PATH']}")
    monkeypatch.setattr(git, "_PATIENCE", 0.1)
    assert asked(root, "a.py") == {}


def test_only_so_many_paths_are_asked_for(root: Path) -> None:
    assert asked(root, "zz.py", *(f"0{number:03}.py" for number in range(git.MOST_PATHS)), "a.py") == {}


def test_nothing_a_repository_asks_for_is_run(root: Path, tmp_path: Path) -> None:
    """Monitors, pagers, hooks, filters, drivers, helpers: each would leave a trace."""
    trace = tmp_path / "trace"
    bad = tmp_path / "bad"
    save(tmp_path, "bad", f"#!/bin/sh\necho \"$0 $@\" >> '{trace}'\n")
    bad.chmod(0o755)
    for key in (
        "core.fsmonitor", "core.pager", "core.sshCommand", "core.askPass", "core.editor", "core.gitProxy",
        "core.alternateRefsCommand", "diff.external", "diff.evil.command", "diff.evil.textconv", "filter.evil.clean",
        "filter.evil.smudge", "filter.evil.process", "gpg.program", "credential.helper", "pager.rev-list",
        "pager.diff-tree", "pager.cat-file", "alias.rev-list", "alias.cat-file", "uploadpack.packObjectsHook",
    ):  # fmt: skip
        run(root, "config", key, str(bad))
    run(root, "config", "log.showSignature", "true")
    run(root, "config", "core.hooksPath", str(tmp_path))
    save(root, ".gitattributes", "* filter=evil diff=evil\n")
    save(root, "src/b c.py", "b = 3\n")
    assert asked(root, "a.py", "src/b c.py")["a.py"] == "2026-05-02T08:00:00Z"
    assert not trace.exists(), trace.read_text()


@pytest.mark.parametrize("address", ["ext::{bad}", "{bad}", "file://{bad}", "ssh://host/x", "evil::x"])
def test_what_is_missing_is_not_fetched(root: Path, tmp_path: Path, address: str) -> None:
    """A partial clone would ask its remote for what it lacks, and the remote may be a command."""
    trace = tmp_path / "trace"
    for name in ("bad", "git-remote-evil", "git-upload-pack"):
        save(tmp_path, name, f"#!/bin/sh\necho \"$0 $@\" >> '{trace}'\n")
        (tmp_path / name).chmod(0o755)
    settings = {
        "core.repositoryFormatVersion": "1",
        "extensions.partialClone": "origin",
        "remote.origin.promisor": "true",
        "remote.origin.partialCloneFilter": "tree:0",
        "remote.origin.url": address.format(bad=tmp_path / "bad"),
        "remote.origin.uploadpack": str(tmp_path / "bad"),
        "protocol.ext.allow": "always",
        "protocol.file.allow": "always",
        "core.sshCommand": str(tmp_path / "bad"),
    }
    for key, value in settings.items():
        run(root, "config", key, value)
    for tree in (
        run(root, "rev-parse", "HEAD^{tree}"),
        run(root, "rev-parse", "HEAD:src"),
        run(root, "rev-parse", "HEAD:a.py"),
    ):
        (root / ".git/objects" / tree[:2] / tree[2:].strip()).unlink()
    path = os.environ["PATH"]
    os.environ["PATH"] = f"{tmp_path}:{path}"
    try:
        assert asked(root, "a.py", "src/b c.py") in (
            {},
            {"a.py": "2026-05-28T20:26:40Z", "src/b c.py": "2026-05-28T20:26:40Z"},
        )
    finally:
        os.environ["PATH"] = path
    assert not trace.exists(), trace.read_text()


def test_what_git_leaves_out_and_by_which_rule(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tree = Tree(root)
    assert ignored(tree, ["a.py", "new.md", "x/new.md"]) == {}
    save(root, ".gitignore", "*.py\n\n*.md\n!keep.md\n")
    assert ignored(tree, ["a.py", "new.md", "keep.md", "x/new.md", "../out.md", "b[c].md", "new.txt"]) == {
        "new.md": Ignored(".gitignore:3", "*.md"),
        "x/new.md": Ignored(".gitignore:3", "*.md"),
        "b[c].md": Ignored(".gitignore:3", "*.md"),
    }  # what is committed is not left out, whatever a rule says
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "own"))
    save(tmp_path, "own/git/ignore", "*.txt\n")
    assert ignored(tree, ["new.txt"])["new.txt"].pattern == "*.txt"
    assert ignored(tree, []) == {}
    assert ignored(Tree(tmp_path / "own"), ["new.txt"]) == {}
    (root / ".git/info/exclude").write_text("*.c\n")
    assert ignored(Tree(root / "src"), ["x.c"])["x.c"].pattern == "*.c"


def test_asking_what_is_left_out_runs_nothing(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trace = tmp_path / "trace"
    save(tmp_path, "bad", f"#!/bin/sh\necho \"$0 $@\" >> '{trace}'\n")
    (tmp_path / "bad").chmod(0o755)
    for key in ("core.fsmonitor", "core.pager", "pager.check-ignore", "alias.check-ignore", "filter.evil.clean"):
        run(root, "config", key, str(tmp_path / "bad"))
    os.mkfifo(tmp_path / "pipe")
    run(root, "config", "core.excludesFile", str(tmp_path / "pipe"))
    save(root, ".gitattributes", "* filter=evil\n")
    save(root, ".gitignore", "*.md\n")
    with monkeypatch.context() as hurry:
        hurry.setattr(git, "_PATIENCE", 0.3)
        assert ignored(Tree(root), ["new.md"]) == {}  # nobody ever writes into the pipe
    run(root, "config", "--unset", "core.excludesFile")
    assert ignored(Tree(root), ["new.md"])
    assert not trace.exists(), trace.read_text()


def test_the_version_of_git(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert (git.version() or "")[0].isdigit()
    monkeypatch.setenv("PATH", str(tmp_path))
    assert git.version() is None
