"""git checks out, rebases and stashes a plan under our hands: what was acknowledged is in the file or the journal.

Afterwards ``recover`` brings all of it back into the file.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from execplan.edits.journal import add_decision
from execplan.edits.steps import mark
from execplan.plan.drafts import NewStep
from execplan.plan.errors import PlanError
from execplan.plan.model import Plan
from execplan.workspace.workspace import Workspace
from tests.faults.figures import Figures
from tests.faults.journals import journal_problems, texts
from tests.faults.matrix import strays
from tests.faults.scenarios import PLAN, SLUG
from tests.faults.workers import Tell, Worker, crashes, listen, spawn

ROUNDS, TURNS = 10, 40
SHORT = 12
STEPS = 12

ENVIRONMENT = {
    **os.environ,
    **{f"GIT_{who}_{what}": "t@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_EDITOR": "true",
}


def git_loops(*, short: bool) -> Figures:
    figures = Figures("git")
    started = time.monotonic()
    acknowledged = refused = overwritten = turns = 0
    for seed in range(1 if short else ROUNDS):
        with tempfile.TemporaryDirectory(prefix="execplan-faults-") as name:
            root = Path(name)
            repository = _Repository(root, random.Random(seed))
            writer = spawn(partial(_write, root))
            for _ in range(SHORT if short else TURNS):
                listen([writer], repository.chance.uniform(0, 0.1))
                repository.turn()
                turns += 1
            told = _ended(writer)
            figures.lose_all(crashes(told))
            done = [line for line in told if line.startswith(("decided", "marked"))]
            acknowledged, refused = acknowledged + len(done), refused + len(told) - len(done)
            overwritten += sum(not _holds(_text(root), line) for line in done)
            figures.lose_all(f"seed {seed}: {what}" for what in _judged(root, done))
    figures.tell("checkouts, stashes, rebases and commits", turns)
    figures.tell("operations acknowledged", acknowledged)
    figures.tell("operations refused in words", refused)
    figures.tell("operations that git took out of the file", overwritten)
    figures.tell("neither in the file nor in the journal, or not recovered", len(figures.losses))
    figures.tell("seconds", f"{time.monotonic() - started:.0f}")
    return figures


def _judged(root: Path, done: list[str]) -> list[str]:
    kept = [_text(root), *texts(root, PLAN)]
    problems = [f"lost: {line}" for line in done if not any(_holds(text, line) for text in kept)]
    try:
        Workspace(root).recover(SLUG)
    except PlanError as error:
        return [*problems, f"recover: {error.code}: {error}"]
    plan = Workspace(root).ask(SLUG, lambda one: one)[1]
    problems += [f"not recovered: {line}" for line in done if not _holds(_text(root), line) or not _reads(plan, line)]
    return [*problems, *strays(root), *journal_problems(root, PLAN, plan.revision)]


def _text(root: Path) -> str:
    path = root / PLAN
    return path.read_text() if path.exists() else ""


def _holds(text: str, line: str) -> bool:
    verb, what = line.split(" ", 1)
    return any(what in one and (verb == "decided" or "[x]" in one) for one in text.splitlines())


def _reads(plan: Plan, line: str) -> bool:
    verb, what = line.split(" ", 1)
    if verb == "decided":
        return any(what in f"{one.title} {one.decision}" for one in plan.decisions)
    return any(what in step.title and step.status == "done" for step in plan.steps)


def _write(root: Path, tell: Tell) -> None:
    """Decides and marks until it is told to end; tells what was acknowledged and what was refused."""
    asked: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _: asked.append(number))
    workspace, number = Workspace(root), 0
    while not asked:
        number += 1
        try:
            tell(_decided(workspace, number) if number % 8 or number // 8 > STEPS else _marked(workspace, number // 8))
        except PlanError as error:
            tell(f"refused {error.code}")
        time.sleep(0.002)


def _decided(workspace: Workspace, number: int) -> str:
    what = f"Option {number:04}"
    workspace.change(SLUG, lambda plan, now: add_decision(plan, what, "It is tried", now=now))
    return f"decided {what}"


def _marked(workspace: Workspace, number: int) -> str:
    title = f"Step {number:02}"
    workspace.change(SLUG, lambda plan, now: mark(plan, title, "done", now=now))
    return f"marked {title}"


def _ended(writer: Worker) -> list[str]:
    os.kill(writer.pid, signal.SIGTERM)
    return writer.ended()


class _Repository:
    """A repository with the plan on two branches that went apart, and a person who is busy in it."""

    def __init__(self, root: Path, chance: random.Random) -> None:
        self.root, self.chance = root, chance
        self.git("init", "-q", "-b", "main")
        Workspace(root).create(
            "Demo", "Every checkout is survived", slug=SLUG, steps=[NewStep(f"Step {n + 1:02}") for n in range(STEPS)]
        )
        self._commit()
        self.git("branch", "other")

    def turn(self) -> None:
        """One thing a person does; what git refuses is no matter, a rebase that stops is given up."""
        do: Callable[[], object] = self.chance.choice((self._checkout, self._commit, self._stash, self._rebase))
        do()

    def git(self, *arguments: str) -> bool:
        done = subprocess.run(["git", *arguments], cwd=self.root, env=ENVIRONMENT, capture_output=True, check=False)
        return not done.returncode

    def _checkout(self) -> None:
        self.git("checkout", "-q", "-f", self.chance.choice(("main", "other")))

    def _commit(self) -> None:
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "state")

    def _stash(self) -> None:
        self.git("stash", "-q")
        time.sleep(self.chance.uniform(0, 0.02))
        if not self.git("stash", "pop", "-q"):
            self.git("checkout", "-q", "-f", "HEAD")
            self.git("stash", "drop", "-q")

    def _rebase(self) -> None:
        self._commit()
        if not self.git("rebase", "-q", self.chance.choice(("main", "other"))):
            self.git("rebase", "--abort")
            self.git("checkout", "-q", "-f", "HEAD")
