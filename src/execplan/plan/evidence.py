"""One piece of evidence: what it names and who vouches for it. Knows its readable form; knows no file and no repository.

A piece is *observed* when the program itself saw what it names: a file, by its SHA-256, or a commit, in the
repository. Only these carry a mark; whatever has none is *asserted*, written as it was told. A command is never run.

    `src/limits.py` (sha256 9f86d081884c, observed)      a file as it was then
    commit `4f1c2ab90d31` (observed)                     a commit the repository holds
    `pytest -q` → 12 passed                              as told
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["file", "commit", "url", "command", "other"]
DIGITS = 12
"""Hexadecimal digits of a hash as written."""

_FILE = re.compile(r"`(?P<path>[^`]+)` \(sha256 (?P<digest>[0-9a-f]{12,64}), observed\)")
_COMMIT = re.compile(r"commit `(?P<commit>[0-9a-f]{7,64})` \(observed\)")
_MARK = re.compile(r"(?<!\\)\((?=(?:sha256 [0-9a-f]{12,64}, )?observed\))")
"""Wherever it stands: what follows it may be invisible, or parted from it in a table cell."""
_SAID_COMMIT = re.compile(r"(?:commit\s+)?`?(?P<commit>[0-9a-f]{7,64})`?", re.IGNORECASE)
_URL = re.compile(r"(?:\\?[<\[][^<>]*?)?https?://\S", re.IGNORECASE)
_COMMAND = re.compile(r"(?:\$|>|❯)\s+\S|`[^`\s]+\s[^`]*`|`[^`]+`\s*(?:→|->|=>|⇒|:|—|–|=)")
_ALONE = re.compile(r"`(?P<span>[^`]+)`|(?P<plain>\S+)")
_LIKE_PATH = re.compile(r"(?:[\w@+~.-]+/)+[\w@+~.-]*|[\w@+~-][\w@+~.-]*\.[A-Za-z]\w{0,9}")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a piece says and names. ``path``, ``digest`` and ``commit`` stand where the text has them."""

    text: str
    """As it stands in the document."""
    kind: Kind
    path: str | None = None
    digest: str | None = None
    """The first digits of the SHA-256 that the file had when it was observed."""
    commit: str | None = None
    observed: bool = False


def read_evidence(text: str) -> Evidence:
    """What a piece of evidence in a document names, and its grade. Total."""
    text = text.strip()
    if found := _FILE.fullmatch(text):
        path = found["path"].replace("\\|", "|")
        return Evidence(text, "file", path=path, digest=found["digest"], observed=True)
    if found := _COMMIT.fullmatch(text):
        return Evidence(text, "commit", commit=found["commit"], observed=True)
    if said := said_commit(text):
        return Evidence(text, "commit", commit=said)
    if _URL.match(text):
        return Evidence(text, "url")
    if _COMMAND.match(text):
        return Evidence(text, "command")
    path = said_path(text)
    return Evidence(text, "file", path=path) if path and _LIKE_PATH.fullmatch(path) else Evidence(text, "other")


def said_commit(text: str) -> str | None:
    """The hash a text consists of (``4f1c2ab``, ``commit 4f1c2ab``); a plain number needs the word to be one."""
    found = _SAID_COMMIT.fullmatch(text.strip())
    if found is None or (found["commit"].isdigit() and len(found["commit"]) < DIGITS and found.start("commit") < 2):
        return None
    return found["commit"].lower()


def said_path(text: str) -> str | None:
    """The path a text consists of, with or without a code span; whether there is such a file is not known here."""
    bare = text.strip()
    if found := _ALONE.fullmatch(bare):
        return found["span"] or found["plain"]
    return bare if bare and "`" not in bare and "\n" not in bare else None


def observed_file(path: str, digest: str) -> Evidence:
    """A file that was read: its path, and the start of its SHA-256."""
    shown = path.replace("|", "\\|")
    return Evidence(
        f"`{shown}` (sha256 {digest[:DIGITS]}, observed)", "file", path, digest[:DIGITS], None, observed=True
    )


def observed_commit(commit: str) -> Evidence:
    """A commit the repository holds."""
    return Evidence(f"commit `{commit[:DIGITS]}` (observed)", "commit", commit=commit[:DIGITS], observed=True)


def asserted(text: str) -> Evidence:
    """A piece as it was told. Words that only look like our mark are escaped, so nobody's word passes for ours."""
    return read_evidence(_MARK.sub(r"\\(", text))
