"""Editors that save without our lock while a writer commits without a pause; two readers look on.

Every save of an editor carries a token of its own, every operation of ours a line of its own. A fresh save reads the
file right before: then no token may be lost and every operation must be in the file or the journal. A stale one
saves an old buffer over whatever came since: then our operations may only be in the journal. In the plain mode, in
which there is neither exchange nor lease, what is lost is counted and not judged.
"""

from __future__ import annotations

import os
import random
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

from execplan.plan.errors import PlanError
from execplan.store.files import read
from execplan.store.guards import PLAIN, VARIABLE
from execplan.store.swap import swap
from execplan.store.tree import Tree
from execplan.text.source import Source
from tests.faults.figures import Figures
from tests.faults.journals import journal_problems, texts
from tests.faults.matrix import strays
from tests.faults.scenarios import PLAN
from tests.faults.workers import Tell, crashes, listen, spawn

TRIALS, SHORT = 3_000, 100
BATCH = 150
"""Trials of one file, so that the journal's two generations hold all of it."""
STALE = 0.01
"""Seconds that a stale buffer is old."""
OVER = "saved over "
"""Told by an editor of a save of its own that its newest buffer does not have: it was displaced and not yet merged."""
JUDGED = ("saves lost", "operations lost", "torn reads")
TOLD = (*JUDGED, "saves only in the journal", "operations only in the journal", "torn naive reads")
HEAD, END = "# Demo\n", "<!-- the end -->\n"

Save = Callable[[Path, bytes, random.Random], None]


def editors(*, short: bool) -> Figures:
    figures = Figures("editors")
    for mode in ("guarded", PLAIN):
        for style, save in STYLES.items():
            for buffer in ("fresh", "stale"):
                if short and (mode == PLAIN or buffer == "stale"):
                    continue
                trials = SHORT if short else TRIALS if buffer == "fresh" else TRIALS // 10
                _measured(figures, mode, style, save, buffer, trials)
    return figures


def _measured(figures: Figures, mode: str, style: str, save: Save, buffer: str, trials: int) -> None:
    counted: Counter[str] = Counter()
    started, name = time.monotonic(), f"{mode}, {style}, {buffer} buffer"
    for first in range(0, trials, BATCH):
        one = batch(mode, save, buffer, min(BATCH, trials - first), seed=first)
        counted.update(one.counts)
        figures.lose_all(f"{name}: {what}" for what in one.always)
        if mode != PLAIN:
            figures.lose_all(f"{name}: {what}" for what in one.guarded)
    figures.tell(f"{name}: saves, our operations, seconds", _figures(counted, started))
    for what in TOLD:
        if counted[what] or what in JUDGED:
            figures.tell(f"… {what}", counted[what])


def _figures(counted: Counter[str], started: float) -> str:
    return f"{counted['saves']:,}, {counted['operations']:,}, {time.monotonic() - started:.0f}"


class Batch:
    """What came of one file: counts, what must never be, and what must not be where the guards are in force."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.always: list[str] = []
        self.guarded: list[str] = []


def batch(mode: str, save: Save, buffer: str, trials: int, seed: int) -> Batch:
    with tempfile.TemporaryDirectory(prefix="execplan-faults-") as name:
        root = Path(name)
        (root / PLAN).parent.mkdir(parents=True)
        (root / PLAN).write_text(HEAD + END)
        editor = spawn(partial(_edit, root, save, buffer, trials, seed))
        ours = [spawn(partial(work, root, mode)) for work in (_write, _read)]
        naive = spawn(partial(_read_naively, root))
        while editor.open:
            listen([editor, naive, *ours], 0.2)
        tokens = editor.ended()
        for one in (naive, *ours):
            os.kill(one.pid, signal.SIGTERM)  # they end when they are done with what they do
        operations, torn = (one.ended() for one in ours)
        return _judged(root, tokens, operations, torn, naive.ended())


def _judged(root: Path, tokens: list[str], operations: list[str], torn: list[str], naive: list[str]) -> Batch:
    one = Batch()
    one.always += crashes([*tokens, *operations, *torn, *naive])
    torn_seen = [line for line in (*torn, *operations) if line.startswith("torn")]
    operations = [line for line in operations if line.startswith("ours")]
    before = set((root / PLAN).read_text().splitlines())
    swap(Tree(root), PLAN, lambda source: _added(source, "- afterwards"), merge=merged)  # takes in what a save left
    now = set((root / PLAN).read_text().splitlines())
    told = {line for text in texts(root, PLAN) for line in text.splitlines()}
    over = {line.removeprefix(OVER) for line in tokens if line.startswith(OVER)}
    tokens = [line for line in tokens if not line.startswith(OVER)]
    gone = [token for token in tokens if token not in now and (token not in over or token not in told)]
    one.guarded += [f"a save lost: {token}" for token in gone]
    one.always += [f"a line went: {line}" for line in before - now]
    lost = [line for line in operations if f"- {line}" not in now | told]
    one.guarded += [f"an operation neither in the file nor in the journal: {line}" for line in lost]
    one.guarded += torn_seen
    one.always += strays(root)
    one.always += journal_problems(root, PLAN, None)
    one.counts.update(
        {
            "saves": len(tokens),
            "operations": len(operations),
            "saves lost": len(gone),
            "saves only in the journal": sum(token not in now for token in tokens) - len(gone),
            "operations lost": len(lost),
            "operations only in the journal": sum(
                f"- {line}" not in now and f"- {line}" in told for line in operations
            ),
            "torn reads": len(torn_seen),
            "torn naive reads": len(naive),
        }
    )
    return one


def merged(base: Source, ours: Source, theirs: Source) -> Source:
    """All lines of both, each once, in an order that keeps either's own."""
    mine, other = ours.text.splitlines(keepends=True), theirs.text.splitlines(keepends=True)
    return Source.of(
        "".join([line for line in mine if line != END] + [one for one in other if one not in mine] + [END])
    )


