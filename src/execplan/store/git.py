"""When files last changed, asked of git. Knows one repository's history; knows no plan.

A history needs git itself. It is called by its plumbing only, and in a way that nothing in the repository can make it
run or fetch anything: no configuration but the repository's own, no hooks, no file-system monitor, no pager, no
protocol, no lazy fetch, no optional lock, literal paths. No git, no repository, a time-out or a refusal: unknown,
which is no error. Whether a commit is there at all is read without git: see ``objects``.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

from execplan.plan.errors import PlanError
from execplan.store.tree import Tree, parts_of, regular_file

MOST_PATHS = 64
_MOST_COMMITS = 2_000
_PATIENCE = 2.0
"""Seconds for all that is asked at once."""
_LARGEST = 8 << 20
"""Bytes of the largest file that is compared with the repository's version."""
_CONFIG = (
    "core.fsmonitor=false", "core.hooksPath=/dev/null", "core.pager=cat", "protocol.allow=never",
    "safe.bareRepository=explicit",
)  # fmt: skip
_POINTER = b"version https://git-lfs"


def last_changes(tree: Tree, paths: Iterable[str]) -> dict[str, str]:
    """Path inside the tree → when it last changed (RFC 3339, UTC), for those of which that is known.

    A file as committed changed with its last commit; one that is different from the commit, or not in it, when it was
    last written. Outside a repository a time of writing says nothing: a copy has a new one.
    """
    asked = sorted({path for path in paths if _plain(path)})[:MOST_PATHS]
    clock = Clock(time.monotonic() + _PATIENCE)
    committed = _committed(tree.root, asked, clock) if asked else None
    unchanged: list[str] = []
    found: dict[str, str] = {}
    for path, blob in (committed or {}).items():
        here = _read(tree, path)
        if here is None:
            continue
        if blob and _same(here.data, blob.name):
            unchanged.append(path)
        elif blob is None or not _is_converted(here.data, blob):
            found[path] = _instant(here.written)
    return {**found, **(_commit_times(tree.root, unchanged, clock) if unchanged else {})}


@dataclass(frozen=True, slots=True)
class Ignored:
    """Why git leaves a file alone: the ignore file with its line, and the pattern there."""

    where: str
    pattern: str


def ignored(tree: Tree, paths: Iterable[str]) -> dict[str, Ignored]:
    """The files git would not take in, of those that are not in the index yet. Nothing where git cannot be asked.

    Rules of the repository and of this user's own ignore file count.
    """
    asked = sorted({path for path in paths if _plain(path)})[:MOST_PATHS]
    question = b"".join(path.encode("utf-8", "surrogateescape") + b"\0" for path in asked)
    clock = Clock(time.monotonic() + _PATIENCE)
    own = _own_rules() | {"GIT_LITERAL_PATHSPECS": "0"}  # the one command that refuses it
    answer = run(tree.root, ("check-ignore", "--stdin", "-z", "-v"), clock, question, own) if asked else None
    fields = (answer or b"").decode("utf-8", "surrogateescape").split("\0")[:-1]
    found: dict[str, Ignored] = {}
    for source, line, pattern, path in zip(*(fields[at::4] for at in range(4)), strict=False):
        if not pattern.startswith("!"):
            found[path] = Ignored(f"{source}:{line}", pattern)
    return found


def working_files(tree: Tree) -> tuple[str, ...] | None:
    """The files below the root that git knows, and those it would take in. None where git cannot be asked."""
    clock = Clock(time.monotonic() + _PATIENCE / 2)
    listed = run(tree.root, ("ls-files", "-z", "--cached", "--others", "--exclude-standard"), clock, b"", _own_rules())
    return None if listed is None else tuple(listed.decode("utf-8", "surrogateescape").split("\0")[:-1])


def version() -> str | None:
    """What git says its version is; None without git."""
    said = run(Path(os.sep), ("version",), Clock(time.monotonic() + _PATIENCE))
    return said.decode("utf-8", "replace").strip().removeprefix("git version ") if said else None


def _own_rules() -> dict[str, str]:
    """Where this user's own ignore file is."""
    return {"XDG_CONFIG_HOME": os.environ.get("XDG_CONFIG_HOME") or os.path.expanduser("~/.config")}


@dataclass(frozen=True, slots=True)
class _Blob:
    """A file as committed: the name git gives its content, and how many bytes that has."""

    name: str
    size: int


@dataclass(frozen=True, slots=True)
class _File:
    """A file as it is: its bytes, and when they were written."""

    data: bytes
    written: float


class Clock:
    """What is left of the time for one question."""

    def __init__(self, end: float) -> None:
        self._end = end

    def left(self) -> float:
        return max(0.05, self._end - time.monotonic())

    def over(self) -> bool:
        return time.monotonic() >= self._end


