"""What is written is read back: every record, in every dialect, from any text, as exactly one entry."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from execplan.edits import blockers, grow, journal, steps
from execplan.plan import marks
from execplan.plan.drafts import NewStep
from execplan.plan.errors import PlanError
from execplan.plan.identity import normal
from execplan.plan.model import DialectId, Plan
from execplan.plan.safe import entry, one_line
from tests.laws.doing import attempt, do, read
from tests.laws.plans import DIALECTS, drawings, ended, tidy
from tests.laws.texts import entries

plain = st.lists(
    st.sampled_from(
        (
            "Use",
            "the",
            "store",
            "because",
            "it",
            "is",
            "fast,",
            "not (only)",
            "`cache`",
            "3.5",
            "名前",
            "a:b",
            "–",
            "and/or",
        )
    ),
    min_size=2,
    max_size=7,
).map(" ".join)
"""Ordinary prose."""
maybe = st.none() | plain
FULL = sorted(DIALECTS)
SHARED = settings(max_examples=max(60, settings().max_examples // len(FULL)))
"""A law's examples are shared among the dialects."""
SEPARATORS = " \t\r\n/,;.—–-"


def safe(text: str | None) -> str | None:
    return entry(text) if text and text.strip() else None


def name_of(text: str | None) -> str | None:
    """A name without the punctuation that parts it from a date."""
    return safe(one_line(text).strip(SEPARATORS)) if text else None


def safes(*texts: str | None) -> None:
    """Skips the example where the text says nothing, which is refused before anything is written."""
    for text in texts:
        made = attempt(partial(safe, text))
        if isinstance(made, PlanError):
            assert (made.code, "says nothing" in made.message) == ("invalid", True), made
            assume(False)


@pytest.mark.parametrize("dialect", FULL)
@SHARED
@given(
    drawing=drawings(),
    what=plain | entries,
    why=plain | entries,
    more=st.fixed_dictionaries(dict.fromkeys(("alternatives", "trade_offs", "by", "reference"), maybe | entries)),
)
def test_a_decision_reads_back_as_given(dialect: DialectId, drawing, what: str, why: str, more: dict[str, Any]) -> None:
    assume(what.strip())
    safes(what, why, *more.values(), one_line(more["by"] or "").strip(SEPARATORS))
    assume(not (more["by"] or "").strip() or name_of(more["by"]))
    plan = read(DIALECTS[dialect](drawing))
    assert plan.dialect == dialect
    after = do(plan, journal.add_decision, what, why, **more)
    known = {one.id for one in plan.decisions}
    came = [one for one in after.decisions if one.id not in known]
    if any(normal(one.title) == normal(entry(what)) for one in plan.decisions):
        assert not came
        return
    assert len(after.decisions) == len(plan.decisions) + 1
    new = came[0]
    assert new.title == entry(what)
    assert new.rationale == safe(why)
    for name in ("alternatives", "trade_offs", "reference"):
        assert getattr(new, name) == safe(more[name]), name
    assert new.by == name_of(more["by"])
    assert (new.date or "").startswith("2026-11-21")


@pytest.mark.parametrize("dialect", FULL)
@SHARED
@given(
    drawing=drawings(),
    what=plain | entries,
    more=st.fixed_dictionaries(dict.fromkeys(("why_it_matters", "action", "evidence"), maybe | entries)),
)
def test_a_discovery_reads_back_as_given(dialect: DialectId, drawing, what: str, more: dict[str, Any]) -> None:
    assume(what.strip())
    safes(what, *more.values())
    plan = read(DIALECTS[dialect](drawing))
    after = do(plan, journal.add_discovery, what, **more)
    came = [one for one in after.discoveries if one.id not in {old.id for old in plan.discoveries}]
    if any(normal(one.title) == normal(entry(what)) for one in plan.discoveries):
        assert not came
        return
    assert len(after.discoveries) == len(plan.discoveries) + 1
    assert came[0].title == entry(what)
    for name, value in more.items():
        assert getattr(came[0], name) == safe(value), name


@pytest.mark.parametrize("dialect", FULL)
@pytest.mark.parametrize("on_step", [False, True])
@SHARED
@given(
    data=st.data(),
    drawing=drawings(),
    text=plain | entries,
    needs=maybe | entries,
    options=st.lists(plain | entries, max_size=3),
)
def test_a_blocker_reads_back_as_given(
    data: st.DataObject, on_step: bool, dialect: DialectId, drawing, text: str, needs: str | None, options: list[str]
) -> None:
    safes(text, needs, *options)
    assume(text.strip() and all(option.strip() for option in options))
    plan = read(DIALECTS[dialect](drawing))
    leaves = [step for step in plan.leaves() if step.status != "blocked"]
    step = data.draw(st.sampled_from(leaves)).id if on_step else None
    after = do(plan, blockers.add, text, step=step, needs=needs, options=tuple(options))
    came = [one for one in after.blockers if one.id not in {old.id for old in plan.blockers}]
    assert len(came) == 1
    assert came[0].text == entry(text)
    assert came[0].step == step
    assert not came[0].resolved
    assert came[0].needs == safe(needs)
    assert came[0].options == tuple(entry(option) for option in options)
    again = blockers.add(after, text, step=step, now="2026-11-22T00:00Z")
    assert again.edit.empty
    resolved = do(after, blockers.resolve, came[0].id, "the key came")
    left = [one for one in resolved.blockers if not one.resolved]
    assert len(left) == len([one for one in plan.blockers if not one.resolved])


