"""Measures all of it in one run. ``scripts/bench`` is how it is started.

With ``--quick`` ourselves and the bare SDK only; the figures are printed and nothing is written. Otherwise every part is
kept in the cache folder as soon as it is measured, and ``--resume`` takes up there; at the end the figures are written to
``benchmarks/results.json``, and the page and the charts are drawn from them. Exits with 1 when a figure could not be taken.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(HERE)]

from benchmarks import bill, calls, machine, starting, whole  # noqa: E402
from benchmarks.calls import Notes  # noqa: E402
from benchmarks.peer import Board, Peer, Tools  # noqa: E402
from benchmarks.peers.echo import ECHO  # noqa: E402
from benchmarks.peers.ours import CORE, OURS  # noqa: E402
from benchmarks.rounds import Limits  # noqa: E402
from benchmarks.table import quick_table  # noqa: E402

SIZES = (10, 1_000, 10_000)
SINGLE = (300, 1_000, 5_000)

Measured = tuple[Any, Notes]


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that is measured: its name in the results, and how."""

    name: str
    measure: Callable[[Path], Measured]


def board(size: int) -> Board:
    return Board(1, size) if size < 20 else Board(size // 20)


def quick_parts(tools: Tools) -> list[Part]:
    both, limits = (OURS, ECHO), Limits(most=40, seconds=2.0, hard=20.0)
    return [
        Part("start", lambda work: starting.measured(both, tools, work, Limits(most=9, seconds=12.0))),
        *(_size(f"steps-{size}", both, board(size), tools, limits) for size in SIZES),
        _size("single-1000", both, Board(1, 1_000), tools, limits),
        Part("whole-500", lambda work: whole.measured(500, work, cold=2, warm=5, server=True)),
        Part("bill", lambda work: bill.measured((OURS, CORE), tools, work)),
    ]


def _size(name: str, peers: Sequence[Peer], size: Board, tools: Tools, limits: Limits) -> Part:
    return Part(name, lambda work: calls.measured(peers, size, tools, work, limits))


def carried_out(parts: Sequence[Part], work: Path, kept: Path | None, resume: bool) -> dict[str, Any]:
    """The figures by part, and the notes. A part that was kept is not measured again."""
    results: dict[str, Any] = {"notes": []}
    for part in parts:
        file = kept / f"{part.name}.json" if kept else None
        if file and resume and file.exists():
            figures, notes = json.loads(file.read_text("utf-8"))
            said = "kept"
        else:
            start = time.perf_counter()
            figures, notes = part.measure(work / part.name)
            said = f"{time.perf_counter() - start:.0f} s"
            if file:
                file.write_text(json.dumps([figures, notes]), "utf-8")
        results[part.name] = figures
        results["notes"] += [{**note, "part": part.name} for note in notes]
        print(f"bench: {part.name}: {said}", file=sys.stderr, flush=True)
        for note in notes:
            print(f"bench:   {note['key']}, {note['what']}: {note['why']}", file=sys.stderr, flush=True)
    return results


def main() -> int:
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--quick", action="store_true", help="without peers; prints, writes nothing")
    parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="execplan-bench-") as name:
        work = Path(name)
        results = carried_out(quick_parts(Tools()), work, None, False)
        results["machine"] = machine.described(work, Tools())
    results["date"] = f"{datetime.now(UTC):%Y-%m-%d}"
    results["revision"] = machine.revision(HERE)
    print(quick_table(results))
    return 1 if results["notes"] else 0


if __name__ == "__main__":
    sys.exit(main())
