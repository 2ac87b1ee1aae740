"""The laws of the merge: it asks neither who came first nor in what order, and loses nothing that anyone added."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import permutations

from hypothesis import assume, event, given
from hypothesis import strategies as st

from execplan.edits.change import Change
from execplan.edits.merge import marked, merge
from execplan.edits.verify import verify
from execplan.plan import entries as read_entries
from execplan.plan.errors import PlanError
from execplan.plan.identity import normal
from execplan.plan.model import Plan, Status
from execplan.plan.reader import read_plan
from execplan.text.edit import apply
from execplan.text.source import Source
from tests.laws.doing import attempt
from tests.laws.finding import STRATEGIES
from tests.laws.plans import ended, plans, tidy
from tests.laws.texts import markdown

RANK: tuple[Status, ...] = ("todo", "in_progress", "blocked", "skipped", "done")
ADDING = ("journal.add_decision", "journal.add_discovery", "progress_log.log", "questions.add_question")


@st.composite
def edited(draw: st.DrawFn, plan: Plan, names: tuple[str, ...] = tuple(STRATEGIES), most: int = 3) -> Plan:
    """The plan after a few edits, as the store would write them; what is refused is left out."""
    for _ in range(draw(st.integers(1, most))):
        call: Callable[[Plan], Change] = STRATEGIES[draw(st.sampled_from(names))](draw, plan)
        try:
            change = call(plan)
            after = read_plan(apply(plan.source, change.edit))
            verify(plan, change, after)
        except PlanError:
            continue
        plan = after
    return plan


@st.composite
def sides(draw: st.DrawFn, texts: st.SearchStrategy[str], count: int = 2, names: tuple[str, ...] = tuple(STRATEGIES)):
    base = read_plan(Source.of(draw(texts)))
    return base.source, *(draw(edited(base, names)).source for _ in range(count))


def merged(base: Source, ours: Source, theirs: Source) -> Source | None:
    """None where they conflict."""
    found = attempt(lambda: merge(base, ours, theirs))
    if isinstance(found, PlanError):
        assert found.code == "conflict"
        event("conflict")
        return None
    event("merged")
    return found


@given(sides(tidy | ended()))
def test_it_does_not_ask_who_came_first(found: tuple[Source, Source, Source]) -> None:
    base, ours, theirs = found
    one, other = merged(base, ours, theirs), merged(base, theirs, ours)
    assert (one and one.text) == (other and other.text)


@given(sides(plans | markdown()))
def test_one_side_alone_wins(found: tuple[Source, Source, Source]) -> None:
    base, ours, _ = found
    assert merge(base, ours, ours) == ours
    assert merge(base, base, ours) == ours
    assert merge(base, ours, base) == ours


@given(sides(tidy | ended()))
def test_what_is_merged_is_merged(found: tuple[Source, Source, Source]) -> None:
    """A side merged into the result again adds nothing: the result already holds it."""
    base, ours, theirs = found
    one = merged(base, ours, theirs)
    assume(one is not None)
    assert one is not None
    assert merge(ours, one, ours) == one
    again = merged(base, one, ours)
    if again is not None:
        assert again.text == one.text


@given(sides(tidy, 3, (*ADDING, "steps.mark", "criteria.check", "risks.add_risk", "blockers.add")))
def test_three_replicas_converge(found: tuple[Source, Source, Source, Source]) -> None:
    base, *replicas = found
    results: list[str] = []
    for one, other, last in permutations(replicas):
        pair = merged(base, one, other)
        whole = merged(base, pair, last) if pair is not None else None
        if whole is None:
            event("some pair conflicts")
            return
        results.append(whole.text)
    assert len(set(results)) == 1


def said(source: Source) -> Counter[tuple[str, str]]:
    plan = read_plan(source)
    return Counter(
        (kind, normal(plan.source.slice(one.place.text)))
        for kind, several in read_entries.lists(plan).items()
        for one in several
        if one.place is not None and kind not in ("phase", "box", "blocker")
    )


@given(sides(tidy | ended(), 2, (*ADDING, "grow.add", "risks.add_risk", "steps.mark", "blockers.add")))
def test_nothing_added_is_lost(found: tuple[Source, Source, Source]) -> None:
    base, ours, theirs = found
    result = merged(base, ours, theirs)
    assume(result is not None)
    assert result is not None
    before, mine, yours, now = said(base), said(ours), said(theirs), said(result)
    for one in (mine - before) | (yours - before):
        assert now[one] >= 1, one


def states(source: Source) -> dict[str, Status]:
    steps = read_plan(source).steps
    count = Counter(step.title for step in steps)
    return {step.title: step.status for step in steps if count[step.title] == 1 and not step.children}


@given(sides(tidy | ended(), 2, ("steps.mark",)))
def test_every_step_is_in_the_state_of_the_rule(found: tuple[Source, Source, Source]) -> None:
    base, ours, theirs = found
    result = merged(base, ours, theirs)
    assume(result is not None)
    assert result is not None
    before, mine, yours, now = states(base), states(ours), states(theirs), states(result)
    for title in mine.keys() & yours.keys() & now.keys():
        one, other = mine[title], yours[title]
        wanted = (
            other
            if one == before.get(title)
            else one
            if other == before.get(title)
            else max(one, other, key=RANK.index)
        )
        assert now[title] == wanted


@given(st.sampled_from(sorted(STRATEGIES)), st.data())
def test_an_edit_and_a_record_both_read_back(name: str, data: st.DataObject) -> None:
    base = read_plan(Source.of(data.draw(tidy)))
    ours = data.draw(edited(base, (name,), 1)).source
    theirs = data.draw(edited(base, ADDING, 1)).source
    result = merged(base.source, ours, theirs)
    if result is None:
        return
    now = said(result)
    for side in (ours, theirs):
        for one in said(side) - said(base.source):
            assert now[one] >= 1, one


@given(sides(plans | markdown()))
def test_any_text_merges_or_is_marked(found: tuple[Source, Source, Source]) -> None:
    base, ours, theirs = found
    result = merged(base, ours, theirs)
    shown = marked(base, ours, theirs)
    if result is not None:
        assert shown == result
    else:
        assert "<<<<<<< ours" in shown.text


@given(markdown(), markdown(), markdown())
def test_texts_that_have_nothing_in_common(base: str, ours: str, theirs: str) -> None:
    one, other = (
        merged(Source.of(base), *(Source.of(text) for text in pair)) for pair in ((ours, theirs), (theirs, ours))
    )
    assert (one and one.text) == (other and other.text)
    marked(Source.of(base), Source.of(ours), Source.of(theirs))
