"""The words by which one thing is named in several places: without capitals, plurals, remarks in parentheses."""

from __future__ import annotations

import re
from functools import lru_cache

_REMARK = re.compile(r"[(\[（][^()\[\]（）]*[)\]）]")
_WORD = re.compile(r"[^\W_]+")
_EMPTY: frozenset[str] = frozenset(
    [
        *("a", "an", "and", "any", "are", "at", "by", "for", "from", "in", "into", "is", "it", "its", "of", "on", "or"),
        *("our", "that", "the", "their", "this", "to", "we", "with", "will", "be", "need", "needs", "required"),
        *("implement", "implementing", "implementation", "step", "task", "work"),
    ]
)
_ROOT = 5
"""Letters by which words of one root are told."""
_LONGEST = 300
"""Characters of a name that are looked at."""
NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip


def without_remarks(text: str) -> str:
    """The text without what stands in parentheses or brackets."""
    return " ".join(_REMARK.sub(" ", text).split())


def words_of(text: str) -> frozenset[str]:
    """The words that name something; of a text that is all remark or empty words, every one of them."""
    return _words(text[:_LONGEST])


@lru_cache(maxsize=2048)  # the same titles and names are compared again and again: a quarter of the time of a project
def _words(text: str) -> frozenset[str]:
    found = [_single(word[0]) for word in _WORD.finditer(without_remarks(text).casefold())]
    return frozenset(word for word in found if word not in _EMPTY) or frozenset(found)


def _single(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def are_in(wanted: frozenset[str], words: frozenset[str]) -> bool:
    """Are all the wanted words there? One short word alone is too little, unless it is all there is."""
    if not wanted or not wanted <= words:
        return False
    return wanted == words or len(wanted) > 1 or len(next(iter(wanted))) > 4


def roots_of(text: str) -> frozenset[str]:
    """The words of a text as far as they tell one root from another (*implement*, *implementation*); short ones are whole."""
    return frozenset(word[:_ROOT] for word in words_of(text))


def number(text: str) -> int | None:
    """``3`` or ``three``."""
    folded = text.casefold()
    return int(folded) if folded.isdecimal() and len(folded) < 6 else NUMBERS.get(folded)
