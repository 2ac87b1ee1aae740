"""Two people at every real document: both sides' work is in the merge, and nothing else changed."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest

from execplan.edits import journal, sections, steps
from execplan.edits.merge import merge
from execplan.plan.choice import first_choice
from execplan.plan.errors import PlanError
from execplan.plan.model import Plan
from execplan.plan.reader import read_plan
from execplan.text.edit import apply
from execplan.text.source import Source
from tests.corpus.documents import CORPUS, named, needs_corpus, paths

pytestmark = needs_corpus
NOW = "2026-11-21T06:40Z"


def marked_and_decided(plan: Plan) -> Plan:
    step = first_choice(plan)
    if step is not None:
        with contextlib.suppress(PlanError):
            plan = read_plan(apply(plan.source, steps.mark(plan, step.id, "done", now=NOW).edit))
    return read_plan(apply(plan.source, journal.add_decision(plan, "Use X over Y", "it is simpler", now=NOW).edit))


def discovered_and_written(plan: Plan) -> Plan:
    plan = read_plan(apply(plan.source, journal.add_discovery(plan, "Z is slow", now=NOW).edit))
    for section in plan.sections:
        try:
            change = sections.edit_section(plan, section.raw, "A paragraph of ours.", mode="append", now=NOW)
        except PlanError:
            continue
        return read_plan(apply(plan.source, change.edit))
    return plan


@pytest.mark.parametrize("path", paths(CORPUS), ids=named)
def test_both_sides_are_in_the_merge(path: Path) -> None:
    base = read_plan(Source.decode(path.read_bytes()))
    ours, theirs = marked_and_decided(base), discovered_and_written(base)
    result = merge(base.source, ours.source, theirs.source)
    assert result == merge(base.source, theirs.source, ours.source)
    plan = read_plan(result)
    assert "Use X over Y" in [one.title for one in plan.decisions]
    assert "Z is slow" in [one.title for one in plan.discoveries]
    assert {one.title: one.status for one in plan.steps} == {one.title: one.status for one in ours.steps}
    had = base.source.text.splitlines()
    for side in (ours, theirs):
        came = set(side.source.text.splitlines()) - set(had)
        lost = {line for line in came if line.strip()} - set(result.text.splitlines())
        assert not {line for line in lost if "%" not in line and "2026-11-21" not in line}
