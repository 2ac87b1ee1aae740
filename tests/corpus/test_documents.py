"""Every real document reads, whole and without loss."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from execplan.plan.model import Place, Plan
from execplan.plan.reader import read_plan
from execplan.text.blocks import plan_lines
from execplan.text.source import BOM, Source
from execplan.views.current import current_step
from execplan.views.progress import progress
from tests.corpus.documents import CORPUS, SEEDS, named, needs_corpus, paths, task_lines

pytestmark = needs_corpus
every_document = pytest.mark.parametrize("path", [*paths(CORPUS), *paths(SEEDS)], ids=named)


@cache
def plan_at(path: Path) -> Plan:
    return read_plan(Source.decode(path.read_bytes()))


def entries(plan: Plan) -> list[tuple[str, int, Place]]:
    kinds = (
        plan.steps, plan.criteria, plan.questions, plan.decisions, plan.discoveries, plan.risks, plan.log,
    )  # fmt: skip
    return [(one.id, one.line, one.place) for kind in kinds for one in kind]


@every_document
def test_bytes_are_kept(path: Path) -> None:
    data = path.read_bytes()
    assert Source.decode(data).encode() == data


@every_document
def test_every_task_box_stands_in_exactly_one_list(path: Path) -> None:
    plan = plan_at(path)
    first, last = plan_lines(plan.source)
    text = plan.source.text[plan.source.offset(first) : plan.source.offset(last)].removeprefix(BOM)
    boxes = [(one.line, one.status == "done") for one in plan.steps if one.box == "task" and not one.children]
    boxes += [
        (one.line, plan.source.slice(one.place.box) in "xX") for one in plan.steps if one.children and one.place.box
    ]
    boxes += [(one.line, one.met) for one in plan.criteria if one.box == "task"]
    lines = [line for line, _ in boxes]
    lines += [one.line for one in (*plan.questions, *plan.blockers) if one.box == "task"]
    lines += [one.line for one in plan.other_boxes]
    boxes += [(one.line, one.checked) for one in plan.other_boxes]
    expected = [(line + first, ticked) for line, ticked in task_lines(text)]
    assert sorted(lines) == sorted(line for line, _ in expected)
    assert set(boxes) <= set(expected)


@every_document
def test_places_hold_what_was_read(path: Path) -> None:
    plan = plan_at(path)
    count = plan.source.line_count
    for id, line, place in entries(plan):
        assert 0 <= line == place.line < place.end <= count, id
        assert place.text.end <= len(plan.source.text), id
        assert plan.source.line_of(place.text.start) >= line, id
        for field in place.fields:
            assert plan.source.line_of(field.value.start) >= field.line, id
            assert field.line < field.end <= count, id


@every_document
def test_ids_are_unique(path: Path) -> None:
    plan = plan_at(path)
    steps = [one.id for one in (*plan.steps, *plan.phases)]
    assert len(set(steps)) == len(steps)
    places = {(place.text.start, place.text.end): id for id, _, place in entries(plan)}
    assert len(set(places.values())) == len(places)


@every_document
def test_what_is_named_exists(path: Path) -> None:
    plan = plan_at(path)
    steps, phases = {one.id: one for one in plan.steps}, {one.id for one in plan.phases}
    for one in plan.steps:
        assert one.title or one.label or not plan.source.slice(one.place.text).strip(), one.line
        assert one.phase is None or one.phase in phases
        assert all(steps[child].parent == one.id for child in one.children)


@every_document
def test_views_answer(path: Path) -> None:
    plan = plan_at(path)
    current = current_step(plan)
    assert (current.step is None) != (current.reason is None)
    assert 0 <= progress(plan).done <= progress(plan).total <= len(plan.leaves())


@every_document
def test_line_ends_and_a_bom_change_nothing(path: Path) -> None:
    plan = plan_at(path)
    if "\r" in plan.source.text:
        pytest.skip("has carriage returns of its own")
    other = read_plan(Source.of(BOM + plan.source.text.lstrip(BOM).replace("\n", "\r\n")))
    assert [(one.id, one.status, one.line) for one in other.steps] == [
        (one.id, one.status, one.line) for one in plan.steps
    ]
    assert [(id, line) for id, line, _ in entries(other)] == [(id, line) for id, line, _ in entries(plan)]
    assert other.diagnostics == plan.diagnostics


@every_document
def test_reading_a_cut_or_broken_text_is_total(path: Path) -> None:
    text = plan_at(path).source.text
    for part in (2, 4):
        cut = len(text) * part // 6
        read_plan(Source.of(text[:cut]))
        read_plan(Source.of(text[cut:]))
        read_plan(Source.of(text[:cut] + "\r```md\x00\u2028" + text[cut:]))


def test_the_corpus_is_not_empty() -> None:
    assert len(paths(CORPUS)) > 20
