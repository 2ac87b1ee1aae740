"""Words of a plan as Markdown that somebody pastes elsewhere: safe to print, and nothing but words. Knows no plan.

Code spans and emphasis stay. What would begin a block, hide the rest of a page or fetch a picture is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from execplan.cli.terminal import Terminal, plain, wrap

_CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_BLOCK = re.compile(
    r"(?:#{1,6}(?=\s|$)|[-+*](?=\s|$)|>|~{3}|(?:[-_*]\s*){3,}$|=+\s*$|\[[ xX]\](?=\s)|(?P<number>\d{1,9})[.)](?=\s|$))"
)
_LONGEST = 240
"""Characters of one entry."""


def words(text: str) -> str:
    """One line of Markdown that says what the text says, wherever it stands."""
    text = " ".join(plain(text).split())
    if len(text) > _LONGEST:
        text = text[: _LONGEST - 1].rstrip() + "…"
    parts: list[str] = []
    at = 0
    for code in _CODE.finditer(text):
        parts += [_outside(text[at : code.start()]), code[0]]
        at = code.end()
    return _unblocked("".join([*parts, _outside(text[at:])]))


def item(text: str, terminal: Terminal, *, depth: int = 0) -> list[str]:
    """A list item, in lines that fit; those after the first go on with it."""
    pad = "  " * depth
    if terminal.columns is None:
        return [f"{pad}- {text}"]
    lines = wrap(text, max(8, terminal.columns - len(pad) - 2))
    return [f"{pad}{'  ' if at else '- '}{_unblocked(line) if at else line}" for at, line in enumerate(lines)]


def most(lines: Sequence[str], limit: int) -> list[str]:
    """The first of them, and how many more there are."""
    more = len(lines) - limit
    return [*lines[:limit], *([f"{more} more with --json"] if more > 0 else [])]


def _outside(text: str) -> str:
    """Text outside code spans: no HTML, no picture, no lone backtick."""
    return text.replace("`", "\\`").replace("![", "!\\[").replace("<", "\\<")


def _unblocked(line: str) -> str:
    match = _BLOCK.match(line)
    if match is None:
        return line
    at = match.end("number") if match["number"] else 0
    return f"{line[:at]}\\{line[at:]}"
