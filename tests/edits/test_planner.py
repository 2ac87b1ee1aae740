"""Plans from a brief: what goes where, which steps come of it, and what a review says of the rest."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from execplan.edits.create import create
from execplan.edits.planner.brief import LONGEST, MOST, composed, is_brief, read_brief
from execplan.plan.drafts import NewStep
from execplan.plan.errors import PlanError
from execplan.plan.model import Plan
from execplan.plan.reader import read_plan
from execplan.schedule.calendar import Calendar
from execplan.schedule.model import Terms
from execplan.schedule.project import project_of
from execplan.text.source import Source
from execplan.views.review.bodies import lines_of
from execplan.views.review.rule import Facts
from execplan.views.review.unfilled import RULES, placeholders

HERE = Path(__file__).parent
TEAM = Source.decode((HERE.parents[1] / ".agents" / "template" / "team.md").read_bytes())
FEATURE = Source.decode((HERE.parents[1] / ".agents" / "template" / "feature.md").read_bytes())
BRIEF = (HERE / "briefs" / "lockers.md").read_text("utf-8")
NOW = "2026-09-01T09:00Z"


def planned(brief: str, template: Source = TEAM, steps: tuple[NewStep, ...] = ()) -> Plan:
    objective = "Shoppers fetch parcels at any hour."
    return read_plan(
        create(template, "Pickup lockers", objective, slug="lockers", context=brief, steps=steps, now=NOW, planned=True)
    )


def below(plan: Plan, title: str) -> str:
    section = next(one for one in plan.sections if one.title == title and one.level > 1)
    return "\n".join(plan.source.line(at) for at in range(section.line + 1, section.own_end)).strip()


def titles(plan: Plan, phase: str) -> list[str]:
    id = next(one.id for one in plan.phases if one.title == phase)
    return [step.title for step in plan.steps if step.phase == id]


def named_by_review(plan: Plan) -> str:
    return "\n".join(
        hit.message for rule in RULES if rule.code == "placeholder" for hit in rule.check(plan, Facts(NOW))
    )


# --- where it goes ------------------------------------------------------------------------------------


def test_the_whole_plan_of_a_brief() -> None:
    """But for the chart, which has its own tests; EXECPLAN_GOLDEN=write renews the file."""
    path = HERE / "briefs" / "lockers.plan.md"
    text = re.sub(r"```mermaid\n.*?```", "```mermaid\n```", planned(BRIEF).source.text, flags=re.DOTALL)
    if os.environ.get("EXECPLAN_GOLDEN") == "write":
        path.write_text(text, "utf-8")
    assert text == path.read_text("utf-8")


def test_every_part_has_its_section() -> None:
    plan = planned(BRIEF)
    assert plan.owner == "Mira"
    assert plan.objective == "Shoppers fetch parcels at any hour."
    assert "- Open pickup lockers in three shops before the winter sale (fixed)" in below(plan, "Goals")
    assert "- A screen in four languages (negotiable)" in below(plan, "Goals")
    constraints = below(plan, "Constraints")
    assert "- **Timeline**: start 2026-09-07, deadline 2026-11-13\n  - Change freeze: 2026-10-26" in constraints
    assert "- **External**: safety approval by the landlord (3-week turnaround)" in constraints
    assert constraints.endswith("- No customer data may leave the country")
    assert below(plan, "Must Have") == "- Open a door with a code\n- Tell the shopper by mail"
    assert below(plan, "Won't Have") == "- Returns through the lockers"
    assert [(one.text, one.kind) for one in plan.criteria if one.kind == "launch"] == [
        ("200 parcels in a row without a stuck door", "launch"),
        ("The landlord has signed", "launch"),
    ]
    assert below(plan, "Circuit Breakers").startswith("- 2026-10-02: go only if")
    assert below(plan, "Rollback Plan").startswith("Doors open with a key")
    assert below(plan, "Check-ins").startswith("Daily at 9:30")
    assert "page with pictures" in below(plan, "Communication")
    assert "- Seen elsewhere\n  - The bakery next door" in below(plan, "Context")


def test_new_sections_stand_beside_those_they_belong_to() -> None:
    found = [one.title for one in planned(BRIEF).sections if one.level == 2]
    assert found.index("Staged Rollout") == found.index("Rollback Plan") - 1
    assert found.index("Communication") == found.index("Check-ins") - 1


def test_risks_are_rows_with_what_was_told() -> None:
    first, second = planned(BRIEF).risks
    assert (first.impact, first.probability, first.mitigation, first.owner, first.status) == (
        "High", "Medium", "Borrow one unit for a week", "Ana", "Open",
    )  # fmt: skip
    assert (second.mitigation, second.owner, second.status) == (None, None, "Open")


@pytest.mark.parametrize(
    "line",
    [
        "- Risk 1: Power fails\n  - Impact: High\n  - Likelihood: Low\n  - Mitigation: A battery",
        "- Power fails (impact: High, likelihood: Low; mitigation: A battery)",
        "- Power fails (impact High, Low likelihood; mitigation: A battery)",
        "- Power fails; impact: High; likelihood: Low; mitigation: A battery",
        "| Risk | Impact | Likelihood | Mitigation |\n|---|---|---|---|\n| Power fails | High | Low | A battery |",
    ],
)
def test_risks_in_the_forms_people_write(line: str) -> None:
    (risk,) = planned(f"## Known Risks\n\n{line}\n").risks
    assert (risk.text, risk.impact, risk.probability, risk.mitigation) == ("Power fails", "High", "Low", "A battery")


def test_a_remark_in_brackets_that_tells_no_field_stays_in_the_text() -> None:
    (risk,) = planned("## Known Risks\n\n- Power fails (impact unknown, owner asleep)\n").risks
    assert (risk.text, risk.impact, risk.owner) == ("Power fails (impact unknown, owner asleep)", None, None)


def test_who_owns_a_risk_looks_into_it_first() -> None:
    step = planned("## Known Risks\n\n- Power fails; owner: Ana\n").steps[0]
    assert (step.title, step.owner) == ("Derisk: Power fails", "Ana")


def test_a_risk_told_twice_is_one() -> None:
    (rain, snow) = planned("## Known Risks\n- Rain; impact: high\n- Snow\n- rain; owner: Bo\n").risks
    assert (rain.text, rain.impact, rain.owner, snow.owner) == ("Rain", "high", "Bo", None)


def test_a_register_of_fewer_columns_keeps_what_was_told() -> None:
    own = Source.of("# [Title]\n\n## Goal\n\n## Steps\n\n## Risks\n\n| Risk | Impact |\n|------|--------|\n")
    plan = planned("## Known Risks\n- Rain; impact: high; mitigation: a roof\n- Snow; owner: Bo\n", own)
    assert len(plan.risks) == 2
    assert all(word in below(plan, "Risks") for word in ("Rain", "a roof", "Snow", "Bo"))


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("No deployments from Dec 1 to Dec 8", "Timeline"), ("Deadline: Dec 18", "Timeline"),
        ("3 engineers and a designer", "Team"),
        ("$5K for machines", "Budget"), ("Legal sign-off takes a week", "External"), ("99.9% uptime SLA", "Quality bars"),
        ("**Budget:** 300 euros", "Budget"), ("Quality: no flaky tests", "Quality bars"),
    ],
)  # fmt: skip
def test_a_constraint_goes_to_its_kind(line: str, label: str) -> None:
    constraints = below(planned(f"## Constraints\n- {line}\n"), "Constraints").splitlines()
    (found,) = [one for one in constraints if one.startswith(f"- **{label}**: ")]
    assert "[" not in found
    assert sum("[" in one for one in constraints) == 4


def test_headings_in_other_forms() -> None:
    plan = planned(
        "**Goals:**\n- Doors open\n\nKnown risks:\n- Power fails\n\n### Scope\nMust have:\n- A door\nNice to have:\n- A lamp\n"
    )
    assert below(plan, "Goals").endswith("- Doors open")
    assert [one.text for one in plan.risks] == ["Power fails"]
    assert below(plan, "Must Have") == "- A door"
    assert below(plan, "Should Have") == "- A lamp"


def test_scope_by_label_and_by_remark() -> None:
    plan = planned("## Scope\n- Must: A door; A lock\n- A lamp (nice to have)\n- A roof, out of scope\n- A key\n")
    assert below(plan, "Must Have") == "- A door\n- A lock\n- A key"
    assert below(plan, "Should Have") == "- A lamp (nice to have)"
    assert below(plan, "Won't Have") == "- A roof, out of scope"


def test_a_heading_that_says_more_than_its_part_is_kept() -> None:
    assert "Goals (third quarter)" in below(planned("## Goals (third quarter)\n- Doors open\n"), "Context")


# --- steps --------------------------------------------------------------------------------------------


def test_steps_come_of_the_brief_unknowns_first() -> None:
    plan = planned(BRIEF)
    assert [one.title for one in plan.phases] == ["Discovery and derisking", "Build", "Verification", "Rollout"]
    assert titles(plan, "Discovery and derisking") == [
        "Derisk: The lockers' protocol is undocumented", "Derisk: Shops lose power at night",
    ]  # fmt: skip
    assert titles(plan, "Build") == [
        "Open a door with a code", "Tell the shopper by mail", "A code by text message", "Screens in four languages",
    ]  # fmt: skip
    assert titles(plan, "Verification") == [
        "Prove: a door opens within 2 seconds", "Safety approval by the landlord", "Check every launch criterion",
    ]  # fmt: skip
    assert titles(plan, "Rollout") == ["One shop, staff only", "All three shops", "Launch: Pickup lockers"]
    assert all(before.id in phase.depends_on for before, phase in zip(plan.phases, plan.phases[1:], strict=False))
    stages = [step for step in plan.steps if step.phase == plan.phases[-1].id]
    assert [one.depends_on for one in stages] == [(), (stages[0].id,), (stages[1].id,)]


def test_only_what_the_brief_says_has_an_estimate() -> None:
    plan = planned(BRIEF)
    assert [step.title for step in plan.steps if step.estimate_minutes is not None] == [
        "Safety approval by the landlord"
    ]
    assert plan.source.text.count("Estimated time: [how long]") == len(plan.steps) - 1
    assert {step.owner for step in plan.steps[1:]} == {None}  # the first looks into a risk that is Ana's


def test_brackets_of_scope_and_stages_are_an_estimate_and_an_owner() -> None:
    plan = planned(
        "## Team\n- Ana (backend), Bo\n## Scope\n- Must: open a door (5 days, Ana and Bo)\n- Must: paint it (2 days, red)\n"
        "- Should: text message (3 days, bo)\n## Rollout\n- One shop (1 week)\n- All shops (1 week, 40 shops)\n"
    )
    told = {step.title: (step.estimate_minutes, step.owner) for step in plan.steps}
    assert told["open a door"] == (2400, "Ana and Bo")
    assert told["text message"] == (1440, "bo")
    assert told["One shop"] == (2400, None)
    assert {"paint it (2 days, red)", "All shops (1 week, 40 shops)"} <= told.keys()
    assert "- open a door (5 days, Ana and Bo)" in below(plan, "Must Have")
    stages = [step for step in plan.steps if step.phase == plan.phases[-1].id]
    assert [one.depends_on for one in stages] == [(), (stages[0].id,), (stages[1].id,)]
    tasks = project_of(plan, Terms(Calendar()), NOW).tasks
    assert [task.name for task in tasks if task.scope == "should"] == ["text message"]


def test_labelled_lines_without_bullets_are_lines_of_their_own() -> None:
    plan = planned(
        "Owner: Ina\nProfile: team\n\n## Constraints\n\nTimeline: start 2026-09-07,\ndeadline 2026-11-13\nTeam: Ana, Bo\n"
        "Budget: 5K\n\n## Context\n\nWe are late\nand it rains.\n"
    )
    assert plan.owner == "Ina"
    assert "**Timeline**: start 2026-09-07, deadline 2026-11-13\n" in plan.source.text
    assert "**Team**: Ana, Bo\n" in plan.source.text
    assert "**Budget**: 5K\n" in plan.source.text
    assert below(plan, "Context") == "Profile: team\n\nWe are late and it rains."


def test_what_stands_below_the_title_of_a_brief_is_read() -> None:
    plan = planned(
        "# Store move\n\nLead: Olga\nStart: 2026-10-05\nDeadline: 2026-11-06\n\nIt rains.\n\n## Goals\n- Doors open\n"
    )
    assert plan.owner == "Olga"
    assert below(plan, "Context") == "Store move\n\nIt rains."
    terms = project_of(plan, Terms(Calendar()), NOW).terms
    assert (str(terms.start), str(terms.deadline)) == ("2026-10-05", "2026-11-06")


@pytest.mark.parametrize("heading", ["## Constraints", "## Timeline"])
@pytest.mark.parametrize("start", ["Start", "Start date", "Begin"])
def test_a_start_and_a_deadline_on_lines_of_their_own(heading: str, start: str) -> None:
    plan = planned(f"{heading}\n- {start}: 2026-10-05\n- Deadline: 2026-11-06\n")
    terms = project_of(plan, Terms(Calendar()), NOW).terms
    assert (str(terms.start), str(terms.deadline)) == ("2026-10-05", "2026-11-06")


def test_a_table_of_the_team_says_roles_and_shares() -> None:
    plan = planned(
        "## Team\n\n| Name | Role | Availability |\n|---|---|---|\n| Olga | lead | 50% |\n| Ida | backend | 4 days a week |\n"
    )
    people = project_of(plan, Terms(Calendar()), NOW).terms.people
    assert [(one.name, one.role, one.share) for one in people] == [("Olga", "lead", 0.5), ("Ida", "backend", 0.8)]


def test_a_wait_is_named_without_its_verb() -> None:
    plan = planned(
        "## Constraints\n- External: customs clearance takes 10 days; the bank's answer usually takes 1 week\n"
    )
    assert titles(plan, "Verification") == ["Customs clearance", "The bank's answer"]


def test_should_haves_are_known_as_such() -> None:
    tasks = project_of(planned(BRIEF), Terms(Calendar()), NOW).tasks
    assert {task.name for task in tasks if task.scope == "should"} == {
        "A code by text message",
        "Screens in four languages",
    }


def test_goals_are_built_where_no_scope_is_told() -> None:
    plan = planned(
        "## Goals\n- Launch the lockers by Dec 15\n- A screen (negotiable)\n- Doors open (fixed)\n- 99.9% uptime SLA\n"
    )
    assert titles(plan, "Build") == ["Doors open", "A screen"]
    assert titles(plan, "Verification") == ["Prove: 99.9% uptime SLA"]
    assert titles(plan, "Rollout") == ["Launch the lockers by Dec 15"]


def test_every_wait_is_a_step_that_elapses() -> None:
    plan = planned("## Constraints\n- External: Need security review (2-week turnaround), legal sign-off (3 days)\n")
    waits = [task for task in project_of(plan, Terms(Calendar()), NOW).tasks if task.wait]
    assert [(one.name, one.effort and one.effort.likely // 1440) for one in waits] == [
        ("Security review", 14),
        ("Legal sign-off", 3),
    ]


def test_a_wait_in_working_days_is_a_step_too() -> None:
    plan = planned("## Constraints\n- External: penetration test by Redline (10 working days)\n")
    waits = [task for task in project_of(plan, Terms(Calendar()), NOW).tasks if task.wait]
    assert [(one.name, one.effort and one.effort.likely // 1440) for one in waits] == [
        ("Penetration test by Redline", 14)
    ]
    assert "To be settled" not in plan.source.text


def test_given_steps_stand_as_they_are() -> None:
    steps = (
        NewStep("Ask the maker", phase="Learn", estimate="2 days", owner="Ana"),
        NewStep(
            "Open a door", phase="Build", estimate="3 days", depends_on=("Ask the maker",), verify="the door opens"
        ),
        NewStep("Paint it", phase="Build"),
    )
    plan = planned("## Team\n- Ana (backend)\n## Known Risks\n- Rain\n", steps=steps)
    assert [step.title for step in plan.steps] == ["Ask the maker", "Open a door", "Paint it"]
    ask, door, paint = plan.steps
    assert (ask.owner, ask.estimate_minutes, door.depends_on, door.verification) == (
        "Ana",
        960,
        (ask.id,),
        "the door opens",
    )
    assert not any(phase.depends_on for phase in plan.phases)
    assert (paint.owner, paint.estimate_minutes) == (None, None)
    assert "- [ ] Paint it\n  - Estimated time: [how long]\n  - Owner: [who]\n" in plan.source.text


def test_steps_of_the_brief_itself() -> None:
    brief = (
        "## Goals\n- Doors open\n## Steps\n- Ask the maker (2 days, Ana)\n### Build\n- Open a door\n  - Estimate: 3-5 days\n"
        "  - Owner: Bo\n  - Depends on: Ask the maker\n  - Verify: it opens\n  - Files: `door.py`, lock.py\n  - mind the gap\n"
        "- [ ] Open a door\n### Later\n"
    )
    plan = planned(brief)
    ask, door = plan.steps
    assert (ask.title, ask.owner, ask.estimate_minutes, ask.phase) == ("Ask the maker", "Ana", 960, None)
    assert (door.title, door.owner, door.depends_on, door.verification) == ("Open a door", "Bo", (ask.id,), "it opens")
    assert (door.files, door.notes, door.estimate_minutes) == (("door.py", "lock.py"), "mind the gap", 2400)
    assert [one.title for one in plan.phases] == ["Build"]
    assert below(plan, "Context") == "- Build\n  - Open a door\n- Later"


def test_nobody_owns_what_others_do() -> None:
    plan = planned("## Team\n- Ana\n## Steps\n- Landlord approval (1 week turnaround)\n- Paint (2d)\n")
    approval, paint = plan.steps
    assert (approval.title, approval.estimate_minutes) == ("Landlord approval", 2400)
    assert plan.source.text.count("Owner: [who]") == 1
    assert plan.source.line(paint.line + 2) == "  - Owner: [who]"


def test_phases_follow_each_other_where_no_step_says_what_it_waits_for() -> None:
    plan = planned("## Goals\n- x\n", steps=(NewStep("One", phase="Learn"), NewStep("Two", phase="Build")))
    assert plan.phases[1].depends_on == (plan.phases[0].id,)


# --- dates --------------------------------------------------------------------------------------------

STEPS = (
    NewStep("Learn the protocol", phase="Learn", estimate="5 days", owner="Ana"),
    NewStep("A door", phase="Build", estimate="5 days", owner="Ana"),
    NewStep("A lamp", phase="Build", estimate="5 days", owner="Ana"),
)
DATED = (
    "## Constraints\n- Timeline: start 2026-09-07, deadline {}\n- Team: Ana (backend), Bo (QA)\n"
    "## Scope\n- Must: A door\n- Should: A lamp\n"
)


def test_the_critical_path_has_dates_people_and_the_deadline() -> None:
    said = below(planned(DATED.format("2026-09-29"), steps=STEPS), "Critical Path")
    assert said.startswith(
        "Finish: 2026-09-25, 4 days before the deadline of 2026-09-29.\n\n"
        "1. Learn the protocol (2026-09-07 to 2026-09-11, Ana)\n"
    )
    assert "A door (" in said
    assert "A lamp (" in said
    assert "- Buffer: 13 % of the planned time, within the 10 to 20 % that should be kept free." in said


def test_a_missed_deadline_says_what_to_leave_out() -> None:
    said = below(planned(DATED.format("2026-09-18"), steps=STEPS), "Critical Path")
    assert said.startswith("Finish: 2026-09-25, 7 days (5 working days) after the deadline of 2026-09-18.")
    assert "- To be on time, leave out in this order:\n  - A lamp: finish 2026-09-18 (should have)\n" in said
    assert "- Leaving them out meets the deadline." in said
    assert "```mermaid\ngantt\n" in said
    assert "Deadline :crit, milestone, deadline, 2026-09-18" in said


def test_not_even_that_is_enough() -> None:
    said = below(planned(DATED.format("2026-09-10"), steps=STEPS), "Critical Path")
    assert "- To end earlier, leave out in this order:\n  - A lamp: finish 2026-09-18 (should have)\n" in said
    assert "- Leaving them out is not enough: the date, the goals or the team have to change." in said


def test_what_goes_on_beside_the_critical_path_is_told() -> None:
    steps = (*STEPS[:2], NewStep("Paint the shop", phase="Learn", estimate="1 day", owner="Bo"))
    said = below(planned(DATED.format("2026-10-02"), steps=steps), "Critical Path")
    assert "- In parallel to it:\n  - Paint the shop\n" in said


def test_it_says_of_which_day_the_dates_are() -> None:
    said = below(planned(BRIEF), "Critical Path")
    assert "- As planned on 2026-09-01; `execplan schedule` works it out anew.\n" in said


def test_the_team_s_time_is_a_table() -> None:
    said = below(planned(DATED.format("2026-10-02"), steps=STEPS), "Team Capacity").splitlines()
    assert said[2:] == [
        "| Ana | backend | 100 % | 75 % (15 of 20 days) | Learn the protocol; A door; A lamp |",
        "| Bo | QA | 100 % | 0 % (0 of 20 days) | [working on] |",
    ]


def test_too_much_for_one_is_said() -> None:
    said = below(planned(DATED.format("2026-09-18"), steps=STEPS), "Team Capacity")
    assert "| Ana | backend | 100 % | 150 %, over (15 of 10 days) |" in said


@pytest.mark.parametrize("brief", [BRIEF, DATED.format("2026-09-18"), "## Goals\n- Doors open\n"])
@pytest.mark.parametrize("steps", [(), STEPS])
def test_what_was_written_changes_nothing_about_the_dates(brief: str, steps: tuple[NewStep, ...]) -> None:
    """The plan read back has the same people, the same deadline and the same finish as it says."""
    from execplan.edits.planner.outlook import finish_line
    from execplan.edits.planner.writing import scheduled

    plan = planned(brief, steps=steps)
    schedule = scheduled(plan, Terms(Calendar()), NOW)
    assert f"{finish_line(schedule)}.\n" in plan.source.text
    assert not [one.name for one in schedule.project.terms.people if one.name.startswith("[")]
    assert not [one.role for one in schedule.project.terms.people if one.role and one.role.startswith("[")]


# --- what is left -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "brief", [BRIEF, "## Goals\n- Doors open\n", "## Known Risks\n- Rain\n", DATED.format("2026-09-18")]
)
def test_each_placeholder_is_named_by_a_review(brief: str) -> None:
    plan = planned(brief)
    source = plan.source
    chart = range(0)
    if (
        fence := next((at for at in range(source.line_count) if source.line(at).startswith("```mermaid")), None)
    ) is not None:
        chart = range(
            fence, next(at for at in range(fence + 1, source.line_count) if source.line(at).startswith("```"))
        )
    stand = {
        at: set(re.findall(r"\[[^\]]{2,}\]", source.line(at))) for at in range(source.line_count) if at not in chart
    }
    blank = [line for line in lines_of(plan) if line.says == "blank"]
    seen = {
        at: {one for line in blank if line.number == at for one in re.findall(r"\[[^\]]+\]", line.text)} for at in stand
    }
    assert seen == stand
    assert placeholders(plan) == len(blank) > 0
    found = named_by_review(plan)
    assert all(any(text[:40] in found for text in texts) for texts in stand.values() if texts)
    assert "None yet" not in source.text
    assert "**: —" not in source.text


def test_what_was_given_leaves_no_placeholder() -> None:
    full = composed(BRIEF, {"Context": ("The lockers are bought.",)})
    owners = ("Ana", "Bo", "backend engineers")
    steps = tuple(NewStep(f"Work of {one}", estimate="1 day", owner=one) for one in owners)
    plan = planned(full, steps=steps)
    assert named_by_review(plan) == "placeholders left: '[mitigation]', '[owner]'"


def test_no_heading_stands_empty() -> None:
    for brief in (BRIEF, "## Goals\n- Doors open\n"):
        plan = planned(brief)
        for at, one in enumerate(plan.sections):
            deeper = any(other.parent == at for other in plan.sections)
            assert deeper or below(plan, one.title), one.title


# --- other templates, other texts ---------------------------------------------------------------------


def test_without_a_heading_of_a_brief_the_context_is_a_context() -> None:
    source = create(TEAM, "Lockers", "Doors open.", slug="l", context="Today: nothing.", now=NOW, planned=True)
    plan = read_plan(source)
    assert below(plan, "Context") == "Today: nothing."
    assert plan.steps == ()
    assert below(plan, "Critical Path").startswith("[The chain")


def test_other_forms_take_a_context_as_it_is() -> None:
    source = create(FEATURE, "Lockers", "Doors open.", slug="l", context="## Goals\n- x", now=NOW)
    assert read_plan(source).steps == ()
    assert "## Goals - x" in source.text


def test_a_template_of_the_team_s_form_needs_no_name() -> None:
    own = Source.of(TEAM.text.replace("## Check-ins", "## Our Rituals"))
    plan = read_plan(create(own, "Lockers", "Doors open.", slug="l", context="## Goals\n- x\n", now=NOW))
    assert titles(plan, "Build") == ["x"]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    "text",
    [
        "# [Title]\n\nOur way.\n\n## Goal\n\n## Tasks\n\n## Notes\n\nTBD\n",
        "# [Title]\n\n## Objective\n\n[Objective]\n\n## Steps\n\n## Risks\n\n- none\n\n## Constraints\n\n- **Budget**: —\n",
        FEATURE.text,
    ],
)
def test_what_a_template_has_no_place_for_gets_a_section(text: str, newline: str) -> None:
    plan = planned(BRIEF, Source.of(text.replace("\n", newline)))
    assert plan.title == "Pickup lockers"
    assert len(plan.steps) == 12
    assert "Returns through the lockers" in plan.source.text
    assert "The bakery next door" in plan.source.text
    assert [one.text for one in plan.risks] == ["The lockers' protocol is undocumented", "Shops lose power at night"]
    assert newline == "\n" or "\n" not in plan.source.text.replace("\r\n", "")


def test_hostile_lines_stay_lines() -> None:
    brief = (
        "## Goals\n- ## Steps\n- [ ] a box\n- `code` | pipe <!-- note -->\n- ---\n"
        "## Known Risks\n- a | b\n- ``` fence\n"
        "## Rollback\n# Not a heading of ours\n- [x] done already\n```\n## Fenced\n```\n"
    )
    plan = planned(brief)
    assert [one.text for one in plan.risks] == ["a \\| b", "\\``` fence"]
    assert not any(step.status != "todo" for step in plan.steps)
    assert [one.title for one in plan.sections if "Fenced" in one.title] == []
    assert not [one for one in plan.diagnostics if one.severity == "error"]


@pytest.mark.parametrize("brief", ["## Goals\n" + "- x\n" * MOST, "## Goals\n- " + "x " * LONGEST])
def test_too_long_a_brief_is_refused(brief: str) -> None:
    with pytest.raises(PlanError) as error:
        planned(brief)
    assert error.value.code == "too_large"


def test_the_same_brief_makes_the_same_plan() -> None:
    assert planned(BRIEF).source.text == planned(BRIEF).source.text


@pytest.mark.parametrize(
    ("text", "expected"),
    [("## Goals\n- x", True), ("**Constraints**:\n- x", True), ("Known risks:\n- x", True), ("## Context\nfoo", False),
     ("Goals are set elsewhere.", False), ("## Steps\n\n- [ ] injected", False), (None, False), ("", False)],
)  # fmt: skip
def test_what_a_brief_is(text: str | None, expected: bool) -> None:
    assert is_brief(text) is expected


def test_items_keep_what_hangs_below_them() -> None:
    (chapter,) = read_brief("## Goals\n- one\n  wrapped\n  - two\n    1. three\n\nprose\nmore prose\n").chapters
    one, prose = chapter.items
    assert (one.text, one.below[0].text, one.below[0].below[0].text) == ("one wrapped", "two", "three")
    assert (prose.text, prose.bullet) == ("prose more prose", False)


def test_the_page_on_briefs_shows_what_comes_of_its_example() -> None:
    page = (HERE.parents[1] / "docs" / "BRIEF.md").read_text("utf-8")
    plan = planned(page.partition("```markdown\n")[2].partition("```")[0])
    finish = next(line for line in below(plan, "Critical Path").splitlines() if line.startswith("Finish: ")).rstrip(".")
    guessed = sum(step.estimate_minutes is None for step in plan.leaves())
    assert f"\n{finish}\n{guessed} of {len(plan.leaves())} steps have no estimate yet and count as a day\n" in page
    assert f"\n{placeholders(plan)} placeholders left: execplan review names them\n" in page
    first = plan.steps[0]
    assert f"\nnext: {first.title} ({first.id})\n" in page
