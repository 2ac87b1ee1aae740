#!/usr/bin/env python3
"""What a start costs, in milliseconds: of the server beside a bare server of the SDK, and of the command line.

    python benchmarks/start.py [rounds]

A server's start is from the spawn of its process to the answer of ``tools/list``. Everything is run in turn, round by
round, so that what else the machine does falls on all alike; medians are printed, and how often the first line's.
Bytecode is written first, as an installation has it.
"""

from __future__ import annotations

import compileall
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.content import write_tree  # noqa: E402

BARE = """
from mcp.server import MCPServer
server = MCPServer("bare")
@server.tool()
def echo(text: str) -> str:
    return text
server.run()
"""
_CLIENT = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "start", "version": "1"}}
_ASKED = (
    {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": _CLIENT},
    {"jsonrpc": "2.0", "method": "notifications/initialized"},
    {"jsonrpc": "2.0", "id": 2, "method": "tools/list"},
)


@dataclass(frozen=True, slots=True)
class Cost:
    """Milliseconds until the answer (of a command: until its end), and of the processor over the whole process."""

    answer: float
    processor: float


def served(command: list[str], folder: Path) -> Cost:
    """The start of a server, and its end right after."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment(),
        bufsize=0,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdin
    assert process.stdout
    for message in _ASKED:
        process.stdin.write(json.dumps(message).encode() + b"\n")
        if "id" in message and json.loads(line(process.stdout.fileno())).get("id") != message["id"]:
            raise SystemExit(f"no answer to {message['method']}: {command}")
    answered = time.perf_counter() - begun
    process.stdin.close()
    return Cost(answered * 1e3, spent(process))


def ran(command: list[str], folder: Path) -> Cost:
    begun = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, env=environment(), stdout=subprocess.DEVNULL)
    processor = spent(process)
    return Cost((time.perf_counter() - begun) * 1e3, processor)


def spent(process: subprocess.Popen[bytes]) -> float:
    """Waits for the end; the processor's time of the process."""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return (usage.ru_utime + usage.ru_stime) * 1e3


def line(descriptor: int) -> bytes:
    read = b""
    while not read.endswith(b"\n"):
        chunk = os.read(descriptor, 1 << 20)
        if not chunk:
            raise SystemExit("a server ended before it answered")
        read += chunk
    return read


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT / "src")}


def table(measure: Callable[[list[str], Path], Cost], rows: dict[str, list[str]], rounds: int, folder: Path) -> None:
    costs: dict[str, list[Cost]] = {name: [] for name in rows}
    for turn in range(rounds + 1):
        for name, command in rows.items():
            cost = measure(command, folder)
            if turn:  # the first round fills the page cache
                costs[name].append(cost)
    first = next(iter(costs.values()))
    print(f"{'':36}{'answer':>9}{'×':>7}{'processor':>12}{'×':>7}")
    for name, found in costs.items():
        answer, whole = middle(one.answer for one in found), middle(one.processor for one in found)
        more = answer / middle(one.answer for one in first), whole / middle(one.processor for one in first)
        print(f"{name:36}{answer:9.0f}{more[0]:7.2f}{whole:12.0f}{more[1]:7.2f}")


def middle(values: Iterable[float]) -> float:
    return median(values)


def main(arguments: list[str]) -> None:
    rounds = int(arguments[0]) if arguments else 15
    compileall.compile_dir(ROOT / "src", quiet=1)
    python = sys.executable
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_tree(folder, 1)
        ours = [python, "-m", "execplan"]
        servers = {
            "bare server, one tool": [python, "-c", BARE],
            "execplan mcp": [*ours, "mcp", "--root", name],
            "execplan mcp --tools core": [*ours, "mcp", "--root", name, "--tools", "core"],
        }
        commands = {
            "python -c 'import click'": [python, "-c", "import click"],
            "execplan --help": [*ours, "--help"],
            "execplan blockers, 1 plan": [*ours, "blockers"],
            "execplan blockers --json, 1 plan": [*ours, "blockers", "--json"],
        }
        table(served, servers, rounds, folder)
        table(ran, commands, rounds, folder)


if __name__ == "__main__":
    main(sys.argv[1:])
