"""A whole outline in a new plan of every template."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from execplan.edits.create import create
from execplan.edits.outlined import found, with_outline
from execplan.plan.drafts import NewStep, OutlineStep
from execplan.plan.model import Plan, Status
from execplan.plan.reader import read_plan
from execplan.text.source import Source
from execplan.workspace.resources import template_names, template_text

NOW = "2026-01-02T03:04Z"
STEPS = (
    OutlineStep(NewStep("Measure", phase="Before", owner="ann", estimate="2 hours"), "done"),
    OutlineStep(NewStep("Build", phase="Before"), waits_for=(0,)),
    OutlineStep(NewStep("Write the schema", notes="one table"), "done", parent=1),
    OutlineStep(NewStep("Move the rows"), "blocked", "no access", parent=1, waits_for=(2,)),
    OutlineStep(NewStep("Check twice"), parent=3),
    OutlineStep(NewStep("Print"), "skipped", "no paper", parent=1),
    OutlineStep(NewStep("Watch", phase="After"), "in_progress", waits_for=(0, 3)),
)


def made(template: str, steps: tuple[OutlineStep, ...], met: tuple[str, ...] = ()) -> Plan:
    source = Source.of(template_text(template))
    new = create(source, "Sessions", "They stay.", slug="s", criteria=("It runs", "It ends"), now=NOW)
    return read_plan(with_outline(new, steps, met, NOW))


@pytest.mark.parametrize("template", template_names())
def test_every_template_takes_it_whole(template: str) -> None:
    steps = (*STEPS[:4], OutlineStep(NewStep("Check twice"), parent=1), *STEPS[5:])
    plan = made(template, steps, ("It runs",))
    ids = found(plan, steps)
    assert len(ids) == len(plan.steps) == len(steps)
    by = {step.title: step for step in plan.steps}
    assert [by[one.step.title].status for one in steps if one.step.title != "Build"] == [
        "done", "done", "blocked", "todo", "skipped", "in_progress",
    ]  # fmt: skip
    assert {step.title: plan.step(step.parent).title for step in plan.steps if step.parent} == dict.fromkeys(
        ("Write the schema", "Move the rows", "Check twice", "Print"), "Build"
    )
    assert by["Build"].depends_on == (by["Measure"].id,)
    assert by["Watch"].depends_on == (by["Measure"].id, by["Move the rows"].id)
    assert by["Move the rows"].depends_on == (by["Write the schema"].id,)
    assert (by["Measure"].owner, by["Measure"].estimate_minutes) == ("ann", 120)
    assert [phase.title for phase in plan.phases] == ["Before", "After"]
    assert [one.text for one in plan.blockers] == ["no access"]
    if plan.dialect != "cookbook":
        assert {one.text: one.met for one in plan.criteria} == {"It runs": True, "It ends": False}
    if plan.bar is not None:
        assert "40% (2/5 steps)" in plan.source.text


def test_parts_of_parts() -> None:
    plan = made("execplan", STEPS)
    assert len(found(plan, STEPS)) == len(STEPS)
    by = {step.title: step for step in plan.steps}
    assert by["Check twice"].parent == by["Move the rows"].id


def test_more_than_one_call_takes() -> None:
    many = tuple(OutlineStep(NewStep(f"Step of work {n}"), "done" if n % 3 else "todo") for n in range(620))
    plan = made("execution-plan", many)
    assert len(found(plan, many)) == 620
    assert sum(step.status == "done" for step in plan.steps) == sum(one.status == "done" for one in many)


outlines = st.lists(
    st.tuples(st.sampled_from(("todo", "done", "in_progress")), st.integers(-3, 8), st.none() | st.sampled_from("AB")),
    min_size=1,
    max_size=9,
)


@settings(max_examples=40, deadline=None)
@given(outlines, st.sampled_from(template_names()))
def test_states_of_leaves_arrive(drawn: list[tuple[Status, int, str | None]], template: str) -> None:
    steps = tuple(
        OutlineStep(NewStep(f"Work no. {at}", phase=phase), status, parent=parent if 0 <= parent < at else None)
        for at, (status, parent, phase) in enumerate(drawn)
    )
    plan = made(template, steps)
    ids = found(plan, steps)
    assert len(ids) == len(steps) == len(plan.steps)
    for at, one in enumerate(steps):
        step = plan.step(ids[at])
        assert step.children or step.status == one.status
