"""Text of a plan on its way out: one line, and nothing in it that is not seen. Knows no form."""

from __future__ import annotations

import unicodedata

from execplan.plan.safe import one_line

_UNSEEN = ("Cc", "Cf", "Cs", "Co")


def visible(text: str) -> str:
    """The text on one line without control, bidirectional or zero-width characters."""
    return "".join(char for char in one_line(text) if unicodedata.category(char) not in _UNSEEN).strip()
