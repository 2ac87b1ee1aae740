"""What changed is told of any two texts, and nothing is told of one."""

from __future__ import annotations

from hypothesis import given

from execplan.plan.reader import read_plan
from execplan.text.source import Source
from execplan.views.changes import told
from tests.laws.plans import plans
from tests.laws.texts import markdown


@given(markdown() | plans, markdown() | plans)
def test_any_two_texts_are_told_apart_in_a_few_lines(before: str, after: str) -> None:
    lines = told(read_plan(Source.of(before)), read_plan(Source.of(after)))
    assert bool(lines) == (before != after)
    assert len(lines) <= 7
    assert all(len(line) <= 240 and line.isprintable() for line in lines)


@given(markdown() | plans)
def test_the_same_text_tells_nothing(text: str) -> None:
    assert told(read_plan(Source.of(text)), read_plan(Source.of(text))) == ()
