"""What is measured, part by part, and with how much patience. One part is kept or measured again as a whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import bill, calls, hand, starting, whole, writers
from benchmarks.calls import Notes
from benchmarks.peer import Board, Peer, Tools
from benchmarks.peers import task_master
from benchmarks.peers.agendum import AGENDUM
from benchmarks.peers.backlog import BACKLOG
from benchmarks.peers.echo import ECHO
from benchmarks.peers.files import FILES
from benchmarks.peers.limps import LIMPS
from benchmarks.peers.ours import CORE, OURS
from benchmarks.rounds import Limits

PEERS = (OURS, ECHO, BACKLOG, task_master.TASK_MASTER, AGENDUM, LIMPS, FILES)
PAYING = (OURS, CORE, BACKLOG, task_master.TASK_MASTER, task_master.CORE, AGENDUM, LIMPS, FILES)
BOTH = (OURS, ECHO)

SIZES = (10, 1_000, 10_000)
SINGLE = (300, 1_000, 5_000)


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that is measured: its name in the results, and how, in a folder of its own."""

    name: str
    measure: Callable[[Path], tuple[Any, Notes]]


def _size(name: str, peers: Sequence[Peer], size: Board, tools: Tools, limits: Limits, patience: float) -> Part:
    return Part(name, lambda work: calls.measured(peers, size, tools, work, limits, patience))


def _board(size: int) -> Board:
    return Board(1, size) if size < 20 else Board(size // 20)


def quick_parts() -> list[Part]:
    """Ourselves and the bare SDK, in under three minutes."""
    tools, limits = Tools(), Limits(most=40, seconds=2.0, hard=10.0)
    return [
        Part("start", lambda work: starting.measured(BOTH, tools, work, Limits(most=9, seconds=12.0))),
        *(_size(f"steps-{size}", BOTH, _board(size), tools, limits, 30.0) for size in SIZES),
        _size("single-1000", BOTH, Board(1, 1_000, lean=True), tools, limits, 30.0),
        Part("whole-500", lambda work: whole.measured(500, work, cold=2, warm=5, server=True, budget=30.0)),
        Part("bill", lambda work: bill.measured((OURS, CORE), tools, work)),
    ]


def all_parts(tools: Tools) -> list[Part]:
    limits = Limits(most=60, least=5, seconds=3.0, hard=45.0)
    return [
        Part("start", lambda work: starting.measured(PEERS, tools, work, Limits(most=11, least=5, seconds=10.0))),
        *(_size(f"steps-{size}", PEERS, _board(size), tools, limits, 120.0) for size in SIZES),
        *(_size(f"single-{size}", BOTH, Board(1, size, lean=True), tools, limits, 120.0) for size in SINGLE),
        Part("whole-500", lambda work: whole.measured(500, work, cold=5, warm=9, server=True, budget=90.0)),
        Part("whole-10000", lambda work: whole.measured(10_000, work, cold=3, warm=5, server=True, budget=240.0)),
        Part("bill", lambda work: bill.measured(PAYING, tools, work)),
        Part("writers", lambda work: writers.measured(PEERS, tools, work)),
        Part("hand", lambda work: hand.measured(PEERS, tools, work)),
    ]


def servers(tools: Tools) -> dict[str, dict[str, Any]]:
    """What the page says of each, in the order in which it is shown."""
    smaller = {one.key: one for one in PAYING if one.key.endswith("-core")}
    order = [each for one in PEERS for each in (one, smaller.get(f"{one.key}-core")) if each]
    return {
        one.key: {
            "name": one.name,
            "keeps": one.keeps,
            "package": one.package,
            "version": tools.version(one.package) if one.package else "",
            "one_plan": one.one_plan,
            "on_disk": one.on_disk,
            "remarks": list(one.remarks),
        }
        for one in order
    }
