"""Text of a plan inside Mermaid: what must be escaped, and how. Knows Mermaid's lexer; knows no plan.

Mermaid has no quoting that holds everywhere, but reads ``#35;`` as a character in every label. Letters, digits and
a few signs that no diagram gives a meaning stay as they are; all else is written that way.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from execplan.plan.visible import visible

_PLAIN = frozenset(" .,/()'+=?!-")
_LIST = re.compile(r"(?:\d+(?=[.)])|(?=[-+]))")
"""A label that begins as a Markdown list is refused when it is drawn."""
_KEYWORD = re.compile(
    r"(?:gantt|title|section|click|dateformat|axisformat|tickinterval|todaymarker|excludes|includes|"
    r"inclusiveenddates|topaxis|weekday|weekend|acctitle|accdescr|\d{4}-)",
    re.IGNORECASE,
)
"""Words that begin a line of a gantt chart; there is no other way to begin a task with one."""

LONGEST_SECTION = 44
"""Characters of a section's name: it stands on one line beside the tasks."""
_OWN_MARGIN = 75
"""Pixels that Mermaid leaves to sections."""
_TICKS = ((14, "1day"), (100, "1week"))
"""Days up to which dates with such a step between them do not run into each other."""


def label(text: str) -> str:
    """The text as a label; never empty."""
    shown = visible(text) or "?"
    listed = _LIST.match(shown)
    first = listed.end() if listed else -1
    return "".join(_char(char, at == first) for at, char in enumerate(shown))


def line_start(text: str) -> str:
    """The text where a line begins with it."""
    shown = label(text)
    return f"#{ord(shown[0])};{shown[1:]}" if _KEYWORD.match(shown) else shown


def section(name: str) -> str:
    """The name of a section, cut where it is too long."""
    shown = visible(name)
    return line_start(shown if len(shown) <= LONGEST_SECTION else f"{shown[: LONGEST_SECTION - 1].rstrip()}…")


def margin(names: Iterable[str]) -> list[str]:
    """Makes room for the names of the sections, where they would else run into the tasks."""
    longest = max((sum(map(_pixels, visible(name)[:LONGEST_SECTION])) for name in names), default=0) + 20
    return [f'    %%{{init: {{"gantt": {{"leftPadding": {longest}}}}}}}%%'] if longest > _OWN_MARGIN else []


def ticks(days: int) -> list[str]:
    """How far apart the dates below a chart of so many days are; Mermaid's own choice repeats or crowds them."""
    every = next((step for most, step in _TICKS if days <= most), "1month")
    return [f"    tickInterval {every}", *(["    weekday monday"] if every == "1week" else [])]


def _pixels(char: str) -> int:
    return 12 if unicodedata.east_asian_width(char) in "WF" else 6


def _char(char: str, always: bool) -> str:
    if not always and (not char.isascii() or char.isalnum() or char in _PLAIN):
        return char
    return f"#{ord(char)};"
