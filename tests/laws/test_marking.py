"""Laws of marking: twice is once, different steps commute, done → todo restores, ids survive."""

from __future__ import annotations

from hypothesis import assume, event, given
from hypothesis import strategies as st

from execplan.edits import blockers, grow, steps
from execplan.edits.steps import STATUSES
from execplan.plan import marks
from execplan.plan.drafts import NewStep
from execplan.plan.errors import PlanError
from execplan.plan.model import Plan, Step
from execplan.plan.steps import CLOSED
from execplan.text.source import Source
from tests.laws.doing import attempt, comparable, do, read
from tests.laws.plans import LATER, ended, mutated, tidy

STATUS = st.sampled_from(STATUSES)


def note_for(status: str) -> str | None:
    return "the key is missing" if status in ("blocked", "skipped") else None


def leaf(data: st.DataObject, plan: Plan, *, status: str | None = None) -> Step:
    found = [step for step in plan.leaves() if status is None or step.status == status]
    assume(found)
    return data.draw(st.sampled_from(found))


def mark(plan: Plan, step: str, status: str, **more: str) -> Plan:
    return do(plan, steps.mark, step, status, note=note_for(status), **more)


@given(st.data(), tidy | ended(), STATUS)
def test_a_tidy_plan_takes_every_mark(data: st.DataObject, text: str, status: str) -> None:
    plan = read(text)
    step = leaf(data, plan)
    after = mark(plan, step.id, status)
    assert after.step(step.id).status == status
    assert after.step(step.id).title == step.title


@given(st.data(), tidy | ended() | mutated(), STATUS)
def test_marking_twice_is_empty(data: st.DataObject, text: str, status: str) -> None:
    plan = read(text)
    step = leaf(data, plan)
    once = attempt(lambda: mark(plan, step.id, status))
    if isinstance(once, PlanError):
        event("refused")
        return
    change = attempt(lambda: steps.mark(once, step.id, status, note=note_for(status), now=LATER))
    if isinstance(change, PlanError):
        assert change.code == "ambiguous", change
        return
    assert change.edit.empty
    assert steps.mark(once, step.id, status, now=LATER).edit.empty


@given(st.data(), tidy, STATUS, STATUS)
def test_marks_on_different_steps_commute(data: st.DataObject, text: str, one: str, other: str) -> None:
    plan = read(text)
    left, right = leaf(data, plan), leaf(data, plan)
    assume(left.id != right.id)
    # The pointer belongs to the step marked last, and so does the plan's blocked state.
    if plan.dialect == "execplan":
        assume(one != "in_progress" and other != "in_progress")
    forth = mark(mark(plan, left.id, one), right.id, other)
    back = mark(mark(plan, right.id, other), left.id, one)
    assert comparable(forth.source.text) == comparable(back.source.text)


@given(st.data(), tidy | ended())
def test_done_and_back_restores_the_text(data: st.DataObject, text: str) -> None:
    plan = read(text)
    step = leaf(data, plan, status="todo")
    # Done replaces a stamp that an open item already carries: what it was is not written anywhere.
    assume(marks.read(plan.source.slice(step.place.text)).first("stamp") is None)
    back = mark(mark(plan, step.id, "done"), step.id, "todo", now=LATER)
    assert comparable(back.source.text) == comparable(text)


@given(st.data(), tidy | ended(), st.sampled_from(("in_progress", "skipped", "blocked")))
def test_any_state_and_back_to_todo_reads_as_before(data: st.DataObject, text: str, status: str) -> None:
    plan = read(text)
    step = leaf(data, plan, status="todo")
    back = mark(mark(plan, step.id, status), step.id, "todo", now=LATER)
    restored = back.step(step.id)
    assert (restored.status, restored.title, restored.label) == ("todo", step.title, step.label)
    if status != "blocked":  # the reason stays as history
        assert comparable(back.source.text) == comparable(text)


@given(st.data(), tidy | ended())
def test_ids_survive_marking(data: st.DataObject, text: str) -> None:
    plan = read(text)
    after = plan
    for _ in range(data.draw(st.integers(1, 4))):
        after = mark(after, leaf(data, after).id, data.draw(STATUS))
    assert [step.id for step in after.steps] == [step.id for step in plan.steps]
    assert [phase.id for phase in after.phases] == [phase.id for phase in plan.phases]
    assert [one.id for one in after.criteria] == [one.id for one in plan.criteria]
    assert {one.id for one in after.decisions} == {one.id for one in plan.decisions}


@given(st.data(), tidy)
def test_ids_survive_inserting(data: st.DataObject, text: str) -> None:
    plan = read(text)
    target = data.draw(st.sampled_from([step for step in plan.steps if step.status not in CLOSED] or [None]))
    parent = data.draw(st.booleans())
    after = do(plan, grow.add, (NewStep("Brand new work"), NewStep("More of it")),
               **({"parent" if parent else "after": target.id} if target else {}))  # fmt: skip
    assert [step.id for step in after.steps if step.title not in ("Brand new work", "More of it")] == [
        step.id for step in plan.steps
    ]
    assert len(after.steps) == len(plan.steps) + 2


@given(tidy)
def test_ids_survive_closing_a_whole_phase(text: str) -> None:
    plan = read(text)
    after = plan
    for step in plan.leaves():
        after = mark(after, step.id, "done")
    assert all(step.status in CLOSED for step in after.steps)
    assert [step.id for step in after.steps] == [step.id for step in plan.steps]
    closed = text.replace("Phase 1: Ground", "Phase 1: Ground ✅ (5/5)")
    assert [step.id for step in read(closed).steps] == [step.id for step in plan.steps]


@given(st.data(), tidy | ended())
def test_a_parent_follows_its_children(data: st.DataObject, text: str) -> None:
    after = read(text)
    for _ in range(data.draw(st.integers(1, 5))):
        after = mark(after, leaf(data, after).id, data.draw(st.sampled_from(("done", "todo", "skipped"))))
    known = {step.id: step for step in after.steps}
    for step in after.steps:
        if step.children:
            closed = all(known[child].status in CLOSED for child in step.children)
            touched = any(known[child].status in CLOSED for child in step.children)
            assert (step.status in CLOSED) == closed or not touched


@given(st.data(), tidy | ended())
def test_a_resolved_blocker_gives_the_step_back(data: st.DataObject, text: str) -> None:
    plan = read(text)
    step = leaf(data, plan)
    assume(step.status in ("todo", "in_progress"))
    blocked = do(plan, blockers.add, "the key is missing", step=step.id)
    assert blocked.step(step.id).status == "blocked"
    after = do(blocked, blockers.resolve, step.id, "it came")
    assert after.step(step.id).status == step.status
    assert Source.of(after.source.text) == after.source
