"""For each guard of the store one short look at what it protects, by name: the answer is what is wrong, if anything.

Nothing here is left to chance. An editor saves at the very moment at which only that guard stands in the way, so the
look finds nothing while the guard is in force and something when it is not.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import pairwise
from pathlib import Path

from execplan.store import commit
from execplan.store.swap import swap
from execplan.store.tree import Tree
from execplan.text.source import Source
from tests.faults.editors import END, HEAD, merged
from tests.faults.injecting import Call, run
from tests.faults.journals import texts
from tests.faults.scenarios import ADDED, FIRST, PLAN, append
from tests.faults.workers import Tell, spawn

SAVED, OURS = "- saved by an editor", "- ours"
MOMENT = 0.02


def order(root: Path, log: Path) -> Iterator[str]:
    """What a commit does not put on the disk before it goes on. Needs strace."""
    _begin(root, FIRST)
    append(root, "- [ ] first\n")  # so that the folders are there
    outcome = run(lambda: append(root, ADDED), log)
    calls = outcome.calls
    if outcome.acknowledged is None:
        yield f"not acknowledged: {outcome}"
        return
    published = _first(calls, "renameat2", "PLAN.md", ", PLAN.md", "RENAME_EXCHANGE")
    confirmed = _first(calls, "fsync", "/demo>")
    told = _last(calls, "write", ".jsonl>")
    in_order = {
        "the file is on the disk": _first(calls, "fsync", ".PLAN.md."),
        "the two trade names": published,
        "the folder is on the disk": confirmed,
        "the journal is told": told,
        "the journal is on the disk": _last(calls, "fsync", ".jsonl>"),
    }
    yield from (f"never: {what}" for what, at in in_order.items() if at is None)
    steps = [(at, what) for what, at in in_order.items() if at is not None]
    yield from (f"{after} before {before}" for (a, before), (b, after) in pairwise(steps) if a > b)
    unlocked = _last(calls, "flock", "LOCK_UN")
    if unlocked is None or told is None or unlocked < told:
        yield "the lock is given back before the journal is told"


def _first(calls: tuple[Call, ...], name: str, *parts: str) -> int | None:
    return next((at for at, call in enumerate(calls) if call.name == name and _any(call, parts)), None)


def _last(calls: tuple[Call, ...], name: str, *parts: str) -> int | None:
    found = [at for at, call in enumerate(calls) if call.name == name and _any(call, parts)]
    return found[-1] if found else None


def _any(call: Call, parts: tuple[str, ...]) -> bool:
    return any(part in call.text for part in parts)


def saved_while_we_work(root: Path) -> list[str]:
    """An editor saves between our read and our last look at the file."""
    plan = _begin(root, HEAD + END)

    def once(source: Source) -> Source:
        if SAVED not in plan.read_text():
            plan.write_text(f"{HEAD}{SAVED}\n{END}")
        return with_ours(source)

    return _both(root, plan, once)


def saved_by_rename_after_the_last_look(root: Path) -> list[str]:
    """An editor renames its file over ours between our last look and the exchange."""
    plan = _begin(root, HEAD + END)

    def save() -> None:
        beside = plan.with_name("PLAN.md.saving")
        beside.write_text(f"{HEAD}{SAVED}\n{END}")
        beside.rename(plan)

    with before_the_exchange(save):
        return _both(root, plan, with_ours)


def saved_in_place_after_the_last_look(root: Path) -> list[str]:
    """An editor opens the file between our last look and the exchange, and writes when we are done with it."""
    plan = _begin(root, HEAD + END)

    def edit(tell: Tell) -> None:
        tell("opening")
        file = os.open(plan, os.O_WRONLY)
        time.sleep(MOMENT)
        os.write(file, f"{HEAD}{SAVED}\n{END}".encode())
        os.close(file)

    def save() -> None:
        editor = spawn(edit)
        editor.read()
        time.sleep(MOMENT / 4)
        ended.append(editor.ended)

    ended: list[Callable[[], object]] = []
    with before_the_exchange(save):
        problems = _both(root, plan, with_ours)
    for wait in ended:
        wait()
    return problems


def overwritten_later(root: Path) -> list[str]:
    """A save from a stale buffer takes our operation out of the file: the journal must still have it."""
    plan = _begin(root, HEAD + END)
    stale = plan.read_bytes()
    swap(Tree(root), PLAN, with_ours)
    plan.write_bytes(stale)
    return [] if any(OURS in text for text in texts(root, PLAN)) else ["our operation is nowhere"]


def written_by_two(root: Path, *, count: int = 25) -> list[str]:
    """Two writers at once, of which each is slow between its last look and its rename."""
    _begin(root, FIRST)

    def write(tag: str, tell: Tell) -> None:
        with before_the_exchange(lambda: time.sleep(MOMENT / 5), always=True):
            for number in range(count):
                append(root, f"- {tag} {number}\n")
                tell(f"- {tag} {number}")

    told = [line for writer in [spawn(partial(write, tag)) for tag in ("a", "b")] for line in writer.ended()]
    lines = (root / PLAN).read_text().splitlines()
    return [f"lost: {line}" for line in told if line not in lines]


def _begin(root: Path, text: str) -> Path:
    plan = root / PLAN
    plan.parent.mkdir(parents=True)
    plan.write_text(text)
    return plan


def with_ours(source: Source) -> Source:
    return Source.of(f"{source.text.removesuffix(END)}{OURS}\n{END}")


def _both(root: Path, plan: Path, once: Callable[[Source], Source]) -> list[str]:
    swap(Tree(root), PLAN, once, merge=merged)
    time.sleep(MOMENT * 2)  # until whoever writes is done
    text = plan.read_text()
    return [f"lost: {line}" for line in (SAVED, OURS) if line not in text]


@contextmanager
def before_the_exchange(act: Callable[[], None], *, always: bool = False) -> Iterator[None]:
    """Does something right before the names are traded, or the file is renamed over the plan: the first time, or always."""
    exchange, left = commit.exchange, [True]

    def late(folder: int, one: str, other: str) -> bool:
        if left[0]:
            left[0] = always
            act()
        return exchange(folder, one, other)

    commit.exchange = late
    try:
        yield
    finally:
        commit.exchange = exchange
