#!/usr/bin/env python3
"""Plays a session: the SDK's client, the real server on stdio, a temporary folder. Knows tools; knows no plan format.

Prints every call, its answer and what it changed in PLAN.md. Fails when an acknowledged write is not in the file.
"""

from __future__ import annotations

import difflib
import hashlib
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

import anyio
from mcp import Client
from mcp.client.stdio import StdioServerParameters
from mcp_types import TextContent

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

try:
    from tests.o200k import count
except ImportError:  # bpe-openai comes with the development dependencies only
    count = None

TITLE = "Move the build cache"
OBJECTIVE = "A clean build takes under five minutes."
CRITERIA = ["p95 of a clean build is under 5 min for a week", "The old disk is empty"]
STEPS: list[dict[str, Any]] = [
    {"title": "Measure a week of builds", "phase": "Find out", "verify": "`make timings` prints p95", "estimate": "2h"},
    {"title": "Write to the bucket", "phase": "Switch", "verify": "`make warm` hits 90 %", "estimate": "4h"},
    {"title": "Retire the old disk", "phase": "Switch", "verify": "`df` lists it no more", "estimate": "30m"},
]
DIM, BOLD, RED, GREEN = 2, 1, 31, 32
COLOUR = sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
Facts = dict[str, Any]


class WrongError(Exception): ...


def paint(text: str, code: int) -> str:
    return f"\033[{code}m{text}\033[0m" if COLOUR and text else text


def compact(tool: str, arguments: Facts) -> str:
    said = [f"{name}={json.dumps(value, ensure_ascii=False)}" for name, value in arguments.items()]
    line = f"{tool}({', '.join(said)})"
    return line if len(line) <= 100 else f"{tool}(\n  " + ",\n  ".join(said) + ")"


class Demo:
    """A client on one tree, which looks at the plan's file before and after every call."""

    def __init__(self, client: Client, root: Path) -> None:
        self.client, self.root, self.heard = client, root, 0
        self.path: Path | None = None

    def plan(self) -> str:
        return self.path.read_bytes().decode() if self.path else ""

    async def __call__(self, tool: str, *written: str, **arguments: Any) -> Facts:
        """Calls a tool. Each ``written`` text must stand in a line the call added; without one it only reads."""
        before, call = self.plan(), compact(tool, arguments)
        result = await self.client.call_tool(tool, arguments)
        said = "\n".join(block.text for block in result.content if isinstance(block, TextContent))
        facts = result.structured_content or {}
        self.heard += count(call) + count(said) if count else 0
        print(f"\n{paint('> ' + call, BOLD)}\n{said}")
        if result.is_error:
            raise WrongError(f"{tool} failed: {said}")
        self.path = self.path or self.root / facts["path"]
        added = self.show_diff(before)
        missing = [text for text in written if not any(text in line for line in added)]
        if missing:
            raise WrongError(f"{tool} was acknowledged, but {missing[0]!r} was not written")
        if not written and self.plan() != before:
            raise WrongError(f"{tool} changed the plan, though it only reads")
        if not hashlib.sha256(self.plan().encode()).hexdigest().startswith(facts.get("revision", "")):
            raise WrongError(f"{tool} answered revision {facts['revision']}, the file is another")
        return facts

    def show_diff(self, before: str) -> list[str]:
        """Prints what a call changed, answers the added lines. A new file is shown by its size."""
        old, new = before.splitlines(), self.plan().splitlines()
        lines = list(difflib.unified_diff(old, new, n=0, lineterm=""))[2:]
        for line in lines if before else [f"+ {len(new)} lines"]:
            print(paint(f"    {line}", {"+": GREEN, "-": RED}.get(line[0], DIM)))
        return [line[1:] for line in lines if line.startswith("+")]


async def play(demo: Demo) -> None:
    wanted = [OBJECTIVE, *CRITERIA, *(step[name] for step in STEPS for name in ("title", "verify", "estimate"))]
    await demo("create_plan", TITLE, *wanted, title=TITLE, objective=OBJECTIVE, criteria=CRITERIA, steps=STEPS)
    first = (await demo("get_current_step"))["id"]
    await demo("mark_step", "In Progress", step=first, status="in_progress")
    decision = {"decision": "Keep one bucket a region", "rationale": "Reads across regions cost 40 ms each"}
    await demo("add_decision", *decision.values(), **decision)
    found = {"what": "One build in five fetches nothing", "evidence": "`make timings`, 212 of 1,040 builds"}
    await demo("add_discovery", *found.values(), **found)
    second = (await demo("mark_step", "[x]", "Measure a week of builds", step=first, status="done"))["next"]["id"]
    blocker = {"text": "No write access to the bucket", "needs": "A role from the platform team"}
    opened = await demo("add_blocker", *blocker.values(), step=second, **blocker)
    if opened["id"] not in [row["id"] for row in (await demo("list_blockers"))["blockers"]]:
        raise WrongError("list_blockers does not show the open blocker")
    resolution = "The role build-cache-writer is there"
    await demo("resolve_blocker", resolution, blocker=opened["id"], resolution=resolution)
    third = (await demo("mark_step", "[x]", step=second, status="done"))["next"]["id"]
    last = await demo("mark_step", "[x]", step=third, status="done")
    if (last["done"], last["total"]) != (3, 3):
        raise WrongError(f"three steps were marked done, the answer says {last['done']}/{last['total']}")


async def main(root: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    command = ["-m", "execplan", "mcp", "--root", str(root), "--tools", "core"]
    server = StdioServerParameters(command=sys.executable, args=command, env=environment)
    async with Client(server, read_timeout_seconds=30) as client:
        print(f"execplan mcp --root {root} --tools core   (protocol {client.protocol_version})")
        await play(demo := Demo(client, root))
        size = len(demo.plan().encode())
        print(f"\nPLAN.md: {size:,} bytes. Every acknowledged write was found in it.")
        if count:
            tools = (await client.list_tools()).tools
            listed = sum(count(one.name) + count(one.description) + count(one.input_schema) for one in tools)
            listed += count(client.instructions or "")
            print(f"Tokens (o200k): tools and instructions {listed:,} + this session {demo.heard:,}")


def reasons(error: BaseException) -> list[str]:
    """What went wrong, without the groups that tasks wrap it in."""
    if isinstance(error, BaseExceptionGroup):
        return [reason for one in error.exceptions for reason in reasons(one)]
    return [str(error) if isinstance(error, WrongError) else f"{type(error).__name__}: {error}"]


if __name__ == "__main__":
    sys.stdout.reconfigure(errors="replace")  # pyright: ignore[reportAttributeAccessIssue]
    with tempfile.TemporaryDirectory(prefix="execplan-demo-") as folder:
        try:
            anyio.run(main, Path(folder).resolve())
        except Exception as error:
            sys.exit("demo: " + "; ".join(reasons(error)))
