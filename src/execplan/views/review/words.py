"""Content words: what two texts are about, for telling whether it is the same. Knows English endings; knows no plan."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]{3,}")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_ENDINGS = re.compile(r"(?:ations?|ables?|ements?|ments?|ings?|ers?|ions?|ies|ed|es|s|e)\Z")
_SHORTEST = 4
"""Letters of a stem; a shorter one would be another word."""
_COMMON = frozenset(
    {
        "the", "and", "for", "with", "from", "into", "onto", "that", "this", "these", "those", "when", "where", "which",
        "while", "whose", "will", "would", "should", "could", "must", "can", "may", "not", "are", "was", "were", "has",
        "have", "had", "been", "being", "its", "their", "our", "your", "any", "all", "each", "every", "per", "via",
        "after", "before", "under", "over", "above", "below", "between", "within", "without", "also", "only", "both",
        "either", "than", "then", "there", "here", "such", "more", "most", "less", "least", "very", "add", "adds",
        "added", "adding", "use", "uses", "used", "using", "make", "makes", "made", "set", "sets", "get", "gets", "run",
        "runs", "running", "show", "shows", "shown", "give", "given", "provide", "provides", "provided", "include",
        "includes", "included", "including", "return", "returns", "returned", "allow", "allows", "allowed", "create",
        "creates", "created", "update", "updates", "updated", "implement", "implements", "implemented", "ensure",
        "ensures", "support", "supports", "supported", "handle", "handles", "handled", "keep", "keeps", "kept", "need",
        "needs", "needed", "work", "works", "working", "available", "correct", "correctly", "new", "old", "first",
        "next", "final", "information", "info", "data", "value", "values", "thing", "things", "way", "ways", "one",
        "two", "three", "pass", "passes", "passed", "step", "steps", "task", "tasks", "phase", "phases", "plan",
        "plans", "existing", "remain", "remains", "still", "verify", "verified", "check", "checks",
    }
)  # fmt: skip


def words_of(text: str) -> frozenset[str]:
    """The stems of the content words of a text: without the words that say nothing about its subject."""
    return frozenset(ordered_words(text))


def ordered_words(text: str) -> tuple[str, ...]:
    """As ``words_of``, in their order and as often as they stand."""
    found = (match[0].casefold() for match in _WORD.finditer(_CAMEL.sub(" ", text)))
    return tuple(_stem(word) for word in found if word not in _COMMON)


def _stem(word: str) -> str:
    """``configurable`` and ``configuration`` → ``configur``: one ending off, as long as a word is left."""
    ending = _ENDINGS.search(word, _SHORTEST)
    return word[: ending.start()] if ending else word
