"""What a step says of its place in time, its risk and its scope: labelled lines, columns, tags in its title.

Labels that mean something to a schedule alone are looked for here, in the lines of the step itself: ``Due``, ``Deadline``,
``Not before``, ``Scope``, ``Risk``, ``Deliverable``. Knows one plan.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Literal

from execplan.plan import values
from execplan.plan.levels import Level, level
from execplan.plan.model import Phase, Place, Plan, Risk, Step
from execplan.plan.weighing import rank, registered, severity, standing_of
from execplan.schedule.model import Scope, ScopeItem
from execplan.schedule.terms.dates import days_in
from execplan.schedule.terms.scope import level_of, tag_of
from execplan.schedule.words import are_in, words_of

Kind = Literal["due", "not_before", "scope", "risk", "deliverable"]
_LABELS: dict[str, Kind] = {
    "due": "due", "due date": "due", "deadline": "due", "due by": "due", "target date": "due",
    "not before": "not_before", "starts": "not_before", "earliest start": "not_before", "earliest": "not_before",
    "scope": "scope", "priority": "scope", "risk": "risk", "deliverable": "deliverable", "deliverables": "deliverable",
}  # fmt: skip
_LINE = re.compile(
    rf"^[ \t>]*(?:[-*+][ \t]+)?(?:\*\*|__)?(?P<label>{'|'.join(_LABELS)})[ \t]*(?:\*\*|__)?[ \t]*:[ \t]*(?:\*\*|__)?[ \t]*"
    r"(?P<value>\S[^\r\n]*)",
    re.IGNORECASE | re.MULTILINE,
)
_HINTS = ("due", "deadline", "target", "not before", "starts", "earliest", "scope", "priority", "risk", "deliverable")
"""One of them is in every label; most steps have none."""
_RISK_TAG = re.compile(
    r"[(\[]\s*(?:risk\s*:\s*(?P<after>high|medium|low)|(?P<before>high|medium|low)[- ]risk)\s*[)\]]", re.IGNORECASE
)
_CLAUSE = re.compile(r"[^,.:;(（—–]*")
_FEW = 3
"""Words that are a level and no sentence: ``remote`` is a likelihood, ``the remote service`` is none."""
_LONGEST = 600
"""Characters of a value."""
_WORD = re.compile(r"\w+")
_TITLE_LEAST = 8
"""Letters of a title that a risk may be found to name."""


def said_of(plan: Plan, step: Step) -> dict[Kind, str]:
    """The first value of each kind: fields and columns, else labelled lines of the step and of its paragraph elsewhere."""
    found: dict[Kind, str] = {}
    for place in (step.place, step.detail):
        if place is not None:
            _fields(plan, place, found)
            _lines(plan, place.line, place.end, found)
    return found


def _fields(plan: Plan, place: Place, found: dict[Kind, str]) -> None:
    for field in place.fields:
        kind = _LABELS.get(plan.source.slice(field.label).strip(" *_`").casefold())
        if kind and kind not in found and (text := values.text_of(plan.source, field)):
            found[kind] = text[:_LONGEST]


def _lines(plan: Plan, first: int, end: int, found: dict[Kind, str]) -> None:
    source = plan.source
    text = source.text[source.offset(first + 1) : source.offset(end)] if end > first + 1 else ""
    low = text.lower()
    if not any(hint in low for hint in _HINTS):
        return
    for match in _LINE.finditer(text):
        found.setdefault(_LABELS[match["label"].casefold()], match["value"][:_LONGEST].rstrip())


def deliverables(plan: Plan) -> dict[str, str]:
    """Of each phase that names one in a line that is no step's."""
    if "eliverable" not in plan.source.text:
        return {}
    inside = {line for step in plan.steps for line in range(step.place.line, step.place.end) if step.place.marker}
    return {phase.id: text for phase in plan.phases if (text := _deliverable(plan, phase, inside))}


def _deliverable(plan: Plan, phase: Phase, inside: set[int]) -> str | None:
    if phase.place is None:
        return None
    for line in range(phase.place.line + 1, phase.place.end):
        match = _LINE.match(plan.source.line(line)) if line not in inside else None
        if match and _LABELS[match["label"].casefold()] == "deliverable":
            return match["value"][:_LONGEST].rstrip()
    return None


def first_day_in(text: str | None, floor: date) -> date | None:
    """The day a value names, the first of several."""
    found = days_in(text, floor) if text else ()
    return found[0].first if found else None


def last_day_in(text: str | None, floor: date) -> date | None:
    """The day a value names, the last of several."""
    found = days_in(text, floor) if text else ()
    return found[-1].last if found else None


