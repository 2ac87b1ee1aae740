from __future__ import annotations

from execplan.views.added import added_record, added_steps
from tests.views.plans import blocker, decision, plan, step


def test_added_record() -> None:
    before = plan(decisions=(decision("a"),), blockers=(blocker("x"),))
    after = plan(decisions=(decision("b"), decision("a")), blockers=(blocker("x"),))
    assert added_record(before, after, "decision") == "b"
    assert added_record(before, after, "blocker") is None
    assert added_record(before, after, "discovery") is None


def test_added_steps_and_those_that_were_there_already() -> None:
    before = plan(step("a", title="Write it"), step("b", title="Ship it"))
    after = plan(step("a", title="Write it"), step("b", title="Ship it"), step("c", title="Tell them"))
    assert added_steps(before, after, ["Tell them"]) == ("c",)
    assert added_steps(before, after, ["ship  it", "Tell them"]) == ("b", "c")
    assert added_steps(after, after, ["Tell them"]) == ("c",)
