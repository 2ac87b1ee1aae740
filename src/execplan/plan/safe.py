"""Makes text given by a client into one Markdown entry that reads back as itself. Knows marks; knows no document.

New lines become spaces; whatever would open a block, a comment, a field or a mark of ours is escaped the CommonMark
way (a backslash before punctuation, a character reference elsewhere), so it is shown as it was typed.
"""

from __future__ import annotations

import re
import string
import unicodedata
from dataclasses import replace

from execplan.plan import marks, stamps, vocabulary
from execplan.plan.errors import PlanError
from execplan.plan.places import labelled

LONGEST = 8_000
"""Characters of one entry."""
_BLOCK = re.compile(
    r"(?:#{1,6}(?=\s|$)|[-+*](?=\s|$)|>|`{3}|~{2}|\||<|\[|\{|={2,}|-{2,}|\*{3}|_{3}|\*\s*\*\s*\*|\$\$|[:：—–])"
)
_NUMBERED = re.compile(r"(\d{1,9})([.)])(?=\s|$)")
_KIND = re.compile(r"(?:decision|discovery|risk|question)\s*#?\d*\s*(?:[:：]|[.—–-](?=\s|$))", re.IGNORECASE)
_BLOCKER = re.compile(r"(?=\*\*BLOCKER\*\*|BLOCKER\s*:)")
_ARROWS = {"→": "&rarr;", "←": "&larr;", "⇒": "&rArr;", "⬅": "&#x2B05;", "👈": "&#x1F448;"}
_ARROW_AHEAD = re.compile(
    r"(?:→|->|=>|⇒|â†’)(?=\s*\**(?:skipped|deferred|cancelled|canceled|dropped|resolved|retracted|answered|answer|blocker)\b)|"
    r"(?:←|<-{1,2}|⬅️?|👈)(?=\s*\**(?:current|you are here|here|now|当前|當前|現在|현재|actual|aktuell|atual|текущий|en cours)\b)",
    re.IGNORECASE,
)
_SINCE = re.compile(r"\((?=since [^)]*\)\s*\Z)", re.IGNORECASE)
_DATED = re.compile(r"(?<!\\)\((?P<inner>[^()]{6,60})\)\s*\Z")
"""``(2026-02-20 / Codex)`` at the end names a record's date and author."""
_ALL_BOLD = re.compile(r"(\*\*|__)(?P<inner>(?:(?!\1).)+)\1", re.DOTALL)
"""Emphasis of a whole entry says nothing, and house styles give it meaning: it is dropped."""
_INVISIBLE = ("Cc", "Cf", "Zs", "Zl", "Zp")
_LABEL = "Word: "
_MARKED = ("stamp", "state", "glyph", "pointer", "parallel", "percent", "outcome", "strike", "label")


def entry(text: str, what: str = "text") -> str:
    """Makes one safe line of a text. Law: done twice it is done once. Raises ``invalid`` for text that says nothing."""
    if len(text) > LONGEST:
        raise PlanError(
            "too_large", f"{what} has {len(text)} characters, the limit is {LONGEST}", "shorten it or link to a file"
        )
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise PlanError("invalid", f"{what} is not valid Unicode text", "send it without lone surrogates") from None
    line = one_line(text)
    safe = _settle(line)
    visible = any(unicodedata.category(char) not in _INVISIBLE for char in line)
    empty = vocabulary.EMPTY.match(line) and re.search(r"[^\W_]|^[—–-]$", line)
    if not visible or empty or vocabulary.is_unset(safe):
        raise PlanError("invalid", f"{what} says nothing", f"give the {what} in words")
    return safe


def one_line(text: str) -> str:
    """The text on one line, without control characters."""
    kept = "".join(char if unicodedata.category(char) not in ("Cc", "Zl", "Zp") else " " for char in text)
    return marks.collapse(kept.replace("\ufeff", ""))


