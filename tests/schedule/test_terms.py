"""What plans say of time, people, waits, scope and money."""

from __future__ import annotations

from datetime import date
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from execplan.schedule.calendar import Calendar, Window
from execplan.schedule.model import Cut, Person, ScopeItem, Terms, Wait
from tests.schedule.plans import LAUNCH, NOTHING, names, said, terms


def at(start: str) -> int:
    """The line of the launch that starts like this."""
    (found,) = [number for number, line in enumerate(dedent(LAUNCH).strip().splitlines()) if line.startswith(start)]
    return found


# --- the whole of it --------------------------------------------------------------------------------


def test_a_launch() -> None:
    found = terms(LAUNCH)
    assert (found.start, found.deadline, found.hard) == (date(2026, 9, 28), date(2026, 11, 27), True)
    assert found.calendar.hours == ((540, 1020),)
    assert found.calendar.off == (
        Window(date(2026, 11, 11), date(2026, 11, 11), "holidays"),
        Window(date(2026, 11, 2), date(2026, 11, 6), "store freeze, no deployments"),
    )
    assert found.people == (
        Person("Android Senior #1", "senior Android", available=9 * 2400),
        Person("Android Senior #2", "senior Android"),
        Person("mid-level iOS", "mid-level iOS", 2),
        Person("QA", "QA", available=5 * 2400),
    )
    assert found.waits == (Wait("licence check", 21 * 1440, at("- External")),)
    assert found.scope == (
        ScopeItem("must", "Download one region", at("- Download one region")),
        ScopeItem("should", "Contour shading (pretty, nobody asked)", at("- Contour shading (pretty, nobody asked)")),
        ScopeItem("should", "Night colours", at("- Night colours")),
        ScopeItem("wont", "Turn-by-turn voice", at("- Turn-by-turn voice")),
    )
    assert found.cuts == (Cut("the download queue", 4800, "contour shading (nice-to-have)", at("If the download")),)
    assert found.budget == ("900 euros for tile servers (approved)",)
    assert found.quality == ("a map opens in 300 ms", "no crash in 1,000 sessions")
    assert found.odd == ()


def test_a_plan_without_terms_has_those_given() -> None:
    given_ = Terms(
        Calendar(frozenset({0, 1})), date(2026, 1, 1), date(2026, 2, 1), False, (Person("Ana"),), budget=("9 euros",)
    )
    assert terms("# Plan\n\n- [ ] Work\n", given_) == given_


def test_the_plan_counts_value_by_value_and_days_off_add_up() -> None:
    fair = Window(date(2026, 10, 1), date(2026, 10, 2), "fair")
    given_ = Terms(
        Calendar(frozenset({0, 1}), ((0, 60),), (fair,)),
        deadline=date(2026, 12, 1),
        people=(Person("Ana", "backend", share=0.5), Person("Bo")),
        budget=("9 euros",),
    )
    found = terms(
        """
        # Plan
        ## Constraints
        - Deadline: 2026-11-30, flexible
        - Freeze: 2026-10-05
        - Team: Ana, Chidi (QA)
        """,
        given_,
    )
    assert (found.deadline, found.hard, found.budget) == (date(2026, 11, 30), False, ("9 euros",))
    assert found.calendar == Calendar(
        frozenset({0, 1}), ((0, 60),), (fair, Window(date(2026, 10, 5), date(2026, 10, 5), "Freeze"))
    )
    assert found.people == (Person("Ana", "backend", share=0.5), Person("Chidi", "QA"))


# --- dates ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "start", "deadline"),
    [
        ("- Timeline: 10 weeks (Oct 15 - Dec 15)", "2026-10-15", "2026-12-15"),
        ("- **Timeline**: from 2026-10-15 to 2026-12-15", "2026-10-15", "2026-12-15"),
        ("- Timeline: 15 October – 15 December 2027", "2027-10-15", "2027-12-15"),
        ("- Timeline: Nov 20 - Jan 10", "2026-11-20", "2027-01-10"),
        ("- Timeline: 15-20 October", "2026-10-15", "2026-10-20"),
        ("- Deadline: Oct 15th", None, "2026-10-15"),
        ("- Due date: 2026-10-15", None, "2026-10-15"),
        ("- Deadline: the 1st of March", None, "2027-03-01"),
        ("- Deadline: before Oct 15", None, "2026-10-14"),
        ("- Start: Sep 28\n- Timeline: 2 weeks", "2026-09-28", "2026-10-11"),
        ("- Start: 2026-09-28\n- Deadline: end of week 2", "2026-09-28", "2026-10-11"),
        ("- Timeline: two weeks", None, "2026-09-14"),
        ("- Timeline: starts Oct 1, must end by Oct 30", "2026-10-01", "2026-10-30"),
        ("- Timeline: not decided", None, None),
        ("- Timeline (hard deadline? flexible?)", None, None),
        ("The timeline was Oct 1 in a dream", None, None),
    ],
)
def test_start_and_deadline(line: str, start: str | None, deadline: str | None) -> None:
    found = said(line)
    assert (str(found.start or "") or None, str(found.deadline or "") or None) == (start, deadline)


