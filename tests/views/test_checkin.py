"""The parts of a check-in that no history is needed for: which time, who is who, what is late, what turned when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from execplan.plan.errors import PlanError
from execplan.plan.model import Plan
from execplan.plan.reader import read_plan
from execplan.text.source import Source
from execplan.views.checkin.late import lateness
from execplan.views.checkin.people import one_name_each, split
from execplan.views.checkin.period import Period, name_of_week, now_from, since_last_working_day, week
from execplan.views.checkin.standup import known_as, standup
from execplan.views.checkin.timeline import Change, Timeline, Turn
from execplan.views.checkin.weekly import weekly
from execplan.views.checkin.work import work_of
from execplan.views.risks import register_of

NOW = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)  # a Wednesday


def plan(text: str) -> Plan:
    return read_plan(Source.of(f"# Plan: Mail\n\n{text}"))


def steps(*marks: str) -> Plan:
    return plan("## Progress\n\n" + "".join(f"- [{mark}] Step of {at} works\n" for at, mark in enumerate(marks)))


@pytest.mark.parametrize(
    ("day", "since"),
    [("18", "17"), ("17", "16"), ("16", "13"), ("15", "13"), ("14", "13"), ("13", "12")],
)
def test_the_last_working_day(day: str, since: str) -> None:
    found = since_last_working_day(datetime.fromisoformat(f"2026-11-{day}T09:00Z"))
    assert found.start == datetime.fromisoformat(f"2026-11-{since}T00:00Z")


def test_days_and_weeks_by_name() -> None:
    assert since_last_working_day(NOW, "today").start == datetime(2026, 11, 18, tzinfo=UTC)
    assert since_last_working_day(NOW, " Yesterday ").start == datetime(2026, 11, 17, tzinfo=UTC)
    assert (week(NOW).start, week(NOW).end, week(NOW).live) == (datetime(2026, 11, 16, tzinfo=UTC), NOW, True)
    last = week(NOW, "last")
    assert (name_of_week(last), last.end.date().isoformat(), last.live) == ("2026-W46", "2026-11-15", False)
    assert week(NOW, "2026-W46") == week(NOW, "2026w46") == week(NOW, "2026-11-12") == last
    assert name_of_week(week(datetime(2027, 1, 2, tzinfo=UTC))) == "2026-W53"
    assert now_from("2026-11-17", NOW) == datetime(2026, 11, 17, 23, 59, 59, 999999, UTC)
    assert now_from("2026-11-17T10:00+02:00", NOW) == datetime(2026, 11, 17, 8, tzinfo=UTC)
    assert now_from("2027-01-01", NOW) == NOW
    for word in ("2026-W99", "2026-W54", "2030-01-01", "", "soon"):
        with pytest.raises(PlanError):
            week(NOW, word)


def test_a_stamp_of_another_zone_is_not_in_the_future_today() -> None:
    live, past = since_last_working_day(NOW), since_last_working_day(NOW, live=False)
    ahead = NOW + timedelta(hours=9)
    assert (live.holds(ahead), past.holds(ahead), live.holds(NOW + timedelta(days=2))) == (True, False, False)


@pytest.mark.parametrize(
    ("owner", "names"),
    [
        ("Ana", ("Ana",)), ("@ana, Bob & Cy", ("ana", "Bob", "Cy")), ("Ana and Bob", ("Ana", "Bob")), ("`Ana`; Ana", ("Ana",)),
        ("Ana (lead)", ("Ana",)), ("—", ()), ("TBD", ()), ("[Name]", ()), (None, ()), ("", ()), ("Sandy", ("Sandy",)),
    ],
)  # fmt: skip
def test_names_in_an_owner(owner: str | None, names: tuple[str, ...]) -> None:
    assert split(owner) == names


def test_one_name_for_each_person() -> None:
    assert one_name_each(["ana", "Ana Silva", "bob", "Bob"]) == {
        "ana": "Ana Silva", "Ana Silva": "Ana Silva", "bob": "Bob", "Bob": "Bob",
    }  # fmt: skip
    two = ["Ana", "Ana Silva", "Ana Ruiz"]
    assert one_name_each(two) == {name: name for name in two}


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ("- **Estimate**: 4 hours\n", ""),
        ("- **Due**: 2026-11-18\n", ""),
        ("- **Due**: 2026-11-17\n", "was due 2026-11-17"),
        ("- **Status**: In Progress\n  - **Started**: 2026-11-17\n  - **Estimate**: 1 day\n", ""),
        (
            "- **Status**: In Progress\n  - **Started**: 2026-11-17\n  - **Estimate**: 4 hours\n",
            "in progress for 1d 30m, estimated 4h",
        ),
        ("- **Status**: In Progress\n  - **Started**: 2026-11-14\n  - **Estimate**: 12 hours\n", ""),
    ],
)
def test_late(lines: str, why: str) -> None:
    """From Saturday 14 to Wednesday 18, half past nine, are 16.5 hours of work, from Tuesday on 8.5: just above a day."""
    one = plan(f"## Progress\n\n- [ ] Switch over\n  {lines}")
    begun = one.steps[0].started
    assert lateness(one, one.steps[0], datetime.fromisoformat(f"{begun}T00:00Z") if begun else None, NOW) == why


def at(hour: int) -> datetime:
    return datetime(2026, 11, 17, hour, tzinfo=UTC)


def test_when_a_step_was_done() -> None:
    begin, one, none = steps(" ", " "), steps("x", " "), steps(" ", " ")
    (first, second) = one.steps
    line = Timeline(one, [Change(at(9), begin, one), Change(at(12), begin, one, "Ana")])
    assert line.turned("step", first.id, "done") == Turn(at(9), "Ana")
    assert line.turned("step", second.id, "done") is None
    again = [Change(at(9), begin, one, "Ana"), Change(at(10), one, none, "Bob"), Change(at(12), none, one, "Bob")]
    assert Timeline(one, again).turned("step", first.id, "done") == Turn(at(12), "Bob")
    found = [Change(at(9), begin, one, late=True, here=True), Change(at(12), begin, one, "Ana")]
    assert Timeline(one, found).turned("step", first.id, "done") == Turn(at(12), "Ana")
    assert Timeline(one, found[:1]).turned("step", first.id, "done") is None
    made = [Change(at(9), None, one, old=True)]
    assert Timeline(one, made).turned("step", first.id, "done") == Turn(at(9), None, old=True)


def test_a_plan_alone_is_one_persons_and_what_is_due_besides_is_told() -> None:
    one = plan(
        "**Owner**: Ana\n\n## Progress\n\n- [x] (2026-11-17) Choose\n- [ ] Move\n- [ ] Switch\n\n## Circuit Breakers\n\n"
        "- 2026-11-16: go / no-go: if mail is lost, stop\n- 2026-12-16: go / no-go: if mail is late, stop\n\n## Risks\n\n"
        "| Risk | Mitigation | Due | Status |\n|---|---|---|---|\n| Spam | filter | 2026-11-10 | Open |\n"
    )
    period = Period(at(0), NOW)
    (work,) = known_as([work_of("mail", one, (), period)])
    people = standup([work])
    assert [person.name for person in people] == ["Ana", ""]
    assert [line.item.text for line in people[0].yesterday] == ["Choose"]
    assert [line.item.text for line in people[0].today] == ["Move"]
    due = ["undecided: 2026-11-16: go / no-go: if mail is lost, stop", "mitigation due since 2026-11-10: Spam"]
    assert [line.item.text for line in people[1].risk if line.kind == "alert"] == due
    told = weekly([work])
    assert [line.item.text for line in told.next] == ["Move", "Switch"]
    assert [line.item.text for line in told.risks if line.kind == "alert"] == due


def test_a_plan_that_is_over_asks_for_nothing() -> None:
    text = "**Status**: Completed\n\n## Progress\n\n- [x] (2026-11-17) Choose\n- [ ] Move\n\n## Questions\n\n- [ ] Which?\n"
    work = work_of("mail", plan(text), (), Period(at(0), NOW))
    assert [one.text for one in work.completed] == ["Choose"]
    assert (work.next, work.asks, work.blocked, work.under_way) == ((), (), (), False)


def test_what_is_asked_for() -> None:
    text = (
        "## Progress\n\n- [ ] Move\n\n## Blockers\n\n- No key\n  - **Needs**: a token from the platform team\n- Rain\n\n"
        "## Questions\n\n- [ ] Which region?\n  - **Options**: east, west\n- [x] Which cloud? → Resolved: none\n"
    )
    work = work_of("mail", plan(text), (), Period(at(0), NOW))
    assert [(one.text, one.about) for one in work.asks] == [
        ("No key", "needs a token from the platform team"),
        ("Which region?", "options: east / west"),
    ]
    assert [one.text for one in work.blocked] == ["No key", "Rain"]


def test_the_risks_told_are_those_that_are_open_in_the_register() -> None:
    rows = "| Fire | H | partly mitigated |\n| Flood | H | erledigt |\n| Hail | L | accepted by Ana |\n"
    one = plan(f"## Progress\n\n- [ ] Move\n\n## Risks\n\n| Risk | Impact | Status |\n|-|-|-|\n{rows}")
    work = work_of("mail", one, (), Period(at(0), NOW))
    assert [risk.text for risk in work.risks] == ["Fire"]
    assert [entry.risk.text for entry in register_of(one, NOW.date()).entries if entry.standing == "open"] == ["Fire"]