def _added(source: Source, line: str) -> Source:
    text = source.text.removesuffix(END)
    return Source.of(f"{text}{'' if text.endswith(chr(10)) else chr(10)}{line}\n{END}")


def _is_whole(text: str) -> bool:
    return text.startswith(HEAD) and text.endswith(END)


def _write(root: Path, mode: str, tell: Tell) -> None:
    until = _until_told(mode)
    tree, number = Tree(root), 0
    while not until:
        number += 1
        line = f"ours {number}"

        def once(source: Source, line: str = line) -> Source:
            if not _is_whole(source.text):
                tell("torn: a writer was given it")
            return _added(source, f"- {line}")

        try:
            swap(tree, PLAN, once, merge=merged)
        except PlanError:  # refused in words: nothing was promised
            continue
        tell(line)


def _read(root: Path, mode: str, tell: Tell) -> None:
    until = _until_told(mode)
    tree = Tree(root)
    while not until:
        with suppress(PlanError):
            if not _is_whole(read(tree, PLAN).source.text):
                tell("torn: a reader was given it")
        time.sleep(0.0002)


def _read_naively(root: Path, tell: Tell) -> None:
    until = _until_told("guarded")
    while not until:
        with suppress(FileNotFoundError):
            if not _is_whole((root / PLAN).read_text()):
                tell("torn")
        time.sleep(0.0005)


def _until_told(mode: str) -> list[int]:
    """A list that is empty until this process is asked to end; and the mode of the store in it."""
    if mode == PLAIN:
        os.environ[VARIABLE] = PLAIN
    asked: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _: asked.append(number))
    return asked


def _edit(root: Path, save: Save, buffer: str, trials: int, seed: int, tell: Tell) -> None:
    plan, chance = root / PLAN, random.Random(seed)
    kept: set[str] = set()
    for number in range(trials):
        time.sleep(chance.uniform(0, 0.003))
        token = f"- theirs {number}"
        data = _buffer(plan)
        missing = kept - set(data.decode().splitlines())
        if buffer == "stale":
            time.sleep(STALE)
        save(plan, data.removesuffix(END.encode()) + f"{token}\n{END}".encode(), chance)
        tell(token)
        for one in missing:
            tell(OVER + one)
        kept = kept - missing | {token}


def _buffer(plan: Path) -> bytes:
    while True:
        with suppress(FileNotFoundError):
            data = plan.read_bytes()
            if data.endswith(END.encode()):
                return data


def _in_two(file: int, data: bytes, chance: random.Random) -> None:
    """As a buffered writer does it, with a moment between."""
    half = len(data) // 2
    os.write(file, data[:half])
    time.sleep(chance.uniform(0, 0.0003))
    os.write(file, data[half:])
    os.close(file)


def _truncate(plan: Path, data: bytes, chance: random.Random) -> None:
    file = os.open(plan, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    time.sleep(chance.uniform(0, 0.0003))
    _in_two(file, data, chance)


def _rename(plan: Path, data: bytes, chance: random.Random) -> None:
    beside = plan.with_name("PLAN.md.saving")
    _in_two(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644), data, chance)
    beside.rename(plan)


def _unlink(plan: Path, data: bytes, chance: random.Random) -> None:
    plan.unlink(missing_ok=True)
    time.sleep(chance.uniform(0, 0.0003))
    _in_two(os.open(plan, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644), data, chance)


STYLES: dict[str, Save] = {
    "truncate and write": _truncate,
    "write and rename": _rename,
    "unlink and create": _unlink,
}
