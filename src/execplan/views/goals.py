"""The goals of a plan, each fixed or negotiable as the plan says. Knows sections and words; knows no date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from execplan.plan import vocabulary
from execplan.plan.model import Plan
from execplan.schedule.terms.lines import Line, lines_in

Firmness = Literal["fixed", "negotiable", "unknown"]
_FIXED = re.compile(
    r"\b(?:non[- ]?negotiable|not (?:negotiable|flexible|optional)|must[ -]haves?|hard (?:deadline|date|limit)|board commitment|"
    r"contractual(?:ly)?|required by law)\b|不可协商",
    re.IGNORECASE,
)
_NEGOTIABLE = re.compile(
    r"\b(?:negotiable|nice[- ]to[- ]haves?|should[- ]haves?|could[- ]haves?|stretch goals?|if possible|can (?:slip|wait)|"
    r"verhandelbar|negociable|négociable)\b|可协商",
    re.IGNORECASE,
)
_FIXED_TAG = re.compile(
    r"\b(?:fixed|must|mandatory|hard|commitment|committed|regulatory|legally|obligatorio|verbindlich)\b|必须",
    re.IGNORECASE,
)
_NEGOTIABLE_TAG = re.compile(r"\b(?:flexible|optional|stretch|ideally|preferably|bonus|opcional)\b|可选", re.IGNORECASE)
_TAGS = re.compile(
    r"[(（\[](?P<remark>[^()（）\[\]]{1,40})[)）\]]|\A\W*(?P<lead>[^:：—–,.]{1,30}?)(?=\s*[:：]|\s*[—–]\s)|\A\W*(?P<first>must)\b"
    r"|[,;—–]\s*(?P<last>[^,;—–]{1,30})\Z",
    re.IGNORECASE,
)
"""Where a goal may say what it is in one of the many words that elsewhere mean something else."""


@dataclass(frozen=True, slots=True)
class Goal:
    text: str
    line: int
    firmness: Firmness


def goals_of(plan: Plan) -> tuple[Goal, ...]:
    """What the plan wants, point by point; where it has no points, its objective as a whole."""
    found = tuple(_goals(plan))
    if found or not plan.objective:
        return found
    section = plan.section("objective")
    return (Goal(plan.objective, section.line + 1 if section else 0, firmness(plan.objective)),)


def _goals(plan: Plan) -> Iterator[Goal]:
    boxed = {one.line for one in (*plan.criteria, *plan.steps)}
    for section in plan.sections:
        parent = plan.sections[section.parent] if section.parent != -1 else None
        inside = parent is not None and parent.role == "objective" and section.role in (None, "scope")
        if section.role != "objective" and not inside:
            continue
        for line in lines_in(plan, section):
            if line.bullet and line.number not in boxed and not _is_question(line):
                yield Goal(line.text, line.number, _of(line, section.title))


def _is_question(line: Line) -> bool:
    """A template asks for goals; a label alone or a placeholder says none."""
    return line.text.endswith("?") or (bool(line.label) and not line.value) or vocabulary.is_unset(line.text)


def _of(line: Line, heading: str) -> Firmness:
    """Its own word, else that of the label or heading it stands below."""
    for one in (line.text, *reversed(line.above), heading):
        said = firmness(one)
        if said != "unknown":
            return said
    return "unknown"


def firmness(text: str) -> Firmness:
    """What a text says of itself: ``(negotiable)``, ``(board commitment)``, ``Must: …``."""
    if _FIXED.search(text):
        return "fixed"
    if _NEGOTIABLE.search(text):
        return "negotiable"
    tags = [text] if len(text.split()) < 3 else [match[match.lastgroup or 0] for match in _TAGS.finditer(text)]
    if any(_FIXED_TAG.search(one) for one in tags):
        return "fixed"
    return "negotiable" if any(_NEGOTIABLE_TAG.search(one) for one in tags) else "unknown"
