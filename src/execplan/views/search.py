"""Finds words in plans: entries and prose, best match first. Knows plans; knows no file, no clock and no index.

All words of a query must stand in one entry. A word stands where a word of the text begins with it, in the scripts
that put no space between words anywhere, and, when it is long, where a word differs from it by one letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Literal, get_args

from execplan.plan.errors import PlanError
from execplan.plan.model import Plan, Section
from execplan.plan.outline import title_section
from execplan.text.words import LONG, WORD, folded, one_off, runs_on, slips
from execplan.views.measure import tokens

Kind = Literal[
    "plan", "step", "criterion", "decision", "discovery", "blocker", "question", "risk", "log", "section"
]  # fmt: skip
KINDS: tuple[Kind, ...] = get_args(Kind)
SNIPPET = 24
"""Tokens of a snippet."""
_MOST_WORDS = 12
_EXACT, _START, _INSIDE, _TYPO = 4, 3, 3, 1
_IN_TITLE = 2
"""A match in what an entry is called counts this much more than one in what it says besides."""
_OWN: dict[Kind, int] = {"plan": 3, "step": 2, "decision": 2, "blocker": 2, "question": 2}
"""What kinds come first among equal matches."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One entry with all the words. ``id`` is None of a plan and of a section; ``name`` says which section."""

    plan: str
    kind: Kind
    id: str | None
    name: str | None
    line: int
    score: int
    shown: str = field(repr=False)
    """The text of which the snippet is cut."""
    words: tuple[_Sought, ...] = field(repr=False)

    @property
    def snippet(self) -> str:
        """Cut when it is asked for: of many hits few are shown."""
        return _snippet(self.shown, self.words)


@dataclass(frozen=True, slots=True)
class _Entry:
    kind: Kind
    id: str | None
    title: str
    text: str
    line: int


def words_of(query: str) -> tuple[str, ...]:
    """The words to look for, folded. Raises ``invalid`` where there is none, or too many."""
    words = tuple(dict.fromkeys(WORD.findall(folded(query))))
    if not words:
        raise PlanError("invalid", "query has no word in it", "give one or more words")
    if len(words) > _MOST_WORDS:
        raise PlanError("invalid", f"query has {len(words)} words, the limit is {_MOST_WORDS}", "give fewer words")
    return words


def search(plans: Iterable[tuple[str, Plan]], query: str, kinds: Iterable[Kind] = ()) -> tuple[Hit, ...]:
    """The entries of the named plans that have all the words, best first. Raises ``invalid`` as ``words_of`` does."""
    words = tuple(map(_Sought.of, words_of(query)))
    wanted = frozenset(kinds) or frozenset(KINDS)
    hits: list[Hit] = []
    for name, plan in plans:
        for entry in _entries(plan):
            if entry.kind not in wanted:
                continue
            both = folded(f"{entry.title}\n{entry.text}")
            if not all(word.may_be_in(both) for word in words):
                continue  # of most entries nothing more is asked
            title, text = folded(entry.title), folded(entry.text)
            score = 0
            for word in words:
                best = max(_IN_TITLE * word.score(title), word.score(text))
                if not best:
                    break
                score += best
            else:
                shown = entry.title if all(word.score(title) for word in words) or not entry.text else entry.text
                section = entry.title if entry.kind == "section" else None
                shown = shown if section is None or entry.text else entry.title
                score = 10 * score + _OWN.get(entry.kind, 0)
                hits.append(Hit(name, entry.kind, entry.id, section, entry.line, score, shown, words))
    return tuple(sorted(hits, key=lambda hit: (-hit.score, hit.plan, hit.line)))


def _entries(plan: Plan) -> Iterator[_Entry]:
    yield _Entry("plan", None, plan.title, plan.objective or "", 0)
    for step in plan.steps:
        said = _joined(step.verification, step.notes, ", ".join(step.files), step.owner, "; ".join(step.evidence))
        yield _Entry("step", step.id, _joined(step.label, step.title), said, step.line)
    for criterion in plan.criteria:
        yield _Entry("criterion", criterion.id, criterion.text, "", criterion.line)
    for one in plan.decisions:
        said = _joined(one.decision, one.rationale, one.alternatives, one.trade_offs, one.by, one.reference)
        yield _Entry("decision", one.id, one.title, said, one.line)
    for one in plan.discoveries:
        said = _joined(one.what, one.why_it_matters, one.action, one.evidence)
        yield _Entry("discovery", one.id, one.title, said, one.line)
    for one in plan.blockers:
        if one.question is None:
            said = _joined(one.needs, "; ".join(one.options), one.owner, one.resolution)
            yield _Entry("blocker", one.id, one.text, said, one.line)
    for one in plan.questions:
        yield _Entry("question", one.id, one.text, _joined(one.answer, one.needs, "; ".join(one.options)), one.line)
    for one in plan.risks:
        yield _Entry("risk", one.id, one.text, _joined(one.mitigation, one.owner, one.status), one.line)
    told = {one.line for one in (*plan.decisions, *plan.discoveries, *plan.blockers)}
    for one in plan.log:
        if one.line not in told:  # a log line that is a decision as well is found as one
            written = folded(one.kind) in folded(plan.source.line(one.line))  # nobody's word is found by nobody
            yield _Entry("log", one.id, one.text, one.kind if written else "", one.line)
    taken, top = _taken(plan), title_section(plan.sections)
    for index, section in enumerate(plan.sections):
        if section.line in taken or (index == top and not _prose(plan, section, taken)):
            continue  # it is found as the record that it is, or as the plan
        yield _Entry("section", None, section.title, _prose(plan, section, taken), section.line)


