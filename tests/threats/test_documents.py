"""Documents made to be dear: each is served or refused with the limit's name, in little memory, and other plans are served."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from execplan.plan.drafts import NewStep
from execplan.plan.errors import PlanError
from execplan.plan.limits import ENTRIES
from execplan.plan.reader import read_plan
from execplan.store.files import LIMIT
from execplan.text.blocks import MOST_LINES
from execplan.text.source import Source
from execplan.workspace.workspace import Workspace
from tests.server.test_edges import PLAN
from tests.server.test_stdio import Session, call
from tests.threats.shapes import SHAPES
from tests.threats.test_messages import MEMORY, peak

ROOM = 15
"""Seconds for what takes two: this is no stopwatch, but it ends what is without bound."""


def put(root: Path, slug: str, data: bytes) -> Path:
    path = root / ".agents" / slug / "PLAN.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


CALLS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("get_plan", {"plan": "hostile"}),
    ("review_plan", {"plan": "hostile"}),
    ("get_schedule", {"plan": "hostile"}),
    ("list_plans", {}),
    ("search_plans", {"query": "x"}),
    ("log_progress", {"plan": "hostile", "text": "Went on"}),
)
"""What reads most, and a write."""

BYTES: dict[str, bytes] = {
    "10 MB in one line": b"# Long\n\n- [ ] " + b"x" * 10_000_000,
    "no UTF-8": b"# Odd\n\n- [ ] a\xff\xfe\n",
    "UTF-16": "# Odd\n\n- [ ] a\n".encode("utf-16"),
    "a lone surrogate": b"# Odd\n\n- [ ] \xed\xa0\x80\n",
    "nothing but NUL": b"\0" * 4_096,
    "one byte too many": b"x" * (LIMIT + 1),
}


SIZES = (1 << 18, LIMIT - 200) if os.environ.get("EXECPLAN_FAULTS") == "full" else (1 << 17,)
DOCUMENTS = [*((name, size) for name in SHAPES for size in SIZES), *((name, 0) for name in BYTES)]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Session]]:
    """One server for all: what one document leaves behind is there for the next."""
    root = tmp_path_factory.mktemp("documents")
    put(root, "edges", PLAN.encode())
    with Session(str(root)) as session:
        yield root, session


@pytest.mark.parametrize(("name", "size"), DOCUMENTS)
def test_served_or_refused(name: str, size: int, served: tuple[Path, Session]) -> None:
    root, session = served
    data = BYTES[name] if name in BYTES else SHAPES[name](size).encode()
    path = put(root, "hostile", data)
    for number, (tool, arguments) in enumerate(CALLS, 2):
        result = session.ask(call(number, tool, **arguments))["result"]
        if result.get("isError"):
            assert result["content"][0]["text"].startswith(REFUSALS), result["content"][0]["text"][:300]
        if tool != "log_progress" or result.get("isError"):
            assert path.read_bytes() == data
    other = session.ask(call(99, "get_current_step", plan="edges"))["result"]
    assert not other.get("isError"), "another plan is not served"
    assert peak(session.process.pid) <= MEMORY


REFUSALS = ("too_large: ", "unreadable: ", "not_found: ", "invalid: ", "refused: ")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("# P\n\n" + "- [ ] x\n" * ENTRIES, "6,001 entries are more than the limit of 6,000"),
        ("## h\n" * (ENTRIES + 1), "6,001 entries are more than the limit of 6,000"),
        ("\n" * MOST_LINES + "x\n", "50,001 lines are more than the limit of 50,000"),
        ("- > " * 60 + "x\n" + "- > " * 60 + "x\n" * 4_000, "the limit of work for one document"),
        ("> " * 150 + "x\n" + "x\n" * 40_000, "the limit of work for one document"),
        ("|a" * 200 + "|\n" + "|-" * 200 + "|\n" + "|b\n" * 2_000, "the limit of work for one document"),
    ],
    ids=["entries", "headings", "lines", "lists and quotes", "lazy lines", "cells"],
)
def test_a_refusal_names_its_limit(text: str, said: str, tmp_path: Path) -> None:
    path = put(tmp_path, "hostile", text.encode())
    put(tmp_path, "edges", PLAN.encode())
    workspace = Workspace(tmp_path)
    plan = read_plan(Source.of(text))  # reading itself is total
    assert (plan.steps, [one.code for one in plan.diagnostics]) == ((), ["too_large"])
    for _ in range(2):  # the second time it is known already
        with pytest.raises(PlanError, match=said) as caught:
            workspace.ask("hostile", lambda one: one)
        assert caught.value.code == "too_large"
    with pytest.raises(PlanError, match=said):
        workspace.change("hostile", lambda plan, now: pytest.fail("an edit was asked"))
    assert path.read_text() == text
    assert [(one.slug, one.plan is not None) for one in workspace.plans()] == [("edges", True), ("hostile", False)]


def test_the_limit_itself_is_served_and_no_write_crosses_it(tmp_path: Path) -> None:
    from execplan.edits.grow import add

    text = "# P\n\n**Status:** In Progress\n\n## Progress\n\n" + "".join(
        f"- [ ] **Step {number}**: Part {number}\n" for number in range(1, ENTRIES - 1)
    )
    path = put(tmp_path, "full", text.encode())
    workspace = Workspace(tmp_path)
    assert len(workspace.ask("full", lambda plan: plan.steps)[1]) == ENTRIES - 2
    with pytest.raises(PlanError, match="6,001 entries are more than the limit of 6,000") as caught:
        workspace.change("full", lambda plan, now: add(plan, (NewStep("One more"),), now=now))
    assert caught.value.code == "too_large"
    assert path.read_text() == text


def test_no_plan_is_made_beyond_the_limit(tmp_path: Path) -> None:
    (tmp_path / ".agents").mkdir()
    steps = [NewStep(f"Part {number}") for number in range(ENTRIES + 1)]
    with pytest.raises(PlanError) as caught:
        Workspace(tmp_path).create("Too much", "It is much", steps=steps)
    assert caught.value.code == "too_large"
    assert os.listdir(tmp_path / ".agents") == []


HOSTILE_LINES = ["* " * 30_000 + "y", "[" * 60_000, "`" * 60_000, "*" * 60_000 + "y", " " * 60_000 + "y", "✅" * 20_000]
STARTS = ["# ", "## Phase 1: ", "- [ ] ", "**Status:** ", "| a | b |\n|---|---|\n| ", "## Decision Log\n\n- ", ""]


@pytest.mark.parametrize("line", HOSTILE_LINES, ids=lambda line: line[:2])
def test_no_pattern_runs_away(line: str) -> None:
    """One long line in every place: what would take hours is ended, and fails."""
    code = (
        "import sys, json; from execplan.text.source import Source; from execplan.plan.reader import read_plan\n"
        "for text in json.load(sys.stdin): read_plan(Source.of(text))"
    )
    texts = [f"# P\n\n## Progress\n\n{start}{line}\n" for start in STARTS]
    done = subprocess.run(
        [sys.executable, "-c", code],
        input=json.dumps(texts),
        text=True,
        timeout=ROOM * 4,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
    )
    assert done.returncode == 0
