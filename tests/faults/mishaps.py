"""What no injected error shows: short writes, a full file, a stopped holder, a removed lock file, clocks that jump."""

from __future__ import annotations

import os
import resource
import signal
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from execplan.plan.errors import PlanError
from execplan.store.files import read
from execplan.store.locks import locked
from execplan.store.swap import swap
from execplan.store.tree import Tree
from execplan.text.source import Source
from tests.faults.figures import Figures
from tests.faults.journals import journal_problems
from tests.faults.matrix import NEXT, strays
from tests.faults.scenarios import FIRST, PLAN, append, scenarios
from tests.faults.workers import Tell, crashes, listen, spawn

A_PIECE = 7
"""Bytes that a short write takes."""
YEARS = (-60, -1, 1, 30)
ANSWER = 1.0
"""Seconds in which a writer that does not wait for long must have an answer."""

Mishap = Callable[[Path, Figures], None]


def mishaps(*, short: bool) -> Figures:
    figures = Figures("mishaps")
    started = time.monotonic()
    _full_files(figures, step=701 if short else 23)
    for mishap in (_short_writes, _stopped_holder, _removed_locks, _jumping_files, _jumping_clock):
        with tempfile.TemporaryDirectory(prefix="execplan-faults-") as name:
            root = Path(name)
            (root / PLAN).parent.mkdir(parents=True)
            (root / PLAN).write_text(FIRST)
            mishap(root, figures)
            figures.lose_all(f"{mishap.__name__}: {one}" for one in [*_next(root), *strays(root)])
    figures.tell("seconds", f"{time.monotonic() - started:.0f}")
    return figures


def _next(root: Path) -> list[str]:
    """What is wrong with the next write and the journal after it."""
    started = time.monotonic()
    try:
        append(root, "- [ ] afterwards\n")
    except PlanError as error:
        return [f"the next write was refused: {error.code}: {error}"]
    seconds = time.monotonic() - started
    late = [f"the next write took {seconds:.1f} s"] if seconds > NEXT else []
    return [*late, *journal_problems(root, PLAN, None)]


def _full_files(figures: Figures, step: int) -> None:
    """Every operation with files that may not grow beyond so many bytes: a write is short first, then it fails."""
    count = refused = 0
    for scenario in scenarios():
        if step > 100 and scenario.level == "store":
            continue
        for limit in range(0, 3_000, step):
            with tempfile.TemporaryDirectory(prefix="execplan-faults-") as name:
                root = Path(name)
                scenario.begin(root)
                before = _plans(root)
                told = spawn(partial(_limited, root, limit, scenario.work)).ended()
                after = _plans(root)
                count, refused = count + 1, refused + told[-1].startswith("refused")
                where = f"{scenario.name}, files of {limit} bytes"
                figures.lose_all(f"{where}: {line}" for line in crashes(told))
                if told[-1].startswith("refused") and after != before:
                    figures.lose(f"{where}: refused, and the tree is another: {told[-1]}")
                if any(not text.endswith("\n") for text in after.values()):
                    figures.lose(f"{where}: torn: {after}")
                if "archive" not in scenario.verb:
                    scenario.again(root)
                    figures.lose_all(f"{where}: {one}" for one in strays(root))
    figures.tell("operations with files that may not grow, of these refused", f"{count}, {refused}")


def _limited(root: Path, limit: int, work: Callable[[Path], str], tell: Tell) -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    try:
        tell(f"acknowledged {work(root)}")
    except PlanError as error:
        tell(f"refused {error.code}: {error}")


def _plans(root: Path) -> dict[str, str]:
    return {str(path.relative_to(root)): path.read_text() for path in root.rglob("PLAN.md")}


def _short_writes(root: Path, figures: Figures) -> None:
    """Every write takes a few bytes only."""
    told = spawn(partial(_in_pieces, root)).ended()
    figures.lose_all(crashes(told))
    lines = (root / PLAN).read_text().splitlines()
    figures.lose_all(f"lost by a short write: {line}" for line in told if line not in lines)
    figures.tell("operations by writes of seven bytes", len(told))


