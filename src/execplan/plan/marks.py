"""Marks in an entry's own text: stamps, state words, glyphs, pointers, labels, strikes. Knows one text; knows no plan.

A state word is a mark only at the start (bold, in capitals, in parentheses, or before a colon), in parentheses or
after a dash at the end. ``Remove the blocked list`` and ``Blocked: none`` carry none.
"""

from __future__ import annotations

import re
from functools import lru_cache

from execplan.plan import states
from execplan.plan.leading import label_at, lead
from execplan.plan.mark import Mark, MarkKind
from execplan.plan.model import Status
from execplan.plan.trailing import tail
from execplan.text.record import record

_KEPT = 300
"""Characters of a text whose marks are kept; longer ones are few."""
_ALL_BOLD = re.compile(r"\*\*((?:(?!\*\*).)+)\*\*", re.DOTALL)
PERCENT = re.compile(r"(\d{1,3})\s*%")
_BOLD_OR_TICKS = re.compile(r"\*\*|`+")


@record
class Marks:
    """The marks of one text, in order, and what is left: the label and the title."""

    text: str
    marks: tuple[Mark, ...]
    label: str | None
    start: int
    """Where the title starts."""
    end: int
    title: str

    def first(self, kind: MarkKind) -> Mark | None:
        return next((mark for mark in self.marks if mark.kind == kind), None)

    @property
    def state(self) -> Status | None:
        """The state the words name, else a strike, else None; glyphs are weaker and asked for apart."""
        mark = self.first("state")
        if mark:
            return states.of_word(mark.value)
        outcome = self.first("outcome")
        if outcome and outcome.value in ("skipped", "deferred", "cancelled", "canceled", "dropped"):
            return "skipped"
        return "skipped" if self.first("strike") else None

    @property
    def glyph(self) -> Status | None:
        for mark in self.marks:
            if mark.kind == "glyph" and mark.value in states.GLYPH_STATES:
                return states.GLYPH_STATES[mark.value]
        return None

    @property
    def stamp(self) -> str | None:
        mark = self.first("stamp")
        return mark.value if mark else None

    @property
    def percent(self) -> int | None:
        """Of a mark of its own (``(60%)``), or beside a state word (``(in progress, 60%)``)."""
        for mark in self.marks:
            if mark.kind == "percent":
                return int(mark.value)
            if mark.kind == "state" and (found := PERCENT.search(self.text, mark.start, mark.end)):
                return int(found[1])
        return None


def read(text: str) -> Marks:
    """The marks of an entry's text. Total: any text has a (possibly empty) title."""
    return _kept(text) if len(text) <= _KEPT else _read(text)


@lru_cache(maxsize=2048)
def _kept(text: str) -> Marks:
    """A text is asked for its state, its title and its id, and again in the next version of the plan."""
    return _read(text)


def _read(text: str) -> Marks:
    marks: list[Mark] = []
    start = lead(text, 0, marks)
    label, start = label_at(text, start, marks)
    if label:
        start = lead(text, start, marks)
    end = tail(text, start, marks)
    start, end = _strike(text, start, end, marks)
    if start < end and any(mark.kind == "strike" for mark in marks):
        start = lead(text, start, marks)
        if label is None:
            label, start = label_at(text, start, marks)
    marks.sort(key=lambda mark: mark.start)
    title = collapse(text[start:end])
    if bold := _ALL_BOLD.fullmatch(title):
        title = bold[1]
    elif label and (lone := lone_bold(title)) is not None:
        title = (title[:lone] + title[lone + 2 :]).strip()
    return Marks(text, tuple(marks), label, start, end, title)


def lone_bold(text: str) -> int | None:
    """Where the only ``**`` outside code spans stands: what is left of a bold run that a label opened."""
    runs = [(match[0], match.start()) for match in _BOLD_OR_TICKS.finditer(text)]
    last = {run: index for index, (run, _) in enumerate(runs)}
    found: list[int] = []
    closing = ""
    for index, (run, start) in enumerate(runs):
        if closing:
            closing = "" if run == closing else closing
        elif run == "**":
            found.append(start)
        elif last[run] > index:
            closing = run
    return found[0] if len(found) == 1 else None


def bare(text: str) -> str:
    """The text without its marks, labels kept."""
    found = read(text)
    parts: list[str] = []
    at = 0
    for mark in found.marks:
        if mark.kind == "label":
            continue
        parts += (text[at : mark.start], " ") if mark.start >= at else ()
        at = max(at, mark.end)
    return collapse("".join((*parts, text[at:])))


def without_emoji(text: str) -> str:
    return states.GLYPH.sub(" ", text)


def collapse(text: str) -> str:
    return " ".join(text.split())


def _strike(text: str, start: int, end: int, marks: list[Mark]) -> tuple[int, int]:
    inner = text[start:end].strip()
    if len(inner) > 4 and inner.startswith("~~") and inner.endswith("~~") and "~~" not in inner[2:-2]:
        left = text.index("~~", start)
        right = text.rindex("~~", start, end)
        marks += (Mark("strike", left, left + 2), Mark("strike", right, right + 2))
        return left + 2, right
    return start, end
