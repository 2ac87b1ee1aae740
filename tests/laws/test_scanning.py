"""The scan of ordinary texts gives what the parser gives, for every text it takes and every budget."""

from __future__ import annotations

from bisect import bisect_left
from random import Random

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from execplan.text.limits import WORK, TooDearError
from execplan.text.parser import parse
from execplan.text.scan import scan
from tests.laws.lines import near_miss, near_misses
from tests.laws.plans import plans
from tests.laws.texts import markdown

texts = near_misses | near_misses | markdown() | plans | st.text()


@given(texts, st.sampled_from((0, 0, 3)))
def test_what_is_scanned_is_what_is_parsed(text: str, first: int) -> None:
    scanned = scan(text, first)
    event("not sure" if scanned is None else "scanned")
    assert scanned in (None, parse(text, first))


def test_so_it_is_for_thousands_of_near_misses() -> None:
    """Forty for each example of a law: what is rare needs more documents than a law makes, and these are quick to make."""
    random, scans, examples = Random(7), 0, settings().max_examples
    for _ in range(40 * examples):
        text = near_miss(random)
        scanned = scan(text)
        assert scanned in (None, parse(text)), repr(text)
        scans += scanned is not None
        held_to_the_work(text)
    assert scans > 10 * examples


@given(texts)
def test_the_scan_takes_and_refuses_only_what_the_parser_does(text: str) -> None:
    held_to_the_work(text)


@pytest.mark.parametrize(
    "text",
    [
        "a\n", "a\n\n", "a\n      b\n", "a\n# h\n", "a\n---\n", "a\n===\n", "- a\n* b\n", "-\n*\n", "- a\n",
        "- - a\n", "- a\n# h\n", "- a\n\nb\n", "1. a\n2) b\n", "* * *\n", "    a\n\n", "- a\n\n      b\n",
        "```\na\n```\n", "- ```\n", "<!-- a -->\n", "> a\n>\n> b\n\n", "> - a\n> # h\n\n", "|a|b|\n|-|-|\n\n",
        "|a|\n|-|\n|b|\n|c|\n\n", "|a|\n|-|\n# h\n", "a\n|b|\n|-|\n\n", "-   | a |\n# h\n    |-|\n",
        "> |a|b|\n> |-|-|\n\n", "- |a|\n",
    ],
)  # fmt: skip
def test_bounds_hold_where_nothing_makes_up_for_a_mistake(text: str) -> None:
    held_to_the_work(text * 20)


def held_to_the_work(text: str) -> None:
    """The parser is content with the least work with which the scan takes a text, and not with the most with which it refuses."""
    if scan(text) is None:
        return
    budgets = range(WORK)
    enough = bisect_left(budgets, True, key=lambda work: said(text, work) == "taken")
    unsure = bisect_left(budgets, True, key=lambda work: said(text, work) != "too dear")
    parse(text, 0, enough)
    if unsure:
        with pytest.raises(TooDearError):
            parse(text, 0, unsure - 1)


def said(text: str, work: int) -> str:
    try:
        return "taken" if scan(text, 0, work) is not None else "not sure"
    except TooDearError:
        return "too dear"