@pytest.mark.parametrize(
    ("front", "deadline"),
    [
        ("deadline: 2026-12-15", "2026-12-15"),
        ("due: 15 Dec 2026", "2026-12-15"),
        ("target_date: '2026-12-15'", "2026-12-15"),
    ],
)
def test_front_matter(front: str, deadline: str) -> None:
    text = f"---\nstart: 2026-10-01\n{front}\npeople: [Ana, Bo]\nworking_days: Mon-Thu\n---\n# Plan\n"
    found = terms(text)
    assert (str(found.start), str(found.deadline)) == ("2026-10-01", deadline)
    assert names(found) == ["Ana", "Bo"]
    assert found.calendar.days == frozenset(range(4))


def test_lines_below_the_title_and_metadata() -> None:
    assert terms("# Plan\n\n- **Deadline**: 2026-10-30\n").deadline == date(2026, 10, 30)
    assert terms("# Plan\n\n## Metadata\n\n- **Due**: 2026-10-30\n").deadline == date(2026, 10, 30)


def test_what_is_about_a_step_or_a_part_is_not_about_the_plan() -> None:
    found = terms("# Plan\n\n- [ ] Dig\n  - Due: 2026-10-01\n  - Team: Ana\n- [ ] Sow\n")
    assert (found.deadline, found.people) == (None, ())
    found = said("- [ ] Dig\n  - Deadline: 2026-10-01\n  - Team: Ana\n", "Schedule")
    assert (found.deadline, found.people) == (None, ())
    table = "| a | 2026-10-01 |\n|---|---|\n| b | 2026-10-09 |"
    found = said(
        f"- Phase 1: Oct 1 - Oct 14\n- Oct 15 – Nov 1 is when we build it\n- the fair is on Nov 5\n\n{table}",
        "Timeline",
    )
    assert (found.start, found.deadline) == (None, None)
    assert said("Oct 15 - Dec 15 (9 weeks)", "Timeline").deadline == date(2026, 12, 15)
    assert said("It must be done by Dec 15, says the board.", "Timeline").deadline == date(2026, 12, 15)
    assert said("2026-12-15", "Deadline").deadline == date(2026, 12, 15)


def test_a_goal_gives_the_deadline_where_nothing_else_does() -> None:
    goal = "# Plan\n\n**Created**: 2026-09-01\n\n## Goals\n\n- Sell it by Dec 15\n"
    assert terms(goal).deadline == date(2026, 12, 15)
    assert terms(f"{goal}\n## Constraints\n\n- Deadline: Dec 1\n").deadline == date(2026, 12, 1)
    assert terms("# Plan\n\n## Goals\n\nBefore 2026-01-30 it was slow.\n").deadline is None


@pytest.mark.parametrize(
    ("line", "hard"),
    [
        ("- Timeline: Oct 15 - Dec 15, hard deadline", True),
        ("- Deadline: Dec 15 (flexible)", False),
        ("- Deadline: Dec 15 (non-negotiable)", True),
        ("- Deadline: Dec 15", True),
        ("- Timeline: hard or flexible?", True),
    ],
)
def test_a_deadline_is_hard_unless_it_is_called_flexible(line: str, hard: bool) -> None:
    assert said(line).hard is hard


def test_a_year_that_is_left_out_comes_from_the_plan_not_from_today() -> None:
    text = "# Plan\n\n**Created**: 2024-10-01\n\n## Constraints\n\n- Timeline: Oct 15 - Dec 15\n- Freeze: Dec 1-8\n"
    found = terms(text, now="2026-11-21T10:00Z")
    assert (found.start, found.deadline) == (date(2024, 10, 15), date(2024, 12, 15))
    assert found.calendar.off[0].first == date(2024, 12, 1)
    begun = "# Plan\n\n- [x] (2024-10-20) It\n\n## Constraints\n\n- Deadline: Dec 15\n"
    assert terms(begun, now="2026-11-21T10:00Z").deadline == date(2024, 12, 15)


