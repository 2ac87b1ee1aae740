"""The terms a text is indexed by, and those behind which a word of a query may stand. Knows no index and no plan.

Law: where ``views.search`` finds a word in an entry, the terms of the document's text satisfy what ``behind`` asks for.
The converse does not hold: what an index answers are candidates, to be looked at.

A word is a term. Where an entry may hold less of it than the document (underscores are emphasis as well) both are. A
word of a script without spaces is cut into its letters and pairs of letters, so that any piece of it is found.
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
_LINK = re.compile(r"\[([^\[\]]{0,500})\]\([^()]{0,2000}\)")


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one passage: words, and what words without spaces were cut into."""

    words: frozenset[str]
    cuts: frozenset[str]


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


def passages(text: str) -> tuple[Terms, ...]:
    """The terms of a text from its top to its end, a few lines each; the first are those of its title."""
    lines = folded(text).splitlines()
    title = next((line for line in lines if line.startswith("#")), next((line for line in lines if line.strip()), ""))
    size = max(_LINES, -(-len(lines) // PASSAGES))
    pieces = ("\n".join(lines[at : at + size]) for at in range(0, len(lines), size))
    words = [_words(piece) for piece in (title, *pieces)]
    odd = {
        word: _made_of(word)
        for word in frozenset[str]().union(*words)
        if len(word) > _LONGEST or word[0] == "_" or word[-1] == "_" or not word.isascii()
    }
    return tuple(_terms(some, odd) for some in words)


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


def may_have(terms: Iterable[Terms], words: Iterable[str]) -> bool:
    """Whether all the folded words may stand in a text of these terms."""
    some = tuple(terms)
    every = frozenset[str]().union(*(one.words for one in some), *(one.cuts for one in some))
    vocabulary = joined(frozenset[str]().union(*(one.words for one in some)))

    def there(term: Term) -> bool:
        return term.text in every or (term.begins and f"\n{term.text}" in vocabulary)

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


def _terms(words: frozenset[str], odd: Mapping[str, Terms]) -> Terms:
    here = words & odd.keys()
    if not here:
        return Terms(words, frozenset())
    made = [odd[word] for word in here]
    return Terms(
        (words - here).union(*(one.words for one in made)), frozenset[str]().union(*(one.cuts for one in made))
    )


def _made_of(word: str) -> Terms:
    """The terms of a word that may be more than one."""
    words, cuts = {word}, frozenset[str]()
    if runs_on(word):
        cuts = frozenset(_cut(word))
        plain = [piece for piece in RUNNING.split(word) if piece]
        words = {*plain, "".join(plain)}
    words = {other for one in words if one for other in _bared(one) if other}
    terms = (word[at : at + _LONGEST] for word in words for at in range(0, max(1, len(word) - _SHARED), _SHARED))
    return Terms(frozenset(terms), cuts)


def _bared(word: str) -> Iterator[str]:
    """The word with fewer underscores around it."""
    yield word.strip("_")
    start = len(word) - len(word.lstrip("_"))
    end = len(word) - len(word.rstrip("_"))
    for before in {0, start, *range(min(start, _FEW_BARS))}:
        for after in {0, end, *range(min(end, _FEW_BARS))}:
            yield word[before : len(word) - after]


def _cut(word: str) -> Iterator[str]:
    yield from word
    yield from map(str.__add__, word, word[1:])


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
            if one_off(word, other):
                yield other


def _holding(piece: str, vocabulary: str) -> Iterator[str]:
    """The words that hold a piece; a newline in it is the edge of a word."""
    at = vocabulary.find(piece)
    while at != -1:
        start = vocabulary.rfind("\n", 0, at + 1) + 1
        end = vocabulary.index("\n", max(start, at + len(piece) - 1))
        yield vocabulary[start:end]
        at = vocabulary.find(piece, end)
