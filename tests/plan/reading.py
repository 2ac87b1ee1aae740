"""Reads dedented literals, and says what was found in a form that is easy to compare."""

from __future__ import annotations

from textwrap import dedent

from execplan.plan.model import Plan, Step
from execplan.plan.reader import read_plan
from execplan.text.source import Source


def plan_of(text: str) -> Plan:
    """The plan in a literal; its indent and first newline are those of the test, not of the plan."""
    return read_plan(Source.of(dedent(text).removeprefix("\n")))


def raw(text: str | bytes) -> Plan:
    """The plan in exactly this text."""
    return read_plan(Source.of(text) if isinstance(text, str) else Source.decode(text))


def step(plan: Plan, title: str) -> Step:
    found = [one for one in plan.steps if title in one.title]
    assert len(found) == 1, f"{len(found)} steps hold {title!r}: {titles(plan)}"
    return found[0]


def titles(plan: Plan) -> list[str]:
    return [one.title for one in plan.steps]


def states(plan: Plan) -> dict[str, str]:
    return {one.title: one.status for one in plan.steps}


def codes(plan: Plan) -> list[str]:
    return [one.code for one in plan.diagnostics]


def status_of(item: str) -> str:
    """The status of one list item as the only step of a plan."""
    plan = raw(f"# T\n\n## Steps\n\n{item}\n")
    assert len(plan.steps) == 1, titles(plan)
    return plan.steps[0].status


def title_of(item: str) -> str:
    return raw(f"# T\n\n## Steps\n\n{item}\n").steps[0].title
