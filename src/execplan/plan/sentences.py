"""Sentences that say who waits for whom: ``Step 3 requires Step 1 and 2``, ``T012 blocks T014``, ``(depends on T012)``.

Read strictly: both sides must be references and nothing but references, else the sentence says something else. Knows
names; knows no fields. In which lines they are looked for says ``wording``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from execplan.plan import abroad, outline
from execplan.plan.model import Section, Step
from execplan.plan.named import Known, leading, whole
from execplan.plan.wording import CLAUSE, NEAR
from execplan.text.block import Block
from execplan.text.patterns import later
from execplan.text.source import Source

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
_VERB = later(rf"\s(?:{_WAITS}|(?P<holds>{_HOLDS}))\s", re.IGNORECASE)
_EAST = later(r"(?P<waits>依赖于?|に依存)")
_OWN = later(
    r"(?P<open>\(|\[|[;,.]\s|[—–-]\s)\s*(?P<verb>depends on|blocked by|requires|needs|waits for|after):?\s+"
    r"(?P<what>[^()\[\]]{1,200})",
    re.IGNORECASE,
)
_MARKER = later(r"[ \t>]*(?:(?:[-+*]|\d{1,4}[.)])[ \t]+)?")
_GOES_ON = later(
    r"\s+(?:on|upon|is|are|can|must|will|has|does|should|may|depends?|requires?|needs?|blocks?)\b", re.IGNORECASE
)
_SURE = ("depends on", "blocked by", "waits for")
"""What nobody says of anything but an order; ``(requires Python 3)`` is another matter."""
_SAYS = ("steps", "dependencies", "phase", "plan_of_work", "progress", "timeline")
"""What a section must be about, or one above it; one that is about nothing known is read as well."""
_DRAWINGS = ("", "text", "txt", "ascii", "plain")


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
        before = CLAUSE.split(text[max(begin, match.start() - NEAR) : match.start()])[-1]
        after = text[match.end() : match.end() + NEAR].lstrip()
        subjects = whole(before.strip(), known)
        if not subjects:
            continue
        objects = _objects(after, known)
        for who in subjects:
            for on in objects:
                yield (on, who) if match.groupdict().get("holds") else (who, on)


def _objects(text: str, known: Known) -> tuple[str, ...]:
    clause = CLAUSE.split(text)[0]
    if exact := whole(clause.strip(), known):
        return exact
    found = leading(clause, known)
    if len(found.ids) > 1 and _GOES_ON.match(
        clause, found.end
    ):  # ``… on Step 1, and Step 4 on Step 2``: the last one begins a new clause
        return found.ids[:-1]
    return found.ids
