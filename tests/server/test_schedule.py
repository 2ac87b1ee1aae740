"""The schedule through a real client: the same facts as text and as structured content, within its budget."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from mcp import Client
from mcp_types import TextContent

from execplan.plan.drafts import NewStep
from execplan.server.app import build_server
from execplan.workspace.workspace import Workspace
from tests.cli.test_schedule import LAUNCH
from tests.o200k import count

pytestmark = pytest.mark.anyio


def opened(root: Path, text: str = LAUNCH) -> Workspace:
    folder = root / ".agents" / "launch"
    folder.mkdir(parents=True)
    (folder / "PLAN.md").write_text(text, encoding="utf-8")
    return Workspace(root, clock=lambda: datetime(2026, 10, 15, tzinfo=UTC))


async def asked(workspace: Workspace, **arguments: Any) -> tuple[str, dict[str, Any]]:
    async with Client(build_server(workspace, "all")) as client:
        result = await client.call_tool("get_schedule", arguments)
    (block,) = result.content
    assert isinstance(block, TextContent)
    assert not result.is_error, block.text
    assert result.structured_content is not None
    return block.text, result.structured_content


async def test_the_schedule_of_a_plan(tmp_path: Path) -> None:
    text, sent = await asked(opened(tmp_path))
    assert (sent["start"], sent["finish"], sent["deadline"]) == ("2026-10-15", "2026-10-22", "2026-10-23")
    assert (sent["late"], sent["late_work"], sent["method"], sent["no_estimate"]) == (-1, -1, "critical path", 1)
    assert [one["title"] for one in sent["critical"]] == ["Build the API", "Try it out", "=Ship it"]
    lines = text.splitlines()
    assert lines[0].endswith(": 4 open steps, 2026-10-15 to 2026-10-22")
    assert lines[1] == "deadline 2026-10-23 met, 1 day to spare"
    assert None not in sent.values()


async def test_people(tmp_path: Path) -> None:
    text, sent = await asked(opened(tmp_path), plan="launch", people=True)
    assert sent["method"] in ("list", "cp-sat")
    assert {one["name"] for one in sent["people"]} == {"Ana", "Bo"}
    assert f"method: {sent['method']}" in text


async def test_forty_steps_with_long_titles_fit_the_budget(tmp_path: Path) -> None:
    long = "Rework the settlement reconciliation pipeline for the overseas subsidiaries and their auditors, part"
    workspace = Workspace(tmp_path, clock=lambda: datetime(2026, 10, 15, tzinfo=UTC))
    steps = [
        NewStep(
            f"{long} {at}",
            phase=f"Phase {at // 8}",
            estimate=f"{at % 5 + 1}d",
            depends_on=(f"{long} {at - 3}",) if at > 2 else (),
            owner=f"Engineer {at % 5} of the platform team",
        )
        for at in range(40)
    ]
    workspace.create("Move the settlement of every overseas subsidiary", "By Dec 1", template="team", steps=steps)
    for people in (False, True):
        text, sent = await asked(workspace, people=people)
        assert count(text) <= 400
        assert count(sent) <= 1.7 * count(text)
        assert sent["steps"] == 40


async def test_nothing_is_written(tmp_path: Path) -> None:
    workspace = opened(tmp_path)
    path = tmp_path / ".agents" / "launch" / "PLAN.md"
    before = path.read_bytes(), path.stat().st_mtime_ns
    await asked(workspace, people=True)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
