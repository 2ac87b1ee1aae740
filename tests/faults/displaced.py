"""The fault matrix of the rarest moment: a commit that displaced a save nobody had seen, killed or failed at each call.

The save is renamed over the plan between the last look and the exchange, by a process that no fault meets. Whatever
happens to the writer then, the save and everything acknowledged are in the file or the journal after the next write.
"""

from __future__ import annotations

import shutil
import socket
import tempfile
import time
from collections import Counter
from pathlib import Path

from execplan.store.swap import swap
from execplan.store.tree import Tree
from tests.faults.editors import END, HEAD, merged
from tests.faults.figures import Figures
from tests.faults.guards import OURS, SAVED, before_the_exchange, with_ours
from tests.faults.injecting import Call, Outcome, run, strace_reason
from tests.faults.journals import journal_problems, texts
from tests.faults.matrix import ADMITS, FAULTS, NEXT, ended, expression, strays
from tests.faults.scenarios import PLAN
from tests.faults.workers import Tell, spawn

AGAIN = "- again"


def displaced(*, short: bool) -> Figures:
    figures = Figures("displaced")
    if reason := strace_reason():
        figures.lose(f"could not run: {reason}")
        return figures
    started, counted = time.monotonic(), Counter[str]()
    with tempfile.TemporaryDirectory(prefix="execplan-faults-") as name:
        room = Path(name)
        _tried(room, "")  # so that everything is imported before calls are counted
        calls = _tried(room, "").outcome.calls
        for number, call in enumerate(calls):
            for turn, fault in enumerate(FAULTS):
                if not short or turn == number % len(FAULTS):
                    one = _tried(room, expression(call, fault))
                    counted.update(one.counted)
                    figures.lose_all(f"{_named(call, fault)}: {what}" for what in one.problems)
    figures.tell("calls of a commit that displaces a save", len(calls))
    for what in sorted(counted):
        figures.tell(what, counted[what])
    figures.tell("seconds", f"{time.monotonic() - started:.0f}")
    return figures


class _Tried:
    """One fault and what came of it."""

    def __init__(self, outcome: Outcome, problems: list[str], counted: Counter[str]) -> None:
        self.outcome, self.problems, self.counted = outcome, problems, counted


def _named(call: Call, fault: str) -> str:
    return f"strace -e inject={expression(call, fault)} [{call.text[:120].strip()}]"


def _tried(room: Path, fault: str) -> _Tried:
    root = room / "tried"
    plan = root / PLAN
    plan.parent.mkdir(parents=True)
    plan.write_text(HEAD + END)
    swap(Tree(root), PLAN, lambda source: source.of(source.text.replace(END, f"- first\n{END}")))
    editor = _Editor(plan)

    def work() -> str:
        with before_the_exchange(editor.save):
            return swap(Tree(root), PLAN, with_ours, merge=merged).after.revision

    outcome = run(work, room / "log", fault)
    saved = editor.has_saved()
    problems = _judged(root, outcome, saved=saved)
    only = saved and SAVED not in plan.read_text()
    shutil.rmtree(root)
    ends = {"injections": 1, f"… that ended {ended(outcome)}": 1, "… saves displaced": saved}
    return _Tried(outcome, problems, Counter({**ends, "… saves that are in the journal only": only}))


def _judged(root: Path, outcome: Outcome, *, saved: bool) -> list[str]:
    plan, problems = root / PLAN, []
    text = plan.read_text() if plan.exists() else ""
    if not text.startswith(HEAD) or not text.endswith(END):
        problems.append(f"torn or gone: {text!r}")
    if outcome.crashed is not None:
        problems.append(f"no clear answer: {outcome.crashed}")
    if outcome.refused is not None and OURS in text and not ADMITS.search(outcome.refused[1]):
        problems.append(f"refused, though it is done: {outcome.refused}")
    started = time.monotonic()
    try:
        swap(Tree(root), PLAN, lambda source: source.of(source.text.replace(END, f"{AGAIN}\n{END}")), merge=merged)
    except Exception as error:
        problems.append(f"the next write failed: {type(error).__name__}: {error}")
    if (seconds := time.monotonic() - started) > NEXT:
        problems.append(f"the next write took {seconds:.1f} s")
    kept = "".join([plan.read_text(), *texts(root, PLAN)])
    if saved and SAVED not in kept:
        problems.append("the save is lost")
    if outcome.acknowledged is not None and OURS not in kept:
        problems.append("acknowledged, and nowhere")
    return [*problems, *strays(root), *journal_problems(root, PLAN, outcome.acknowledged)]


class _Editor:
    """A process that saves once, when it is asked and at no other moment; no fault meets it."""

    def __init__(self, plan: Path) -> None:
        self._asker, asked = socket.socketpair()

        def edit(tell: Tell) -> None:
            self._asker.close()
            if asked.recv(1):
                beside = plan.with_name("PLAN.md.saving")
                beside.write_text(plan.read_text().replace(END, f"{SAVED}\n{END}"))
                beside.rename(plan)
                tell("saved")
                asked.send(b"!")

        self._process = spawn(edit)
        asked.close()

    def save(self) -> None:
        self._asker.send(b"!")
        self._asker.recv(1)

    def has_saved(self) -> bool:
        """Whether it was ever asked; it ends."""
        self._asker.close()
        return self._process.ended() == ["saved"]
