"""Edits: sorted, disjoint replacements made for one revision of one text. Knows spans; knows no plan.

The model is the text edit of the Language Server Protocol, kept sorted and tied to a base revision.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
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


def composed(source: Source, edits: Sequence[Edit]) -> Edit:
    """Edits made one after another as one edit of the first text. Law: it applies to what the last of them made.

    Each is made for the text that the one before it left; only the first can be held to its revision here.
    """
    if not edits:
        return Edit(source.revision, ())
    if edits[0].base != source.revision:
        raise StaleEditError(f"made for {edits[0].base[:8]}, the text is {source.revision[:8]}")
    pieces: list[Span | str] = [Span(0, len(source.text))]
    for edit in edits:
        pieces = _edited(pieces, edit)
    replacements: list[Replacement] = []
    at, text = 0, ""
    for one in (*pieces, Span(len(source.text), len(source.text))):
        if isinstance(one, str):
            text += one
            continue
        if text or one.start > at:
            replacements.append(Replacement(Span(at, one.start), text))
        at, text = one.end, ""
    return edit_of(source, replacements)


def _edited(pieces: Sequence[Span | str], edit: Edit) -> list[Span | str]:
    """The text, as pieces of the first one and new ones, after one more edit."""
    made: list[Span | str] = []
    at = taken = 0  # the piece that is looked at, and how much of it is used up
    passed = 0
    for replacement in edit.replacements:
        for keep, until in ((True, replacement.span.start), (False, replacement.span.end)):
            while passed < until:
                piece = pieces[at]
                size = _size(piece)
                part = min(size - taken, until - passed)
                if keep and part:
                    made.append(_part(piece, taken, taken + part))
                passed, taken = passed + part, taken + part
                if taken == size:
                    at, taken = at + 1, 0
        if replacement.text:
            made.append(replacement.text)
    if at < len(pieces):
        made.append(_part(pieces[at], taken, _size(pieces[at])))
        made += pieces[at + 1 :]
    return [one for one in made if _size(one)]


def _size(piece: Span | str) -> int:
    return len(piece) if isinstance(piece, str) else piece.end - piece.start


def _part(piece: Span | str, start: int, end: int) -> Span | str:
    return piece[start:end] if isinstance(piece, str) else Span(piece.start + start, piece.start + end)
