"""Our entry into a client's configuration and out of it. Knows files, the environment and this program; no terminal."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from execplan.plan.errors import PlanError
from execplan.workspace.clients import files
from execplan.workspace.clients.entries import NAME, SHAPES, Client, Scope, Shape, entry
from execplan.workspace.clients.hunk import hunk
from execplan.workspace.clients.merging import holds, installed, uninstalled
from execplan.workspace.clients.spans import BrokenConfigError, line_of
from execplan.workspace.doctor.places import of_project, of_user

Status = Literal["installed", "updated", "unchanged", "removed", "absent"]
_BOM = "\ufeff"
_ON_PATH = (NAME,)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was done to a file, or with ``dry_run`` would be."""

    client: Client
    scope: Scope
    path: Path
    status: Status
    dry_run: bool
    command: tuple[str, ...] = ()
    diff: str = ""
    backup: Path | None = None
    gone: bool = False
    """Was the file removed, for nothing else was in it?"""


@dataclass(frozen=True, slots=True)
class _Read:
    path: Path
    config: files.Config
    text: str | None
    bom: str


def install(client: Client, scope: Scope, root: Path, command: Sequence[str], *, dry_run: bool = False) -> Outcome:
    """Put our entry in; without ``command`` the one that starts this program. Raises ``PlanError``."""
    shape = SHAPES[client]
    words = tuple(command) or (_ON_PATH if scope == "project" else this_program(sys.argv[0], os.environ))
    wanted = entry(shape, words, scope)
    one = _chosen(client, scope, root)
    with _Named(one):
        had = one.text is not None and holds(one.text, shape)
        after = installed(one.text or "", shape, wanted)
    if after == one.text:
        return Outcome(client, scope, one.path, "unchanged", dry_run, words)
    backup = None if dry_run else _exchange(one, after)
    status: Status = "updated" if had else "installed"
    return Outcome(client, scope, one.path, status, dry_run, words, _diff(one, after), backup)


def uninstall(client: Client, scope: Scope, root: Path, *, dry_run: bool = False) -> Outcome:
    """Take our entry out. Raises ``PlanError``."""
    shape = SHAPES[client]
    one = _chosen(client, scope, root)
    before = _decoded(files.before(one.config))
    with _Named(one):
        after = None if one.text is None else uninstalled(one.text, shape, before)
    if one.text is None or after == one.text:
        return Outcome(client, scope, one.path, "absent", dry_run)
    backup = None
    if not dry_run and after is None:
        files.remove(one.config)
    elif not dry_run and after == before:
        files.exchange(one.config, (one.bom + (after or "")).encode(), backup=False)
        files.forget(one.config)
    elif not dry_run:
        backup = _exchange(one, after or "")
    return Outcome(client, scope, one.path, "removed", dry_run, (), _diff(one, after or ""), backup, after is None)


def this_program(started: str, environ: Mapping[str, str]) -> tuple[str, ...]:
    """The words that start the program that is running, from any folder."""
    found = shutil.which(NAME, path=environ.get("PATH"))
    if found is not None and os.path.basename(started) == NAME:
        running = shutil.which(started, path=environ.get("PATH"))
        if running is not None and os.path.samefile(found, running):
            return (os.path.abspath(found),)
    # -P: a client starts it in somebody's project, whose folder must not be where Python finds its modules.
    return (sys.executable, "-P", "-m", NAME)


def _chosen(client: Client, scope: Scope, root: Path) -> _Read:
    """Of the files a client reads the one that has our entry, else the first that is there, else the first."""
    shape = SHAPES[client]
    if scope == "project":
        found = [one.path for one in of_project(root) if one.client == shape.title]
    else:
        try:
            home = Path.home()
        except RuntimeError:
            raise PlanError("not_found", "no home folder is known", "set HOME") from None
        found = [one.path for one in of_user(home, os.environ) if one.client == shape.title]
    if not found:
        raise PlanError("refused", f"{shape.title} has no configuration of a project", "`--scope user` has")
    read = [_read(path, root if scope == "project" else None) for path in found]
    there = [one for one in read if one.text is not None]
    return next((one for one in there if _has(one, shape)), (there or read)[0])


def _read(path: Path, inside: Path | None) -> _Read:
    config = files.read(path)
    if inside is not None and not config.path.is_relative_to(os.path.realpath(inside)):
        raise PlanError("refused", f"{path} leads out of the project, to {config.path}", "`--scope user` writes there")
    try:
        text = None if config.data is None else config.data.decode()
    except UnicodeDecodeError as error:
        line = (config.data or b"").count(b"\n", 0, error.start) + 1
        raise PlanError("unreadable", f"{path}, line {line}: not UTF-8", "nothing was changed") from None
    bom = _BOM if text is not None and text.startswith(_BOM) else ""
    return _Read(path, config, None if text is None else text.removeprefix(_BOM), bom)


def _decoded(data: bytes | None) -> str | None:
    try:
        return None if data is None else data.decode().removeprefix(_BOM)
    except UnicodeDecodeError:
        return None


def _has(one: _Read, shape: Shape) -> bool:
    with _Named(one):
        return one.text is not None and holds(one.text, shape)


class _Named:
    """Turns what is wrong with a text into an error that names file and line."""

    def __init__(self, one: _Read) -> None:
        self.one = one

    def __enter__(self) -> None:
        return

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        if isinstance(error, BrokenConfigError):
            line = line_of(self.one.text or "", error.at)
            hint = "nothing was changed; mend it, then run this again"
            raise PlanError(error.code, f"{self.one.path}, line {line}: {error.reason}", hint) from None


def _exchange(one: _Read, after: str) -> Path | None:
    try:
        data = (one.bom + after).encode()
    except UnicodeEncodeError:
        raise PlanError("invalid", "the command is no UTF-8 text", "name another by --command") from None
    return files.exchange(one.config, data, backup=True)


def _diff(one: _Read, after: str) -> str:
    return hunk(one.text or "", after, one.path.name)
