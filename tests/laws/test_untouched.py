"""Outside the spans of an edit nothing changes, and what changes was declared: for every edit function there is."""

from __future__ import annotations

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from execplan.edits.change import Change
from execplan.edits.verify import verify
from execplan.plan.errors import PlanError
from execplan.plan.model import Plan
from execplan.plan.reader import read_plan
from execplan.text.edit import apply
from execplan.text.source import Source
from tests.laws.doing import attempt
from tests.laws.finding import STRATEGIES, edit_functions
from tests.laws.plans import plans
from tests.laws.texts import markdown


def test_every_edit_function_has_a_strategy() -> None:
    found = set(edit_functions())
    missing = found - set(STRATEGIES)
    assert not missing, f"add a strategy for {', '.join(sorted(missing))} to tests/laws/finding.py"
    gone = set(STRATEGIES) - found
    assert not gone, f"tests/laws/finding.py has a strategy for {', '.join(sorted(gone))}, which is gone"


def check_untouched(plan: Plan, change: Change) -> Source:
    """The text between the replacements is there afterwards, character by character."""
    after = apply(plan.source, change.edit)
    old, new = plan.source.text, after.text
    at, into = 0, 0
    for one in change.edit.replacements:
        kept = old[at : one.span.start]
        assert new[into : into + len(kept)] == kept
        into += len(kept)
        assert new[into : into + len(one.text)] == one.text
        into += len(one.text)
        at = one.span.end
    assert new[into:] == old[at:]
    assert change.edit.empty == (old == new)
    return after


@pytest.mark.parametrize("name", sorted(edit_functions()))
@given(data=st.data())
def test_an_edit_touches_its_spans_and_nothing_else(name: str, data: st.DataObject) -> None:
    assert name in STRATEGIES, f"add a strategy for {name} to tests/laws/finding.py"
    plan = read_plan(Source.of(data.draw(plans | markdown(), label="text")))

    @st.composite
    def calls(draw: st.DrawFn):
        return STRATEGIES[name](draw, plan)

    call = data.draw(calls(), label="call")
    change = attempt(lambda: call(plan))
    if isinstance(change, PlanError):
        event(f"{change.code}")
        assert change.message
        return
    after = read_plan(check_untouched(plan, change))
    refused = attempt(lambda: verify(plan, change, after))
    if isinstance(refused, PlanError):
        event("refused by verify")
        assert refused.code == "refused"
