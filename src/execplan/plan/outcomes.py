"""What came of an entry, told behind it: ``→ Resolved: …``, ``→ Retracted: …``, ``→ **BLOCKER**``. Knows one text."""

from __future__ import annotations

import re

_SPACE = r"(?:(?<!\s)\s*+)?"
"""The spaces before it, looked at once: ``\\s*`` would try each of a long row of them again."""
OUTCOME = re.compile(
    rf"{_SPACE}(?:→|->|=>|⇒|â†’)\s*\**(?P<word>skipped|deferred|cancelled|canceled|dropped|resolved|answered|answer)\b\**\s*"
    r"(?:\((?P<when>[^)]*)\))?\s*[:：]?\s*(?P<text>.*)\Z",
    re.IGNORECASE | re.DOTALL,
)
RETRACTED = re.compile(
    rf"{_SPACE}(?:→|->|=>|⇒|â†’)\s*\**retracted\b\**\s*[:：]?\s*(?P<reason>.*)\Z", re.IGNORECASE | re.DOTALL
)
"""The record was a mistake: it is struck, never deleted, and says why. Stands after any other outcome."""
BLOCKER = re.compile(rf"{_SPACE}(?:→|->|=>|⇒|â†’)\s*(?:\*\*BLOCKER\*\*|BLOCKER\b)\s*[:：]?", re.IGNORECASE)
_EMPTY = re.compile(
    r"[\s*_—–-]*(?:none|no|n/?a|nothing|无|없음|なし|ninguno|keine?|нет|aucun)?\b[\s.*_]*\Z", re.IGNORECASE
)


def retraction(text: str) -> tuple[str, str | None]:
    """The text before ``→ Retracted: reason``, and the reason; the whole text and None where it stands unretracted."""
    found = RETRACTED.search(text)
    return (text[: found.start()], " ".join(found["reason"].split())) if found else (text, None)


def unretracted(text: str) -> str:
    """The text without its retraction, and without the strike that goes with it."""
    kept, reason = retraction(text)
    struck = re.fullmatch(r"\s*~~(.+)~~\s*", kept, re.DOTALL) if reason is not None else None
    return struck[1] if struck else kept


def is_nothing(reason: str) -> bool:
    """Does the reason for a block say there is none (``no``, ``nothing``)?"""
    return bool(_EMPTY.match(reason))


def is_settled(reason: str) -> bool:
    """Does it say there is none, or that it is gone (``~~x~~``, ``x → resolved``)?"""
    gone = OUTCOME.search(reason) or RETRACTED.search(reason)
    return is_nothing(reason) or bool(gone or re.fullmatch(r"\s*~~.+~~\s*", reason, re.DOTALL))
