"""What may be left out: must, should and won't have, and cuts agreed beforehand. Knows lines and prose; knows no schedule."""

from __future__ import annotations

import re
from collections.abc import Iterator

from execplan.plan.estimates import effort
from execplan.plan.model import Plan
from execplan.schedule.model import Cut, Scope, ScopeItem
from execplan.schedule.terms.lines import lines_in
from execplan.schedule.words import NUMBERS, words_of

_LEVELS: tuple[tuple[Scope, re.Pattern[str]], ...] = (
    (
        "wont",
        re.compile(r"won[’']?t[- ]haves?|wont|out[- ]of[- ]scope|not in scope|non-?goals?|excluded", re.IGNORECASE),
    ),
    ("must", re.compile(r"must[- ]haves?|must|mvp|non[- ]negotiable|in scope", re.IGNORECASE)),
    (
        "should",
        re.compile(
            r"should[- ]haves?|should|could[- ]haves?|could|nice[- ]to[- ]haves?|stretch(?: goals?)?", re.IGNORECASE
        ),
    ),
)
_LEAD = re.compile(r"[^\w(]+")
_TAG = re.compile(
    r"[(\[]\s*(?:scope:?\s*)?(?P<level>must(?:[- ]have)?|should(?:[- ]have)?|could(?:[- ]have)?|nice[- ]to[- ]have|"
    r"won[’']?t(?:[- ]have)?|out of scope|stretch|mvp)\s*[)\]]",
    re.IGNORECASE,
)
_AMOUNT = rf"(?P<over>(?:\d+(?:[.,]\d+)?|{'|'.join(NUMBERS)})\s*-?\s*(?:hours?|hrs?|h|days?|d|weeks?|w|sprints?)\b)"
_OVER = rf"(?:for\s+)?(?:(?:any\s+)?(?:longer|more)\s+than|over|beyond|past|at least|exceeds?|>=?|≥)\s*{_AMOUNT}"
_MARKS = ("longer than", "more than", "over ", "beyond ", "past ", "at least", "exceed", ">", "≥")
_SPOT = re.compile(_OVER, re.IGNORECASE)
_WHEN = rf"(?P<when>[^.;\n]{{2,120}}?)\s+(?:is\s+)?(?:(?:takes?|taking|needs?|lasts?|runs?|slips?(?:\s+by)?|is|are)\s+)?{_OVER}"
_VERB = r"(?:cut|drop|leave\s+out|skip|remove|defer|postpone|descope|omit)"
_AHEAD = re.compile(
    rf"\b(?:if|when|should)\s+{_WHEN}[^.;\n]{{0,40}}?\b{_VERB}\s+(?P<drop>[^.;\n]{{2,120}})", re.IGNORECASE
)
_BEHIND = re.compile(rf"\b{_VERB}\s+(?P<drop>[^.;\n]{{2,80}}?),?\s+(?:if|when|should)\s+{_WHEN}", re.IGNORECASE)
_END = re.compile(r"\s*(?:,\s+(?:and|then|so|but|which)\b.*|\s[-–—]\s.*)\Z", re.DOTALL)


def level_of(text: str) -> Scope | None:
    """The level that a heading or label gives: ``Must Have (MVP)``, ``Nice-to-have``, ``Out of scope``."""
    bare = _LEAD.sub("", text, count=1) if text[:1] and not text[0].isalnum() else text
    for level, pattern in _LEVELS:
        match = pattern.match(bare)
        rest = bare[match.end() :].lstrip() if match else ""
        if match and (not rest or not rest[0].isalnum()):
            return level
    return None


def tag_of(text: str) -> Scope | None:
    """The level in a remark of a step: ``(should have)``, ``[nice-to-have]``."""
    match = _TAG.search(text) if "(" in text or "[" in text else None
    return level_of(match["level"]) if match else None


def scope_of(plan: Plan) -> Iterator[ScopeItem]:
    """The items under headings and bold labels that name a level; a label with its items behind it as well."""
    for section in plan.sections:
        own = level_of(section.title)
        scoped = section.role in ("scope", "constraints", "objective") or own is not None
        if not scoped or section.role in ("phase", "steps", "progress"):
            continue
        for line in lines_in(plan, section):
            level = own
            for label in line.above:
                level = level_of(label) or level
            said = level_of(line.label) if line.label else None
            if said:
                for item in re.split(r"\s*[,;]\s*", line.value) if line.value else ():
                    yield ScopeItem(said, item.strip(" ."), line.number)
            elif level and line.bullet and line.text.strip():
                yield ScopeItem(level, line.text.strip(), line.number)


def cuts_of(plan: Plan) -> Iterator[Cut]:
    """``If X takes over a week, drop Y`` and ``drop Y if X takes over a week``, anywhere in the plan."""
    source = plan.source
    for number in dict.fromkeys(source.line_of(spot) for spot in _spots(source.text)):
        line = source.line(number)
        for start, text in (
            (number, line),
            (number, f"{line} {_line(plan, number + 1)}"),
            (number - 1, f"{_line(plan, number - 1)} {line.strip()}"),
        ):
            if cut := _cut_in(text, start):
                yield cut
                break


def _spots(text: str) -> list[int]:
    """Where something is over an amount of time. Such words are rare, and found sooner than matched."""
    low = text.lower()
    low = low if len(low) == len(text) else text
    found: list[int] = []
    for word in _MARKS:
        at = low.find(word)
        while at != -1:
            if match := _SPOT.match(text, at):
                found.append(match.start("over"))
            at = low.find(word, at + 1)
    return sorted(found)


def _line(plan: Plan, number: int) -> str:
    return plan.source.line(number).strip() if 0 <= number < plan.source.line_count else ""


def _cut_in(line: str, number: int) -> Cut | None:
    line = re.sub(r"\*\*|__|`", "", line[:600])
    match = _AHEAD.search(line) or _BEHIND.search(line)
    if match is None:
        return None
    over = _minutes(match["over"])
    when = match["when"].strip(" ,")
    drop = _END.sub("", match["drop"]).strip(" ,.:*")
    if not over or not words_of(when) or not words_of(drop):
        return None
    return Cut(when, over, drop, number)


def _minutes(amount: str) -> int | None:
    first = re.match(r"[A-Za-z]+", amount)
    if first:
        amount = str(NUMBERS.get(first[0].casefold(), 0)) + amount[first.end() :]
    amount = re.sub(r"sprints?", "weeks", amount)
    found = effort(amount)
    return found[1] if found else None
