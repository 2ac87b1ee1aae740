"""``execplan review``: what it prints, when it fails, what it repairs."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Run, sent

MAIL = """# Mail ExecPlan

## Objective

Mail leaves within a minute.

## Success Criteria

- [ ] 99 % of mails leave within 60 s

## Execution Steps

1. [ ] Move the offices
   - [x] North
   - [x] South
2. [ ] Switch over

## Progress Log

### 2026-11-20 10:00

- Completed: South

## Results

TBD
"""


def second(root: Path, text: str = MAIL) -> Path:
    folder = root / ".agents" / "mail"
    folder.mkdir(parents=True)
    path = folder / "PLAN.md"
    path.write_text(text, "utf-8")
    return path


def test_one_plan(run: Run) -> None:
    result = run("review", "cache")
    assert result.exit_code == 0
    assert result.stdout.startswith("cache · solo · ")
    assert "clarity" in result.stdout
    assert "▸ warning     1  missing sections of a living plan" in result.stdout
    assert "(section_missing)" in result.stdout
    assert all(len(line) <= 80 for line in result.stdout.splitlines())


def test_every_open_plan(run: Run, root: Path) -> None:
    second(root)
    result = run("review")
    assert "cache · solo" in result.stdout
    assert "mail · solo" in result.stdout
    assert run("review", "mail", "mail").stdout.count("mail · solo") == 1


def test_fail_on(run: Run, root: Path) -> None:
    second(root)
    assert run("review", "cache").exit_code == 0
    assert run("review", "cache", "--fail-on", "warning").exit_code == 1
    assert run("review", "mail", "--fail-on", "warning").exit_code == 0
    assert run("review", "cache", "mail", "--fail-on", "warning").exit_code == 1
    assert run("review", "cache", "--fail-on", "none").exit_code == 0


def test_a_plan_that_cannot_be_read_is_a_finding(run: Run, root: Path) -> None:
    second(root).write_bytes(b"\xff\xfe not text")
    result = run("review")
    assert result.exit_code == 1
    assert "not read: mail" in result.stdout
    assert run("review", "--fail-on", "none").exit_code == 0
    assert run("review", "nowhere").exit_code == 3


def test_json(run: Run) -> None:
    result = run("review", "cache", "--profile", "team", "--json")
    document = sent(result)
    assert document["schema"] == "execplan/review/1"
    (one,) = document["reviews"]
    assert one["plan"] == "cache"
    assert one["profile"] == "team"
    assert {"code", "severity", "line", "message", "fix"} == set(one["diagnostics"][0])


def test_fix(run: Run, root: Path) -> None:
    path = second(root)
    result = run("review", "mail", "--fix")
    assert result.exit_code == 0
    assert "✓ fixed mail" in result.stdout
    text = path.read_text("utf-8")
    assert "1. [x] Move the offices" in text
    assert "- Corrected: the box of Move the offices" in text
    before = path.read_bytes()
    assert run("review", "mail", "--fix").stdout.startswith("✓ nothing to fix\n")
    assert path.read_bytes() == before
