"""The session of the README against real server processes, while others write the same plan."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client
from mcp.client.stdio import StdioServerParameters
from mcp_types import TextContent

REPOSITORY = Path(__file__).parents[2]
ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
STEPS = [
    {"title": "Measure a week of builds", "phase": "Find out", "verify": "timings print p95", "estimate": "2h"},
    {"title": "Write to the bucket", "phase": "Switch", "verify": "nine of ten builds hit", "estimate": "4h"},
    {"title": "Retire the old disk", "phase": "Switch", "verify": "it is listed no more", "estimate": "30m"},
]
eras = pytest.mark.parametrize("era", ["auto", "legacy"])


class Talk:
    """A client with a server process of its own; remembers what was acknowledged."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.ids: list[tuple[str, str]] = []

    async def __call__(self, tool: str, **arguments: Any) -> dict[str, Any]:
        result = await self.client.call_tool(tool, arguments)
        (block,) = result.content
        assert isinstance(block, TextContent)
        assert not result.is_error, f"{tool}: {block.text}"
        assert result.structured_content
        return result.structured_content

    async def record(self, tool: str, text: str, **arguments: Any) -> str:
        name = {"add_decision": "decision", "add_discovery": "what", "add_blocker": "text"}[tool]
        answer = await self(tool, **{name: text}, **arguments)
        self.ids.append((tool, text))
        return answer["id"]


def connect(root: Path, era: str) -> Client:
    command = ["-m", "execplan", "mcp", "--root", str(root), "--tools", "core"]
    server = StdioServerParameters(command=sys.executable, args=command, env=ENVIRONMENT)
    return Client(server, mode=era, read_timeout_seconds=60)


def shown(root: Path) -> dict[str, Any]:
    """The plan as the command line reads it, in a process of its own."""
    command = [sys.executable, "-m", "execplan", "show", "--root", str(root), "--json"]
    return json.loads(subprocess.run(command, env=ENVIRONMENT, check=True, capture_output=True).stdout)


async def create(talk: Talk) -> str:
    made = await talk(
        "create_plan",
        title="Move the build cache",
        objective="A clean build takes under five minutes.",
        criteria=["p95 is under 5 min for a week", "The old disk is empty"],
        steps=STEPS,
    )
    return made["path"]


async def work(talk: Talk) -> None:
    """What the README shows, from the first step to the last."""
    first = (await talk("get_current_step"))["id"]
    assert (await talk("mark_step", step=first, status="in_progress"))["status"] == "in_progress"
    await talk.record("add_decision", "Keep one bucket a region", rationale="Reads across regions cost 40 ms each")
    await talk.record("add_discovery", "One build in five fetches nothing", evidence="212 of 1,040 builds")
    second = (await talk("mark_step", step=first, status="done"))["next"]["id"]
    blocker = await talk.record("add_blocker", "No write access to the bucket", step=second, needs="A role")
    assert [row["id"] for row in (await talk("list_blockers"))["blockers"]] == [blocker]
    assert (await talk("resolve_blocker", blocker=blocker, resolution="The role is there"))["status"] == "resolved"
    third = (await talk("mark_step", step=second, status="done"))["next"]["id"]
    last = await talk("mark_step", step=third, status="done")
    assert (last["done"], last["total"]) == (3, 3)
    assert "next" not in last


@pytest.mark.anyio
@eras
async def test_nothing_acknowledged_is_lost_while_another_client_writes(era: str, tmp_path: Path) -> None:
    async with connect(tmp_path, era) as one, connect(tmp_path, era) as other:
        working, writing = Talk(one), Talk(other)
        path = tmp_path / await create(working)
        done = anyio.Event()

        async def write() -> None:
            number = 0
            while not done.is_set() or number < 20:
                number += 1
                await writing.record("add_decision", f"Second client, decision {number}", rationale=f"Why {number}")

        async with anyio.create_task_group() as group:
            group.start_soon(write)
            await work(working)
            done.set()

    plan, text = shown(tmp_path), path.read_text("utf-8")
    acknowledged = [*working.ids, *writing.ids]
    assert len(acknowledged) >= 23
    told = Counter(entry["title"] for entry in [*plan["decisions"], *plan["discoveries"]])
    told += Counter(blocker["text"] for blocker in plan["blockers"])
    assert told == Counter(entry for _, entry in acknowledged)
    assert all(f"Why {number}\n" in text for number in range(1, len(writing.ids) + 1))
    assert [step["status"] for step in plan["steps"]] == ["done"] * 3
    assert [blocker["resolved"] for blocker in plan["blockers"]] == [True]
    assert "The role is there" in text


@pytest.mark.anyio
@eras
async def test_fifty_parallel_calls_of_one_client_all_land(era: str, tmp_path: Path) -> None:
    async with connect(tmp_path, era) as client:
        talk = Talk(client)
        await create(talk)
        async with anyio.create_task_group() as group:
            for number in range(20):
                group.start_soon(lambda n: talk.record("add_decision", f"Decision {n}", rationale="It is so"), number)
                group.start_soon(lambda n: talk.record("add_discovery", f"Discovery {n}"), number)
            for number in range(10):
                group.start_soon(lambda n: talk("add_steps", steps=[f"Further step {n}"]), number)

    plan = shown(tmp_path)
    assert sorted(one["title"] for one in plan["decisions"]) == sorted(f"Decision {n}" for n in range(20))
    assert sorted(one["title"] for one in plan["discoveries"]) == sorted(f"Discovery {n}" for n in range(20))
    titles = [step["title"] for step in STEPS] + [f"Further step {n}" for n in range(10)]
    assert sorted(one["title"] for one in plan["steps"]) == sorted(titles)
    ids = [one["id"] for kind in ("steps", "decisions", "discoveries") for one in plan[kind]]
    assert len(set(ids)) == 53


def masked(said: str) -> str:
    """Without what differs from run to run: revisions, times, and the stamp that a new minute changes."""
    lines = [line for line in said.split("\n") if "@@" not in line and "last updated" not in line.casefold()]
    return re.sub(r"\b[0-9a-f]{8}\b|\d{4}-\d\d-\d\d \d\d:\d\d", "#", "\n".join(lines))


def test_demo_runs_plain_leaves_nothing_and_says_what_the_readme_shows(tmp_path: Path) -> None:
    environment = {**ENVIRONMENT, "NO_COLOR": "1", "TMPDIR": str(tmp_path)}
    command = [sys.executable, str(REPOSITORY / "scripts" / "demo.py")]
    run = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8")
    assert run.returncode == 0, run.stderr
    assert "\033" not in run.stdout
    assert "3/3" in run.stdout
    assert list(tmp_path.iterdir()) == []
    excerpts = re.findall(r"```text\n(.*?)\n```", (REPOSITORY / "README.md").read_text("utf-8"), re.DOTALL)
    parts = [part for block in excerpts for part in block.split("\n\n[…]\n\n")]
    assert len(parts) >= 3
    for part in parts:
        assert masked(part) in masked(run.stdout)
