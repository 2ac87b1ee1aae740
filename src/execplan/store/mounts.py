"""On which file system a folder is, as far as the platform tells. Knows /proc/self/mountinfo; knows no plan.

Linux tells; elsewhere, or where /proc is not there, nothing is known, which is no error.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_TABLE = Path("/proc/self/mountinfo")
_LARGEST = 4 << 20
_OCTAL = re.compile(r"\\([0-7]{3})")


@dataclass(frozen=True, slots=True)
class Mount:
    """One line of the table. ``part`` is the folder of the file system that stands at ``point``: ``/`` is all of it."""

    point: str
    kind: str
    source: str
    part: str
    read_only: bool


def table() -> tuple[Mount, ...]:
    """What is mounted for this process, the last mounted last."""
    with suppress(OSError), _TABLE.open("rb") as file:
        return parsed(os.fsdecode(file.read(_LARGEST)))
    return ()


def parsed(text: str) -> tuple[Mount, ...]:
    """The table as proc(5) describes it: fields up to a lone ``-``, then kind, source and the file system's options."""
    found: list[Mount] = []
    for line in text.splitlines():
        before, apart, after = line.partition(" - ")
        fields, rest = before.split(" "), after.split(" ")
        if not apart or len(fields) < 6 or len(rest) < 2:
            continue
        options = {*fields[5].split(","), *(rest[2].split(",") if len(rest) > 2 else ())}
        found.append(Mount(_plain(fields[4]), rest[0], _plain(rest[1]), _plain(fields[3]), "ro" in options))
    return tuple(found)


def mount_of(path: str, mounts: tuple[Mount, ...]) -> Mount | None:
    """The mount a real path is on: the one with the longest point above it, the last mounted of several."""
    above = [one for one in mounts if one.point == "/" or path == one.point or path.startswith(f"{one.point}/")]
    return max(reversed(above), key=lambda one: len(one.point), default=None)


def below(folder: str, mounts: tuple[Mount, ...]) -> tuple[str, ...]:
    """What is mounted inside a folder, as paths relative to it."""
    prefix = folder.rstrip("/") + "/"
    return tuple(sorted({one.point.removeprefix(prefix) for one in mounts if one.point.startswith(prefix)}))


def _plain(field: str) -> str:
    """The table writes blanks and backslashes of a path in octal, byte by byte."""
    return _OCTAL.sub(lambda found: chr(int(found[1], 8)), field)
