"""Rings in what waits for what: a step that waits, in the end, for itself. Knows names and arrows; knows no plan."""

from __future__ import annotations

from collections.abc import Collection, Mapping


def ring(after: Mapping[str, Collection[str]]) -> tuple[str, ...] | None:
    """The first ring found, each name followed by one that it waits for and the last waiting for the first; else None.

    ``after`` has for each name those it waits for. Linear in names and arrows; does not recurse.
    """
    done: set[str] = set()
    for start in after:
        path: dict[str, None] = {}
        ahead: list[tuple[str, bool]] = [(start, True)]
        while ahead:
            name, entering = ahead.pop()
            if not entering:
                path.popitem()
                done.add(name)
            elif name in path:
                names = list(path)
                return tuple(names[names.index(name) :])
            elif name not in done:
                path[name] = None
                ahead.append((name, False))
                ahead += [(target, True) for target in reversed(list(after.get(name, ())))]
    return None


def chain(after: Mapping[str, Collection[str]], start: str, wanted: str) -> tuple[str, ...] | None:
    """The shortest way from ``start`` to ``wanted``, each waiting for the next, both included; None where there is none."""
    before: dict[str, str | None] = {start: None}
    ahead = [start]
    for one in ahead:  # grows on the way
        if one == wanted:
            found: list[str] = []
            at: str | None = one
            while at is not None:
                found.append(at)
                at = before[at]
            return tuple(reversed(found))
        for target in after.get(one, ()):
            if target not in before:
                before[target] = one
                ahead.append(target)
    return None


def without_rings(after: Mapping[str, Collection[str]]) -> dict[str, tuple[str, ...]]:
    """The same without what closes a ring: of a ring's arrows the one that is met last in the given order.

    Law: the answer has no ring, and is ``after`` where that has none.
    """
    found: dict[str, list[str]] = {name: list(dict.fromkeys(targets)) for name, targets in after.items()}
    if ring(found) is None:
        return {name: tuple(targets) for name, targets in found.items()}
    kept: dict[str, list[str]] = {name: [] for name in found}
    for name, targets in found.items():
        for target in targets:
            if not _reaches(kept, target, name):
                kept[name].append(target)
    return {name: tuple(targets) for name, targets in kept.items()}


def _reaches(after: Mapping[str, Collection[str]], start: str, wanted: str) -> bool:
    """Is ``start`` the one wanted, or does it wait for it, directly or not?"""
    seen: set[str] = set()
    ahead = [start]
    while ahead:
        one = ahead.pop()
        if one == wanted:
            return True
        if one not in seen:
            seen.add(one)
            ahead += after.get(one, ())
    return False
