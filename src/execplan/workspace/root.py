"""Where the plans live: which folder is the root, and why. Knows folders; knows no plan."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from execplan.plan.errors import PlanError

VARIABLE = "EXECPLAN_ROOT"
_ON_BRANCH = "ref: refs/heads/"

Why = Literal["--root", "EXECPLAN_ROOT", ".agents", ".git"]


@dataclass(frozen=True, slots=True)
class Root:
    """The root and what made it the root."""

    path: Path
    why: Why


def find_root(explicit: str | Path | None, environ: Mapping[str, str], start: Path, home: Path | None) -> Root | None:
    """The root as asked for, else the nearest folder upwards with ``.agents/``, else with ``.git``; None without.

    The home folder and ``/`` count only when ``explicit``: other tools keep an ``.agents/`` of their own there.
    Raises ``PlanError`` when the folder asked for cannot be the root.
    """
    if explicit is not None and str(explicit):
        return Root(_folder(Path(explicit), "--root"), "--root")
    never = _never(home)
    if named := environ.get(VARIABLE):
        path = _folder(Path(named).expanduser(), VARIABLE)
        if path in never:
            raise PlanError("refused", f"{VARIABLE} is {path}", "the home folder and / must be asked for by --root")
        return Root(path, "EXECPLAN_ROOT")
    return _upwards(start.resolve(), never)


def default_root(explicit: str | Path | None = None) -> Root | None:
    """``find_root`` for this process: its environment, working folder and home."""
    try:
        home = Path.home()
    except RuntimeError:  # no home folder is known
        home = None
    return find_root(explicit, os.environ, Path.cwd(), home)


def place_in_repository(root: Path, workspace: str) -> str:
    """Where the root is in its repository, as ``packages/app``; empty where it is the top.

    The repository is the nearest folder upwards with ``.git``; without one, the folder that a build service
    calls its ``workspace``, when the root is inside.
    """
    for folder in (root, *root.parents):
        if (folder / ".git").exists():
            return _below(root, folder)
    top = Path(os.path.realpath(workspace)) if workspace and "\0" not in workspace else root
    return _below(root, top) if root.is_relative_to(top) else ""


def _below(folder: Path, top: Path) -> str:
    return "" if folder == top else folder.relative_to(top).as_posix()


def git_branch(root: Path) -> str | None:
    """The branch that is checked out at ``root``, read from git's files; None outside git or on no branch.

    git itself is never run: a repository's configuration could make it run anything.
    """
    for folder in (root, *root.parents):
        dot_git = folder / ".git"
        if dot_git.exists():
            head = _head(dot_git)
            return head.removeprefix(_ON_BRANCH) if head.startswith(_ON_BRANCH) else None
    return None


def _head(dot_git: Path) -> str:
    """What ``HEAD`` says in ``.git``, or in the folder that a worktree's ``.git`` file names."""
    try:
        if dot_git.is_file():
            dot_git = dot_git.parent / _start(dot_git).removeprefix("gitdir:").strip()
        return _start(dot_git / "HEAD")
    except (OSError, ValueError):  # not there, or no path at all
        return ""


def _start(path: Path) -> str:
    if not path.is_file():  # a pipe would keep us waiting
        return ""
    with path.open("rb") as file:
        return file.read(4096).decode("utf-8", "replace").strip()


def _upwards(start: Path, never: frozenset[Path]) -> Root | None:
    folders = tuple(_own(start, never))
    for folder in folders:
        if (folder / ".agents").is_dir():
            return Root(folder, ".agents")
    for folder in folders:
        if (folder / ".git").exists():
            return Root(folder, ".git")
    return None


def _own(start: Path, never: frozenset[Path]) -> Iterator[Path]:
    """The folder and those above it, up to the home folder or ``/``: what is above a home is somebody else's."""
    for folder in (start, *start.parents):
        if folder in never:
            return
        yield folder


def _never(home: Path | None) -> frozenset[Path]:
    top = Path(Path.cwd().anchor or "/")
    return frozenset({top} if home is None else {top, home.resolve()})


def _folder(path: Path, said: str) -> Path:
    if not path.is_dir():
        raise PlanError("not_found", f"{said}: {path} is no folder", "name a folder that exists")
    return path.resolve()
