"""Record kind × dialect: where each record goes and how it looks, in a kept plan and in a new one.

A cell is a diff in ``golden/``. ``EXECPLAN_GOLDEN=write`` writes those that differ; read them before you keep them.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from execplan.edits import blockers, grow, journal, steps
from execplan.edits.create import create
from execplan.plan.choice import first_choice
from execplan.plan.drafts import NewStep
from execplan.plan.model import Plan
from execplan.plan.reader import read_plan
from execplan.text.diff import unified
from execplan.text.source import Source
from tests.edits.check import NOW, Call, done

GOLDEN = Path(__file__).parent / "golden"
TEMPLATES = Path(__file__).parents[2] / ".agents" / "template"
DIALECTS = ("living", "execplan", "execution-plan", "team", "cookbook")
OPEN = "Fill it from the catalogue"


def kept(dialect: str) -> Plan:
    return read_plan(Source.decode((GOLDEN / f"{dialect}.md").read_bytes()))


def fresh(dialect: str) -> Plan:
    name = "PLAN" if dialect == "living" else dialect
    template = Source.decode((TEMPLATES / f"{name}.md").read_bytes())
    new = (NewStep("Measure today's misses"), NewStep(OPEN, verify="the row counts agree"))
    return read_plan(
        create(
            template,
            "Search that forgives typos",
            "A shopper finds trousers.",
            slug="forgiving-search",
            steps=new,
            now=NOW,
        )
    )


def _current(plan: Plan) -> str:
    step = first_choice(plan)
    assert step is not None
    return step.id


def _parent(plan: Plan) -> str:
    return next((step.id for step in plan.steps if step.title.startswith("Rank by distance")), OPEN)


def _blocked(plan: Plan) -> str:
    return next(step.id for step in plan.steps if step.status == "blocked")


CELLS: dict[str, Call] = {
    "decision": lambda plan: journal.add_decision(
        plan, "Index at night", "The shop is quiet then", alternatives="Index on every change", trade_offs="a day of delay",
        by="Jon", reference="docs/index.md", now=NOW,
    ),
    "decision-short": lambda plan: journal.add_decision(plan, "Index at night", "The shop is quiet then", now=NOW),
    "discovery": lambda plan: journal.add_discovery(
        plan, "The catalogue holds duplicates", why_it_matters="ranks would be skewed", action="count each product once",
        evidence="212 rows share a number", now=NOW,
    ),
    "discovery-short": lambda plan: journal.add_discovery(plan, "The catalogue holds duplicates", now=NOW),
    "blocker": lambda plan: blockers.add(
        plan, "No access to the catalogue", needs="a read-only account", options=("wait for it", "use last month's dump"), now=NOW
    ),
    "blocker-on-step": lambda plan: blockers.add(
        plan, "No access to the catalogue", step=_current(plan), needs="a read-only account",
        options=("wait", "use the dump"), now=NOW,
    ),
    "step": lambda plan: grow.add(
        plan,
        (NewStep("Log the misses", verify="the log has a line", files=("search/log.py",), estimate="2 hours", owner="Jon"),),
        now=NOW,
    ),
    "steps-in-a-new-phase": lambda plan: grow.add(
        plan, (NewStep("Watch the log", phase="Launch"), NewStep("Tell the shop", phase="Launch")), now=NOW
    ),
    "sub-step": lambda plan: grow.add(
        plan, (NewStep("Words"), NewStep("Names", verify="it runs")), parent=_parent(plan), now=NOW
    ),
    "in_progress": lambda plan: steps.mark(plan, _current(plan), "in_progress", now=NOW),
    "done": lambda plan: steps.mark(plan, _current(plan), "done", now=NOW),
    "done-with-a-note": lambda plan: steps.mark(plan, _current(plan), "done", note="41,000 rows", now=NOW),
    "skipped": lambda plan: steps.mark(plan, _current(plan), "skipped", note="the vendor does it", now=NOW),
    "blocked": lambda plan: steps.mark(plan, _current(plan), "blocked", note="no access", now=NOW),
    "reopened": lambda plan: steps.mark(plan, plan.steps[0].id, "todo", now=NOW),
}  # fmt: skip
"""One edit each, on any plan."""
AFTER: dict[str, tuple[str, Call]] = {
    "resolution": ("blocker", lambda plan: blockers.resolve(plan, "No access", "the account came", now=NOW)),
    "resolution-on-step": ("blocker-on-step", lambda plan: blockers.resolve(plan, "No access", "the account came", now=NOW)),
    "unblocked-by-going-on": ("blocked", lambda plan: steps.mark(plan, _blocked(plan), "in_progress", now=NOW)),
}  # fmt: skip
"""An edit that follows another one: the cell shows the second."""


def check(name: str, before: Plan, after: Plan) -> None:
    path = GOLDEN / f"{name}.diff"
    text = unified(before.source, after.source, "PLAN.md", context=2) + "\n"
    if os.environ.get("EXECPLAN_GOLDEN") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8", newline="")
    assert path.exists(), f"{path.name} is missing: run with EXECPLAN_GOLDEN=write and read what it writes"
    assert text == path.read_bytes().decode()


@pytest.mark.parametrize("cell", [*CELLS, *AFTER])
@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_kept_plan(dialect: str, cell: str) -> None:
    before = kept(dialect)
    assert before.dialect == dialect
    if cell in AFTER:
        first, call = AFTER[cell]
        before = done(before, CELLS[first])
    else:
        call = CELLS[cell]
    check(f"{dialect}.{cell}", before, done(before, call))


@pytest.mark.parametrize("cell", [cell for cell in CELLS if cell != "reopened"])
@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_new_plan(dialect: str, cell: str) -> None:
    before = fresh(dialect)
    assert before.dialect == dialect
    check(f"{dialect}.new.{cell}", before, done(before, CELLS[cell]))


def test_no_golden_file_is_left_over() -> None:
    known = {f"{dialect}.md" for dialect in DIALECTS}
    known |= {f"{dialect}.{cell}.diff" for dialect in DIALECTS for cell in (*CELLS, *AFTER)}
    known |= {f"{dialect}.new.{cell}.diff" for dialect in DIALECTS for cell in CELLS if cell != "reopened"}
    assert {path.name for path in GOLDEN.iterdir()} == known
