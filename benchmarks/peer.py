"""What is measured of a server: how it is started, what it keeps, what it is asked. Knows no server.

A ``Board`` says how much there is to keep, a ``Spot`` one step of it; the words of both come from ``content``. Every peer
is given the same plans, steps and titles in its own form, and the configuration that is the fastest for it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks import content

Call = tuple[str, Mapping[str, Any]]
"""A tool and its arguments."""


@dataclass(frozen=True, slots=True)
class Spot:
    """One step: its plan and its place there, both counted from 0."""

    plan: int
    step: int

    @property
    def slug(self) -> str:
        return content.slug(self.plan)

    @property
    def title(self) -> str:
        return content.step_title(self.plan, self.step)

    @property
    def file(self) -> str:
        return f"src/area_{self.plan}/{content.part(self.plan, self.step)}.py"

    @property
    def verification(self) -> str:
        return f"`pytest tests/area_{self.plan}/test_{content.part(self.plan, self.step)}.py` passes"

    @property
    def detail(self) -> str:
        return content.detail(self.plan, self.step)


@dataclass(frozen=True, slots=True)
class Board:
    """So many plans of so many steps, the first ones of each done; in a fresh one nothing is done and nothing blocked.

    In a lean one nothing is said of a step but its title.
    """

    plans: int
    steps: int = content.STEPS
    fresh: bool = False
    lean: bool = False

    @property
    def done(self) -> int:
        return 0 if self.fresh else content.done_of(self.steps)

    @property
    def worked_on(self) -> int:
        """The plan that is asked for and marked: the one in the middle."""
        return self.plans // 2

    def spots_of(self, plan: int) -> tuple[Spot, ...]:
        return tuple(Spot(plan, step) for step in range(self.steps))

    @property
    def spots(self) -> tuple[Spot, ...]:
        return tuple(spot for plan in range(self.plans) for spot in self.spots_of(plan))

    @property
    def open(self) -> tuple[Spot, ...]:
        return self.spots_of(self.worked_on)[self.done :]

    def is_done(self, spot: Spot) -> bool:
        return spot.step < self.done

    def is_blocked(self, spot: Spot) -> bool:
        """The last step of every plan that has a blocker."""
        return not self.fresh and spot.plan % content.BLOCKED_EVERY == 0 and spot.step == self.steps - 1


@dataclass(frozen=True, slots=True)
class Scene:
    """A board and where it was laid down."""

    root: Path
    board: Board


@dataclass(frozen=True, slots=True)
class Tools:
    """Where the programs are that are not ours: Node.js, the npm packages, the PyPI packages; none when not installed."""

    node: Path | None = None
    npm: Path | None = None
    pypi: Path | None = None

    def package(self, name: str) -> Path:
        if self.npm is None:
            raise FileNotFoundError(f"{name} is not installed")
        folder = self.npm / name.replace("/", "+") / "node_modules" / name
        if not (folder / "package.json").exists():
            raise FileNotFoundError(f"{name} is not installed")
        return folder

    def version(self, name: str) -> str:
        """Of an installed package; empty when there is none of this name."""
        try:
            return str(json.loads((self.package(name) / "package.json").read_text("utf-8"))["version"])
        except FileNotFoundError:
            found = [*self.pypi.glob(f"lib/python3*/site-packages/{name}-*.dist-info")] if self.pypi else []
            return found[0].name.removesuffix(".dist-info").rsplit("-", 1)[1] if found else ""

    def script(self, name: str) -> Path:
        script = self.pypi / "bin" / name if self.pypi else None
        if script is None or not script.exists():
            raise FileNotFoundError(f"{name} is not installed")
        return script


@dataclass(frozen=True, slots=True)
class Start:
    """How a server is started: over pipes, or over HTTP at a port."""

    command: Sequence[str]
    env: Mapping[str, str] = field(default_factory=dict[str, str])
    port: int | None = None


@dataclass(frozen=True, slots=True)
class Clash:
    """What two writers do to one file: how it is laid down, one write, and how many of the writes are found there."""

    lay: Callable[[Path, int], None]
    write: Callable[[Path, int], Call]
    kept: Callable[[Path], int]
    what: str


def nothing_more(scene: Scene) -> Mapping[str, Call]:
    del scene
    return {}


def no_failure(said: str) -> bool:
    del said
    return False


@dataclass(frozen=True, slots=True)
class Peer:
    """One server, and what is asked of it.

    ``blockers`` is none where it has nothing like it; ``one_plan``: they are those of one plan, not of the tree.
    ``look`` is what a session asks where that differs from the ``current`` that is timed.
    ``failed`` finds a failure that is told as a success. ``serves_several``: one process, several clients.
    ``package`` is its name at npm or PyPI; ``on_disk`` what a mark does there, as the system calls of one show it;
    ``remarks`` what else its figures rest on. ``base``: it is no peer, but what is measured against.
    """

    key: str
    name: str
    keeps: str
    start: Callable[[Path, Tools], Start]
    lay: Callable[[Scene], None]
    current: Callable[[Scene], Call]
    mark: Callable[[Scene, Spot, bool], Call]
    blockers: Callable[[Scene], Call] | None = None
    more: Callable[[Scene], Mapping[str, Call]] = nothing_more
    look: Callable[[Scene], Call] | None = None
    failed: Callable[[str], bool] = no_failure
    file: Callable[[Scene, Spot], Path] | None = None
    clash: Clash | None = None
    base: bool = False
    serves_several: bool = False
    one_plan: bool = False
    package: str = ""
    on_disk: str = ""
    remarks: tuple[str, ...] = ()
