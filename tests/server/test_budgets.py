"""What answers cost over real plans: a folder of them named by EXECPLAN_CORPUS, else the shipped templates."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from execplan.plan.model import Plan
from execplan.plan.reader import read_plan
from execplan.text.source import Source
from execplan.views.outline import outline
from execplan.workspace.changed import Changed
from execplan.workspace.handle import Handle
from execplan.workspace.wire import build
from execplan.workspace.wire.answers import Answer
from execplan.workspace.wire.render import text
from tests.o200k import count
from tests.server.test_reading import PLAN

TEMPLATES = Path(__file__).parents[2] / ".agents" / "template"


def real_plans() -> list[Plan]:
    folder = Path(os.environ.get("EXECPLAN_CORPUS") or TEMPLATES)
    read = [read_plan(Source.decode(path.read_bytes())) for path in sorted(folder.glob("*.md"))]
    return [*read, read_plan(Source.of(PLAN))]


@pytest.fixture(scope="module")
def plans() -> list[Plan]:
    return real_plans()


def p95(values: list[Any]) -> Any:
    return sorted(values)[int(len(values) * 0.95) - 1 if len(values) > 1 else 0]


def ratio(answer: Answer) -> float:
    return count(answer.content()) / count(text(answer))


def test_current_step(plans: list[Plan]) -> None:
    answers = [build.current_answer("some-plan", plan) for plan in plans]
    assert p95([count(text(one)) for one in answers]) <= 150
    assert p95([ratio(one) for one in answers]) <= 1.7


def test_mark(plans: list[Plan]) -> None:
    answers = [
        build.mark_answer(Changed(Handle.of("some-plan", "", plan), plan, plan, step.id), step)
        for plan in plans
        for step in plan.steps
    ]
    assert p95([count(text(one)) for one in answers]) <= 40


@pytest.mark.parametrize("budget", [500, 1500, 4000])
def test_outline_keeps_to_max_tokens(plans: list[Plan], budget: int) -> None:
    for plan in plans:
        assert count(text(build.plan_answer("some-plan", plan, outline(plan, budget)))) <= 1.1 * budget
