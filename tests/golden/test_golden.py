"""One plan a dialect, kept through the tools alone from creation to the archive; the files beside this one are the result.

``EXECPLAN_GOLDEN=write`` renews them; read the difference before you commit it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from mcp import Client
from mcp_types import TextContent

from execplan.plan.reader import read_plan
from execplan.server.app import build_server
from execplan.text.source import Source
from execplan.views.current import current_step
from execplan.workspace.workspace import Workspace
from tests.golden.session import PLAN, session

HERE = Path(__file__).parent
DIALECTS = ("living", "execution-plan", "execplan", "team", "cookbook")


def clock() -> Callable[[], datetime]:
    """Half an hour passes with every look at it."""
    now = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    def tick() -> datetime:
        nonlocal now
        now += timedelta(minutes=30)
        return now

    return tick


async def play(client: Client, dialect: str) -> None:
    """The whole session. What is replaced is replaced at the revision of the answer before it."""
    revision: object = None
    for tool, arguments in session(dialect):
        given = {**arguments, "if_revision": revision} if arguments.get("mode") == "replace" else arguments
        facts = await answered(client, tool, given)
        revision = facts.get("revision", revision)


async def answered(client: Client, tool: str, arguments: dict[str, Any]) -> dict[str, Any]:
    result = await client.call_tool(tool, arguments)
    (block,) = result.content
    assert isinstance(block, TextContent)
    assert not result.is_error, f"{tool} {arguments}: {block.text}"
    return result.structured_content or {}


@pytest.mark.anyio
@pytest.mark.parametrize("dialect", DIALECTS)
async def test_a_plan_kept_through_the_tools_alone(dialect: str, tmp_path: Path) -> None:
    async with Client(build_server(Workspace(tmp_path, clock=clock()))) as client:
        await play(client, dialect)
    text = (tmp_path / ".agents" / "archive" / PLAN / "PLAN.md").read_bytes()
    golden = HERE / f"{dialect}.md"
    if os.environ.get("EXECPLAN_GOLDEN") == "write":
        golden.write_bytes(text)
    assert text.decode() == golden.read_text(encoding="utf-8")


@pytest.mark.anyio
@pytest.mark.parametrize("profile", ["solo", "team"])
@pytest.mark.parametrize("dialect", DIALECTS)
async def test_the_golden_plan_reviews_clean(dialect: str, profile: str, tmp_path: Path) -> None:
    """On the day after, in its archive. A team is only told what this work has none of: links to a pull request."""
    folder = tmp_path / ".agents" / "archive" / PLAN
    folder.mkdir(parents=True)
    (folder / "PLAN.md").write_bytes((HERE / f"{dialect}.md").read_bytes())
    now = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
    async with Client(build_server(Workspace(tmp_path, clock=lambda: now))) as client:
        review = await answered(client, "review_plan", {"plan": PLAN, "profile": profile})
    allowed = {"links_missing", "handoff_missing"} if profile == "team" else set[str]()
    assert [one for one in review["diagnostics"] if one["code"] not in allowed] == []


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_golden_plan_reads_as_finished(dialect: str) -> None:
    plan = read_plan(Source.decode((HERE / f"{dialect}.md").read_bytes()))
    assert plan.dialect == dialect
    assert plan.status == "completed"
    assert {step.title: step.status for step in plan.steps} == {
        "Pick a place for the copies": "done",
        "Write the dump script": "done",
        "Schedule it": "skipped",
        "Page Mira when the script exits with an error": "done",
        "Alarm when a night fails or is late": "done",
        "Restore once for real": "done",
        "Restore to a scratch machine": "done",
        "Start the shop on it": "done",
    }
    assert current_step(plan).step is None
    assert not [one for one in plan.blockers if not one.resolved]
    assert [one.resolved for one in plan.questions if "How long" in one.text] == [True]
    assert [(one.status, one.owner) for one in plan.risks] == [("Mitigated", "Mira")]
    assert all(one.met for one in plan.criteria)
    assert len(plan.decisions) == 2
    assert [one.retracted for one in plan.discoveries] == [None, "measured with two copies on the disk", None]
    assert not plan.diagnostics
