"""Nothing outside the tree is reached, read or changed, whatever name or link is tried."""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from execplan.plan.errors import PlanError
from execplan.store.discover import discover
from execplan.store.files import read, stamp
from execplan.store.swap import create, swap
from execplan.store.tree import Tree
from execplan.text.source import Source

PLAN = ".agents/demo/PLAN.md"

ACTIONS: dict[str, Callable[[Tree, str], object]] = {
    "read": read,
    "stamp": stamp,
    "swap": lambda tree, path: swap(tree, path, lambda _: Source.of("taken over")),
    "create": lambda tree, path: create(tree, path, Source.of("taken over")),
}


@pytest.fixture(params=ACTIONS)
def act(request: pytest.FixtureRequest) -> Callable[[Tree, str], object]:
    return ACTIONS[request.param]


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A folder beside the root, with a name of which the root's is a prefix."""
    folder = tmp_path / "root-evil"
    (folder / "demo").mkdir(parents=True)
    (folder / "PLAN.md").write_text("secret")
    (folder / "demo/PLAN.md").write_text("secret")
    return folder


@pytest.fixture
def tree(tmp_path: Path, outside: Path) -> Tree:
    (tmp_path / "root/.agents").mkdir(parents=True)
    return Tree(tmp_path / "root")


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.mark.parametrize(
    "path",
    [
        "../root-evil/PLAN.md",
        ".agents/../../root-evil/PLAN.md",
        ".agents/..",
        "..",
        "",
        "/etc/passwd",
        "/",
        "a//b.md",
        "./a.md",
        ".agents/demo/",
        ".agents/de\0mo/PLAN.md",
        "..\\root-evil\\PLAN.md",
        "\ud800.md",
        ".agents/.state/x.md",
        ".AGENTS/.State/x.md",
        ".git/x.md",
        "sub/.GIT/hooks/x.md",
    ],
)
def test_names_that_lead_out_are_refused(tree: Tree, outside: Path, act, path: str):
    before = everything(outside)
    with pytest.raises(PlanError) as caught:
        act(tree, path)
    assert caught.value.code == "refused"
    assert everything(outside) == before
    assert os.listdir(tree.root) == [".agents"]


@pytest.mark.parametrize("path", ["%2e%2e/root-evil/PLAN.md", "..%2froot-evil/PLAN.md", "PLAN.md"])
def test_encoded_dots_are_only_characters(tree: Tree, path: str):
    with pytest.raises(PlanError) as caught:
        read(tree, path)
    assert caught.value.code == "not_found"


@pytest.mark.parametrize("kind", ["agents", "slug", "plan", "state"])
def test_links_are_refused(tree: Tree, outside: Path, act, kind: str):
    agents = tree.root / ".agents"
    match kind:
        case "agents":
            agents.rmdir()
            agents.symlink_to(outside)
        case "slug":
            (agents / "demo").symlink_to(outside / "demo")
        case "plan":
            (agents / "demo").mkdir()
            (agents / "demo/PLAN.md").symlink_to(outside / "PLAN.md")
        case _:
            (agents / "demo").mkdir()
            (agents / "demo/PLAN.md").write_text("ours")
            (agents / ".state").symlink_to(outside)
    before = everything(outside)
    if kind == "state" and act in (read, stamp):
        act(tree, PLAN)
    else:
        with pytest.raises(PlanError) as caught:
            act(tree, PLAN)
        assert caught.value.code == "refused"
    assert everything(outside) == before


def test_links_that_stay_inside_are_refused_as_well(tree: Tree, act):
    real = tree.root / ".agents/real"
    real.mkdir()
    (real / "PLAN.md").write_text("ours")
    (tree.root / ".agents/demo").symlink_to("real")
    with pytest.raises(PlanError) as caught:
        act(tree, PLAN)
    assert caught.value.code == "refused"
    assert (real / "PLAN.md").read_text() == "ours"


def test_a_linked_lock_or_ignore_file_is_not_followed(tree: Tree, outside: Path):
    plan = tree.root / PLAN
    plan.parent.mkdir()
    plan.write_text("ours")
    victim = outside / "victim"
    swap(tree, PLAN, lambda _: Source.of("ours too"))
    state = tree.root / ".agents/.state"
    for name in os.listdir(state):
        if name == "journal":
            continue  # test_journal has its own
        (state / name).unlink()
        (state / name).symlink_to(victim)
        with contextlib.suppress(PlanError):
            swap(tree, PLAN, lambda _: Source.of("ours too"))
        assert not victim.exists()
        (state / name).unlink()
    assert plan.read_text() == "ours too"


def test_linked_slug_folders_are_not_listed(tree: Tree, outside: Path):
    (tree.root / ".agents/demo").symlink_to(outside / "demo")
    assert discover(tree) == ()


def test_a_root_that_is_named_through_a_link_is_fine(tree: Tree, tmp_path: Path):
    (tree.root / ".agents/demo").mkdir()
    (tree.root / PLAN).write_text("ours")
    link = tmp_path / "link"
    link.symlink_to(tree.root)
    assert read(Tree(link), PLAN).source.text == "ours"


def test_a_race_between_check_and_use_leaks_nothing(tree: Tree, outside: Path):
    """A folder and a link to the outside change places all the time: no read and no write follows the link."""
    agents = tree.root / ".agents"
    (agents / "real").mkdir()
    (agents / "real/PLAN.md").write_text("ours")
    (agents / "link").symlink_to(outside / "demo")
    done = threading.Event()

    def flip() -> None:
        while not done.is_set():
            for name in ("real", "link"):
                os.rename(agents / name, agents / "demo")
                time.sleep(0.0001)
                os.rename(agents / "demo", agents / name)

    flipper = threading.Thread(target=flip)
    flipper.start()
    read_whole = 0
    codes: set[str] = set()
    end = time.monotonic() + 30
    number = 0
    try:
        while (number < 1500 or not read_whole) and time.monotonic() < end:
            number += 1
            try:
                if number % 10:
                    assert read(tree, PLAN).source.text.startswith("ours")
                else:
                    swap(tree, PLAN, lambda source: Source.of(source.text + "!"))
                read_whole += 1
            except PlanError as error:
                codes.add(error.code)
    finally:
        done.set()
        flipper.join()
    assert read_whole
    assert codes <= {"refused", "not_found"}
    assert everything(outside / "demo") == {str(outside / "demo/PLAN.md"): b"secret"}
