#!/usr/bin/env python3
"""Measures what a model pays for the tools, in o200k tokens, and fails when a limit is broken.

The answers are those of the real server to a real client, over copies of the plans in a temporary folder.
``EXECPLAN_CORPUS`` names a folder of Markdown plans to measure over.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Any

import anyio
from mcp import Client
from mcp_types import TextContent

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.o200k import count  # noqa: E402
from tests.real_plans import corpus  # noqa: E402

from execplan.plan.drafts import NewStep  # noqa: E402
from execplan.server.app import build_server  # noqa: E402
from execplan.workspace.resources import template_names  # noqa: E402
from execplan.workspace.slug import slug_of  # noqa: E402
from execplan.workspace.workspace import Workspace  # noqa: E402

Plan = tuple[str, str, bytes]
"""Where it comes from, its slug, its bytes."""

TITLE = "Move the build cache"
OBJECTIVE = "A clean build takes under five minutes."
MARKS = 10
STEPS = [f"Move part {number} of the build to the new cache" for number in range(1, MARKS + 3)]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. Without a limit it only informs."""

    name: str
    tokens: int
    limit: int | None = None

    @property
    def broken(self) -> bool:
        return self.limit is not None and self.tokens > self.limit

    def __str__(self) -> str:
        limit = f"{self.limit:,}" if self.limit else ""
        return f"{self.name:<44} {self.tokens:>7,} {limit:>7}  {'BROKEN' if self.broken else ''}".rstrip()


@dataclass(frozen=True, slots=True)
class Bill:
    """What the answers over many plans cost."""

    current: list[int]
    marks: list[int]
    refused: list[str]


def rank(values: Iterable[int], share: float) -> int:
    """The smallest value that this share of all values does not exceed."""
    ordered = sorted(values)
    return ordered[max(0, ceil(share * len(ordered)) - 1)]


async def answer(client: Client, tool: str, **arguments: Any) -> tuple[bool, str, dict[str, Any]]:
    result = await client.call_tool(tool, arguments)
    said = "\n".join(block.text for block in result.content if isinstance(block, TextContent))
    return not result.is_error, said, result.structured_content or {}


def connect(folder: Path, toolset: str = "core") -> Client:
    return Client(build_server(Workspace(folder), toolset))


def plans_of(folder: Path) -> Iterator[Plan]:
    """The plans in a folder, by the last part of their names."""
    for path in sorted(folder.glob("*.md")):
        yield path.name, slug_of(path.stem.rsplit("__")[-1]), path.read_bytes()


def own_plans() -> Iterator[Plan]:
    """What the shipped templates make of a plan with steps, and the plans that the tests keep."""
    with tempfile.TemporaryDirectory(prefix="execplan-tokens-") as name:
        workspace = Workspace(Path(name))
        for template in template_names():
            made = workspace.create(TITLE, OBJECTIVE, template=template, steps=tuple(map(NewStep, STEPS)))
            yield f"template {template}", slug_of(TITLE), Path(name, made.handle.path).read_bytes()
    for folder in sorted({path.parent for path in (ROOT / "tests").rglob("*.md")}):
        yield from plans_of(folder)


async def over(plans: Iterable[Plan]) -> Bill:
    """The current step of every plan, and marking it: in progress, blocked, done."""
    bill = Bill([], [], [])
    for origin, slug, content in plans:
        with tempfile.TemporaryDirectory(prefix="execplan-tokens-") as name:
            plan = Path(name, ".agents", slug, "PLAN.md")
            plan.parent.mkdir(parents=True)
            plan.write_bytes(content)
            async with connect(Path(name)) as client:
                await measure(client, slug, origin, bill)
    return bill


async def measure(client: Client, slug: str, origin: str, bill: Bill) -> None:
    good, said, current = await answer(client, "get_current_step", plan=slug)
    if not good:
        bill.refused.append(f"{origin}: {said}")
        return
    bill.current.append(count(said))
    for status in ("in_progress", "blocked", "done") if "id" in current else ():
        good, said, _ = await answer(client, "mark_step", step=current["id"], status=status, note="Why", plan=slug)
        if good:
            bill.marks.append(count(said))
        else:
            bill.refused.append(f"{origin}: mark_step {status}: {said}")


async def session(toolset: str) -> tuple[int, int, int]:
    """The tokens of a toolset's list, of the instructions, and of one look and ten marks."""
    with tempfile.TemporaryDirectory(prefix="execplan-tokens-") as name:
        async with connect(Path(name), toolset) as client:
            tools = (await client.list_tools()).tools
            listed = sum(count(one.name) + count(one.description) + count(one.input_schema) for one in tools)
            await answer(client, "create_plan", title=TITLE, objective=OBJECTIVE, steps=STEPS)
            _, said, facts = await answer(client, "get_current_step")
            spent, step = count(said), facts["id"]
            for _ in range(MARKS):
                good, said, facts = await answer(client, "mark_step", step=step, status="done")
                if not good:
                    raise SystemExit(f"tokens: mark_step failed: {said}")
                spent, step = spent + count(said), facts["next"]["id"]
            return listed, count(client.instructions or ""), spent


async def main() -> int:
    folder = corpus()
    bill = await over(plans_of(folder) if folder else own_plans())
    where = "real plans" if folder else "plans of this repository (no corpus here: EXECPLAN_CORPUS names one)"
    core, _, spent_core = await session("core")
    everything, instructions, spent_all = await session("all")
    rows = [
        Row("tools/list core", core, 1250),
        Row("tools/list all", everything, 2150),
        Row("instructions", instructions, 150),
        Row("get_current_step p50", rank(bill.current, 0.5)),
        Row("get_current_step p95", rank(bill.current, 0.95), 150),
        Row("get_current_step max", max(bill.current)),
        Row("mark_step p50", rank(bill.marks, 0.5)),
        Row("mark_step p95", rank(bill.marks, 0.95)),
        Row("mark_step max", max(bill.marks), 40),
        Row(f"session core: tools, one look, {MARKS} marks", core + spent_core, 1800),
        Row(f"session all: tools, one look, {MARKS} marks", everything + spent_all, 2700),
    ]
    print(f"o200k tokens over {len(bill.current)} {where}, {len(bill.marks)} marks")
    print(f"{'':<44} {'tokens':>7} {'limit':>7}")
    print(*rows, sep="\n")
    for one in bill.refused:
        print(f"not counted: {one}", file=sys.stderr)
    return 1 if any(row.broken for row in rows) else 0


if __name__ == "__main__":
    sys.exit(anyio.run(main))
