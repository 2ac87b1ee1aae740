"""A number with a unit about one subject, stated twice with different values. Knows units and words; knows no history.

Only what lays a figure down counts: objective, criteria and constraints on one side; these, decisions and what steps say
they set up on the other. Measurements, before and after, and examples lay nothing down. In doubt there is silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, islice, product

from execplan.plan import marks
from execplan.plan.model import Place, Plan
from execplan.views.review.rule import Facts, Hit, Rule, everywhere
from execplan.views.review.words import ordered_words, words_of

_TIMES = {
    "ms": Fraction(1, 1000), "millisecond": Fraction(1, 1000), "milliseconds": Fraction(1, 1000),
    "s": 1, "sec": 1, "secs": 1, "second": 1, "seconds": 1, "min": 60, "mins": 60, "minute": 60, "minutes": 60,
    "h": 3600, "hr": 3600, "hrs": 3600, "hour": 3600, "hours": 3600, "day": 86400, "days": 86400,
    "week": 604800, "weeks": 604800,
}  # fmt: skip
_SIZES = {
    unit: 1024**power
    for power, units in enumerate((("bytes",), ("kb", "kib"), ("mb", "mib"), ("gb", "gib"), ("tb", "tib")))
    for unit in units
}
_PER = "s|sec|second|min|minute|h|hr|hour|day|week|month"
_COUNTED = r"requests?|reqs?|calls?|queries|messages|msgs?|events?"
_FIGURE = re.compile(
    r"(?<![\w.,/$€£#-])(?P<number>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)(?P<thousand>k(?![a-z]))?(?:"
    rf"\s?(?P<rate>(?:(?:{_COUNTED})\s?)?(?:/|\bper\s)\s?(?P<per>{_PER}))"
    r"|\s?(?P<percent>%)"
    rf"|[\s-]?(?P<unit>{'|'.join(sorted((*_TIMES, *_SIZES), key=len, reverse=True))})"
    r")(?![\w/])",
    re.IGNORECASE,
)
_HEADS = frozenset(
    words_of(
        """limit timeout ttl budget threshold quota cap interval retention window overhead latency uptime coverage
        cooldown backoff deadline lifetime expiry delay frequency throughput"""
    )
)
"""What a plan lays down in figures."""
_KINDS = re.compile(
    r"\b(?:p\d{2}|max(?:imum)?|min(?:imum)?(?!\w|/)|average|avg|mean|median|peak|default|hard|soft|burst|initial|total|"
    r"overall|soak|cold|warm|idle|inner|outer|local|remote|staging|production|test|dev|beta|week|day)\b",
    re.IGNORECASE,
)
"""Words that make one subject several: the 95th percentile is not the mean, the hard limit not the soft one."""
_NO_RULE = re.compile(
    r"→|->|=>|\b(?:from\s+\S+\s+to|instead|was|were|had|took|takes|previous|previously|formerly|former|before|old|"
    r"original|originally|initially|currently|current|today|measured?|measures|observed|averag(?:e|es|ed|ing)|saw|"
    r"seen|shows?|showed|reported|reports|example|e\.g|such as|estimated?|expected?|about|approximately|roughly|around|"
    r"versus|vs|rather than|reject(?:ed|s)?|considered|alternatives?|could|might|if|when|until|than|increase[ds]?|"
    r"reduce[ds]?|raise[ds]?|lower(?:ed|s)?|drop(?:ped|s)?|improve[ds]?|spikes?|usually|sometimes|or)\b|[~≈?]",
    re.IGNORECASE,
)
"""Signs of a measurement, a change, an example or a choice: such a sentence lays nothing down."""
_SENTENCE = re.compile(r"(?<=[.!?;])\s+(?=\S)|\n\s*\n")
_CODE = re.compile(r"`[^`\n]*`")
_LONGEST = 1_000
"""Characters of a sentence; a longer one is no rule."""
_MOST = 200
"""Statements of each side that are compared."""
_NEAR = 4
"""Content words around a figure that may name its subject."""


@dataclass(frozen=True, slots=True)
class _Figure:
    """A figure laid down: how much of what, and the words it stands among."""

    value: Fraction
    kind: str
    """What is counted: ``time``, ``size``, ``percent`` or ``rate``."""
    shown: str
    head: str
    named: str
    """The subject in the plan's words."""
    subject: frozenset[str]
    """The head and the content words beside it."""
    kinds: frozenset[str]
    per: frozenset[str]
    """What each one of has that much: ``per user``."""
    line: int


@dataclass(frozen=True, slots=True)
class _Statement:
    """One entry's figures about one head, with all the words of the entry."""

    figures: tuple[_Figure, ...]
    words: frozenset[str]
    line: int


def _contradictions(plan: Plan, facts: Facts) -> Iterator[Hit]:
    del facts
    if plan.status == "abandoned":
        return
    goals, settings = tuple(islice(_goals(plan), _MOST)), tuple(islice(_settings(plan), _MOST))
    pairs = [
        *product(goals, settings),
        *(pair for one, rest in combinations(goals, 2) for pair in ((one, rest), (rest, one))),
    ]
    told: set[int] = set()
    for goal, other in pairs:
        figure = _differ(goal, other)
        if figure is None or not told.isdisjoint((goal.line, other.line)) or other.line == goal.line:
            continue
        told.add(other.line)
        values = ", ".join(dict.fromkeys(one.shown for one in other.figures))
        yield Hit(other.line, f"{values} here, but line {goal.line + 1} says {figure.shown} ({figure.named})")


