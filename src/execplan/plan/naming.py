"""Gives every found entry its id. Knows places and texts; knows no meaning."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from execplan.plan import identity
from execplan.plan.found import Found
from execplan.plan.model import Place, Section
from execplan.plan.outline import path_of
from execplan.plan.places import Outline

Key = tuple[int, int]
"""A place, by the offsets of its own text."""


def _key_of(place: Place) -> Key:
    return place.text.start, place.text.end


class Names:
    """Place to id. Places that say the same thing in the same spot are twins and told apart by their order."""

    def __init__(
        self, outline: Outline, sections: tuple[Section, ...], found: Iterable[Found], phases: Iterable[int]
    ) -> None:
        self._outline = outline
        self._full: dict[Key, str] = {}
        self._texts: dict[Key, str] = {}
        self._phase: dict[int, str] = {}

        @cache
        def path(section: int) -> tuple[str, ...]:
            return path_of(sections, section)

        taken: dict[str, int] = {}
        for one in found:
            self._full.setdefault(
                _key_of(one.place),
                self._unique(taken, path(one.section), self._parents(one.item), self.text(one.place)),
            )
            if one.kind in ("step",):
                for field in one.place.fields:
                    if {"blocked", "blocked_by"}.intersection(field.names):
                        text = identity.normal(outline.source.slice(field.value))
                        parents = (*self._parents(one.item), self.text(one.place))
                        self._full.setdefault(
                            (field.value.start, field.value.end), self._unique(taken, path(one.section), parents, text)
                        )
        for section in phases:
            full = self._unique(taken, path(section), ("phase",), "")
            self._phase[section] = full
        self._short = identity.shorten([*self._full.values(), *self._phase.values()])

    def _unique(self, taken: dict[str, int], path: tuple[str, ...], parents: tuple[str, ...], text: str) -> str:
        full = identity.full_id(path, parents, text)
        count = taken[full] = taken.get(full, 0) + 1
        if count == 1:
            return full
        return identity.full_id((*path, f"#{count}"), parents, text)

    def _parents(self, item: int) -> tuple[str, ...]:
        texts: list[str] = []
        at = self._outline.items[item].parent if item != -1 else -1
        while at != -1:
            texts.append(self.text(self._outline.items[at].place))
            at = self._outline.items[at].parent
        return tuple(reversed(texts))

    def text(self, place: Place) -> str:
        key = _key_of(place)
        if key not in self._texts:
            self._texts[key] = identity.normal(self._outline.source.slice(place.text))
        return self._texts[key]

    def of(self, place: Place) -> str:
        return self._short[self._full[_key_of(place)]]

    def of_span(self, start: int, end: int) -> str:
        return self._short[self._full[start, end]]

    def of_phase(self, section: int) -> str:
        return self._short[self._phase[section]]
