"""Marks in an entry's own text: stamps, state words, glyphs, pointers, labels, strikes. Knows one text; knows no plan.

A state word is a mark only at the start (bold, in capitals, in parentheses, or before a colon), in parentheses or
after a dash at the end. ``Remove the blocked list`` and ``Blocked: none`` carry none.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from execplan.plan import stamps, states
from execplan.plan.model import Status
from execplan.plan.outcomes import BLOCKER, OUTCOME, RETRACTED, is_nothing
from execplan.text.record import record

MarkKind = Literal["stamp", "state", "glyph", "pointer", "parallel", "percent", "outcome", "strike", "label"]

POINTER = re.compile(
    r"(?:(?<![ \t])[ \t]*+)?(?:←|<-{1,2}|⬅️?|👈)\s*\**"
    r"(?:CURRENT|YOU ARE HERE|HERE|NOW|当前|當前|現在|현재|ACTUAL|AKTUELL|ATUAL|ТЕКУЩИЙ|EN COURS)"
    r"(?: STEP)?\**[.!]?(?=\s|$)",
    re.IGNORECASE,
)
_ARROW = re.compile("[→>⇒†←<⬅👈]")
"""What an outcome and a pointer begin with, or end their beginning with; most texts have none."""
_MOST = 12
"""Marks at either end of a text; more are no marks but text."""
_NEAR = 200
"""Characters before the end among which a short mark is looked for: a long text is not read through for each."""
_KEPT = 300
"""Characters of a text whose marks are kept; longer ones are few."""
_SPACE = re.compile(r"\s+")
_SPACED_DASH = re.compile(r"\s[—–-]\s")
_DASH = r"(?<!\s)\s++[—–-]\s++"
_DASHED = re.compile(rf"{_DASH}(?P<rest>[^—–]{{1,60}})\Z")
_CAPITALS = re.compile(rf"{_DASH}(?P<word>[A-Z][A-Z_ ]{{3,}}[A-Z])\b(?=\s+(?:by|on|until|pending|for)\b|\s*:)")
_PAREN_STAMP = re.compile(r"[(\[（]\s*")
_BOLD = re.compile(r"(\*\*|__)(?P<inner>(?:(?!\1).)+?)\1", re.DOTALL)
_ALL_BOLD = re.compile(r"\*\*((?:(?!\*\*).)+)\*\*", re.DOTALL)
_PAREN = re.compile(r"[(\[（](?P<inner>[^()\[\]（）]{1,60})[)\]）]")
_SEPARATOR = re.compile(r"\s*(?:[:：]|[—–]|-(?=\s))?\s*")
_PERCENT = re.compile(r"[(\[（]\s*(?P<n>\d{1,3})\s*%[^)\]）]{0,20}[)\]）]")
PERCENT = re.compile(r"(\d{1,3})\s*%")
_PARALLEL = re.compile(r"\[P\]\s*")
_KINDS = (
    r"Step|Task|Phase|Milestone|Item|Part|Paso|Tarea|Schritt|Aufgabe|Passo|Tarefa|"
    r"Шаг|Задача|Étape|Tâche|步骤|任务|단계|작업|ステップ|タスク"
)
_NAMED = rf"(?:{_KINDS})\s*#?\s*[A-Za-z]?\d+(?:[.-]\w+)*"
_CODE = (
    r"\d+(?:\.\d+)+[a-z]?|\d+[.)](?=\s)|(?!(?:UTF|ISO|SHA|RFC|AES|PEP)-)[A-Z]{1,5}-\d+(?:[.-]\w+)*"
    r"|[A-Z]{1,3}\d{2,}[a-z]?|[A-Z]\d-\d+|[A-Z]{1,2}\d+(?=[:：])"
)
"""Task ids; names of standards (``UTF-8``) only look like them."""
_LABELS = (
    re.compile(
        rf"(?P<open>\*\*|__)(?P<label>{_NAMED}|{_CODE})(?P=open)\s*(?:[:：.]|[—–]|-(?=\s))?\s*(?P<close>)",
        re.IGNORECASE,
    ),
    re.compile(rf"(?P<open>\*\*|__)(?P<label>{_NAMED}|{_CODE})\s*(?:[:：.]|[—–]|-(?=\s)|(?=\s))\s*(?P<close>)"),
    re.compile(rf"[`\[]?(?P<label>{_NAMED})[`\]]?\s*(?:[:：.]|[—–]|-(?=\s))\s*", re.IGNORECASE),
    re.compile(rf"[`\[]?(?P<label>{_CODE})[`\]]?(?:\s*(?:[:：]|[—–]|-(?=\s))\s*|\s+)"),
)
_LABEL_START = re.compile(rf"(?:\*\*|__)?[`\[]?(?:{_KINDS}|[A-Z]{{1,5}}-?\d|\d)", re.IGNORECASE)
"""How each of them begins: most texts do not."""
_BOLD_OR_TICKS = re.compile(r"\*\*|`+")
_SINCE_OR_STRIKE = re.compile(r"\s*(?:\(since [^)]*\)\s*)?(?:~~)?")


@record
class Mark:
    kind: MarkKind
    start: int
    end: int
    value: str = ""


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
    start = _lead(text, 0, marks)
    label, start = _label(text, start, marks)
    if label:
        start = _lead(text, start, marks)
    end = _tail(text, start, marks)
    start, end = _strike(text, start, end, marks)
    if start < end and any(mark.kind == "strike" for mark in marks):
        start = _lead(text, start, marks)
        if label is None:
            label, start = _label(text, start, marks)
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


def _lead(text: str, at: int, marks: list[Mark]) -> int:
    for _ in range(_MOST):
        at = _space(text, at)
        following = _lead_mark(text, at)
        if following is None:
            break
        marks.append(following)
        at = following.end
    return at


def _space(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


def _lead_mark(text: str, at: int) -> Mark | None:
    if text[at : at + 1].isalpha() and not states.may_begin(text, at):
        return None
    opening = _PAREN_STAMP.match(text, at)
    stamp = stamps.parse(text, opening.end() if opening else at)
    if stamp:
        close = re.compile(r"\s*[)\]）]" if opening else r"(?=\s|[:：—–]|$)").match(text, stamp.end)
        if close:
            return Mark("stamp", at, _skip(text, close.end()), stamp.value)
    if parallel := _PARALLEL.match(text, at):
        return Mark("parallel", at, parallel.end())
    if glyph := states.GLYPH.match(text, at):
        return Mark("glyph", at, glyph.end(), glyph[0].rstrip("\ufe0e\ufe0f"))
    bold = _BOLD.match(text, at)
    if bold:
        stamp = stamps.parse(bold["inner"].strip(" []()"), 0)
        if stamp and stamp.end == len(bold["inner"].strip(" []()")):
            return Mark("stamp", at, _skip(text, bold.end()), stamp.value)
        if word := _state_alone(bold["inner"]):
            return Mark("state", at, _skip(text, bold.end()), word)
    paren = _PAREN.match(text, at)
    if paren and (word := _state_alone(paren["inner"])):
        return Mark("state", at, _skip(text, paren.end()), word)
    word = states.STATE_WORD.match(text, at)
    if word and word[0].isupper() and word[0].isascii() and len(word[0]) > 2:
        return Mark("state", at, _skip(text, word.end()), word[0])
    if word and re.match(r"\s*(?:[:：]|[—–])\s*\S", text[word.end() :]) and states.of_word(word[0]) != "todo":
        rest = _skip(text, word.end())
        if not is_nothing(text[rest:]):
            return Mark("state", at, rest, word[0])
    return None


def _skip(text: str, at: int) -> int:
    match = _SEPARATOR.match(text, at)
    return match.end() if match else at


def _state_alone(inner: str) -> str | None:
    """The state word of a marker such as ``IN PROGRESS``, ``✅ 已完成``, ``[COMPLETED 2026-04-25]``, ``in progress, 60%``."""
    content = states.GLYPH.sub("", inner).strip(" []()（）*:：")
    word = states.STATE_WORD.match(content)
    if not word:
        return None
    rest = stamps.STAMP.sub("", content[word.end() :])
    rest = re.sub(r"\d{1,3}\s*%|\b(?:on|at|am|since|by)\b|[\s,;:.~—–-]", "", rest)
    return word[0] if not rest else None


def _label(text: str, at: int, marks: list[Mark]) -> tuple[str | None, int]:
    if not _LABEL_START.match(text, at):
        return None, at
    for pattern in _LABELS:
        match = pattern.match(text, at)
        if match and match.end() < len(text) and not _ends_there(text, match.end()):
            marks.append(Mark("label", at, match.end(), match["label"]))
            return match["label"].rstrip(".)"), match.end()
    return None, at


def _ends_there(text: str, at: int) -> bool:
    """Do only closing marks follow? The words before them are the text then, no label."""
    tail = _SINCE_OR_STRIKE.match(text, at)
    at = tail.end() if tail else at
    return not text[at:].strip() or any(pattern.match(text, at) for pattern in (OUTCOME, RETRACTED, BLOCKER, POINTER))


def _tail(text: str, start: int, marks: list[Mark]) -> int:
    end = _pointed(text, start, marks) if _ARROW.search(text, start) else len(text)
    for _ in range(_MOST):
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
    pattern = _PAREN if head[-1] in ")]）" else _BOLD if head[-1] in "*_" else None
    for match in pattern.finditer(text, start, stop) if pattern else ():
        if match.end() == stop and match.start() > start and (word := _state_alone(match["inner"])):
            return Mark("state", _before(text, match.start()), end, word)
    if _SPACED_DASH.search(head):
        near = max(0, len(head) - _NEAR)
        dash = _DASHED.search(head, near)
        if dash and dash.start() and (word := _state_alone(dash["rest"].strip("*_."))):
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


def _strike(text: str, start: int, end: int, marks: list[Mark]) -> tuple[int, int]:
    inner = text[start:end].strip()
    if len(inner) > 4 and inner.startswith("~~") and inner.endswith("~~") and "~~" not in inner[2:-2]:
        left = text.index("~~", start)
        right = text.rindex("~~", start, end)
        marks += (Mark("strike", left, left + 2), Mark("strike", right, right + 2))
        return left + 2, right
    return start, end
