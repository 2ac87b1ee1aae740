"""What a step says of itself: effort, waiting, days, scope, risk."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from execplan.schedule.calendar import Calendar, Window
from execplan.schedule.jobs import jobs_of
from execplan.schedule.model import Effort, Person, Task, Terms
from execplan.views.risks import register_of
from tests.plan.reading import plan_of
from tests.schedule.plans import project, steps, task, waits_for


def only(*lines: str) -> Task:
    (one,) = steps("- [ ] Do it", *(f"  - {line}" for line in lines)).tasks
    return one


# --- what a step says -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "effort", "wait"),
    [
        ("Estimated time: 3 hours", Effort(180, 180, 180), False),
        ("Estimate: 2-4h", Effort(120, 180, 240), False),
        ("Estimate: optimistic 1d, likely 2d, pessimistic 5d", Effort(480, 960, 2400), False),
        ("Estimate: 2 weeks (wait)", Effort(20160, 20160, 20160), True),
        ("Estimate: soon", None, False),
        ("Notes: 3 hours", None, False),
    ],
)
def test_effort(line: str, effort: Effort | None, wait: bool) -> None:
    one = only(line)
    assert (one.effort, one.wait) == (effort, wait)


def test_sub_steps_share_what_is_said_above_them() -> None:
    found = steps(
        "- [ ] 1. all", "  - Owner: Ana", "  - Estimate: 1-2d",
        "  - [ ] a", "  - [ ] b", "    - Owner: Bo", "  - [ ] ~~c~~ → skipped: no",
    )  # fmt: skip
    assert [(one.effort, one.people) for one in found.tasks] == [
        (Effort(240, 360, 480), ("Ana",)),
        (Effort(240, 360, 480), ("Bo",)),
    ]
    found = steps("- [ ] 1. all", "  - Estimate: 2d", "  - [ ] a", "    - Estimate: 1h", "  - [ ] b")
    assert [one.effort for one in found.tasks] == [Effort(60, 60, 60), None]


def test_an_estimate_in_a_column() -> None:
    found = project(
        "# P\n\n## Steps\n\n| Task | Status | Estimate | Due |\n|---|---|---|---|\n| Dig | Todo | 2d | 2026-10-30 |\n"
    )
    assert (found.tasks[0].effort, found.tasks[0].due) == (Effort(960, 960, 960), date(2026, 10, 30))


def test_a_step_that_is_a_wait_elapses_as_long_as_the_plan_says() -> None:
    head = "## Constraints\n\n- External: security review (2-week turnaround)\n"
    for line, days in (("", 14), ("  - Estimate: 3d", 14), ("  - Estimate: 3 weeks", 21)):
        found = steps("- [ ] Fix what the security review finds", "- [ ] The security review", line, head=head)
        fixing, waiting = found.tasks
        assert (fixing.wait, waiting.wait) == (False, True)
        assert waiting.effort == Effort(days * 1440, days * 1440, days * 1440)
        assert found.terms.odd == ()


def test_work_about_a_wait_is_none() -> None:
    head = "## Constraints\n\n- External: security review (2-week turnaround)\n"
    found = steps("- [ ] Fix what the security review finds", head=head)
    assert not found.tasks[0].wait
    assert len(found.terms.odd) == 1


def test_a_wait_that_no_step_names_is_told() -> None:
    found = steps("- [ ] Do it", head="## Constraints\n\n- External: legal sign-off (5 days turnaround)\n")
    assert found.terms.odd == ("line 5: no step waits for 'legal sign-off': add one with that name",)


@pytest.mark.parametrize(
    ("line", "due", "not_before"),
    [
        ("Due: Oct 30", date(2026, 10, 30), None),
        ("**Deadline**: 2026-10-30", date(2026, 10, 30), None),
        ("Not before: 2026-10-30", None, date(2026, 10, 30)),
        ("Starts: 30 Oct", None, date(2026, 10, 30)),
        ("Started: 2026-10-30", None, date(2026, 10, 30)),
        ("Due: when it is ready", None, None),
    ],
)
def test_its_own_days(line: str, due: date | None, not_before: date | None) -> None:
    one = only(line)
    assert (one.due, one.not_before) == (due, not_before)


def test_a_week_in_a_heading_pins_nothing() -> None:
    found = project("# P\n\n## Phase 1: Look (Week 3-4)\n\n- [ ] a (Week 4)\n")
    assert (found.tasks[0].not_before, found.tasks[0].due) == (None, None)


@pytest.mark.parametrize(
    ("title", "line", "scope"),
    [
        ("Colours", "Scope: should", "should"),
        ("Colours (nice-to-have)", "Notes: x", "should"),
        ("Colours (should have)", "Notes: x", "should"),
        ("Colours [must]", "Notes: x", "must"),
        ("Add dark mode to the settings", "Notes: x", "should"),
        ("Dark mode", "Scope: must", "must"),
        ("Search", "Notes: x", "must"),
        ("Chat", "Notes: x", None),
        ("Research", "Notes: x", None),
    ],
)
def test_scope(title: str, line: str, scope: str | None) -> None:
    head = "## Scope\n\n### Must have\n\n- Search (by name)\n\n### Should have\n\n- Dark mode (pretty)\n"
    assert steps(f"- [ ] {title}", f"  - {line}", head=head).tasks[0].scope == scope


def test_a_step_that_a_non_goal_only_mentions_is_done() -> None:
    head = "## Non-goals\n\n- Migration\n- No new pilot of the context gate and its tools before June\n"
    found = steps("- [ ] Write the migration guide", "- [ ] Pilot of the context gate", head=head)
    assert len(found.tasks) == 2


def test_what_is_out_of_scope_is_left_out_unless_it_was_begun() -> None:
    head = "## Won't have\n\n- Video chat\n- Voice mail\n- Receive\n"
    found = steps(
        "- [ ] Video chat",
        "- [x] Voice mail",
        "- [ ] Receive a fax",
        "- [ ] Mail",
        "  - Depends on: Video chat",
        head=head,
    )
    assert waits_for(found) == {"Voice mail": [], "Receive a fax": [], "Mail": []}
    assert found.terms.odd == (
        "line 11: 'Video chat' is not scheduled, for the scope says won't have: skip it, or change the scope",
    )


@pytest.mark.parametrize(
    ("title", "line", "risk"),
    [
        ("Dig", "Risk: high", 3),
        ("Dig", "Risk: Medium, the ground is wet", 2),
        ("Dig", "Risk: low", 1),
        ("Dig", "Risk: the ground may give way", 2),
        ("Dig", "Risk: hoch, der Boden ist nass", 3),
        ("Dig", "Risk: 4/5", 3),
        ("Dig", "Risk: the remote service is low on certain days", 2),
        ("Dig (high risk)", "Notes: x", 3),
        ("Dig [risk: low]", "Notes: x", 1),
        ("Dig", "Notes: x", 0),
    ],
)
def test_its_own_risk(title: str, line: str, risk: int) -> None:
    assert steps(f"- [ ] {title}", f"  - {line}").tasks[0].risk == risk


@pytest.mark.parametrize(
    ("text", "impact", "likelihood", "status", "risk"),
    [
        ("Moving the tables loses rows", "High", "High", "Open", 3),
        ("Moving the tables loses rows", "High", "Low", "Open", 2),
        ("Moving the tables loses rows", "Low", "Low", "Open", 1),
        ("Moving the tables loses rows", "High", "High", "Mitigated", 0),
        ("Moving the tables loses rows", "High", "High", "✅ Accepted", 0),
        ("Moving the tables loses rows", "High", "High", "Not mitigated", 3),
        ("Step 2 may lose rows", "High", "High", "Open", 3),
        ("Step 20 may lose rows", "High", "High", "Open", 0),
        ("Something else", "High", "High", "Open", 0),
        ("Moving the tables loses rows", "", "", "Open", 2),
        ("Moving the tables loses rows", "hoch", "90 %", "Open", 3),
        ("Moving the tables loses rows", "High", "?", "Open", 3),
        ("Moving the tables loses rows", "High", "High", "erledigt", 0),
    ],
)
def test_a_risk_of_the_register(text: str, impact: str, likelihood: str, status: str, risk: int) -> None:
    found = project(
        "# P\n\n## Steps\n\n1. [ ] Look\n2. [ ] Moving the tables\n\n## Risks\n\n"
        "| Risk | Impact | Likelihood | Mitigation | Owner | Status |\n|---|---|---|---|---|---|\n"
        f"| {text} | {impact} | {likelihood} | Count them | Ana | {status} |\n"
    )
    assert task(found, "Moving").risk == risk


@pytest.mark.parametrize(("impact", "likelihood"), list(product(("Low", "Medium", "High"), repeat=2)))
def test_a_step_is_as_risky_as_the_register_says(impact: str, likelihood: str) -> None:
    """Who reads ``execplan risks`` and the schedule must not be told two things of one risk."""
    text = (
        "# P\n\n## Steps\n\n- [ ] Moving the tables\n\n## Risks\n\n"
        "| Risk | Impact | Likelihood |\n|---|---|---|\n"
        f"| Moving the tables loses rows | {impact} | {likelihood} |\n"
    )
    (entry,) = register_of(plan_of(text), date(2026, 1, 1)).entries
    (moving,) = project(text).tasks
    assert ("low", "medium", "high")[moving.risk - 1] == entry.severity


def test_a_register_of_any_size_is_gone_through_once() -> None:
    """Each step names its risk by its label or its title; the highest that does counts, whatever else there is."""
    many = 700
    rows = "".join(
        f"| Step {n} may be late{' and step5' * (n == 6)} | {'High' if n % 2 else 'Low'} |\n" for n in range(many)
    )
    body = "".join(f"{n}. [ ] Assemble part {n:04}\n" for n in range(1, many))
    head = "## Risks\n\n| Risk | Impact |\n|---|---|\n" + rows + "| Assemble part 0008 breaks | Medium |\n\n"
    found = {one.name[-3:]: one.risk for one in steps(*body.splitlines(), head=head).tasks}
    assert [found[f"{n:03}"] for n in (4, 5, 7, 8, 10)] == [1, 3, 3, 2, 1]


def test_only_so_many_items_of_a_kind_are_looked_for_and_that_is_said() -> None:
    items = ", ".join(f"thing{n} part{n}" for n in range(40))
    scope = "## Scope\n\n" + "".join(f"- Should have: {items}\n" for _ in range(20)) + "\n"
    found = steps("1. [ ] Build thing1 part1", head=scope)
    assert len(found.terms.scope) == 300
    assert found.terms.odd == ("only the first 300 items of the scope are read: this plan has more",)
    assert task(found, "thing1").scope == "should"


def test_who_is_away_at_the_same_times_has_one_calendar(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []
    without = Calendar.without
    monkeypatch.setattr(Calendar, "without", lambda self, off: (made.append(1) and None) or without(self, off))
    away = (Window(date(2026, 10, 5), date(2026, 10, 9)),)
    given = Terms(Calendar(), people=(Person("Ana", away=away), Person("Bo", away=away)))
    lines = "".join(f"- [ ] Part {n}\n  - Owner: {('Ana', 'Bo')[n % 2]}\n" for n in range(60))
    found = project(f"# P\n\n## Steps\n\n{lines}", given)
    assert len(jobs_of(found).tasks) == 60
    assert len(made) == 1
