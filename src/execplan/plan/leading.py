"""Marks at the start of an entry's text: stamps, state words, glyphs, and the label after them. Knows one text."""

from __future__ import annotations

import re

from execplan.plan import stamps, states
from execplan.plan.mark import BOLD, MOST, PAREN, Mark, state_alone
from execplan.plan.outcomes import is_nothing
from execplan.plan.trailing import ends_there

_SPACE = re.compile(r"\s+")
_PAREN_STAMP = re.compile(r"[(\[（]\s*")
_SEPARATOR = re.compile(r"\s*(?:[:：]|[—–]|-(?=\s))?\s*")
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


def lead(text: str, at: int, marks: list[Mark]) -> int:
    for _ in range(MOST):
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
    bold = BOLD.match(text, at)
    if bold:
        stamp = stamps.parse(bold["inner"].strip(" []()"), 0)
        if stamp and stamp.end == len(bold["inner"].strip(" []()")):
            return Mark("stamp", at, _skip(text, bold.end()), stamp.value)
        if word := state_alone(bold["inner"]):
            return Mark("state", at, _skip(text, bold.end()), word)
    paren = PAREN.match(text, at)
    if paren and (word := state_alone(paren["inner"])):
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


def label_at(text: str, at: int, marks: list[Mark]) -> tuple[str | None, int]:
    if not _LABEL_START.match(text, at):
        return None, at
    for pattern in _LABELS:
        match = pattern.match(text, at)
        if match and match.end() < len(text) and not ends_there(text, match.end()):
            marks.append(Mark("label", at, match.end(), match["label"]))
            return match["label"].rstrip(".)"), match.end()
    return None, at
