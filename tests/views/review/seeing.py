"""Runs one rule over a literal plan, and says what it found in a form that is easy to compare."""

from __future__ import annotations

from textwrap import dedent

from execplan.plan.reader import read_plan
from execplan.text.edit import apply, edit_of
from execplan.text.source import Source
from execplan.views.review.rule import Facts, Hit
from execplan.views.review.rules import RULES

NOW = "2026-05-20T12:00Z"


def source(text: str) -> Source:
    return Source.of(dedent(text).removeprefix("\n"))


def hits(code: str, text: str, **facts: dict[str, str] | dict[str, bool]) -> list[Hit]:
    (rule,) = (one for one in RULES if one.code == code)
    return list(rule.check(read_plan(source(text)), Facts(NOW, **facts)))  # type: ignore[arg-type]


def found(code: str, text: str, **facts: dict[str, str] | dict[str, bool]) -> list[str]:
    """The lines the rule points at, each with its message: ``12: not ticked, though …``."""
    return [f"{one.line + 1}: {one.message}" for one in hits(code, text, **facts)]


def fixed(code: str, text: str) -> str:
    """The text after the repairs of the rule."""
    start = source(text)
    return apply(start, edit_of(start, [one for hit in hits(code, text) for one in hit.fix])).text
