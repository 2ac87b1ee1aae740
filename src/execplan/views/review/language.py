"""Is a plan written in English? Rules that weigh English words ask first and are silent otherwise. Knows one text."""

from __future__ import annotations

import re

from execplan.plan.model import Plan

_READ = 20_000
"""Characters that are looked at."""
_FOREIGN_LETTERS = 0.02
"""The share of letters outside ASCII from which on a text is taken for another language."""
_WORD = re.compile(r"[^\W\d_]+")
_CODE = re.compile(r"`[^`\n]*`|https?://\S+")
_ENGLISH = frozenset(
    (
        "the",
        "and",
        "of",
        "to",
        "is",
        "are",
        "with",
        "for",
        "that",
        "this",
        "when",
        "from",
        "must",
        "not",
        "or",
        "as",
        "by",
    )
)
_OTHER = frozenset(
    (
        *("el", "la", "los", "las", "del", "que", "y", "en", "un", "una", "para", "con", "por", "se", "es"),
        *("le", "les", "des", "et", "est", "une", "pour", "dans", "avec", "sur", "il", "lo", "gli", "di", "che", "per"),
        *("der", "die", "das", "und", "ist", "ein", "eine", "mit", "für", "von", "nicht", "auf", "den", "dem", "zu"),
        *("o", "os", "um", "uma", "não", "em", "com"),
    )
)


def in_english(plan: Plan) -> bool:
    """English, unless its letters or its small words say another language."""
    text = _CODE.sub(" ", plan.source.text[:_READ])
    words = [word.casefold() for word in _WORD.findall(text)]
    letters = sum(map(len, words))
    foreign = sum(1 for char in text if char > "\x7f" and char.isalpha() and char not in "ÂÃâğŸœžš")
    if letters and foreign / letters > _FOREIGN_LETTERS:
        return False
    return sum(word in _OTHER for word in words) <= sum(word in _ENGLISH for word in words)
