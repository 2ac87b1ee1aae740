"""What one line looks like, seen alone: a heading, the start of an item, the start of a fence … Knows no line around it.

Tabs are made spaces before, so that a column is an offset.
"""

from __future__ import annotations

import re

LINE = re.compile(
    r"""
    (\ *+)
    (?:(?P<blank>$)
      |(?P<heading>\#{1,6})(?=\ |$)
      |(?P<rule>-\ *+-\ *+-[-\ ]*+$|\*\ *+\*\ *+\*[*\ ]*+$|_\ *+_\ *+_[_\ ]*+$)
      |(?P<item>[-*+]|[0-9]{1,9}[.)])(?=\ |$)
      |(?P<underline>=++\ *+$|--\ *+$)
      |(?P<fence>`{3,}+(?=[^`]*+$)|~{3,}+)
      |(?P<quote>>)
      |(?P<comment><!--)
      |(?P<html><[A-Za-z/!?])
      |(?P<delimiter>[|:][-:|\ ]++$|-[-:|][-:|\ ]*+$)
      |(?P<text>)
    )""",
    re.VERBOSE,
)
"""Its first group is the indent, its last one names the shape. Nothing is tried twice: a long line takes no more time than that.

An ``underline`` below nothing is text, as is a ``delimiter``; a ``rule`` of hyphens and an ``item`` without content can be
underlines, too.
"""

UNDERLINE = re.compile(r"(?:=++|-++) *+$")
DELIMITER = re.compile(r"(?:[|:][-:| ]|-[-:|])[-:| ]*+$")
"""The row below the head of a table, if the cells are as many."""

INTERRUPTS = re.compile(r"(?:[-*+]|0{0,8}1[.)]) +[^ ]")
"""An item that may start right below the text of a paragraph."""

CLOSING = re.compile(r"(`{3,}+|~{3,}+) *+$")
QUOTED = re.compile(r" {0,3}> ?")

_NO_DEFINITION = re.compile(r"\[[^\[\]\\]*(?:\[|\](?!:))")
_CELL = re.compile(r"(?<!\\)\|")
_DELIMITER_CELL = re.compile(r":?-+:?$")
_SPACES = " \t\v\f\u00a0\u1680\u202f\u205f\u3000\u2028\u2029" + "".join(map(chr, range(0x2000, 0x200B)))


def lines_of(text: str) -> list[str]:
    """The lines that the parser counts: a last one of spaces alone is none."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    if not lines[-1].strip(" \t"):
        del lines[-1]
    return lines


def is_blank(line: str) -> bool:
    return not line.strip(" ")


def may_define(text: str, at: int) -> bool:
    """Whether a paragraph that starts here could be the definition of a link, for all that this line tells."""
    return text[at] == "[" and not _NO_DEFINITION.match(text, at)


def trimmed(row: str) -> str:
    """A row of a table without the spaces around it, which are not quite those that Python takes for spaces."""
    return row.strip(_SPACES)


def columns(head: str, delimiter: str) -> int:
    """How many columns the table has that these two lines start; 0 when they start none."""
    below = [trimmed(cell) for cell in delimiter.strip(" ").split("|")]
    inner = [cell for at, cell in enumerate(below) if cell or 0 < at < len(below) - 1]
    cells = _CELL.split(trimmed(head))
    if not cells[0]:
        del cells[0]
    if cells and not cells[-1]:
        del cells[-1]
    same = len(cells) == len(inner) and all(_DELIMITER_CELL.match(cell) for cell in inner)
    return len(cells) if same else 0
