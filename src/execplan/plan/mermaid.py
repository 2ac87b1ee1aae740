"""Text of a plan inside Mermaid: what must be escaped, and how. Knows Mermaid's lexer; knows no plan.

Mermaid has no quoting that holds everywhere, but reads ``#35;`` as a character in every label. Letters, digits and
a few signs that no diagram gives a meaning stay as they are; all else is written that way.
"""

from __future__ import annotations

import re

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


def _char(char: str, always: bool) -> str:
    if not always and (not char.isascii() or char.isalnum() or char in _PLAIN):
        return char
    return f"#{ord(char)};"
