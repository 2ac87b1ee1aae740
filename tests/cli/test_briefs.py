"""``execplan new`` from a brief: a file, stdin or options, and what is said of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from execplan.cli.app import app
from tests.cli.conftest import Run, sent

BRIEF = (
    "## Goals\n- Doors open\n\n## Constraints\n- Timeline: start 2094-03-01, deadline 2094-03-12\n- Team: Ana\n\n"
    "## Known Risks\n- Rain\n"
)
NEW = ("new", "Lockers", "-o", "Parcels at any hour")


def text_of(root: Path, slug: str = "lockers") -> str:
    return (root / ".agents" / slug / "PLAN.md").read_text("utf-8")


def test_a_brief_becomes_a_phased_plan(run: Run, root: Path) -> None:
    (root / "brief.md").write_text(BRIEF, "utf-8")
    result = run(*NEW, "--template", "team", "--brief", "brief.md")
    assert result.exit_code == 0, result.output
    made, following, outlook, guessed, owed = result.output.splitlines()
    assert made.startswith("✓ created lockers")
    assert following.startswith("next: Derisk: Rain")
    assert outlook == "Finish: 2094-03-03, 9 days before the deadline of 2094-03-12"
    assert guessed == "3 of 3 steps have no estimate yet and count as a day"
    assert owed.endswith(" placeholders left: execplan review names them")
    assert "### Phase 1: Discovery and derisking\n\n- [ ] Derisk: Rain\n" in text_of(root)


def test_stdin_and_no_template_named(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root)
    result = CliRunner().invoke(app, [*NEW, "--brief", "-", "--json"], input=BRIEF.encode())
    assert result.exit_code == 0, result.output
    assert sent(result)["slug"] == "lockers"
    assert "## Risk Register" in text_of(root)


def test_options_are_a_brief_as_well(run: Run, root: Path) -> None:
    options = (
        "--goal", "Doors open", "--goal", "A lamp (negotiable)", "--constraint", "Budget: 5K", "--person", "Ana (backend, 50%)",
        "--person", "Bo", "--risk", "Rain; mitigation: a roof", "--deadline", "2094-03-12", "--context", "A shop.",
    )  # fmt: skip
    assert run(*NEW, *options).exit_code == 0
    text = text_of(root)
    assert "- Doors open\n- A lamp (negotiable)\n" in text
    assert "- **Timeline**: deadline 2094-03-12\n- **Team**: Ana (backend, 50%)\n  - Bo\n- **Budget**: 5K\n" in text
    assert "| Rain | [impact] | [likelihood] | a roof | [owner] | Open |" in text
    assert "## Context\n\n- A shop.\n" in text
    assert "| Ana | backend | 50 % |" in text
    assert "| Bo | [role] | 100 % |" in text


def test_the_file_and_the_options_together(run: Run, root: Path) -> None:
    (root / "brief.md").write_text("﻿" + BRIEF.replace("\n", "\r\n"), "utf-8")
    assert run(*NEW, "--brief", "brief.md", "--risk", "Snow").exit_code == 0
    assert "- [ ] Derisk: Rain\n" in text_of(root)
    assert "- [ ] Derisk: Snow\n" in text_of(root)


def test_a_missed_deadline_is_said(run: Run) -> None:
    late = run(*NEW, "--goal", "Doors open", "--constraint", "Timeline: start 2094-03-01", "--deadline", "2094-03-01")
    assert (
        "Finish: 2094-03-02, 1 day (1 working day)" in late.output or "Finish: 2094-03-02, 1 day after" in late.output
    )


def test_the_project_s_own_days_off_count(run: Run, root: Path) -> None:
    (root / ".agents" / "execplan.toml").write_text('[schedule]\nholidays = ["2094-03-02"]\n', "utf-8")
    assert run(*NEW, "--goal", "Doors open", "--constraint", "Timeline: start 2094-03-01").exit_code == 0
    assert "Finish: 2094-03-03;" in text_of(root)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"nothing known", "no heading that is known"),
        (b"\xff\xfe", "no UTF-8 text"),
        (b"## Goals\n" + b"x" * 300_000, "holds more than 256,000 bytes"),
        (b"## Goals\n" + b"- x\n" * 600, "the brief has"),
        (b"", "no heading that is known"),
    ],
)
def test_a_brief_that_is_none_is_refused(root: Path, monkeypatch: pytest.MonkeyPatch, data: bytes, says: str) -> None:
    monkeypatch.chdir(root)
    result = CliRunner().invoke(app, [*NEW, "--brief", "-"], input=data)
    assert result.exit_code != 0
    assert says in result.output
    assert "Traceback" not in result.output
    assert not (root / ".agents" / "lockers").exists()


def test_a_missing_file_and_a_folder(run: Run, root: Path) -> None:
    assert "no file" in run(*NEW, "--brief", "none.md").output
    assert run(*NEW, "--brief", ".").exit_code != 0
    assert not (root / ".agents" / "lockers").exists()


def test_a_plan_without_a_brief_is_told_as_before(run: Run) -> None:
    assert len(run(*NEW).output.splitlines()) == 2
    assert len(run("new", "Doors", "-o", "Open", "--template", "team").output.splitlines()) == 2


def test_a_pipe_that_nobody_writes_to_is_not_waited_for(run: Run, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "brief.md")
    result = run("new", "Lockers", "-o", "x", "--brief", str(tmp_path / "brief.md"))
    assert result.exit_code == 3
    assert "is no regular file" in result.stderr