def _joined(*parts: str | None) -> str:
    return " · ".join(part for part in parts if part)


def _taken(plan: Plan) -> frozenset[int]:
    """Lines of entries: found as what they are, not once more as prose. A step drawn as a heading has prose of its own."""
    records = (*plan.decisions, *plan.discoveries, *plan.blockers, *plan.questions, *plan.risks, *plan.log)
    boxes = (one for one in (*plan.steps, *plan.criteria) if one.place.marker or one.place.box)
    return frozenset(chain.from_iterable(range(one.place.line, one.place.end) for one in (*records, *boxes)))


def _prose(plan: Plan, section: Section, taken: frozenset[int]) -> str:
    text, at = plan.source.text, plan.source.offset
    lines = (
        text[at(line) : at(line + 1)].strip() for line in range(section.line + 1, section.own_end) if line not in taken
    )
    return " ".join(filter(WORD.search, lines))


# --- words -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Sought:
    """A folded word of the query, and what is looked for before a text is cut into words."""

    word: str
    runs_on: bool
    slips: tuple[str, ...]
    """Pieces without which no word of a text is this one mistyped."""
    whole: re.Pattern[str]
    start: re.Pattern[str]

    @staticmethod
    def of(word: str) -> _Sought:
        some = slips(word) if len(word) >= LONG else ()
        return _Sought(word, runs_on(word), some, re.compile(rf"\b{word}\b"), re.compile(rf"\b{word}"))

    def may_be_in(self, text: str) -> bool:
        """Whether a folded text has the word, or a piece that none is mistyped without."""
        return self.word in text or any(piece in text for piece in self.slips)

    def score(self, text: str) -> int:
        """How well the word stands in a folded text; 0 where it does not."""
        if self.word in text:
            if self.whole.search(text):
                return _EXACT
            if self.runs_on:
                return _INSIDE
            return _START if self.start.search(text) else _TYPO if self.slips else 0
        if any(piece in text for piece in self.slips):
            return _TYPO if any(one_off(self.word, other) for other in WORD.findall(text)) else 0
        return 0


def _snippet(text: str, words: tuple[_Sought, ...]) -> str:
    """Some words around the first match, ``…`` where the text goes on."""
    line = " ".join(text.split())
    if tokens(line) <= SNIPPET:
        return line
    pieces = [line[found.start() : found.end()] for found in re.finditer(r"\S+\s*", line)]
    if any(map(runs_on, pieces)):
        pieces = re.findall(r"[^\W\d_\u2e80-\uffff]+\s*|.", line)
    first = next((at for at, piece in enumerate(pieces) if _matches(piece, words)), 0)
    if first == 0:
        at = min((found for word in words if (found := folded(line).find(word.word)) != -1), default=0)
        first = next((n for n in range(len(pieces)) if sum(map(len, pieces[: n + 1])) > at), 0)
    start = end = first
    room = SNIPPET - 2 - tokens(pieces[first])
    while room > 0 and (start > 0 or end < len(pieces) - 1):
        before = start > 0 and (first - start <= end - first or end == len(pieces) - 1)
        piece = pieces[start - 1] if before else pieces[end + 1]
        room -= tokens(piece)
        if room < 0:
            break
        start, end = (start - 1, end) if before else (start, end + 1)
    shown = "".join(pieces[start : end + 1]).strip()
    if tokens(shown) > SNIPPET:
        shown = shown[: SNIPPET * 3]
    return ("…" if start else "") + shown + ("…" if end < len(pieces) - 1 else "")


def _matches(piece: str, words: tuple[_Sought, ...]) -> bool:
    text = folded(piece)
    return any(word.score(text) for word in words)
