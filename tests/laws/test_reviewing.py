"""A review reads any text without raising, says where it means, and its repairs repair."""

from __future__ import annotations

from hypothesis import event, given
from hypothesis import strategies as st

from execplan.edits.fixing import fix
from execplan.edits.verify import verify
from execplan.plan.errors import PlanError
from execplan.plan.reader import read_plan
from execplan.text.edit import apply
from execplan.text.source import Source
from execplan.views.review.review import review
from execplan.views.review.rule import PROFILES, Facts
from tests.laws.doing import attempt
from tests.laws.plans import NOW, plans
from tests.laws.texts import markdown

FACTS = Facts(NOW)


@given(plans | markdown(), st.sampled_from(PROFILES))
def test_a_review_is_total_and_points_into_the_text(text: str, profile: str) -> None:
    plan = read_plan(Source.of(text))
    found = review(plan, FACTS, profile)  # type: ignore[arg-type]
    for one in found.findings:
        assert 0 <= one.line <= plan.source.line_count
        assert one.message.strip()
        assert "\n" not in one.message
    assert [one.name for one in found.measures] == [
        *("clarity", "completeness", "currency", "traceability", "actionability"),
    ]
    for one in found.measures:
        assert one.value is None or one.value >= 0
        assert one.unit != "%" or one.value is None or one.value <= 100
    assert review(plan, FACTS, profile) == found  # type: ignore[arg-type]


@given(plans)
def test_what_was_repaired_needs_no_repair(text: str) -> None:
    plan = read_plan(Source.of(text))
    repairs = [one for finding in review(plan, FACTS).findings for one in finding.fix]
    change = attempt(lambda: fix(plan, repairs, now=NOW))
    if isinstance(change, PlanError):
        event(change.code)
        return
    event("repaired" if repairs else "nothing to repair")
    after = read_plan(apply(plan.source, change.edit))
    if not isinstance(attempt(lambda: verify(plan, change, after)), PlanError):
        left = [one for one in review(after, FACTS).findings if one.fix]
        assert not left, left
