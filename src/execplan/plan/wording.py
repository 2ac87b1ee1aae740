"""Which lines of a text may say who waits for whom, looked for in all of it: most plans have none. Knows words and titles.

What such a line says is for ``sentences`` and ``arrows``: a plan without one does not even import them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from execplan.plan.model import Phase, Step
from execplan.text.patterns import later
from execplan.text.source import Source

_WORDS = (b"depend", b"req", b"need", b"wait", b"follow", b"after", b"block", b"before", b"preced", b"until")
"""One of them stands in every line that is worth a look; a letter beyond ASCII is a question mark."""
_IN_FULL = re.compile(
    rb"(?:depends? (?:up)?on|requires?|required (?:by|for|before)|needs?|needed (?:by|for|before)|waits? for|follows?|after|"
    rb"blocks?|blocked by|before|precedes?|until|(?<=pre)requisites? (?:of|for)|h\?ngt (?:ab )?von|d\?pend de|depende de)[: ]"
)
_LEADS = {
    word: frozenset(
        verb + end for verb in b"only come start begin run happen go ship land finish".split() for end in (b"", b"s")
    )
    for word in (b"after", b"until")
}
"""The words before one that says nothing by itself; what else stands there before it are signs: ``(after Step 2)``."""
_ACCENTED = (b"h?ngt", b"d?pend")
_ACCENT = 0xC3
"""The byte that ``ä`` and ``é`` begin with in UTF-8: a byte is found at once, and most texts lack it."""
_OTHER_WORDS = ("зависит", "依赖", "依存")
_OTHERS = tuple((word, word.encode()[0]) for word in _OTHER_WORDS)
_NUMBER = re.compile(r"\d(?:(?<=[^\W\d_]\d)|(?<=[^\W\d_][ #*-]\d)|(?<=[^\W\d_] #\d))")
"""A number right behind a word, as in ``Step 3``, ``Phase #2`` and ``T012``."""
_MARKUP = later(r"\A[ \t>]*(?:(?:[-+*]|\d{1,4}[.)])[ \t]+)?|[*_`\"“”]+")
_MARKS = re.compile(r"[*_`\"“”]+")
_TWO_WORDS = re.compile(r"[ \t>]*(?:(?:[-+*]|\d{1,4}[.)])[ \t]+)?\s*(?P<words>\S+\s+\S+)")
_BEFORE = ' \t>-+*_`"“”.)0123456789'
"""Signs that a clause and a title may begin with, whichever of them count as words."""
CLAUSE = re.compile(r"[.;:|](?=\s)|\s[—–]\s")
NEAR = 200
"""Characters on either side of a verb that are looked at."""
_FAR = 16
"""Characters in which the word before another is looked for."""
_MOST = 4_000
"""Lines with such words that are looked at in one document."""


def lines_that_order(source: Source, steps: Sequence[Step], phases: Sequence[Phase]) -> list[int] | None:
    """Those lines, none where only fields and drawings say so; None where nothing waits for anything."""
    if not steps and not phases:
        return None
    lines = telling(source, candidates(source), (*steps, *phases))
    if lines or has_drawing(source) or any(one.depends_on for one in (*steps, *phases)):
        return lines
    return None


def has_drawing(source: Source) -> bool:
    """Is a look at the fences worth it?"""
    return "mermaid" in source.text


def candidates(source: Source) -> list[int]:
    """The lines with a word that such a sentence must have: cheap, for it is asked of every text."""
    plain = source.text.encode("ascii", "replace").lower()  # a byte a character, and far faster to search
    raw = b"" if source.text.isascii() else source.text.encode("utf-8", "replace")
    found: set[int] = set()
    for word in (*_WORDS, *_ACCENTED) if _ACCENT in raw else _WORDS:
        at, leads = plain.find(word), _LEADS.get(word)
        while at != -1 and len(found) < _MOST:
            if (leads is not None and not _is_led(plain, at, leads)) or _IN_FULL.match(plain, at) is None:
                at = plain.find(word, at + 1)
                continue
            line = source.line_of(at)
            found.add(line)
            at = plain.find(word, source.offset(line + 1))
    for word, first in _OTHERS if raw else ():
        at = source.text.find(word) if first in raw and word.encode() in raw else -1
        while at != -1 and len(found) < _MOST:
            line = source.line_of(at)
            found.add(line)
            at = source.text.find(word, source.offset(line + 1))
    return sorted(found)


def _is_led(plain: bytes, at: int, leads: frozenset[bytes]) -> bool:
    """Does one of these words stand before it, or none at all?"""
    before = plain[max(at - _FAR, 0) : at].split()
    return not before or before[-1] in leads or not before[-1][-1:].isalnum()


def telling(source: Source, lines: list[int], named: Iterable[Step | Phase]) -> list[int]:
    """Those of the lines in which something is named, by a number or by the first words of a title."""
    found: list[int] = []
    openings: set[str] = set()
    initials: set[str] = set()
    for line in lines:
        text = source.line(line)
        if _NUMBER.search(text) or "(depends on " in text or "(blocked by " in text:
            found.append(line)
            continue
        if not openings:
            openings = {" ".join(one.title.casefold().split(None, 2)[:2]) for one in named}
            initials = {opening.lstrip(_BEFORE)[:1] for opening in openings}
        if any(_opens(clause, openings, initials) for clause in CLAUSE.split(text)):
            found.append(line)
    return found


def _opens(clause: str, openings: set[str], initials: set[str]) -> bool:
    first = clause.lstrip(_BEFORE)[:1]
    if first.casefold()[:1] not in initials and not first.isspace() and "" not in initials:
        return False  # as of half of them is known by a letter
    words = _first_words(clause[:NEAR])
    return bool(words) and (words[0] in openings or " ".join(words) in openings)


def _first_words(clause: str) -> list[str]:
    """The first two words, without marks."""
    match = _TWO_WORDS.match(clause)
    words = _MARKS.sub("", match["words"]).casefold().split() if match else []
    return words if len(words) == 2 else _MARKUP.sub("", clause).casefold().split(None, 2)[:2]
