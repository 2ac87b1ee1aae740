"""What can be wrong with a request, in the words a caller gets. Knows no plan and no transport."""

from __future__ import annotations

from typing import Literal

Code = Literal["not_found", "ambiguous", "conflict", "invalid", "unreadable", "too_large", "busy", "refused"]


_LONGEST = 600
"""Characters of a message: what a caller sent is echoed, but not all of it."""


_LONGEST_TITLE = 60


def quoted(text: str) -> str:
    """A title as a message names it: in quotes, its end cut off where it is long."""
    return repr(text if len(text) <= _LONGEST_TITLE else text[: _LONGEST_TITLE - 1].rstrip() + "…")


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST // 2]} … {text[-_LONGEST // 4 :]}"


class PlanError(Exception):
    """A request that cannot be carried out; nothing was written.

    ``code`` is stable and for programs, ``message`` says what is wrong, ``hint`` what to do next. ``diff`` shows,
    line by line, what is in the way; mostly empty.
    """

    def __init__(self, code: Code, message: str, hint: str = "", diff: str = "") -> None:
        super().__init__(message)
        self.code: Code = code
        self.message = _short(message)
        self.hint = _short(hint)
        self.diff = diff

    def __str__(self) -> str:
        return f"{self.code}: {self.message}" + (f" ({self.hint})" if self.hint else "")
