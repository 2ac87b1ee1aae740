"""What is shown: list, show, current, steps, blockers."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest
from jsonschema import Draft202012Validator

from execplan.cli.terminal import width
from execplan.workspace.wire.schemas import schema
from tests.cli.conftest import PLAN, Run, sent


def test_show(run: Run) -> None:
    assert run("show").stdout == dedent("""\
        缓存 on disk
        ▸ in progress · cache · Ana · changed 2026-11-20

        ██████░░░░░░░░░░░░░░ 33%  1 of 3 steps

        Builds take under a minute.

        Now  ○ Step 2: Перенести индекс (t9k8x)

        Phase 1: Foundations  ▸ in progress 1/2
          ✓ done         rkr4g  Step 1: Measure the build
          ○ todo         t9k8x  Step 2: Перенести индекс

        Phase 2: Switch  ○ todo 0/1
          ○ todo         mvrht  Step 3: 切换到新的缓存

        criteria 0/1
        """)


def test_show_one_section(run: Run) -> None:
    assert run("show", "--section", "Decision").stdout == "## Decision Log\n\nNone yet.\n"
    assert sent(run("show", "cache", "--section", "Decision", "--json"))["text"] == "## Decision Log\n\nNone yet."


def test_current(run: Run) -> None:
    assert run("current").stdout == dedent("""\
        缓存 on disk · 1 of 3 steps · 33%

        Step 2: Перенести индекс
        ○ todo  t9k8x

        phase  Phase 1: Foundations
        next   Step 3: 切换到新的缓存 (mvrht)
        """)


def test_list(run: Run) -> None:
    assert run("list").stdout == ("▸ in progress  cache  1/3  缓存 on disk  ▸ Step 2: Перенести индекс  2026-11-20\n")
    assert run("list", "--status", "completed").stdout.startswith("No completed plans under ")


def test_steps(run: Run) -> None:
    assert run("steps", "--status", "done").stdout == "✓ done         rkr4g  Step 1: Measure the build\n"
    assert run("steps", "--status", "Blocked").stdout == "No blocked steps in cache\n"
    assert [step["label"] for step in sent(run("steps", "--phase", "Switch", "--json"))["steps"]] == ["Step 3"]


def test_blockers(run: Run) -> None:
    assert run("blockers").stdout == "✓ no open blockers\n"
    run("block", "No token", "--step", "Step 2", "--needs", "the platform team", "--option", "wait", "--option", "fork")
    result = run("blockers")
    assert result.exit_code == 1
    assert result.stdout.startswith("cache · 缓存 on disk\n  ✗ open  ")
    assert "needs: the platform team\n" in result.stdout
    assert "options: wait / fork\n" in result.stdout
    assert "Open blockers\n  ✗ open" in run("show").stdout


def test_json_obeys_its_schema(run: Run) -> None:
    for arguments in (["show"], ["show", "--section", "Progress"], ["current"], ["steps"], ["list"], ["blockers"]):
        document = sent(run(*arguments, "--json"))
        described = schema(document["schema"].split("/")[1])
        assert document["schema"] == described["$id"]
        Draft202012Validator(described).validate(document)
    error = sent(run("show", "nowhere", "--json"))
    Draft202012Validator(schema("error")).validate(error)
    assert error["error"]["code"] == "not_found"


def test_a_document_cannot_drive_the_terminal(run: Run, root: Path) -> None:
    hostile = PLAN.replace("Measure the build", "Mea\x1b[2J\x1b]0;gone\x07sure\u202e the\u200b build")
    (root / ".agents" / "cache" / "PLAN.md").write_text(hostile, "utf-8")
    for arguments in (["show"], ["steps"], ["show", "--section", "Progress"]):
        shown = run(*arguments).stdout
        assert "Measure the build" in shown
        assert not set("\x1b\x07\u202e\u200b") & set(shown)
    assert "\x1b" in sent(run("show", "--json"))["steps"][0]["title"]
    error = run("mark", "Mea\x1b[2J", "nonsense\x1b[2J")
    assert "\x1b" not in error.stderr


def test_an_unreadable_plan_is_listed(run: Run, root: Path) -> None:
    folder = root / ".agents" / "broken"
    folder.mkdir()
    (folder / "PLAN.md").write_bytes(b"# \xff\n")
    shown = run("list").stdout
    assert "✗ unreadable   broken" in shown or "✗ unreadable  broken" in shown
    assert "✓ no open" not in run("blockers").stdout
    assert run("blockers").exit_code == 1


def test_two_names_for_one_plan(run: Run) -> None:
    assert run("show", "cache", "--plan", "cache").exit_code == 0
    assert run("show", "cache", "--plan", "other").exit_code == 2


def test_every_line_fits_a_narrow_terminal(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for columns in (24, 40):
        monkeypatch.setenv("COLUMNS", str(columns))
        for command in ("show", "current", "list", "steps"):
            assert [line for line in run(command).stdout.splitlines() if width(line) > columns] == []


def test_steps_say_what_they_wait_for_outside(run: Run, tmp_path: Path) -> None:
    for slug, body in (
        ("new-bills", "- [ ] Send the first bill\n"),
        (
            "shop",
            "- [ ] Open\n  - Depends on: new-bills: Send the first bill, #751\n- [ ] Sweep\n  - Depends on: #12\n",
        ),
    ):
        path = tmp_path / ".agents" / slug / "PLAN.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"# {slug}\n\n**Status**: In Progress\n\n## Progress\n\n{body}", encoding="utf-8")
    waiting = run("steps", "--plan", "shop", "--status", "waiting").stdout
    assert "Open" in waiting
    assert "waits for new-bills/" in waiting
    assert "#751" in waiting
    ready = run("steps", "--plan", "shop", "--status", "ready").stdout
    assert "Sweep  waits for #12" in ready
    assert "Open" not in ready
    assert "\nSweep\n" in run("current", "shop").stdout
