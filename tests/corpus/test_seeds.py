"""The filled-in examples inside the seed documents: all their facts."""

from __future__ import annotations

import pytest

from execplan.plan.choice import first_choice
from execplan.plan.model import Plan
from execplan.plan.reader import read_plan
from execplan.text.source import Source
from execplan.views.current import current_step
from execplan.views.progress import progress
from tests.corpus.documents import SEEDS, needs_seeds

pytestmark = needs_seeds


def seed(number: str) -> str:
    return next(SEEDS.glob(f"{number}-*.txt")).read_bytes().decode()


def between(text: str, start: str, end: str) -> str:
    return text[text.index(start) :].split(end, 1)[0]


@pytest.fixture(scope="module")
def rate() -> Plan:
    return read_plan(Source.of(between(seed("003"), "# ExecPlan: API Rate", "````")))


@pytest.fixture(scope="module")
def dark() -> Plan:
    return read_plan(Source.of(between(seed("001"), "# Dark Mode", "```")))


def test_rate_frame(rate: Plan) -> None:
    assert (rate.dialect, rate.title) == ("living", "API Rate Limiting Implementation")
    assert (rate.status, rate.created, rate.updated) == ("in_progress", "2025-01-10", "2025-01-10T16:35:00Z")
    assert (rate.owner, len(rate.updated_fields)) == ("Development Team", 2)
    assert rate.diagnostics == ()
    assert rate.bar is not None
    assert (rate.bar.count, rate.source.slice(rate.bar.cells)) == (10, rate.bar.filled * 5 + rate.bar.empty * 5)


def test_rate_steps(rate: Plan) -> None:
    assert [one.status for one in rate.steps] == ["done"] * 4 + ["in_progress"] + ["todo"] * 3
    assert [one.label for one in rate.steps] == [f"Step {number}" for number in range(1, 9)]
    assert [one.estimate_minutes for one in rate.steps] == [60, 30, 180, 60, 60, 30, 120, 120]
    assert all(one.verification and one.files and one.detail for one in rate.steps)
    assert rate.steps[0].verification == "`npm install` succeeds, Redis connection test passes"
    assert rate.steps[0].files == ("package.json", "src/config/redis.ts")
    assert (rate.steps[0].started, rate.steps[0].completed) == ("2025-01-10T14:00:00Z", "2025-01-10T14:45:00Z")
    assert (rate.steps[4].started, rate.steps[4].completed) == ("2025-01-10T16:35:00Z", None)
    assert (rate.steps[4].notes or "").startswith("Working on route-specific")
    assert first_choice(rate) == rate.steps[4]
    assert (progress(rate).done, progress(rate).total, progress(rate).percent) == (4, 8, 50)


def test_rate_phases(rate: Plan) -> None:
    assert [(one.label, one.status) for one in rate.phases] == [
        ("Phase 1", "done"),
        ("Phase 2", "done"),
        ("Phase 3", "in_progress"),
        ("Phase 4", "todo"),
    ]
    assert [one.phase for one in rate.steps] == [phase.id for phase in rate.phases for _ in range(2)]


def test_rate_records(rate: Plan) -> None:
    assert [one.date for one in rate.decisions] == ["2025-01-10T14:30:00", "2025-01-10T16:25:00"]
    assert [one.by for one in rate.decisions] == [
        "Engineering team after reviewing rate limiting patterns",
        "Lead developer after admin user feedback",
    ]
    assert all(one.decision and one.rationale and one.alternatives and one.trade_offs for one in rate.decisions)
    assert [one.date for one in rate.discoveries] == ["2025-01-10T15:45:00", "2025-01-10T16:20:00"]
    assert all(one.what and one.why_it_matters and one.action and one.evidence for one in rate.discoveries)
    assert len(rate.risks) == 2
    assert all(one.mitigation for one in rate.risks)
    assert [(one.resolved, one.blocking) for one in rate.questions] == [(False, False)] * 2
    assert [one.kind for one in rate.criteria] == ["success"] * 5 + ["metric"] * 3
    assert not any(one.met for one in rate.criteria)
    assert (rate.blockers, rate.log, rate.other_boxes) == ((), (), ())


def test_dark_mode(dark: Plan) -> None:
    assert (dark.dialect, dark.title) == ("execplan", "Dark Mode Feature")
    assert dark.objective == "Add dark mode support across web application."
    assert (len(dark.steps), len(dark.leaves())) == (8, 7)
    assert [one.title for one in dark.leaves() if one.status == "done"] == [
        "Create theme context",
        "Design color palette",
        "Navigation",
    ]
    assert (progress(dark).done, progress(dark).total) == (3, 7)
    current = current_step(dark).step
    assert current is not None
    assert (current.title, current.pointed) == ("Forms", True)
    assert current.parent == dark.steps[2].id
    assert dark.steps[2].status == "in_progress"
    assert [(one.kind, one.met) for one in dark.criteria] == [("success", False)] * 4
    assert dark.other_boxes == ()


def test_the_templates_inside_have_no_current_step() -> None:
    plan = read_plan(Source.of(between(seed("003"), "# ExecPlan: [", "```")))
    assert plan.is_template
    assert current_step(plan).step is None
    assert [one.status for one in plan.steps] == ["todo", "done", "in_progress"]


def test_a_question_that_blocks() -> None:
    plan = read_plan(Source.of("# T ExecPlan\n\n" + between(seed("001"), "## Open Questions\n- [x]", "```")))
    assert [(one.resolved, one.answer, one.blocking) for one in plan.questions] == [
        (True, "Auth0", False),
        (False, None, True),
    ]
    assert [(one.text, len(one.options)) for one in plan.blockers] == [("How to handle rate limiting?", 2)]
    assert plan.blockers[0].needs == "Performance requirements from product"


def test_progress_in_the_guide() -> None:
    plan = read_plan(Source.of("# T ExecPlan\n\n" + between(seed("001"), "## Execution Steps\n1. [x] Design", "```")))
    current = current_step(plan).step
    assert current is not None
    assert current.title == "Integration development"
    assert [one.label for one in plan.steps if one.parent is None] == ["1", "2", "3", "4", "5"]


def test_a_decision_of_the_guide() -> None:
    plan = read_plan(
        Source.of("# T ExecPlan\n\n" + between(seed("001"), "## Progress Log\n### 2025-11-01 10:30", "```"))
    )
    (one,) = plan.decisions
    assert (one.title, one.date) == ("Chose PostgreSQL over MySQL", "2025-11-01T10:30:00")
    assert one.rationale == "Better JSON support for our use case"
    assert one.trade_offs == "Slightly higher operational complexity"
    assert (one.reference or "").startswith("[SSOT Guide")
