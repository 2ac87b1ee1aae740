"""What is written: new, mark, decide, discover, block, unblock."""

from __future__ import annotations

from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from execplan.workspace.wire.schemas import schema
from tests.cli.conftest import Run, sent


def test_mark(run: Run, root: Path) -> None:
    result = run("mark", "Step 2", "done")
    assert result.exit_code == 0
    first, bar, following = result.stdout.splitlines()
    assert first == "✓ done  Step 2: Перенести индекс"
    assert bar == "█████████████░░░░░░░ 66%  2 of 3 steps"
    assert following.startswith("next: Step 3: 切换到新的缓存 (")
    assert "- [x] **Step 2**" in (root / ".agents" / "cache" / "PLAN.md").read_text("utf-8")
    assert run("mark", "Step 2", "done").stdout.startswith("✓ done already  Step 2")


def test_mark_takes_words_as_people_write_them(run: Run) -> None:
    assert sent(run("mark", "Step 2", "In-Progress", "--json"))["status"] == "in_progress"


def test_mark_keeps_evidence_and_how_far_it_is(run: Run, root: Path) -> None:
    assert run("mark", "Step 2", "in_progress", "--percent", "40", "--evidence", ".agents/cache/PLAN.md").exit_code == 0
    step = sent(run("show", "--json"))["steps"][1]
    assert step["evidence"][0].startswith("`.agents/cache/PLAN.md` (sha256 ")
    assert "(40%)" in (root / ".agents" / "cache" / "PLAN.md").read_text("utf-8")
    assert run("mark", "Step 2", "in_progress", "--percent", "100").exit_code == 2
    split = sent(run("mark", "Step 2", "todo", "--done-part", "One shelf", "--json"))
    assert (split["done"], split["total"]) == (2, 4)


def test_a_done_part_is_shown_beside_the_rest(run: Run) -> None:
    first, second, *_ = run(
        "mark", "Step 2", "in_progress", "--done-part", "Half", "--percent", "40"
    ).stdout.splitlines()
    assert first == "✓ done  Step 2.1: Half"
    assert second == "▸ in progress 40%  Step 2: Перенести индекс"
    assert "now: Step 2" in run("log", "Still here").stdout


def test_add_steps(run: Run) -> None:
    said = run("add", "Warm it", "Drop the old one", "--phase", "Phase 2", "--verify", "`df` is empty")
    assert said.exit_code == 0, said.output
    head, *rows, _, following = said.stdout.splitlines()
    assert (head, len(rows)) == ("✓ 2 steps added", 2)
    assert rows[0].startswith("  ○ todo ")
    assert rows[0].endswith("Step 4: Warm it")
    assert following.startswith("next: Step 2")
    assert run("add", "Warm it", "--after", "Step 3").stdout.startswith("✓ 1 step there already\n")
    assert sent(run("add", "Third", "--json"))["schema"] == "execplan/added-steps/1"
    assert run("add").exit_code == 2
    assert run("add", "").exit_code == 2


def test_edit_a_step(run: Run) -> None:
    assert run("edit", "step", "Step 2").exit_code == 2
    result = run(
        "edit", "step", "Step 2", "--title", "Move the index", "--file", "a.py", "--file", "b.py", "--owner", "Ada"
    )
    assert result.exit_code == 0
    assert result.stdout.startswith("✓ step ")
    assert " (was " in result.stdout.splitlines()[0]
    step = sent(run("show", "--json"))["steps"][1]
    assert (step["title"], step["files"], step["owner"]) == ("Move the index", ["a.py", "b.py"], "Ada")
    answer = sent(run("edit", "step", "Step 2", "--owner", "", "--file", "", "--json"))
    assert answer["schema"] == "execplan/edited-step/1"
    Draft202012Validator(schema("edited-step")).validate(answer)
    step = sent(run("show", "--json"))["steps"][1]
    assert (step["files"], step["owner"]) == ([], None)


