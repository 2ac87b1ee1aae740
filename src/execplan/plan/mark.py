"""One mark in an entry's text, and what every reader of marks needs. Knows one text."""

from __future__ import annotations

import re
from typing import Literal

from execplan.plan import stamps, states
from execplan.text.record import record

MarkKind = Literal["stamp", "state", "glyph", "pointer", "parallel", "percent", "outcome", "strike", "label"]

MOST = 12
"""Marks at either end of a text; more are no marks but text."""
BOLD = re.compile(r"(\*\*|__)(?P<inner>(?:(?!\1).)+?)\1", re.DOTALL)
PAREN = re.compile(r"[(\[（](?P<inner>[^()\[\]（）]{1,60})[)\]）]")


@record
class Mark:
    kind: MarkKind
    start: int
    end: int
    value: str = ""


def state_alone(inner: str) -> str | None:
    """The state word of a marker such as ``IN PROGRESS``, ``✅ 已完成``, ``[COMPLETED 2026-04-25]``, ``in progress, 60%``."""
    content = states.GLYPH.sub("", inner).strip(" []()（）*:：")
    word = states.STATE_WORD.match(content)
    if not word:
        return None
    rest = stamps.STAMP.sub("", content[word.end() :])
    rest = re.sub(r"\d{1,3}\s*%|\b(?:on|at|am|since|by)\b|[\s,;:.~—–-]", "", rest)
    return word[0] if not rest else None