@pytest.mark.parametrize("dialect", FULL)
@SHARED
@given(
    drawing=drawings(),
    title=plain | entries,
    verify=maybe | entries,
    owner=maybe | entries,
    files=st.lists(st.sampled_from(("src/a.py", "docs/b c.md", "x")), max_size=2, unique=True),
)
def test_a_step_reads_back_as_given(
    dialect: DialectId, drawing, title: str, verify: str | None, owner: str | None, files: list[str]
) -> None:
    assume(title.strip())
    safes(title, verify, owner)
    plan = read(DIALECTS[dialect](drawing))
    after = do(plan, grow.add, (NewStep(title, verify=verify, owner=owner, files=tuple(files), estimate="2 hours"),))
    came = [one for one in after.steps if one.id not in {old.id for old in plan.steps}]
    assert len(came) == 1
    new = came[0]
    assert (new.title, new.status, new.box) == (entry(title), "todo", "task")
    assert new.verification == safe(verify)
    assert new.owner == safe(owner)
    assert new.files == tuple(files)
    assert new.estimate_minutes == 120


def _counts(plan: Plan) -> dict[str, int]:
    return {
        "step": len(plan.steps), "phase": len(plan.phases), "criterion": len(plan.criteria), "decision": len(plan.decisions),
        "discovery": len(plan.discoveries), "risk": len(plan.risks),
        "blocker": len(plan.blockers), "other box": len(plan.other_boxes),
    }  # fmt: skip


@given(data=st.data(), text=tidy | ended(), injected=entries)
def test_injected_text_gains_exactly_one_entry(data: st.DataObject, text: str, injected: str) -> None:
    plan = read(text)
    kind = data.draw(
        st.sampled_from(
            (
                "decision",
                "rationale",
                "by",
                "discovery",
                "evidence",
                "blocker",
                "needs",
                "option",
                "step",
                "verify",
                "owner",
                "phase",
                "sub",
                "note",
                "resolution",
                "reason",
            )
        )
    )
    step = data.draw(
        st.sampled_from([step for step in plan.leaves() if step.status in ("todo", "in_progress")] or [None])
    )
    if kind in ("sub", "note", "reason") and step is None:
        return
    where = step.id if step else None
    calls = {
        "decision": lambda: do(plan, journal.add_decision, injected, "reason"),
        "rationale": lambda: do(plan, journal.add_decision, "A new choice", injected),
        "by": lambda: do(plan, journal.add_decision, "A new choice", "reason", by=injected),
        "discovery": lambda: do(plan, journal.add_discovery, injected),
        "evidence": lambda: do(plan, journal.add_discovery, "A new fact", evidence=injected),
        "blocker": lambda: do(plan, blockers.add, injected, step=where),
        "needs": lambda: do(plan, blockers.add, "A new wall", step=where, needs=injected),
        "option": lambda: do(plan, blockers.add, "A new wall", step=where, options=(injected, "b")),
        "step": lambda: do(plan, grow.add, (NewStep(injected),)),
        "verify": lambda: do(plan, grow.add, (NewStep("New work", verify=injected),)),
        "owner": lambda: do(plan, grow.add, (NewStep("New work", owner=injected),)),
        "phase": lambda: do(plan, grow.add, (NewStep("New work", phase=injected),)),
        "sub": lambda: do(plan, grow.add, (NewStep(injected),), parent=where),
        "note": lambda: do(plan, steps.mark, where, "done", note=injected),
        "reason": lambda: do(plan, steps.mark, where, "skipped", note=injected),
        "resolution": lambda: do(do(plan, blockers.add, "A new wall", step=where), blockers.resolve, "A new wall", injected),
    }  # fmt: skip
    after = attempt(calls[kind])
    if isinstance(after, PlanError):
        assert after.code == "invalid", after
        assert "says nothing" in after.message or "needs a note" in after.message, after
        event(f"{kind}: says nothing")
        return
    event(kind)
    gained = {
        "decision": "decision", "rationale": "decision", "by": "decision", "discovery": "discovery", "evidence": "discovery",
        "step": "step", "verify": "step", "owner": "step", "phase": "step", "sub": "step",
        "blocker": "blocker", "needs": "blocker", "option": "blocker", "resolution": "blocker",
    }.get(kind)  # fmt: skip
    before, now = _counts(plan), _counts(after)
    for name, count in before.items():
        if (name, kind) in (
            ("phase", "phase"),
            ("blocker", "resolution"),
        ):  # an answered question is no blocker any more
            assert now[name] - count in (0, 1)
        elif name == gained:
            assert now[name] - count == 1 or normal(injected) in {normal(one) for one in _titles(plan)}
        else:
            assert now[name] == count, name


def _titles(plan: Plan) -> list[str]:
    return [one.title for one in (*plan.steps, *plan.decisions, *plan.discoveries)]


@given(entries)
def test_a_safe_entry_is_one_line_without_marks_and_stays_as_it_is(text: str) -> None:
    made = attempt(partial(entry, text))
    if isinstance(made, PlanError):
        assert made.code == "invalid"
        assert "says nothing" in made.message
        return
    assert entry(made) == made
    assert len(made.splitlines()) == 1
    assert made == made.strip()
    found = marks.read(made)
    assert not found.marks
    assert found.title == made
