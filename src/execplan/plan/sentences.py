"""Sentences that say who waits for whom: ``Step 3 requires Step 1 and 2``, ``T012 blocks T014``, ``(depends on T012)``.

Read strictly: both sides must be references and nothing but references, else the sentence says something else. Knows
names; knows no fields. The words are looked for in the whole text first, for most plans have no such sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from execplan.plan import abroad, outline
from execplan.plan.model import Phase, Section, Step
from execplan.plan.named import Known, leading, whole
from execplan.text.block import Block
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
_START = r"(?:start|begin|run|happen|go|ship|land|finish)s?"
_WAITS = (
    rf"(?:depends? (?:up)?on|requires?|needs?|(?:is |are )?blocked by|must wait for|waits? for|must follow|follows?|"
    rf"(?:must |can |should )?(?:only )?(?:comes? |{_START} )(?:only )?(?:after|once)|"
    rf"(?:cannot|can't|must not) {_START} (?:until|before)|depende de|hängt ab von|hängt von|зависит от|dépend de)"
)
_HOLDS = (
    rf"(?:(?:un)?blocks?|precedes?|(?:must |should )?(?:comes? |{_START} |be (?:done|finished|completed) )?before|"
    r"(?:is|are) (?:required|needed) (?:by|for|before)|(?:is|are) a? ?prerequisites? (?:of|for))"
)
_VERB = re.compile(rf"\s(?:{_WAITS}|(?P<holds>{_HOLDS}))\s", re.IGNORECASE)
_EAST = re.compile(r"(?P<waits>依赖于?|に依存)")
_OWN = re.compile(
    r"(?P<open>\(|\[|[;,.]\s|[—–-]\s)\s*(?P<verb>depends on|blocked by|requires|needs|waits for|after):?\s+"
    r"(?P<what>[^()\[\]]{1,200})",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d(?:(?<=[^\W\d_]\d)|(?<=[^\W\d_][ #*-]\d)|(?<=[^\W\d_] #\d))")
"""A number right behind a word, as in ``Step 3``, ``Phase #2`` and ``T012``."""
_MARKUP = re.compile(r"\A[ \t>]*(?:(?:[-+*]|\d{1,4}[.)])[ \t]+)?|[*_`\"“”]+")
_MARKS = re.compile(r"[*_`\"“”]+")
_TWO_WORDS = re.compile(r"[ \t>]*(?:(?:[-+*]|\d{1,4}[.)])[ \t]+)?\s*(?P<words>\S+\s+\S+)")
_CLAUSE = re.compile(r"[.;:|](?=\s)|\s[—–]\s")
_MARKER = re.compile(r"[ \t>]*(?:(?:[-+*]|\d{1,4}[.)])[ \t]+)?")
_GOES_ON = re.compile(
    r"\s+(?:on|upon|is|are|can|must|will|has|does|should|may|depends?|requires?|needs?|blocks?)\b", re.IGNORECASE
)
_SURE = ("depends on", "blocked by", "waits for")
"""What nobody says of anything but an order; ``(requires Python 3)`` is another matter."""
_SAYS = ("steps", "dependencies", "phase", "plan_of_work", "progress", "timeline")
"""What a section must be about, or one above it; one that is about nothing known is read as well."""
_DRAWINGS = ("", "text", "txt", "ascii", "plain")
_NEAR = 200
"""Characters on either side of a verb that are looked at."""
_FAR = 16
"""Characters in which the word before another is looked for."""
_MOST = 4_000
"""Lines with such words that are looked at in one document."""


@dataclass(frozen=True, slots=True)
class Stated:
    """One dependency and the 0-based line that states it."""

    who: str
    on: str
    """An id; of a step's own suffix also the words for something outside."""
    line: int


def stated(
    source: Source,
    sections: tuple[Section, ...],
    blocks: tuple[Block, ...],
    steps: Sequence[Step],
    known: Known,
    lines: list[int],
) -> list[Stated]:
    """Every dependency that a sentence in these lines states; comments and code are no sentences."""
    if not lines:
        return []
    hidden = _hidden(blocks)
    texts = {line: step for step in steps for line in _text_lines(source, step)}
    found: list[Stated] = []
    for line in lines:
        if line in hidden:
            continue
        step = texts.get(line)
        if step is not None:
            found += (Stated(step.id, on, line) for on in _of_step(source.line(line), step, known) if on != step.id)
            continue
        at = outline.section_at(sections, line)
        if at == -1 or not _tells(sections, at) or line == sections[at].line:
            continue
        found += (Stated(who, on, line) for who, on in _in_line(source.line(line), known) if who != on)
    return found


