"""``execplan init``: what it makes in a project, what it leaves alone, and what it takes back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from execplan.workspace.resources import template_text
from execplan.workspace.setup.block import BEGIN, END
from execplan.workspace.wire.schemas import schema
from tests.cli.test_program import execplan

FILES = {".agents/template/PLAN.md", ".agents/.gitignore", "AGENTS.md"}
MORE = {".claude/skills/execplan/SKILL.md", ".github/ISSUE_TEMPLATE/plan.yml"}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    (root / ".git").mkdir(parents=True)
    return root


def files(root: Path) -> dict[str, bytes]:
    return {str(one.relative_to(root)): one.read_bytes() for one in root.rglob("*") if one.is_file()}


def outcomes(root: Path, *arguments: str) -> dict[str, str]:
    done = execplan("init", *arguments, "--json", cwd=root)
    assert done.returncode == 0, done.stderr
    document = sent_of(done.stdout)
    return {one["path"]: one["outcome"] for one in document["files"]}


def sent_of(text: str) -> dict[str, Any]:
    document = json.loads(text)
    Draft202012Validator(schema("setup")).validate(document)
    return document


def test_from_nothing_and_back(project: Path) -> None:
    done = execplan("init", "--github", "--skill", cwd=project)
    assert done.returncode == 0
    assert done.stdout.splitlines() == [
        "✓ made  .agents/template/PLAN.md",
        "✓ made  .agents/.gitignore",
        "✓ made  AGENTS.md",
        "✓ made  .claude/skills/execplan/SKILL.md",
        "✓ made  .github/ISSUE_TEMPLATE/plan.yml",
        'next: execplan new "Title" --objective "…"',
    ]
    made = files(project)
    assert set(made) == FILES | MORE
    assert set(outcomes(project, "--github", "--skill").values()) == {"unchanged"}
    assert files(project) == made
    assert execplan("new", "Move", "-o", "Fast", cwd=project).returncode == 0
    assert set(outcomes(project, "--remove").values()) == {"removed", "absent"}
    assert ".agents/move/PLAN.md" in files(project)
    assert not (FILES | MORE) & set(files(project))
    assert execplan("init", "--remove", cwd=project).stdout == "nothing of execplan's set-up is here\n"


def test_what_a_person_wrote_stays_byte_for_byte(project: Path) -> None:
    note = b"\xef\xbb\xbf# Mine\r\n\r\nUse tabs.\r\n"
    (project / "CLAUDE.md").write_bytes(note)
    (project / ".agents" / "template").mkdir(parents=True)
    (project / ".agents" / "template" / "PLAN.md").write_text("# Ours\n\n- [ ] x\n")
    (project / ".agents" / ".gitignore").write_bytes(b"*.bak")
    assert outcomes(project) == {
        ".agents/template/PLAN.md": "kept",
        ".agents/.gitignore": "changed",
        "CLAUDE.md": "changed",
    }
    assert (project / ".agents/.gitignore").read_bytes() == b"*.bak\n/.state/\n/tmp/\n"
    assert (project / "CLAUDE.md").read_bytes().startswith(note + b"\r\n" + BEGIN.encode())
    assert b"\n" not in (project / "CLAUDE.md").read_bytes().replace(b"\r\n", b"")
    outcomes(project, "--remove")
    assert (project / "CLAUDE.md").read_bytes() == note
    assert (project / ".agents/template/PLAN.md").read_text() == "# Ours\n\n- [ ] x\n"


def test_a_block_of_an_older_release_is_replaced_in_place(project: Path) -> None:
    (project / "AGENTS.md").write_text(f"# Above\n\n{BEGIN}\nold words\n{END}\n\n# Below\n")
    assert outcomes(project)["AGENTS.md"] == "changed"
    text = (project / "AGENTS.md").read_text()
    assert text.startswith("# Above\n\n")
    assert text.endswith(f"{END}\n\n# Below\n")
    assert "old words" not in text


def test_one_note_for_two_names(project: Path) -> None:
    """CLAUDE.md that links to AGENTS.md, or takes it in, needs no block of its own."""
    (project / "AGENTS.md").write_text("# Agents\n")
    (project / "CLAUDE.md").symlink_to("AGENTS.md")
    assert "CLAUDE.md" not in outcomes(project)
    (project / "CLAUDE.md").unlink()
    (project / "CLAUDE.md").write_text("@AGENTS.md\n")
    assert "CLAUDE.md" not in outcomes(project)
    (project / "CLAUDE.md").write_text("# Claude\n")
    assert outcomes(project)["CLAUDE.md"] == "changed"


def test_nothing_is_written_through_a_link(project: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "note").write_text("theirs\n")
    (project / "AGENTS.md").symlink_to(outside / "note")
    (project / ".github").symlink_to(outside)
    done = execplan("init", "--github", cwd=project)
    assert done.returncode == 2
    assert ".github is a symbolic link" in done.stderr
    assert files(outside) == {"note": b"theirs\n"}


def test_marks_that_were_damaged(project: Path) -> None:
    (project / "AGENTS.md").write_text(f"{BEGIN}\nno end\n")
    done = execplan("init", cwd=project)
    assert done.returncode == 4
    assert "marks" in done.stderr
    assert (project / "AGENTS.md").read_text() == f"{BEGIN}\nno end\n"


def test_a_dry_run_writes_nothing(project: Path) -> None:
    done = execplan("init", "--dry-run", cwd=project)
    assert "○ would make  AGENTS.md" in done.stdout
    assert files(project) == {}
    assert execplan("init", "--remove", "--skill", cwd=project).returncode == 2


def test_what_is_made_is_what_it_says(project: Path) -> None:
    outcomes(project, "--github", "--skill")
    form = yaml.safe_load((project / ".github/ISSUE_TEMPLATE/plan.yml").read_text())
    assert [one["id"] for one in form["body"]] == ["objective", "context", "steps", "criteria", "owner"]
    front = (project / ".claude/skills/execplan/SKILL.md").read_text().split("---\n")[1]
    assert yaml.safe_load(front)["name"] == "execplan"
    assert (project / ".agents/template/PLAN.md").read_text() == template_text("living")


def test_an_issue_of_the_form_becomes_a_plan_with_nothing_left(project: Path, tmp_path: Path) -> None:
    """As GitHub writes the answers to the form that init made."""
    outcomes(project, "--github")
    form = yaml.safe_load((project / ".github/ISSUE_TEMPLATE/plan.yml").read_text())
    answers = {
        "objective": "Builds take under a minute",
        "context": "_No response_",
        "steps": "- [ ] Measure the build\n- [x] Switch",
        "criteria": "- [ ] A cold build takes less than a minute",
        "owner": "Ana",
    }
    body = "\n\n".join(f"### {one['attributes']['label']}\n\n{answers[one['id']]}" for one in form["body"])
    (tmp_path / "issue.md").write_text(body)
    done = execplan("import", str(tmp_path / "issue.md"), "--title", "Faster builds", "--json", cwd=project)
    assert json.loads(done.stdout)["left"] == []
    plan = json.loads(execplan("show", "faster-builds", "--json", cwd=project).stdout)
    assert (plan["plan"]["owner"], plan["plan"]["objective"]) == ("Ana", answers["objective"])
    assert [one["status"] for one in plan["steps"]] == ["todo", "done"]
    assert len(plan["criteria"]) == 1
