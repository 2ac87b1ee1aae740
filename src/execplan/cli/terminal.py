"""What a terminal can show: width in cells, glyphs, colour, and text made safe to print. Knows no plan and no click.

Text from a document is never trusted: it could move the cursor, recolour the screen or reorder a line. Whatever
is printed for people goes through ``plain`` first. JSON is not for terminals and stays as it is.
"""

from __future__ import annotations

import os
import re
import shutil
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TextIO

Tone = Literal["plain", "strong", "dim", "good", "busy", "bad"]

_TONES: dict[Tone, str] = {"strong": "1", "dim": "2", "good": "32", "busy": "36", "bad": "31"}
_ASCII = str.maketrans(
    {"✓": "x", "▸": ">", "✗": "!", "○": ".", "–": "-", "█": "#", "░": ".", "·": "-", "…": "~", "→": ">"}
)
_ESCAPE = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # cursor, colours
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)"  # titles, links, device strings
    r"|\x1b[ -/]*[0-Z\\^-~]"
)
_SPACES = str.maketrans(dict.fromkeys("\t\n\v\f\r\x1c\x1d\x1e\x85\u2028\u2029", " "))
_NARROW = 8
"""Cells below which a column, its gap included, says nothing."""
_DROPPED = ("Cc", "Cf", "Cs")


def plain(text: str) -> str:
    """One line without escape sequences, control, bidirectional or zero-width characters."""
    text = _ESCAPE.sub("", text).translate(_SPACES)
    if text.isascii() and text.isprintable():
        return text.strip()
    return "".join(char for char in text if unicodedata.category(char) not in _DROPPED).strip()


def plain_lines(text: str) -> str:
    """As ``plain``, but keeping line ends and indentation."""
    lines = re.split(r"\r\n|\r|\n", text.expandtabs(4))
    return "\n".join(" " * (len(line) - len(line.lstrip(" "))) + plain(line) for line in lines).rstrip()


def width(text: str) -> int:
    """Cells that the text takes: two for a wide character, none for a combining one."""
    return len(text) if text.isascii() else sum(_cells(char) for char in text)


def _cells(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf") or "\u1160" <= char <= "\u11ff":
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def cut(text: str, cells: int) -> str:
    """The text in at most so many cells, ending in ``…`` where something is missing."""
    if width(text) <= cells:
        return text
    kept, used = "", 0
    for char in text:
        used += _cells(char)
        if used > cells - 1:
            break
        kept += char
    return (kept.rstrip() + "…")[:cells]


@dataclass(frozen=True, slots=True)
class Terminal:
    """How to print for one stream."""

    columns: int | None
    """None where lines may be as long as they are: a file or a pipe."""
    color: bool
    unicode: bool

    @staticmethod
    def of(stream: TextIO, environ: Mapping[str, str] = os.environ) -> Terminal:
        """What the stream can show, by its kind, its encoding, ``COLUMNS``, ``NO_COLOR`` and ``TERM``."""
        tty = stream.isatty()
        asked = environ.get("COLUMNS", "")
        columns = int(asked) if asked.isdecimal() else shutil.get_terminal_size().columns if tty else 0
        encoding = (getattr(stream, "encoding", None) or "ascii").lower().replace("-", "").replace("_", "")
        return Terminal(
            columns=max(20, columns) if columns else None,
            color=tty and not environ.get("NO_COLOR") and environ.get("TERM") != "dumb",
            unicode=encoding.startswith("utf"),
        )

    def glyphs(self, text: str) -> str:
        """Our own glyphs, in ASCII where the stream's encoding has no others."""
        return text if self.unicode else text.translate(_ASCII)

    def paint(self, text: str, tone: Tone) -> str:
        code = _TONES.get(tone)
        return f"\x1b[{code}m{text}\x1b[0m" if self.color and code and text else text

    def fit(self, text: str, *, indent: int = 0) -> str:
        """One line cut to the terminal's width, ``indent`` cells of it being taken already."""
        return text if self.columns is None else self.glyphs(cut(text, max(1, self.columns - indent)))


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell: text that is already safe to print, and its tone."""

    text: str
    tone: Tone = "plain"


def table(rows: Sequence[Sequence[Cell]], terminal: Terminal, *, indent: int = 0, whole: int = 0) -> list[str]:
    """Aligned lines, two cells apart; empty columns are left out.

    Too wide for the terminal, the last columns go until each that stays has room to say something; then the widest
    give way. The first ``whole`` columns (states and names, which are there to be typed) give way last.
    """
    if not rows:
        return []
    widths = [max(width(row[at].text) for row in rows) for at in range(len(rows[0]))]
    kept = [at for at, cells in enumerate(widths) if cells]
    if terminal.columns is not None:
        room = terminal.columns - indent + 2
        least = [widths[at] + 2 if at < whole else min(widths[at] + 2, _NARROW) for at in range(len(widths))]
        while len(kept) > max(2, whole) and room < sum(least[at] for at in kept):
            kept.pop()
        while sum(widths[at] + 2 for at in kept) > room:
            soft = [at for at in kept if at >= whole and widths[at] + 2 > _NARROW] or kept
            widths[max(soft, key=lambda at: widths[at])] -= 1
    lines: list[str] = []
    for row in rows:
        line = ""
        pad = indent
        for at in kept:
            text = terminal.glyphs(cut(row[at].text, widths[at]))
            line += " " * pad + terminal.paint(text, row[at].tone)
            pad = widths[at] - width(text) + 2
        lines.append(line.rstrip())
    return lines


def wrap(text: str, cells: int) -> list[str]:
    """The text in lines of at most so many cells, broken at spaces, or anywhere in a longer word."""
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        joined = f"{line} {word}" if line else word
        if width(joined) <= cells:
            line = joined
            continue
        if line:
            lines.append(line)
        line = ""
        for char in word:
            if line and width(line) + _cells(char) > cells:
                lines.append(line)
                line = ""
            line += char
    return [*lines, line] if line else lines
