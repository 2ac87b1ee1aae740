"""Commands for other tools' forms: import and export, on real files."""

from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from execplan.cli.app import app
from execplan.workspace.wire.schemas import schema
from tests.cli.conftest import Run, sent
from tests.views.imports.test_imports import CHECKLIST, CHILD, FORM, OTHER, PARENT, TASKS


def test_export_json_is_the_document_of_show(run: Run) -> None:
    assert json.loads(run("export", "cache", "--to", "json").stdout) == sent(run("show", "cache", "--json"))


def test_export_csv_keeps_its_line_ends(run: Run, root: Path) -> None:
    assert run("export", "--to", "csv", "-o", "plan.csv").exit_code == 0
    data = (root / "plan.csv").read_bytes()
    assert data.count(b"\r\n") == data.count(b"\n") == 4
    rows = list(csv.DictReader(io.StringIO(data.decode(), newline="")))
    assert [(row["label"], row["title"], row["phase"]) for row in rows][2] == ("Step 3", "切换到新的缓存", "Switch")


def test_export_replaces_nothing_unasked(run: Run, root: Path) -> None:
    (root / "x.mmd").write_text("mine")
    refused = run("export", "--to", "mermaid-gantt", "-o", "x.mmd", "--json")
    assert (refused.exit_code, sent(refused)["error"]["code"]) == (2, "refused")
    assert (root / "x.mmd").read_text() == "mine"
    os.symlink("x.mmd", root / "link.mmd")
    answer = sent(run("export", "--to", "mermaid-gantt", "-o", "link.mmd", "--force", "--json"))
    Draft202012Validator(schema("exported")).validate(answer)
    assert (answer["path"], "text" in answer) == ("link.mmd", False)
    assert (root / "x.mmd").read_text("utf-8").startswith("gantt\n")
    assert (root / "link.mmd").is_symlink()
    assert sorted(path.name for path in root.iterdir()) == [".agents", "link.mmd", "x.mmd"]


@pytest.mark.parametrize("name", ["PLAN.md", ".agents/cache/plan.MD", ".agents", "nowhere/x.csv"])
def test_export_writes_on_no_plan_and_no_folder(run: Run, root: Path, name: str) -> None:
    before = (root / ".agents/cache/PLAN.md").read_bytes()
    assert run("export", "--to", "csv", "-o", name, "--force").exit_code in (2, 3)
    assert (root / ".agents/cache/PLAN.md").read_bytes() == before


def test_export_answers_in_one_document(run: Run) -> None:
    answer = sent(run("export", "--to", "mermaid-flowchart", "--json"))
    Draft202012Validator(schema("exported")).validate(answer)
    assert answer["text"] == run("export", "--to", "mermaid-flowchart", "-o", "-").stdout
    assert run("export").exit_code == 2


def test_import_a_checklist(run: Run, root: Path) -> None:
    (root / "l.md").write_text(CHECKLIST, "utf-8")
    result = run("import", "l.md")
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines() == [
        "✓ created release  .agents/release/PLAN.md",
        "5 steps (2 done), 1 criteria, read as checklist",
        "without a place in the plan: 2 text",
        "  text: - a plain remark (of Write the notes)",
        "  text: Nobody looks here. (of Before)",
    ]
    shown = sent(run("show", "release", "--json"))
    assert [(one["title"], one["status"]) for one in shown["steps"]] == [
        ("Tag the commit", "done"),
        ("Write the notes", "in_progress"),
        ("Collect the changes", "done"),
        ("Ask Bob", "todo"),
        ("Watch", "todo"),
    ]
    assert shown["steps"][4]["depends_on"] == [shown["steps"][0]["id"]]
    assert [(one["text"], one["met"]) for one in shown["criteria"]] == [("It runs", True)]
    assert [one["title"] for one in shown["phases"]] == ["Before", "After"]


def test_a_dry_run_writes_nothing(run: Run, root: Path) -> None:
    (root / "tasks.json").write_text(TASKS, "utf-8")
    answer = sent(run("import", "tasks.json", "--dry-run", "--title", "Sessions", "-t", "execplan", "--json"))
    Draft202012Validator(schema("imported")).validate(answer)
    assert (answer["dry_run"], answer["kind"], answer["slug"]) == (True, "task-master", "sessions")
    assert not (root / ".agents/sessions").exists()
    assert {"what": "dependency", "text": "on task 9", "of": "Move the rows"} in answer["left"]
    assert run("import", "tasks.json", "--title", "Sessions", "-t", "execplan").exit_code == 0
    written = (root / ".agents/sessions/PLAN.md").read_text("utf-8")
    assert written.split("## Progress Log")[0] == answer["text"].split("## Progress Log")[0]


@pytest.mark.parametrize("where", ["proj", "proj/backlog", "proj/backlog/tasks"])
def test_import_a_folder(run: Run, root: Path, where: str) -> None:
    tasks = root / "proj" / "backlog" / "tasks"
    tasks.mkdir(parents=True)
    for name, text in (("a.md", PARENT), ("b.md", CHILD), ("c.md", OTHER)):
        (tasks / name).write_text(text, "utf-8")
    answer = sent(run("import", where, "--json"))
    assert (answer["title"], answer["kind"], answer["steps"], answer["criteria"]) == ("Proj", "backlog", 3, 2)
    assert {"what": "priority", "text": "high", "of": "Keep sessions in a table"} in answer["left"]
    assert {"what": "state", "text": "todo", "of": "Keep sessions in a table"} in answer["left"]


def test_import_from_stdin(run: Run, root: Path) -> None:
    del run
    result = CliRunner().invoke(app, ["import", "-", "--title", "Faster builds", "--slug", "fast"], input=FORM)
    assert result.exit_code == 0, result.output
    text = (root / ".agents/fast/PLAN.md").read_text("utf-8")
    assert "Builds take under a minute." in text
    assert "- [x] Nobody waits" in text


@pytest.mark.parametrize(
    ("data", "code", "exit_code"),
    [
        (b"Just prose.\n", "invalid", 2),
        (b"- [ ] \xff\xfe\n", "unreadable", 3),
        (b'{"master": {}}', "invalid", 2),
        (b"x" * 9_000_000, "too_large", 2),
        (None, "not_found", 3),
    ],
)
def test_what_cannot_be_imported(run: Run, root: Path, data: bytes | None, code: str, exit_code: int) -> None:
    if data is not None:
        (root / "in").write_bytes(data)
    result = run("import", "in", "--json")
    assert (sent(result)["error"]["code"], result.exit_code) == (code, exit_code)
    assert [path.name for path in (root / ".agents").iterdir()] == ["cache"]


def test_a_plan_is_copied_not_imported(run: Run, root: Path) -> None:
    plan = (root / ".agents" / "cache" / "PLAN.md").read_bytes()
    (root / "other.md").write_bytes(plan)
    result = run("import", "other.md", "--json")
    assert "PLAN.md" in sent(result)["error"]["hint"]
    assert run("import", "other.md", "--from", "checklist", "--slug", "again").exit_code == 0


def test_control_characters_do_not_reach_the_terminal(run: Run, root: Path) -> None:
    (root / "l.md").write_text("# T\n\n- [ ] One \x1b[31mred\u202e\n\nprose \x1b]0;x\x07 here\n", "utf-8")
    shown = run("import", "l.md").stdout + run("export", "t", "--to", "csv").stdout
    assert not set("\x1b\x07\u202e") & set(shown)
