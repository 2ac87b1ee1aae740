"""Laws of rewritten prose: its own text is no edit, the same text is added once, entries stay what they are."""

from __future__ import annotations

from hypothesis import assume, event, given
from hypothesis import strategies as st

from execplan.edits.finish import finish
from execplan.edits.revise_plan import edit_plan
from execplan.edits.sections import edit_section
from execplan.plan.errors import PlanError
from execplan.plan.model import Plan
from tests.laws.doing import attempt, do, read
from tests.laws.plans import NOW, plans, tidy
from tests.laws.texts import entries

prose = st.lists(
    st.sampled_from(
        ("Words.", "- an item", "- [ ] a box", "##### Deep", "", "> quoted", "| a |\n|---|", "```\ncode\n```", "---")
    )
    | entries,
    min_size=1,
    max_size=5,
).map("\n".join)


def named(plan: Plan) -> list[str]:
    """Headings that name one section."""
    raws = [one.raw for one in plan.sections]
    folded = [raw.casefold() for raw in raws]
    return [raw for raw in raws if raw and folded.count(raw.casefold()) == 1]


def kept(plan: Plan) -> dict[str, tuple[object, ...]]:
    """What must not change: steps and records, without ids (they may grow) and lines."""
    return {
        "steps": tuple((one.title, one.status, one.label) for one in plan.steps),
        "decisions": tuple((one.title, one.rationale) for one in plan.decisions),
        "discoveries": tuple((one.title, one.evidence) for one in plan.discoveries),
        "questions": tuple((one.text, one.resolved) for one in plan.questions),
        "blockers": tuple((one.text, one.resolved) for one in plan.blockers),
        "risks": tuple((one.text, one.impact) for one in plan.risks),
        "about": (plan.title, plan.owner, plan.status),
    }


@given(text=plans, data=st.data())
def test_a_section_replaced_by_its_own_text_is_no_edit(text: str, data: st.DataObject) -> None:
    plan = read(text)
    names = named(plan)
    assume(names)
    raw = data.draw(st.sampled_from(names))
    section = next(one for one in plan.sections if one.raw == raw)
    own = "\n".join(plan.source.line(line) for line in range(section.line, section.own_end))
    change = attempt(lambda: edit_section(plan, raw, own, mode="replace", now=NOW))
    if isinstance(change, PlanError):
        event(change.code)
        return
    event("empty" if change.edit.empty else "not")
    assert change.edit.empty or any(
        ord(char) < 32 or char in "\x85\u2028\u2029\ufeff" for char in own.replace("\n", "")
    )


@given(text=tidy, said=prose, data=st.data(), mode=st.sampled_from(("append", "replace")))
def test_prose_leaves_every_entry_as_it_is_and_is_written_once(
    text: str, said: str, data: st.DataObject, mode: str
) -> None:
    plan = read(text)
    raw = data.draw(st.sampled_from([*named(plan), "Testing"]))
    after = attempt(lambda: do(plan, edit_section, raw, said, mode=mode))
    if isinstance(after, PlanError):
        event(f"{mode}: {after.code}")
        return
    event(mode)
    assert kept(after) == kept(plan)
    again = do(after, edit_section, raw, said, mode=mode)
    assert again.source.text == after.source.text


@given(text=tidy, title=entries, owner=entries, criterion=entries)
def test_what_a_plan_says_of_itself_is_set_once(text: str, title: str, owner: str, criterion: str) -> None:
    plan = read(text)
    given_ = {"title": title, "owner": owner, "criteria": (criterion,), "status": "blocked"}
    after = attempt(lambda: do(plan, edit_plan, **given_))
    if isinstance(after, PlanError):
        event(after.code)
        return
    event("set")
    assert after.status == "blocked"
    assert do(after, edit_plan, **given_).source.text == after.source.text
    assert kept(after)["steps"] == kept(plan)["steps"]


@given(text=tidy, summary=entries, parts=st.lists(entries, max_size=3), reason=entries)
def test_a_plan_is_finished_once_and_loses_nothing(text: str, summary: str, parts: list[str], reason: str) -> None:
    plan = read(text)
    given_ = {"delivered": tuple(parts), "metrics": tuple(parts[:1]), "lessons": tuple(parts), "force": reason}
    after = attempt(lambda: do(plan, finish, summary, **given_))
    if isinstance(after, PlanError):
        event(after.code)
        return
    event("finished")
    assert after.status == "completed"
    assert {**kept(after), "about": ()} == {**kept(plan), "about": ()}
    assert do(after, finish, summary, **given_).source.text == after.source.text
