"""A plan as a project: order, people, effort, waits, scope, risk, stamps."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given

from execplan.plan.errors import PlanError
from execplan.plan.reader import read_plan
from execplan.plan.rings import ring
from execplan.schedule.calendar import Calendar, Window
from execplan.schedule.model import Effort, Person, Project, Terms
from execplan.schedule.project import project_of
from execplan.text.source import Source
from tests.corpus.documents import CORPUS, named, needs_corpus, paths
from tests.laws.plans import plans
from tests.schedule.plans import LAUNCH, NOTHING, NOW, project, steps, waits_for


def owners(found: Project) -> dict[str, tuple[str, ...]]:
    return {one.name: one.people for one in found.tasks}


def people(found: Project) -> list[tuple[str, int]]:
    return [(one.name, one.count) for one in found.terms.people]


# --- the whole of it --------------------------------------------------------------------------------


def test_a_launch() -> None:
    found = project(LAUNCH)
    assert (found.title, found.order) == ("Offline maps", "stated")
    assert (found.now, found.begin) == (datetime(2026, 9, 21, 10), datetime(2026, 9, 28, 9))
    assert people(found) == [
        ("Android Senior #1", 1),
        ("Android Senior #2", 1),
        ("iOS Mid #1", 1),
        ("iOS Mid #2", 1),
        ("QA", 1),
    ]
    both = ("Android Senior #1", "Android Senior #2")
    assert owners(found) == {
        "Compare two tile formats": both[:1],
        "Draw the download queue": both[1:],
        "Write the download queue": both,
        "Contour shading": ("iOS Mid #1",),
        "Licence check of the tiles": (),
        "Try it on a mountain (everyone)": (*both, "iOS Mid #1", "iOS Mid #2", "QA"),
    }
    assert waits_for(found) == {
        "Compare two tile formats": [],
        "Draw the download queue": [],
        "Write the download queue": ["Compare two tile formats", "Draw the download queue"],
        "Contour shading": [],
        "Licence check of the tiles": ["Compare two tile formats"],
        "Try it on a mountain (everyone)": ["Write the download queue"],
    }
    assert [one.effort for one in found.tasks] == [
        Effort(960, 1440, 3360),
        Effort(960, 1440, 1920),
        Effort(4800, 4800, 4800),
        Effort(2400, 2400, 2400),
        Effort(30240, 30240, 30240),
        Effort(480, 480, 480),
    ]
    assert [one.name for one in found.tasks if one.wait] == ["Licence check of the tiles"]
    assert [one.risk for one in found.tasks] == [0, 0, 3, 0, 0, 0]
    assert [one.scope for one in found.tasks] == [None, None, None, "should", None, None]
    built = "a region opens in flight mode"
    assert [one.deliverable for one in found.tasks] == ["a page that says which", None, built, built, built, built]
    assert (found.terms.odd, found.outside) == ((), ())


# --- order ------------------------------------------------------------------------------------------


def test_a_plan_that_states_no_order_is_done_from_top_to_bottom() -> None:
    found = project("# P\n\n## Phase 1: A\n\n- [ ] a1\n- [ ] a2\n\n## Phase 2: B\n\n- [ ] b1\n- [ ] b2\n")
    assert found.order == "document"
    assert waits_for(found) == {"a1": [], "a2": ["a1"], "b1": ["a2"], "b2": ["b1"]}


def test_people_work_side_by_side_inside_a_phase() -> None:
    found = project(
        """
        # P
        ## Phase 1: A
        - [ ] a1
          - Owner: Ana
        - [ ] b1
          - Owner: Bo
        - [ ] a2
          - Owner: Ana
        - [ ] n1
        ## Phase 2: B
        - [ ] b2
          - Owner: Bo
        """
    )
    assert waits_for(found) == {"a1": [], "b1": [], "a2": ["a1"], "n1": [], "b2": ["a2", "b1", "n1"]}


def test_steps_and_phases_marked_as_parallel() -> None:
    found = project("# P\n\n## Phase 1: A\n\n- [ ] a\n- [ ] [P] b\n- [ ] [P] c\n- [ ] d\n")
    assert waits_for(found) == {"a": [], "b": ["a"], "c": ["a"], "d": ["b", "c"]}
    found = project("# P\n\n## Phase 1: A\n\n- [ ] a\n\n## Phase 2: B [P]\n\n- [ ] b\n\n## Phase 3: C\n\n- [ ] c\n")
    assert waits_for(found) == {"a": [], "b": [], "c": ["a", "b"]}


def test_once_anything_is_stated_only_what_is_stated_counts() -> None:
    found = steps("- [ ] one", "- [ ] two", "- [ ] three", "  - Depends on: one")
    assert found.order == "stated"
    assert waits_for(found) == {"one": [], "two": [], "three": ["one"]}


def test_what_is_elsewhere_states_no_order_but_is_told() -> None:
    found = steps("- [ ] one", "  - Depends on: the platform team", "- [ ] two")
    assert found.order == "document"
    assert found.outside == ((found.tasks[0].id, "the platform team"),)
    assert steps("- [x] one", "  - Depends on: the platform team").outside == ()
    assert steps("- [ ] one", "  - Depends on: None (can start at once)").outside == ()


def test_dependencies_are_inherited_and_spread_over_leaves() -> None:
    found = project(
        """
        # P
        ## Phase 1: A
        - [ ] 1. parent
          - [ ] left
          - [ ] right
        ## Phase 2: B
        Phase 2 depends on Phase 1
        - [ ] 2. below
          - Depends on: parent
        - [ ] 3. above
          - [ ] inner
        """
    )
    waits = waits_for(found)
    assert waits["below"] == waits["inner"] == ["left", "right"]
    assert waits["left"] == waits["right"] == []


def test_nothing_waits_for_what_it_is_a_part_of() -> None:
    found = project(
        "# P\n\n## Phase 1: A\n\n- [ ] one\n- [ ] two\n  - Depends on: Phase 1\n- [ ] three\n  - Depends on: one\n"
    )
    assert waits_for(found) == {"one": [], "two": [], "three": ["one"]}


def test_rings_are_broken_and_skipped_steps_hold_nothing_up() -> None:
    found = steps(
        "- [ ] one", "  - Depends on: two", "- [ ] two", "  - Depends on: one",
        "- [ ] ~~three~~ → skipped: no", "- [x] four", "- [ ] five", "  - Depends on: three, four",
    )  # fmt: skip
    assert waits_for(found) == {"one": ["two"], "two": [], "four": [], "five": ["four"]}


# --- people -----------------------------------------------------------------------------------------

TEAM = "## Constraints\n\n- Team: {}\n"


@pytest.mark.parametrize(
    ("team", "owner", "who"),
    [
        ("Ana, Bo", "ana", ("Ana",)),
        ("Ana, Bo", "@Bo", ("Bo",)),
        ("Ana, Bo", "Ana and Bo", ("Ana", "Bo")),
        ("Ana, Bo", "Ana + Bo", ("Ana", "Bo")),
        ("Ana, Bo", "Ana, Bo (lead)", ("Ana", "Bo")),
        ("Ana, Bo", "everyone", ("Ana", "Bo")),
        ("Ana, Bo", "Whole team", ("Ana", "Bo")),
        ("Ana, Bo", "Cleo", ("Cleo",)),
        ("Ana (backend), Bo (backend), Cleo (QA)", "Backend", ("Ana", "Bo")),
        ("Ana Silva, Bo", "Ana", ("Ana Silva",)),
        ("2 senior backend, 1 QA", "Backend Senior #2", ("Backend Senior #2",)),
        ("2 senior backend, 1 QA", "Both backend seniors", ("senior backend #1", "senior backend #2")),
        ("2 senior backend, 1 QA", "Backend", ("senior backend",)),
        ("2 senior backend, 1 QA", "QA engineer", ("QA",)),
        ("2 senior backend, 1 QA", "all hands", ("senior backend #1", "senior backend #2", "QA")),
        ("2 senior backend, 1 QA", "Product manager", ("Product manager",)),
    ],
)
def test_who_is_meant_by_an_owner(team: str, owner: str, who: tuple[str, ...]) -> None:
    found = steps("- [ ] Do it", f"  - Owner: {owner}", head=TEAM.format(team))
    assert found.tasks[0].people == who
    known = {one.name for one in found.terms.people}
    assert set(who) <= known
    assert len(known) == len(found.terms.people)


def test_nobody_is_counted_twice() -> None:
    head = TEAM.format("2 senior backend, 2 frontend")
    found = steps("- [ ] a", "  - Owner: Backend Senior #1", "- [ ] b", "  - Owner: senior backend #1", head=head)
    assert people(found) == [("Backend Senior #1", 1), ("Backend Senior #2", 1), ("frontend", 2)]
    assert {one.people for one in found.tasks} == {("Backend Senior #1",)}
    found = steps("- [ ] a", "  - Owner: Dana", "- [ ] b", "  - Owner: dana, Eli")
    assert people(found) == [("Dana", 1), ("Eli", 1)]


def test_everyone_is_everybody_who_owns_something() -> None:
    found = steps("- [ ] a", "  - Owner: everyone", "- [ ] b", "  - Owner: Ana", "- [ ] c", "  - Owner: Bo")
    assert found.tasks[0].people == ("Ana", "Bo")
    found = steps("- [ ] a", "  - Owner: Whole team")
    assert (found.tasks[0].people, people(found)) == (("Whole team",), [("Whole team", 1)])


def test_people_of_the_project_are_known_in_every_plan() -> None:
    given_ = Terms(Calendar(), people=(Person("Ana", "backend", share=0.5), Person("Bo")))
    found = project("# P\n\n## Steps\n\n- [ ] a\n  - Owner: backend\n", given_)
    assert (found.tasks[0].people, found.terms.people) == (("Ana",), given_.people)
    found = project("# P\n\n## Constraints\n\n- Team: Bo\n\n## Steps\n\n- [ ] a\n  - Owner: Ana\n", given_)
    assert found.terms.people == (Person("Bo"), Person("Ana", "backend", share=0.5))


# --- what has happened ------------------------------------------------------------------------------


def test_a_stamp_without_a_time_is_midnight() -> None:
    found = steps(
        "- [x] Dig", "  - Started: 2026-09-14", "  - Completed: 2026-09-15",
        "- [ ] Fill (60% complete)", "  - Status: In Progress", "  - Started: 2026-09-16 13:30 UTC",
        "- [x] Sow", "  - Started: 2026-02-31", "  - Completed: 2026-09-17T10:00+02:00",
        head="## Constraints\n\n- Working hours: 08:00-12:00, 13:00-16:00\n",
    )  # fmt: skip
    dig, fill, sow = found.tasks
    assert (dig.begun, dig.ended) == (datetime(2026, 9, 14), datetime(2026, 9, 15))
    assert (fill.begun, fill.ended, fill.status) == (datetime(2026, 9, 16, 13, 30), None, "in_progress")
    assert fill.percent == 60
    assert (sow.begun, sow.ended) == (None, datetime(2026, 9, 17, 8))


def test_it_begins_at_the_start_or_now_if_that_is_later() -> None:
    start = "# P\n\n## Constraints\n\n- Start: {}\n"
    assert project(start.format("2026-09-28")).begin == datetime(2026, 9, 28, 9)
    assert project(start.format("2026-09-01")).begin == datetime(2026, 9, 21, 10)
    assert project("# P\n").begin == datetime(2026, 9, 21, 10)


# --- laws -------------------------------------------------------------------------------------------


def hold(found: Project) -> None:
    ids = [one.id for one in found.tasks]
    assert len(set(ids)) == len(ids)
    assert ring({one.id: one.after for one in found.tasks}) is None
    known = {one.name for one in found.terms.people}
    for one in found.tasks:
        assert set(one.after) <= set(ids) - {one.id}
        assert set(one.people) <= known
        assert one.status != "skipped"
        assert one.effort is None or 0 <= one.effort.low <= one.effort.likely <= one.effort.high
        assert 0 <= one.risk <= 3
    assert found.begin >= found.now


@given(plans)
def test_any_plan_is_a_project(text: str) -> None:
    hold(project_of(read_plan(Source.of(text)), NOTHING, NOW))


@needs_corpus
@pytest.mark.parametrize("path", paths(CORPUS), ids=named)
def test_a_real_plan_is_a_project(path: Path) -> None:
    hold(project_of(read_plan(Source.decode(path.read_bytes())), NOTHING, NOW))


@pytest.mark.parametrize("how", ["phases", "lanes"])
def test_few_words_cannot_ask_for_millions_of_arrows(how: str) -> None:
    text = "# P\n\n"
    for phase in range(1, 61):
        before = ", ".join(f"Phase {one}" for one in range(1, phase))
        text += f"## Phase {phase}: Part {phase}\n\n"
        text += f"**Depends on**: {before}\n\n" if before and how == "phases" else ""
        rows = range(60 if how == "phases" else 50)
        text += "".join(f"- [ ] Part {phase}.{one} \n  - Owner: P{one}\n" for one in rows) + "\n"
    with pytest.raises(PlanError, match="more than 100,000 times") as caught:
        project(text)
    assert caught.value.code == "too_large"


def test_more_people_than_anybody_can_look_through_are_refused() -> None:
    lines = "".join(f"- [ ] Part {n}\n  - Owner: P{n} Q\n" for n in range(1_001))
    with pytest.raises(PlanError, match="1,001 people are more than the limit of 1,000") as caught:
        project(f"# P\n\n## Steps\n\n{lines}")
    assert caught.value.code == "too_large"
    assert len(project(f"# P\n\n## Steps\n\n{lines.replace('P1000', 'P1')}").terms.people) == 1_000


def test_of_a_team_of_thousands_the_first_are_read_and_that_is_said() -> None:
    names = "".join(f"- Ana{n} Bo #{n % 90}\n" for n in range(3_000))
    found = project(f"# P\n\n## Team\n\n{names}\n## Steps\n\n- [ ] x\n")
    assert len(found.terms.people) == 300
    assert found.terms.odd == ("only the first 300 people of the team are read: it has more",)


def test_absences_of_the_project_stay() -> None:
    away = (Window(date(2026, 10, 5), date(2026, 10, 9), "leave"),)
    found = project(
        "# P\n\n## Constraints\n\n- Team: Ana (QA)\n", Terms(Calendar(), people=(Person("Ana", away=away),))
    )
    assert found.terms.people == (Person("Ana", "QA", away=away),)
