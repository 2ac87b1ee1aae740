"""The review through a real client: the same facts as text and as structured content, capped, without nulls."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from mcp import Client
from mcp_types import TextContent

from execplan.server.app import build_server
from execplan.workspace.workspace import Workspace

pytestmark = pytest.mark.anyio

PLAN = """# Execution Plan: Move the mail queue

**Date:** 2026-05-18
**Status:** In Progress

## Goal

Mail leaves within a minute.

## Technical Approach

## Steps

- [ ] Measure the old queue
  - Verification: a median is printed

## Success Criteria

- [ ] The settings are intuitive
"""


def stored(root: Path, text: str = PLAN, slug: str = "mail-queue") -> None:
    folder = root / ".agents" / slug
    folder.mkdir(parents=True)
    (folder / "PLAN.md").write_text(text, encoding="utf-8")


async def asked(root: Path, **arguments: Any) -> tuple[str, dict[str, Any]]:
    async with Client(build_server(Workspace(root))) as client:
        result = await client.call_tool("review_plan", arguments)
    (block,) = result.content
    assert isinstance(block, TextContent)
    assert not result.is_error, block.text
    assert result.structured_content is not None
    return block.text, result.structured_content


async def test_findings_and_measures(tmp_path: Path) -> None:
    stored(tmp_path)
    text, sent = await asked(tmp_path, plan="mail-queue")
    assert [one["name"] for one in sent["measures"]] == [
        *("clarity", "completeness", "currency", "traceability", "actionability"),
    ]
    found = {one["code"]: one for one in sent["diagnostics"]}
    assert found["section_empty"] == {
        "code": "section_empty",
        "severity": "warning",
        "line": 10,
        "message": "'Technical Approach' holds nothing",
        "fix": False,
    }
    assert "vague_criterion" in found
    assert sent["errors"] == 0
    assert sent["profile"] == "solo"
    assert None not in sent.values()
    for one in sent["diagnostics"]:
        assert f":{one['line']} {one['severity']} {one['code']}: {one['message']}" in text
    for one in sent["measures"]:
        assert f"{one['name']} " in text
        assert one["source"] in text


async def test_profiles(tmp_path: Path) -> None:
    stored(tmp_path)
    _, solo = await asked(tmp_path)
    _, team = await asked(tmp_path, profile="team")
    assert "owner_missing" in {one["code"] for one in team["diagnostics"]} - {
        one["code"] for one in solo["diagnostics"]
    }


async def test_the_worst_stay_and_the_rest_is_counted(tmp_path: Path) -> None:
    rows = "".join(f"- [ ] The screen of {chr(97 + number)}na is intuitive\n" for number in range(26))
    stored(tmp_path, PLAN + rows)
    text, sent = await asked(tmp_path)
    assert len(sent["diagnostics"]) == 25
    assert sent["warnings"] + sent["infos"] == 25 + sent["more"]
    assert f"+{sent['more']} more" in text


async def test_an_unknown_profile(tmp_path: Path) -> None:
    stored(tmp_path)
    async with Client(build_server(Workspace(tmp_path))) as client:
        result = await client.call_tool("review_plan", {"profile": "corporate"})
    assert result.is_error
    (block,) = result.content
    assert isinstance(block, TextContent)
    assert block.text.startswith("invalid: 'profile' cannot be")


async def test_a_fixable_finding_says_so(tmp_path: Path) -> None:
    stored(tmp_path, "# Mail ExecPlan\n\n## Execution Steps\n\n1. [ ] Move\n   - [x] North\n   - [x] South\n")
    text, sent = await asked(tmp_path)
    assert [one["code"] for one in sent["diagnostics"] if one["fix"]] == ["parent_open"]
    assert "[fix]" in text


async def test_nothing_is_written(tmp_path: Path) -> None:
    stored(tmp_path)
    path = tmp_path / ".agents" / "mail-queue" / "PLAN.md"
    before = path.read_bytes(), path.stat().st_mtime_ns
    await asked(tmp_path)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
