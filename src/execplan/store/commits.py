"""How the commits of a time changed the files of a folder, asked of git. Knows one repository's history; knows no plan.

A handful of questions for any number of files: which commits, what each changed (the names of the contents before and
after), what the last commit holds, and the contents that somebody then asks for. Asked as in ``git``: nothing in the
repository is run or fetched.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from execplan.store.files import LIMIT
from execplan.store.git import Clock, blob_name, run
from execplan.store.tree import Tree

_PATIENCE = 5.0
"""Seconds for all questions about one time."""
_MOST_COMMITS = 2_000
_ROOM = 64 << 20
"""Bytes of all contents that are read at once."""
_START, _PART = "\1", "\2"
_NONE = "0"
"""What the name of no content is made of."""


@dataclass(frozen=True, slots=True)
class Saved:
    """One file as one commit changed it."""

    at: datetime
    """When the author made the change. A rebase makes a commit anew and does no work again: its own time is later."""
    by: str
    """The author."""
    before: str | None
    """The name of the content that was there before; None for a file that this commit brought."""
    after: str


@dataclass(frozen=True, slots=True)
class Commits:
    """What commits did to files, by the path that each file has today."""

    root: Path
    saved: dict[str, tuple[Saved, ...]]
    """Oldest first. A file that got another name is followed back."""
    head: dict[str, str]
    """What the last commit holds of every file: the name of its content."""
    then: tuple[datetime, dict[str, str]] | None
    """The commit that was the last one at the end of the time, when it was made, and what it holds, by the path of today.

    Of the line that was committed to directly: what was on a branch still was not there yet.
    """
    whole: bool
    """False where there were more commits than are read, or git took too long."""
    clock: Clock

    def contents(self, names: Iterable[str]) -> dict[str, bytes]:
        """The contents of these names, of those that are there and no larger than a plan may be; the first come first."""
        asked = list(dict.fromkeys(names))
        sizes = run(self.root, ("cat-file", "--batch-check"), self.clock, _lines(asked)) if asked else None
        told = [line.split(" ") for line in (sizes or b"").decode("ascii", "replace").splitlines()]
        small: list[str] = []
        room = _ROOM
        for name, kind, size in (one for one in told if len(one) == 3):
            if kind == "blob" and int(size) <= min(LIMIT, room):
                small.append(name)
                room -= int(size)
        data = run(self.root, ("cat-file", "--batch"), self.clock, _lines(small)) if small else None
        return dict(_contents(data or b""))

    def holds(self, path: str, data: bytes) -> bool:
        """Is this what the last commit holds of the file, line ends aside?"""
        name = self.head.get(path)
        return name is not None and name in (
            blob_name(data, name),
            blob_name(data.replace(b"\r\n", b"\n"), name),
        )


def commits(tree: Tree, since: datetime, until: datetime | None, folders: Iterable[str]) -> Commits | None:
    """What was committed to these files and folders since then, merges left out: they bring nothing of their own.

    ``until`` is given for a time that is over. None where there is no repository, no commit, or no git.
    """
    root, paths, clock = tree.root, tuple(folders), Clock(time.monotonic() + _PATIENCE)
    said = run(root, ("rev-parse", "--is-shallow-repository", "HEAD^{commit}"), clock)
    if not said:
        return None
    listed = run(
        root,
        ("rev-list", "--no-merges", f"--max-age={int(since.timestamp())}", f"--max-count={_MOST_COMMITS}", "HEAD", "--", *paths),
        clock,
    )  # fmt: skip
    arguments = (
        "diff-tree", "--stdin", "-r", "-z", "--root", "--raw", "--no-abbrev", "-M", "--no-ext-diff", "--no-textconv",
        "--relative", f"--format=%x01%P{_PART}%aI{_PART}%cI{_PART}%aN", "--", *paths,
    )  # fmt: skip
    told = run(root, arguments, clock, listed) if listed else b""
    saved, later = _saved(told or b"", shallow=said.startswith(b"true"))
    tracked = run(root, ("ls-tree", "-r", "-z", "HEAD", "--", *paths), clock)
    then = None if until is None else _then(root, until, paths, clock, later)
    whole = None not in (listed, told, tracked) and (listed or b"").count(b"\n") < _MOST_COMMITS and not clock.over()
    return Commits(root, saved, _tracked(tracked or b""), then, whole, clock)


def _then(
    root: Path, until: datetime, paths: tuple[str, ...], clock: Clock, later: dict[str, str]
) -> tuple[datetime, dict[str, str]] | None:
    """The last commit of a time, and what it holds."""
    bound = f"--min-age={int(until.timestamp())}"
    said = run(root, ("rev-list", "--first-parent", "--max-count=1", "--timestamp", bound, "HEAD"), clock)
    seconds, _, commit = (said or b"").decode("ascii", "replace").strip().partition(" ")
    if not commit or not seconds.isdigit():
        return None
    listed = run(root, ("ls-tree", "-r", "-z", commit, "--", *paths), clock)
    held = {later.get(path, path): name for path, name in _tracked(listed or b"").items()}
    return datetime.fromtimestamp(int(seconds), UTC), held


def _saved(told: bytes, *, shallow: bool) -> tuple[dict[str, tuple[Saved, ...]], dict[str, str]]:
    """The changes by the path of today, and that path by earlier ones. Commits come newest first.

    Where the history is cut off, what is there is not new.
    """
    found: dict[str, list[Saved]] = {}
    later: dict[str, str] = {}
    parents, at, by = "", datetime.min.replace(tzinfo=UTC), ""
    parts = iter(told.decode("utf-8", "surrogateescape").split("\0"))
    for part in parts:
        piece = part.lstrip("\n")
        if piece.startswith(_START):
            head, _, piece = piece[1:].partition("\n")
            parents, at, by = _commit(head)
            piece = piece.lstrip("\n")
        if not piece.startswith(":"):
            continue
        fields = piece[1:].split(" ")
        path = next(parts, "")
        moved = fields[-1][:1] in ("R", "C")
        path, old = (next(parts, ""), path) if moved else (path, path)
        if len(fields) != 5:
            continue
        today = later.get(path, path)
        if fields[4][:1] == "R":
            later[old] = today
        before, after = (None if set(name) == {_NONE} else name for name in fields[2:4])
        if after is not None and not (before is None and shallow and not parents):
            found.setdefault(today, []).append(Saved(at, by, before, after))
    return {path: tuple(reversed(every)) for path, every in found.items()}, later


def _commit(head: str) -> tuple[str, datetime, str]:
    """Parents, time and author of a commit. An author's clock that went ahead is not believed."""
    parents, authored, committed, by = [*head.split(_PART), "", "", "", ""][:4]
    times = [one for one in (_moment(authored), _moment(committed)) if one is not None]
    return parents, min(times, default=datetime.min.replace(tzinfo=UTC)), by.encode("utf-8", "replace").decode()


def _moment(text: str) -> datetime | None:
    with suppress(ValueError, OverflowError):
        return datetime.fromisoformat(text).astimezone(UTC)
    return None


def _tracked(listed: bytes) -> dict[str, str]:
    """Path → name of content, of ``mode blob name<tab>path`` records."""
    found: dict[str, str] = {}
    for record in listed.decode("utf-8", "surrogateescape").split("\0"):
        about, _, path = record.partition("\t")
        kind, _, name = about.partition(" ")[2].partition(" ")
        if kind == "blob":
            found[path] = name
    return found


def _lines(names: list[str]) -> bytes:
    return "".join(f"{name}\n" for name in names).encode("ascii", "replace")


def _contents(answer: bytes) -> Iterator[tuple[str, bytes]]:
    """Name and content of each ``name blob size`` record; one that was cut off is none."""
    at = 0
    while (end := answer.find(b"\n", at)) != -1:
        name, kind, *size = answer[at:end].decode("ascii", "replace").split(" ")
        if kind != "blob" or not size:
            at = end + 1
            continue
        start, at = end + 1, end + 2 + int(size[0])
        if at <= len(answer):
            yield name, answer[start : at - 1]