def test_decide_and_discover(run: Run) -> None:
    decided = run("decide", "Keep SQLite", "--because", "one writer", "--trade-offs", "no replicas", "--by", "Ana")
    assert decided.exit_code == 0
    assert decided.stdout.startswith("✓ decision ")
    assert run("discover", "The index is rebuilt", "--why", "slow", "--evidence", "strace").exit_code == 0
    shown = sent(run("show", "--json"))
    assert shown["decisions"][0]["rationale"] == "one writer"
    assert shown["discoveries"][0]["evidence"] == "strace"
    again = run("decide", "Keep SQLite", "--because", "one writer")
    assert " already recorded in cache" in again.stdout


@pytest.mark.parametrize(
    ("arguments", "kind"),
    [
        (["decide", "Keep SQLite", "--because", "one writer"], "decisions"),
        (["discover", "The index is rebuilt"], "discoveries"),
        (["block", "No token", "--step", "Step 2"], "blockers"),
    ],
)
def test_a_record_answers_its_id_also_when_it_is_there_already(run: Run, arguments: list[str], kind: str) -> None:
    first, again = sent(run(*arguments, "--json")), sent(run(*arguments, "--json"))
    (entry,) = sent(run("show", "--json"))[kind]
    assert (first["id"], first.get("unchanged")) == (entry["id"], None)
    assert (again["id"], again.get("unchanged")) == (entry["id"], True)


def test_block_and_unblock(run: Run) -> None:
    assert run("block", "No token", "--step", "Step 2", "--needs", "the platform team").exit_code == 0
    assert sent(run("show", "--json"))["steps"][1]["status"] == "blocked"
    result = run("unblock", "token", "it is in the vault")
    assert result.exit_code == 0
    assert " resolved in cache" in result.stdout
    assert sent(run("blockers", "--json"))["blockers"] == []


@pytest.mark.parametrize("template", [None, "living", "execplan", "execution-plan", "team", "cookbook"])
def test_new(run: Run, root: Path, template: str | None) -> None:
    arguments = ["new", "Move the queue", "--objective", "No lost messages", "--step", "Measure", "--step", "Switch"]
    arguments += ["--criterion", "Nothing is lost", *(["--template", template] if template else [])]
    result = run(*arguments)
    assert result.exit_code == 0, result.stderr
    assert result.stdout.startswith("✓ created move-the-queue  .agents/move-the-queue/PLAN.md\nnext: ")
    shown = sent(run("show", "move-the-queue", "--json"))
    assert [step["title"] for step in shown["steps"]] == ["Measure", "Switch"]
    assert shown["plan"]["title"] == "Move the queue"
    assert run("new", "Move the queue", "-o", "x", "--slug", "cache").exit_code == 2


def test_json_obeys_its_schema(run: Run) -> None:
    for arguments in (
        ["new", "Other work", "-o", "It works"],
        ["mark", "Step 2", "done", "--plan", "cache"],
        ["decide", "Keep it", "--because", "fine", "--plan", "cache"],
        ["discover", "It is slow", "--plan", "cache"],
        ["block", "No token", "--plan", "cache"],
        ["unblock", "No token", "got it", "--plan", "cache"],
    ):
        result = run(*arguments, "--json")
        assert result.exit_code == 0, result.stdout
        document = sent(result)
        described = schema(document["schema"].split("/")[1])
        assert document["schema"] == described["$id"]
        Draft202012Validator(described).validate(document)


def test_several_open_plans_ask_which(run: Run) -> None:
    run("new", "Other work", "-o", "It works")
    result = run("mark", "Step 2", "done")
    assert result.exit_code == 2
    assert "cache" in result.stderr
    assert "other-work" in result.stderr


def test_a_conflict_shows_what_changed_since(run: Run) -> None:
    seen = sent(run("show", "--json"))["plan"]["revision"]
    run("decide", "Keep it \x1b[31mred", "--because", "fine")
    result = run("mark", "Step 2", "done", "--if-revision", seen)
    assert result.exit_code == 4
    assert "\n--- a/.agents/cache/PLAN.md\n" in result.stderr
    assert "Keep it" in result.stderr
    assert "\x1b" not in result.stderr
    failed = sent(run("mark", "Step 2", "done", "--if-revision", seen, "--json"))
    assert failed["error"]["diff"].startswith("--- a/.agents/cache/PLAN.md\n")
    Draft202012Validator(schema("error")).validate(failed)
    assert "diff" not in sent(run("mark", "Step 99", "done", "--json"))["error"]
