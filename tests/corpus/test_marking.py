"""Marking the current step of every real document: declared lines only, every other byte kept, twice is once, and back."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from execplan.edits import blockers, grow, journal, steps
from execplan.edits.change import Change
from execplan.edits.verify import verify
from execplan.plan import marks, trailing
from execplan.plan.choice import first_choice
from execplan.plan.drafts import NewStep
from execplan.plan.model import Plan, Step
from execplan.plan.reader import read_plan
from execplan.text.edit import apply
from execplan.text.source import Source
from tests.corpus.documents import CORPUS, named, needs_corpus, paths

pytestmark = needs_corpus

NOW = "2026-11-21T06:40Z"


def plan_of(path: Path) -> Plan:
    return read_plan(Source.decode(path.read_bytes()))


def current(path: Path) -> tuple[Plan, Step]:
    plan = plan_of(path)
    step = first_choice(plan)
    assert step is not None
    return plan, step


@cache
def steps_now() -> dict[Path, tuple[Plan, Step]]:
    """The documents whose current step is drawn as a box, with it."""
    found = {path: (plan, step) for path in paths(CORPUS) if (step := first_choice(plan := plan_of(path))) is not None}
    return {
        path: (plan, step) for path, (plan, step) in found.items() if step.box != "none" and plan.status != "completed"
    }


def plain_todo() -> list[Path]:
    """Those whose current step is todo and carries no stamp: done replaces a stamp, so there is no way back from it."""
    return [
        path
        for path, (plan, step) in steps_now().items()
        if step.status == "todo" and not marks.read(plan.source.slice(step.place.text)).stamp
    ]


def made(plan: Plan, change: Change) -> Plan:
    after = read_plan(apply(plan.source, change.edit))
    verify(plan, change, after)
    assert untouched(plan.source.text, change) == untouched_after(after.source.text, change)
    return after


def untouched(text: str, change: Change) -> list[str]:
    """The stretches between an edit's spans."""
    ends = [0, *(one.span.end for one in change.edit.replacements)]
    starts = [*(one.span.start for one in change.edit.replacements), len(text)]
    return [text[end:start] for end, start in zip(ends, starts, strict=True)]


def untouched_after(text: str, change: Change) -> list[str]:
    kept: list[str] = []
    at = grown = 0
    for one in change.edit.replacements:
        kept.append(text[at : one.span.start + grown])
        at = one.span.start + grown + len(one.text)
        grown += len(one.text) - (one.span.end - one.span.start)
    return [*kept, text[at:]]


def declared_lines(plan: Plan, step: Step) -> set[int]:
    """Lines a mark may change: the step's own, its ancestors', the pointer's, the derived ones, and log lines are new."""
    source = plan.source
    family = [step]
    while family[-1].parent:
        family.append(plan.step(family[-1].parent))
    lines = {line for one in family for line in range(one.place.line, one.place.end)}
    lines |= {source.line_of(span.start) for span in plan.updated_fields}
    lines |= {plan.bar.line} if plan.bar else set()
    lines |= {plan.status_field.line} if plan.status_field else set()
    pointed = {one.line for one in plan.steps if trailing.POINTER.search(source.slice(one.place.text))}
    return lines | pointed | ({one.line for one in plan.steps} if pointed else set())


def test_there_is_something_to_mark() -> None:
    assert len(steps_now()) >= 30
    assert len(plain_todo()) >= 20


@pytest.mark.parametrize("path", steps_now(), ids=named)
def test_done_changes_declared_lines_only_and_twice_is_once(path: Path) -> None:
    plan, step = current(path)
    change = steps.mark(plan, step.id, "done", now=NOW)
    after = made(plan, change)
    touched = {plan.source.line_of(one.span.start) for one in change.edit.replacements if one.span.end > one.span.start}
    assert touched <= declared_lines(plan, step)
    assert after.step(step.id).status == "done"
    again = steps.mark(after, step.id, "done", now="2027-01-01T00:00Z")
    assert again.edit.empty


@pytest.mark.parametrize("path", plain_todo(), ids=named)
def test_done_then_todo_restores_the_text(path: Path) -> None:
    plan, step = current(path)
    after = made(plan, steps.mark(plan, step.id, "done", now=NOW))
    back = made(after, steps.mark(after, step.id, "todo", now=NOW))
    assert without_updated(back) == without_updated(plan)


def without_updated(plan: Plan) -> str:
    """The text but for ``Last Updated`` and the log."""
    text = plan.source.text
    for span in reversed(plan.updated_fields):
        text = text[: span.start] + text[span.end :]
    dated = {entry.place.line for entry in plan.log if (entry.date or "").startswith(NOW[:10])}
    return text if not dated else "\n".join(line for number, line in enumerate(text.split("\n")) if number not in dated)


@pytest.mark.parametrize("status", ["in_progress", "blocked", "skipped"])
@pytest.mark.parametrize("path", steps_now(), ids=named)
def test_every_other_state(path: Path, status: str) -> None:
    plan, step = current(path)
    after = made(plan, steps.mark(plan, step.id, status, note="waiting for the review", now=NOW))
    assert after.step(step.id).status == status
    if status == "blocked":
        freed = made(after, blockers.resolve(after, "waiting for the review", "it came", now=NOW))
        assert freed.step(step.id).status == step.status


@pytest.mark.parametrize("path", paths(CORPUS), ids=named)
def test_records_and_steps_are_added_where_a_reader_finds_them(path: Path) -> None:
    plan = plan_of(path)
    decided = made(plan, journal.add_decision(plan, "Use X over Y", "it is simpler", by="us", now=NOW))
    assert "Use X over Y" in [one.title for one in decided.decisions]
    found = made(plan, journal.add_discovery(plan, "Z is slow", evidence="the log", now=NOW))
    assert "Z is slow" in [one.title for one in found.discoveries]
    stuck = made(plan, blockers.add(plan, "No credentials", needs="a token", now=NOW))
    assert "No credentials" in [one.text for one in stuck.blockers if not one.resolved]
    grown = made(plan, grow.add(plan, (NewStep("Say thank you", verify="they heard it"),), now=NOW))
    assert "Say thank you" in [one.title for one in grown.steps]
