"""The words of a text, and when two of them are the same but for a slip. Knows characters; knows no plan and no index."""

from __future__ import annotations

import re
import unicodedata

WORD = re.compile(r"\w+")
LONG = 5
"""Letters from which on a word may be mistyped."""
RUNNING = re.compile("[\u0e00-\u0eff\u2e80-\U0010ffff]")
"""A letter of a script that writes words without spaces between them (Chinese, Japanese, Thai)."""


def folded(text: str) -> str:
    """The text without capitals, composed."""
    return unicodedata.normalize("NFC", text).casefold()


def runs_on(word: str) -> bool:
    """Is it in a script that writes words without spaces between them?"""
    return not word.isascii() and RUNNING.search(word) is not None


def one_off(left: str, right: str) -> bool:
    """Does one letter more, less or other, or two neighbours swapped, make one word of the other?"""
    if abs(len(left) - len(right)) > 1:
        return False
    start = 0
    while start < min(len(left), len(right)) and left[start] == right[start]:
        start += 1
    a, b = left[start:], right[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[:2][::-1] and len(a) > 1 and a[2:] == b[2:])


def slips(word: str) -> tuple[str, ...]:
    """Pieces of a word of which every word that is one off has at least one: a slip touches one half, or both at the seam."""
    half = len(word) // 2
    return word[:half], word[half:], word[: half - 1] + word[half] + word[half - 1] + word[half + 1 :]
