"""A plan of each dialect from its creation to the archive, over the standard streams of a real server, by tools alone."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from mcp import Client
from mcp.client.stdio import StdioServerParameters

from tests.golden.session import PLAN
from tests.golden.test_golden import DIALECTS, answered, play


@pytest.mark.anyio
@pytest.mark.parametrize("mode", ["auto", "legacy"])
@pytest.mark.parametrize("dialect", DIALECTS)
async def test_a_session_over_stdio(dialect: str, mode: str, tmp_path: Path) -> None:
    server = StdioServerParameters(
        command=sys.executable,
        args=["-m", "execplan", "mcp", "--root", str(tmp_path)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
    )
    async with Client(server, mode=mode) as client:
        await play(client, dialect)
        review = await answered(client, "review_plan", {"plan": PLAN})
        assert review["diagnostics"] == []
        listed = await answered(client, "list_plans", {"status": "archived"})
    assert [(one["slug"], one["status"], one["done"], one["total"]) for one in listed["plans"]] == [
        (PLAN, "completed", 6, 6)
    ]
    assert [path.name for path in (tmp_path / ".agents").iterdir() if path.name not in (".state", "archive")] == []
