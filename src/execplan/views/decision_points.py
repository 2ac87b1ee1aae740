"""Where a plan decides whether to go on: circuit breakers, go or no-go, with their day and condition. Knows no clock.

A day is absolute (``2026-03-01``, ``Dec 15``) or counted in weeks from the plan's start; the end of a week is its Friday.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import islice
from typing import Literal

from execplan.plan import outline
from execplan.plan.model import Plan, Section
from execplan.schedule.calendar import WEEKDAYS
from execplan.schedule.terms.dates import Days, days_in
from execplan.schedule.terms.lines import Line, lines_in
from execplan.views.gates import Gate, gates_in
from execplan.views.records import standing

State = Literal["decided", "due", "soon", "later", "undated"]
SOON = timedelta(days=7)
_LONG_AGO = timedelta(days=90)
_ELSEWHERE = frozenset({"decisions", "log", "outcomes", "discoveries", "questions"})
"""Sections that tell of decisions made, not of points at which one is made."""
_NAMED = re.compile(
    r"\bgo\s?(?:/|or)\s?no[ -]?go\b|\bgo-no-go\b|\bcircuit[ -]breakers?\b|\bkill criteri\w+|\bdecision (?:points?|gates?)\b|"
    r"\btrip ?wires?\b|\bstop conditions?\b|止损|熔断|决策点",
    re.IGNORECASE,
)
_HINTS = (
    *("no-go", "no go", "nogo", "breaker", "kill crit", "tripwire", "trip wire", "stop cond", "止损", "熔断", "决策点"),
    *("decision point", "decision gate", "decision due", "decision needed"),
    *("| if not", "|if not", "| else", "|else", "| otherwise", "|otherwise"),
)
_ASKED = re.compile(r"day\W{1,4}decision|deci(?:sion|de)(?:\W{1,6}[^\n]{0,200}(?:\?|day\b)|\s*[-–—])")
"""One of these is in every text that sets such a point, in small letters."""
_DECISION = re.compile(r"decision\s*[-–—:]\s*(?P<what>.+)", re.IGNORECASE | re.DOTALL)
_LABELS = frozenset({"decision", "decide", "decision due", "decision needed"})
_IF = re.compile(r"\b(?:if|when|unless|should|falls|wenn|si|если|如果)\b", re.IGNORECASE)
_THEN = re.compile(r",\s*(?:then\s+)?|\s+then\s+|\s*(?:→|->|=>)\s*|\s+[—–]\s+|:\s+", re.IGNORECASE)
_CONDITION = re.compile(
    r"\b(?:if|when|unless|until|once|must|by|at least|at most|more than|less than)\b|[<>≥≤]", re.IGNORECASE
)
_WEEKDAY = re.compile(rf"\b(?:{'|'.join(WEEKDAYS)})\b", re.IGNORECASE)
_WEEK = re.compile(r"\W*week\s+\d", re.IGNORECASE)
_FIRST_DAY = re.compile(r"\b(?:start|beginning|first day) of\s+(?:the\s+)?\Z", re.IGNORECASE)
_DONE = re.compile(
    r"\[[xX]\]|~~|[✅✔☑]|\bdecided\b|(?:→|->|=>|\bresult:|\boutcome:)\s*\**(?:no-?)?go\b|\b(?:passed|approved)\b",
    re.IGNORECASE,
)
_UNDECIDED = re.compile(r"\b(?:not|to be|un)[ -]?decided\b|\b(?:if|not) (?:passed|approved)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{4,}|\d+")
_COMMON = frozenset(
    {"week", "weeks", "decision", "circuit", "breaker", "no-go", "when", "then", "must", "that", "this", "with", "from"}
)
_GOES = re.compile(rf"{_NAMED.pattern}|\bno-?go\b", re.IGNORECASE)
_FRIDAY, _SAME = 4, 0.6
_MOST = 500
"""Points of decision that are looked at, and the newest decisions they are compared with."""


@dataclass(frozen=True, slots=True)
class DecisionPoint:
    text: str
    line: int
    when: date | None
    condition: str | None
    """What is looked at."""
    otherwise: str | None
    """What changes then, in the plan's words."""
    state: State


def may_have_any(plan: Plan) -> bool:
    """False where there is surely none: found out at a fraction of the cost."""
    return _may_set(plan.source.text)


def _may_set(text: str) -> bool:
    text = text.lower()
    return any(one in text for one in _HINTS) or _ASKED.search(text) is not None


def decision_points(plan: Plan, today: date, start: date | None = None) -> tuple[DecisionPoint, ...]:
    """Every point, what is due first, then by day. ``start`` is the first day of week 1; without it weeks have no day."""
    made = _made(plan)
    found = [_point(plan, one, today, start, made) for one in islice(_gates(plan), _MOST)]
    order: tuple[State, ...] = ("due", "soon", "later", "undated", "decided")
    return tuple(sorted(found, key=lambda one: (order.index(one.state), one.when or date.max, one.line)))


def _gates(plan: Plan) -> Iterator[Gate]:
    for at, section in enumerate(plan.sections):
        chain = [plan.sections[index] for index in outline.chain(plan.sections, at)]
        named = any(_NAMED.search(one.title) for one in chain[:2])
        if not named and any(one.role in _ELSEWHERE for one in chain):
            continue
        if not named and not _may_set(_joined(plan, section)):
            continue
        lines = lines_in(plan, section)
        yield from gates_in(lines, named=named)
        yield from _told(lines, _weeks(chain), named)


def _joined(plan: Plan, section: Section) -> str:
    """The section's own text with its wrapped lines joined, so that no name is torn apart."""
    source = plan.source
    text = source.text[source.offset(section.line) : source.offset(section.own_end)]
    return " ".join(text.replace(">", " ").replace("*", "").split())


