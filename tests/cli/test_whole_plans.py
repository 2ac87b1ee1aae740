"""Commands for plans as a whole: edit, finish, archive, search."""

from __future__ import annotations

from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from execplan.workspace.wire.schemas import schema
from tests.cli.conftest import Run, sent


def text(root: Path) -> str:
    return (root / ".agents" / "cache" / "PLAN.md").read_text("utf-8")


def test_a_section_is_added_to_and_replaced(run: Run, root: Path) -> None:
    result = run("edit", "section", "Testing", "Run it twice.")
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("✓ section 'Testing' written in cache\nnext: Step 2")
    assert "## Testing\n\nRun it twice.\n" in text(root)
    assert " already in cache" in run("edit", "section", "Testing", "Run it twice.").stdout
    assert run("edit", "section", "Testing", "Once.", "--replace").exit_code == 2
    revision = sent(run("show", "--section", "Testing", "--json"))["revision"]
    replaced = sent(run("edit", "section", "Testing", "Once.", "--replace", "--if-revision", revision, "--json"))
    assert (replaced["schema"], replaced["section"]) == ("execplan/revised/1", "Testing")
    assert "## Testing\n\nOnce.\n" in text(root)


def test_the_plans_own_lines(run: Run, root: Path) -> None:
    assert run("edit", "plan", "--owner", "Jon", "--status", "blocked", "-c", "Nobody waits").exit_code == 0
    assert "- **Owner**: Jon\n- **Status**: Blocked\n" in text(root)
    assert "- [ ] Nobody waits\n" in text(root)
    assert run("edit", "plan").exit_code == 2
    assert run("edit", "plan", "--status", "completed").exit_code == 2


def test_finish_and_archive(run: Run, root: Path) -> None:
    refused = run("finish", "Builds take 48 s.")
    assert refused.exit_code == 2
    assert "2 open steps" in refused.stderr
    ended = run("finish", "Builds take 48 s.", "--lesson", "Measure", "--force", "the rest is bought", "-p", "cache")
    assert ended.stdout.splitlines() == [
        "✓ finished cache  1/3 steps",
        "outcome in 'Outcomes & Retrospective'",
        "next: execplan archive cache",
    ]
    assert "1 in other states: execplan list --status all" in run("list").stdout
    moved = run("archive", "cache")
    assert moved.stdout.splitlines() == [
        "✓ archived cache  .agents/archive/cache/PLAN.md",
        "it has 2 open steps",
    ]
    assert (root / ".agents" / "archive" / "cache" / "PLAN.md").is_file()
    assert sent(run("archive", "cache", "--json"))["unchanged"] is True
    assert run("archive").exit_code == 2


def test_search(run: Run) -> None:
    lines = run("search", "индекс").stdout.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("cache  step  ")
    found = sent(run("search", "build", "--kind", "step", "--json"))
    assert [hit["snippet"] for hit in found["hits"]] == ["Step 1 · Measure the build"]
    assert run("search", "zebra").stdout == "Nothing found.\n"
    assert "more: raise --limit" in run("search", "build", "-n", "1").stdout


def test_a_search_says_how_many_plans_it_did_not_look_into(run: Run, root: Path) -> None:
    for number in range(60):
        path = root / ".agents" / f"tile-{number:02}" / "PLAN.md"
        path.parent.mkdir()
        path.write_text(f"# Tile {number}\n\n- [ ] lay it\n", "utf-8")
    found = sent(run("search", "tile", "--json"))
    assert (found["count"], found["plans_more"]) == (32, 28)
    Draft202012Validator(schema("search")).validate(found)
    assert run("search", "tile").stdout.splitlines()[-1] == "+28 plans with the words not looked into: add a word"
    assert "plans_more" not in sent(run("search", "tile 59", "--json"))


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        (["edit", "section", "Testing", "x"], "revised"),
        (["edit", "plan", "--title", "Faster"], "revised"),
        (["finish", "x", "--force", "y"], "finished"),
        (["archive", "cache"], "archived"),
        (["search", "build"], "search"),
    ],
)
def test_json_is_what_its_schema_says(run: Run, arguments: list[str], name: str) -> None:
    document = sent(run(*arguments, "--json"))
    assert document["schema"] == f"execplan/{name}/1"
    Draft202012Validator(schema(name)).validate(document)
