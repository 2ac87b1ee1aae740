"""What was done to a plan, and how it is taken back: history, undo, recover."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from execplan.cli.terminal import width
from execplan.workspace.wire.schemas import schema
from tests.cli.conftest import PLAN, Run, sent


@pytest.fixture
def file(root: Path) -> Path:
    return root / ".agents" / "cache" / "PLAN.md"


def text(file: Path) -> str:
    return file.read_text("utf-8")


def shown(output: str) -> list[str]:
    """The lines without what differs from run to run."""
    return [re.sub(r"\b[0-9a-f]{8}\b", "OP", re.sub(r"\d\d:\d\d", "TIME", line)) for line in output.splitlines()]


def ops(run: Run) -> list[str]:
    return [one.get("op", "") for one in sent(run("history", "--json"))["operations"]]


def test_nothing_yet(run: Run) -> None:
    assert run("history").stdout == "Nothing is recorded of cache yet.\n"
    assert run("undo").exit_code == 2
    assert run("recover").stdout == "✓ nothing is missing in cache\n"


def test_history_tells_writes_and_saves_by_hand(run: Run, file: Path) -> None:
    run("mark", "2", "done")
    file.write_text(text(file).replace("under a minute", "in \x1b[31mno time"), "utf-8")
    run("decide", "Keep SQLite", "--because", "one file")
    day, *lines = shown(run("history").stdout)
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", day)
    assert lines == [
        "TIME  OP  cli      decision added: 'Keep SQLite'",
        "TIME  OP  by hand  section 'Purpose / Big Picture' changed: 1 line",
        "TIME  OP  cli      step 2 'Перенести индекс' done",
        "TIME  OP  by hand  first text that is known",
    ]
    assert shown(run("history", "cache", "-n", "1").stdout)[2:] == ["+3 older: raise --limit"]
    assert run("history", "cache", "-p", "other").exit_code == 2
    assert run("history", "other").exit_code == 3
    assert run("history", "-n", "0").exit_code == 2


def test_history_as_json(run: Run) -> None:
    run("mark", "2", "done")
    run("undo")
    document = sent(run("history", "--json"))
    Draft202012Validator(schema("history")).validate(document)
    assert (document["schema"], document["plan"]) == ("execplan/history/1", "cache")
    undo, mark, _ = document["operations"]
    assert (undo["kind"], undo["undoes"], mark["undone"]) == ("undo", [mark["op"]], True)
    assert mark["changes"] == ["step 2 'Перенести индекс' done"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", mark["at"])


@pytest.mark.parametrize("columns", [20, 40, 80])
def test_the_screen_fits_and_says_nothing_unsafe(
    run: Run, file: Path, columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    run("decide", "切换到新的缓存" * 20, "--because", "it is")
    file.write_text(text(file).replace("缓存 on disk", "\x1b]0;x\x07\u202e缓存 on disk" * 9), "utf-8")
    run("undo")
    for command in (("history",), ("undo",), ("recover", "--dry-run"), ("recover",)):
        output = run(*command).stdout
        assert all(width(line) <= columns for line in output.splitlines()), output
        assert not {"\x1b", "\x07", "\u202e"} & set(output)


def test_recover_names_the_save_that_does_not_fit(run: Run, file: Path) -> None:
    run("mark", "2", "done")
    buffer = text(file)
    file.write_text(buffer + "\nThe first note.\n", "utf-8")
    run("decide", "Keep SQLite", "--because", "one file")
    file.write_text(buffer + "\nThe second note.\n", "utf-8")
    assert run("recover").stdout.splitlines()[-1] == (
        "look at .agents/tmp/cache.merge.md: a save that does not fit in any more"
    )
    assert "Keep SQLite" in text(file)


def test_undo_takes_back_the_last_and_keeps_what_came_later(run: Run, file: Path) -> None:
    run("mark", "2", "done")
    marked = ops(run)[0]
    run("decide", "Keep SQLite", "--because", "one file")
    decided = text(file)
    assert shown(run("undo").stdout)[:2] == ["✓ undone OP in cache", "  decision removed: 'Keep SQLite'"]
    assert "Keep SQLite" not in text(file)
    assert run("undo", "--op", ops(run)[0]).exit_code == 0
    assert text(file) == decided
    result = run("undo", "cache", "--op", marked[:6])
    assert shown(result.stdout)[1] == "  step 2 'Перенести индекс' back to todo"
    assert "- [ ] **Step 2**" in text(file)
    assert "Keep SQLite" in text(file)
    again = run("undo", "--op", marked)
    assert again.exit_code == 2
    assert "undone already" in again.stderr


def test_undo_back_to_an_operation(run: Run, file: Path) -> None:
    run("mark", "2", "done")
    done, marked = text(file), ops(run)[0]
    run("mark", "3", "in_progress")
    run("decide", "Keep SQLite", "--because", "one file")
    document = sent(run("undo", "--to", marked, "--json"))
    Draft202012Validator(schema("undone")).validate(document)
    assert (document["schema"], document["to"], len(document["undone"])) == ("execplan/undone/1", marked, 2)
    assert text(file) == done
    lines = shown(run("history").stdout)
    assert lines[1].startswith("TIME  OP  cli      undo of OP and 1 more: ")
    assert [line.split("  ")[-1] for line in lines if "(undone)" in line and "TIME" in line] == [
        "(undone) decision added: 'Keep SQLite'",
        "(undone) step 3 '切换到新的缓存' in progress",
    ]


@pytest.mark.parametrize(
    ("arguments", "exit_code"),
    [
        (("--op", "ffffffffffff"), 3),
        (("--op", "f"), 2),
        (("--op", "ffff", "--to", "ffff"), 2),
        (("--if-revision", "00000000"), 4),
        (("-p", "other"), 3),
    ],
)
def test_an_undo_that_cannot_be(run: Run, file: Path, arguments: tuple[str, ...], exit_code: int) -> None:
    run("mark", "2", "done")
    before = text(file)
    result = run("undo", *arguments)
    assert result.exit_code == exit_code, result.output
    assert result.stderr.startswith("error: ")
    assert text(file) == before
    assert sent(run("undo", *arguments, "--json"))["schema"] == "execplan/error/1"


def test_recover_brings_back_what_a_stale_save_took_out(run: Run, file: Path) -> None:
    run("mark", "2", "done")
    stale = text(file)
    run("decide", "Keep SQLite", "--because", "one file")
    file.write_text(stale.replace("under a minute", "under two minutes"), "utf-8")
    looked = run("recover", "--dry-run")
    assert looked.exit_code == 1
    assert looked.stdout.splitlines() == [
        "✗ cache lacks what its history holds",
        "  decision added: 'Keep SQLite'",
        "next: execplan recover cache",
    ]
    assert "Keep SQLite" not in text(file)
    document = sent(run("recover", "--json"))
    Draft202012Validator(schema("recovered")).validate(document)
    assert (document["schema"], document["status"]) == ("execplan/recovered/1", "recovered")
    assert "Keep SQLite" in text(file)
    assert "under two minutes" in text(file)
    assert run("recover", "--dry-run").exit_code == 0


def test_recover_makes_a_plan_that_is_gone_again(run: Run, file: Path) -> None:
    run("mark", "2", "done")
    last = text(file)
    file.unlink()
    file.parent.rmdir()
    page = run("history", "cache").stdout.splitlines()
    assert page[:2] == ["✗ .agents/cache/PLAN.md is gone or cannot be read", "next: execplan recover cache"]
    looked = run("recover", "cache", "--dry-run")
    assert (looked.exit_code, looked.stdout.splitlines()[0]) == (1, "✗ .agents/cache/PLAN.md is gone")
    assert not file.exists()
    assert run("recover", "cache").stdout == "✓ .agents/cache/PLAN.md made again\n"
    assert text(file) == last


def test_what_cannot_be_merged_is_put_aside(run: Run, file: Path, root: Path) -> None:
    run("edit", "step", "2", "--title", "Move the index to disk")
    file.write_text(PLAN.replace("Перенести индекс", "Forget the index"), "utf-8")
    result = run("recover")
    assert result.exit_code == 4, result.output
    assert "Forget the index" in text(file)
    assert (root / ".agents" / "tmp" / "cache.merge.md").is_file()
    assert sent(run("recover", "--json"))["error"]["code"] == "conflict"
