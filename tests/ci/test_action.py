"""The action and the documented workflow, run step by step as a runner would; the hook; the examples of docs/CI.md."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.ci.runner import ACTION, REPOSITORY, Runner

PAGE = (REPOSITORY / "docs" / "CI.md").read_text("utf-8")
FENCE = re.compile(r"^(`{3,})(\w+)\n(.*?)^\1$", re.DOTALL | re.MULTILINE)
WORKFLOW = yaml.safe_load(next(body for _, kind, body in FENCE.findall(PAGE) if kind == "yaml"))
DATES = re.compile(r"\d{4}-\d\d-\d\d(?: \d\d:\d\d)?")


def execplan(root: Path, *arguments: str) -> str:
    env = {**os.environ, "PYTHONPATH": str(REPOSITORY / "src"), "PYTHONUTF8": "1", "EXECPLAN_ROOT": str(root)}
    command = [sys.executable, "-m", "execplan", *arguments]
    return subprocess.run(
        command, cwd=root, env=env, capture_output=True, text=True, encoding="utf-8", check=True, timeout=60
    ).stdout


@pytest.fixture(scope="module")
def temp(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the runner keeps its things: the action is installed there once."""
    return tmp_path_factory.mktemp("runner")


@pytest.fixture(scope="module")
def installed(temp: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """From a checkout whose files would take the place of modules, were its folder searched for any."""
    hostile = tmp_path_factory.mktemp("hostile")
    (hostile / ".agents").mkdir()
    for name in ("venv.py", "pip.py", "execplan.py", "json.py"):
        (hostile / name).write_text("raise SystemExit(99)")
    done = Runner(hostile, temp).action({})
    assert [one.code for one in done] == [0, 0], done
    return temp


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "app" / ".agents").mkdir(parents=True)
    execplan(tmp_path / "app", "new", "Move the cache", "-o", "Builds in a minute", "-s", "Measure", "-s", "Switch")
    return tmp_path


def test_the_workflow_fails_on_an_open_blocker_and_passes_after_unblock(temp: Path, checkout: Path) -> None:
    runner = Runner(checkout, temp)
    root = checkout / "app"
    execplan(root, "block", "No token", "--step", "2")
    lines = (root / ".agents" / "move-the-cache" / "PLAN.md").read_text("utf-8").splitlines()
    (line,) = (number for number, one in enumerate(lines, 1) if one.strip().startswith("- Blocked: No token"))
    (job,) = WORKFLOW["jobs"].values()
    job["steps"][-1]["with"]["root"] = "app"

    *_, looked = runner.workflow(WORKFLOW)
    assert looked.code == 1
    path = "app/.agents/move-the-cache/PLAN.md"
    assert f"::error file={path},line={line},title=move-the-cache%3A open_blocker::No token" in looked.output
    assert f"[{line}](https://github.com/o/r/blob/abc/{path}?plain=1#L{line})" in looked.summary
    assert "## execplan review" in looked.summary

    execplan(root, "unblock", "No token", "it came")
    *_, looked = runner.workflow(WORKFLOW)
    assert looked.code == 0
    assert "::error" not in looked.output


def test_inputs_stay_out_of_the_scripts() -> None:
    scripts = [step["run"] for step in ACTION["runs"]["steps"] if "run" in step]
    assert scripts
    assert not [script for script in scripts if "${{" in script]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"command": "blockers"}, 1),
        ({"command": "blockers", "fail-on": "none"}, 0),
        ({"command": "blockers", "fail-on": "warning"}, 1),
        ({"command": "review"}, 0),
        ({"command": "review", "fail-on": "warning"}, 1),
        ({"command": "review blockers", "fail-on": "none"}, 0),
        ({"command": "review blockers"}, 1),
        ({"command": "", "fail-on": "none"}, 2),
        ({"command": "blockers; touch owned"}, 2),
        ({"command": "*", "fail-on": "none"}, 2),
        ({"command": "blockers", "fail-on": "sometimes"}, 2),
        ({"command": "review", "profile": "$(touch owned)"}, 2),
        ({"command": "blockers", "root": '"; touch owned; "'}, 3),
    ],
)
def test_inputs(given: dict[str, str], code: int, installed: Path, checkout: Path) -> None:
    execplan(checkout / "app", "block", "No token")
    (looked,) = Runner(checkout, installed).action({"root": "app", **given}, install=False)
    assert looked.code == code, looked.output
    assert not list(checkout.rglob("owned"))


@pytest.mark.parametrize("version", ["1.0 @ https://example.org/x", "--index-url=x", "$(touch owned)"])
def test_a_version_is_a_version(version: str, temp: Path, checkout: Path) -> None:
    (done,) = Runner(checkout, temp).action({"version": version})
    assert done.code == 2
    assert "version is no version number" in done.output


def test_the_hook() -> None:
    (hook,) = yaml.safe_load((REPOSITORY / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert hook["id"] == "execplan-review"
    assert hook["pass_filenames"] is False
    assert hook["entry"] == "execplan review"
    assert re.search(hook["files"], ".agents/cache/PLAN.md")
    assert not re.search(hook["files"], "docs/CI.md")
    assert not re.search(hook["files"], "x.agents/cache/PLAN.md")


def test_every_example_says_what_happens(tmp_path: Path) -> None:
    """The commands of the page, in order, in a shell; only days and times differ."""
    (tmp_path / ".git").mkdir()
    (tmp_path / ".agents").mkdir()
    program = tmp_path / "bin" / "execplan"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m execplan "$@"\n')
    program.chmod(0o755)
    foreign = ("GITHUB_", "EXECPLAN_", "COLUMNS")
    env = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
    env |= {"PATH": f"{program.parent}:{env['PATH']}", "PYTHONPATH": str(REPOSITORY / "src"), "PYTHONUTF8": "1"}
    ran = 0
    for block in (body for _, kind, body in FENCE.findall(PAGE) if kind == "console"):
        for command, wanted in re.findall(r"^\$ ([^\n]*)\n(.*?)(?=^\$ |\Z)", block, re.DOTALL | re.MULTILINE):
            done = subprocess.run(
                command, shell=True, cwd=tmp_path, env=env, capture_output=True, text=True, encoding="utf-8", timeout=60
            )
            assert DATES.sub("DATE", done.stdout).rstrip() == DATES.sub("DATE", wanted).rstrip(), command
            ran += 1
    assert ran >= 10


def test_inputs_are_documented() -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \|", PAGE.partition("| input |")[2].partition("\n\n")[0], re.MULTILINE)
    assert rows == list(ACTION["inputs"])
