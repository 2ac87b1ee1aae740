"""Rings in what waits for what: a step that waits, in the end, for itself. Knows names and arrows; knows no plan."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping


def ring(after: Mapping[str, Collection[str]]) -> tuple[str, ...] | None:
    """The first ring found, each name followed by one that it waits for and the last waiting for the first; else None.

    ``after`` has for each name those it waits for. Linear in names and arrows; does not recurse.
    """
    for path, target in _closing(after):
        names = list(path)
        return tuple(names[names.index(target) :])
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
    """The same without what closes a ring on a walk in the given order.

    Laws: the answer has no ring, and is ``after`` where that has none; each arrow left out would close one.
    """
    closing = {(next(reversed(path)), target) for path, target in _closing(after)}
    return {
        name: tuple(target for target in dict.fromkeys(targets) if (name, target) not in closing)
        for name, targets in after.items()
    }


def _closing(after: Mapping[str, Collection[str]]) -> Iterator[tuple[dict[str, None], str]]:
    """Each arrow that leads back: the path walked so far, whose last name waits for the target, and the target on it."""
    done: set[str] = set()
    for start in after:
        if start in done:
            continue
        path: dict[str, None] = {start: None}
        ahead = [iter(after.get(start, ()))]
        while ahead:
            target = next(ahead[-1], None)
            if target is None:
                done.add(path.popitem()[0])
                ahead.pop()
            elif target in path:
                yield path, target
            elif target not in done:
                path[target] = None
                ahead.append(iter(after.get(target, ())))
