from __future__ import annotations

from execplan.views.added import added_steps
from tests.views.plans import plan, step


def test_added_steps_and_those_that_were_there_already() -> None:
    before = plan(step("a", title="Write it"), step("b", title="Ship it"))
    after = plan(step("a", title="Write it"), step("b", title="Ship it"), step("c", title="Tell them"))
    assert added_steps(before, after, ["Tell them"]) == ("c",)
    assert added_steps(before, after, ["ship  it", "Tell them"]) == ("b", "c")
    assert added_steps(after, after, ["Tell them"]) == ("c",)
