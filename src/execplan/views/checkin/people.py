"""Who is who in what plans and histories say of owners and authors. Knows names; knows no plan."""

from __future__ import annotations

import re
from collections.abc import Iterable

NOBODY = ""
"""The name of whoever does what nobody is named for."""
_PARTED = re.compile(r"\s*[,;，、]\s*|\s+(?:&|\+|and|und|y|et)\s+", re.IGNORECASE)
_UNSAID = frozenset({"", "tbd", "tba", "none", "n/a", "na", "-", "—", "?", "unassigned", "nobody", "unknown"})


def split(owner: str | None) -> tuple[str, ...]:
    """The names in an owner field: ``@ana, Bob & Cy`` are three. None for a field that only says there is nobody."""
    bare = re.sub(r"\([^()]*\)", " ", owner or "")
    names = (" ".join(one.replace("`", "").replace("*", "").split()).lstrip("@") for one in _PARTED.split(bare))
    return tuple(dict.fromkeys(one for one in names if one.casefold() not in _UNSAID and not one.startswith("[")))


def one_name_each(names: Iterable[str]) -> dict[str, str]:
    """Each name to the one its person goes by: the fullest. ``ana`` is Ana Silva where only one is called Ana."""
    every = list(dict.fromkeys(names))
    longest: dict[str, str] = {}
    for one in sorted(every, key=lambda name: (-len(name), name.islower(), every.index(name))):
        longest.setdefault(_key(one), one)
    firsts: dict[str, set[str]] = {}
    for key in longest:
        if " " in key:
            firsts.setdefault(key.split(" ")[0], set()).add(key)
    found: dict[str, str] = {}
    for one in every:
        key = _key(one)
        fuller = firsts.get(key, set())
        found[one] = longest[next(iter(fuller)) if len(fuller) == 1 else key]
    return found


def _key(name: str) -> str:
    return " ".join(name.casefold().replace(".", " ").replace("_", " ").split())
