from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from execplan.plan.reader import read_plan
from execplan.text.source import Source, UndecodableError
from tests.laws.plans import plans
from tests.laws.texts import markdown


@given(st.binary() | st.text().map(lambda text: text.encode()) | markdown().map(lambda text: text.encode()))
def test_decoding_and_encoding_give_the_same_bytes(data: bytes) -> None:
    try:
        source = Source.decode(data)
    except UndecodableError:
        return
    assert source.encode() == data
    lines = [
        source.text[left:right]
        for left, right in zip(source.starts, (*source.starts[1:], len(source.text)), strict=True)
    ]
    assert "".join(lines) == source.text


@given(st.text() | markdown() | plans)
def test_reading_never_fails(text: str) -> None:
    plan = read_plan(Source.of(text))
    assert plan.source.text == text


@given(markdown() | plans)
def test_every_place_lies_in_its_text_and_every_id_is_unique(text: str) -> None:
    plan = read_plan(Source.of(text))
    groups = (plan.steps, plan.criteria, plan.questions, plan.decisions, plan.discoveries, plan.risks, plan.log)
    for group in groups:
        assert len({one.id for one in group}) == len(group)
        for one in group:
            assert 0 <= one.place.line < one.place.end <= plan.source.line_count
            assert one.place.text.end <= len(text)
    ids = {step.id for step in plan.steps}
    for step in plan.steps:
        assert step.parent is None or step.parent in ids
        assert ids.issuperset(step.children)


@given(markdown() | plans)
def test_reading_is_a_function_of_the_text(text: str) -> None:
    assert read_plan(Source.of(text)) == read_plan(Source.of(text))
