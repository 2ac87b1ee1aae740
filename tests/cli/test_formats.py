"""``--format`` of blockers and review: what is printed, the exit codes, the summary of a build."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest

from execplan.cli.reports import asks_for_json
from tests.cli.conftest import Run, sent

FORMS = ("text", "json", "github", "junit", "sarif")
COMMANDS = ("blockers", "review")


@pytest.fixture
def blocked(run: Run, root: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The plan has an open blocker, and another plan cannot be read."""
    for name in ("GITHUB_STEP_SUMMARY", "GITHUB_WORKSPACE", "GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_SHA"):
        monkeypatch.delenv(name, raising=False)
    run("block", "No token", "--step", "Step 2")
    broken = root / ".agents" / "broken"
    broken.mkdir()
    (broken / "PLAN.md").write_bytes(b"# \xff\n")
    return run


def line_of(root: Path, words: str) -> int:
    lines = (root / ".agents" / "cache" / "PLAN.md").read_text("utf-8").splitlines()
    (at,) = (number for number, line in enumerate(lines, 1) if words in line and "- " in line)
    return at


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("command", COMMANDS)
def test_the_exit_code_is_that_of_the_text(command: str, form: str, blocked: Run, root: Path) -> None:
    assert blocked(command, "--format", form).exit_code == 1
    assert blocked(command, "--format", form, "--fail-on", "none").exit_code == 0
    (root / ".agents" / "broken" / "PLAN.md").unlink()
    assert blocked("unblock", "No token", "it came").exit_code == 0
    assert blocked(command, "--format", form).exit_code == 0


def test_json_is_one_of_the_formats(blocked: Run) -> None:
    for command in COMMANDS:
        assert sent(blocked(command, "--format", "json")) == sent(blocked(command, "--json"))
        assert blocked(command, "--json", "--format", "JSON").exit_code == 1
        assert blocked(command, "--format", "text").stdout == blocked(command).stdout
        both = blocked(command, "--json", "--format", "github")
        assert both.exit_code == 2
        assert sent(both)["error"]["message"] == "two formats: --json and --format github"
    assert sent(blocked("blockers", "--format=json", "--nonsense"))["error"]["code"] == "invalid"
    assert "is none of text, json" in blocked("blockers", "--format", "xml").stderr


def test_which_command_lines_ask_for_json() -> None:
    assert asks_for_json(["blockers", "--json"])
    assert asks_for_json(["blockers", "--format", "Json"])
    assert asks_for_json(["blockers", "--format=json"])
    assert not asks_for_json(["block", "--", "--json"])
    assert not asks_for_json(["blockers", "--format", "junit"])


def test_annotations(blocked: Run, root: Path) -> None:
    line = line_of(root, "No token")
    place = f"file=.agents/cache/PLAN.md,line={line},title=cache%3A open_blocker::No token"
    shown = blocked("blockers", "--format", "github").stdout
    assert f"::error {place}" in shown
    assert "::error file=.agents/broken/PLAN.md,line=1,title=broken%3A unreadable::" in shown
    mild = blocked("blockers", "--format", "github", "--fail-on", "none").stdout
    assert f"::warning {place}" in mild
    assert "::error" not in mild
    reviewed = blocked("review", "--format", "github").stdout
    assert "::warning file=.agents/cache/PLAN.md,line=1,title=cache%3A section_missing::" in reviewed


def test_paths_are_those_of_the_repository(blocked: Run, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The root may be a folder of the repository; without ``.git``, the build's workspace tells."""
    monkeypatch.setenv("GITHUB_WORKSPACE", str(root.parent))
    assert f"file={root.name}/.agents/cache/PLAN.md," in blocked("blockers", "--format", "github").stdout
    (root / ".git").write_text("gitdir: elsewhere")
    assert "file=.agents/cache/PLAN.md," in blocked("blockers", "--format", "github").stdout
    (root / ".git").unlink()
    monkeypatch.setenv("GITHUB_WORKSPACE", "/nowhere/\x7f")
    assert "file=.agents/cache/PLAN.md," in blocked("blockers", "--format", "github").stdout


def test_junit_and_sarif(blocked: Run, root: Path) -> None:
    suites = fromstring(blocked("blockers", "--format", "junit").stdout)
    outcomes = {suite.get("name"): [one.tag for case in suite for one in case] for suite in suites}
    assert outcomes == {"cache": ["failure"], "broken": ["error"]}
    passing = fromstring(blocked("blockers", "--plan", "cache", "--fail-on", "none", "--format", "junit").stdout)
    assert passing.get("tests") == "1"
    (run,) = json.loads(blocked("review", "--format", "sarif").stdout)["runs"]
    assert run["automationDetails"]["id"] == "execplan/review/"
    assert {one["ruleId"] for one in run["results"]} <= {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    (run,) = json.loads(blocked("blockers", "--format", "sarif").stdout)["runs"]
    lines = [one["locations"][0]["physicalLocation"]["region"]["startLine"] for one in run["results"]]
    assert line_of(root, "No token") in lines


def test_resolved_blockers_are_no_findings(blocked: Run) -> None:
    refused = blocked("blockers", "--include-resolved", "--format", "junit")
    assert refused.exit_code == 2
    assert refused.stdout == ""


@pytest.mark.parametrize("form", FORMS)
def test_summary_whatever_the_format(form: str, blocked: Run, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = blocked("blockers", "--format", form).stdout
    page = root / "summary.md"
    page.write_text("kept\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(page))
    monkeypatch.setenv("GITHUB_SERVER_URL", "https://github.com")
    monkeypatch.setenv("GITHUB_REPOSITORY", "o/r")
    monkeypatch.setenv("GITHUB_SHA", "abc")
    assert blocked("blockers", "--format", form).stdout == before
    assert blocked("review", "--format", form).exit_code == 1
    text = page.read_text("utf-8")
    assert text.startswith("kept\n## execplan blockers\n")
    assert text.count("```mermaid\nflowchart TD\n") == 2
    line = line_of(root, "No token")
    assert f"[{line}](https://github.com/o/r/blob/abc/.agents/cache/PLAN.md?plain=1#L{line}) |" in text


@pytest.mark.parametrize("place", ["nowhere/summary.md", "."])
def test_a_summary_that_cannot_be_written_fails_nothing(
    place: str, run: Run, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(root / place))
    result = run("blockers")
    assert result.exit_code == 0
    assert result.stdout == "✓ no open blockers\n"
    assert result.stderr.startswith("warning: no summary: GITHUB_STEP_SUMMARY: ")
