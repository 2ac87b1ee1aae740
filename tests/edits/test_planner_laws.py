"""What holds for every brief: nothing that was given is lost, and nothing that was not given is made up."""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from execplan.edits.planner.brief import is_brief, read_brief
from execplan.edits.planner.headings import WORDS
from execplan.plan import vocabulary
from execplan.plan.model import Plan
from execplan.text.source import Source
from tests.edits.test_planner import FEATURE, TEAM, planned

HEADINGS = (
    *(f"## {words[0].title()}" for words in WORDS.values()),
    *(
        "### Must Have",
        "**Goals:**",
        "Known risks:",
        "## What the neighbours say",
        "# A title",
        "## 目标",
        "## Ziele (Herbst)",
    ),
)
WORD = re.compile(r"[^\W_]+")
SIGNS = " .,;:!?()[]{}<>|*_`~#+-=/\\'\"&%$@^→←✅🔴"
_letters = st.characters(codec="utf-8", categories=("L", "Nd"))
_words = st.text(_letters | st.sampled_from("abcxyz019"), min_size=1, max_size=8)
_line = st.lists(_words | st.text(SIGNS, min_size=1, max_size=3), min_size=1, max_size=8).map(" ".join)
_marks = st.sampled_from(
    [
        "- ",
        "- ",
        "- ",
        "* ",
        "1. ",
        "  - ",
        "    - ",
        "- [ ] ",
        "- [x] ",
        "- Timeline: ",
        "- Must: ",
        "- **Team**: ",
        "- Owner: ",
        "",
        "> ",
        "\t",
    ]
)
_lines = st.builds(lambda mark, line: mark + line, _marks, _line) | st.sampled_from(
    ["", "---", "```", "| a | b |", "|---|---|"]
)
_briefs = st.lists(st.sampled_from(HEADINGS) | _lines | _lines | _lines, min_size=1, max_size=25).map("\n".join)


def words(text: str) -> Counter[str]:
    """The words as they are shown: escapes undone, letters in one form."""
    shown = re.sub(r"\\(?=[!-/:-@\[-`{-~])", "", html.unescape(text))
    return Counter(WORD.findall(unicodedata.normalize("NFC", shown)))


def given_by(line: str) -> str:
    """What the line gives: ``None``, ``TBD`` and ``[…]`` say that there is nothing, and marks are none of its words."""
    bare = re.sub(r"^[\s>|*+-]*(?:\d+[.)]\s+)?(?:\[.\]\s+)?", "", line)
    return "" if vocabulary.is_unset(bare) or line.strip() in HEADINGS else bare


def plan_of(text: str, template: Source = TEAM) -> Plan:
    return planned(f"## Goals\n- Open the doors\n{text}\n", template)


@pytest.mark.parametrize("form", ["team", "feature"])
@settings(max_examples=60, deadline=None)
@given(text=_briefs)
def test_nothing_that_was_given_is_lost(form: str, text: str) -> None:
    plan = plan_of(text, TEAM if form == "team" else FEATURE)
    there = words(plan.source.text)
    for line in text.split("\n"):
        missing = [word for word in words(given_by(line)) if word not in there]
        assert not missing, (line, missing)


@settings(max_examples=60, deadline=None)
@given(text=_briefs)
def test_the_form_holds_whatever_is_given(text: str) -> None:
    plan = plan_of(text)
    tops = [one.title for one in plan.sections if one.level == 2]
    own = ["Goals", "Context", "Constraints", "Scope", "Phases", "Critical Path", "Team Capacity", "Risk Register",
           "Circuit Breakers", "Launch Criteria", "Success Metrics", "Rollback Plan", "Check-ins"]  # fmt: skip
    assert [one for one in tops if one not in ("Rollout", "Staged Rollout", "Communication")] == own
    assert plan.objective == "Shoppers fetch parcels at any hour."
    assert {step.status for step in plan.steps} == {"todo"}
    assert not any(one.met for one in plan.criteria)
    assert not plan.blockers
    assert not plan.log
    assert not [one for one in plan.diagnostics if one.severity == "error"]


@settings(max_examples=100, deadline=None)
@given(text=st.text(max_size=300) | _briefs)
def test_every_text_is_read(text: str) -> None:
    read_brief(text)
    is_brief(text)
