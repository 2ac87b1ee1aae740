"""What takes its time outside: ``security review (2-week turnaround)``, ``legal sign-off takes 5 working days``. Knows lines."""

from __future__ import annotations

import re

from execplan.schedule.model import Wait
from execplan.schedule.terms.lines import Line
from execplan.schedule.words import NUMBERS, number, words_of

_TIME = re.compile(
    rf"(?:(?P<low>\d{{1,3}}|{'|'.join(NUMBERS)})\s*(?:-|–|to)\s*)?(?P<high>\d{{1,4}}|{'|'.join(NUMBERS)})[\s-]*"
    r"(?P<kind>working|business|work|calendar)?[\s-]*(?P<unit>hours?|days?|weeks?|months?|h|d|w)\b(?!\s+ago)",
    re.IGNORECASE,
)
_TAKES = re.compile(
    r"\b(?:takes?|taking|turn-?around|lead time|needs?|wait(?:s|ing)?|within|answers?|responds?|reply|replies|notice|"
    r"up to|elapsed)\b",
    re.IGNORECASE,
)
_OUTSIDE = re.compile(
    r"\b(?:reviews?|sign-?offs?|approvals?|audits?|turn-?around|lead time|certifications?|procurement|deliver(?:y|ies))\b",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"(?:(?:we|will|also|must|then)\s+)*(?:needs?|requires?|waiting (?:for|on)|wait (?:for|on)|depends on|get|obtain)\s+"
    r"(?:(?:an?|the|to)\s+)?|(?:an?|the)\s+",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"[\s,:;(\[–—-]*(?:(?:which|that|it|this|usually|always|typically|about|around|roughly|approx\.?|has|have|with|of|an?|~|"
    r"takes?|taking|turn-?around(?: time)?(?: is| of)?|lead time(?: is| of)?|needs?|wait(?:s|ing)?|within|answers?|"
    r"responds?|replies|up to|is|are|will|can|at (?:most|least)|for|in)\s*[\s,:;(\[–—-]*)*\Z",
    re.IGNORECASE,
)
_CLOCK = {"h": 60, "d": 1440, "w": 10080, "m": 43200}


def wait_of(line: Line, *, external: bool) -> Wait | None:
    """The wait a line tells of; outside of a list of external things it must be called a review, an approval or so."""
    text = line.value if external and line.label else line.text
    if "%" in text or (not external and not (_OUTSIDE.search(text) and _TAKES.search(text))):
        return None
    for match in _TIME.finditer(text):
        minutes = _minutes(match)
        words = _TAIL.sub("", text[: match.start()]).strip(" .")
        lead = _LEAD.match(words)
        words = words[lead.end() :] if lead else words
        if not words and external and words_of(line.label) - {"external", "wait", "dependency", "approval", "review"}:
            words = line.label
        if minutes and words_of(words) and len(words) <= 120:
            return Wait(words, minutes, line.number)
    return None


def _minutes(match: re.Match[str]) -> int:
    """By the clock; five working days are a week."""
    amount, unit = number(match["high"]) or 0, match["unit"][0].casefold()
    if (match["kind"] or "").casefold() in ("working", "business", "work") and unit == "d":
        return (amount // 5 * 7 + amount % 5) * 1440
    return amount * _CLOCK[unit]
