"""References: exact id, exact label, piece of the title; one match, or an error that helps."""

from __future__ import annotations

import pytest

from execplan.plan.errors import PlanError
from execplan.plan.references import find_blocker, find_phase, find_section, find_step
from tests.plan.reading import plan_of, raw

PLAN = plan_of("""
    # T

    ## Phase 1: Ground

    - [x] **Step 1**: Dig the hole
    - [ ] **Step 2**: Pour concrete
      - Blocked: no lorry

    ## Phase 2: Walls

    - [ ] **Step 1**: Lay bricks
    - [ ] **Step 3**: Lay tiles
    - [ ] T027 Plaster
    - [ ] 2.1 Paint
    - [ ] Paint the door 5 times

    ## Blockers

    - No permit
    - ~~No water~~ → Resolved: rain
    """)


def found(ref: str) -> str:
    return find_step(PLAN, ref).title


def error(ref: str) -> PlanError:
    with pytest.raises(PlanError) as caught:
        find_step(PLAN, ref)
    return caught.value


def test_by_id() -> None:
    for one in PLAN.steps:
        assert find_step(PLAN, one.id) == one
        assert find_step(PLAN, f"  {one.id.upper()} ") == one


def test_by_a_longer_prefix() -> None:
    """A longer prefix is what the id was, or becomes, in another revision."""
    one = PLAN.steps[1]
    assert find_step(PLAN, one.id + "bcdf") == one


@pytest.mark.parametrize(
    ("ref", "title"),
    [
        ("Step 2", "Pour concrete"),
        ("step 2", "Pour concrete"),
        ("3", "Lay tiles"),
        ("T027", "Plaster"),
        ("t027", "Plaster"),
        ("2.1", "Paint"),
        ("Phase 2/Step 1", "Lay bricks"),
        ("Phase 1/Step 1", "Dig the hole"),
        ("phase 2 / 1", "Lay bricks"),
        ("Walls/Step 1", "Lay bricks"),
        ("Walls/bricks", "Lay bricks"),
        ("Dig the hole", "Dig the hole"),
        ("concrete", "Pour concrete"),
        ("  pour   CONCRETE ", "Pour concrete"),
        ("Paint", "Paint"),
        ("door", "Paint the door 5 times"),
    ],
)
def test_by_label_or_title(ref: str, title: str) -> None:
    assert found(ref) == title


def test_a_label_comes_before_a_piece_of_a_title() -> None:
    plan = raw("# T\n\n## Steps\n\n- [ ] Read 5 files\n- [ ] **Step 5**: Write\n")
    assert find_step(plan, "5").title == "Write"


@pytest.mark.parametrize(
    ("ref", "titles"), [("Step 1", ["Dig the hole", "Lay bricks"]), ("Lay", ["Lay bricks", "Lay tiles"])]
)
def test_ambiguous_names_the_candidates(ref: str, titles: list[str]) -> None:
    caught = error(ref)
    assert caught.code == "ambiguous"
    assert all(title in str(caught) for title in titles)
    assert all(one.id in str(caught) for one in PLAN.steps if one.title in titles)


@pytest.mark.parametrize(
    ("ref", "near"), [("Lay brisk", "Lay bricks"), ("Poor concrete", "Pour concrete"), ("plastre", "Plaster")]
)
def test_not_found_names_the_nearest(ref: str, near: str) -> None:
    caught = error(ref)
    assert caught.code == "not_found"
    assert near in (caught.hint or "")


@pytest.mark.parametrize("ref", ["", "   ", "zzzzz", "Step 99", "Phase 9/Step 1", "Phase 1/Step 3"])
def test_not_found(ref: str) -> None:
    assert error(ref).code == "not_found"


def test_a_plan_without_steps_says_so() -> None:
    with pytest.raises(PlanError) as caught:
        find_step(raw("# T\n"), "Step 1")
    assert caught.value.hint == "this plan has no steps"


def test_a_short_prefix_that_two_share_is_ambiguous() -> None:
    """These two titles are known to begin with the same five characters."""
    alone = raw("# T\n\n## Steps\n\n- [ ] Number 4503\n").steps[0]
    plan = raw("# T\n\n## Steps\n\n- [ ] Number 4503\n- [ ] Number 4938\n")
    first, second = (one.id for one in plan.steps)
    assert len(first) == len(second) == 6
    assert first[:5] == second[:5] == alone.id
    with pytest.raises(PlanError) as caught:
        find_step(plan, alone.id)
    assert caught.value.code == "ambiguous"
    assert find_step(plan, first).title == "Number 4503"


def test_a_slash_in_a_title() -> None:
    plan = raw("# T\n\n## Phase 1: A\n\n- [ ] Read src/app\n- [ ] Write\n")
    assert find_step(plan, "src/app").title == "Read src/app"


def test_phases() -> None:
    assert find_phase(PLAN, "Phase 2").title == "Walls"
    assert find_phase(PLAN, "ground").label == "Phase 1"
    with pytest.raises(PlanError):
        find_phase(PLAN, "Roof")


def test_blockers() -> None:
    assert find_blocker(PLAN, "permit").text == "No permit"
    assert find_blocker(PLAN, "lorry").step == PLAN.steps[1].id
    assert find_blocker(PLAN, "Step 2").text == "no lorry"
    with pytest.raises(PlanError) as caught:
        find_blocker(PLAN, "water")
    assert caught.value.code == "refused"
    with pytest.raises(PlanError) as caught:
        find_blocker(PLAN, "fire")
    assert caught.value.code == "not_found"


def test_sections() -> None:
    assert find_section(PLAN, "Blockers").line == 16
    assert find_section(PLAN, "walls").level == 2
    with pytest.raises(PlanError):
        find_section(PLAN, "phase 3")


@pytest.mark.parametrize("ref", ["No water", "no WATER", "Which store?"])
def test_what_named_a_blocker_that_is_resolved_names_no_other(ref: str) -> None:
    """A request that is sent again must not resolve the next one that reads alike."""
    plan = plan_of("""
        # T

        ## Steps

        - [ ] Pour concrete

        ## Blockers

        - ~~No water~~ → Resolved: rain
        - No water in the lorry
        - Which store? for the second site

        ## Questions

        - [x] ~~Which store?~~ → Resolved: the near one
        """)
    with pytest.raises(PlanError) as caught:
        find_blocker(plan, ref)
    assert caught.value.code == "refused"
    assert find_blocker(plan, "Which store? for").text == "Which store? for the second site"


def test_a_blocker_resolved_by_its_step_stays_resolved() -> None:
    plan = plan_of("""
        # T

        ## Steps

        - [ ] Pour the floor
          - Blocked: ~~no lorry~~ → Resolved: it came
        """)
    with pytest.raises(PlanError) as caught:
        find_blocker(plan, "Pour the floor")
    assert caught.value.code == "refused"


def test_a_blocker_that_was_taken_back_is_not_called_resolved() -> None:
    plan = plan_of("# T\n\n## Blockers\n\n- ~~No water~~ → Retracted: it was the other pump\n")
    with pytest.raises(PlanError) as caught:
        find_blocker(plan, "No water")
    assert (caught.value.code, "was retracted" in caught.value.message) == ("refused", True)
