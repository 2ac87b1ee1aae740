"""Record kind × dialect: where each record goes and how it looks, in a kept plan and in a new one.

A cell is a diff in ``golden/``. ``EXECPLAN_GOLDEN=write`` writes those that differ; read them before you keep them.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from execplan.edits import (
    blockers,
    finish,
    grow,
    journal,
    progress_log,
    questions,
    retract,
    revise,
    revise_plan,
    risks,
    sections,
    steps,
)
from execplan.edits.create import create
from execplan.plan.choice import first_choice
from execplan.plan.drafts import NewStep
from execplan.plan.evidence import observed_file
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


def _first(plan: Plan) -> str:
    return plan.steps[0].id


def _beside(plan: Plan) -> str:
    first = plan.steps[0]
    return next(step.id for step in plan.steps[1:] if step.parent == first.parent)


def _blocked(plan: Plan) -> str:
    return next(step.id for step in plan.steps if step.status == "blocked")


CELLS: dict[str, Call] = {
    "evidence": lambda plan: steps.mark(plan, _current(plan), "done", evidence="`pytest -q` → 12 passed", now=NOW),
    "evidence-file": lambda plan: steps.mark(
        plan, _current(plan), "in_progress", evidence=observed_file("src/index.py", "9f86d081884c7d65"), now=NOW
    ),
    "percent": lambda plan: steps.mark(plan, _current(plan), "in_progress", percent=60, now=NOW),
    "done-part": lambda plan: steps.mark(
        plan, _current(plan), "in_progress", done_part="Read the first shelf", evidence="commit 4f1c2ab", now=NOW
    ),
    "step-reworded": lambda plan: revise.edit_step(plan, _current(plan), title="Load it from the shop", now=NOW),
    "step-fields": lambda plan: revise.edit_step(
        plan, _current(plan), verify="`pytest -q` is green", files=("src/index.py", "docs/index.md"), estimate="3 hours",
        owner="Ada", now=NOW,
    ),
    "step-moved": lambda plan: revise.edit_step(plan, _first(plan), move_after=_beside(plan), now=NOW),
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
    "question": lambda plan: questions.add_question(plan, "How long is a word at least?", kind="research", now=NOW),
    "risk": lambda plan: risks.add_risk(
        plan, "The vendor raises prices", impact="High", probability="Low", mitigation="sign for two years", owner="Jon", now=NOW
    ),
    "risk-short": lambda plan: risks.add_risk(plan, "The vendor raises prices", now=NOW),
    "log": lambda plan: progress_log.log(plan, "The demo went well", now=NOW),
    "log-review": lambda plan: progress_log.log(plan, "Read by the whole team", kind="review", now=NOW),
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
    "section": lambda plan: sections.edit_section(
        plan, "Validation and Acceptance" if plan.dialect == "cookbook" else "Testing",
        "Run `scripts/search` on the sample queries.", now=NOW,
    ),
    "about": lambda plan: revise_plan.edit_plan(
        plan, title="Search that forgives", status="blocked", criteria=("Ten of ten words are found",), now=NOW
    ),
    "finished": lambda plan: finish.finish(
        plan, "Nine of ten words are found.", delivered=("The index", "The query"), worked=("Measuring first",),
        did_not_work=("Ranking by sound",), metrics=("90 ms at the 95th percentile, was 140",),
        lessons=("Ask for the catalogue early",), force="launch moved to a plan of its own", now=NOW,
    ),
    "finished-in-short": lambda plan: finish.finish(plan, "Given up for a bought index.", force="bought", now=NOW),
    "reopened": lambda plan: steps.mark(plan, plan.steps[0].id, "todo", now=NOW),
}  # fmt: skip
"""One edit each, on any plan."""
AFTER: dict[str, tuple[str, Call]] = {
    "percent-and-evidence": (
        "evidence-file",
        lambda plan: steps.mark(plan, _current(plan), "in_progress", percent=80, evidence="https://ci.example/7", now=NOW),
    ),
    "percent-done": ("percent", lambda plan: steps.mark(plan, _current(plan), "done", now=NOW)),
    "refined": (
        "percent", lambda plan: grow.add(plan, (NewStep("First half"), NewStep("Second half")), parent=_current(plan), now=NOW)
    ),
    "resolution": ("blocker", lambda plan: blockers.resolve(plan, "No access", "the account came", now=NOW)),
    "resolution-on-step": ("blocker-on-step", lambda plan: blockers.resolve(plan, "No access", "the account came", now=NOW)),
    "answer": ("question", lambda plan: questions.answer_question(plan, "How long", "four letters", now=NOW)),
    "risk-update": (
        "risk",
        lambda plan: risks.add_risk(plan, "The vendor raises prices", probability="Medium", status="Watched", now=NOW),
    ),
    "retracted-decision": ("decision", lambda plan: retract.retract(plan, "Index at night", "the shop never closes", now=NOW)),
    "retracted-discovery": ("discovery", lambda plan: retract.retract(plan, "The catalogue holds", "it was a test set", now=NOW)),
    "retracted-question": ("question", lambda plan: retract.retract(plan, "How long", "it is in the brief", now=NOW)),
    "retracted-risk": ("risk", lambda plan: retract.retract(plan, "The vendor", "there is none", now=NOW)),
    "retracted-blocker": ("blocker", lambda plan: retract.retract(plan, "No access", "we had it", now=NOW)),
    "retracted-log": ("log", lambda plan: retract.retract(plan, "The demo", "it was the rehearsal", now=NOW)),
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
