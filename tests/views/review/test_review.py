"""The review as a whole: order, profiles, templates, what the reader told, and the five measures."""

from __future__ import annotations

import pytest

from execplan.plan.model import Plan
from execplan.plan.reader import read_plan
from execplan.text.source import Source
from execplan.views.review.report import SEVERITIES, Measure
from execplan.views.review.review import at_least, review
from execplan.views.review.rule import PROFILES, Facts
from execplan.views.review.rules import RULES
from tests.views.review.example import NOW, cookbook, guide, living, sheet

FACTS = Facts(NOW)


def read(text: str) -> Plan:
    return read_plan(Source.of(text))


def codes(text: str, profile: str = "solo") -> list[str]:
    return [one.code for one in review(read(text), FACTS, profile).findings]  # type: ignore[arg-type]


def measured(text: str) -> dict[str, Measure]:
    return {one.name: one for one in review(read(text), FACTS).measures}


def test_codes_are_unique_and_documented() -> None:
    names = [rule.code for rule in RULES]
    assert len(set(names)) == len(names)
    for rule in RULES:
        assert rule.code.replace("_", "").isalnum()
        assert rule.code.islower()
        assert rule.summary.endswith(".")
        assert rule.source
        assert rule.levels
        assert set(rule.levels) <= set(PROFILES)
        assert set(rule.levels.values()) <= set(SEVERITIES)


def test_findings_stand_by_line_and_the_same_each_time() -> None:
    plan = read(
        sheet("## Context\n\n[What there is]\n\n## Technical Approach\n\n## Dependencies\n\n[Name]: [Purpose]\n")
    )
    first = review(plan, FACTS, "production").findings
    lines = [one.line for one in first]
    assert lines == sorted(lines)
    assert first == review(plan, FACTS, "production").findings


def test_a_template_is_told_only_that_it_is_one() -> None:
    found = review(read("# Execution Plan: [Title]\n\n## Goal\n\n[Goal]\n\n## Steps\n\n- [ ] Step 1\n"), FACTS).findings
    assert [(one.code, one.severity) for one in found] == [("template", "info")]


def test_no_plan_at_all_is_reviewed_in_silence() -> None:
    assert codes("Dear Ana,\n\nthe mail is late again.\n") == []
    assert codes("") == []


def test_what_the_reader_told_stands_there_once() -> None:
    text = cookbook("- [ ] Measure\n- [x] (2026-05-18 10:00Z) Choose")
    told = [one.code for one in read(text).diagnostics]
    assert told == ["stale_open"]
    assert codes(text).count("stale_open") == 1


def test_a_diagnostic_without_a_rule_is_a_finding() -> None:
    deep = "".join("  " * level + "- a\n" for level in range(110))
    assert "too_deep" in codes("# Plan\n\n" + deep)


def test_profiles_ask_for_different_things() -> None:
    text = cookbook("- [x] (2026-05-18 10:00Z) Measure the old queue")
    solo, team, learning, production = (set(codes(text, one)) for one in PROFILES)
    assert "owner_missing" not in solo | learning
    assert {"owner_missing", "handoff_missing", "links_missing"} <= team
    assert {"discoveries_missing", "reflection_missing"} <= learning - solo - team - production
    assert {"risks_missing", "rollback_missing", "monitoring_missing", "change_unverified"} <= production - solo - team


def test_at_least() -> None:
    found = review(read(sheet("## Context\n\n[What there is]\n")), FACTS).findings
    assert {one.severity for one in found} == {"warning"}
    assert at_least(found, "error") == ()
    assert at_least(found, "info") == at_least(found, "warning") == found


def test_forms_are_not_asked_for_each_others_sections() -> None:
    cookbook_asks = {"section_missing", "metadata_missing", "orientation_thin", "step_unverified", "no_criteria"}
    assert cookbook_asks.isdisjoint(codes(cookbook("- [ ] Measure the old queue"), "team"))
    assert "living_section_missing" not in codes(living("- [ ] Measure the old queue"))


@pytest.mark.parametrize("objective", ["改善邮件队列的性能。", "Mejorar el rendimiento de la cola de correo."])
def test_other_languages_are_not_weighed_by_english_words(objective: str) -> None:
    text = guide("1. [ ] 测量旧队列" if "改" in objective else "1. [ ] Medir la cola antigua", objective=objective)
    assert not {"vague_objective", "vague_criterion"} & set(codes(text))


# --- the five measures ----------------------------------------------------------------------------


def test_a_plan_with_nothing_to_measure() -> None:
    found = measured("Dear Ana,\n\nthe mail is late again.\n")
    assert list(found) == ["clarity", "completeness", "currency", "traceability", "actionability"]
    assert [one.value for one in found.values()] == [None, None, None, None, 0]
    assert all(one.source for one in found.values())


def test_clarity_is_reading_time() -> None:
    assert measured(guide("", objective="word " * 40))["clarity"].value == 10
    assert measured(guide("", objective="邮" * 50))["clarity"].value == 10


def test_completeness_is_the_mean_of_its_shares() -> None:
    text = guide(
        "1. [ ] Measure", "### 2026-05-18 10:00\n\n- Decision: Keep it\n  - Reason: cheap\n- Decision: Move it"
    )
    found = measured(text)["completeness"]
    assert found.source == "1/2 decisions with a reason, 1/1 criteria measurable, 4/4 sections filled"
    assert found.value == 83


def test_currency_is_the_lag_of_the_update() -> None:
    step = "- [x] **Step 1**: Measure\n  - Completed: 2026-05-18 22:00 UTC"
    found = measured(living(step, meta="- **Last Updated**: 2026-05-18 10:00 UTC"))["currency"]
    assert (found.value, found.unit) == (12, "h")
    assert found.source.startswith("last work 2026-05-18 22:00 UTC, last update 2026-05-18 10:00 UTC, 2 days ago")
    assert measured(living(step, meta="- **Last Updated**: 2026-05-19"))["currency"].value == 0
    assert measured(living(step, meta=""))["currency"].value is None


def test_traceability_counts_dates_and_reasons() -> None:
    text = cookbook("- [ ] Measure").replace(
        "## Decision Log\n\nNone yet.",
        "## Decision Log\n\n- Decision: Keep the queue\n  Rationale: cheap\n  Date/Author: 2026-05-18 / Ana\n\n"
        "- Decision: Move the offices\n",
    )
    found = measured(text)["traceability"]
    assert (found.value, found.source) == (50, "1/2 entries dated, 1/2 say why")


def test_actionability_is_about_the_next_step() -> None:
    assert measured(living("- [ ] Choose a broker"))["actionability"].value == 50
    assert measured(living("- [ ] **Step 1**: Measure the old queue"))["actionability"].value == 75
    done = measured(living("- [x] Measure the old queue"))["actionability"]
    assert done.value is None
    assert "finish the plan" in done.source
