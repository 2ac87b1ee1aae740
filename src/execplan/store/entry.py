"""One line of the journal: how it is written, and when it is believed. Knows texts and hashes; knows no file."""

from __future__ import annotations

import json
import re
import zlib
from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from typing import Any, cast

from execplan.store.files import LIMIT
from execplan.store.state import key_of
from execplan.text.source import Source, UndecodableError

SEEN = "seen"
"""A text found in the file that no operation of ours made."""
CREATE = "create"
ARCHIVE = "archive"
DISPLACED = "displaced"
"""A save of somebody else that is in no file: it could not be merged."""
MERGE = "merge"
"""What an operation and a save that was displaced came to together."""
KINDS = frozenset({"write", CREATE, SEEN, DISPLACED, MERGE, "undo", "recover", ARCHIVE})

LONGEST_NAME = 120
"""Characters of who did it."""
_OP = re.compile(r"[0-9a-f]{12}")
_AT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)
_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Entry:
    """One operation. ``base`` and ``new`` are the revisions before and after it; ``text`` unpacks the latter."""

    op: str
    path: str
    at: str
    by: str
    kind: str
    base: str
    new: str
    undoes: tuple[str, ...] = ()
    came_from: str | None = None
    """The path before, of a plan that was moved."""
    after: str = ""
    """The last operation at that path."""
    packed: bytes = field(default=b"", repr=False)


def text(entry: Entry) -> Source | None:
    """The text that an operation made; None when the journal does not hold it whole."""
    try:
        unpacker = zlib.decompressobj()
        data = unpacker.decompress(entry.packed, LIMIT + 1)
        found = Source.decode(data)
    except (zlib.error, UndecodableError):
        return None
    return found if found.revision == entry.new else None


def line_of(
    path: str,
    op: str,
    at: str,
    by: str,
    kind: str,
    base: str,
    new: Source,
    undoes: tuple[str, ...],
    came_from: str | None,
    after: str,
) -> bytes:
    """The line of one operation, with its end."""
    said: dict[str, object] = {
        "v": 1,
        "op": op,
        "path": path,
        "at": at,
        "by": by[:LONGEST_NAME],
        "kind": kind,
        "base": base,
        "new": new.revision,
    }
    if undoes:
        said["undoes"] = list(undoes)
    if came_from is not None:
        said |= {"from": came_from, "after": after}
    said["text"] = b64encode(zlib.compress(new.encode())).decode("ascii")
    return json.dumps(said, separators=(",", ":")).encode("ascii") + b"\n"


def parsed(line: bytes, key: str) -> Entry | None:
    """The operation that a line tells of a path with this key; None for what no line of ours looks like."""
    try:
        found: Any = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict):
        return None
    said = cast("dict[str, Any]", found)
    undoes, came_from = said.get("undoes", []), said.get("from")
    try:
        if (
            said["v"] != 1
            or said["kind"] not in KINDS
            or not _OP.fullmatch(said["op"])
            or not _AT.fullmatch(said["at"])
            or not _HASH.fullmatch(said["base"])
            or not _HASH.fullmatch(said["new"])
            or key_of(said["path"]) != key
            or not all(_OP.fullmatch(op) for op in undoes)
            or not isinstance(said["by"], str)
            or not (came_from is None or isinstance(came_from, str))
        ):
            return None
        return Entry(
            said["op"],
            said["path"],
            said["at"],
            said["by"][:LONGEST_NAME],
            said["kind"],
            said["base"],
            said["new"],
            tuple(undoes),
            came_from,
            str(said.get("after", "")),
            b64decode(said["text"], validate=True),
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        return None