def _in_pieces(root: Path, tell: Tell) -> None:
    whole = os.write
    for number in range(20):
        os.write = lambda file, data: whole(file, memoryview(data)[:A_PIECE])
        append(root, f"- [ ] piece {number}\n")
        os.write = whole
        tell(f"- [ ] piece {number}")


def _stopped_holder(root: Path, figures: Figures) -> None:
    """A writer that holds the lock is stopped: who waits is told by whom, and goes on when it is killed."""

    def hold(tell: Tell) -> None:
        with locked(Tree(root), PLAN):
            tell("held")
            time.sleep(60)

    holder = spawn(hold)
    while not holder.told:
        listen([holder], 0.1)
    os.kill(holder.pid, signal.SIGSTOP)
    started = time.monotonic()
    try:
        swap(Tree(root, wait=0.2), PLAN, lambda source: Source.of(source.text + "x\n"))
        figures.lose("a stopped holder was passed by")
    except PlanError as error:
        if error.code != "busy" or f"process {holder.pid}" not in str(error):
            figures.lose(f"a stopped holder is not named: {error.code}: {error}")
    seconds = time.monotonic() - started
    if seconds > ANSWER:
        figures.lose(f"the answer took {seconds:.1f} s")
    figures.tell("stopped holder: named after, ms (of 200 it was waited)", f"{seconds * 1000:.0f}")
    read(Tree(root), PLAN)  # readers take no lock
    holder.kill()


def _removed_locks(root: Path, figures: Figures) -> None:
    """Six writers while somebody removes the whole state again and again: nothing is lost."""

    def write(tag: int, tell: Tell) -> None:
        for number in range(40):
            append(root, f"- [ ] w{tag} {number}\n")
            tell(f"- [ ] w{tag} {number}")

    writers = [spawn(partial(write, tag)) for tag in range(6)]
    removed = 0
    while any(writer.open for writer in writers):
        listen(writers, 0.01)
        for path in (root / ".agents/.state").glob("*.lock"):
            path.unlink(missing_ok=True)
            removed += 1
    told = [line for writer in writers for line in writer.ended()]
    figures.lose_all(crashes(told))
    lines = (root / PLAN).read_text().splitlines()
    done = [line for line in told if line.startswith("-")]
    figures.lose_all(f"lost with its lock file: {line}" for line in done if lines.count(line) != 1)
    figures.tell("lock files removed, operations beside it", f"{removed}, {len(done)}")


def _jumping_files(root: Path, figures: Figures) -> None:
    """A file whose times lie far away, and are the same after a save of another text."""
    tried = 0
    for years in YEARS:
        there = int(time.time() + years * 365 * 86_400) * 10**9
        for change in (("one", "ONE"), ("one", "another one")):  # the same size, and another
            (root / PLAN).write_text(FIRST)
            os.utime(root / PLAN, ns=(there, there))
            after = swap(Tree(root), PLAN, partial(_saved_meanwhile, root / PLAN, change, there)).after.text
            if after != (root / PLAN).read_text() or change[1] not in after or "ours" not in after:
                figures.lose(f"times {years} years away: {after!r}")
            tried += 1
    figures.tell("saves with times far away", tried)


def _saved_meanwhile(plan: Path, change: tuple[str, str], there: int, source: Source) -> Source:
    """Makes our text, while somebody saves another one with the old times."""
    text = plan.read_text()
    if change[1] not in text:
        plan.write_text(text.replace(*change))
        os.utime(plan, ns=(there, there))
    return Source.of(f"{source.text}ours\n")


def _jumping_clock(root: Path, figures: Figures) -> None:
    """The clock of the process jumps in the middle of each operation."""
    told = spawn(partial(_by_a_mad_clock, root)).ended()
    figures.lose_all(crashes(told))
    lines = (root / PLAN).read_text().splitlines()
    figures.lose_all(f"lost by a clock: {line}" for line in told if line not in lines)
    figures.tell("operations while the clock jumps", len(told))


def _by_a_mad_clock(root: Path, tell: Tell) -> None:
    real, calls = time.time, 0

    def mad() -> float:
        nonlocal calls
        calls += 1
        return real() + (-1) ** calls * calls * 1e7

    time.time = mad
    for number in range(20):
        append(root, f"- [ ] mad {number}\n")
        tell(f"- [ ] mad {number}")
