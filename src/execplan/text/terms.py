"""The terms a text is indexed by, and those behind which a word of a query may stand. Knows no index and no plan.

Law: where ``views.search`` finds a word in an entry, the terms of the document's text satisfy what ``behind`` asks for.
The converse does not hold: what an index answers are candidates, to be looked at.

A word is a term. Where an entry may hold less of it than the document (underscores are emphasis as well) both are. A
word of a script without spaces is cut into pairs of letters, so that any piece of it is found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from execplan.text.words import LONG, RUNNING, WORD, folded, one_off, runs_on, slips

PASSAGES = 63
"""The most passages of one text."""
_LINES = 16
"""Lines of a passage, unless that made too many."""
_LONGEST = 64
"""Letters of the longest term. Of a longer word there are pieces, of which each half is the next one's."""
_SHARED = _LONGEST // 2
_MOST = 1_000
"""Terms with a slip or inside another word, beyond which a word of a query says too little to choose by."""
_FEW_BARS = 4
_RUN = re.compile(f"{RUNNING.pattern}+")
_LINK = re.compile(r"\[([^\[\]]{0,500})\]\([^()]{0,2000}\)")


@dataclass(frozen=True, slots=True)
class Terms:
    """Words, and the pairs of letters that words without spaces were cut into, a letter that stands alone too."""

    words: frozenset[str]
    cuts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Indexed:
    """The terms of a text: of its title, the words of each few lines, and all."""

    title: Terms
    passages: tuple[frozenset[str], ...]
    whole: Terms
    """Each letter of the pairs too."""


class Term(NamedTuple):
    """One term, or all that begin with it."""

    text: str
    begins: bool = False


Together = tuple[Term, ...]
"""Terms that must all be there."""


@dataclass(frozen=True, slots=True)
class Behind:
    """Behind which terms a word may stand: one of the alternatives is there."""

    best: tuple[Together, ...]
    """Without slips where the vocabulary has the word, nor as the beginning of others where it has the whole: no law."""
    any_way: tuple[Together, ...] | None
    """None where the word says too little."""


