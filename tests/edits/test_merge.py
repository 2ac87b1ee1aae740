"""Every rule of the merge, in small: who wins, what stays, what conflicts, and which bytes are kept."""

from __future__ import annotations

from textwrap import dedent

import pytest

from execplan.edits import journal, steps
from execplan.edits.merge import marked, merge
from execplan.plan.errors import PlanError
from execplan.plan.model import Plan
from execplan.plan.reader import read_plan
from execplan.text.source import Source
from tests.edits.check import NOW, done
from tests.edits.test_golden import DIALECTS, OPEN, kept

BASE = dedent("""\
    # Plan: A house

    - **Last Updated**: 2026-11-01

    ## Steps

    - [ ] Dig the hole
    - [ ] Pour the floor
      - Owner: Ana
    - [ ] Raise the walls

    ## Decision Log

    - (2026-11-01) Use brick

    ## Notes

    The ground is soft.
    It rains.
    """)


def joined(ours: str, theirs: str, base: str = BASE) -> str:
    one, other = (merge(Source.of(base), Source.of(a), Source.of(b)).text for a, b in ((ours, theirs), (theirs, ours)))
    assert one == other
    return one


def conflict(ours: str, theirs: str, base: str = BASE) -> PlanError:
    with pytest.raises(PlanError) as error:
        joined(ours, theirs, base)
    assert error.value.code == "conflict"
    return error.value


def with_(*changes: tuple[str, str]) -> str:
    text = BASE
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return text


DIG, POUR, WALLS = "- [ ] Dig the hole", "- [ ] Pour the floor", "- [ ] Raise the walls"


def test_steps_beside_each_other() -> None:
    done_both = joined(with_((DIG, "- [x] Dig the hole")), with_((POUR, "- [x] Pour the floor")))
    assert done_both == with_((DIG, "- [x] Dig the hole"), (POUR, "- [x] Pour the floor"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("- [ ] **IN PROGRESS** Dig the hole", "- [x] Dig the hole"),
        ("- [ ] **IN PROGRESS** Dig the hole", "- [ ] **BLOCKED** Dig the hole"),
        ("- [ ] **BLOCKED** Dig the hole", "- [ ] ~~Dig the hole~~ → skipped: rock"),
        ("- [ ] ~~Dig the hole~~ → skipped: rock", "- [x] Dig the hole"),
    ],
)
def test_the_higher_state_wins(one: str, other: str) -> None:
    assert joined(with_((DIG, one)), with_((DIG, other))) == with_((DIG, other))


def test_a_state_and_a_title_and_a_line_go_together() -> None:
    ours = with_((POUR, "- [x] Pour the floor"), ("  - Owner: Ana", "  - Owner: Ana\n  - Evidence: the photo"))
    theirs = with_((POUR, "- [ ] Pour the cellar floor"), ("  - Owner: Ana", "  - Owner: Bea"))
    both = "- [x] Pour the cellar floor\n  - Owner: Bea\n  - Evidence: the photo"
    assert joined(ours, theirs) == with_((f"{POUR}\n  - Owner: Ana", both))


def test_two_skips_for_two_reasons_conflict() -> None:
    conflict(
        with_((DIG, "- [ ] ~~Dig the hole~~ → skipped: rock")), with_((DIG, "- [ ] ~~Dig the hole~~ → skipped: rain"))
    )


def test_only_one_side_changed_so_it_wins_backwards_too() -> None:
    after = with_((DIG, "- [x] Dig the hole"))
    now = with_((DIG, "- [x] Dig the hole"), (WALLS, "- [x] Raise the walls"))
    assert joined(now, BASE, base=after) == with_((WALLS, "- [x] Raise the walls"))


def test_an_undone_record_goes_and_a_later_one_stays() -> None:
    brick = "- (2026-11-01) Use brick"
    after = with_((brick, f"{brick}\n- (2026-11-02) Use lime"))
    now = with_((brick, f"{brick}\n- (2026-11-02) Use lime\n- (2026-11-03) Use oak"))
    assert joined(now, BASE, base=after) == with_((brick, f"{brick}\n- (2026-11-03) Use oak"))


def test_an_edit_beats_a_deletion() -> None:
    assert joined(with_((f"{DIG}\n", "")), with_((DIG, "- [x] Dig the hole"))) == with_((DIG, "- [x] Dig the hole"))


def test_what_one_side_deletes_is_gone() -> None:
    gone = with_((f"{DIG}\n", ""))
    both = with_((f"{DIG}\n", ""), (WALLS, "- [x] Raise the walls"))
    assert joined(gone, with_((WALLS, "- [x] Raise the walls"))) == both


def test_a_section_deleted_while_something_was_added_to_it_keeps_its_heading() -> None:
    section = "## Decision Log\n\n- (2026-11-01) Use brick\n\n"
    grown = with_(("- (2026-11-01) Use brick", "- (2026-11-01) Use brick\n- (2026-11-02) Use lime"))
    result = [line for line in joined(with_((section, "")), grown).splitlines() if line]
    at = result.index("## Decision Log")
    assert result[at + 1 : at + 3] == ["- (2026-11-02) Use lime", "## Notes"]


def test_records_are_a_set_in_the_order_of_their_stamps() -> None:
    brick = "- (2026-11-01) Use brick"
    ours = with_((brick, f"{brick}\n- (2026-11-04) Use slate\n- (2026-11-05) Same"))
    theirs = with_((brick, f"{brick}\n- (2026-11-03) Use tin\n- (2026-11-05) Same"))
    expected = f"{brick}\n- (2026-11-03) Use tin\n- (2026-11-04) Use slate\n- (2026-11-05) Same"
    assert joined(ours, theirs) == with_((brick, expected))


