# ruff: noqa: E501 (data: a document a row)
"""Risks in every shape people write: registers, titled blocks, bullets with their answer, pairs, headings, sections by level."""

from __future__ import annotations

import pytest

from execplan.plan.levels import level, of_heading
from execplan.plan.model import Risk
from execplan.plan.risk_places import canonical, unlabelled
from tests.plan.reading import raw


def risks(body: str) -> tuple[Risk, ...]:
    return raw(f"# T\n\n## Steps\n\n- [ ] Pour\n\n{body}\n").risks


PUMPS = [
    pytest.param("| Severity | What could happen | Chance | Response | Who | State |\n|-|-|-|-|-|-|\n| High | Flood | Low | Pumps | Ada | Open |", id="register in its own words"),
    pytest.param("| ID | Concern | Impact (1-5) | Effect | Likelihood (1-5) | Countermeasures | Risk owner | Status |\n|-|-|-|-|-|-|-|-|\n| R1 | Flood | High | wet | Low | Pumps | Ada | Open |", id="remarks in the heads"),
    pytest.param("**Risk 1: Flood**\n- Impact: High\n- Likelihood: Low\n- Mitigation: Pumps\n- Owner: Ada\n- Status: Open", id="numbered block"),
    pytest.param("**Flood**\n- Impact: High\n- Chance: Low\n- Response: Pumps\n- Owner: Ada\n- Status: Open", id="block without a number"),
    pytest.param("**R1 — Flood**\n- Impact: High\n- Chance: Low\n- Mitigation: Pumps\n- Owner: Ada\n- Status: Open", id="block with a short number"),
    pytest.param("**Risk: Flood**\nImpact: High\nLikelihood: Low\nMitigation: Pumps\nOwner: Ada\nStatus: Open", id="bold line"),
    pytest.param("Risk: Flood\nImpact: High\nLikelihood: Low\nMitigation: Pumps\nOwner: Ada\nStatus: Open", id="plain lines"),
    pytest.param("- Flood — impact: High; likelihood: Low; mitigation: Pumps; owner: Ada; status: Open", id="behind dashes"),
    pytest.param("- Flood (impact: High, likelihood: Low, mitigation: Pumps, owner: Ada, status: Open)", id="in parentheses"),
    pytest.param("- **Flood** / **Impact:** High / **Likelihood**: Low / *Mitigation*: Pumps / Owner: Ada / Status: Open", id="behind slashes"),
    pytest.param("- Flood → mitigation: Pumps\n  - Impact: High\n  - *Chance*: Low\n  - Owner: Ada\n  - Status: Open", id="partly below"),
    pytest.param("- Risk: Flood\n- Impact: High\n- Likelihood: Low\n- Mitigation: Pumps\n- Owner: Ada\n- Status: Open", id="items in a row"),
    pytest.param("- **Risk**: Flood\n  **Impact**: High\n  **Chance**: Low\n  **Mitigation**: Pumps\n  **Owner**: Ada\n  **Status**: Open", id="labelled lines"),
    pytest.param("### Flood\n\n- Impact: High\n- Probability: Low\n- Mitigation: Pumps\n- Owner: Ada\n- Status: Open", id="heading"),
    pytest.param("### R1: Flood\n\n| Field | Value |\n|-|-|\n| Impact | High |\n| Likelihood | Low |\n| Mitigation | Pumps |\n| Owner | Ada |\n| Status | Open |", id="heading over a table"),
]  # fmt: skip


@pytest.mark.parametrize("body", PUMPS)
def test_a_risk_in_any_shape(body: str) -> None:
    found = risks(f"## Risks\n\n{body}")
    assert [(one.text, one.impact, one.probability, one.mitigation, one.owner, one.status) for one in found] == [
        ("Flood", "High", "Low", "Pumps", "Ada", "Open")
    ]


@pytest.mark.parametrize(
    "body",
    [
        "| Risk | Plan | Due |\n|-|-|-|\n| Flood | Pumps | 2026-03-01 |",
        "- Flood — mitigation: Pumps; by: 2026-03-01",
        "**Risk 1: Flood**\n- Review date: 2026-03-01\n- Impact: High",
    ],
)
def test_by_when(body: str) -> None:
    assert [(one.text, one.due) for one in risks(f"## Risk Register\n\n{body}")] == [("Flood", "2026-03-01")]


