"""How much text, and how much work on it, is taken. Counts, never seconds: the same text is read, or refused, everywhere."""

from __future__ import annotations

MOST_LINES = 50_000
"""Lines of a text that is read. A megabyte of prose has 13,000."""

MAX_NESTING = 202
"""markdown-it's own limit: one list level costs two, the text in it one more, so 100 levels of lists are read whole.
Its default of 20 silently drops boxes."""

WORK = 150_000
"""Tokens made, and lines looked at on each level of nesting. A real plan of 100 KB needs 6,000, a second takes 300,000."""

DEEP = 20
"""Levels after which a token counts once more, since the lines and lists around it are gone through for it."""


class TooDearError(Exception):
    """The text needs more work than the budget has."""
