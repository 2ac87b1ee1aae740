"""Files outside the plans: what an import reads, what an export writes. Knows paths; knows no plan and no format."""

from __future__ import annotations

import os
import secrets
import stat
import sys
from pathlib import Path

from execplan.plan.errors import PlanError
from execplan.store.discover import PLAN

LARGEST = 8_000_000
"""Bytes of one import, all files together."""
MOST_FILES = 2_000
_TASKS = (("backlog", "tasks"), ("tasks",), ())
"""Where the tasks lie below the folder that is named: a project, its ``backlog/``, or the tasks' own."""


def read_files(source: Path) -> tuple[tuple[tuple[str, str], ...], str, bool]:
    """The texts to import by file name, a name for the whole, and whether it was a folder. ``-`` is stdin.

    Raises ``not_found``, ``unreadable``, ``too_large``.
    """
    if str(source) == "-":
        return (("stdin", _text(sys.stdin.buffer.read(LARGEST + 1), "stdin")),), "Imported plan", False
    if source.is_dir():
        return _folder(source), _name(source), True
    return ((source.name, _read(source, LARGEST)),), _name(source), False


def read_text(source: Path, most: int) -> str:
    """The text of one file; ``-`` is stdin. Raises ``not_found``, ``unreadable``, ``too_large``."""
    try:
        if str(source) == "-":
            return _text(sys.stdin.buffer.read(most + 1), "stdin", most)
        return _read(source, most)
    except PlanError as error:
        if error.code != "too_large":
            raise
        raise PlanError(
            "too_large", f"{'stdin' if str(source) == '-' else source} holds more than {most:,} bytes", "shorten it"
        ) from None


def write_file(path: Path, text: str, *, force: bool) -> None:
    """The whole file or none of it; an existing one only with ``force``. Raises ``refused``, ``not_found``."""
    if path.name.casefold() == PLAN.casefold():
        raise PlanError("refused", f"{path} is the name of a plan", "export to another name")
    if path.is_dir():
        raise PlanError("refused", f"{path} is a folder", "name a file")
    if not path.parent.is_dir():
        raise PlanError("not_found", f"no folder {path.parent}", "make it first")
    if os.path.lexists(path):
        if not force:
            raise _taken(path)
        if not path.exists() or not stat.S_ISREG(path.stat().st_mode):
            raise PlanError("refused", f"{path} is no regular file", "name another one")
        path = path.resolve()  # a link stays a link; what it leads to is replaced
    temp = path.with_name(f".{path.name[:100]}.{secrets.token_hex(6)}")
    try:
        with temp.open("xb") as file:
            file.write(text.encode("utf-8", "replace"))
            file.flush()
            os.fsync(file.fileno())
        if force:
            temp.replace(path)
        else:
            os.link(temp, path)  # unlike a rename, it fails where somebody made the file meanwhile
    except FileExistsError:
        raise _taken(path) from None
    finally:
        temp.unlink(missing_ok=True)


def _taken(path: Path) -> PlanError:
    return PlanError("refused", f"{path} exists", "--force replaces it")


def _folder(folder: Path) -> tuple[tuple[str, str], ...]:
    for below in _TASKS:
        tasks = folder.joinpath(*below)
        names = sorted(path for path in tasks.glob("*.md") if path.is_file()) if tasks.is_dir() else []
        if names:
            break
    else:
        raise PlanError("not_found", f"no task files in {folder}", "name the folder backlog/tasks")
    if len(names) > MOST_FILES:
        raise PlanError("too_large", f"{len(names)} files, the limit is {MOST_FILES}", "import a part of them")
    files: list[tuple[str, str]] = []
    room = LARGEST
    for path in names:
        text = _read(path, room)
        room -= len(text.encode("utf-8"))
        files.append((path.name, text))
    return tuple(files)


def _read(path: Path, room: int) -> str:
    try:
        # A pipe that nobody writes to would be waited for without end.
        with open(os.open(path, os.O_RDONLY | os.O_CLOEXEC | getattr(os, "O_NONBLOCK", 0)), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise PlanError("unreadable", f"{path} is no regular file", "name a file, or - for stdin")
            return _text(file.read(room + 1), str(path), room)
    except FileNotFoundError:
        raise PlanError("not_found", f"no file {path}", "name a file that exists, or - for stdin") from None
    except OSError as error:
        raise PlanError("unreadable", f"{path}: {error.strerror or error}") from None


def _text(data: bytes, name: str, room: int = LARGEST) -> str:
    if len(data) > room:
        raise PlanError("too_large", f"{name} holds more than {LARGEST:,} bytes", "import a part of it")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise PlanError("unreadable", f"{name} is no UTF-8 text", "save it as UTF-8 first") from None


def _name(path: Path) -> str:
    """A title from a name: ``release-checks.md`` is ``Release checks``."""
    full = path.resolve()
    inner = ("tasks", "backlog", ".taskmaster")
    named = full if full.is_dir() else full.with_suffix("")
    while named.name in inner and named.parent != named:
        named = named.parent
    words = named.name.replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:] or "Imported plan"
