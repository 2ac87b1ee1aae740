"""Stable ids: short hashes of what an entry says and where it stands. Nothing is written into the document for them.

An id survives marking, insertion, reordering and the closing of a phase, because stamps, states and counts are
taken out before hashing. It changes when the text is reworded.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from execplan.plan import marks

ALPHABET = "23456789bcdfghjkmnpqrstvwxyz"
"""No vowels, so no words; no characters that are easily taken for one another."""
SHORTEST = 5
_LETTERS = ALPHABET[8:]
_PAIRS = tuple(low + high for high in ALPHABET for low in ALPHABET)
_COUNT = re.compile(r"[(\[（]?\s*\b\d+\s*/\s*\d+\b[^)\]）]*[)\]）]?|[(（]\s*\d+\s*%\s*[)）]")
_SINCE = re.compile(r"\s*(?<!\\)\(since \d{4}[^()]*\)\s*\Z", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)


def normal(text: str) -> str:
    """The text an entry's id is made of: no stamps, states, pointers, strikes or comments; NFC, case-folded."""
    bare = _SINCE.sub("", marks.bare(_COMMENT.sub(" ", text) if "<!--" in text else text))
    return " ".join(unicodedata.normalize("NFC", bare).casefold().split())


@lru_cache(maxsize=512)
def normal_heading(text: str) -> str:
    """The same for a heading: its counts, emoji and state words go as well."""
    return normal(_COUNT.sub(" ", marks.without_emoji(marks.bare(text))))


@lru_cache(maxsize=4096)
def full_id(path: tuple[str, ...], parents: tuple[str, ...], text: str) -> str:
    """The whole hash, 25 characters, first a letter. ``path``, ``parents`` and ``text`` are already normal."""
    joined = "\x1f".join(("\x1e".join(path), "\x1e".join(parents), text))
    number = int.from_bytes(hashlib.sha256(joined.encode("utf-8", "surrogatepass")).digest()[:16], "big")
    number, first = divmod(number, len(_LETTERS))
    digits = [_LETTERS[first]]
    for _ in range(12):
        number, two = divmod(number, len(_PAIRS))
        digits.append(_PAIRS[two])
    return "".join(digits)


def shorten(full: Iterable[str]) -> dict[str, str]:
    """Each full id to its shortest prefix, at least ``SHORTEST`` long, that no other one has."""
    ordered = sorted(set(full))
    short: dict[str, str] = {}
    for index, one in enumerate(ordered):
        neighbours = ordered[max(0, index - 1) : index] + ordered[index + 1 : index + 2]
        shared = max((_shared(one, other) for other in neighbours), default=0)
        short[one] = one[: max(SHORTEST, shared + 1)]
    return short


def _shared(left: str, right: str) -> int:
    count = 0
    for a, b in zip(left, right, strict=False):
        if a != b:
            break
        count += 1
    return count
