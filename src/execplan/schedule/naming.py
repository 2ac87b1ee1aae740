"""Does a phrase of the plan name a task? Compares words; knows no task."""

from __future__ import annotations

import re

_WORD = re.compile(r"\w+")
_ASIDE = re.compile(r"\([^()]*\)")
_SMALL = frozenset({"a", "an", "and", "for", "in", "of", "on", "the", "to", "with"})
_STEM = 5


def names(phrase: str, title: str) -> bool:
    """Are all words of the phrase in the title, or all of the title's in the phrase? What stands in parentheses is an aside.

    Words are the same where one begins with the other or both with the same five letters: *implement*, *implementation*.
    A single word of the title names nothing but itself.
    """
    said, told = _words(phrase), _words(title)
    if not said or not told:
        return False
    return _covers(told, said) or (len(told) > 1 and _covers(said, told))


def _words(text: str) -> list[str]:
    return [word for word in _WORD.findall(_ASIDE.sub(" ", text).casefold()) if word not in _SMALL]


def _covers(whole: list[str], part: list[str]) -> bool:
    return all(any(_same(one, other) for other in whole) for one in part)


def _same(one: str, other: str) -> bool:
    return one == other or (len(one) >= _STEM and len(other) >= _STEM and one[:_STEM] == other[:_STEM])