def _plain(path: str) -> bool:
    """Is it a path inside the tree that can be asked for on a line of its own?"""
    with suppress(PlanError):
        parts_of(path)
        return "\n" not in path
    return False


def _committed(root: Path, paths: list[str], clock: Clock) -> dict[str, _Blob | None] | None:
    """Each path to what HEAD holds, None for what is not in it. None altogether where there is no commit to ask."""
    said = run(root, ("rev-parse", "--verify", "--quiet", "HEAD^{commit}"), clock)
    if not said:
        return None
    question = "".join(f"HEAD:./{path}\n" for path in paths).encode("utf-8", "surrogateescape")
    answer = run(root, ("cat-file", "--batch-check=%(objecttype) %(objectname) %(objectsize)"), clock, question)
    lines = (answer or b"").decode("utf-8", "replace").splitlines()
    if len(lines) != len(paths):
        return None
    found: dict[str, _Blob | None] = {}
    for path, line in zip(paths, lines, strict=True):
        kind, _, rest = line.partition(" ")
        name, _, size = rest.partition(" ")
        if kind == "blob" and size.isdigit():
            found[path] = _Blob(name, int(size))
        elif line.endswith(" missing"):
            found[path] = None
    return found


def _commit_times(root: Path, paths: list[str], clock: Clock) -> dict[str, str]:
    """The time of the newest commit that changed each path; merges bring nothing of their own."""
    listed = run(root, ("rev-list", "--no-merges", f"--max-count={_MOST_COMMITS}", "HEAD", "--", *paths), clock)
    if not listed:
        return {}
    arguments = (
        "diff-tree", "--stdin", "-r", "-z", "--root", "--name-only", "--no-renames", "--no-ext-diff", "--no-textconv",
        "--relative", "--format=%x01%cI", "--", *paths,
    )  # fmt: skip
    wanted, found = set(paths), dict[str, str]()
    for stamp, name in _changes(run(root, arguments, clock, listed) or b""):
        if name in wanted and name not in found:
            with suppress(ValueError):
                found[name] = _instant(datetime.fromisoformat(stamp).timestamp())
    return found


def _changes(answer: bytes) -> Iterator[tuple[str, str]]:
    """Commit time and name, newest commit first."""
    stamp = ""
    for part in answer.decode("utf-8", "surrogateescape").split("\0"):
        for piece in part.split("\n"):
            if piece.startswith("\1"):
                stamp = piece[1:]
            elif piece:
                yield stamp, piece


def run(
    root: Path,
    arguments: tuple[str, ...],
    clock: Clock,
    said: bytes = b"",
    beside: Mapping[str, str] = MappingProxyType({}),
) -> bytes | None:
    """What git answers; what it had answered when the time was over; None for a failure."""
    command = ["git", "--no-pager", "--no-optional-locks"]
    command += [part for one in _CONFIG for part in ("-c", one)]
    try:
        done = subprocess.run(
            [*command, *arguments],
            cwd=root, env={**_environment(), **beside}, input=said, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            timeout=clock.left(), check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as late:
        return late.stdout if isinstance(late.stdout, bytes) else None
    except (OSError, ValueError):
        return None
    return done.stdout if done.returncode == 0 else None


def _environment() -> dict[str, str]:
    """Nothing of ours but where programs are: no configuration of the user or the system, nothing to ask anybody."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "LC_ALL": "C",
        "HOME": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_ALLOW_PROTOCOL": "none",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_LITERAL_PATHSPECS": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_PROTOCOL_FROM_USER": "0",
        "GIT_SSH_COMMAND": "false",
        "GIT_ASKPASS": "false",
    }


def _same(data: bytes, name: str) -> bool:
    """Is this what the commit holds, line ends aside?"""
    return name in (blob_name(data, name), blob_name(data.replace(b"\r\n", b"\n"), name))


def _is_converted(data: bytes, blob: _Blob) -> bool:
    """Might the file be the commit's in another form: a large file for its pointer, what a filter made of it?"""
    return data.startswith(_POINTER) or blob.size < 1024 <= len(data)


def _read(tree: Tree, path: str) -> _File | None:
    """A regular file of the tree, reached through no link; None where there is none or it is too large to compare."""
    with suppress(OSError, PlanError), regular_file(tree, path) as (file, status):
        with os.fdopen(file, "rb", closefd=False) as opened:
            data = opened.read(_LARGEST + 1)
        return _File(data, status.st_mtime) if len(data) <= _LARGEST else None
    return None


def blob_name(data: bytes, like: str) -> str:
    """The name git gives this content, in the hash that ``like`` is in."""
    kind = hashlib.sha256 if len(like) == 64 else hashlib.sha1
    return kind(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def _instant(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
