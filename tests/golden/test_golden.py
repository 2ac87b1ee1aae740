"""One plan a dialect, kept through the tools alone from creation to its last step; the files beside this one are the result.

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

HERE = Path(__file__).parent
DIALECTS = ("living", "execution-plan", "execplan", "team", "cookbook")
Call = tuple[str, dict[str, Any]]


def clock() -> Callable[[], datetime]:
    """Half an hour passes with every look at it."""
    now = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    def tick() -> datetime:
        nonlocal now
        now += timedelta(minutes=30)
        return now

    return tick


def session(dialect: str) -> list[Call]:
    """A small real job: create, work, get stuck, get unstuck, change the plan, finish."""
    return [
        (
            "create_plan",
            {
                "title": "Nightly backups",
                "slug": "nightly-backups",
                "template": dialect,
                "objective": "Every night the shop's database is copied off site. A restore takes less than ten minutes.",
                "context": "The database lives on one machine; the last manual copy is five weeks old.",
                "criteria": [
                    "A restore of last night's copy takes under 10 minutes",
                    "A failed night raises an alarm within the hour",
                ],
                "steps": [
                    {
                        "title": "Pick a place for the copies",
                        "phase": "Prepare",
                        "verify": "`aws s3 ls` answers from the host",
                        "estimate": "1 hour",
                    },
                    {
                        "title": "Write the dump script",
                        "phase": "Build",
                        "files": ["ops/backup.sh"],
                        "verify": "`ops/backup.sh --dry-run` exits 0",
                        "estimate": "3 hours",
                        "depends_on": ["Pick a place for the copies"],
                    },
                    {
                        "title": "Schedule it",
                        "phase": "Build",
                        "files": ["ops/backup.timer"],
                        "verify": "the timer shows a next run",
                        "owner": "Mira",
                    },
                    {
                        "title": "Restore once for real",
                        "phase": "Prove",
                        "verify": "the shop starts on the restored copy",
                        "estimate": "2h",
                    },
                ],
            },
        ),
        ("mark_step", {"step": "Pick a place", "status": "in_progress"}),
        (
            "add_decision",
            {
                "decision": "Keep the copies in a second region of the same provider",
                "rationale": "One bill and one set of keys; a fire takes one region at most",
                "alternatives": "A second provider (safer, two sets of keys to guard)",
                "trade_offs": "An outage of the provider's accounts would hit both",
                "by": "Mira",
            },
        ),
        ("mark_step", {"step": "Pick a place", "status": "done"}),
        ("mark_step", {"step": "dump script", "status": "in_progress"}),
        (
            "add_discovery",
            {
                "what": "The dump locks the orders table for 40 seconds",
                "why_it_matters": "Customers cannot pay meanwhile",
                "action": "Dump from the replica instead",
                "evidence": "`pg_stat_activity` at 02:10",
            },
        ),
        ("mark_step", {"step": "dump script", "status": "blocked", "note": "the replica lags four hours behind"}),
        (
            "add_blocker",
            {
                "text": "Who may read the copies?",
                "needs": "an answer from the data protection officer",
                "options": ["Only operations", "Operations and support"],
            },
        ),
        ("resolve_blocker", {"blocker": "replica lags", "resolution": "lag is 3 seconds since the index was rebuilt"}),
        ("mark_step", {"step": "dump script", "status": "done", "note": "dumps from the replica, 6 minutes"}),
        (
            "add_steps",
            {"steps": [{"title": "Alarm when a night fails", "phase": "Build", "verify": "a broken key pages Mira"}]},
        ),
        ("add_steps", {"parent": "Restore once", "steps": ["Restore to a scratch machine", "Start the shop on it"]}),
        ("resolve_blocker", {"blocker": "Who may read", "resolution": "only operations, with a log of each read"}),
        ("add_decision", {"decision": "Encrypt the copies with age", "rationale": "Small, and the key fits on paper"}),
        ("mark_step", {"step": "Schedule it", "status": "skipped", "note": "the platform's own scheduler runs it"}),
        ("mark_step", {"step": "Alarm when", "status": "done"}),
        ("add_discovery", {"what": "Restores need twice the disk of the copy"}),
        ("mark_step", {"step": "scratch machine", "status": "done"}),
        ("mark_step", {"step": "Start the shop", "status": "in_progress"}),
        ("mark_step", {"step": "Start the shop", "status": "done"}),
    ]


@pytest.mark.anyio
@pytest.mark.parametrize("dialect", DIALECTS)
async def test_a_plan_kept_through_the_tools_alone(dialect: str, tmp_path: Path) -> None:
    async with Client(build_server(Workspace(tmp_path, clock=clock()))) as client:
        for tool, arguments in session(dialect):
            result = await client.call_tool(tool, arguments)
            (block,) = result.content
            assert isinstance(block, TextContent)
            assert not result.is_error, f"{tool} {arguments}: {block.text}"
    text = (tmp_path / ".agents" / "nightly-backups" / "PLAN.md").read_bytes()
    golden = HERE / f"{dialect}.md"
    if os.environ.get("EXECPLAN_GOLDEN") == "write":
        golden.write_bytes(text)
    assert text.decode() == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_golden_plan_reads_as_finished(dialect: str) -> None:
    plan = read_plan(Source.decode((HERE / f"{dialect}.md").read_bytes()))
    assert plan.dialect == dialect
    assert {step.title: step.status for step in plan.steps} == {
        "Pick a place for the copies": "done",
        "Write the dump script": "done",
        "Schedule it": "skipped",
        "Alarm when a night fails": "done",
        "Restore once for real": "done",
        "Restore to a scratch machine": "done",
        "Start the shop on it": "done",
    }
    assert current_step(plan).step is None
    assert not [one for one in plan.blockers if not one.resolved]
    assert [len(plan.decisions), len(plan.discoveries)] == [2, 2]
    assert not plan.diagnostics
