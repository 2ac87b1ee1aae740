"""Standup and weekly check-in over real histories: what is told is what was counted by hand."""

from __future__ import annotations

import json
import os
import subprocess
from datetime import datetime
from pathlib import Path
from textwrap import dedent

import pytest
from jsonschema import Draft202012Validator

from execplan.edits import blockers, steps
from execplan.store.state import key_of
from execplan.workspace.wire.schemas import schema
from execplan.workspace.workspace import Workspace
from tests.cli.conftest import Run, sent

CACHE = dedent("""\
    # ExecPlan: Cache on disk

    ## Metadata

    - **Status**: In Progress

    ## Purpose / Big Picture

    Builds take under a minute.

    ## Progress

    ### Milestone 1

    - [x] Measure the build
    - [ ] Move the index
    - [ ] Write the adapter
    - [ ] Switch over
    - [ ] Tell the teams

    ### Milestone 2

    - [ ] Drop the old cache

    ## Decision Log

    None yet.

    ## Surprises & Discoveries

    None yet.
    """)
BILLING = dedent("""\
    # Plan: Billing

    **Owner**: Ana

    ## Progress

    - [ ] Ledger
      - **Owner**: @cy
    - [ ] Invoices
    - [ ] Refunds
    - [ ] Reports
      - **Owner**: Bob Ruiz

    ## Risks

    - **Risk**: The bank changes its format
      - **Mitigation**: Keep both readers
    """)
IDLE = "# Plan: Some day\n\n## Progress\n\n- [ ] Begin\n"
ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "HOME": "/dev/null",
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_CONFIG_NOSYSTEM": "1",
}
AUTHORS = {"Ana": "Ana Silva", "Bob": "Bob Ruiz"}


