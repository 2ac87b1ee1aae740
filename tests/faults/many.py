"""Two servers that mark one plan at once, and one client that calls fifty times without waiting: all lands, none is refused."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

import anyio
from mcp import Client
from mcp.client.stdio import StdioServerParameters

from execplan.plan.drafts import NewStep
from execplan.workspace.workspace import Workspace
from tests.faults.figures import Figures
from tests.faults.journals import journal_problems
from tests.faults.matrix import strays
from tests.faults.scenarios import PLAN, SLUG

RUNS, MARKS, CALLS = 10, 100, 50
SHORT_MARKS = 10


def many(*, short: bool) -> Figures:
    figures = Figures("many")
    started = time.monotonic()
    runs, marks = (1, SHORT_MARKS) if short else (RUNS, MARKS)
    slowest = 0.0
    for run in range(runs):
        with tempfile.TemporaryDirectory(prefix="execplan-faults-") as name:
            root = Path(name)
            _create(root, 2 * marks)
            losses, seconds = anyio.run(_run, root, marks)
            slowest = max(slowest, seconds)
            figures.lose_all(f"run {run}: {loss}" for loss in [*losses, *_judged(root, marks)])
    figures.tell("runs", runs)
    figures.tell("marks of one plan by two servers, each run", 2 * marks)
    figures.tell("parallel calls of one client, each run", CALLS)
    figures.tell("refused, lost or there twice", len(figures.losses))
    figures.tell("slowest of the parallel calls, s", f"{slowest:.2f}")
    figures.tell("seconds", f"{time.monotonic() - started:.0f}")
    return figures


def _create(root: Path, steps: int) -> None:
    """A plan as the tool writes it: every step has a paragraph of its own in the plan of work."""
    new = tuple(NewStep(title=f"Task {number:03}") for number in range(steps))
    Workspace(root).create("Demo", "Many write at once.", slug=SLUG, steps=new)


def _judged(root: Path, marks: int) -> list[str]:
    plan = Workspace(root).ask(SLUG, lambda one: one)[1]
    done = sum(step.status == "done" for step in plan.steps)
    problems = [] if done == 2 * marks else [f"{done} of {2 * marks} marks landed"]
    text = (root / PLAN).read_text()
    for call in range(CALLS):
        decisions = sum(f"Choice {call:03}" in f"{one.title} {one.decision}" for one in plan.decisions)
        if decisions != 1:
            problems.append(
                f"decision {call} is there {decisions} times: {text.count(f'Choice {call:03}')} in the text"
            )
    return [*problems, *strays(root), *journal_problems(root, PLAN, plan.revision)]


async def _run(root: Path, marks: int) -> tuple[list[str], float]:
    losses: list[str] = []
    slowest = 0.0

    async def call(client: Client, tool: str, arguments: dict[str, str]) -> None:
        nonlocal slowest
        started = time.monotonic()
        answer = await client.call_tool(tool, {"plan": SLUG, **arguments})
        slowest = max(slowest, time.monotonic() - started)
        if answer.is_error:
            losses.append(f"{tool} {arguments} was refused: {answer.content}")

    async def mark_all(client: Client, first: int) -> None:
        for number in range(first, 2 * marks, 2):
            await call(client, "mark_step", {"step": f"Task {number:03}", "status": "done"})

    async with Client(_server(root)) as one, Client(_server(root)) as other:
        async with anyio.create_task_group() as group:
            group.start_soon(mark_all, one, 0)
            group.start_soon(mark_all, other, 1)
        slowest = 0.0
        async with anyio.create_task_group() as group:
            for number in range(CALLS):
                said = {"decision": f"Choice {number:03}", "rationale": "it is tried"}
                group.start_soon(call, one, "add_decision", said)
    return losses, slowest


def _server(root: Path) -> StdioServerParameters:
    return StdioServerParameters(
        command=sys.executable,
        args=["-m", "execplan", "mcp", "--root", str(root)],
        cwd=root,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(str(Path(path).resolve()) for path in sys.path if path)},
    )