def test_several_stay_apart() -> None:
    found = risks("## Risks\n\n- Flood - Mitigation: pumps\n- Risk: Fire\n- Mitigation: a hose\n- Hail")
    assert [(one.text, one.mitigation) for one in found] == [("Flood", "pumps"), ("Fire", "a hose"), ("Hail", None)]


@pytest.mark.parametrize(
    "body",
    [
        "## High Risks (they would stop us)\n\n- Flood\n\n## Low Risks\n\n- Hail",
        "## Risks\n\n### High\n\n- Flood\n\n### Low\n\n- Hail",
        "## Risks\n\n**High:**\n\n- Flood\n\n**Low:**\n\n- Hail",
        "## Risks\n\n### High\n\n- Flood\n\n### Low\n\n- Hail\n\n### Medium\n",
    ],
)
def test_a_section_by_level_says_the_impact(body: str) -> None:
    assert [(one.text, one.impact) for one in risks(body)] == [("Flood", "High"), ("Hail", "Low")]


def test_a_risks_own_impact_comes_first() -> None:
    assert [one.impact for one in risks("## High Risks\n\n- Flood — impact: 5/5\n- Hail")] == ["5/5", "High"]


def test_known_risks_of_goals_and_constraints() -> None:
    assert [one.text for one in risks("## Known Risks\n\n- The tool is new to us")] == ["The tool is new to us"]


@pytest.mark.parametrize(
    "body",
    [
        "## Notes\n\n**Flood**\n- Impact: High\n\n### Fire\n\n- Mitigation: a hose\n\nRisk: Hail",
        "## Risks\n\n```\n- Flood — mitigation: pumps\n```",
        "## Risks\n\n### Mitigation\n\nNone yet.",
    ],
)
def test_what_is_no_risk(body: str) -> None:
    assert risks(body) == ()


def test_words_of_a_risk_mean_nothing_elsewhere() -> None:
    plan = raw("# T\n\n## Steps\n\n- [ ] Write the form — mitigation: none\n  Chance: low\n")
    assert [(one.title, one.place.fields) for one in plan.steps] == [
        ("Write the form — mitigation: none Chance: low", ())
    ]


def test_an_escaped_label_says_nothing() -> None:
    said = unlabelled("Flood — mitigation: pumps. Owner: Ada")
    assert unlabelled(said) == said
    assert [(one.text, one.mitigation, one.owner) for one in risks(f"## Risks\n\n- {said}")] == [(said, None, None)]


def test_heads_of_columns() -> None:
    assert [canonical(one) for one in ("Likelihood (1-5)", "**Sev**", "Response", "Due", "Colour")] == [
        "probability", "impact", "mitigation", "due", None,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("High (core)", "high"), ("H", "high"), ("critical", "high"), ("very likely", "high"), ("🔴", "high"), ("5", "high"),
        ("4/5", "high"), ("80 %", "high"), ("0.9", "high"), ("Medium to High", "high"), ("hoch", "high"), ("高", "high"),
        ("Medium", "medium"), ("M", "medium"), ("40 %", "medium"), ("3", "medium"), ("possible", "medium"), ("🟡 watch", "medium"),
        ("low", "low"), ("Unlikely", "low"), ("not likely", "low"), ("1", "low"), ("10%", "low"), ("2 of 5", "low"), ("低", "low"),
        ("", None), (None, None), ("?", None), ("30 users", None), ("11", None), ("soon", None), ("9/5", None), ("0", None),
    ],
)  # fmt: skip
def test_levels(text: str | None, said: str | None) -> None:
    assert level(text) == said


def test_levels_of_headings() -> None:
    heads = ("High Risks (stop us)", "Low", "High-impact risks", "High Availability", "Critical path", "Risks")
    assert [of_heading(one) for one in heads] == ["High", "Low", "High", None, None, None]
