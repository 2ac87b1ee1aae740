"""The one way the tests of edits look at an edit: the text before, a call, the text after."""

from __future__ import annotations

from collections.abc import Callable
from textwrap import dedent

import pytest

from execplan.edits.change import Change
from execplan.edits.grow import add
from execplan.edits.steps import mark
from execplan.edits.verify import verify
from execplan.plan.drafts import NewStep
from execplan.plan.errors import Code, PlanError
from execplan.plan.model import Plan
from execplan.plan.reader import read_plan
from execplan.text.edit import apply
from execplan.text.source import Source

NOW = "2026-11-21T06:40Z"
Call = Callable[[Plan], Change]


def plan_of(text: str) -> Plan:
    return read_plan(Source.of(dedent(text)))


def done(plan: Plan, call: Call) -> Plan:
    """The plan after the edit, as the store would write it."""
    change = call(plan)
    after = read_plan(apply(plan.source, change.edit))
    verify(plan, change, after)
    return after


def check_edit(before: str, call: Call, after: str) -> Plan:
    """The edit makes of ``before`` exactly ``after``, and done again it changes nothing. Literals are dedented."""
    plan = done(plan_of(before), call)
    assert plan.source.text == dedent(after)
    return plan


def check_refused(before: str, call: Call, code: Code, *words: str) -> None:
    """The edit is refused with this code, and the message says these words."""
    plan = plan_of(before)
    with pytest.raises(PlanError) as error:
        done(plan, call)
    assert error.value.code == code, error.value
    for word in words:
        assert word in str(error.value)


def check_nothing(before: str, call: Call) -> None:
    """The edit finds everything as wanted and writes nothing."""
    assert call(plan_of(before)).edit.empty


def to(status: str, step: str = "Pour the floor", note: str | None = None) -> Call:
    """Marks a step."""

    def call(plan: Plan) -> Change:
        return mark(plan, step, status, note=note, now=NOW)

    return call


def grow(*titles: str, parent: str | None = None, after: str | None = None, phase: str | None = None) -> Call:
    """Adds steps of these titles."""

    def call(plan: Plan) -> Change:
        return add(plan, tuple(NewStep(title) for title in titles), parent=parent, after=after, phase=phase, now=NOW)

    return call
