"""The fault matrix: each system call of each operation is killed and failed, one at a time, and the tree looked at.

After every fault: the plan is as it was or as it was to be, never torn and never gone; the operation was
acknowledged, refused in words or killed, and what it said is true; the next write succeeds within a second and leaves
nothing beside the plan.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

from tests.faults.figures import Figures
from tests.faults.injecting import Call, NoStraceError, Outcome, run, strace_reason
from tests.faults.journals import journal_problems
from tests.faults.scenarios import PLAN, Scenario, scenarios

FAULTS = ("SIGKILL", "EIO", "ENOSPC", "EDQUOT", "EACCES", "EINTR")
NEXT = 1.0
"""Seconds the next write has."""

MISSED = 0.02
"""The share of faults that may come to nothing: what waits for a file makes as many calls as it has time for."""

_STRAY = re.compile(r"\.PLAN\.md\..*\.(tmp|part)")
_STATE = re.compile(r"\.gitignore|[0-9a-f]+\.(lock|turn)|journal|[0-9a-f]+(\.1)?\.jsonl")
ADMITS = re.compile(r"\bis in the file\b|\bis written\b|\bwas made\b|\bwas moved\b|(?<!nothing )\bwas written\b")
_WEIGHTY = re.compile(r"fsync|rename|link|^p?write|ftruncate|mkdir|rmdir|fchmod|flock")

Tree = dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Injection:
    """One fault at one call."""

    scenario: Scenario
    call: Call
    fault: str

    @property
    def expression(self) -> str:
        return expression(self.call, self.fault)

    def __str__(self) -> str:
        return f"{self.scenario.name} strace -e inject={self.expression} [{self.call.text[:80].strip()}]"


def expression(call: Call, fault: str) -> str:
    """What strace is asked to do to one call."""
    what = f"signal={fault}" if fault.startswith("SIG") else f"error={fault}"
    return f"{call.name}:{what}:when={call.count}"


def matrix(*, short: bool, only: str = "") -> Figures:
    """``only`` is a part of the names of the operations that are wanted; these are tried in this process."""
    figures = Figures("matrix")
    if reason := strace_reason():
        figures.lose(f"could not run: {reason}")
        return figures
    started = time.monotonic()
    chosen = [
        at for at, one in enumerate(scenarios()) if only in one.name and (only or not short or one.level != "store")
    ]
    if only:
        parts = [_measured(at, short) for at in chosen]
    else:
        with ProcessPoolExecutor(os.cpu_count(), get_context("fork")) as pool:
            parts = list(pool.map(_measured, chosen, [short] * len(chosen)))
    ends = sum((part.ends for part in parts), Counter[str]())
    for part in parts:
        figures.tell(f"{part.name}: calls, injections", f"{part.calls}, {part.ends.total()}")
        figures.lose_all(part.problems)
    missed, slowest = sum(part.missed for part in parts), max(part.slowest for part in parts)
    figures.tell("injections", ends.total())
    figures.tell("… that came to nothing, for a call was made less often", missed)
    if missed > ends.total() * MISSED:
        figures.lose(f"{missed} faults did not happen")
    for end, count in sorted(ends.items()):
        figures.tell(f"… that ended {end}", count)
    figures.tell("slowest next write, ms", f"{slowest * 1000:.0f}")
    figures.tell("seconds", f"{time.monotonic() - started:.0f}")
    return figures


@dataclass(slots=True)
class _Measured:
    """What came of one operation."""

    name: str
    calls: int = 0
    ends: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    slowest: float = 0.0
    missed: int = 0


def _measured(at: int, short: bool) -> _Measured:
    scenario = list(scenarios())[at]
    measured = _Measured(scenario.name)
    with tempfile.TemporaryDirectory(prefix="execplan-faults-") as name:
        try:
            bench = Bench(scenario, Path(name))
            for number, injection in enumerate(bench.injections(short=short)):
                end, seconds, problems = bench.tried(injection, number)
                measured.ends[end] += 1
                measured.slowest = max(measured.slowest, seconds)
                measured.problems += problems
        except NoStraceError as error:
            measured.problems.append(f"could not run: {error}")
            return measured
    measured.calls, measured.missed = len(bench.calls), bench.missed
    return measured


class Bench:
    """One operation: its beginning to copy from, and what the tree is before and after it."""

    def __init__(self, scenario: Scenario, room: Path) -> None:
        self.scenario, self.room, self.log = scenario, room, room / "log"
        self.start = room / "start"
        self.start.mkdir()
        scenario.begin(self.start)
        self.old = contents(self.start)
        warm = self._copy("warm")  # what is imported on the way must be there before calls are counted
        scenario.work(warm)
        self.new = contents(warm)
        clean = self._copy("clean")
        outcome = run(lambda: scenario.work(clean), self.log)
        assert outcome.acknowledged is not None, outcome
        assert contents(clean) == self.new, "the operation is not determined, so its outcome cannot be judged"
        self.calls = outcome.calls
        self.missed = 0

    def injections(self, *, short: bool) -> Iterator[Injection]:
        """Each fault at each call. In the short form one at every third call, and EIO too at those that matter most."""
        for number, call in enumerate(self.calls):
            for turn, fault in enumerate(FAULTS):
                its_turn = number % 3 == 0 and turn == number // 3 % len(FAULTS)
                if short and not its_turn and not (fault == "EIO" and _WEIGHTY.search(call.name)):
                    continue
                yield Injection(self.scenario, call, fault)

    def tried(self, injection: Injection, number: int) -> tuple[str, float, list[str]]:
        """How it ended, the seconds of the next write, and what is wrong."""
        root = self._copy(str(number))
        outcome = run(lambda: self.scenario.work(root), self.log, injection.expression)
        problems = list(self._judged(root, outcome))
        seconds = NEXT
        try:
            started = time.monotonic()
            self.scenario.again(root)
            seconds = time.monotonic() - started
        except Exception as error:
            problems.append(f"the next write failed: {type(error).__name__}: {error}")
        if seconds > NEXT:
            problems.append(f"the next write took {seconds:.1f} s")
        problems += strays(root)
        if (root / PLAN).exists():
            problems += journal_problems(root, PLAN, outcome.acknowledged)
        shutil.rmtree(root)
        self.missed += not outcome.fired
        return ended(outcome), seconds, [f"{injection}: {one}" for one in problems]

    def _judged(self, root: Path, outcome: Outcome) -> Iterator[str]:
        now = contents(root)
        if now not in (self.old, self.new):
            yield f"neither the old nor the new tree: {sorted(now)} {_different(now, self.new)}"
        if outcome.crashed is not None:
            yield f"no clear answer: {outcome.crashed}"
        if outcome.acknowledged is not None:
            if now != self.new:
                yield "acknowledged, and not there"
            elif outcome.acknowledged not in {hashlib.sha256(data).hexdigest() for data in now.values()}:
                yield "acknowledged a revision that is not there"
        if outcome.refused is not None and now == self.new != self.old and not ADMITS.search(outcome.refused[1]):
            yield f"refused, though it is done: {outcome.refused}"

    def _copy(self, name: str) -> Path:
        return Path(shutil.copytree(self.start, self.room / name))


def contents(root: Path) -> Tree:
    """Every file of the plans, by path; without what the store keeps for itself and what a crash may leave."""
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in (root / ".agents").rglob("*")
        if path.is_file() and ".state" not in path.parts and not _STRAY.fullmatch(path.name)
    }


def strays(root: Path) -> list[str]:
    """What stands in the tree and should not."""
    found = [path for path in (root / ".agents").rglob("*") if path.is_file()]
    return [
        f"a stray: {path.relative_to(root)}"
        for path in found
        if (not _STATE.fullmatch(path.name) if ".state" in path.parts else path.name not in ("PLAN.md", "notes.txt"))
    ]


def _different(now: Tree, new: Tree) -> str:
    return ", ".join(f"{name}: {now[name][:60]!r}…" for name in now if now[name] != new.get(name))


def ended(outcome: Outcome) -> str:
    if outcome.acknowledged is not None:
        return "acknowledged"
    if outcome.refused is not None:
        return "refused in words"
    return "killed" if outcome.killed is not None else "in a crash"
