"""One table of a TOML text put in, changed or taken out; every other byte stays. Pure; knows no client.

``tomlkit`` keeps a text that it only reads, but what it adds ends its lines with LF in a CRLF file, and what it takes
out again leaves a blank line behind. So places are changed here, and ``tomllib`` confirms that nothing else did.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import cast

from execplan.workspace.clients.spans import BrokenConfigError, Replacement, newline_of, replaced
from execplan.workspace.clients.toml_scan import Statement, load, statements

Path = Sequence[str]
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_CONTROL = re.compile("[\x7f-\x9f]")


def get(text: str, path: Path) -> object | None:
    """The value at ``path``. Raises ``BrokenConfigError`` where a table is expected and something else stands."""
    table = load(text)
    for at, key in enumerate(path[:-1]):
        inner = table.get(key)
        if inner is None:
            return None
        if not isinstance(inner, dict):
            raise BrokenConfigError(f"{key} is no table", place(text, path[: at + 1]), "refused")
        table = cast("dict[str, object]", inner)
    return table.get(path[-1])


def put(text: str, path: Path, entry: Mapping[str, object]) -> str:
    """The text with the keys of ``entry`` in the table at ``path``. Raises ``BrokenConfigError``."""
    found = get(text, path)
    if found is None:
        return _held(text, _appended(text, path, entry), path, entry)
    if not isinstance(found, dict):
        raise BrokenConfigError(f"{path[-1]} is no table", place(text, path), "refused")
    old = cast("dict[str, object]", found)
    known = list(statements(text))
    changes: list[Replacement] = []
    for key, value in entry.items():
        if old.get(key) == value:
            continue
        places = [one.value for one in known if one.path == (*path, key) and one.value]
        if places:
            changes.append(Replacement(*places[0], _rendered(value)))
        else:
            changes.append(_line_below(text, known, path, f"{key} = {_rendered(value)}"))
    return _held(text, replaced(text, changes), path, {**old, **entry})


def take(text: str, path: Path) -> str:
    """The text without the table at ``path``. Raises ``BrokenConfigError``."""
    if get(text, path) is None:
        return text
    changes: list[Replacement] = []
    for first, last in _runs(text, path):
        start, end = first.start, last.end
        if first.value is None and start:
            # The blank line that stands before a table; and the line end before one that ends with the text.
            start -= len(newline_of(text)) if _blank_before(text, start) else 0
            start -= _line_end_before(text, start) if end == len(text) and not text.endswith("\n") else 0
        changes.append(Replacement(start, end, ""))
    return _held(text, replaced(text, changes), path, None)


def place(text: str, path: Path) -> int:
    """Where that name stands, else where the first part of it does that has a place."""
    best, at = 0, 0
    for one in statements(text):
        shared = min(len(one.path), len(path))
        if shared > best and one.path[:shared] == tuple(path[:shared]):
            best, at = shared, one.start
    return at


def _appended(text: str, path: Path, entry: Mapping[str, object]) -> str:
    """At the end, after a blank line; without a last line end where the text had none."""
    nl = newline_of(text)
    header = "[" + ".".join(one if _BARE.fullmatch(one) else _rendered(one) for one in path) + "]"
    table = nl.join((header, *(f"{key} = {_rendered(value)}" for key, value in entry.items())))
    if not text:
        return table + nl
    return f"{text}{nl}{table}{nl}" if text.endswith("\n") else f"{text}{nl}{nl}{table}"


def _runs(text: str, path: Path) -> list[tuple[Statement, Statement]]:
    """The statements of the table that follow one another, by their first and last one."""
    runs: list[tuple[Statement, Statement]] = []
    before = False
    for one in statements(text):
        ours = one.path[: len(path)] == tuple(path)
        if ours:
            runs[-1:] = [(runs[-1][0], one)] if before else [*runs[-1:], (one, one)]
        before = ours
    return runs


def _blank_before(text: str, start: int) -> bool:
    nl = newline_of(text)
    return text[:start].endswith(nl) and (start == len(nl) or text[: start - len(nl)].endswith("\n"))


def _line_end_before(text: str, start: int) -> int:
    return 2 if text[:start].endswith("\r\n") else 1 if text[:start].endswith("\n") else 0


def _line_below(text: str, known: Sequence[Statement], path: Path, line: str) -> Replacement:
    headers = [one for one in known if one.path == tuple(path) and one.value is None and not one.many]
    if not headers:
        raise BrokenConfigError(f"{path[-1]} is not written as a table of its own", place(text, path), "refused")
    nl, end = newline_of(text), headers[0].end
    return Replacement(end, end, line + nl if text[:end].endswith("\n") else nl + line)


def _rendered(value: object) -> str:
    """A text, a truth or a list of texts; JSON writes them as TOML does, but for a few control characters."""
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_rendered, cast("Sequence[object]", value))) + "]"
    said = json.dumps(value, ensure_ascii=False)
    return _CONTROL.sub(lambda one: f"\\u{ord(one[0]):04x}", said)


def _held(before: str, after: str, path: Path, value: object) -> str:
    """``after``, when it says what ``before`` did but for the table at ``path``. Raises ``BrokenConfigError``."""
    try:
        same = get(after, path) == value and _frozen(_rest(load(after), path)) == _frozen(_rest(load(before), path))
    except BrokenConfigError:
        same = False
    if not same:
        reason = f"{path[-1]} cannot be changed without touching more than our entry"
        raise BrokenConfigError(reason, place(before, path), "refused")
    return after


def _rest(said: Mapping[str, object], path: Path) -> dict[str, object]:
    """Without the value at ``path``, and without the tables on the way that held nothing else."""
    kept = dict(said)
    inner = kept.pop(path[0], None)
    if len(path) > 1 and isinstance(inner, dict) and (rest := _rest(cast("dict[str, object]", inner), path[1:])):
        kept[path[0]] = rest
    return kept


def _frozen(value: object) -> object:
    """By type and by letter: 1 is not true, and not-a-number is itself."""
    if isinstance(value, dict):
        return {key: _frozen(one) for key, one in cast("dict[str, object]", value).items()}
    if isinstance(value, list):
        return [_frozen(one) for one in cast("list[object]", value)]
    return type(value).__name__, repr(value)
