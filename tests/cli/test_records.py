"""What is written about a plan's unknowns: ask, answer, risk, check, log, retract."""

from __future__ import annotations

from pathlib import Path

from jsonschema import Draft202012Validator

from execplan.workspace.wire.schemas import schema
from tests.cli.conftest import Run, sent


def test_ask_and_answer(run: Run) -> None:
    asked = run("ask", "Which disk?", "--kind", "decision")
    assert asked.stdout.startswith("✓ question ")
    assert " open in cache\nnext: " in asked.stdout
    assert " answered in cache" in run("answer", "Which disk", "the fast one").stdout
    (question,) = sent(run("show", "--json"))["questions"]
    assert (question["resolved"], question["answer"]) == (True, "the fast one")


def test_risk(run: Run) -> None:
    assert (
        " recorded in cache" in run("risk", "The disk fills up", "--impact", "high", "--mitigation", "a quota").stdout
    )
    assert " updated in cache" in run("risk", "The disk fills up", "--status", "watched").stdout
    assert " already recorded in cache" in run("risk", "The disk fills up", "--status", "watched").stdout
    (risk,) = sent(run("show", "--json"))["risks"]
    assert (risk["impact"], risk["mitigation"], risk["status"]) == ("high", "a quota", "watched")


def test_check(run: Run, root: Path) -> None:
    assert run("check", "cold build", "--evidence", "make build → 41 s").stdout.startswith(
        "✓ met  A cold build takes less than 60 s  1/1\nnext: "
    )
    assert "  - Evidence: make build → 41 s" in (root / ".agents" / "cache" / "PLAN.md").read_text("utf-8")
    assert run("check", "cold build").stdout.startswith("✓ met already  ")
    assert run("check", "cold build", "--unmet").stdout.startswith("○ open  ")


def test_log_and_retract(run: Run) -> None:
    assert " recorded in cache" in run("log", "Handed over to Jon", "--kind", "handoff").stdout
    assert run("log", "x", "--kind", "decision").exit_code == 2
    assert " retracted in cache" in run("retract", "Handed over", "Jon is away").stdout
    (entry,) = sent(run("show", "--json"))["log"]
    assert (entry["kind"], entry["retracted"]) == ("Handoff", "Jon is away")


def test_what_was_retracted_is_not_counted(run: Run) -> None:
    run("decide", "Keep SQLite", "--because", "one writer")
    assert "decisions 1" in run("show").stdout
    run("retract", "Keep SQLite", "it was only proposed")
    assert "decisions" not in run("show").stdout


def test_json_obeys_its_schema(run: Run) -> None:
    for arguments in (
        ["ask", "Which disk?"],
        ["answer", "Which disk?", "the fast one"],
        ["risk", "The disk fills up"],
        ["check", "cold build"],
        ["log", "Handed over"],
        ["retract", "Handed over", "not yet"],
        ["show"],
    ):
        document = sent(run(*arguments, "--json"))
        described = schema(document["schema"].split("/")[1])
        assert document["schema"] == described["$id"]
        Draft202012Validator(described).validate(document)