def indexed(text: str) -> Indexed:
    """The terms of a text. Pairs of letters say enough without a place: there are many, and few stand in one text."""
    lines = folded(text).splitlines()
    title = next((line for line in lines if line.startswith("#")), next((line for line in lines if line.strip()), ""))
    size = max(_LINES, -(-len(lines) // PASSAGES))
    pieces = ("\n".join(lines[at : at + size]) for at in range(0, len(lines), size))
    named, *parts = (_words(piece) for piece in (title, *pieces))
    every = named.union(*parts)
    odd = {
        word: _made_of(word)
        for word in every
        if len(word) > _LONGEST or word[0] == "_" or word[-1] == "_" or not word.isascii()
    }
    cuts = _cut(every)
    return Indexed(
        Terms(_plain(named, odd), _cut(named)),
        tuple(_plain(part, odd) for part in parts),
        Terms(_plain(every, odd), cuts.union("".join(cuts))),
    )


def behind(word: str, vocabulary: str) -> Behind:
    """What is asked of the terms for a folded word of a query. ``vocabulary`` holds all words, each between newlines."""
    if runs_on(word):
        return _behind_run(word, vocabulary)
    begun = Term(word[:_SHARED], True)
    others: tuple[str, ...] | None
    if len(word) < LONG:
        others = ()
    elif len(word) > _SHARED:
        others = _union(_holding(word[: _SHARED // 2], vocabulary), _holding(word[-_SHARED // 2 :], vocabulary))
    else:
        inside = (other for other in _holding(word, vocabulary) if not other.startswith(word))
        others = _union(inside, _mistyped(word, vocabulary))
    any_way = None if others is None else ((begun,), *((Term(other),) for other in others))
    if f"\n{word}\n" in vocabulary:
        return Behind(((Term(word),),), any_way)
    return Behind(((begun,),) if any_way is None or f"\n{begun.text}" in vocabulary else any_way, any_way)


def may_have(text: Terms, words: Iterable[str]) -> bool:
    """Whether all the folded words may stand in a text that has, on the whole, these terms."""
    vocabulary = joined(text.words)

    def there(term: Term) -> bool:
        return term.text in text.words or term.text in text.cuts or (term.begins and f"\n{term.text}" in vocabulary)

    for word in words:
        wanted = behind(word, vocabulary).any_way
        if wanted is not None and not any(all(map(there, together)) for together in wanted):
            return False
    return True


def joined(words: Iterable[str]) -> str:
    """Words as a vocabulary."""
    return "".join(("\n", *(f"{word}\n" for word in words)))


# --- what a text has ---------------------------------------------------------------------------------


def _words(text: str) -> frozenset[str]:
    words = frozenset(WORD.findall(text))
    if "](" in text:  # a word may go on behind a link
        words = words.union(WORD.findall(_LINK.sub(r"\1", text)))
    return words


def _plain(words: frozenset[str], odd: Mapping[str, frozenset[str]]) -> frozenset[str]:
    here = words & odd.keys()
    return (words - here).union(*(odd[word] for word in here)) if here else words


def _cut(words: Iterable[str]) -> frozenset[str]:
    """The pairs of letters of those words that are written without spaces; of a single letter that itself."""
    running = [word for word in words if runs_on(word)]
    row = "\n".join(running)
    return frozenset(
        pair
        for pair in {*map(str.__add__, row, row[1:]), *(word for word in running if len(word) == 1)}
        if "\n" not in pair
    )


def _made_of(word: str) -> frozenset[str]:
    """The words for one that may be another in an entry, or is none for the index."""
    if _RUN.fullmatch(word):
        return frozenset()
    words = {word}
    if runs_on(word):
        plain = RUNNING.sub("\n", word).split()
        words = {*plain, "".join(plain)}
    words = {other for one in words for other in _bared(one) if other}
    return frozenset(
        word[at : at + _LONGEST] for word in words for at in range(0, max(1, len(word) - _SHARED), _SHARED)
    )


def _bared(word: str) -> Iterator[str]:
    """The word, and it with fewer underscores around it."""
    start = len(word) - len(word.lstrip("_"))
    end = len(word) - len(word.rstrip("_"))
    for before in {0, start, *range(min(start, _FEW_BARS))}:
        for after in {0, end, *range(min(end, _FEW_BARS))}:
            yield word[before : max(before, len(word) - after)]


# --- what a query asks for ---------------------------------------------------------------------------


def _behind_run(word: str, vocabulary: str) -> Behind:
    typed = (_pairs(word),)
    if len(word) < LONG:
        return Behind(typed, typed)
    half = len(word) // 2
    slipped = (_pairs(word[:half]), _pairs(word[half:]), (*_pairs(word[: half - 1]), *_pairs(word[half + 1 :])))
    plain = RUNNING.sub("", word)
    if len(plain) < len(word) - 1:
        return Behind(typed, (*typed, *slipped))
    others = _union((plain,), _mistyped(plain, vocabulary))  # the slip may be its only such letter
    return Behind(typed, None if others is None else (*typed, *slipped, *((Term(other),) for other in others)))


def _pairs(piece: str) -> Together:
    return tuple(map(Term, dict.fromkeys(map(str.__add__, piece, piece[1:])))) if len(piece) > 1 else (Term(piece),)


def _union(*some: Iterable[str]) -> tuple[str, ...] | None:
    """All of them once, in order; None when they are too many."""
    found: dict[str, None] = {}
    for one in some:
        for word in one:
            found[word] = None
            if len(found) > _MOST:
                return None
    return tuple(found)


def _mistyped(word: str, vocabulary: str) -> Iterator[str]:
    """The words of the vocabulary that are one off."""
    first, last, swapped = slips(word)
    if f"\n{swapped}\n" in vocabulary:
        yield swapped
    for piece in (f"\n{first}", f"{last}\n"):
        for other in _holding(piece, vocabulary):
            if abs(len(other) - len(word)) < 2 and one_off(word, other):
                yield other


def _holding(piece: str, vocabulary: str) -> Iterator[str]:
    """The words that hold a piece; a newline in it is the edge of a word."""
    at = vocabulary.find(piece)
    while at != -1:
        start = vocabulary.rfind("\n", 0, at + 1) + 1
        end = vocabulary.index("\n", max(start, at + len(piece) - 1))
        yield vocabulary[start:end]
        at = vocabulary.find(piece, end)
