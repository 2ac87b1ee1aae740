"""Standup and weekly check-in where a history is missing, cut off, broken or odd: less is told, and nothing false."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from execplan.cli.terminal import width
from execplan.edits import steps
from tests.cli.conftest import Run, sent
from tests.cli.test_checkin import BILLING, CACHE, ENVIRONMENT, Repository, told

THURSDAY, FRIDAY = "2026-11-12T10:00:00Z", "2026-11-13T10:00:00Z"
STAMPED = """\
# Plan: Mail queue

**Owner**: Ana & Bob

## Progress

- [x] (2026-11-11 16:00Z) Choose a broker
- [x] (2026-11-12 16:00Z) Write the adapter
- [x] (2026-11-13) Move the queue
- [x] Measure
- [ ] Switch over
"""


def written(repository: Repository, plan: str, at: str) -> None:
    seconds = datetime.fromisoformat(at).timestamp()
    os.utime(repository.path(plan), (seconds, seconds))


def done(run: Run, root: Path, *arguments: str) -> list[str]:
    """What is told of yesterday, whoever did it."""
    found = told(run, root, "--as-of", "2026-11-13", *arguments)
    return sorted({line for one in found.values() for line in one.get("yesterday", ())})


@pytest.fixture
def bare(tmp_path: Path) -> Repository:
    """Plans in no repository."""
    (tmp_path / "bare").mkdir()
    one = Repository(tmp_path / "bare")
    shutil.rmtree(one.root / ".git")
    return one


def test_stamps_alone(run: Run, bare: Repository) -> None:
    bare.put("mail", STAMPED)
    found = told(run, bare.root, "--as-of", "2026-11-13")
    lines = ["mail done: Write the adapter", "mail done: Move the queue"]
    assert found == {name: {"yesterday": lines, "today": ["mail next: Switch over"]} for name in ("Ana", "Bob")}


def test_the_journal_alone(run: Run, bare: Repository) -> None:
    """Done by hand before anybody told of it; by a tool on Thursday; taken back; by hand again on Friday."""
    bare.put("cache", CACHE)
    bare.tick("cache", "Move the index")
    for title, state in (("Write the adapter", "done"), ("Switch over", "done"), ("Switch over", "todo")):
        bare.workspace(THURSDAY).change(
            "cache", lambda plan, now, title=title, state=state: steps.mark(plan, title, state, now=now)
        )
    bare.told_at("cache", *(f"2026-11-12T1{minute}:00:00.000000Z" for minute in range(4)))
    bare.tick("cache", "Tell the teams")
    written(bare, "cache", FRIDAY)
    assert done(run, bare.root) == ["cache done: Tell the teams", "cache done: Write the adapter"]
    assert done(run, bare.root, "--since", "2026-11-13") == ["cache done: Tell the teams"]
    assert told(run, bare.root, "--as-of", "2026-11-12T10:30Z", "--since", "today") == {
        "": {"today": ["cache next: Write the adapter"]}
    }


def test_a_plan_made_with_steps_that_are_done_claims_none(run: Run, bare: Repository) -> None:
    tasks = bare.root / "tasks.md"
    tasks.write_text("# Cache\n\n- [x] Old work\n- [ ] New work\n", "utf-8")
    assert run("import", str(tasks), "--root", str(bare.root)).exit_code == 0
    today = sent(run("standup", "--root", str(bare.root), "--json", "--plan", "cache"))
    assert [line["text"] for one in today["people"] for line in one["yesterday"]] == []
    assert run("mark", "New work", "done", "--root", str(bare.root)).exit_code == 0
    today = sent(run("standup", "--root", str(bare.root), "--json", "--plan", "cache"))
    assert [line["text"] for one in today["people"] for line in one["yesterday"]] == ["Step 2: New work"]


def test_a_stamp_says_when_and_a_commit_who(run: Run, tmp_path: Path) -> None:
    one = Repository(tmp_path)
    one.put("mail", STAMPED.replace("**Owner**: Ana & Bob\n\n", ""))
    one.commit("Ana", "2026-11-11T10:00:00Z")
    one.replace("mail", "- [ ] Switch over", "- [x] (2026-11-12 23:00Z) Switch over")
    one.commit("Bob", "2026-11-14T09:00:00Z")
    thursday = told(run, tmp_path, "--as-of", "2026-11-16", "--since", "2026-11-12")
    assert thursday["Bob Ruiz"]["yesterday"] == ["mail done: Switch over"]
    assert done(run, tmp_path, "--as-of", "2026-11-16") == ["mail done: Move the queue"]


def test_a_stamp_that_the_open_step_had_says_nothing_of_its_end(run: Run, tmp_path: Path) -> None:
    one = Repository(tmp_path)
    one.put("mail", STAMPED.replace("- [ ] Switch over", "- [ ] (2026-11-02) Switch over"))
    one.commit("Ana", "2026-11-11T10:00:00Z")
    one.tick("mail", "(2026-11-02) Switch over")
    one.commit("Ana", FRIDAY)
    assert "mail done: Switch over" in done(run, tmp_path)


def test_what_is_not_committed_counts_when_it_was_written(run: Run, tmp_path: Path) -> None:
    one = Repository(tmp_path)
    one.put("cache", CACHE)
    one.commit("Ana", "2026-11-02T10:00:00Z")
    one.tick("cache", "Move the index")
    written(one, "cache", THURSDAY)
    assert done(run, tmp_path) == ["cache done: Move the index"]
    written(one, "cache", "2026-11-09T10:00:00Z")
    assert done(run, tmp_path) == []


def test_where_one_person_works_all_is_theirs(run: Run, tmp_path: Path) -> None:
    one = Repository(tmp_path)
    one.put("cache", CACHE)
    one.commit("Ana", "2026-11-02T10:00:00Z")
    one.tick("cache", "Move the index")
    one.commit("Ana", THURSDAY)
    assert told(run, tmp_path, "--as-of", "2026-11-13") == {
        "Ana Silva": {"yesterday": ["cache done: Move the index"], "today": ["cache next: Write the adapter"]}
    }


def test_a_clone_without_its_past_claims_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "whole").mkdir()
    one = Repository(tmp_path / "whole")
    one.put("cache", CACHE)
    one.commit("Ana", "2026-11-02T10:00:00Z")
    one.tick("cache", "Move the index")
    one.commit("Ana", THURSDAY)
    assert done(run, one.root) == ["cache done: Move the index"]
    shallow = tmp_path / "shallow"
    one.git("clone", "-q", "--depth", "1", f"file://{one.root}", str(shallow))
    assert done(run, shallow) == []


def test_what_a_pull_brought_was_not_done_by_it(run: Run, tmp_path: Path) -> None:
    """Our journal sees today what others did last week: once before an operation of ours, once with none after it."""
    one = Repository(tmp_path)
    (tmp_path / ".gitignore").write_text(".agents/.state/\n", "utf-8")
    one.put("cache", CACHE)
    one.commit("Ana", "2026-11-02T10:00:00Z")
    assert run("log", "We begin", "--plan", "cache", "--root", str(tmp_path)).exit_code == 0
    one.commit("Ana", "2026-11-02T11:00:00Z")
    one.tick("cache", "Move the index")
    one.commit("Bob", "2026-11-03T10:00:00Z")
    assert run("log", "We go on", "--plan", "cache", "--root", str(tmp_path)).exit_code == 0
    one.commit("Ana", "2026-11-03T11:00:00Z")
    one.tick("cache", "Tell the teams")
    one.commit("Bob", "2026-11-04T10:00:00Z")
    today = sent(run("standup", "--root", str(tmp_path), "--plan", "cache", "--json"))
    assert [line["text"] for person in today["people"] for line in person["yesterday"]] == []
    assert run("mark", "Write the adapter", "done", "--plan", "cache", "--root", str(tmp_path)).exit_code == 0
    today = sent(run("standup", "--root", str(tmp_path), "--plan", "cache", "--json"))
    assert [line["text"] for person in today["people"] for line in person["yesterday"]] == ["Write the adapter"]


def test_a_plan_that_was_renamed_is_the_same_one(run: Run, tmp_path: Path) -> None:
    one = Repository(tmp_path)
    one.put("cache", CACHE)
    one.commit("Ana", "2026-11-02T10:00:00Z")
    one.tick("cache", "Move the index")
    one.commit("Bob", THURSDAY)
    one.git("mv", ".agents/cache", ".agents/disk")
    one.tick("disk", "Switch over")
    one.commit("Ana", FRIDAY)
    assert done(run, tmp_path) == ["disk done: Move the index", "disk done: Switch over"]


def test_a_merge_that_was_mended_by_hand(run: Run, tmp_path: Path) -> None:
    """What only the merge did has no author; what the branches did has theirs."""
    one = Repository(tmp_path)
    one.put("cache", CACHE)
    one.commit("Ana", "2026-11-02T10:00:00Z")
    one.git("switch", "-qc", "side")
    one.tick("cache", "Drop the old cache")
    one.commit("Bob", THURSDAY)
    one.git("switch", "-q", "main")
    one.tick("cache", "Move the index")
    one.commit("Ana", THURSDAY)
    one.git("merge", "-q", "--no-commit", "side")
    one.tick("cache", "Tell the teams")
    one.commit("Ana", FRIDAY)
    titles = ("Drop the old cache", "Move the index", "Tell the teams")
    assert done(run, tmp_path) == [f"cache done: {title}" for title in titles]
    assert told(run, tmp_path, "--as-of", "2026-11-13")["Bob Ruiz"]["yesterday"] == ["cache done: Drop the old cache"]


@pytest.mark.parametrize("broken", [b"\xff\xfe\x00", b"", b"# " + b"x" * 3_000_000])
def test_a_text_that_was_no_plan_once(run: Run, tmp_path: Path, broken: bytes) -> None:
    one = Repository(tmp_path)
    one.put("cache", CACHE)
    one.commit("Ana", "2026-11-02T10:00:00Z")
    one.path("cache").write_bytes(broken)
    one.commit("Ana", THURSDAY)
    one.put("cache", CACHE.replace("- [ ] Move", "- [x] Move"))
    one.commit("Ana", FRIDAY)
    assert "cache done: Move the index" in done(run, tmp_path)
    unread = sent(run("standup", "--as-of", "2026-11-13", "--root", str(tmp_path), "--json")).get("unread", [])
    assert len(unread) == (len(broken) > 2_000_000)


@pytest.mark.parametrize("how", ["head", "objects", "no git", "empty", "config"])
def test_a_repository_that_tells_nothing(run: Run, tmp_path: Path, how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    one = Repository(tmp_path)
    one.put("mail", STAMPED)
    if how != "empty":
        one.commit("Ana", "2026-11-02T10:00:00Z")
    match how:
        case "head":
            (tmp_path / ".git" / "HEAD").write_text("nonsense\n", "utf-8")
        case "objects":
            shutil.rmtree(tmp_path / ".git" / "objects")
        case "config":
            (tmp_path / ".git" / "config").write_text("[core\n", "utf-8")
        case "no git":
            monkeypatch.setenv("PATH", str(tmp_path))
        case _:
            pass
    assert done(run, tmp_path) == ["mail done: Move the queue", "mail done: Write the adapter"]


def test_a_plan_that_cannot_be_read_is_named(run: Run, bare: Repository) -> None:
    bare.put("mail", STAMPED)
    bare.put("torn", "")
    bare.path("torn").write_bytes(b"\xff\xfe\x00bad")
    page = run("standup", "--as-of", "2026-11-13", "--root", str(bare.root))
    assert page.exit_code == 0
    assert "### Not read" in page.stdout
    assert "torn" in page.stdout
    assert "torn" in sent(run("checkin", "--root", str(bare.root), "--json"))["unread"][0]


def test_nothing_at_all(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty" / ".agents").mkdir(parents=True)
    page = run("standup", "--root", str(tmp_path / "empty"))
    assert page.exit_code == 0
    assert "no work is under way" in page.stdout


def test_git_is_asked_a_few_times_for_any_number_of_plans(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = Repository(tmp_path)
    for number in range(60):
        one.put(f"plan-{number}", CACHE)
    one.commit("Ana", "2026-11-02T10:00:00Z")
    for number in range(3):
        one.tick(f"plan-{number}", "Move the index")
        one.commit("Ana", THURSDAY)
    real, count = shutil.which("git"), tmp_path / "count"
    (tmp_path / "bin").mkdir()
    fake = tmp_path / "bin" / "git"
    fake.write_text(f'#!/bin/sh\necho "$*" >> {count}\nexec {real} "$@"\n', "utf-8")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{fake.parent}:{os.environ['PATH']}")
    assert len(done(run, tmp_path)) == 3
    assert len(count.read_text("utf-8").splitlines()) <= 8


def test_what_was_just_done_is_told(run: Run, root: Path) -> None:
    run("mark", "2", "done")
    run("mark", "3", "in_progress")
    now = datetime.now(UTC)
    page = run("standup").stdout
    assert page.startswith(f"## Standup, {now:%A} {now:%Y-%m-%d}\n\n缓存 on disk: 2/3 steps done\n\n### Ana\n")
    assert "Step 2: Перенести индекс" in page
    assert "- **Today**: Step 3: 切换到新的缓存\n- **Blockers**: none\n- **Risk**: none" in page
    week = run("checkin", "--week").stdout
    assert f"## Week {now.isocalendar().week} Status\n" in week
    assert "### Completed\n\n- Step 2: Перенести индекс by Ana\n" in week
    assert page == run("standup", "--as-of", f"{now:%Y-%m-%d}").stdout
    assert week == run("checkin").stdout == run("checkin", "--week", "this").stdout


def test_what_is_late_stands_among_the_risks(run: Run, bare: Repository) -> None:
    text = BILLING.replace(
        "- [ ] Refunds",
        "- [ ] Refunds\n  - **Status**: In Progress\n  - **Started**: 2026-11-10\n  - **Estimate**: 4 hours",
    )
    bare.put("billing", text.replace("- [ ] Invoices", "- [ ] Invoices\n  - **Due**: 2026-11-12"))
    page = run("standup", "--as-of", "2026-11-13", "--root", str(bare.root)).stdout
    assert "  - Invoices - was due 2026-11-12\n  - Refunds - in progress for 4d, estimated 4h\n" in page
    week = run("checkin", "--as-of", "2026-11-13", "--root", str(bare.root)).stdout
    assert "### Risks\n\n- Invoices by Ana - was due 2026-11-12\n" in week
    assert "- Refunds by Ana - since 2026-11-10\n" in week


HOSTILE = (
    "<!-- gone", "<script>alert(1)</script>", "![x](http://tracker.example/x.png)", "# Big", "- [ ] box", "1. one",
    "`a` and ` a lone tick", "\x1b[31mred\x07", "\u202ertl", "---", "> quote", "word " * 80,
)  # fmt: skip


@pytest.mark.parametrize("columns", ["20", "40", "80", ""])
def test_the_page_is_safe_markdown_that_fits(
    run: Run, bare: Repository, columns: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    items = "".join(f"- [x] (2026-11-12) {one} work\n- [ ] {one}\n" for one in HOSTILE)
    risks = "".join(f"- **Risk**: {one}\n  - **Mitigation**: {one}\n" for one in HOSTILE)
    bare.put("mail", f"# Plan: {HOSTILE[1]}\n\n**Owner**: {HOSTILE[0]}\n\n## Progress\n\n{items}\n## Risks\n\n{risks}")
    for command in (("standup",), ("checkin",)):
        page = run(*command, "--as-of", "2026-11-13", "--root", str(bare.root)).stdout
        assert not {"\x1b", "\x07", "\u202e"} & set(page)
        if columns:
            assert all(width(line) <= int(columns) for line in page.splitlines()), page
        shown = MarkdownIt("commonmark").render(page)
        assert not re.search(r"<(?:script|img|h1|ol|blockquote|hr)\b|<!--", shown), shown
        assert shown.count("<h2>") == 1


def test_the_clock_alone_changes_nothing(run: Run, root: Path) -> None:
    """A week ago nothing was there: the plan has no history, so what it says now is all there is."""
    past = (datetime.now(UTC) - timedelta(days=7)).date().isoformat()
    assert run("standup", "--as-of", past).exit_code == 0
    assert subprocess.run(["git", "--version"], env=ENVIRONMENT, capture_output=True, check=True).stdout


def test_what_waits_for_another_plan_is_not_for_today(run: Run, bare: Repository) -> None:
    bare.put("mail", STAMPED.replace("Switch over", "Switch over (depends on keys: Order them)"))
    bare.put("keys", "# Plan: Keys\n\n**Owner**: Cy\n\n## Progress\n\n- [x] Ask for them\n- [ ] Order them\n")
    assert not any("today" in one for one in told(run, bare.root, "--plan", "mail").values())
    bare.put("keys", "# Plan: Keys\n\n**Owner**: Cy\n\n## Progress\n\n- [x] Ask for them\n- [x] Order them\n")
    found = told(run, bare.root, "--plan", "mail")
    assert found["Ana"]["today"][0].startswith("mail next: Switch over")
