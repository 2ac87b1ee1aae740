"""Questions, risks, criteria and log entries read back as given, and what is retracted reads back as retracted."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from execplan.edits import blockers, criteria, progress_log, questions, retract, risks
from execplan.plan.errors import PlanError
from execplan.plan.identity import normal
from execplan.plan.model import DialectId, Plan
from execplan.plan.references import find_record
from execplan.plan.safe import entry
from tests.laws.doing import attempt, do, read
from tests.laws.plans import DIALECTS, drawings
from tests.laws.test_records import FULL, SHARED, maybe, plain, safe, safes
from tests.laws.texts import entries

LATER = "2026-11-22T07:41Z"


@pytest.mark.parametrize("dialect", FULL)
@SHARED
@given(
    drawing=drawings(), text=plain | entries, answer=plain | entries,
    kind=st.sampled_from(("decision", "clarification", "research")),
)  # fmt: skip
def test_a_question_reads_back_as_asked_and_as_answered(
    dialect: DialectId, drawing, text: str, answer: str, kind: questions.Kind
) -> None:
    assume(text.strip() and answer.strip())
    safes(text, answer)
    plan = read(DIALECTS[dialect](drawing))
    assume(not any(normal(one.text) == normal(entry(text)) for one in plan.questions))
    after = do(plan, questions.add_question, text, kind=kind)
    assert len(after.questions) == len(plan.questions) + 1
    (new,) = [one for one in after.questions if one.text == entry(text)]
    assert not new.resolved
    assert questions.add_question(after, text, kind="decision", now=LATER).edit.empty
    settled = do(after, questions.answer_question, new.id, answer)
    (told,) = [one for one in settled.questions if one.text == entry(text)]
    assert (told.id, told.resolved, told.answer) == (new.id, True, entry(answer))
    assert questions.answer_question(settled, new.id, answer, now=LATER).edit.empty


@pytest.mark.parametrize("dialect", FULL)
@SHARED
@given(
    drawing=drawings(), text=plain | entries,
    more=st.fixed_dictionaries(dict.fromkeys(risks.FIELDS, maybe | entries)),
    update=st.fixed_dictionaries(dict.fromkeys(risks.FIELDS, maybe)),
)  # fmt: skip
def test_a_risk_reads_back_as_given_and_as_updated(
    dialect: DialectId, drawing, text: str, more: dict[str, Any], update: dict[str, Any]
) -> None:
    assume(text.strip())
    safes(text, *more.values())
    plan = read(DIALECTS[dialect](drawing))
    assume(not any(normal(one.text) == normal(entry(text)) for one in plan.risks))
    after = do(plan, risks.add_risk, text, **more)
    (new,) = [one for one in after.risks if one.id not in {old.id for old in plan.risks}]
    assert new.text == entry(text)
    table = after.source.line(new.line).startswith("|")
    shown = ("impact", "probability") if table else risks.FIELDS
    for name in shown:
        assert getattr(new, name) == safe(more[name]), name
    assert risks.add_risk(after, text, **more, now=LATER).edit.empty
    changed = do(after, risks.add_risk, new.id, **update)
    assert len(changed.risks) == len(after.risks)
    told = next(one for one in changed.risks if one.text == new.text)
    for name in shown:
        assert getattr(told, name) == (safe(update[name]) or safe(more[name])), name
    assert risks.add_risk(changed, new.id, **update, now=LATER).edit.empty


@pytest.mark.parametrize("dialect", FULL)
@SHARED
@given(drawing=drawings(), text=plain | entries, kind=st.none() | st.sampled_from(("Note", "review", "Completed")))
def test_a_log_entry_reads_back_as_given(dialect: DialectId, drawing, text: str, kind: str | None) -> None:
    assume(text.strip())
    safes(text)
    plan = read(DIALECTS[dialect](drawing))
    after = do(plan, progress_log.log, text, kind=kind)
    (new,) = [one for one in after.log if one.id not in {old.id for old in plan.log}]
    assert (new.text, new.kind) == (entry(text), "Review" if kind == "review" else kind or "Note")
    assert (new.date or "").startswith("2026-11-21")
    assert progress_log.log(after, text, kind=kind, now=LATER).edit.empty


@pytest.mark.parametrize("dialect", FULL)
@SHARED
@given(drawing=drawings(), evidence=maybe | entries, met=st.booleans())
def test_a_criterion_reads_back_as_checked(dialect: DialectId, drawing, evidence: str | None, met: bool) -> None:
    safes(evidence)
    plan = read(DIALECTS[dialect](drawing))
    for one in plan.criteria:
        after = do(plan, criteria.check, one.id, met=met, evidence=evidence)
        told = next(other for other in after.criteria if other.id == one.id)
        assert told.met == met
        assert len(told.evidence) == (safe(evidence) is not None)
        assert criteria.check(after, one.id, met=met, evidence=evidence, now=LATER).edit.empty


def _records(plan: Plan) -> list[Any]:
    return [*plan.decisions, *plan.discoveries, *plan.questions, *plan.risks, *plan.criteria, *plan.blockers, *plan.log]


@pytest.mark.parametrize("dialect", FULL)
@SHARED
@given(data=st.data(), drawing=drawings(), text=plain | entries, reason=plain | entries)
def test_what_is_retracted_reads_so_and_nothing_else_changes(
    data: st.DataObject, dialect: DialectId, drawing, text: str, reason: str
) -> None:
    safes(text, reason)
    assume(text.strip() and reason.strip())
    plan = read(DIALECTS[dialect](drawing))
    ways: list[Any] = [blockers.add, questions.add_question, risks.add_risk, progress_log.log]
    added = attempt(lambda: do(plan, data.draw(st.sampled_from(ways)), text))
    plan = plan if isinstance(added, PlanError) else added
    target = data.draw(st.sampled_from(_records(plan)))
    kind, _ = find_record(plan, target.id)
    after = do(plan, retract.retract, target.id, reason)
    told = find_record(after, target.id)
    assert (told[0], told[1].retracted) == (kind, entry(reason))
    again = retract.retract(after, target.id, "another reason", now=LATER)
    assert again.edit.empty
    assert again.id == told[1].id
    assert len(_records(after)) - len(_records(plan)) in (0, 1)  # a log tells of it
    assert all(line in after.source.text for line in plan.source.text.split() if line.isalpha())
