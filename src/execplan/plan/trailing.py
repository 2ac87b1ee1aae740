"""Marks at the end of an entry's text: outcomes, pointers, states, percentages, glyphs. Knows one text."""

from __future__ import annotations

import re

from execplan.plan import states
from execplan.plan.mark import BOLD, MOST, PAREN, Mark, MarkKind, state_alone
from execplan.plan.outcomes import BLOCKER, OUTCOME, RETRACTED

POINTER = re.compile(
    r"(?:(?<![ \t])[ \t]*+)?(?:←|<-{1,2}|⬅️?|👈)\s*\**"
    r"(?:CURRENT|YOU ARE HERE|HERE|NOW|当前|當前|現在|현재|ACTUAL|AKTUELL|ATUAL|ТЕКУЩИЙ|EN COURS)"
    r"(?: STEP)?\**[.!]?(?=\s|$)",
    re.IGNORECASE,
)
_ARROW = re.compile("[→>⇒†←<⬅👈]")
"""What an outcome and a pointer begin with, or end their beginning with; most texts have none."""
_NEAR = 200
"""Characters before the end among which a short mark is looked for: a long text is not read through for each."""
_SPACED_DASH = re.compile(r"\s[—–-]\s")
_DASH = r"(?<!\s)\s++[—–-]\s++"
_DASHED = re.compile(rf"{_DASH}(?P<rest>[^—–]{{1,60}})\Z")
_CAPITALS = re.compile(rf"{_DASH}(?P<word>[A-Z][A-Z_ ]{{3,}}[A-Z])\b(?=\s+(?:by|on|until|pending|for)\b|\s*:)")
_PERCENT = re.compile(r"[(\[（]\s*(?P<n>\d{1,3})\s*%[^)\]）]{0,20}[)\]）]")
_SINCE_OR_STRIKE = re.compile(r"\s*(?:\(since [^)]*\)\s*)?(?:~~)?")


def tail(text: str, start: int, marks: list[Mark]) -> int:
    end = _pointed(text, start, marks) if _ARROW.search(text, start) else len(text)
    for _ in range(MOST):
        mark = _tail_mark(text, start, end)
        if mark is None:
            break
        marks.append(mark)
        end = mark.start
    return end


def _pointed(text: str, start: int, marks: list[Mark]) -> int:
    """The end of what stands before the arrows: an outcome, a pointer."""
    end = len(text)
    retracted = RETRACTED.search(text, start)
    if retracted:
        marks.append(Mark("outcome", retracted.start(), end, "retracted"))
        end = retracted.start()
    outcome = OUTCOME.search(text, start, end)
    if outcome:
        marks.append(Mark("outcome", outcome.start(), end, outcome["word"].casefold()))
        end = outcome.start()
    ends: tuple[tuple[re.Pattern[str], MarkKind], ...] = ((POINTER, "pointer"), (BLOCKER, "outcome"))
    for pattern, kind in ends:
        match = next((one for one in pattern.finditer(text, start, end) if not text[one.end() : end].strip()), None)
        if match:
            marks.append(Mark(kind, match.start(), end, "blocker" if pattern is BLOCKER else ""))
            end = match.start()
    return end


def _tail_mark(text: str, start: int, end: int) -> Mark | None:
    head = text[start:end].rstrip()
    stop = start + len(head)
    if stop == start:
        return None
    if head[-1] in ")]）":
        for match in _PERCENT.finditer(text, max(start, stop - _NEAR), stop):
            if match.end() == stop and match.start() > start:
                return Mark("percent", _before(text, match.start()), end, match["n"])
    pattern = PAREN if head[-1] in ")]）" else BOLD if head[-1] in "*_" else None
    for match in pattern.finditer(text, start, stop) if pattern else ():
        if match.end() == stop and match.start() > start and (word := state_alone(match["inner"])):
            return Mark("state", _before(text, match.start()), end, word)
    if _SPACED_DASH.search(head):
        near = max(0, len(head) - _NEAR)
        dash = _DASHED.search(head, near)
        if dash and dash.start() and (word := state_alone(dash["rest"].strip("*_."))):
            return Mark("state", start + dash.start(), end, word)
        capital = _CAPITALS.search(head)
        if capital and (found := states.STATE_WORD.match(capital["word"])) and found.end() == len(capital["word"]):
            return Mark("state", start + capital.start(), end, found[0])
    if not head[-1].isascii():
        glyphs = list(states.GLYPH.finditer(text, max(start, stop - _NEAR), stop))
        if glyphs and glyphs[-1].end() == stop and glyphs[-1].start() > start:
            return Mark("glyph", _before(text, glyphs[-1].start()), end, glyphs[-1][0].rstrip("\ufe0e\ufe0f"))
    return None


def _before(text: str, at: int) -> int:
    while at and text[at - 1] in " \t":
        at -= 1
    return at


def ends_there(text: str, at: int) -> bool:
    """Do only closing marks follow? The words before them are the text then, no label."""
    tail = _SINCE_OR_STRIKE.match(text, at)
    at = tail.end() if tail else at
    return not text[at:].strip() or any(pattern.match(text, at) for pattern in (OUTCOME, RETRACTED, BLOCKER, POINTER))
