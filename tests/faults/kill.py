"""Six writers of one plan, of which one is killed every few milliseconds: nothing acknowledged is lost or there twice."""

from __future__ import annotations

import random
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.faults.figures import Figures
from tests.faults.journals import journal_problems
from tests.faults.matrix import NEXT, strays
from tests.faults.scenarios import FIRST, PLAN, append
from tests.faults.workers import Tell, Worker, crashes, listen, spawn

WRITERS = 6
ROUNDS, A_ROUND = 12, 500
SHORT = 400
MEAN = 0.015
"""Seconds between two kills, on average."""


def kill(*, short: bool) -> Figures:
    figures = Figures("kill")
    chance, started = random.Random(11), time.monotonic()
    acknowledged = kills = unsaid = 0
    slowest = 0.0
    for _ in range(1 if short else ROUNDS):
        with tempfile.TemporaryDirectory(prefix="execplan-faults-") as name:
            root = Path(name)
            (root / PLAN).parent.mkdir(parents=True)
            (root / PLAN).write_text(FIRST)
            told, killed = _round(root, SHORT if short else A_ROUND, chance)
            figures.lose_all(crashes(told))
            before = time.monotonic()
            append(root, "- [ ] afterwards\n")
            slowest = max(slowest, time.monotonic() - before)
            lines = Counter((root / PLAN).read_text().splitlines())
            figures.lose_all(f"lost: {line}" for line in told if not lines[f"- [ ] {line}"])
            figures.lose_all(f"there {count} times: {line}" for line, count in lines.items() if line and count > 1)
            figures.lose_all(strays(root))
            figures.lose_all(journal_problems(root, PLAN, None))
            acknowledged, kills = acknowledged + len(told), kills + killed
            unsaid += sum(line.startswith("- [ ] w") for line in lines) - len(told)
    if slowest > NEXT:
        figures.lose(f"a next write took {slowest:.1f} s")
    figures.tell("writers at a time", WRITERS)
    figures.tell("operations acknowledged", acknowledged)
    figures.tell("writers killed", kills)
    figures.tell("operations done whose writer was killed before it could tell", unsaid)
    figures.tell("lost, twins or strays", len(figures.losses))
    figures.tell("slowest next write, ms", f"{slowest * 1000:.0f}")
    figures.tell("seconds", f"{time.monotonic() - started:.0f}")
    return figures


def _round(root: Path, wanted: int, chance: random.Random) -> tuple[list[str], int]:
    """What was acknowledged, and how many were killed, until ``wanted`` operations were acknowledged."""
    told: list[str] = []
    born = 0

    def writer() -> Worker:
        nonlocal born
        born += 1
        tag = f"w{born}"

        def work(tell: Tell) -> None:
            for number in range(100_000):
                append(root, f"- [ ] {tag} {number}\n")
                tell(f"{tag} {number}")

        return spawn(work)

    writers = [writer() for _ in range(WRITERS)]
    while len(told) + sum(len(one.told) for one in writers) < wanted and not any(crashes(one.told) for one in writers):
        listen(writers, chance.expovariate(1 / MEAN))
        at = chance.randrange(WRITERS)
        told += writers[at].kill()
        writers[at] = writer()
    for one in writers:
        told += one.kill()
    return told, born
