"""Who is there, what is waited for, and what may be left out, as plans say it."""

from __future__ import annotations

from datetime import date

import pytest

from execplan.schedule.calendar import Window
from execplan.schedule.model import Person
from tests.schedule.plans import names, said

# --- people -----------------------------------------------------------------------------------------

AWAY = (Window(date(2026, 11, 10), date(2026, 11, 14), "away"),)


@pytest.mark.parametrize(
    ("line", "people"),
    [
        (
            "- Team: 2 senior backend, 2 mid-level frontend, 1 QA",
            (
                Person("senior backend", "senior backend", 2),
                Person("mid-level frontend", "mid-level frontend", 2),
                Person("QA", "QA"),
            ),
        ),
        ("- Team: two testers and a designer", (Person("testers", "testers", 2), Person("a designer"))),
        ("- Team: Ana (backend, 50%), Bo", (Person("Ana", "backend", share=0.5), Person("Bo"))),
        ("- Team: Mira, half of her time", (Person("Mira", share=0.5),)),
        ("- Team: Mira (part-time)", (Person("Mira", share=0.5),)),
        ("- Team: Mira, 3 days a week", (Person("Mira", share=0.6),)),
        ("- Team:\n  - Ana: backend, 80 %\n  - Bo (QA)", (Person("Ana", "backend", share=0.8), Person("Bo", "QA"))),
        ("- Team:\n  - Backend: Ana, Bo", (Person("Ana", "Backend"), Person("Bo", "Backend"))),
        ("- Team: Ana\n- Ana away Nov 10-14", (Person("Ana", away=AWAY),)),
        ("- Team: Ana\n- Absences: Ana Nov 10-14 is on leave", (Person("Ana", away=AWAY),)),
        ("- Team: Ana (away Nov 10-14), Bo", (Person("Ana", away=AWAY), Person("Bo"))),
        (
            "- Team: Ana, Chidi from 3 Nov",
            (Person("Ana"), Person("Chidi", away=(Window(date(2026, 9, 1), date(2026, 11, 2)),))),
        ),
    ],
)
def test_people(line: str, people: tuple[Person, ...]) -> None:
    found = said(line)
    assert found.people == people
    assert found.odd == ()


def test_a_table_of_people() -> None:
    found = said(
        "| Owner | Role | Available | Allocated |\n|---|---|---|---|\n| Ana | Backend | 50 % | 40 % |\n"
        "| Backend | Backend #2 | 10 weeks | |\n| Bo | QA | 3 weeks | 100 % |",
        "Team Capacity",
    )
    assert found.people == (
        Person("Ana", "Backend", share=0.5),
        Person("Backend", "Backend #2", available=24000),
        Person("Bo", "QA", available=7200),
    )


def test_prose_and_links_are_no_people() -> None:
    assert said("The team meets every day and has lunch.", "Team") == said("", "Team")
    assert said("- [A page](https://example.org)", "Resources").people == ()
    assert names(said("- Resources: 2 backend engineers")) == ["backend engineers"]
    assert said("- Team: Platform team").people == ()


def test_somebody_who_leaves_is_away_from_then_on() -> None:
    (ana,) = said("- Team: Ana until 20 Nov").people
    assert ana.away[0].first == date(2026, 11, 21)
    assert ana.away[0].last > date(2030, 1, 1)


# --- waits, scope, cuts -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "words", "days"),
    [
        ("- External: Need security review (2-week turnaround)", "security review", 14),
        ("- External: legal sign-off takes 5 working days", "legal sign-off", 7),
        ("- External:\n  - the data protection officer answers within three days", "data protection officer", 3),
        ("- We need a security review (2-week turnaround)", "security review", 14),
        ("- Store approval takes 2-3 days", "Store approval", 3),
        ("- External: Legal: about 6 working days", "Legal", 8),
    ],
)
def test_waits(line: str, words: str, days: int) -> None:
    (wait,) = said(line).waits
    assert (wait.words, wait.minutes) == (words, days * 1440)


@pytest.mark.parametrize(
    "line",
    [
        "- External: the payment provider",
        "- External: it broke 2 weeks ago",
        "- Reviews are two a week",
        "- A step takes 2 days",
    ],
)
def test_no_waits(line: str) -> None:
    assert said(line).waits == ()


def test_scope_in_labels_and_other_words() -> None:
    found = said(
        "**Must have**: search, login\n\n**Nice to have**:\n\n- Dark mode\n- [ ] Sounds\n\n**Out of scope**:\n- Chat",
        "Scope",
    )
    assert [(one.level, one.text) for one in found.scope] == [
        ("must", "search"),
        ("must", "login"),
        ("should", "Dark mode"),
        ("should", "Sounds"),
        ("wont", "Chat"),
    ]
    assert [one.level for one in said("- Chat", "Non-goals").scope] == ["wont"]
    assert said("- It must have a name", "Notes").scope == ()


@pytest.mark.parametrize(
    ("line", "cut"),
    [
        ("If the parser takes > 1 week, cut the pretty printer.", ("the parser", 2400, "the pretty printer")),
        ("- If the parser takes longer than 3 days, drop colours", ("the parser", 1440, "colours")),
        ("- If the parser takes over a week: leave out colours, then tell Ana", ("the parser", 2400, "colours")),
        ("- **If the parser needs more than two weeks**, we skip colours", ("the parser", 4800, "colours")),
        ("- Drop colours if the parser takes over a week", ("colours",)),
        ("If the parser takes\nover a week, drop colours.", ("the parser", 2400, "colours")),
    ],
)
def test_cuts(line: str, cut: tuple[object, ...]) -> None:
    (found,) = said(line, "Notes").cuts
    assert cut in ((found.when, found.over, found.drop), (found.drop,))
    assert found.line == 6


@pytest.mark.parametrize(
    "line", ["If it fails, drop the table", "It took over a week to cut it", "If > 5 bugs, drop beta"]
)
def test_no_cuts(line: str) -> None:
    assert said(line, "Notes").cuts == ()
