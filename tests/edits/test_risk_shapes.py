"""Risks added, brought up to date and taken back beside neighbours of every shape."""

from __future__ import annotations

import pytest

from execplan.edits.retract import retract
from execplan.edits.risks import add_risk
from execplan.plan.model import Risk
from tests.edits.check import NOW, check_edit, done, plan_of

HEAD = "# Execution Plan: A gate\n\n## Steps\n\n- [ ] Pour\n\n## Risks\n\n"
SHAPES = {
    "| Severity | Concern | Chance | Response | Who |\n|-|-|-|-|-|\n| High | Flood | Low | Pumps | Ada |\n": (
        "| High | The gate rusts |  | paint it | Jon |"
    ),
    "**Flood**\n- Impact: High\n- Mitigation: Pumps\n": (
        "**The gate rusts**\n- Impact: High\n- Mitigation: paint it\n- Owner: Jon"
    ),
    "**R1 — Flood**\n- Impact: High\n": "**R2 — The gate rusts**\n- Impact: High\n- Mitigation: paint it\n- Owner: Jon",
    "**Risk: Flood**\nMitigation: Pumps\n": "**Risk: The gate rusts**\nImpact: High\nMitigation: paint it\nOwner: Jon",
    "Risk: Flood\nMitigation: Pumps\n": "Risk: The gate rusts\nImpact: High\nMitigation: paint it\nOwner: Jon",
    "- Risk: Flood\n- Mitigation: Pumps\n": "- Risk: The gate rusts\n- Impact: High\n- Mitigation: paint it\n- Owner: Jon",
    "### R1: Flood\n\n- Impact: High\n": "### R2: The gate rusts\n\n- Impact: High\n- Mitigation: paint it\n- Owner: Jon",
    "### Flood\n\n**Impact**: High\n": "### The gate rusts\n\n**Impact**: High\n**Mitigation**: paint it\n**Owner**: Jon",
    "- Flood — mitigation: Pumps\n": "- The gate rusts\n  - Impact: High\n  - Mitigation: paint it\n  - Owner: Jon",
}


def said(risk: Risk) -> tuple[str, str | None, str | None, str | None]:
    return risk.text, risk.impact, risk.mitigation, risk.owner


@pytest.mark.parametrize("shape", SHAPES)
def test_a_new_one_is_like_its_neighbour(shape: str) -> None:
    plan = done(
        plan_of(HEAD + shape),
        lambda one: add_risk(one, "The gate rusts", impact="High", mitigation="paint it", owner="Jon", now=NOW),
    )
    assert said(plan.risks[-1]) == ("The gate rusts", "High", "paint it", "Jon")
    assert SHAPES[shape] in plan.source.text
    assert [one.text for one in plan.risks] == ["Flood", "The gate rusts"]


@pytest.mark.parametrize("shape", SHAPES)
def test_one_that_says_nothing_more_is_told_as_well(shape: str) -> None:
    plan = done(plan_of(HEAD + shape), lambda one: add_risk(one, "The gate rusts", now=NOW))
    assert [one.text for one in plan.risks] == ["Flood", "The gate rusts"]


@pytest.mark.parametrize("shape", SHAPES)
def test_a_known_one_is_brought_up_to_date_and_taken_back(shape: str) -> None:
    plan = done(
        plan_of(HEAD + shape),
        lambda one: add_risk(one, "Flood", mitigation="a ditch; Owner: nobody", owner="Zed", now=NOW),
    )
    (risk,) = plan.risks
    assert (risk.text, risk.mitigation, risk.owner) == ("Flood", r"a ditch; Owner\: nobody", "Zed")
    plan = done(plan, lambda one: retract(one, "Flood", "it is dry; mitigation: none", now=NOW))
    (risk,) = plan.risks
    assert (risk.text, (risk.retracted or "").rstrip(".")) == ("Flood", r"it is dry; mitigation\: none")


def test_an_answer_on_the_risks_own_line_is_replaced_there() -> None:
    text = HEAD + "- Flood — mitigation: Pumps\n"
    check_edit(
        text, lambda one: add_risk(one, "Flood", mitigation="a ditch", now=NOW), text.replace("Pumps", "a ditch")
    )


def test_no_value_becomes_a_field_of_another_name() -> None:
    plan = done(plan_of(HEAD + "- Flood\n"), lambda one: add_risk(one, "Fire — mitigation: water", now=NOW))
    assert [(one.text, one.mitigation) for one in plan.risks] == [("Flood", None), (r"Fire — mitigation\: water", None)]
