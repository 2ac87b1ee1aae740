"""``execplan schedule`` on real plans: what it prints in each form, its clock, when it fails a build."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from execplan.workspace.wire.schemas import schema
from tests.cli.conftest import Run, sent

LAUNCH = """# Launch ExecPlan

## Constraints

- Timeline: 2026-10-15 to 2026-10-23
- Team: Ana, Bo

## Execution Steps

1. [ ] Build the API
   - Estimate: 3d
   - Owner: Ana
2. [ ] Write the guide
   - Estimate: 1d
   - Owner: Ana
3. [ ] Try it out
   - Depends on: 1
   - Estimate: 2d
   - Owner: Bo
4. [ ] =Ship it
   - Depends on: 2, 3
"""
DAY = ("--as-of", "2026-10-15")


@pytest.fixture(autouse=True)
def launch(root: Path) -> Path:
    path = root / ".agents" / "launch" / "PLAN.md"
    path.parent.mkdir()
    path.write_text(LAUNCH, "utf-8")
    return path


def test_people_read_dates_and_the_critical_path(run: Run) -> None:
    result = run("schedule", "launch", *DAY)
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert lines[:3] == [
        "launch · 4 open steps · 2026-10-15 → 2026-10-22",
        "✓ deadline 2026-10-23 met, 1 day to spare",
        "? 1 step without an estimate: a day is assumed for it",
    ]
    rows = [line.split() for line in lines[5:9]]
    assert [(row[0], row[-4:]) for row in rows if row[0] == "▸"] == [
        ("▸", ["Build", "the", "API", "Ana"]),
        ("▸", ["Try", "it", "out", "Bo"]),
        ("▸", ["0", "?", "=Ship", "it"]),
    ]
    assert [row[2:4] for row in rows if row[0] == "○"] == [["10-15", "10-15"]]
    assert all(len(line) <= 80 for line in lines)


def test_json_is_the_whole_schedule(run: Run) -> None:
    answer = sent(run("schedule", "launch", *DAY, "--json"))
    Draft202012Validator(schema("schedule")).validate(answer)
    assert answer["schema"] == "execplan/schedule/1"
    assert answer["finish"] == "2026-10-22T17:00:00"
    assert (answer["verdict"], answer["late"], answer["late_work"]) == ("met", -1, -1)
    assert [one["name"] for one in answer["steps"] if one["critical"]] == ["Build the API", "Try it out", "=Ship it"]
    (guide,) = (one for one in answer["steps"] if one["name"] == "Write the guide")
    assert (guide["slack"], guide["latest_finish"], guide["people"]) == (4 * 480, "2026-10-21T17:00:00", ["Ana"])
    assert sent(run("schedule", "--plan", "launch", *DAY, "--format", "json")) == answer


def test_csv_is_a_table_that_runs_nothing(run: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(run("schedule", "launch", *DAY, "--format", "csv").stdout, newline="")))
    assert [row["name"] for row in rows] == ["Build the API", "Write the guide", "Try it out", "'=Ship it"]
    assert [row["critical"] for row in rows] == ["yes", "no", "yes", "yes"]


def test_mermaid_is_a_chart_and_nothing_else(run: Run) -> None:
    chart = run("schedule", "launch", *DAY, "--format", "mermaid").stdout
    assert chart.startswith("gantt\n")
    assert "Build the API" in chart


def test_the_clock_can_be_set(run: Run) -> None:
    late = run("schedule", "launch", "--as-of", "2026-10-20")
    assert "✗ deadline 2026-10-23 missed by 4 days (2 working days)" in late.stdout
    assert "leave out      nothing can be: no open step is a should-have" in late.stdout
    refused = run("schedule", "launch", "--as-of", "soon", "--json")
    assert (refused.exit_code, sent(refused)["error"]["code"]) == (2, "invalid")


def test_a_missed_deadline_fails_a_build_that_asks_for_it(run: Run) -> None:
    late = ("schedule", "launch", "--as-of", "2026-10-20")
    assert run(*late).exit_code == 0
    assert run(*late, "--fail-on", "missed").exit_code == 1
    assert run(*late, "--fail-on", "missed", "--json").exit_code == 1
    assert run("schedule", "launch", *DAY, "--fail-on", "missed").exit_code == 0


def test_with_people_nobody_does_two_steps_at_once(run: Run) -> None:
    answer = sent(run("schedule", "launch", *DAY, "--people", "--json"))
    assert answer["method"] in ("list", "cp-sat")
    own = sorted((one["start"], one["finish"]) for one in answer["steps"] if one["people"] == ["Ana"])
    assert own[0][1] <= own[1][0]
    assert answer["finish"] == "2026-10-22T17:00:00"


def test_two_formats_and_two_plans_are_refused(run: Run) -> None:
    assert run("schedule", "launch", "--json", "--format", "csv").exit_code == 2
    assert run("schedule", "launch", "--plan", "cache").exit_code == 2
    assert run("schedule", "nowhere").exit_code == 3


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ("", "○ launch: no steps yet: nothing to schedule"),
        ("1. [x] Built\n", "✓ launch: all steps are done: nothing is left to schedule"),
        ("1. [ ] Build\n2. [ ] Ship\n", "? no step has an estimate: a day is assumed for each"),
    ],
)
def test_a_sentence_where_there_is_little_to_say(run: Run, launch: Path, steps: str, said: str) -> None:
    launch.write_text(f"# Launch ExecPlan\n\n## Execution Steps\n\n{steps}", "utf-8")
    result = run("schedule", "launch", *DAY)
    assert result.exit_code == 0, result.output
    assert said in result.stdout.splitlines()


def test_nothing_is_written(run: Run, launch: Path) -> None:
    before = launch.read_bytes(), launch.stat().st_mtime_ns
    run("schedule", "launch", "--people")
    assert (launch.read_bytes(), launch.stat().st_mtime_ns) == before


SEEN = """
import sys
{before}
from pathlib import Path
from execplan.workspace.scheduling import scheduled
from execplan.workspace.workspace import Workspace
found = scheduled(Workspace(Path({root!r})), "launch", people={people})
print(found.schedule.method, found.hint, sorted({{"ortools", "execplan.schedule.solver"}} & {{*sys.modules}}), sep="|")
"""


def seen(root: Path, people: bool, before: str = "") -> list[str]:
    """Method, hint and what of the solver was imported, in a process of its own."""
    code = SEEN.format(root=str(root), people=people, before=before)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip().split("|")


def test_the_solver_is_imported_only_for_people(root: Path) -> None:
    pytest.importorskip("ortools")
    assert seen(root, people=False) == ["critical path", "None", "[]"]
    method, hint, imported = seen(root, people=True)
    assert (method, hint) == ("cp-sat", "None")
    assert "execplan.schedule.solver" in imported


def test_without_the_solver_a_rule_decides_and_says_so(root: Path) -> None:
    method, hint, _ = seen(root, people=True, before="sys.modules['ortools'] = None")
    assert (method, hint) == ("list", 'pip install "execplan[schedule]" may find a better one')


def test_what_is_due_is_told(run: Run, launch: Path) -> None:
    steps = LAUNCH.replace("   - Estimate: 1d", "   - Due: 2026-10-14\n   - Estimate: 1d")
    steps = steps.replace("   - Estimate: 2d", "   - Due: 2026-10-23\n   - Estimate: 2d")
    launch.write_text(
        steps.replace(
            "## Execution Steps",
            "## Circuit Breakers\n\n- 2026-10-10: if the API is too slow, stop\n- 2026-12-01: if nobody comes, stop\n\n"
            "## Risks\n\n| Risk | Impact | Probability | Mitigation | Owner |\n| --- | --- | --- | --- | --- |\n"
            "| The vendor leaves | High | Low | sign a contract by 2026-10-12 | Ana |\n\n## Execution Steps",
        )
        .replace("   - Estimate: 1d", "   - Due: 2026-10-14\n   - Estimate: 1d")
        .replace("   - Estimate: 2d", "   - Due: 2026-10-23"),
        "utf-8",
    )
    answer = sent(run("schedule", "launch", *DAY, "--json"))
    (guide,) = (one["id"] for one in answer["steps"] if one["name"] == "Write the guide")
    assert answer["due"] == [
        "undecided: 2026-10-10: if the API is too slow, stop",
        "mitigation due since 2026-10-12: The vendor leaves",
        f"{guide} is due 2026-10-14, ends 2026-10-15: Write the guide",
    ]


def test_the_calendar_of_the_project_counts(run: Run, root: Path) -> None:
    (root / ".agents" / "execplan.toml").write_text('[schedule]\nholidays = ["2026-10-16"]\n', "utf-8")
    answer = sent(run("schedule", "launch", *DAY, "--json"))
    assert (answer["finish"], answer["verdict"], answer["late"]) == ("2026-10-23T17:00:00", "met", 0)
    (root / ".agents" / "execplan.toml").write_text("[schedule]\nholiday = 3\n", "utf-8")
    refused = run("schedule", "launch", "--json")
    assert (refused.exit_code, sent(refused)["error"]["code"]) == (2, "invalid")


def test_budget_and_quality_bars_are_shown_as_stated(run: Run, launch: Path) -> None:
    launch.write_text(LAUNCH.replace("- Team:", "- Budget: 900 euros\n- Quality: no crash in a week\n- Team:"), "utf-8")
    lines = run("schedule", "launch", *DAY).stdout.splitlines()
    assert "budget         900 euros" in lines
    assert "quality        no crash in a week" in lines
    terms = sent(run("schedule", "launch", *DAY, "--json"))["terms"]
    assert (terms["budget"], terms["quality"]) == (["900 euros"], ["no crash in a week"])


def test_a_deadline_is_not_said_to_be_met_by_what_waits_without_a_date(run: Run, launch: Path) -> None:
    launch.write_text(LAUNCH.replace("   - Depends on: 1\n", "   - Depends on: other-plan/k2m4p\n"), "utf-8")
    lines = run("schedule", "launch", *DAY).stdout.splitlines()
    assert lines[1].startswith("✓ deadline 2026-10-23 met, ")
    assert lines[1].endswith(", if what is waited for outside comes in time")
    launch.write_text(LAUNCH.replace("1. [ ] Build the API\n", "1. [ ] Build the API\n   - Status: Blocked\n"), "utf-8")
    lines = run("schedule", "launch", *DAY).stdout.splitlines()
    assert lines[1].endswith(", if what is waited for outside comes in time")
    assert any(line.startswith("waits outside") and line.endswith(" for what blocks it") for line in lines)


def test_what_is_done_in_another_plan_is_waited_for_no_longer(run: Run, root: Path, launch: Path) -> None:
    launch.write_text(LAUNCH.replace("   - Depends on: 1\n", "   - Depends on: other-plan\n"), "utf-8")
    other = root / ".agents" / "other-plan" / "PLAN.md"
    other.parent.mkdir()
    other.write_text("# Other ExecPlan\n\n## Execution Steps\n\n1. [ ] Pour\n", "utf-8")
    assert "waits outside" in run("schedule", "launch", *DAY).stdout
    other.write_text("# Other ExecPlan\n\n## Execution Steps\n\n1. [x] Pour\n", "utf-8")
    said = run("schedule", "launch", *DAY).stdout
    assert "outside" not in said
    assert "met, " in said