def test_newest_first_stays_newest_first() -> None:
    brick = "- (2026-11-01) Use brick"
    base = with_((brick, f"- (2026-11-02) Use lime\n{brick}"))
    ours, theirs = (
        base.replace("- (2026-11-02)", f"- (2026-11-{day}) New {day}\n- (2026-11-02)") for day in ("04", "03")
    )
    assert "- (2026-11-04) New 04\n- (2026-11-03) New 03\n- (2026-11-02) Use lime" in joined(ours, theirs, base)


def test_last_updated_is_the_later_one() -> None:
    ours, theirs = (with_(("2026-11-01\n", f"2026-11-{day}\n")) for day in ("09", "12"))
    assert joined(ours, theirs) == theirs


def test_prose_merges_line_by_line_and_conflicts_on_the_same_line() -> None:
    ours = with_(("The ground is soft.", "The ground is hard."))
    assert joined(ours, with_((DIG, "- [x] Dig the hole"))) == with_(
        (DIG, "- [x] Dig the hole"), ("The ground is soft.", "The ground is hard.")
    )
    error = conflict(ours, with_(("The ground is soft.", "The ground is wet.")))
    assert "line 17 (in 'Notes')" in error.message or "line 19 (in 'Notes')" in error.message


def test_markers_stand_where_it_conflicts_and_nowhere_else() -> None:
    ours = with_(("The ground is soft.", "The ground is hard."), (DIG, "- [x] Dig the hole"))
    theirs = with_(("The ground is soft.", "The ground is wet."), (WALLS, "- [x] Raise the walls"))
    shown = marked(Source.of(BASE), Source.of(ours), Source.of(theirs)).text
    assert shown == with_(
        (DIG, "- [x] Dig the hole"),
        (WALLS, "- [x] Raise the walls"),
        (
            "The ground is soft.\n",
            "<<<<<<< ours\nThe ground is hard.\n=======\nThe ground is wet.\n>>>>>>> theirs\n",
        ),
    )


def test_line_ends_mark_and_missing_end_are_kept() -> None:
    theirs = with_((WALLS, "- [x] Raise the walls"))
    saved = "\ufeff" + with_((DIG, "- [x] Dig the hole")).replace("\n", "\r\n").removesuffix("\r\n")
    both = with_((DIG, "- [x] Dig the hole"), (WALLS, "- [x] Raise the walls"))
    assert joined(saved, theirs) == "\ufeff" + both.replace("\n", "\r\n").removesuffix("\r\n")


def test_a_mixed_text_keeps_each_line_end() -> None:
    base = BASE.replace("It rains.\n", "It rains.\r\n")
    ours, theirs = base.replace(DIG, "- [x] Dig the hole"), base.replace(WALLS, "- [x] Raise the walls")
    assert joined(ours, theirs, base) == ours.replace(WALLS, "- [x] Raise the walls")


def test_the_last_children_closed_on_either_side_close_their_step() -> None:
    base = "# P\n\n## Steps\n\n- [ ] Dig\n  - [ ] left\n  - [ ] right\n- [ ] Pour\n"
    ours, theirs = base.replace("[ ] left", "[x] left"), base.replace("[ ] right", "[x] right")
    assert joined(ours, theirs, base) == base.replace("[ ] Dig", "[x] Dig").replace("  - [ ]", "  - [x]")


def test_the_pointer_moves_once() -> None:
    base = kept("execplan")
    ours = done(base, lambda plan: steps.mark(plan, "Categories", "done", now=NOW)).source.text
    theirs = done(base, lambda plan: steps.mark(plan, "Brands", "done", now=NOW)).source.text
    result = joined(ours, theirs, base.source.text)
    assert result.count("← CURRENT") == 1
    assert "3. [ ] Rank by distance ← CURRENT" in result
    assert "2. [x] Fill it from the catalogue" in result


def test_the_bar_counts_the_steps_of_both() -> None:
    base = kept("living")
    ours = done(base, lambda plan: steps.mark(plan, OPEN, "done", now=NOW)).source.text
    theirs = done(base, lambda plan: steps.mark(plan, "Rank by distance", "done", now=NOW)).source.text
    assert "⚫⚫⚫⚫⚫⚫⚫⚫⚫⚫ 100% (3/3 steps)" in joined(ours, theirs, base.source.text)


def states(plan: Plan) -> dict[str, str]:
    return {step.title: step.status for step in plan.steps}


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_dialect(dialect: str) -> None:
    base = kept(dialect)
    leaf = next(step for step in base.leaves() if step.status == "todo")
    ours = done(base, lambda plan: steps.mark(plan, leaf.id, "done", now=NOW))
    ours = done(ours, lambda plan: journal.add_decision(plan, "Index at night", "it is quiet", now=NOW))
    theirs = done(base, lambda plan: steps.mark(plan, leaf.id, "in_progress", now=NOW))
    theirs = done(theirs, lambda plan: journal.add_decision(plan, "Index by day", "we are there", now=NOW))
    theirs = done(theirs, lambda plan: journal.add_discovery(plan, "Products repeat", now=NOW))
    result = read_plan(Source.of(joined(ours.source.text, theirs.source.text, base.source.text)))
    assert states(result)[leaf.title] == "done"
    titles = [one.title for one in result.decisions]
    assert {"Index at night", "Index by day"} <= set(titles)
    assert len(titles) == len(base.decisions) + 2
    assert [one.title for one in result.discoveries].count("Products repeat") == 1
