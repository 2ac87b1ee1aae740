"""Text of a plan on its way out: one line, and nothing in it that is not seen. Knows no form."""

from __future__ import annotations

import unicodedata

from execplan.plan.safe import one_line

_UNSEEN = ("Cc", "Cf", "Cs", "Co")


def visible(text: str) -> str:
    """The text on one line without control, bidirectional or zero-width characters."""
    return "".join(char for char in one_line(text) if unicodedata.category(char) not in _UNSEEN).strip()


def escaped(document: str) -> str:
    """A JSON document that says the same, with what is not seen written as ``\\u202e``. Its own line ends stay."""
    return "".join(
        _escape(char) if char != "\n" and unicodedata.category(char) in _UNSEEN else char for char in document
    )


def _escape(char: str) -> str:
    """JSON names a character beyond U+FFFF by the two halves that UTF-16 has for it."""
    data = char.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{data[at : at + 4]}" for at in range(0, len(data), 4))
