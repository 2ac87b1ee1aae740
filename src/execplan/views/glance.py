"""What a text surely says, told without reading it as a plan. Knows words and lines; where it is not sure, it says so.

A list of thousands of plans asks little of most of them: whether they are over, whether anything blocks them, what
they are called. For most texts a search for a few words settles that in a fiftieth of the time of a read. Law: whatever
is not None here is what ``read_plan`` finds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from execplan.plan import frame, states, vocabulary
from execplan.plan.model import Plan, PlanStatus
from execplan.text.blocks import plan_lines
from execplan.text.source import BOM, Source

OVER: frozenset[PlanStatus | None] = frozenset({"completed", "abandoned"})

_MOST_LETTERS = 64 << 10
_MOST_LINES = 1_000
_WIDE = re.compile(r"\n(?:[^|\n]*+\|){13}")
_DEEP = re.compile(r"\n(?: {13}|[ ]*(?:(?:>|[-+*]|\d{1,9}[.)])[ ]*+){5})")
"""Wide tables and deep nesting: without them so short a text is never too much work to be read."""

_BLOCKING = re.compile(
    "|".join(
        (
            "block(?:ed|er|[iı]ert|ade)", r"block\s+reason", "bloqu", "bloca",
            "阻", "블로커", "차단", "막힘", "ブロ", "障害", "блок", "препят", r"\[!",
            *states.GLYPHS["blocked"], *(re.escape(states.mojibake(glyph).casefold()) for glyph in states.GLYPHS["blocked"]),
            r"\]\([^()]*\)\w",  # a link in a word: its address may cut any of them in two
        )
    )
)  # fmt: skip
"""One of them stands, case-folded, in every text with a blocker: a heading, a field, a state, a mark.

Those that begin with a frequent letter are looked for apart, which is faster.
"""
_ON_HOLD = re.compile(r"on\s+hold")

_SAYS_STATUS = re.compile(
    rf"\n(?:[^\w\n]|[\d_])*+(?:{'|'.join(vocabulary.FIELDS['status'])})[*_]{{0,2}}[ \t]*[:：](?P<rest>[^\n]*)"
)
_SAYS_OVER = tuple(word for status in ("completed", "abandoned") for word in states.PLAN_WORDS[status])
_HTML = re.compile(r"\n {0,3}<")
_IN_ITEM = re.compile(r"[-+*] [\w\[]")
_LETTERS = re.compile(r"[a-z]{2}")


@dataclass(frozen=True, slots=True)
class Glance:
    """None where only reading tells."""

    title: str | None
    over: bool | None
    """Whether it says that it is completed or abandoned."""
    blocked: bool | None
    """Whether it has blockers, open or resolved."""


UNSURE = Glance(None, None, None)


def glance(source: Source) -> Glance:
    """What is sure without reading. Linear, a few searches."""
    text = "\n" + source.text  # so that every line begins after one
    if len(text) > _MOST_LETTERS or source.line_count > _MOST_LINES or _is_unusual(text):
        return UNSURE
    folded = text.casefold()
    return Glance(_title(source), None if _may_be_over(folded) else False, None if _may_be_blocked(folded) else False)


def _is_unusual(text: str) -> bool:
    return (
        "\r" in text or "\t" in text or bool(_DEEP.search(text)) or (text.count("|") > 12 and bool(_WIDE.search(text)))
    )


def glance_of(plan: Plan) -> Glance:
    """The same of a plan that was read: all is sure."""
    return Glance(plan.title, plan.status in OVER, bool(plan.blockers))


def _title(source: Source) -> str | None:
    """The heading that the text begins with, when that is its title beyond doubt."""
    line = _first_line(source)
    plain = line.startswith("# ") and not line.rstrip().endswith("#")
    return frame.title_in(line[2:].strip()) if plain else None


def _first_line(source: Source) -> str:
    for at in range(*plan_lines(source)):
        line = source.line(at).removeprefix(BOM if at == 0 else "")
        if line.strip(" \t"):
            return line
    return ""


def _may_be_blocked(folded: str) -> bool:
    if "mped" in folded or "ndern" in folded or ("hold" in folded and _ON_HOLD.search(folded)):
        return True
    return bool(_BLOCKING.search(folded))


def _may_be_over(folded: str) -> bool:
    """Does a line that tells a status name one that ends a plan, or none that is plain?

    A line inside a list item tells of a step, never of the plan.
    """
    html = bool(_HTML.search(folded))
    return any(
        (html or not _in_item(folded, match.start() + 1))
        and (any(word in match["rest"] for word in _SAYS_OVER) or not _LETTERS.search(match["rest"]))
        for match in _SAYS_STATUS.finditer(folded)
    )


def _in_item(text: str, here: int) -> bool:
    """Is the line at ``here`` indented below a ``- word`` line that begins at the margin, with no fence between?"""
    if text[here : here + 2] != "  ":
        return False
    start = here
    while start > 1:
        end = start - 1
        start = text.rfind("\n", 0, end) + 1
        if text[start : start + 2] != "  " and text[start:end].strip():
            between = text[start:here]
            return bool(_IN_ITEM.match(text, start)) and "```" not in between and "~~~" not in between
    return False