def _hidden(blocks: tuple[Block, ...]) -> frozenset[int]:
    """The lines of comments and of code; a fence that names no language may hold a drawing in words."""
    return frozenset(
        line
        for block in blocks
        if block.kind in ("html", "code") or (block.kind == "fence" and block.info.strip().lower() not in _DRAWINGS)
        for line in range(block.start, block.end)
    )


def suffix(text: str) -> re.Match[str] | None:
    """``(depends on …)`` at the end of a step's text."""
    last = None
    for match in _OWN.finditer(text):
        if match["open"] == "(" and text[match.end() :].strip() == ")":
            last = match
    return last


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
    for line in lines:
        text = source.line(line)
        if _NUMBER.search(text) or "(depends on " in text or "(blocked by " in text:
            found.append(line)
            continue
        openings = openings or {" ".join(one.title.casefold().split(None, 2)[:2]) for one in named}
        if any(_opens(clause, openings) for clause in _CLAUSE.split(text)):
            found.append(line)
    return found


def _opens(clause: str, openings: set[str]) -> bool:
    words = _first_words(clause[:_NEAR])
    return bool(words) and (words[0] in openings or " ".join(words) in openings)


def _first_words(clause: str) -> list[str]:
    """The first two words, without marks."""
    match = _TWO_WORDS.match(clause)
    words = _MARKS.sub("", match["words"]).casefold().split() if match else []
    return words if len(words) == 2 else _MARKUP.sub("", clause).casefold().split(None, 2)[:2]


def _text_lines(source: Source, step: Step) -> range:
    return range(step.line, source.line_of(max(step.place.text.end - 1, step.place.text.start)) + 1)


def _tells(sections: tuple[Section, ...], at: int) -> bool:
    role = next((sections[one].role for one in outline.chain(sections, at) if sections[one].role), None)
    return role is None or role in _SAYS


def _of_step(text: str, step: Step, known: Known) -> Iterator[str]:
    for match in _OWN.finditer(text):
        if match["open"] == "(" and match["verb"].lower() in _SURE and text[match.end() : match.end() + 1] == ")":
            meant = [_part(part, known, step.phase) for part in abroad.parts(match["what"])]
            if all(meant):
                yield from (target for targets in meant for target in targets)
                continue
        found = leading(match["what"], known, step.phase)
        rest = match["what"][found.end :].strip(" \t.*_`;,")
        if found.ids and (match["open"] not in "([" or not rest):
            yield from found.ids


def _part(text: str, known: Known, phase: str | None) -> tuple[str, ...]:
    """A reference, a title, or the words for something outside; nothing where it is none of these."""
    if found := whole(text, known, phase):
        return found
    return (text,) if abroad.is_outside(text) else ()


def _in_line(text: str, known: Known) -> Iterator[tuple[str, str]]:
    start = _MARKER.match(text)
    begin = start.end() if start else 0
    if text.startswith("[", begin):  # a placeholder, or a box that is no step
        return
    for match in (*_VERB.finditer(text, begin), *(() if text.isascii() else _EAST.finditer(text, begin))):
        before = _CLAUSE.split(text[max(begin, match.start() - _NEAR) : match.start()])[-1]
        after = text[match.end() : match.end() + _NEAR].lstrip()
        subjects = whole(before.strip(), known)
        if not subjects:
            continue
        objects = _objects(after, known)
        for who in subjects:
            for on in objects:
                yield (on, who) if match.re is _VERB and match["holds"] else (who, on)


def _objects(text: str, known: Known) -> tuple[str, ...]:
    clause = _CLAUSE.split(text)[0]
    if exact := whole(clause.strip(), known):
        return exact
    found = leading(clause, known)
    if len(found.ids) > 1 and _GOES_ON.match(
        clause, found.end
    ):  # ``… on Step 1, and Step 4 on Step 2``: the last one begins a new clause
        return found.ids[:-1]
    return found.ids