def _differ(goal: _Statement, other: _Statement) -> _Figure | None:
    """The goal's figure, when it states one value and the other statement others about the same subject."""
    first, second = goal.figures[0], other.figures[0]
    if (first.kind, first.head) != (second.kind, second.head) or len({one.value for one in goal.figures}) != 1:
        return None
    if first.value in {one.value for one in other.figures}:
        return None
    same = len(first.subject) > 1 and first.subject <= other.words
    if len(other.figures) == 1:  # several figures are variants, and their words may tell them apart
        same = same and second.subject <= goal.words
    alike = first.kinds == second.kinds and (not first.per or not second.per or first.per == second.per)
    return first if same and alike else None


# --- where figures are laid down ------------------------------------------------------------------


def _goals(plan: Plan) -> Iterator[_Statement]:
    """Objective, short description, constraints and criteria."""
    for section in plan.sections:
        if section.role in ("objective", "summary", "constraints"):
            for line in range(section.line + 1, section.own_end):
                text = plan.source.line(line)
                if not text.lstrip().startswith(("- [", "* [", "```", "|")):
                    yield from _statements(text, text, line)
    for one in plan.criteria:
        if one.retracted is not None:
            continue
        yield from _statements(one.text, one.text, one.line)


def _settings(plan: Plan) -> Iterator[_Statement]:
    """What decisions decide, and what steps say they set up."""
    for one in plan.decisions:
        if one.retracted is not None:
            continue
        text = one.decision or one.title
        yield from _statements(text, f"{one.title} {text}", one.line)
    for step in plan.steps:
        if step.status == "skipped":
            continue
        yield from _statements(step.title, step.title, step.line)
        for place in (step.place, step.detail):
            if place:
                yield from _of_fields(plan, step.title, place)


def _of_fields(plan: Plan, title: str, place: Place) -> Iterator[_Statement]:
    for field in place.fields:
        if {"notes", "effect"}.intersection(field.names):
            text = plan.source.slice(field.value)
            yield from _statements(text, f"{title} {text}", field.line)


def _statements(text: str, context: str, line: int) -> Iterator[_Statement]:
    """The figures of each sentence, by what they are about."""
    words: frozenset[str] | None = None
    for sentence in _SENTENCE.split(_CODE.sub(" ", marks.collapse(text))):
        if len(sentence) > _LONGEST or _NO_RULE.search(sentence):
            continue
        by_head: dict[tuple[str, str], list[_Figure]] = {}
        for match in _FIGURE.finditer(sentence):
            one = _figure(sentence, match, line)
            if one:
                by_head.setdefault((one.kind, one.head), []).append(one)
        for figures in by_head.values():
            words = words_of(context) if words is None else words
            yield _Statement(tuple(figures), words, line)


def _figure(sentence: str, match: re.Match[str], line: int) -> _Figure | None:
    """The figure at ``match``, when one of the words beside it is something that plans lay down."""
    before = ordered_words(_FIGURE.sub(" ", sentence[: match.start()]))[-_NEAR:]
    after = ordered_words(sentence[match.end() :].split(",")[0])[:2]
    heads = [word for word in (*after[:1], *reversed(before)) if word in _HEADS] or [
        word for word in after if word in _HEADS
    ]
    if not heads:
        return None
    value, kind = _value(match)
    head = heads[0]
    beside = before if head in before else after
    at = beside.index(head)
    subject = frozenset((*beside[max(0, at - 1) : at], head, *(() if head in before else before[-1:])))
    per = re.findall(r"\bper[ -](?!(?:" + _PER + r")\b)(\w+)", sentence, re.IGNORECASE)
    kinds = frozenset(one.casefold()[:3] for one in _KINDS.findall(_FIGURE.sub(" ", sentence)))
    named = " ".join(word for word in re.findall(r"[^\W\d_]+", sentence) if subject.intersection(words_of(word)))
    return _Figure(value, kind, match[0], head, named, subject, kinds, frozenset(per), line)


def _value(match: re.Match[str]) -> tuple[Fraction, str]:
    number = Fraction(match["number"].replace(",", "")) * (1000 if match["thousand"] else 1)
    if match["percent"]:
        return number, "percent"
    if match["rate"]:
        return number / Fraction(_TIMES.get(match["per"].casefold(), 2592000)), "rate"
    unit = match["unit"].casefold()
    if unit in _TIMES:
        return number * Fraction(_TIMES[unit]), "time"
    return number * _SIZES[unit], "size"


RULES: tuple[Rule, ...] = (
    Rule(
        "figures_contradict",
        "A figure about one subject is stated twice with different values.",
        "a limit in the goal and another one in what was set up: one of them is wrong",
        _contradictions,
        everywhere("warning"),
    ),
)
