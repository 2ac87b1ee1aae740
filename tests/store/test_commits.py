"""What commits did to files: as git's history says, and never at the price of running what a repository asks for."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.store.test_git import root as two_commits
from tests.store.test_git import run, save

from execplan.store import commits as module
from execplan.store.commits import Commits, commits
from execplan.store.tree import Tree

root = two_commits
MAY = datetime(2026, 5, 1, tzinfo=UTC)


def asked(root: Path, since: datetime = MAY, until: datetime | None = None, *paths: str) -> Commits | None:
    return commits(Tree(root), since, until, paths or ("a.py", "src"))


def told(root: Path, since: datetime = MAY) -> dict[str, list[tuple[str | None, str]]]:
    """Path → the texts before and after, of each commit."""
    found = asked(root, since)
    assert found is not None
    assert found.whole
    texts = found.contents(
        name for every in found.saved.values() for one in every for name in (one.before, one.after) if name
    )
    return {
        path: [(one.before and texts[one.before].decode(), texts[one.after].decode()) for one in every]
        for path, every in found.saved.items()
    }


def test_each_commit_with_the_texts_before_and_after(root: Path) -> None:
    assert told(root) == {"a.py": [(None, "a = 1\n")], "src/b c.py": [(None, "b = 1\n"), ("b = 1\n", "b = 22\n")]}
    assert told(root, datetime(2026, 5, 3, tzinfo=UTC)) == {"src/b c.py": [("b = 1\n", "b = 22\n")]}
    found = asked(root)
    assert found is not None
    assert [(one.by, one.at.isoformat()) for one in found.saved["src/b c.py"]] == [
        ("Ana", "2026-05-02T08:00:00+00:00"),
        ("Ana", "2026-05-03T10:00:00+00:00"),
    ]
    assert set(found.head) == {"a.py", "src/b c.py"}
    assert found.holds("a.py", b"a = 1\r\n")
    assert not found.holds("a.py", b"a = 2\n")


def test_a_root_below_the_repository(root: Path) -> None:
    found = asked(root / "src", MAY, None, "b c.py")
    assert found is not None
    assert set(found.saved) == set(found.head) == {"b c.py"}


def test_what_was_there_at_the_end_of_a_time(root: Path) -> None:
    found = asked(root, MAY, datetime(2026, 5, 2, 23, tzinfo=UTC))
    assert found is not None
    assert found.then is not None
    at, held = found.then
    assert at == datetime(2026, 5, 2, 8, tzinfo=UTC)
    assert found.contents(held.values())[held["src/b c.py"]] == b"b = 1\n"
    before = asked(root, MAY, datetime(2026, 5, 1, tzinfo=UTC))
    assert before is not None
    assert before.then is None


def test_a_rebase_does_no_work_again_and_a_clock_ahead_is_not_believed(root: Path) -> None:
    save(root, "a.py", "a = 22\n")
    run(root, "commit", "-qam", "x", "--date", "2026-05-04T10:00:00Z", at="2026-06-01T10:00:00Z")
    save(root, "a.py", "a = 333\n")
    run(root, "commit", "-qam", "y", "--date", "2036-05-04T10:00:00Z", at="2026-06-02T10:00:00Z")
    found = asked(root)
    assert found is not None
    assert [one.at.date().isoformat() for one in found.saved["a.py"]] == ["2026-05-02", "2026-05-04", "2026-06-02"]


def test_nothing_a_repository_asks_for_is_run(root: Path, tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    bad = tmp_path / "bad"
    save(tmp_path, "bad", f"#!/bin/sh\necho \"$0 $@\" >> '{trace}'\n")
    bad.chmod(0o755)
    for key in (
        "core.fsmonitor", "core.pager", "diff.external", "diff.evil.command", "diff.evil.textconv", "filter.evil.smudge",
        "gpg.program", "pager.rev-list", "pager.diff-tree", "pager.cat-file", "pager.ls-tree", "alias.ls-tree",
    ):  # fmt: skip
        run(root, "config", key, str(bad))
    run(root, "config", "log.showSignature", "true")
    run(root, "config", "core.hooksPath", str(tmp_path))
    save(root, ".gitattributes", "* filter=evil diff=evil\n")
    assert set(told(root)) == {"a.py", "src/b c.py"}
    assert not trace.exists(), trace.read_text()


def test_a_slow_git_is_given_up_on(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = tmp_path / "bin" / "git"
    save(tmp_path, "bin/git", "#!/bin/sh\nexec sleep 20\n")
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", f"{slow.parent}:{os.environ['PATH']}")
    monkeypatch.setattr(module, "_PATIENCE", 0.1)
    assert asked(root) is None


def test_only_so_much_is_read_at_once(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = asked(root)
    assert found is not None
    names = [found.head["src/b c.py"], found.head["a.py"]]
    monkeypatch.setattr(module, "_ROOM", 8)
    assert found.contents(names) == {names[0]: b"b = 22\n"}
    assert found.contents(["0" * 40, "nonsense", names[1]]) == {names[1]: b"a = 1\n"}


def test_more_commits_than_are_read_are_owned_up_to(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST_COMMITS", 1)
    found = asked(root)
    assert found is not None
    assert not found.whole
    assert set(found.saved) == {"src/b c.py"}
