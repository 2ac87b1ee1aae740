"""Between the look and the use: somebody swaps folders and files for links to a canary while others read and write.

2,000 tries here, 100,000 with ``EXECPLAN_FAULTS=full``. The control opens what it has just checked, and leaks.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from execplan.edits.progress_log import log
from execplan.plan.errors import PlanError
from execplan.store import files
from execplan.store.files import read
from execplan.store.swap import swap
from execplan.store.tree import Tree
from execplan.text.source import Source
from execplan.workspace.workspace import Workspace
from tests.threats.escapes import CANARY, OURS, Place

TRIES = 100_000 if os.environ.get("EXECPLAN_FAULTS") == "full" else 2_000
PATH = f".agents/{OURS}/PLAN.md"

FLIPS = """
import os, shutil, sys, time
root, outside = sys.argv[1:]
agents, slug, plan = f"{root}/.agents", f"{root}/.agents/edges", f"{root}/.agents/edges/PLAN.md"
print("ready", flush=True)
while os.getppid() != 1:
    for there, link in ((slug, f"{outside}/edges"), (plan, f"{outside}/edges/PLAN.md"), (agents, outside)):
        kept = f"{root}/kept-{there.count('/')}"
        made = f"{kept}.link"
        try:
            if not os.path.lexists(made):
                os.symlink(link, made)
            os.rename(there, kept)
            os.rename(made, there)
            os.rename(there, made)
            os.rename(kept, there)
            time.sleep(0.0003)  # so that some tries find it as it should be
        except OSError:  # a writer made the name anew meanwhile: its file is kept
            if os.path.islink(there):
                os.unlink(there)
            if os.path.lexists(kept):
                if os.path.isdir(there):
                    shutil.rmtree(there, ignore_errors=True)
                try:
                    os.rename(kept, there)
                except OSError:
                    pass
"""


@contextmanager
def flipping(place: Place) -> Generator[None]:
    process = subprocess.Popen(
        [sys.executable, "-c", FLIPS, str(place.root), str(place.outside)], stdout=subprocess.PIPE
    )
    try:
        assert process.stdout
        assert process.stdout.readline() == b"ready\n"
        yield
        assert process.poll() is None, "the flipper died"
    finally:
        process.kill()
        process.communicate()


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def outside(place: Place) -> dict[str, bytes]:
    return {str(one): one.read_bytes() if one.is_file() else b"" for one in place.outside.rglob("*")}


def test_the_race_reaches_nothing(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_MOMENT", 0.0)  # a file that is gone is not waited for: more tries
    before = outside(place)
    tree, workspace = Tree(place.root, wait=0.2), Workspace(place.root)
    leaks = whole = written = 0
    with flipping(place):
        for number in range(TRIES):
            try:
                if number % 500 == 0:
                    workspace.change(OURS, lambda plan, now, n=number: log(plan, f"try {n}", now=now))
                    written += 1
                elif number % 25 == 0:
                    swap(tree, PATH, lambda source: Source.of(f"{source.text}\nmore\n"[-5_000:]))
                    written += 1
                elif number % 5 == 0:
                    leaks += CANARY in workspace.ask(OURS, lambda plan: plan.source.text)[1]
                else:
                    leaks += CANARY in read(tree, PATH).source.text
                whole += 1
            except PlanError as error:
                leaks += CANARY in str(error)
    after = outside(place)
    assert leaks == 0
    assert {name: after.get(name) for name in before} == before
    assert set(after) == set(before)
    assert whole > TRIES // 100
    assert written


def test_without_the_guard_the_same_race_leaks(place: Place) -> None:
    """A check by path, then an open by path: what the guard replaces."""
    leaks = tries = 0
    end = time.monotonic() + 60
    with flipping(place):
        while not leaks and time.monotonic() < end:
            tries += 1
            with suppress(OSError):
                path = place.root / PATH
                if os.path.realpath(path).startswith(f"{place.root}{os.sep}"):
                    time.sleep(0.0005)  # what lies between the two in a real program
                    leaks += CANARY in path.read_text("utf-8")
    assert leaks, tries
