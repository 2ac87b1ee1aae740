"""Dependencies as they are written: refused where they close a ring or dangle, else in the document's own habit."""

from __future__ import annotations

import pytest

from execplan.edits import revise
from execplan.edits.change import Change
from execplan.edits.grow import add
from execplan.plan.drafts import NewStep
from execplan.plan.model import Plan
from tests.edits.check import NOW, Call, check_edit, check_nothing, check_refused, done, plan_of

LIST = "# Plan\n\n## Steps\n\n1. [ ] Pour the floor\n2. [ ] Raise the walls\n"


def added(*new: NewStep, **more: str) -> Call:
    def call(plan: Plan) -> Change:
        return add(plan, new, **more, now=NOW)  # type: ignore[arg-type]

    return call


def one(title: str, *waits: str, phase: str | None = None) -> NewStep:
    return NewStep(title, phase, depends_on=waits)


def edited(step: str, *waits: str) -> Call:
    return lambda plan: revise.edit_step(plan, step, depends_on=waits, now=NOW)


def names(plan: Plan, title: str) -> list[str]:
    known = {one.id: one.title for one in (*plan.steps, *plan.phases)}
    return next([known.get(id, id) for id in one.depends_on] for one in plan.steps if title in one.title)


# --- rings ----------------------------------------------------------------------------------------


def test_new_steps_that_wait_for_each_other() -> None:
    ring = added(one("Tile", "Paint"), one("Paint", "Tile"))
    check_refused(LIST, ring, "refused", "'Tile' → 'Paint' → 'Tile'", "wait for each other", "leave one")
    three = added(one("Tile", "Paint"), one("Paint", "Sand"), one("Sand", "Tile"))
    check_refused(LIST, three, "refused", "'Tile' → 'Paint' → 'Sand' → 'Tile'")


def test_a_part_that_waits_for_what_waits_for_the_whole() -> None:
    before = f"{LIST}   - Depends on: Pour the floor\n"
    check_refused(before, added(one("Sand", "Raise the walls"), parent="Pour"), "refused", "Raise the walls", "Sand")
    check_refused(before, added(one("Sand", "Pour the floor"), parent="Pour"), "refused", "a part of")


def test_a_step_in_a_phase_that_is_waited_for() -> None:
    before = (
        "# Plan\n\n## Phase 1: Ground\n\n- [ ] Dig\n\n## Phase 2: Walls\n\n**Depends on:** Phase 1\n\n- [ ] Bricks\n"
    )
    check_refused(before, added(one("Level it", "Bricks", phase="Ground")), "refused", "Level it", "Bricks")
    check_refused(before, added(one("Level it", "Ground", phase="Ground")), "refused", "a part of")
    check_refused(before, edited("Dig", "Bricks"), "refused", "wait for each other")


def test_no_ring_is_no_matter() -> None:
    plan = done(plan_of(LIST), added(one("Tile", "Paint"), one("Paint", "Raise the walls")))
    assert names(plan, "Tile") == ["Paint"]
    assert names(plan, "Paint") == ["Raise the walls"]


# --- what is not there ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ref", "said"),
    [
        ("Step 99", "Step 99"),
        ("step 7 ", "step 7"),
        ("99", "99"),
        ("Phase 4", "Phase 4"),
        ("Pour teh floor", "Pour the floor"),
        ("Raise the wals", "Raise the walls"),
    ],
)
def test_a_reference_that_names_nothing(ref: str, said: str) -> None:
    check_refused(LIST, added(one("Tile", ref)), "not_found", said)
    check_refused(LIST, edited("Raise", ref), "not_found")


def test_the_nearest_is_offered() -> None:
    check_refused(LIST, added(one("Tile", "Pour teh floor")), "not_found", "did you mean '1 Pour the floor'")
    tickets = "# Plan\n\n## Tasks\n\n- [ ] T001 Dig\n- [ ] T002 Pour\n"
    check_refused(tickets, added(one("Tile", "T020")), "not_found", "T020")


@pytest.mark.parametrize(
    "ref",
    [
        "#751",
        "octo/tools#12",
        "https://example.org/a",
        "new-bills",
        "new-bills/k2m4p",
        "new-bills: Send it",
        "docs/a.md",
    ],
)
def test_what_is_outside_stays_as_words(ref: str) -> None:
    for call in (added(one("Tile", ref, "Pour the floor")), added(one("Tile", "Raise the walls", ref))):
        assert ref in names(done(plan_of(LIST), call), "Tile")
    after = done(plan_of(LIST), edited("Raise", ref, "Pour the floor"))
    assert names(after, "Raise") == [ref, "Pour the floor"]
    assert names(done(after, edited("Raise", "Pour the floor")), "Raise") == ["Pour the floor"]


