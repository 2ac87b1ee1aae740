"""What a text surely says. Each test names texts for which it is sure, and texts for which it must not be."""

from __future__ import annotations

import pytest

from execplan.plan import states, vocabulary
from execplan.text.source import Source
from execplan.views.glance import UNSURE, glance

PLAIN = "# Plan: Move the cache\n\n- **Status**: In Progress\n\n## Progress\n\n- [ ] one\n  - Status: Completed\n"


def of(text: str):
    return glance(Source.of(text))


def test_a_plain_plan_is_known_at_a_glance() -> None:
    found = of(PLAIN)
    assert (found.title, found.over, found.blocked) == ("Move the cache", False, False)


@pytest.mark.parametrize("word", [*vocabulary.SECTIONS["blockers"]])
def test_every_heading_for_blockers_makes_it_unsure(word: str) -> None:
    assert of(f"{PLAIN}\n## {word.upper()}\n\n- a wall\n").blocked is None


GLYPHS = states.GLYPHS["blocked"]


@pytest.mark.parametrize("word", [*states.WORDS["blocked"], *GLYPHS, *map(states.mojibake, GLYPHS)])
def test_every_blocked_state_makes_it_unsure(word: str) -> None:
    assert of(f"{PLAIN}- [ ] two ({word})\n").blocked is None


@pytest.mark.parametrize("label", vocabulary.FIELDS["blocked"])
def test_every_label_of_a_reason_makes_it_unsure(label: str) -> None:
    assert of(f"{PLAIN}  - {label.title()}: a wall\n").blocked is None


@pytest.mark.parametrize("label", vocabulary.FIELDS["status"])
@pytest.mark.parametrize("word", [*states.PLAN_WORDS["completed"], *states.PLAN_WORDS["abandoned"]])
def test_every_status_that_ends_a_plan_makes_it_unsure(label: str, word: str) -> None:
    assert of(f"# A\n\n- **{label.title()}**: {word.title()}\n").over is None
    assert of(f"# A\n\n{label}:{word} it\n").over is None


@pytest.mark.parametrize(
    "text",
    [
        "# A\n\nStatus:\nDone\n",
        "# A\n\nStatus: 🟢\nDone\n",
        "# A\n\n  - Status: Done\n",
        "# A\n\n<div>\n- x\n\n  - Status: Done\n",
        "# A\n\n```\n- x\n  ```\n  - Status: Done\n",
    ],
)
def test_a_status_elsewhere_or_out_of_a_list_makes_it_unsure(text: str) -> None:
    assert of(text).over is None


@pytest.mark.parametrize("title", ["[Title]", "Plan:", "", "A ##"])
def test_a_placeholder_is_no_title(title: str) -> None:
    assert of(f"# {title}\n").title is None


@pytest.mark.parametrize(
    "text",
    [
        "x" * 70_000,
        "a\n" * 1_001,
        "|" * 13 + "\n",
        "              - deep\n",
        "- - - - - x\n",
        "\t- x\n",
        "a\rb\n",
    ],
    ids=["long", "lines", "cells", "indented", "markers", "tab", "carriage return"],
)
def test_what_may_be_too_much_to_read_is_left_to_the_reader(text: str) -> None:
    assert of(text) is UNSURE
