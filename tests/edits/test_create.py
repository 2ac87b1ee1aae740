"""New plans from the five templates and from a project's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from execplan.edits.create import create
from execplan.plan.drafts import NewStep
from execplan.plan.errors import PlanError
from execplan.plan.model import Plan
from execplan.plan.reader import read_plan
from execplan.plan.safe import entry
from execplan.text.source import Source
from tests.edits.check import NOW

TEMPLATES = {
    path.stem: Source.decode(path.read_bytes())
    for path in sorted((Path(__file__).parents[2] / ".agents" / "template").glob("*.md"))
}
DIALECT = {"PLAN": "living", **dict.fromkeys(("feature", "refactor", "bug", "migration"), "living")}
STEPS = (
    NewStep(
        "Measure the misses",
        phase="Index",
        verify="a number per day",
        files=("search/log.py",),
        estimate="2 hours",
        owner="Mira",
    ),
    NewStep("Build the table", phase="Index", depends_on=("Measure the misses",)),
    NewStep("Rank by distance", phase="Query"),
)


def new(
    template: str,
    title: str = "Forgiving search",
    objective: str = "A shopper finds trousers. Even with typos.",
    **more: object,
) -> Plan:
    return read_plan(create(TEMPLATES[template], title, objective, slug="forgiving-search", now=NOW, **more))  # type: ignore[arg-type]


def test_there_is_a_template_for_each_dialect_and_each_usage_pattern() -> None:
    assert len(TEMPLATES) == 5 + 4


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_new_plan_reads_back(template: str) -> None:
    plan = new(
        template, context="Today nothing is found.", criteria=("Nine of ten words", "No slower than today"), steps=STEPS
    )
    assert plan.dialect == DIALECT.get(template, template)
    assert not plan.is_template
    assert plan.title == "Forgiving search"
    assert plan.objective is not None
    assert "A shopper finds trousers." in plan.objective
    assert "Today nothing is found." in plan.source.text
    if plan.dialect != "cookbook":
        assert [one.text for one in plan.criteria] == ["Nine of ten words", "No slower than today"]
    assert [step.title for step in plan.steps] == [step.title for step in STEPS]
    first, second, third = plan.steps
    assert (first.verification, first.files, first.estimate_minutes, first.owner) == (
        "a number per day",
        ("search/log.py",),
        120,
        "Mira",
    )
    assert second.depends_on == (first.id,)
    assert [phase.title for phase in plan.phases] == ["Index", "Query"]
    assert first.phase == second.phase == plan.phases[0].id
    assert third.phase == plan.phases[1].id
    assert {step.status for step in plan.steps} == {"todo"}
    assert not [one for one in plan.diagnostics if one.severity == "error"]
    assert not any(
        place in plan.source.text for place in ("YYYY", "[Title]", "[slug]", "[Objective", "[Context", "[One sentence")
    )


@pytest.mark.parametrize("template", TEMPLATES)
def test_the_least_that_makes_a_plan(template: str) -> None:
    plan = new(template)
    assert plan.title == "Forgiving search"
    assert plan.steps == plan.decisions == plan.discoveries == plan.blockers == ()
    assert plan.status in (None, "planning")


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize(
    "title",
    [
        "The [slug] for {YYYY-MM-DD}", "a: \"b\" \\ 'c' # d", "# Title", "- [ ] box", "One\nTwo\r\n---\nx: y",
        "`code` <b>bold</b> <!-- x",
        "**bold**", "Done: it", "索引 – быстрее 🚀", "Phase 2: Validation", "| a | b |", "100%",
        "\\1 \\g<0>", "Status: completed", "[Title]s", "2026-01-01 release", "~~gone~~", "A ✅",
    ],
)  # fmt: skip
def test_hostile_titles(template: str, title: str) -> None:
    plan = new(template, title, criteria=("It works",), steps=(NewStep("Begin"),))
    assert plan.title == entry(title)
    assert [step.title for step in plan.steps] == ["Begin"]
    assert plan.status in (None, "planning")


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("ExecPlan: Other", "Other"), ("Move X ExecPlan", "Move X"), ("Plan: use [slug]", "use [slug]"),
        ("Ends with a colon:", "Ends with a colon"),
        ("Execution Plan: ExecPlan: # Deep", "\\# Deep"),
    ],
)  # fmt: skip
def test_the_words_of_a_form_are_no_part_of_a_title(template: str, title: str, name: str) -> None:
    assert new(template, title).title == name


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize(
    "objective",
    ["## Steps\n\n- [ ] injected", "---\nstatus: done", "[Context: x]", "```\ncode", "None of them waits. Really."],
)
def test_hostile_objectives(template: str, objective: str) -> None:
    plan = new(template, objective=objective, context=objective, steps=(NewStep("Begin"),))
    assert [step.title for step in plan.steps] == ["Begin"]
    assert entry(objective) in plan.source.text


@pytest.mark.parametrize("title", ["", "  \n", "TBD", "None yet.", "Execution Plan", "Plan:"])
def test_a_title_that_says_nothing_is_refused(title: str) -> None:
    with pytest.raises(PlanError) as error:
        new("PLAN", title)
    assert error.value.code == "invalid"


def test_a_project_s_own_template_without_placeholders() -> None:
    template = Source.of(
        "# [Title]\r\n\r\nOur way of planning.\r\n\r\n## Goal\r\n\r\n"
        "## Definition of Done\r\n\r\n## Tasks\r\n\r\n## Notes\r\n\r\nTBD\r\n"
    )
    source = create(
        template,
        "Own form",
        "It fits us.",
        slug="own",
        context="Before.",
        criteria=("Signed",),
        steps=(NewStep("Begin"),),
        now=NOW,
    )
    plan = read_plan(source)
    assert (plan.title, plan.objective) == ("Own form", "It fits us.")
    assert [one.text for one in plan.criteria] == ["Signed"]
    assert [step.title for step in plan.steps] == ["Begin"]
    assert "Our way of planning." in source.text
    assert "\n" not in source.text.replace("\r\n", "")


def test_a_template_without_any_section_gets_them() -> None:
    source = create(
        Source.of("# [Title]\n"),
        "Bare",
        "It is short.",
        slug="bare",
        context="Before.",
        criteria=("Signed",),
        steps=(NewStep("Begin"),),
        now=NOW,
    )
    plan = read_plan(source)
    assert (plan.title, plan.objective) == ("Bare", "It is short.")
    assert [one.text for one in plan.criteria] == ["Signed"]
    assert [step.title for step in plan.steps] == ["Begin"]


def test_a_template_that_keeps_its_own_title_is_refused() -> None:
    with pytest.raises(PlanError, match="level-1 heading"):
        create(Source.of("# Team plan\n\n## Goal\n"), "Other", "It is.", slug="other", now=NOW)
