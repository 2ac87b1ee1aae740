"""Which folder becomes the root, and which branch is checked out there."""

from __future__ import annotations

from pathlib import Path

import pytest

from execplan.plan.errors import PlanError
from execplan.workspace.root import Root, default_root, find_root, git_branch


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


def folder(path: Path) -> Path:
    path.mkdir(parents=True)
    return path


def test_the_option_beats_everything(home: Path, tmp_path: Path):
    here = folder(home / "project/.agents").parent
    other = folder(tmp_path / "other")
    assert find_root(other, {"EXECPLAN_ROOT": str(here)}, here, home) == Root(other, "--root")
    assert find_root(str(home), {}, here, home) == Root(home, "--root")
    assert find_root("/", {}, here, home) == Root(Path("/"), "--root")


def test_the_variable_beats_the_folders(home: Path, tmp_path: Path):
    here = folder(home / "project/.agents").parent
    other = folder(tmp_path / "other")
    assert find_root(None, {"EXECPLAN_ROOT": str(other)}, here, home) == Root(other, "EXECPLAN_ROOT")
    assert find_root(None, {"EXECPLAN_ROOT": ""}, here, home) == Root(here, ".agents")


def test_the_nearest_tree_beats_a_nearer_repository(home: Path):
    project = folder(home / "project/.agents").parent
    inner = folder(project / "inner/.git").parent
    assert find_root(None, {}, inner, home) == Root(project, ".agents")


def test_a_repository_is_a_root_whether_git_is_a_folder_or_a_file(home: Path):
    project = folder(home / "project/.git").parent
    below = folder(project / "a/b")
    assert find_root(None, {}, below, home) == Root(project, ".git")
    worktree = folder(home / "worktree")
    (worktree / ".git").write_text("gitdir: ../project/.git/worktrees/worktree\n")
    assert find_root(None, {}, worktree, home) == Root(worktree, ".git")


def test_the_home_folder_and_what_is_above_are_never_found(home: Path, tmp_path: Path):
    folder(home / ".agents")
    folder(tmp_path / ".agents")
    below = folder(home / "a/b")
    assert find_root(None, {}, below, home) is None
    assert find_root(None, {}, home, home) is None
    with pytest.raises(PlanError) as caught:
        find_root(None, {"EXECPLAN_ROOT": str(home)}, below, home)
    assert caught.value.code == "refused"


def test_without_a_home_the_search_goes_up_to_the_top(tmp_path: Path):
    project = folder(tmp_path / "project/.agents").parent
    assert find_root(None, {}, folder(project / "x"), None) == Root(project, ".agents")


@pytest.mark.parametrize("named", ["option", "variable"])
def test_a_folder_that_is_not_there_is_told(home: Path, named: str):
    option, variable = (home / "none", {}) if named == "option" else (None, {"EXECPLAN_ROOT": str(home / "none")})
    with pytest.raises(PlanError) as caught:
        find_root(option, variable, home, home)
    assert caught.value.code == "not_found"


def test_a_file_named_agents_is_no_tree(home: Path):
    project = folder(home / "project/.git").parent
    (project / "sub").mkdir()
    (project / "sub/.agents").write_text("")
    assert find_root(None, {}, project / "sub", home) == Root(project, ".git")


def test_the_root_of_this_process(home: Path, monkeypatch: pytest.MonkeyPatch):
    project = folder(home / "project/.agents").parent
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("EXECPLAN_ROOT", raising=False)
    monkeypatch.chdir(project)
    assert default_root() == Root(project, ".agents")


def test_the_branch_is_read_from_the_files_of_git(home: Path):
    project = folder(home / "project/.git").parent
    head = project / ".git/HEAD"
    assert git_branch(project) is None
    head.write_text("ref: refs/heads/feature/one\n")
    assert git_branch(project) == "feature/one"
    assert git_branch(folder(project / "sub")) == "feature/one"
    head.write_text("0123456789012345678901234567890123456789\n")
    assert git_branch(project) is None
    assert git_branch(folder(home / "elsewhere")) is None


@pytest.mark.parametrize("absolute", ["absolute", "relative"])
def test_the_branch_of_a_worktree_is_its_own(home: Path, absolute: str):
    project = folder(home / "project/.git").parent
    (project / ".git/HEAD").write_text("ref: refs/heads/main\n")
    own = folder(project / ".git/worktrees/w")
    (own / "HEAD").write_text("ref: refs/heads/two\n")
    worktree = folder(home / "w")
    named = str(own) if absolute == "absolute" else "../project/.git/worktrees/w"
    (worktree / ".git").write_text(f"gitdir: {named}\n")
    assert git_branch(worktree) == "two"


def test_a_broken_git_file_is_no_branch(home: Path):
    worktree = folder(home / "w")
    (worktree / ".git").write_bytes(b"\xff\0\n")
    assert git_branch(worktree) is None
