# ruff: noqa: E501 (data: a case a row)
"""Which goals are fixed and which are negotiable, as the plan says."""

from __future__ import annotations

import pytest

from execplan.plan.reader import read_plan
from execplan.text.source import Source
from execplan.views.goals import firmness, goals_of


def goals(body: str) -> list[tuple[str, str]]:
    return [(one.text, one.firmness) for one in goals_of(read_plan(Source.of(f"# T\n\n{body}\n")))]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Berths by June (board commitment)", "fixed"), ("Berths on one line (fixed)", "fixed"), ("Must run at night", "fixed"),
        ("Tickets, non-negotiable", "fixed"), ("not negotiable: tickets", "fixed"), ("Seat maps (negotiable)", "negotiable"),
        ("Seat maps if possible", "negotiable"), ("Seat maps — optional", "negotiable"), ("nice to have: seat maps", "negotiable"), ("Not flexible", "fixed"),
        ("A berth in two clicks", "unknown"), ("Keep the flexible fares and what must be kept", "unknown"), ("Prefix every name", "unknown"),
    ],
)  # fmt: skip
def test_firmness(text: str, said: str) -> None:
    assert firmness(text) == said


def test_a_list_of_goals() -> None:
    assert goals("## Goals\n\n- Berths (fixed)\n- Maps (negotiable)\n- Meals\n- What else?\n- Later:\n") == [
        ("Berths (fixed)", "fixed"), ("Maps (negotiable)", "negotiable"), ("Meals", "unknown"),
    ]  # fmt: skip


def test_the_label_or_heading_above_says_it() -> None:
    assert goals("## Goals\n\n**Fixed**:\n\n- Berths\n\n**Negotiable**:\n\n- Maps\n\n### Nice to have\n\n- Meals\n") == [
        ("Berths", "fixed"), ("Maps", "negotiable"), ("Meals", "negotiable"),
    ]  # fmt: skip


def test_an_objective_in_prose() -> None:
    assert goals("## Objective\n\nTravellers must book before June.\n") == [
        ("Travellers must book before June.", "unknown")
    ]
    assert goals("## Steps\n\n- [ ] Pour\n") == []


def test_boxes_are_criteria_or_steps() -> None:
    assert goals("## Goals\n\n**Success Criteria:**\n\n- [ ] 99 % of mails\n") == []
