"""The project's calendar and people: what is read, and what is refused with a way out."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from execplan.plan.errors import PlanError
from execplan.plan.reader import read_plan
from execplan.schedule.calendar import Calendar, Window
from execplan.schedule.model import Person, Terms
from execplan.schedule.terms.reader import terms_of
from execplan.store.tree import Tree
from execplan.text.source import Source
from execplan.workspace.config import FILE, project_terms, terms_in

WHOLE = """
[schedule]
working_days = ["Mon", "Tue", "Wed", "Thu"]
hours = ["08:30-12:00", "13:00-16:30"]
holidays = ["2026-12-25", { first = 2026-12-24, last = 2027-01-02, name = "Winter break" }, 2027-01-06]
freezes = ["2026-11-23 – 2026-11-27"]
deadline = 2027-03-31
budget = "2,000 euros"
quality = ["99.9 % uptime", "no P1"]

[people.Ana]
role = "backend"
share = 0.5
away = [{ first = "2026-11-10", last = "2026-11-14", name = "leave" }]

[people."Bo Li"]
share = "80 %"
available = "10 weeks"

[people.testers]
count = 2
"""


def write(root: Path, text: str | bytes) -> Tree:
    path = root / FILE
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return Tree(root)


def test_a_whole_file(tmp_path: Path) -> None:
    found = project_terms(write(tmp_path, WHOLE))
    assert found.calendar == Calendar(
        frozenset({0, 1, 2, 3}),
        ((510, 720), (780, 990)),
        (
            Window(date(2026, 12, 25), date(2026, 12, 25)),
            Window(date(2026, 12, 24), date(2027, 1, 2), "Winter break"),
            Window(date(2027, 1, 6), date(2027, 1, 6)),
            Window(date(2026, 11, 23), date(2026, 11, 27)),
        ),
    )
    assert found.deadline == date(2027, 3, 31)
    assert (found.budget, found.quality) == (("2,000 euros",), ("99.9 % uptime", "no P1"))
    assert found.people == (
        Person("Ana", "backend", 1, 0.5, None, (Window(date(2026, 11, 10), date(2026, 11, 14), "leave"),)),
        Person("Bo Li", None, 1, 0.8, 24000),
        Person("testers", None, 2),
    )


def test_without_a_file_or_with_an_empty_one_the_defaults_hold(tmp_path: Path) -> None:
    assert project_terms(Tree(tmp_path)) == Terms(Calendar())
    assert project_terms(write(tmp_path, "")) == Terms(Calendar())
    assert project_terms(write(tmp_path, "\ufeff# nothing yet\r\n")) == Terms(Calendar())


def test_days_and_hours_may_be_one_string(tmp_path: Path) -> None:
    text = '[schedule]\nworking_days = "Mon-Thu, Sat"\nhours = "9am-1pm"\nholidays = "2026-12-25"\n'
    found = project_terms(write(tmp_path, text)).calendar
    assert (found.days, found.hours, len(found.off)) == (frozenset({0, 1, 2, 3, 5}), ((540, 780),), 1)


@pytest.mark.parametrize(
    ("text", "code", "message", "hint"),
    [
        ("[schedule\n", "unreadable", "is no TOML", "correct"),
        ("[schedule]\nhours = []\n", "invalid", "schedule.hours", "09:00"),
        ('[schedule]\nhours = ["17:00-09:00"]\n', "invalid", "schedule.hours", "09:00"),
        ('[schedule]\nhours = ["nine to five", "09:00-17:00"]\n', "invalid", "nine to five", "09:00"),
        ('[schedule]\nworking_days = ["Someday"]\n', "invalid", "schedule.working_days", '"Mon"'),
        ("[schedule]\nworking_days = []\n", "invalid", "schedule.working_days", '"Mon"'),
        ("[schedule]\nworking_days = [1]\n", "invalid", "schedule.working_days", '"Mon"'),
        ('[schedule]\nholidays = ["Christmas"]\n', "invalid", "schedule.holidays", "2026-12-25"),
        ('[schedule]\nholidays = ["2026-02-31"]\n', "invalid", "schedule.holidays", "2026-12-25"),
        (
            "[schedule]\nfreezes = [{ first = 2026-12-08, last = 2026-12-01 }]\n",
            "invalid",
            "schedule.freezes",
            "freezes",
        ),
        ("[schedule]\nfreezes = [{ frist = 2026-12-08 }]\n", "invalid", "frist", "schedule.freezes.first"),
        ('[schedule]\ndeadline = "soon"\n', "invalid", "schedule.deadline", "2026-12-15"),
        ("[schedule]\nbudget = 5000\n", "invalid", "schedule.budget", "euros"),
        ('[schedule]\nquality = [" "]\n', "invalid", "schedule.quality", "uptime"),
        ('[schedule]\nworkingdays = ["Mon"]\n', "invalid", "workingdays", "schedule.working_days"),
        ('[schedul]\nhours = ["9-5"]\n', "invalid", "schedul", "schedule"),
        ("schedule = 3\n", "invalid", "schedule cannot be 3", "[schedule]"),
        ("[people]\nAna = 3\n", "invalid", "people.Ana", "[people.Ana]"),
        ("[people.Ana]\nshare = 50\n", "invalid", "people.Ana.share", "0.5"),
        ("[people.Ana]\nshare = 0\n", "invalid", "people.Ana.share", "0.5"),
        ("[people.Ana]\nshare = true\n", "invalid", "people.Ana.share", "0.5"),
        ("[people.Ana]\nshare = nan\n", "invalid", "people.Ana.share", "0.5"),
        ('[people.Ana]\nshare = "some"\n', "invalid", "people.Ana.share", "0.5"),
        ('[people.Ana]\navailable = "a lot"\n', "invalid", "people.Ana.available", "10 weeks"),
        ("[people.Ana]\ncount = 0\n", "invalid", "people.Ana.count", "count = 2"),
        ("[people.Ana]\nrole = 7\n", "invalid", "people.Ana.role", "backend"),
        ("[people.Ana]\nroel = 'x'\n", "invalid", "roel", "people.Ana.role"),
        ("a = " + "[" * 3000, "unreadable", "no TOML", "correct"),
        ("a" + ".a" * 200_000 + " = 1", "unreadable", "a key of more than 50 parts", "[people.Ana]"),
        ("[a" + ' . "a"' * 60 + "]", "unreadable", "a key of more than 50 parts", "[people.Ana]"),
        ("[people.Ana]\ncount = 0x" + "f" * 9_000, "invalid", "people.Ana.count", "count = 2"),
        ("[people.Ana]\nrole = [0x" + "f" * 9_000 + "]", "invalid", "people.Ana.role", "backend"),
        ("".join(f"[people.P{n}]\n" for n in range(301)), "invalid", "301 people are more than the limit", "count = 2"),
        ("[people.Ana]\nshare = 5e-324\n", "invalid", "people.Ana.share", "0.01"),
    ],
)
def test_what_is_refused(tmp_path: Path, text: str, code: str, message: str, hint: str) -> None:
    with pytest.raises(PlanError) as caught:
        project_terms(write(tmp_path, text))
    assert caught.value.code == code
    assert message in caught.value.message
    assert FILE in caught.value.message
    assert hint in caught.value.hint


def test_the_file_is_reached_as_plans_are(tmp_path: Path) -> None:
    (tmp_path / "elsewhere.toml").write_text("[schedule]\n")
    (tmp_path / ".agents").mkdir()
    os.symlink(tmp_path / "elsewhere.toml", tmp_path / FILE)
    with pytest.raises(PlanError) as caught:
        project_terms(Tree(tmp_path))
    assert caught.value.code == "refused"


def test_a_file_too_large_or_not_in_utf8_is_refused(tmp_path: Path) -> None:
    for data, code in ((b"#" * (2 << 20), "too_large"), (b"# \xff\n", "unreadable")):
        with pytest.raises(PlanError) as caught:
            project_terms(write(tmp_path, data))
        assert caught.value.code == code


VALUES = st.recursive(
    st.sampled_from(["1", "0.5", "true", '"Mon"', '"09:00-17:00"', '"2026-12-25"', "2026-12-25", '"x"', "nan", '""']),
    lambda inner: st.lists(inner, max_size=3).map(lambda found: f"[{', '.join(found)}]"),
    max_leaves=4,
)
KEYS = st.sampled_from(
    ["schedule.hours", "schedule.working_days", "schedule.holidays", "schedule.freezes", "schedule.deadline",
     "schedule.budget", "people.A.share", "people.A.away",
     "people.A.count", "people.A.available", "people.A", "schedule", "people", "other"]
)  # fmt: skip


@given(st.dictionaries(KEYS, VALUES, max_size=4))
def test_any_value_is_terms_or_refused(pairs: dict[str, str]) -> None:
    found = outcome("".join(f"{key} = {value}\n" for key, value in pairs.items()))
    if isinstance(found, PlanError):
        assert found.code in ("invalid", "unreadable")
        assert found.hint
    else:
        assert found.calendar.days
        assert found.calendar.hours
        assert all(0 < one.share <= 1 for one in found.people)


def outcome(text: str) -> Terms | PlanError:
    try:
        return terms_in(text)
    except PlanError as error:
        return error


def test_the_documentation_tells_the_truth() -> None:
    page = (Path(__file__).parents[2] / "docs/SCHEDULE.md").read_text(encoding="utf-8")
    project = terms_in(page.split("```toml\n")[1].split("```")[0])
    assert [(one.name, one.count, one.share) for one in project.people] == [
        ("Ana", 1, 0.5),
        ("Bo Li", 1, 1.0),
        ("tester", 2, 1.0),
    ]
    assert len(project.calendar.off) == 3
    plan = page.split("### In a plan")[1].split("```markdown\n")[1].split("```")[0]
    found = terms_of(
        read_plan(Source.of(f"# Plan\n\n**Created**: 2026-09-01\n\n{plan}")), Terms(Calendar()), "2026-09-21T10:00Z"
    )
    assert found.odd == ()
    assert (found.start, found.deadline, found.hard) == (date(2026, 9, 28), date(2026, 11, 27), True)
    assert [(one.name, one.count, one.share, len(one.away)) for one in found.people] == [
        ("senior Android", 2, 1.0, 0),
        ("Ana", 1, 0.5, 1),
        ("Bo", 1, 1.0, 1),
    ]
    assert found.calendar.days == frozenset(range(4))
    assert [one.words for one in found.waits] == ["licence check"]
    assert [str(one.first) for one in found.calendar.off] == ["2026-11-02"]
    assert (len(found.budget), len(found.quality)) == (1, 1)
    assert (project.deadline, len(project.budget), len(project.quality)) == (date(2027, 3, 31), 1, 1)