def _settle(text: str) -> str:
    for _ in range(200):
        following = _step(text)
        if following == text:
            return text
        text = following
    raise PlanError("invalid", "the text cannot be written as one entry", "say it in plainer words")


def _step(text: str) -> str:
    """One thing escaped, or the text itself when nothing is left to escape."""
    if (comment := text.find("<!--")) != -1:
        return f"{text[:comment]}\\<\\!--{text[comment + 4 :]}"
    if (bar := _unescaped(text, "|")) != -1:
        return _escape(text, bar)
    if match := _ALL_BOLD.fullmatch(text):
        return match["inner"].strip()
    if (strike := text.find("~~")) != -1:  # a skipped step and a resolved blocker are struck as a whole
        return f"{text[:strike]}\\~\\~{text[strike + 2 :]}"
    if text.startswith("~") or (text.endswith("~") and not text.endswith("\\~")):
        return _escape(text, 0 if text.startswith("~") else len(text) - 1)
    if (lone := marks.lone_bold(text)) is not None:
        return f"{text[:lone]}\\*\\*{text[lone + 2 :]}"
    if match := _KIND.match(text):
        return _escape(text, match.end() - 1)
    if match := _BLOCK.match(text):
        return _escape(text, match.start())
    if match := _NUMBERED.match(text):
        return _escape(text, match.start(2))
    if match := _ARROW_AHEAD.search(text):
        return _escape(text, match.end() - 1 if match[0].isascii() else match.start())
    if (match := _BLOCKER.search(text)) and text[match.start() - 1 : match.start()] != "\\":
        at = match.start()
        return f"{text[:at]}\\*\\*{text[at + 2 :]}" if text[at] == "*" else _escape(text, text.index(":", at))
    if (match := _SINCE.search(text)) and text[match.start() - 1 : match.start()] != "\\":
        return _escape(text, match.start())
    if (match := _DATED.search(text)) and stamps.search(match["inner"]):
        return _escape(text, match.start())
    if len(text) - len(text.rstrip("\\")) & 1:
        return text + "\\"
    if found := labelled(text):
        return _escape(text, _colon(text, found[2]))
    for match in re.finditer(r"(?<=[.。!?`)])[ \t]+(?=[^\W\d_])", text):
        inner = labelled(text, match.end())
        if inner:
            return _escape(text, _colon(text, inner[2]))
    mark = next((mark for mark in marks.read(text).marks if mark.kind in _MARKED), None) or _mark_behind_label(text)
    return _without(text, mark) if mark else text


def _mark_behind_label(text: str) -> marks.Mark | None:
    """A mark the text would be as a whole once a label stands before it (``Decision: (60%)``)."""
    found = marks.read(_LABEL + text)
    tail = (mark for mark in found.marks if mark.kind in _MARKED and mark.start >= len(_LABEL) - 1)
    return next(
        (replace(mark, start=max(0, mark.start - len(_LABEL)), end=mark.end - len(_LABEL)) for mark in tail), None
    )


def _colon(text: str, after: int) -> int:
    return next(at for at in range(after, len(text)) if text[at] in ":：")


def _unescaped(text: str, what: str) -> int:
    at = text.find(what)
    while at > 0 and text[at - 1] == "\\":
        at = text.find(what, at + 1)
    return at


def _without(text: str, mark: marks.Mark) -> str:
    """The mark's first telling character escaped: a punctuation inside it, else its first character."""
    start = mark.start + len(text[mark.start : mark.end]) - len(text[mark.start : mark.end].lstrip())
    for at in range(start, mark.end):
        if text[at] in string.punctuation and text[at] != "\\" and text[at - 1 : at] != "\\":
            return _escape(text, at)
    return _escape(text, start)


def _escape(text: str, at: int) -> str:
    char = text[at]
    if char in string.punctuation:
        return f"{text[:at]}\\{text[at:]}"
    reference = _ARROWS.get(char, f"&#x{ord(char):X};")
    return text[:at] + reference + text[at + 1 :]
