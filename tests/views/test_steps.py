from __future__ import annotations

import time

import pytest

from execplan.plan.errors import PlanError
from execplan.views.blockers import all_blockers, blockers_of, open_blockers
from execplan.views.current import current_step
from execplan.views.progress import last_change, phase_progress, plan_status, progress
from execplan.views.steps import FILTERS, Filter, is_ready, select, step_name, waits_for
from tests.views.plans import blocker, phase, plan, step

PLAN = plan(
    step("parent", "in_progress", phase="p1"),
    step("done1", "done", parent="parent", phase="p1"),
    step("doing", "in_progress", parent="parent", phase="p1"),
    step("block", "blocked", phase="p1"),
    step("waits", depends_on=("doing",), phase="p2"),
    step("ready", phase="p2"),
    step("held1", phase="p2"),
    step("skip1", "skipped", phase="p2"),
    step("other", counted=False),
    phases=(phase("p1", label="Phase 1", title="Prepare"), phase("p2", label="Phase 2", title="Do the work")),
    blockers=(blocker("x1", "held1"), blocker("x2", resolved=True), blocker("x3")),
)


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("ready", "doing ready"),
        ("waiting", "waits"),
        ("in_progress", "doing"),
        ("blocked", "block held1"),
        ("todo", "waits ready held1"),
        ("done", "done1"),
        ("skipped", "skip1"),
        ("all", "parent done1 doing block waits ready held1 skip1"),
    ],
)
def test_select(status: Filter, expected: str) -> None:
    assert [one.id for one in select(PLAN, status)] == expected.split()
    assert status in FILTERS


@pytest.mark.parametrize("ref", ["p2", "Phase 2", "phase 2", "do the work", "WORK"])
def test_select_by_phase(ref: str) -> None:
    assert [one.id for one in select(PLAN, "ready", ref)] == ["ready"]


@pytest.mark.parametrize(("ref", "code"), [("zzz", "not_found"), ("or", "ambiguous")])
def test_a_phase_must_be_one(ref: str, code: str) -> None:
    given = plan(step("a"), phases=(phase("p1", title="For a start"), phase("p2", title="More")))
    with pytest.raises(PlanError) as caught:
        select(given, "all", ref)
    assert caught.value.code == code


def test_waits_for_and_ready() -> None:
    assert [one.id for one in waits_for(PLAN, PLAN.step("waits"))] == ["doing"]
    assert waits_for(PLAN, PLAN.step("ready")) == ()
    assert is_ready(PLAN, PLAN.step("ready"))
    assert not is_ready(PLAN, PLAN.step("held1"))


def test_progress_counts_leaves_without_skipped_and_floors() -> None:
    assert progress(PLAN).done == 1
    assert progress(PLAN).total == 6
    assert progress(PLAN).percent == 16
    assert progress(plan()).percent == 0
    assert phase_progress(PLAN, "p1").total == 3


def test_plan_status_says_what_the_document_does_not() -> None:
    assert plan_status(plan()) == "planning"
    assert plan_status(plan(step("a", "done"))) == "in_progress"
    assert plan_status(plan(step("a", "done"), status="blocked")) == "blocked"


def test_last_change_is_the_latest_day() -> None:
    assert last_change(plan()) is None
    assert last_change(plan(step("a", completed="2026-03-04T05:06Z"), updated="2026-03-01")) == "2026-03-04"


def test_blockers() -> None:
    assert [one.id for one in open_blockers(PLAN)] == ["x1", "x3"]
    assert [one.id for one in all_blockers(PLAN)] == ["x1", "x3", "x2"]
    assert [one.id for one in blockers_of(PLAN, PLAN.step("held1"))] == ["x1"]


def test_names() -> None:
    assert step_name(step("a", label="Step 5", title="Do it")) == "Step 5: Do it"
    assert step_name(step("a", label="Step 5", title="Step 5 do it")) == "Step 5 do it"
    assert step_name(step("a", label="Step 5", title="")) == "Step 5"


def test_large_plan_is_linear() -> None:
    """Five thousand steps, each waiting for the one before: asked about in well under a second."""
    steps = [step(f"s{n}", depends_on=(f"s{n - 1}",)) for n in range(5000)]
    given = plan(*steps[:1], *(steps[1:]))
    start = time.perf_counter()
    assert len(select(given, "waiting")) == 4999
    assert current_step(given).step
    assert time.perf_counter() - start < 2