def _weeks(chain: list[Section]) -> str:
    return next((one.title for one in chain if re.search(r"\bweeks?\s+\d", one.title, re.IGNORECASE)), "")


def _told(lines: tuple[Line, ...], week: str, named: bool) -> Iterator[Gate]:
    last: Gate | None = None
    for line in lines:
        if line.cells:
            continue
        if not line.bullet and _WEEK.match(line.label or line.text):
            week = line.label or line.text
        gate = _gate(line, week, named)
        if gate is not None:
            if last is not None:
                yield last
            last = gate
        elif last is not None and _is_within(line, named) and line.bullet and line.above == last.above:
            said = f"{last.otherwise}; {line.text}" if last.otherwise else line.text
            last = replace(last, otherwise=said)
    if last is not None:
        yield last


def _is_within(line: Line, named: bool) -> bool:
    return named or any(_NAMED.search(one) for one in line.above)


def _gate(line: Line, week: str, named: bool) -> Gate | None:
    """The point that a line sets, if it does: named by its own label, or below one, or ``Friday: Decision - …?``."""
    own = bool(_NAMED.search(line.label)) and bool(line.value)
    text = line.value if own else line.text
    if not own:
        asked = _DECISION.match(line.value if line.label else line.text)
        dated = asked is not None and bool(_WEEKDAY.search(line.label) or days_in(line.label, date.min, date.min))
        if line.label.casefold() in _LABELS and line.value and (_WEEKDAY.search(line.value) or "?" in line.value):
            return Gate(line.text, line.number, "", line.value, None, week, line.above)
        if asked is not None and dated:
            return Gate(line.text, line.number, line.label, asked["what"], None, week, line.above)
        if not _is_within(line, named) or not (line.bullet or named) or (line.label and not line.value):
            return None
        if not _CONDITION.search(text) and not days_in(text, date.min, date.min):
            return None
    head = _IF.search(text)
    then = _THEN.search(text, head.end()) if head else None
    if head and then and then.end() < len(text):
        condition = text[head.start() : then.start()]
        return Gate(line.text, line.number, text[: head.start()], condition, text[then.end() :], week, line.above)
    return Gate(line.text, line.number, text, text if _CONDITION.search(text) else None, None, week, line.above)


def _point(plan: Plan, gate: Gate, today: date, start: date | None, made: tuple[_Made, ...]) -> DecisionPoint:
    when = _day(gate, start or today - _LONG_AGO, start)
    if _is_decided(plan, gate, when, made):
        state: State = "decided"
    elif when is None:
        state = "undated"
    else:
        state = "due" if when <= today else "soon" if when <= today + SOON else "later"
    return DecisionPoint(gate.text, gate.line, when, _tidy(gate.condition), _tidy(gate.otherwise), state)


def _tidy(text: str | None) -> str | None:
    return text.strip(" ;,.") or None if text else None


def _day(gate: Gate, floor: date, start: date | None) -> date | None:
    """The day it names, else the weekday of the week it stands in, else the end of that week."""
    for text in (gate.when, gate.condition or ""):
        for one in days_in(text, floor, start):
            return _end(one, text)
    weekday = _WEEKDAY.search(f"{gate.when} {gate.condition or ''}")
    weeks = [one for one in days_in(gate.week, floor, start) if one.kind == "week"]
    if not weeks:
        return None
    monday = weeks[0].last - timedelta(days=6)
    return _on(monday, WEEKDAYS.index(weekday[0].casefold())) if weekday else _on(monday, _FRIDAY)


def _end(one: Days, text: str) -> date:
    if one.kind != "week":
        return one.last
    if _FIRST_DAY.search(text, 0, one.start):
        return one.first
    weekday = _WEEKDAY.search(text, 0, one.start) or _WEEKDAY.search(text, one.end)
    return _on(one.last - timedelta(days=6), WEEKDAYS.index(weekday[0].casefold()) if weekday else _FRIDAY)


def _on(first: date, weekday: int) -> date:
    """That weekday in the seven days from ``first`` on."""
    return first + timedelta(days=(weekday - first.weekday()) % 7)


@dataclass(frozen=True, slots=True)
class _Made:
    """A decision as it is compared."""

    words: frozenset[str]
    goes: bool
    """It says go or no-go."""
    day: date | None


def _made(plan: Plan) -> tuple[_Made, ...]:
    found: list[_Made] = []
    for one in standing(plan.decisions)[-_MOST:]:
        text = f"{one.title} {one.decision or ''}"
        found.append(_Made(_words(f"{text} {one.rationale or ''}"), _GOES.search(text) is not None, _date(one.date)))
    return tuple(found)


def _is_decided(plan: Plan, gate: Gate, when: date | None, made: tuple[_Made, ...]) -> bool:
    """Ticked, struck or told so where it stands, or there is a decision on the same matter."""
    raw = plan.source.line(gate.line)
    if (_DONE.search(raw) or _DONE.search(gate.told)) and not _UNDECIDED.search(raw):
        return True
    words = _words(gate.text)
    return any(_is_same(words, when, one) for one in made)


def _is_same(words: frozenset[str], when: date | None, made: _Made) -> bool:
    shared = len(words & made.words)
    if made.goes:
        near = when is not None and made.day is not None and abs(made.day - when) <= SOON
        return near or shared > 0
    return shared >= 2 and shared >= _SAME * len(words)


def _date(stamp: str | None) -> date | None:
    try:
        return date.fromisoformat((stamp or "")[:10])
    except ValueError:
        return None


def _words(text: str) -> frozenset[str]:
    return frozenset(word for word in _WORD.findall(text.casefold()) if word not in _COMMON)