def test_what_contradicts_itself_is_told() -> None:
    (odd,) = said("- Timeline: 10 weeks (Oct 15 - Dec 15)").odd
    assert "line 7: 10 weeks do not fit between 2026-10-15 and 2026-12-15 (8.9 weeks)" in odd
    assert said("- Timeline: 8 weeks (Oct 15 - Dec 15)").odd == ()
    (odd,) = said("- Start: 2026-12-01\n- Deadline: 2026-11-01").odd
    assert "before the start" in odd


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("- Deadline: 31.12.", "2026-12-15"),
        ("- Deadline: 3 days before Dec 15", "the day itself"),
        ("- Freeze: around Christmas", "2026-12-01 –"),
        ("- Working hours: when we like", "Mon-Fri"),
        ("- Team: the platform team helps when it has time", "2 backend"),
        ("- Absences: Zoe Nov 3", "name the person"),
    ],
)
def test_what_is_not_understood_is_told_with_what_to_write(line: str, hint: str) -> None:
    (odd,) = said(line).odd
    assert odd.startswith("line 7: ")
    assert hint in odd


# --- days off ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "first", "last"),
    [
        ("- Week of Dec 1-8: freeze, no deployments", "2026-12-01", "2026-12-08"),
        ("- Week of Dec 1: freeze", "2026-11-30", "2026-12-06"),
        ("- No deploys Dec 24 – Jan 2", "2026-12-24", "2027-01-02"),
        ("- Code freeze from 2026-12-24 to 2027-01-02", "2026-12-24", "2027-01-02"),
        ("- Holidays: 25 December", "2026-12-25", "2026-12-25"),
        ("- Office closed on Oct 3", "2026-10-03", "2026-10-03"),
        ("- Start: 2026-09-28\n- Week 11: freeze", "2026-12-07", "2026-12-13"),
    ],
)
def test_days_off(line: str, first: str, last: str) -> None:
    (window,) = said(line).calendar.off
    assert (str(window.first), str(window.last)) == (first, last)


def test_a_freeze_as_a_heading_is_one_with_that_in_the_list() -> None:
    found = said("- Week of Dec 1-8: freeze\n\n### Week 11: Winter freeze (Dec 1-8)\n\nNothing changes.")
    assert [(str(one.first), str(one.last)) for one in found.calendar.off] == [("2026-12-01", "2026-12-08")]


@pytest.mark.parametrize(
    ("line", "days", "hours"),
    [
        ("- Working days: Mon-Thu", (0, 1, 2, 3), ((540, 1020),)),
        ("- Working hours: 8:30-12, 13:00-16:30", (0, 1, 2, 3, 4), ((510, 720), (780, 990))),
        ("- Working time: Mon, Wed and Fri 9am-1pm", (0, 2, 4), ((540, 780),)),
        ("- Hours: 9-5", (0, 1, 2, 3, 4), ((540, 1020),)),
        ("- Working days: Sat - Mon", (0, 5, 6), ((540, 1020),)),
    ],
)
def test_working_time(line: str, days: tuple[int, ...], hours: tuple[tuple[int, int], ...]) -> None:
    found = said(line).calendar
    assert (tuple(sorted(found.days)), found.hours) == (days, hours)


# --- laws -------------------------------------------------------------------------------------------

PIECES = st.lists(
    st.sampled_from(
        ["Team", "Timeline", "Deadline", "Freeze", "External", "Budget", ":", ": ", "-", "–", ",", " ", "(", ")", "|", "**", "\n",
         "\n- ", "\n  - ", "Dec 1", "Dec 24 – Jan 2", "2026-02-31", "2026-12-01", "0001-01-01", "9999-12-31", "week 99999",
         "week 0", "Feb 29",
         "50 %", "0 %", "2", "99999999999", "Ana", "#1", "until", "from", "away", "2 weeks", "takes", "if ",
         "over a week", "drop ", "turnaround", "half", "Mon-", "9-5", "25:00-26:00", "---\n", "## Scope\n", "Must have",
         "`", "~~"]
    ),
    max_size=30,
)  # fmt: skip


@given(PIECES)
def test_any_text_has_terms(pieces: list[str]) -> None:
    text = "".join(pieces)
    for whole in (
        text,
        f"---\n{text}\n---\n# T\n",
        f"# T\n\n## Constraints\n\n- {text}\n",
        f"# T\n\n## Team\n\n{text}\n",
    ):
        found = terms(whole)
        assert found.calendar.days
        assert found.calendar.hours
        assert all(one.first <= one.last for one in found.calendar.off)
        assert all(0 < one.share <= 1 and one.count > 0 for one in found.people)
        assert len({one.name.casefold() for one in found.people}) == len(found.people)


def test_nothing_is_the_default() -> None:
    assert terms("") == NOTHING
