"""Edits: sorted, disjoint replacements made for one revision of one text. Knows spans; knows no plan.

The model is the text edit of the Language Server Protocol, kept sorted and tied to a base revision.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass

from execplan.text.source import Source, Span


class StaleEditError(ValueError):
    """The edit was made for another revision of the text."""


class OverlapError(ValueError):
    """Two replacements of one edit touch the same characters."""


@dataclass(frozen=True, slots=True, order=True)
class Replacement:
    """New text for a span; an empty span is an insertion."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Edit:
    """Replacements on the text whose revision is ``base``."""

    base: str
    replacements: tuple[Replacement, ...]

    @property
    def empty(self) -> bool:
        return not self.replacements


def edit_of(source: Source, replacements: Iterable[Replacement]) -> Edit:
    """An edit of ``source``: those that change nothing dropped, the rest sorted.

    Several insertions at one offset keep the order in which they were given. Raises ``OverlapError``.
    """
    kept = [one for one in replacements if source.slice(one.span) != one.text]
    kept.sort(key=lambda one: one.span)
    for before, after in itertools.pairwise(kept):
        if after.span.start < before.span.end:
            raise OverlapError(f"{before.span} and {after.span} overlap")
    if kept and kept[-1].span.end > len(source.text):
        raise OverlapError(f"{kept[-1].span} is outside the text")
    return Edit(source.revision, tuple(kept))


def apply(source: Source, edit: Edit) -> Source:
    """The text after the edit; every character outside the spans stays. Raises ``StaleEditError``."""
    if edit.base != source.revision:
        raise StaleEditError(f"made for {edit.base[:8]}, the text is {source.revision[:8]}")
    if edit.empty:
        return source
    parts: list[str] = []
    at = 0
    for one in edit.replacements:
        parts += (source.text[at : one.span.start], one.text)
        at = one.span.end
    parts.append(source.text[at:])
    return Source.of("".join(parts))
