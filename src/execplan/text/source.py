"""One immutable text with its line table. Knows bytes and lines; knows no Markdown and no file.

Decoding is a bijection on the bytes: BOM, CRLF, lone ``\\r``, NUL, U+2028 and a missing final
newline are all kept. Bytes that are not UTF-8 are refused; nothing is ever replaced or guessed.
"""

from __future__ import annotations

import hashlib
import re
from array import array
from bisect import bisect_right
from dataclasses import dataclass, field

from execplan.text.record import ordered

BOM = "\ufeff"
_END = re.compile(r"\r\n|\r|\n")
_BYTE_END = re.compile(rb"\r\n|\r|\n")


class UndecodableError(ValueError):
    """The bytes are no UTF-8 text. Carries the 1-based line and the byte offset of the first bad byte."""

    def __init__(self, line: int, offset: int) -> None:
        super().__init__(f"not UTF-8 at line {line} (byte {offset})")
        self.line = line
        self.offset = offset


@ordered
class Span:
    """A half-open range of characters of one text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")


@dataclass(frozen=True, slots=True)
class Source:
    """A text, its line table and its revision (SHA-256 of its bytes, hexadecimal).

    Lines end at ``\\n``, ``\\r\\n`` or a lone ``\\r``, as CommonMark counts them, and at nothing else.
    """

    text: str
    revision: str
    starts: array[int] = field(repr=False, compare=False)
    """Offsets of the lines: four bytes each, as a hostile text has a million."""

    @staticmethod
    def of(text: str) -> Source:
        """The source of a text. A text with lone surrogates has no bytes and raises ``UnicodeEncodeError``."""
        revision = hashlib.sha256(text.encode("utf-8")).hexdigest()
        return Source(text, revision, _starts(text))

    @staticmethod
    def decode(data: bytes) -> Source:
        """Law: ``Source.decode(data).encode() == data``. Raises ``UndecodableError``."""
        try:
            return Source.of(data.decode("utf-8"))
        except UnicodeDecodeError as error:
            line = len(_BYTE_END.findall(data, 0, error.start)) + 1
            raise UndecodableError(line, error.start) from None

    def encode(self) -> bytes:
        return self.text.encode("utf-8")

    @property
    def line_count(self) -> int:
        """The number of lines, the one after a final newline left out."""
        return len(self.starts) - (self.starts[-1] == len(self.text))

    def line_span(self, line: int) -> Span:
        """The span of a 0-based line without its end."""
        start = self.starts[line]
        return Span(start, start + len(self.line(line)))

    def line(self, line: int) -> str:
        """The text of a 0-based line without its end."""
        return self.text[self.starts[line] : self.offset(line + 1)].rstrip("\r\n")

    def line_of(self, offset: int) -> int:
        """The 0-based line in which a character stands."""
        return bisect_right(self.starts, offset) - 1

    def offset(self, line: int) -> int:
        """The offset of the first character of a line; the end of the text for the line after the last."""
        return self.starts[line] if line < len(self.starts) else len(self.text)

    def slice(self, span: Span) -> str:
        return self.text[span.start : span.end]

    @property
    def newline(self) -> str:
        """The line end this text uses most; ``\\n`` where it has none."""
        if "\r" not in self.text:
            return "\n"
        crlf = self.text.count("\r\n")
        lf = self.text.count("\n") - crlf
        cr = self.text.count("\r") - crlf
        most = max(crlf, lf, cr)
        if most == 0 or most == lf:
            return "\n"
        return "\r\n" if most == crlf else "\r"


def _starts(text: str) -> array[int]:
    starts = array("I", (0,))
    if "\r" in text:
        starts.extend(end.end() for end in _END.finditer(text))
        return starts
    after = text.find("\n") + 1  # one line end is left, and found in half the time
    while after:
        starts.append(after)
        after = text.find("\n", after) + 1
    return starts