ScopeWords = tuple[Scope, frozenset[str]]


def scope_words(items: Iterable[ScopeItem]) -> tuple[ScopeWords, ...]:
    """Each item's level and words, taken apart once for all steps."""
    return tuple((item.level, words_of(item.text)) for item in items)


def scope_of_step(step: Step, raw: str, said: str | None, items: Iterable[ScopeWords]) -> Scope | None:
    """Its own field, its tag, else the item of the plan's scope that its title has the words of."""
    own = (level_of(said) if said else None) or tag_of(raw[:_LONGEST])
    if own:
        return own
    title = words_of(step.title)
    return next((level for level, words in items if _is_item(title, words, sure=level == "wont")), None)


def _is_item(title: frozenset[str], item: frozenset[str], *, sure: bool) -> bool:
    """Is the step the item? What would leave it out must be ``sure``: ``Migration`` is not ``Write the migration guide``."""
    if sure:
        return title == item or (len(item) > 1 and item <= title)
    return are_in(item, title) or (len(title) > 2 and title <= item)


def risk_of(raw: str, said: str | None, register: RiskIndex, step: Step) -> int:
    """0 none known … 3 high: its own words, else the highest standing risk of the register that names it."""
    if said:
        return _height(_level(said))
    tag = _RISK_TAG.search(raw) if "isk" in raw or "ISK" in raw else None
    if tag:
        return _height(level(tag["after"] or tag["before"]))
    return max(register.of_title(step.title), register.of_label(step.label))


class RiskIndex:
    """The risks that stand, and who names what. Many steps by many risks: each text is gone through once."""

    __slots__ = ("_by_height", "_by_word", "_texts")

    def __init__(self, texts: Iterable[tuple[str, int]]) -> None:
        self._texts = sorted(texts, key=itemgetter(1), reverse=True)
        self._by_height: dict[int, str] = {
            height: "\n".join(text for text, _ in own) for height, own in groupby(self._texts, key=itemgetter(1))
        }
        self._by_word: dict[str, list[int]] | None = None

    def of_title(self, title: str) -> int:
        """The highest that has the title in it."""
        folded = title.casefold()
        if len(folded) < _TITLE_LEAST:
            return 0
        return next((height for height, text in self._by_height.items() if folded in text), 0)

    def of_label(self, label: str | None) -> int:
        """The highest that names the label."""
        pattern = _label(label) if self._texts else None
        if pattern is None:
            return 0
        word = _WORD.search(_bare(label or ""))
        able = () if word is None else self._words().get(word[0], ())
        return next((self._texts[at][1] for at in able if pattern.search(self._texts[at][0])), 0)

    def _words(self) -> dict[str, list[int]]:
        """Which texts have a word, the highest first. A label glued to the word before it, ``step5``, is one of its own."""
        if self._by_word is None:
            self._by_word = {}
            for at, (text, _) in enumerate(self._texts):
                words = set(_WORD.findall(text))
                words |= {word.removeprefix(glue) for word in words for glue in ("step", "task")}
                for word in words:
                    self._by_word.setdefault(word, []).append(at)
        return self._by_word


def register_of(plan: Plan) -> RiskIndex:
    """Text and mitigation of the risks that stand, with their height; mitigated and accepted ones are left out."""
    return RiskIndex(
        (f"{one.text} {one.mitigation or ''}".casefold(), _height(_severity(one)))
        for one in registered(plan)
        if standing_of(one) == "open"
    )


def _severity(one: Risk) -> Level | None:
    impact, probability = level(one.impact), level(one.probability)
    return severity(impact, probability) or impact or probability


def _level(said: str) -> Level | None:
    """The level that a step's own words begin with (``high: nobody knows it``)."""
    clause = _CLAUSE.match(said)
    return level(clause[0]) if clause and len(clause[0].split()) <= _FEW else None


def _height(said: Level | None) -> int:
    """What nobody rated is a risk all the same, in the middle of the scale."""
    return rank(said or "medium")


def _label(label: str | None) -> re.Pattern[str] | None:
    """A label as a risk may name it: ``T027`` and ``step 5``; a bare number needs its word."""
    bare = _bare(label) if label else ""
    if not bare:
        return None
    word = r"(?:step|task)\s*#?" if bare[0].isdigit() else ""
    return re.compile(rf"(?<![\w.]){word}{re.escape(bare)}(?!\w|\.\d)")


def _bare(label: str) -> str:
    return re.sub(r"^(?:step|task)\s*#?", "", label.casefold()).strip(" .#")