def test_free_words_stay_where_they_are() -> None:
    plan = done(plan_of(LIST), added(one("Tile", "the permit of the city")))
    assert names(plan, "Tile") == ["the permit of the city"]
    check_nothing(plan.source.text, edited("Tile", "the permit of the city"))


def test_an_issue_is_no_piece_of_a_title() -> None:
    before = LIST + "3. [ ] Close #751\n"
    assert names(done(plan_of(before), added(one("Tile", "#75"))), "Tile") == ["#75"]
    assert names(done(plan_of(before), added(one("Tile", "Close #751"))), "Tile") == ["Close #751"]


def test_a_number_that_comes_with_the_others() -> None:
    plan = done(plan_of(LIST), added(one("Tile"), one("Paint", "Step 3")))
    assert names(plan, "Paint") == ["Tile"]


# --- the habit of the document --------------------------------------------------------------------


def test_a_field_of_the_same_label() -> None:
    before = LIST + "   - **Blocked By:** Pour the floor\n3. [ ] Roof\n"
    after = LIST + "   - **Blocked By:** #751, 1\n3. [ ] Roof\n"
    check_edit(before, edited("Raise", "#751", "Pour the floor"), after)
    grown = done(plan_of(before), added(one("Tile", "Roof")))
    assert grown.source.text == before + "4. [ ] Tile\n   - **Blocked By:** 3\n"
    assert names(grown, "Tile") == ["Roof"]


def test_a_table_column() -> None:
    before = "# Plan\n\n## Tasks\n\n| ID | Task | Depends on |\n|--|--|--|\n| T1 | Dig | |\n| T2 | Pour | T1 |\n"
    check_edit(before, edited("Dig", "#751"), before.replace("Dig | |", "Dig | #751 |"))
    check_edit(before, edited("Pour"), before.replace("Pour | T1 |", "Pour |  |"))
    grown = done(plan_of(before), added(one("Dry", "T2")))
    assert grown.source.text == before + "| T3 | Dry | T2 |\n"


TICKETS = "# Plan\n\n## Tasks\n\n- [ ] T001 Dig\n- [ ] T002 Pour (depends on T001)\n- [ ] T003 Dry\n"


def test_a_suffix() -> None:
    check_edit(TICKETS, edited("Dry", "T001", "T002"), TICKETS.replace("Dry", "Dry (depends on T001, T002)"))
    check_edit(TICKETS, edited("T002", "#7"), TICKETS.replace("(depends on T001)", "(depends on #7)"))
    check_edit(TICKETS, edited("T002"), TICKETS.replace(" (depends on T001)", ""))
    grown = done(plan_of(TICKETS), added(one("Paint", "T003")))
    assert grown.source.text == TICKETS + "- [ ] T004 Paint (depends on T003)\n"
    check_nothing(grown.source.text, added(one("Paint", "T003")))


def test_a_new_title_keeps_the_suffix() -> None:
    after = done(
        plan_of(TICKETS), lambda plan: revise.edit_step(plan, "T002", title="Cast", depends_on=("T001", "#7"), now=NOW)
    )
    assert "- [ ] T002 Cast (depends on T001, #7)\n" in after.source.text


# --- words and drawings ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("below", "line"),
    [
        ("Step 2 requires Step 1.\n", "line 10 says"),
        ("```mermaid\ngraph TD\n  A[Step 1] --> B[Step 2]\n```\n", "line 12 says"),
    ],
)
def test_what_stands_in_words_or_a_drawing_is_not_taken_away(below: str, line: str) -> None:
    before = f"{LIST}\n## Dependencies\n\n{below}"
    check_refused(before, edited("Raise"), "refused", line, "Pour the floor", "reword that line")
    check_refused(before, edited("Raise", "#751"), "refused", line)
    check_nothing(before, edited("Raise", "Pour the floor"))
    check_edit(before, edited("Raise", "1", "#751"), before.replace("walls\n", "walls\n   - Depends on: #751\n"))


@pytest.mark.parametrize(
    ("call", "after"),
    [
        (added(NewStep("Prop it"), after="Pour the floor"), "Step 4 requires Step 3; Phase 3 does not."),
        (
            lambda plan: revise.edit_step(plan, "Roof", move_after="Pour the floor", now=NOW),
            "Step 2 requires Step 3; Phase 3 does not.",
        ),
    ],
)
def test_words_go_on_to_mean_the_same_steps(call: Call, after: str) -> None:
    before = f"{LIST}3. [ ] Roof\n\n## Dependencies\n\nStep 3 requires Step 2; Phase 3 does not.\n"
    plan = done(plan_of(before), call)
    assert names(plan, "Roof") == ["Raise the walls"]
    assert plan.source.text.endswith(f"\n{after}\n")


def test_a_number_in_a_plan_without_numbers() -> None:
    bare = "# Plan\n\n## Steps\n\n- [ ] Dig\n- [ ] Pour\n"
    check_refused(bare, added(one("Tile", "Step 9")), "not_found", "Step 9")
