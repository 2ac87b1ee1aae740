"""Which clients start execplan: a look into their configuration files. Reads only; tells nothing else of what is there.

The files may belong to a stranger's project: they are read up to a limit, never followed into devices or pipes, and
of what they say only the name of our server, its program and its root are kept.
"""

from __future__ import annotations

import json
import os
import re
import stat
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast

from execplan.workspace.doctor.places import PROJECTS, TABLES, Place, places

State = Literal["registered", "not registered", "no file", "broken"]

_OURS = "execplan"
_LARGEST = {".toml": 1 << 20}
_LARGEST_JSON = 16 << 20
_READ = os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK
_STRING_OR_COMMENT = re.compile(r'"(?:[^"\\]|\\.)*"|//[^\n]*|/\*.*?\*/', re.DOTALL)
_STRING_OR_COMMA = re.compile(r'"(?:[^"\\]|\\.)*"|,(?=\s*[}\]])', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Server:
    """A server of ours in a client's file. ``project`` is the folder that the entry is for, where it names one."""

    name: str
    command: str = ""
    root: str = ""
    project: str = ""
    missing: bool = False
    """Is the program named by its full path, and not there?"""


@dataclass(frozen=True, slots=True)
class Registration:
    """What one file says of us; ``reason`` is why it cannot be read, ``named`` whether our name is in it all the same."""

    client: str
    path: Path
    state: State
    servers: tuple[Server, ...] = ()
    reason: str = ""
    named: bool = False


def registrations(root: Path | None, home: Path | None, environ: Mapping[str, str]) -> tuple[Registration, ...]:
    """One for every file that is looked at, there or not. Never raises."""
    return tuple(_registration(place, root) for place in places(root, home, environ))


def _registration(place: Place, root: Path | None) -> Registration:
    try:
        data = _bytes(place.path)
    except (FileNotFoundError, NotADirectoryError):
        return Registration(place.client, place.path, "no file")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        return Registration(place.client, place.path, "broken", reason=reason.lower())
    try:
        said = _parsed(data, place.path.suffix)
        found = tuple(one for one in _servers(said) if _concerns(one, root))
    except (ValueError, RecursionError) as error:
        reason = "nested too deeply" if isinstance(error, RecursionError) else _line_of(error)
        named = _OURS.encode() in data
        return Registration(place.client, place.path, "broken", reason=reason, named=named)
    return Registration(place.client, place.path, "registered" if found else "not registered", found)


def _bytes(path: Path) -> bytes:
    """What is in a regular file. Raises ``OSError``, and ``ValueError`` for what is none or is too large."""
    file = os.open(path, _READ)
    with os.fdopen(file, "rb") as opened:
        if not stat.S_ISREG(os.fstat(file).st_mode):
            raise ValueError("no regular file")
        largest = _LARGEST.get(path.suffix, _LARGEST_JSON)
        data = opened.read(largest + 1)
    if len(data) > largest:
        raise ValueError(f"more than {largest:,} bytes")
    return data


def _parsed(data: bytes, suffix: str) -> object:
    text = data.decode("utf-8-sig")
    if suffix == ".toml":
        return tomllib.loads(text)
    if not text.strip():
        return {}
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        return json.loads(_plain_json(text))


def _plain_json(text: str) -> str:
    """Without comments and without commas before a closing bracket, which many clients allow."""
    bare = _STRING_OR_COMMENT.sub(lambda one: one[0] if one[0].startswith('"') else " ", text)
    return _STRING_OR_COMMA.sub(lambda one: one[0] if one[0].startswith('"') else "", bare)


def _line_of(error: ValueError) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"no JSON at line {error.lineno}: {error.msg.lower()}"
    return "not UTF-8" if isinstance(error, UnicodeDecodeError) else str(error)[:200]


def _servers(said: object, project: str = "") -> Iterator[Server]:
    for key, value in _items(said):
        if key in TABLES:
            for name, spec in _items(value):
                if name in TABLES:  # a table in a table: "mcp": {"servers": …}
                    yield from _servers({name: spec}, project)
                elif (ours := _ours(name, spec, project)) is not None:
                    yield ours
        elif key == PROJECTS and not project:
            for folder, inner in _items(value):
                yield from _servers(inner, folder)


def _ours(name: str, spec: object, project: str) -> Server | None:
    described = dict(_items(spec))
    words = [*_words(described.get("command")), *_words(described.get("args"))]
    if not described or not (_OURS in name.lower() or any(_OURS in word for word in words)):
        return None
    command = words[0] if words else ""
    missing = os.path.isabs(command) and not os.path.exists(command)
    return Server(name, command, _root_of(words), project, missing)


def _words(said: object) -> list[str]:
    """A command as clients write it: a text, a list of texts, or an object with a path and arguments."""
    if isinstance(said, str):
        return [said]
    if isinstance(said, list):
        return [one for one in cast("list[Any]", said) if isinstance(one, str)]
    described = dict(_items(said))
    return [*_words(described.get("path")), *_words(described.get("args"))] if described else []


def _root_of(words: list[str]) -> str:
    for at, word in enumerate(words):
        if word == "--root" and at + 1 < len(words):
            return words[at + 1]
        if word.startswith("--root="):
            return word.removeprefix("--root=")
    return ""


def _items(said: object) -> list[tuple[str, object]]:
    return list(cast("dict[str, object]", said).items()) if isinstance(said, dict) else []


def _concerns(server: Server, root: Path | None) -> bool:
    """Is it for every project, or for the one that is looked at?"""
    if not server.project or root is None:
        return True
    folder = Path(server.project)
    return folder == root or folder.is_relative_to(root) or root.is_relative_to(folder)