class Repository:
    """A git repository with plans; every commit has its day, its hour and its author."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.git("init", "-q", "-b", "main")

    def git(self, *arguments: str, who: str = "Ana", at: str = "2026-11-11T10:00:00Z", authored: str = "") -> str:
        name = AUTHORS[who]
        environment = ENVIRONMENT | {
            "GIT_AUTHOR_NAME": name, "GIT_AUTHOR_EMAIL": f"{who}@example.com", "GIT_AUTHOR_DATE": authored or at,
            "GIT_COMMITTER_NAME": name, "GIT_COMMITTER_EMAIL": f"{who}@example.com", "GIT_COMMITTER_DATE": at,
        }  # fmt: skip
        done = subprocess.run(
            ["git", *arguments], cwd=self.root, env=environment, check=True, capture_output=True, text=True
        )
        return done.stdout

    def path(self, plan: str) -> Path:
        return self.root / ".agents" / plan / "PLAN.md"

    def put(self, plan: str, text: str) -> None:
        self.path(plan).parent.mkdir(parents=True, exist_ok=True)
        self.path(plan).write_text(text, "utf-8")

    def replace(self, plan: str, old: str, new: str) -> None:
        text = self.path(plan).read_text("utf-8")
        assert text.count(old) == 1, (old, text)
        self.put(plan, text.replace(old, new))

    def tick(self, plan: str, *titles: str) -> None:
        for title in titles:
            self.replace(plan, f"- [ ] {title}", f"- [x] {title}")

    def commit(self, who: str, at: str, *more: str, authored: str = "") -> None:
        self.git("add", "-A")
        self.git("commit", "-qm", "work", *more, who=who, at=at, authored=authored)

    def workspace(self, at: str) -> Workspace:
        return Workspace(self.root, clock=lambda: datetime.fromisoformat(at), by="cli")

    def told_at(self, plan: str, *times: str) -> None:
        """The journal as if its operations had been at these times, one after another."""
        journal = self.root / ".agents" / ".state" / "journal" / f"{key_of(f'.agents/{plan}/PLAN.md')}.jsonl"
        lines = [json.loads(line) for line in journal.read_text("utf-8").splitlines()]
        assert len(lines) == len(times)
        for line, at in zip(lines, times, strict=True):
            line["at"] = at
        journal.write_text("".join(json.dumps(line, separators=(",", ":")) + "\n" for line in lines), "utf-8")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """Two days' work by two people, a weekend, and the day before, which is nobody's yesterday.

    By hand, what was closed and still is (cache, then billing):
    Wed 11: the plans come, one step done already. Thu 12: Ana does 'Move the index' and takes it back; Bob does 'Write the
    adapter', blocks 'Switch over' and resolves that; Cy's 'Ledger' is marked with a stamp, and Bob writes 'Drop the old
    cache' on a branch. Fri 13: Bob does 'Move the index' again and rebases his branch; Ana does 'Invoices', and
    amends it with 'Refunds'. Sat 14: Ana does 'Tell the teams'. 'Reports' is begun, 40%.
    """
    one = Repository(tmp_path)
    (tmp_path / ".gitignore").write_text(".agents/.state/\n", "utf-8")
    one.put("cache", CACHE)
    one.put("billing", BILLING)
    one.put("idle", IDLE)
    one.commit("Ana", "2026-11-11T10:00:00Z")
    one.tick("cache", "Move the index")
    one.commit("Ana", "2026-11-12T09:00:00Z")
    one.tick("cache", "Write the adapter")
    one.commit("Bob", "2026-11-12T11:00:00Z")
    one.git("switch", "-qc", "drop")
    one.tick("cache", "Drop the old cache")
    one.commit("Bob", "2026-11-12T14:00:00Z")
    one.git("switch", "-q", "main")
    one.replace("cache", "- [x] Move the index", "- [ ] Move the index")
    one.commit("Ana", "2026-11-12T15:00:00Z")
    one.workspace("2026-11-12T15:30:00Z").change(
        "billing", lambda plan, now: steps.mark(plan, "Ledger", "done", now=now)
    )
    one.commit("Bob", "2026-11-12T16:00:00Z")
    one.told_at("billing", "2026-11-12T15:30:00.000000Z", "2026-11-12T15:30:01.000000Z")
    one.workspace("2026-11-12T17:00:00Z").change(
        "cache", lambda plan, now: blockers.add(plan, "No key for the vault", step="Switch over", now=now)
    )
    one.commit("Bob", "2026-11-12T17:00:00Z")
    one.workspace("2026-11-12T18:00:00Z").change(
        "cache", lambda plan, now: blockers.resolve(plan, "No key", "the key came", now=now)
    )
    one.commit("Bob", "2026-11-12T18:00:00Z")
    one.told_at("cache", *(f"2026-11-12T1{hour}:00:00.000000Z" for hour in ("6", "7", "8")))
    one.tick("cache", "Move the index")
    one.commit("Bob", "2026-11-13T10:00:00Z")
    one.tick("billing", "Invoices")
    one.commit("Ana", "2026-11-13T11:00:00Z")
    one.tick("billing", "Refunds")
    one.commit("Ana", "2026-11-13T11:30:00Z", "--amend")
    one.git("switch", "-q", "drop")
    one.git("rebase", "-q", "main", who="Bob", at="2026-11-13T12:00:00Z")
    one.git("switch", "-q", "main")
    one.git("merge", "-q", "--ff-only", "drop")
    one.replace("billing", "- [ ] Reports", "- [ ] Reports (40%)")
    one.workspace("2026-11-13T13:00:00Z").change(
        "billing", lambda plan, now: steps.mark(plan, "Reports", "in_progress", percent=40, now=now)
    )
    one.commit("Bob", "2026-11-13T13:00:00Z")
    one.tick("cache", "Tell the teams")
    one.commit("Ana", "2026-11-14T12:00:00Z")
    return one


def told(run: Run, root: Path, *arguments: str) -> dict[str, dict[str, list[str]]]:
    """Person → part → what is told, in words; parts that are empty are left out."""
    document = sent(run("standup", "--root", str(root), "--json", *arguments))
    Draft202012Validator(schema("standup")).validate(document)
    parts = ("yesterday", "today", "blockers", "risk")
    return {
        one.get("name", ""): {
            part: [f"{line['plan']} {line['kind']}: {line['text']}" for line in one[part]]
            for part in parts
            if one[part]
        }
        for one in document["people"]
    }


FRIDAY = {
    "Ana Silva": {"yesterday": ["billing done: Invoices", "billing done: Refunds"]},
    "Bob Ruiz": {
        "yesterday": [
            "cache done: Write the adapter",
            "cache done: Drop the old cache",
            "cache done: Move the index",
            "cache resolved: No key for the vault",
        ],
        "today": ["billing in_progress: Reports"],
    },
    "cy": {"yesterday": ["billing done: Ledger"]},
    "": {"today": ["cache next: Switch over"]},
}
MONDAY = {
    "Ana Silva": {"yesterday": ["billing done: Invoices", "billing done: Refunds", "cache done: Tell the teams"]},
    "Bob Ruiz": {"yesterday": ["cache done: Move the index"], "today": ["billing in_progress: Reports"]},
    "": {"today": ["cache next: Switch over"]},
}
WEEK = [
    ("billing", "Ledger", ["cy"]), ("billing", "Invoices", ["Ana Silva"]), ("billing", "Refunds", ["Ana Silva"]),
    ("cache", "Measure the build", ["Ana Silva"]), ("cache", "Write the adapter", ["Bob Ruiz"]),
    ("cache", "Drop the old cache", ["Bob Ruiz"]), ("cache", "Move the index", ["Bob Ruiz"]),
    ("cache", "Tell the teams", ["Ana Silva"]),
]  # fmt: skip


def test_two_days_by_hand_count(run: Run, repository: Repository) -> None:
    assert told(run, repository.root, "--as-of", "2026-11-13") == FRIDAY


def test_a_monday_tells_of_friday_and_the_weekend(run: Run, repository: Repository) -> None:
    assert told(run, repository.root, "--as-of", "2026-11-16") == MONDAY
    assert told(run, repository.root, "--as-of", "2026-11-15") == MONDAY
    since = told(run, repository.root, "--as-of", "2026-11-16", "--since", "2026-11-14")
    assert since["Ana Silva"] == {"yesterday": ["cache done: Tell the teams"]}


def test_what_was_so_on_a_day_that_is_past(run: Run, repository: Repository) -> None:
    """On Thursday 'Drop the old cache' was on a branch; the blocker came at five and went at six."""
    wednesday = told(run, repository.root, "--as-of", "2026-11-11")
    assert wednesday["Ana Silva"]["yesterday"] == ["cache done: Measure the build"]
    assert told(run, repository.root, "--as-of", "2026-11-10") == {}
    noon = told(run, repository.root, "--as-of", "2026-11-12T12:00Z", "--since", "today")
    assert {name: one.get("yesterday") for name, one in noon.items() if "yesterday" in one} == {
        "Ana Silva": ["cache done: Move the index"],
        "Bob Ruiz": ["cache done: Write the adapter"],
    }
    blocked = told(run, repository.root, "--as-of", "2026-11-12T17:30Z", "--since", "today")
    assert blocked["Bob Ruiz"]["yesterday"] == ["cache done: Write the adapter"]
    assert [line for one in blocked.values() for line in one.get("blockers", ())] == ["cache blocked: Switch over"]


def test_what_was_on_a_branch_then_was_not_there_yet(run: Run, repository: Repository) -> None:
    """At half past two on Thursday the main line had three steps done; a fourth was done on a branch at two."""
    document = sent(run("standup", "--as-of", "2026-11-12T14:30Z", "--root", str(repository.root), "--json"))
    assert {one["plan"]: one["done"] for one in document["plans"]} == {"billing": 0, "cache": 3, "idle": 0}


def test_a_week_by_hand_count(run: Run, repository: Repository) -> None:
    document = sent(
        run("checkin", "--week", "2026-W46", "--as-of", "2026-11-16", "--root", str(repository.root), "--json")
    )
    Draft202012Validator(schema("checkin")).validate(document)
    assert document["week"] == "2026-W46"
    assert [(one["plan"], one["text"], one["people"]) for one in document["completed"]] == WEEK
    assert [(one["text"], one["people"], one["percent"]) for one in document["in_progress"]] == [
        ("Reports", ["Bob Ruiz"], 40)
    ]
    assert [(one["text"], one["about"]) for one in document["risks"]] == [
        ("The bank changes its format", "Keep both readers")
    ]
    assert [one["text"] for one in document["next"]] == ["Reports", "Switch over", "Begin"]
    assert document["plans"] == [
        {"plan": "billing", "title": "Billing", "done": 3, "total": 4},
        {"plan": "cache", "title": "Cache on disk", "done": 5, "total": 6},
        {"plan": "idle", "title": "Some day", "done": 0, "total": 1},
    ]
    after = sent(
        run("checkin", "--week", "2026-11-16", "--as-of", "2026-11-16", "--root", str(repository.root), "--json")
    )
    assert (after["week"], after["completed"]) == ("2026-W47", [])


def test_one_plan_and_one_person(run: Run, repository: Repository) -> None:
    root = repository.root
    assert told(run, root, "--as-of", "2026-11-13", "--person", "ana") == {"Ana Silva": FRIDAY["Ana Silva"]}
    one = told(run, root, "--as-of", "2026-11-13", "--plan", "billing")
    assert set(one) == {"Ana Silva", "Bob Ruiz", "cy"}
    assert run("standup", "--person", "Zoe", "--as-of", "2026-11-13", "--root", str(root)).exit_code == 3
    assert run("standup", "--plan", "nothing", "--root", str(root)).exit_code == 3
    document = sent(
        run("checkin", "--week", "last", "--as-of", "2026-11-16", "--person", "bob", "--root", str(root), "--json")
    )
    assert {name for one in document["completed"] for name in one["people"]} == {"Bob Ruiz"}


@pytest.mark.parametrize(
    "arguments",
    [
        ("standup", "--since", "soon"), ("standup", "--since", "9999-01-01"), ("standup", "--as-of", "late"),
        ("checkin", "--week", "2026-W60"), ("checkin", "--week", "9999-W01"), ("checkin", "--week", "x"),
    ],
)  # fmt: skip
def test_days_that_are_none(run: Run, arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert "hint" in result.stderr
